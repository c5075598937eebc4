"""Segments so large that lists have bitmaps, blocks and codes row by row: each way finds what a scan finds.

Nothing is patched here: ways that only long lists go are gone because lists are long.
"""

import random
from itertools import accumulate, pairwise

import numpy as np
import pytest
from scan_of_rows import Scan

from searchkit.dates import parse
from searchkit.engines import memory, whoosh
from searchkit.engines.base import Order
from searchkit.engines.whoosh.searching.ranking import Ranking
from searchkit.engines.whoosh.segments.lists import BLOCK, DENSE, SHORT, SPARSE
from searchkit.engines.whoosh.segments.postings import SEARCHED
from searchkit.query.nodes import And, DateRange, Name, Not, Or, Phrase, Present, Said, Value, Wildcard, Word
from searchkit.schema import Document, Speech

STEMS = [a + b + c for c in "lmnrt" for a in "bdfgklmnprstv" for b in ("a", "e", "o", "ai", "ou")]
WORDS = [stem + ending for stem in STEMS for ending in ("", "s")]  # half of the lists are made of others
WORDS[::20] = [word.capitalize() for word in WORDS[::20]]
CHANCES = list(accumulate(1 / (i + 2) for i in range(len(WORDS))))
LONG = ["Mela", "toro"]  # each in so many paragraphs that its list is long, and not of the kind for more
COMMON = ["sodi", "nabu"]  # in half of all paragraphs, and next to each other in a few
UNSAID = ["kepi"]  # by anybody
ROWS_OF_WORDS = [random.Random(n).choices(WORDS, cum_weights=CHANCES, k=2 + n % 4) for n in range(40)]
NAMES = ["Anna Varga", "Ben Okoro", "Clara Lund", *(f"Guest {n}" for n in range(1500))]
HOLDING = list(accumulate(1 / (i + 0.3) for i in range(len(NAMES))))
DAYS = [parse(f"20{year}-0{month}") for year in range(10, 20) for month in range(1, 9)]


def documents(size):
    """Paragraphs of a few words, unevenly spread; some rows of words come again and again."""
    rng = random.Random(size)
    for n in range(size):
        words = rng.choices(WORDS, cum_weights=CHANCES, k=rng.choice((1, 2, 3, 6)))
        if rng.random() < 0.1:
            words += rng.choice(ROWS_OF_WORDS)
        if 2 < n % 41 < 8:
            words.insert(rng.randrange(2), LONG[1])
        if n % 41 < 5:
            words.insert(0, LONG[0])
        words += COMMON[:1] if n % 2 else []
        words += COMMON[1:] if n % 3000 == 1 else []
        words[:0] = COMMON[1:] if n % 4 > 1 else []
        if n % 2000 == 0:
            words += [WORDS[7]] * 300  # offsets and frequencies that take more than a byte
        words += UNSAID if n % 80 == 0 else []
        text = " ".join(words)
        speakers = tuple(dict.fromkeys(rng.choices(NAMES, cum_weights=HOLDING, k=rng.choice((0, 1, 1, 2)))))
        middle = text.find(" ") if rng.random() < 0.2 else -1
        first = len(text) if middle < 0 else middle
        values = {"text": text, "lang": ("en",), "speaker": speakers}
        if speakers and rng.random() < 0.5 and n % 80:
            rest = () if middle < 0 else (Speech(middle + 1, len(text), speakers[-1], "direct"),)
            spots = [
                sorted(rng.choices(range(len(text)), k=2)) for _ in range(rng.choice((0, 0, 0, 0, 1, 12)))
            ]
            nested = (Speech(*spot, rng.choice(NAMES[:3]), "direct") for spot in spots)
            values["speech"] = (Speech(0, first, speakers[0], rng.choice(("turn", "author"))), *rest, *nested)
        if rng.random() < 0.95:
            values["date"] = rng.choice(DAYS)
        yield Document(f"a{n // 10}#{n % 10}", values)


