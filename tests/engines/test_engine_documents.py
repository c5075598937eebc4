"""What every engine keeps of documents: added, fetched, deleted, refused."""

from __future__ import annotations

import pytest
from engines_under_test import bm25, commit, doc, ids, scores

from searchkit.dates import parse
from searchkit.engines.base import Order
from searchkit.query.nodes import (
    Everything,
    Name,
    Phrase,
    Said,
    Word,
)
from searchkit.schema import Document, Speech


def test_documents_come_back_as_they_were_given(fill):
    whole = Document(
        "x#y#12",
        {
            "text": "“Naïve” – said\u00a0he.\n\tCafe\u0301 不会 \x00 🙂",
            "title": "A Title",
            "speech": (Speech(0, 7, "Anna Varga", "direct"), Speech(3, 9, "", "author")),
            "speaker": ("Anna Varga", "Иван Дорн"),
            "role": ("quote",),
            "lang": ("en",),
            "article": ("x#y",),
            "n": 12,
            "date": parse("2021-Q3"),
            "record": '{"url": "…"}',
        },
    )
    bare = Document("z#0", {})
    reader = fill([whole, bare])
    one, other = reader.fetch(["x#y#12", "z#0"])
    assert one.id == "x#y#12"
    assert one.article == "x#y"
    for name, value in whole.values.items():
        assert one.values[name] == value, name
    assert (other.text(), other.keywords("speaker"), other.values.get("date")) == ("", (), None)
    assert not other.values.get("speech")


def test_fetch_keeps_the_order_asked_for_and_names_what_is_missing(fill):
    reader = fill([doc("a#0", "one"), doc("a#1", "two")], [doc("b#0", "three")])
    assert [d.text() for d in reader.fetch(["b#0", "a#0", "b#0"])] == ["three", "one", "three"]
    with pytest.raises(KeyError, match="nobody#7"):
        reader.fetch(["a#0", "nobody#7"])


def test_fetch_gives_what_is_asked_for_whatever_was_found_last(fill):
    reader = fill([doc("a#0", "treaty"), doc("a#1", "harvest")], [doc("a#2", "treaty"), doc("b#0", "")])
    found = ids(reader, Word("treaty"), order=Order.DOCUMENT)
    assert found == ["a#0", "a#2"]
    for asked in (found, found[::-1], found[1:], [*found, "b#0"], ["a#1"], []):
        assert [d.id for d in reader.fetch(asked)] == asked
        assert [bool(d.text()) for d in reader.fetch(asked)] == [id != "b#0" for id in asked]


def test_ids_of_any_form_are_given_back(engine):
    first = ["a#0", "a#1", "a#01", "a#1000000", "b#x#2", "b#x#", "#", "z#nine"]
    second = ["a b#5", "größe#0", "b#3", "b#70000", "#7"]
    commit(engine, [doc(id, "treaty") for id in first])
    commit(engine, [doc(id, "treaty") for id in second])
    assert list(engine.reader().every(Everything())) == first + second


def test_an_id_can_be_there_only_once(engine):
    commit(engine, [doc("a#0", "treaty")])
    writer = engine.writer()
    with pytest.raises(ValueError, match="a#0"):
        writer.add([doc("a#0", "again")])
    writer.add([doc("b#0", "treaty")])
    with pytest.raises(ValueError, match="b#0"):
        writer.add([doc("b#0", "again")])
    writer.commit()
    assert ids(engine.reader(), Everything()) == ["a#0", "b#0"]


def test_an_id_that_is_deleted_can_be_added_anew_and_comes_last(engine):
    commit(engine, [doc("a#0", "old treaty"), doc("b#0", "treaty")])
    commit(engine, [doc("a#0", "new treaty")], delete=("a",))
    reader = engine.reader()
    assert ids(reader, Word("treaty"), order=Order.DOCUMENT) == ["b#0", "a#0"]
    assert reader.fetch(["a#0"])[0].text() == "new treaty"
    assert reader.count(Word("old")) == 0


