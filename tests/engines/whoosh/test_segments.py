"""Segments give back what was put in, and a merge of several is what one build of all would have been."""

import random

import numpy as np
import pytest

from searchkit.dates import parse
from searchkit.engines import whoosh
from searchkit.engines.base import Order
from searchkit.engines.whoosh.files import scratch
from searchkit.engines.whoosh.writing import building, inversion, listwriter, textencoder, writer
from searchkit.query.nodes import DateRange, Everything, Fuzzy, Name, Near, Phrase, Said, Wildcard, Word
from searchkit.schema import Document, Schema, Speech

SCHEMA = Schema().with_columns(["desk"])
FORMS = [
    "treaty",
    "Treaties",
    "peace",
    "Lavrov's",
    "multi-agent",
    "multiagent",
    "U.S.",
    "ist",
    "Häuser",
    "不会",
    "#MeToo",
]

QUERIES = [
    Word("treaty"),
    Word("haus"),
    Phrase("treaties"),
    Phrase("lavrov"),
    Phrase("multi agent"),
    Phrase("treaty peace"),
    Phrase("Treaties", exact=True),
    Phrase("peace treaty", slop=2),
    Near(Word("peace"), Word("treaty"), 4),
    Said(Word("peace")),
    Said(Word("peace"), (Name("speaker", "Anna", values=("Anna",)),)),
    Wildcard("mult*"),
    Fuzzy("peece", 1),
    DateRange(parse("2019").start, parse("2020").last),
    Everything(),
]


def documents(count, seed=3):
    rng = random.Random(seed)
    for n in range(count):
        text = " ".join(rng.choices(FORMS, k=rng.choice([0, 5, 12, 40, 400])))
        half = len(text) // 2
        yield Document(
            f"{'part-' if n % 9 == 4 else ''}a{n // 6}#{n % 6 if n % 9 != 4 else f'x{n}'}",
            {
                "text": text,
                "title": f"Title of {n // 6}",
                "speech": (
                    Speech(0, half, rng.choice(["Anna", "Ben"]), "turn"),
                    Speech(half, len(text), "Eva", "author"),
                ),
                "speaker": tuple(rng.sample(["Anna", "Ben", *map(str, range(70))], rng.randrange(3))),
                "lang": (rng.choice(["en", "de", "uk"]),),
                "article": (f"a{n // 6}",),
                "n": rng.choice([None, n, -n]) or 0,
                "date": rng.choice([None, parse("2019-03-04"), parse("2020"), parse("2021-Q2")]),
                "record": f'{{"line": {n}}}',
                "desk": ("foreign",) if n % 2 else (),
            },
        )


def build(path, batches, delete=()):
    engine = whoosh.create_engine(path, SCHEMA)
    for batch in batches:
        with engine.writer() as batch_writer:
            batch_writer.add(batch)
            batch_writer.commit()
    if delete:
        with engine.writer() as batch_writer:
            batch_writer.delete(delete)
            batch_writer.commit()
    return engine


def answers(engine):
    """Everything a reader could tell apart."""
    reader = engine.reader()
    ids = list(reader.every(Everything()))
    found = [reader.search(query, limit=500) for query in QUERIES]
    newest = reader.search(Word("peace"), limit=50, order=Order.NEWEST)
    counts = [dict(reader.counts(Word("peace"), by)) for by in ("speaker", "article", "month", "desk")]
    matches = [
        reader.matches(query, hit.id)
        for query, top in zip(QUERIES, found, strict=True)
        for hit in top.hits[:3]
    ]
    return reader.fetch(ids), found, newest, counts, dict(reader.values("speaker")), reader.words(), matches


def test_a_document_comes_back_as_it_was(tmp_path):
    given = list(documents(200))
    fetched = build(tmp_path, [given]).reader().fetch([document.id for document in given])
    for document, again in zip(given, fetched, strict=True):
        assert again.id == document.id
        assert {
            name: value for name, value in again.values.items() if name in document.values
        } == document.values
        assert not any(value for name, value in again.values.items() if name not in document.values)


def test_a_merge_of_many_segments_is_one_build_of_all(tmp_path):
    given = list(documents(240))
    one = build(tmp_path / "one", [given])
    many = build(tmp_path / "many", [given[i : i + 60] for i in range(0, 240, 60)])
    before = answers(many)
    assert before == answers(one)
    many.optimise()
    assert len(many.reader().views) == 1
    assert answers(many) == before
    assert many.verify() == []


def test_a_merge_leaves_deleted_documents_behind(tmp_path):
    given = list(documents(240))
    gone = {"a3", "a4", "a20", "part-a2"}
    left = [document for document in given if document.article not in gone]
    many = build(tmp_path / "many", [given[:90], given[90:]], delete=sorted(gone))
    fresh = build(tmp_path / "fresh", [left])
    assert answers(many) == answers(fresh)
    many.optimise()
    assert answers(many) == answers(fresh)
    assert many.reader().views[0].live is None


