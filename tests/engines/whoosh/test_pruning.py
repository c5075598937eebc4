"""What pruning leaves out could not have been among the best: pages equal those of full evaluation."""

import random
from itertools import pairwise

import pytest

from searchkit.dates import parse
from searchkit.engines import whoosh
from searchkit.engines.base import Order
from searchkit.engines.whoosh.searching import (
    dateorder,
    expansion,
    phraseplan,
    phrases,
    pruning,
    union,
)
from searchkit.engines.whoosh.searching.patternsearch import PatternSearch
from searchkit.engines.whoosh.searching.wordsearch import WordSearch
from searchkit.engines.whoosh.segments import columns, datecolumn, holders, postings
from searchkit.matching import leaf_slot
from searchkit.query.nodes import And, DateRange, Fuzzy, Name, Not, Or, Phrase, Value, Wildcard, Word
from searchkit.schema import Document

WORDS = [f"w{i}" for i in range(60)]
SPEAKERS = ["Anna Varga", "Ben Okoro", "Clara Lund"]


def collection(rng, size):
    """Documents whose words are as uneven as those of real text."""
    weights = [1 / (i + 1) for i in range(len(WORDS))]
    for n in range(size):
        length = rng.choice([3, 8, 8, 20, 60, 300])
        words = rng.choices(WORDS, weights, k=length)
        if rng.random() < 0.01:
            words += ["w7"] * rng.randrange(10, 40)
        yield Document(
            f"a{n // 10}#{n % 10}",
            {
                "text": " ".join(words),
                "lang": ("en",),
                "speaker": tuple(rng.sample(SPEAKERS, rng.choice([0, 1, 1, 2]))),
                "date": parse(f"20{rng.randrange(10, 20)}-0{rng.randrange(1, 9)}"),
            },
        )


def some_query(rng):
    def word():
        kind = rng.choice([Word, Phrase])
        return kind(rng.choice(WORDS[: rng.choice([4, 20, 60])]))

    filters = [
        DateRange(parse("2013").start, parse("2015").last),
        Name("speaker", "x", values=(rng.choice(SPEAKERS),)),
        Value("lang", "en"),
        Not(Word(rng.choice(WORDS))),
    ]
    if rng.random() < 0.2:
        phrase = Phrase(" ".join(rng.choices(WORDS[:6], k=rng.randrange(2, 5))))
        return And((phrase, *rng.sample(filters, rng.randrange(1, 3)))) if rng.random() < 0.5 else phrase
    match rng.randrange(4):
        case 0:
            return word()
        case 1:
            return Or(tuple(word() for _ in range(rng.randrange(2, 5))))
        case 2:
            return And(tuple(word() for _ in range(rng.randrange(2, 4))))
    return And((*(word() for _ in range(rng.randrange(1, 3))), *rng.sample(filters, rng.randrange(1, 3))))


