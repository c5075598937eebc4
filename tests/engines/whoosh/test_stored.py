"""Stored texts come back as they were: with a dictionary, without, and from segments that learnt others."""

import random

import pytest

from searchkit.engines import whoosh
from searchkit.engines.whoosh.segments import stored
from searchkit.schema import Document

WORDS = [f"{a}{b}" for a in ("treaty", "border", "harvest", "minister", "Überprüfung") for b in range(40)]


def documents(count, seed):
    rng = random.Random(seed)
    words = rng.sample(WORDS, 60)
    for n in range(count):
        text = " ".join(rng.choices(words, k=rng.randrange(40)))
        yield Document(
            f"a{seed}-{n // 5}#{n % 5}", {"text": text, "record": f'{{"line": {n}, "of": "{seed}"}}'}
        )


def build(path, batches):
    engine = whoosh.create_engine(path)
    for batch in batches:
        with engine.writer() as writer:
            writer.add(batch)
            writer.commit()
    return engine


def dictionaries(engine):
    return {view.segment.text("text").stored.dictionary for view in engine.reader().views}


@pytest.fixture
def learning(monkeypatch):
    monkeypatch.setattr(stored, "_ENOUGH", 1 << 15)
    monkeypatch.setattr(stored, "_DICTIONARY", 1 << 12)
    monkeypatch.setattr(stored, "BLOCK", 1 << 10)


def check(engine, given):
    fetched = engine.reader().fetch([document.id for document in given])
    for document, again in zip(given, fetched, strict=True):
        assert {name: again.values[name] for name in document.values} == document.values


def test_texts_come_back_through_a_dictionary(tmp_path, learning):
    given = list(documents(600, 1))
    engine = build(tmp_path, [given])
    assert all(dictionaries(engine))
    check(engine, given)


def test_a_dictionary_makes_segments_smaller(tmp_path, learning, monkeypatch):
    given = list(documents(2000, 1))
    with_one = build(tmp_path / "one", [given]).size_bytes()
    monkeypatch.setattr(stored, "_ENOUGH", 1 << 30)
    assert with_one < build(tmp_path / "none", [given]).size_bytes()


def test_segments_of_different_dictionaries_merge(tmp_path, learning):
    parts = [list(documents(600, seed)) for seed in (1, 2, 3)] + [list(documents(9, 4))]
    engine = build(tmp_path, parts)
    assert len(dictionaries(engine)) == 4
    with engine.writer() as writer:
        writer.delete(["a2-7"])
        writer.commit()
    engine.optimise()
    assert len(dictionaries(engine)) == 1
    check(engine, [d for part in parts for d in part if d.article != "a2-7"])


@pytest.mark.parametrize("text", ["one long row " * 9000, "\x00" * 70_000])
def test_rows_with_nothing_to_learn_from_are_kept_without(tmp_path, learning, text):
    given = [Document("a#0", {"text": text, "record": "{}"})]
    engine = build(tmp_path, [given])
    assert dictionaries(engine) == {b""}
    check(engine, given)
