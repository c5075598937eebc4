"""Stored texts come back as they were: with a dictionary, without, and from segments that learnt others."""

import random
import tempfile

import hypothesis
import pytest
from hypothesis import strategies as st

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


def columns(engine):
    return [view.segment.text("text").stored for view in engine.reader().views]


def text_documents(article, texts):
    return [Document(f"{article}#{n}", {"text": text}) for n, text in enumerate(texts)]


@pytest.mark.parametrize(
    "texts",
    [
        ["word"],
        [""],
        ["", "", ""],
        ["word"] * 15,
        ["word"] * 16,
        ["word"] * 17,
        ["", "long " * 5000, "", "\x00", "Größe 不会", *["short"] * 60, "long " * 9000, ""],
    ],
    ids=["one", "empty", "empty ones", "a block but one", "a block", "a block and one", "very different"],
)
def test_rows_of_any_lengths_come_back(tmp_path, texts):
    given = text_documents("a", texts)
    engine = build(tmp_path, [given])
    check(engine, given)
    assert [row.decode() for row in columns(engine)[0]] == texts


def test_short_rows_share_a_block_and_long_ones_have_their_own(tmp_path):
    short = build(tmp_path / "short", [text_documents("a", [f"word{n}" for n in range(64)])])
    long = build(tmp_path / "long", [text_documents("a", [f"word{n} " * 400 for n in range(64)])])
    assert columns(short)[0].blocks == 4
    assert columns(long)[0].blocks == 64


def test_a_row_is_found_whatever_stands_before_it_in_its_block(tmp_path, learning):
    given = list(documents(600, 1))
    engine = build(tmp_path, [given])
    for document in given:
        (again,) = engine.reader().fetch([document.id])
        assert again.text() == document.text()


def test_a_merge_takes_blocks_over_until_a_row_is_gone(tmp_path, learning):
    parts = [list(documents(600, seed)) for seed in (1, 2)]
    engine = build(tmp_path, [parts[0], parts[1][:300]])
    before = columns(engine)[0]
    kept = [before.compressed(block) for block in range(before.blocks)]
    with engine.writer() as writer:
        writer.delete(["a1-60"])
        writer.commit()
    engine.optimise()
    (merged,) = columns(engine)
    alike = [merged.compressed(block) == data for block, data in enumerate(kept)]
    gone = 300 >> before.shift  # the block of the first row of the article that is gone
    assert all(alike[:gone])
    assert not any(alike[gone:])
    check(engine, [d for d in parts[0] + parts[1][:300] if d.article != "a1-60"])


@hypothesis.given(
    st.lists(st.lists(st.integers(0, 900), min_size=1, max_size=40), min_size=1, max_size=4),
    st.sets(st.integers(0, 3)),
)
@hypothesis.settings(max_examples=30, deadline=None)
def test_merged_segments_give_back_every_row(parts, gone):
    batches = [text_documents(f"a{part}", ["x" * size for size in sizes]) for part, sizes in enumerate(parts)]
    with tempfile.TemporaryDirectory() as folder:
        engine = build(folder, batches)
        with engine.writer() as writer:
            writer.delete([f"a{part}" for part in gone])
            writer.commit()
        engine.optimise()
        check(engine, [d for part, batch in enumerate(batches) if part not in gone for d in batch])