@pytest.fixture(scope="module", params=["one segment", "many segments", "deletions", "few holders"])
def reader(request, tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "few holders":  # of a speaker, so that they are begun with
            patch.setattr(columns, "_FEW_VALUES", 0)
            patch.setattr(holders, "_MANY", 0)
        yield filled(request, tmp_path_factory)


def filled(request, tmp_path_factory):
    engine = whoosh.create_engine(tmp_path_factory.mktemp("index"))
    documents = list(collection(random.Random(7), 3000))
    cuts = [0, 3000] if request.param in ("one segment", "few holders") else [0, 1800, 2000, 2950, 3000]
    for begin, end in pairwise(cuts):
        with engine.writer() as writer:
            writer.add(documents[begin:end])
            writer.commit()
    if request.param == "deletions":
        with engine.writer() as writer:
            writer.delete([f"a{n}" for n in range(0, 300, 3)])
            writer.commit()
    return engine.reader()


@pytest.mark.parametrize("seed", range(60))
def test_a_pruned_page_is_the_page_of_full_evaluation(reader, monkeypatch, seed):
    rng = random.Random(seed)
    query, limit = some_query(rng), rng.choice([1, 3, 10, 20, 100, 300])
    monkeypatch.setattr(pruning, "_SHORT", rng.choice([0, 64, 9999]))
    monkeypatch.setattr(pruning, "_FEW", rng.choice([0, 64, 9999]))
    pruned = [reader.search(query, limit=limit) for _ in range(2)]  # words not known yet, and known
    monkeypatch.setattr(WordSearch, "known", lambda *_: None)
    monkeypatch.setattr(WordSearch, "page", lambda *_: None)
    assert pruned == [reader.search(query, limit=limit)] * 2


@pytest.mark.parametrize("listed", [0, 1 << 15])  # up to here the rows of a list are looked up in bitmaps
@pytest.mark.parametrize("read", [48, 0], ids=["scanned", "listed"])
def test_a_rare_phrase_of_common_words_is_found_in_documents_of_the_speaker_only(
    tmp_path, monkeypatch, listed, read
):
    def document(n):
        text = "open door" if n % 40 == 0 else "door always open"
        return Document(f"a#{n}", {"text": text, "lang": ("en",), "speaker": (SPEAKERS[n // 40 % 3],)})

    engine = whoosh.create_engine(tmp_path / "index")
    with engine.writer() as writer:
        writer.add([document(n) for n in range(1200)])
        writer.commit()
    for module in (phraseplan, phrases, postings):
        monkeypatch.setattr(module, "SEARCHED", 40)
    monkeypatch.setattr(phrases, "_LISTED", listed)
    monkeypatch.setattr(phrases, "_READ", read)
    query = And((Phrase("open door"), Name("speaker", "x", values=(SPEAKERS[1],))))
    found = engine.reader().search(query, limit=20)
    assert [hit.id for hit in found.hits] == [f"a#{n}" for n in range(40, 1200, 120)]
    assert found.total == 10


def some_words(rng):
    words = tuple(Word(rng.choice(WORDS)) for _ in range(rng.randrange(2, 5)))
    return rng.choice([Or, And])(words)


@pytest.mark.parametrize("seed", range(150))
def test_a_page_found_by_the_bitmaps_of_long_lists_is_the_same(reader, monkeypatch, seed):
    rng = random.Random(seed)
    query, limit = rng.choice([some_query, some_words])(rng), rng.choice([1, 10, 300])
    found = reader.search(query, limit=limit)
    for module in (postings, phraseplan, phrases):
        monkeypatch.setattr(module, "SEARCHED", rng.choice([0, 40, 8192]))
    monkeypatch.setattr(postings, "_SHARE", rng.choice([0, 16, 128, 9999]))
    monkeypatch.setattr(postings, "_LOOKED_UP", rng.choice([0, 256]))
    reader._words._known.clear()
    monkeypatch.setattr(union, "_FEW", rng.choice([0, 9999]))
    monkeypatch.setattr(union, "_SMALL", 0)
    monkeypatch.setattr(union, "_SEEDS", rng.choice([10, 1000]))
    monkeypatch.setattr(pruning, "_SHORT", rng.choice([0, 40]))
    monkeypatch.setattr(pruning, "_MANY_TO_ONE", rng.choice([2, 16]))
    monkeypatch.setattr(pruning, "_SCORED", 0)
    monkeypatch.setattr(pruning, "_SOME", rng.choice([5, 50]))
    monkeypatch.setattr(holders, "_MANY", rng.choice([0, 1, 4, 512]))
    for view in reader.views:
        view.segment.named.clear()
    assert reader.search(query, limit=limit) == found


@pytest.mark.parametrize("word", WORDS)
def test_the_documents_chosen_by_code_have_all_the_best(reader, monkeypatch, word):
    known = [*reader._words._look_up(Word(word), leaf_slot(Word(word)), lambda: None)]
    for entry, view in zip(known, reader.views, strict=True):
        rows, codes = entry.postings.select(1)
        documents, scores = pruning.top(rows, entry.score(rows, codes), len(rows))
        for count in (1, 10, 100, 1000):
            chosen = entry.postings.select(entry.enough_for(count))[0].tolist()
            assert set(documents[:count]) <= set(chosen), (view, scores[:count])


def test_these_searches_do_take_the_pruned_way(reader):
    words = WordSearch(reader._snapshot, reader.schema)
    for seed in range(60):
        assert words.page(some_query(random.Random(seed)), 10, lambda: None) is not None


@pytest.mark.parametrize("order", [Order.NEWEST, Order.OLDEST])
@pytest.mark.parametrize("seed", range(60))
def test_the_straight_way_by_date_is_the_general_one(reader, monkeypatch, seed, order):
    rng = random.Random(seed)
    query, limit, offset = some_query(rng), rng.choice([1, 10, 100, 900]), rng.choice([0, 0, 5])
    monkeypatch.setattr(postings, "_SHARE", rng.choice([0, 16, 9999]))  # of long lists: the newest first
    monkeypatch.setattr(postings, "_LOOKED_UP", rng.choice([0, 256]))
    reader._words._known.clear()
    monkeypatch.setattr(dateorder, "_LIKELY", rng.choice([1, 4]))
    monkeypatch.setattr(datecolumn, "_FOREMOST", rng.choice([50, 700, 8192]))
    for view in reader.views:
        view.segment.date()._foremost.clear()
    straight = reader.search(query, limit=limit, offset=offset, order=order)
    monkeypatch.setattr(WordSearch, "dated", lambda *_: None)
    assert straight == reader.search(query, limit=limit, offset=offset, order=order)


PATTERNS = [
    Wildcard("w*"),
    Wildcard("w1*"),
    Wildcard("w?7"),
    Wildcard("w59*"),
    Wildcard("zebra*"),
    Fuzzy("w27", 1),
]


@pytest.mark.parametrize("query", [*PATTERNS, Wildcard("w1*-w2*"), Wildcard("w*", field="title")], ids=str)
@pytest.mark.parametrize("counted", [0, 1 << 20], ids=["sorted", "marked"])
def test_the_page_of_a_pattern_is_that_of_full_evaluation(reader, monkeypatch, query, counted):
    monkeypatch.setattr(expansion, "_COUNTED", counted)
    monkeypatch.setattr(expansion, "_BEGINNING", 2)
    pages = [(limit, offset) for limit in (1, 10, 300) for offset in (0, 7)]
    straight = [reader.search(query, limit=limit, offset=offset) for limit, offset in pages]
    monkeypatch.setattr(PatternSearch, "page", lambda *_: None)
    monkeypatch.setattr(expansion, "_SCATTERED", counted)
    assert straight == [reader.search(query, limit=limit, offset=offset) for limit, offset in pages]


def test_patterns_do_take_the_straight_way(reader):
    patterns = PatternSearch(reader._snapshot, reader.schema)
    assert all(patterns.page(query, 10, lambda: None) is not None for query in PATTERNS)


def test_other_orders_score_the_documents_of_the_page_the_same(reader):
    query = Or((Word("w1"), Word("w9")))
    scores = {hit.id: hit.score for hit in reader.search(query, limit=5000).hits}
    newest = reader.search(query, limit=20, order=Order.NEWEST)
    assert all(hit.score == scores[hit.id] for hit in newest.hits)