def some_query(rng):
    """What users ask for: words, phrases and who said them, with names, dates and what must not be there."""

    def one():
        return rng.choice(rng.choice((LONG, COMMON, UNSAID, *(WORDS[:end] for end in (4, 20, 100, None)))))

    def word():
        return rng.choice((Word, Word, Phrase))(one(), exact=rng.random() < 0.05)

    def phrase():
        drawn = rng.choices(WORDS, cum_weights=CHANCES, k=rng.choice((2, 2, 3, 4)))
        words = rng.choice((drawn, drawn, LONG, COMMON, COMMON, *rng.sample(ROWS_OF_WORDS, 3)))
        return Phrase(" ".join(words), exact=rng.random() < 0.05)

    def name():
        spellings = rng.choice(
            (NAMES[:3], rng.choices(NAMES, cum_weights=HOLDING, k=3), rng.sample(NAMES, 3))
        )
        some = spellings[: rng.choice((1, 1, 3))]
        return Name("speaker", " ".join(some), values=tuple(some))

    def dates():
        first, last = sorted(rng.sample(DAYS, 2), key=lambda day: day.start)
        return DateRange(first.start, rng.choice((last.last, None)))

    def wildcard():
        return Wildcard(one().lower()[:3] + rng.choice(("*", "?", "?*")))

    def condition():
        makes = (name, name, name, dates, dates, lambda: Value("lang", "EN"), lambda: Present("date"))
        unwanted = (word, phrase, name, wildcard, dates)
        others = (lambda: Not(rng.choice(unwanted)()), lambda: Or((name(), dates())), wildcard)
        return rng.choice((*makes, *others))()

    def some(make, *counts):
        return tuple(make() for _ in range(rng.choice(counts)))

    def said():
        return Said(rng.choice((word, word, phrase))(), some(name, 0, 0, 1))

    kinds = {
        word: 2,
        phrase: 4,
        lambda: And((phrase(), *some(condition, 1, 1, 2, 3))): 7,
        lambda: And(some(word, 2, 3, 4)): 3,
        lambda: And((*some(word, 1, 2, 3), *some(condition, 1, 2))): 4,
        lambda: Or(some(word, 2, 3, 5)): 3,
        lambda: And((Or((phrase(), word())), word(), condition())): 1,
        said: 2,
        lambda: And((said(), word(), condition())): 1,
        lambda: Or((said(), *some(said, 1, 2), word())): 1,
        lambda: And((name(), condition())): 1,
        wildcard: 1,
    }
    return rng.choices(list(kinds), list(kinds.values()))[0]()


