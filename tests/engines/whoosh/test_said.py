"""What was said is found from lists and from how much of a paragraph is speech, as a scan finds it."""

import random
from itertools import pairwise

import numpy as np
import pytest
from engines_under_test import commit

from searchkit.dates import parse
from searchkit.engines import memory, whoosh
from searchkit.engines.base import Order
from searchkit.engines.whoosh.searching import phraseplan, phrases, union
from searchkit.engines.whoosh.segments import coverage, postings
from searchkit.query.nodes import (
    And,
    DateRange,
    Everything,
    Name,
    Near,
    Not,
    Or,
    Phrase,
    Said,
    Value,
    Wildcard,
    Word,
)
from searchkit.schema import Document, Schema, Speech

WORDS = [f"w{i}" for i in range(40)]
WEIGHTS = [1 / (i + 1) for i in range(len(WORDS))]
SPEAKERS = ["Anna Varga", "Ben Okoro", "Clara Lund", "a senior official"]


def stretches(rng, text):
    """Most paragraphs are one person's from end to end; the others are of every kind."""
    one, other = rng.sample(SPEAKERS, 2)
    a, b = sorted(rng.randrange(len(text) + 1) for _ in range(2))
    match rng.randrange(9):
        case 0:
            return ()
        case 1:
            return (Speech(0, len(text), one, "author"),)
        case 2:
            return (Speech(a, b, one, "direct"),)
        case 3:
            return Speech(0, a, one, "direct"), Speech(b, len(text), other, "indirect")
        case 4:
            return Speech(0, len(text), one, "turn"), Speech(a, b, other, "direct")
        case 5:
            return Speech(0, len(text), one, "turn"), Speech(0, len(text), other, "turn")
    return (Speech(0, len(text), one, "turn"),)


def collection(rng, size):
    for n in range(size):
        words = rng.choices(WORDS, WEIGHTS, k=rng.choice([1, 3, 8, 20, 60]))
        if rng.random() < 0.05:
            words += ["w7"] * rng.randrange(15, 40)  # oftener than the code of a posting tells
        text = " ".join(words)
        values = {
            "text": text,
            "lang": (rng.choice(["en", "en", "en", "de"]),),
            "speech": stretches(rng, text),
            "speaker": tuple(rng.sample(SPEAKERS, rng.choice([0, 1, 1, 2]))),
            "date": parse(f"20{rng.randrange(10, 20)}"),
        }
        yield Document(f"a{n // 10}#{n % 10}", values)


@pytest.fixture(scope="module", params=["one segment", "many segments", "deletions"])
def readers(request, tmp_path_factory):
    """The reference, and the engine under test."""
    rng = random.Random(request.param)
    documents = list(collection(rng, 240))
    cuts = [0, 240] if request.param == "one segment" else [0, 70, 160, 240]
    gone = ("a1", "a12", "a20") if request.param == "deletions" else ()
    engines = memory.Engine(Schema()), whoosh.create_engine(tmp_path_factory.mktemp("said") / "index")
    for engine in engines:
        for begin, end in pairwise(cuts):
            commit(engine, documents[begin:end])
        commit(engine, [], gone)
    yield tuple(engine.reader() for engine in engines)
    engines[1].close()


def some_query(rng):
    def word():
        return rng.choice([Word, Phrase])(rng.choice(WORDS[: rng.choice([4, 20, 40])]))

    def name():
        return Name("speaker", "somebody", tuple(rng.sample([*SPEAKERS, "Nobody"], rng.randrange(3))))

    def phrase():
        return Phrase(" ".join(rng.choices(WORDS, WEIGHTS, k=rng.choice([2, 2, 3]))))

    def child():
        others = (phrase(), Near(word(), word(), 3), Or((word(), phrase())), Wildcard("w1*"))
        return rng.choice([word(), word(), word(), *others])

    def said():
        return Said(child(), rng.choice([(), (), (name(),), (name(), name())]))

    years = DateRange(parse("2013").start, parse("2016").last)
    others = [name(), name(), years, Value("lang", "en"), Not(word()), Not(said()), phrase(), word(), said()]
    others += [Said(Everything(), (name(),)), Or((said(), word()))]
    match rng.randrange(4):
        case 0:
            return said()
        case 1:
            return Or((said(), said()))
    return And((rng.choice([said(), phrase()]), *rng.sample(others, rng.randrange(1, 4))))


@pytest.mark.parametrize(("searched", "each"), [(8192, 8), (10, 0)])  # what is long, and what is compared
@pytest.mark.parametrize("seed", range(20))
def test_what_was_said_is_found_scored_and_counted_as_by_a_scan(readers, monkeypatch, seed, searched, each):
    expected, got = readers
    for module in (phraseplan, phrases, postings):
        monkeypatch.setattr(module, "SEARCHED", searched)
    monkeypatch.setattr(postings, "_SHARE", 0)
    monkeypatch.setattr(coverage, "_EACH", each)
    got._words._known.clear()
    query = some_query(random.Random(seed))
    for order in (Order.SCORE, Order.NEWEST):
        for limit, offset in ((10, 0), (400, 0), (3, 5)):
            page = expected.search(query, order=order, limit=limit, offset=offset)
            assert got.search(query, order=order, limit=limit, offset=offset) == page, str(query)
    assert list(got.every(query)) == list(expected.every(query))
    assert dict(got.counts(query, "speaker")) == dict(expected.counts(query, "speaker"))


def test_a_word_that_nobody_says_adds_nothing_to_those_that_somebody_says(fill, monkeypatch):
    monkeypatch.setattr(union, "_SMALL", 0)  # as in a large segment
    monkeypatch.setattr(union, "_FEW", 0)
    spoken = {"lang": ("en",), "speech": (Speech(0, 6, "Anna Varga", "direct"),)}
    texts = ["treaty signed", *["treaty"] * 9]  # in more paragraphs it would stand row by row
    reader = fill([Document(f"a#{n}", {"text": text, **spoken}) for n, text in enumerate(texts)])
    said, unsaid = Said(Word("treaty")), Said(Word("signed"))
    assert reader.search(unsaid).total == 0
    assert reader.search(Or((unsaid, said))) == reader.search(said)
    assert reader.search(Or((unsaid, unsaid))).total == reader.search(And((unsaid, said))).total == 0


def test_positions_in_some_rows_are_those_of_the_whole_list(readers):
    rng = np.random.default_rng(1)
    for view in readers[1].views:
        text = view.segment.text("text")
        for number in range(text.size):
            positions = text.positions(number)
            rows = text.words.row_of(positions)
            for share in (0.02, 0.3, 1.0):
                some = np.flatnonzero(rng.random(view.segment.documents) < share)
                wanted = positions[np.isin(rows, some)]
                assert text.positions(number, some).tolist() == wanted.tolist()