def test_deleting_takes_whole_articles_and_no_others(engine):
    commit(engine, [doc("a#0"), doc("a#1"), doc("a#b#0"), doc("ab#0"), doc("b#0")])
    writer = engine.writer()
    assert writer.delete(["a", "nothing"]) == 2
    writer.commit()
    assert list(engine.reader().every(Everything())) == ["a#b#0", "ab#0", "b#0"]
    with pytest.raises(KeyError):
        engine.reader().fetch(["a#0"])


def test_deleting_does_not_take_what_the_batch_itself_added(engine):
    commit(engine, [doc("a#0", "old")])
    writer = engine.writer()
    writer.add([doc("a#1", "new")])
    assert writer.delete(["a"]) == 1
    writer.commit()
    assert list(engine.reader().every(Everything())) == ["a#1"]


def test_everything_can_be_deleted_and_the_collection_used_again(engine):
    commit(engine, [doc("a#0", "treaty"), doc("b#0", "treaty")])
    commit(engine, delete=("a", "b"))
    reader = engine.reader()
    assert reader.size == 0
    assert reader.search(Word("treaty")).total == 0
    assert reader.words() == []
    commit(engine, [doc("a#0", "treaty")])
    assert ids(engine.reader(), Word("treaty")) == ["a#0"]


@pytest.mark.parametrize(
    "bad",
    [
        Document("b#0", {"text": b"bytes"}),
        Document("b#0", {"text": "lone \ud800 surrogate"}),
        Document("b#0", {"speaker": "Anna"}),
        Document("b#0", {"speaker": (7,)}),
        Document("b#0", {"date": "2021"}),
        Document("b#0", {"speech": ((0, 5, "Anna", "turn"),)}),
        Document("b#0", {"text": "treaty", "speech": (Speech(0.5, 3, "Anna", "turn"),)}),
        Document("b#0", {"text": "treaty", "speech": (Speech(0, 1 << 31, "Anna", "turn"),)}),
        Document("b#0", {"text": "treaty", "speech": (Speech(3, 2, "Anna", "turn"),)}),
        Document("b#0", {"n": "3"}),
        Document("b#0", {"n": 2**70}),
        Document("b#0", {"colour": ("red",)}),
    ],
)
def test_a_document_that_cannot_be_kept_is_refused_by_name_and_the_others_stay(engine, bad):
    writer = engine.writer()
    writer.add([doc("a#0", "treaty")])
    with pytest.raises(ValueError, match="b#0"):
        writer.add([bad])
    writer.add([doc("c#0", "treaty")])
    writer.commit()
    assert ids(engine.reader(), Everything()) == ["a#0", "c#0"]


def test_long_texts_long_names_and_many_speakers_are_kept_whole(fill):
    text = "tax " * 70_000 + "cut of war"
    many = tuple(f"Speaker {n}" for n in range(400))
    speech = tuple(Speech(n, n + 3, name, "turn") for n, name in enumerate(many))
    reader = fill(
        [
            doc("a#0", text, speaker=many, speech=(*speech, Speech(280_000, 10**9, "Anna", "turn"))),
            doc("a#1", "tax cut", speaker=("x" * 100_000,), title="-".join(["cut"] * 1000)),
        ]
    )
    assert reader.matches(Phrase("cut of war"), "a#0") == ((70_000, 70_002),)
    assert reader.matches(Said(Word("war"), (Name("speaker", "anna", ("Anna",)),)), "a#0") == (
        (70_002, 70_002),
    )
    assert scores(reader, Word("tax")) == {
        "a#0": pytest.approx(bm25(2, 2, 70_000, 70_003, 70_005 / 2), rel=1e-6),
        "a#1": pytest.approx(bm25(2, 2, 1, 2, 70_005 / 2), rel=1e-6),
    }
    assert ids(reader, Phrase("cut" * 1000, field="title")) == ["a#1"]
    assert reader.counts(Everything(), "speaker")["Speaker 399"] == 1
    assert ids(reader, Name("speaker", "x", ("x" * 100_000,))) == ["a#1"]
    assert reader.fetch(["a#0"])[0].values["speech"][-1].end == 10**9


def test_a_batch_of_nothing_can_be_committed(engine):
    engine.writer().commit()
    assert engine.reader().size == 0