def filled(path, size, cuts=(), gone=0):
    """A reader of so many documents in segments cut there, some articles deleted, and a scan of the same."""
    engine = whoosh.create_engine(path)
    made = list(documents(size))
    for begin, end in pairwise((0, *cuts, size)):
        with engine.writer() as writer:
            writer.add(made[begin:end])
            writer.commit()
    doomed = {f"a{n}" for n in random.Random(gone).sample(range(size // 10), gone)}
    if doomed:
        with engine.writer() as writer:
            writer.delete(doomed)
            writer.commit()
    return engine.reader(), Scan([document for document in made if document.article not in doomed])


@pytest.fixture(scope="module")
def one_segment(tmp_path_factory):
    """Of two blocks, so that a list can be long and not stand row by row."""
    return filled(tmp_path_factory.mktemp("index"), BLOCK + 4_000)


@pytest.fixture(scope="module")
def several_segments(tmp_path_factory):
    return filled(tmp_path_factory.mktemp("index"), 24_000, cuts=(19_000, 20_000), gone=200)


def agrees(collection, query, order=Order.SCORE, offset=0, limit=10):
    """Compare a page with that of a scan and, if it is small, with that of the general way."""
    reader, scan = collection
    page = reader.search(query, limit=limit, offset=offset, order=order)
    found = page.total, [(hit.id, hit.score) for hit in page.hits]
    assert found == scan.page(query, order, offset, limit), (query, order, offset, limit)
    if limit <= 25:
        assert in_general(reader, query, order, offset, limit) == found, (query, order, offset, limit)


def asked_at_random(collection, seed, asks):
    rng = random.Random(seed)
    for _ in range(asks):
        query, order = some_query(rng), rng.choice((Order.SCORE, Order.SCORE, *Order))
        agrees(collection, query, order, rng.choice((0, 0, 0, 3, 100)), rng.choice((1, 10, 10, 25, 25, 900)))


def in_general(reader, query, order, offset, limit):
    """A page as the general way gives it, which looks at everything that is found."""
    total, ranked = Ranking(reader._search(query, None)).page(order, offset, limit)
    ids = reader._ids([number for number, _ in ranked])
    return total, list(zip(ids, [score for _, score in ranked], strict=True))


def test_the_scan_finds_what_the_engine_in_memory_finds():
    engine, made, rng = memory.Engine(), list(documents(250)), random.Random(5)
    with engine.writer() as writer:
        writer.add(made)
        writer.commit()
    scan, found = Scan(made), 0
    for _ in range(60):
        query, order = some_query(rng), rng.choice(list(Order))
        page = engine.reader().search(query, limit=20, offset=1, order=order)
        assert scan.page(query, order, 1, 20) == (page.total, [(hit.id, hit.score) for hit in page.hits]), (
            query
        )
        found += page.total
    assert found > 500


def test_the_one_segment_has_lists_of_every_kind_and_long_ones(one_segment):
    (view,) = one_segment[0].views
    lists = view.segment.text("text").lists
    assert set(lists.kinds.tolist()) == {DENSE, SHORT, SPARSE}
    long = lists.df[: lists.stored] > SEARCHED
    assert set(lists.kinds[long].tolist()) == {DENSE, SHORT}
    assert len(lists.df) - lists.stored > 100  # made of others
    assert len(np.flatnonzero(lists.df[lists.stored :] > SEARCHED)) > 1


@pytest.mark.parametrize("words", [COMMON, LONG, *ROWS_OF_WORDS[:4]], ids=" ".join)
def test_a_phrase_is_found_where_all_that_is_asked_beside_it_holds(one_segment, words):
    anna, ben, guest = (Name("speaker", name, values=(name,)) for name in (*NAMES[:2], NAMES[9]))
    dates = DateRange(DAYS[10].start, DAYS[50].last)
    for conditions in ([anna], [guest], [anna, ben], [anna, dates], [dates], [anna, Not(ben)], [anna, guest]):
        agrees(one_segment, And((Phrase(" ".join(words)), *conditions)))


@pytest.mark.parametrize("join", [Or, And])
def test_a_word_that_nobody_says_is_found_beside_no_other(one_segment, join):
    (unsaid,) = UNSAID
    for word in (COMMON[0], LONG[0], WORDS[30]):
        agrees(one_segment, join((Said(Word(unsaid)), Word(word))))
        agrees(one_segment, join((Said(Word(word)), Said(Word(unsaid)), Said(Word(COMMON[1])))))


@pytest.mark.parametrize("seed", range(8))
def test_every_page_of_a_segment_of_two_blocks_is_that_of_a_scan(one_segment, seed):
    asked_at_random(one_segment, seed, asks=15)


@pytest.mark.parametrize("seed", range(3))
def test_every_page_of_several_segments_with_deletions_is_that_of_a_scan(several_segments, seed):
    asked_at_random(several_segments, seed, asks=15)


@pytest.mark.slow
@pytest.mark.parametrize("shape", [(200_000,), (150_000, (100_000, 101_000, 149_000), 700)])
def test_every_page_of_larger_collections_is_that_of_a_scan(tmp_path, shape):
    asked_at_random(filled(tmp_path, *shape), seed=1, asks=1_000)
