"""Words near each other are looked for only in rows that hold all of them, with the same results."""

import random
import time

import pytest

from searchkit.engines import whoosh
from searchkit.engines.whoosh.searching import leaves
from searchkit.query.nodes import Near, Phrase, Word
from searchkit.schema import Document

WORDS = ["the", "of", "tax", "Varga's", "U.S.", "budget", "talks", "café"]


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    rng = random.Random(3)
    engine = whoosh.create_engine(tmp_path_factory.mktemp("index"))
    with engine.writer() as writer:
        texts = (" ".join(rng.choices(WORDS, range(8, 0, -1), k=rng.choice([2, 5, 9]))) for _ in range(400))
        writer.add([Document(f"a{n}#1", {"text": text, "lang": ("en",)}) for n, text in enumerate(texts)])
        writer.add([Document("long#1", {"text": "the tax " * 10, "lang": ("en",)})])
        writer.commit()
    return engine.reader()


def some_leaf(rng):
    def phrase(slop):
        return Phrase(" ".join(rng.choices(WORDS, k=rng.choice([2, 2, 3]))), slop=slop)

    def side():
        return rng.choice([Word(rng.choice(WORDS)), phrase(0)])

    if rng.random() < 0.3:
        return phrase(rng.choice([1, 2]))
    return Near(side(), side(), rng.choice([1, 3]), rng.random() < 0.5, rng.random() < 0.3)


@pytest.mark.parametrize("seed", range(80))
def test_looking_in_rows_that_hold_all_words_finds_the_same(reader, monkeypatch, seed):
    query = some_leaf(random.Random(seed))
    narrowed = reader.search(query, limit=500)
    monkeypatch.setattr(leaves, "rows_with_all", lambda *_: None)
    assert narrowed == reader.search(query, limit=500)


def test_a_word_asked_more_often_than_any_paragraph_holds_it_is_not_found_at_once(reader):
    begun = time.process_time()
    assert reader.count(Phrase(" ".join(["the"] * 12), slop=40)) == 0
    assert time.process_time() - begun < 5.0  # placing them in all ways takes twenty seconds