def test_segments_of_one_batch_become_one(tmp_path, monkeypatch):
    monkeypatch.setattr(writer, "SEGMENT_WORDS", 2_000)
    monkeypatch.setattr(writer, "BATCH", 16)
    monkeypatch.setattr(listwriter, "PIECE", 300)
    given = list(documents(240))
    engine = build(tmp_path / "pieces", [given])
    assert len(engine.reader().views) == 1
    assert answers(engine) == answers(build(tmp_path / "whole", [given]))


def test_a_segment_of_many_blocks_is_one_of_a_single_block(tmp_path, monkeypatch):
    given = list(documents(240))
    expected = answers(build(tmp_path / "single", [given]))
    monkeypatch.setattr(textencoder, "BLOCK_WORDS", 700)
    monkeypatch.setattr(writer, "BATCH", 16)
    monkeypatch.setattr(listwriter, "PIECE", 300)
    monkeypatch.setattr(scratch, "MEMORY", 5_000)
    engine = build(tmp_path / "blocks", [given])
    assert answers(engine) == expected
    assert engine.verify() == []
    assert len(list((tmp_path / "blocks").iterdir())) == len(list((tmp_path / "single").iterdir()))


def test_rows_and_places_that_fit_no_address_stand_in_several_blocks(tmp_path, monkeypatch):
    given = list(documents(240))
    expected = answers(build(tmp_path / "single", [given]))
    monkeypatch.setattr(writer, "BATCH", 16)
    monkeypatch.setattr(inversion, "_ADDRESS_BITS", 13)  # 16 rows of 400 words
    assert answers(build(tmp_path / "blocks", [given])) == expected


def test_long_texts_are_cut_in_smaller_batches(tmp_path, monkeypatch):
    given = list(documents(60))
    expected = answers(build(tmp_path / "together", [given]))
    monkeypatch.setattr(building, "BATCH_BYTES", 500)
    assert answers(build(tmp_path / "apart", [given])) == expected


def test_a_cancelled_batch_leaves_no_scratch_file_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(textencoder, "BLOCK_WORDS", 700)
    monkeypatch.setattr(scratch, "MEMORY", 0)
    engine = build(tmp_path, [list(documents(20))])
    before = sorted(path.name for path in tmp_path.iterdir())
    with engine.writer() as batch_writer:
        batch_writer.add([Document("z#0", {"text": "treaty " * 900})])
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "lock") == [
        name for name in before if name != "lock"
    ]


def test_many_small_commits_do_not_leave_many_segments(tmp_path):
    engine = build(tmp_path, [[document] for document in documents(40)])
    assert len(engine.reader().views) < 9
    assert engine.reader().size == 40


@pytest.mark.parametrize("length", [255, 256, 257, 70_000])
def test_a_word_far_inside_a_long_paragraph_is_found_where_it_stands(tmp_path, length):
    text = "filler " * length + "treaty " * 30 + "of peace"
    engine = build(
        tmp_path, [[Document("a#0", {"text": text}), Document("a#1", {"text": "treaty of peace"})]]
    )
    reader = engine.reader()
    assert reader.matches(Phrase("treaty of peace"), "a#0") == ((length + 29, length + 31),)
    assert reader.matches(Word("treaty"), "a#0")[0] == (length, length)
    assert reader.search(Phrase("treaty of peace")).total == 2
    often = reader.views[0].segment.text("text")
    assert sorted(often.postings(often.find(b"ftreaty"))[1].tolist()) == [1, 30]


def test_every_array_is_read_back_as_it_was_written(tmp_path):
    engine = build(tmp_path, [list(documents(50))])
    container = engine.reader().views[0].segment.container
    for name in container.names:
        whole = container.array(name)
        half = container.length(name) // 2
        assert np.array_equal(container.part(name, half, len(whole)), whole[half:])


def test_words_that_begin_alike_for_long_are_found_each_by_itself(tmp_path):
    """Endings in an order that is not the one they come in; one word is the beginning of all others."""
    beginning = "counterrevolutionariesandothers"
    words = [beginning + ending for ending in ("9", "", "0b", "ž", "0", "ж", "a")]
    engine = build(tmp_path, [[Document(f"a#{n}", {"text": word}) for n, word in enumerate(words)]])
    reader = engine.reader()
    for n, word in enumerate(words):
        assert [hit.id for hit in reader.search(Phrase(word)).hits] == [f"a#{n}"]
    assert reader.search(Wildcard(beginning + "0*")).total == 2
    lexicon = list(reader.views[0].segment.text("text").lexicon)
    assert lexicon == sorted(lexicon)
