"""What every engine does, whatever it is made of: commits, and the documents they keep."""

from __future__ import annotations

import threading

import pytest
from engines_under_test import bm25, commit, doc, ids, need, scores

from searchkit.dates import parse
from searchkit.engines.base import Feature, Order
from searchkit.errors import IndexLockedError
from searchkit.query.nodes import (
    And,
    Everything,
    Name,
    Not,
    Or,
    Phrase,
    Said,
    Value,
    Word,
)
from searchkit.schema import Document, Schema, Speech

# Commits -------------------------------------------------------------------------------------------------


def test_an_empty_collection_answers_every_question(engine):
    reader = engine.reader()
    assert reader.size == 0
    assert reader.search(Word("treaty")).total == 0
    assert reader.search(Not(Word("treaty"))).hits == ()
    assert reader.count(Everything()) == 0
    assert list(reader.every(Everything())) == []
    assert dict(reader.counts(Everything(), "speaker")) == {}
    assert dict(reader.values("speaker")) == {}
    assert reader.words() == []
    assert reader.fetch([]) == []
    assert dict(engine.metadata()) == {}


def test_nothing_is_visible_before_commit_and_all_of_it_is_after(engine):
    writer = engine.writer()
    assert writer.add([doc("a#0", "treaty"), doc("a#1", "treaty")]) == 2
    assert engine.reader().size == 0
    writer.commit()
    assert ids(engine.reader(), Word("treaty")) == ["a#0", "a#1"]


def test_a_cancelled_batch_leaves_nothing_behind(engine):
    commit(engine, [doc("a#0", "treaty")])
    writer = engine.writer()
    writer.delete(["a"])
    writer.add([doc("b#0", "treaty")])
    writer.cancel()
    assert ids(engine.reader(), Word("treaty")) == ["a#0"]
    commit(engine, [doc("b#0", "treaty")])
    assert ids(engine.reader(), Word("treaty")) == ["a#0", "b#0"]


def test_a_reader_keeps_seeing_what_it_saw(engine):
    need(engine, Feature.SNAPSHOT)
    commit(engine, [doc("a#0", "treaty")])
    before = engine.reader()
    commit(engine, [doc("b#0", "treaty")], delete=("a",))
    assert ids(before, Word("treaty")) == ["a#0"]
    assert before.fetch(["a#0"])[0].text() == "treaty"
    assert ids(engine.reader(), Word("treaty")) == ["b#0"]


def test_what_is_committed_is_there_when_opened_again(make):
    engine = make(Schema().with_columns(["desk"]))
    need(engine, Feature.PERSISTENT)
    writer = engine.writer()
    writer.add([doc("a#0", "A treaty.", desk=("east",))])
    writer.commit({"built": "yesterday"})
    again = make.again()
    assert ids(again.reader(), And((Word("treaty"), Value("desk", "east")))) == ["a#0"]
    assert dict(again.metadata()) == {"built": "yesterday"}
    assert again.reader().schema == Schema().with_columns(["desk"])
    again.close()


def test_there_is_one_writer_at_a_time(engine):
    writer = engine.writer()
    with pytest.raises(IndexLockedError):
        engine.writer(wait=0.05)
    writer.commit()
    engine.writer().cancel()
    engine.writer(wait=0.05).cancel()


def test_a_waiting_writer_gets_its_turn(engine):
    first = engine.writer()
    release = threading.Timer(0.1, first.cancel)
    release.start()
    engine.writer(wait=20).cancel()
    release.join()


def test_the_generation_tells_whether_there_is_something_newer(engine):
    reader = engine.reader()
    assert engine.generation() == reader.generation
    commit(engine, [doc("a#0")])
    assert engine.generation() != reader.generation
    assert engine.generation() == engine.reader().generation
    known = engine.generation()
    engine.writer().cancel()
    assert engine.generation() == known


def test_metadata_is_that_of_the_last_commit_that_gave_some(engine):
    engine.writer().commit({"built": "today", "roots": '["corpus"]'})
    assert dict(engine.metadata()) == {"built": "today", "roots": '["corpus"]'}
    engine.writer().commit()
    assert dict(engine.metadata()) == {"built": "today", "roots": '["corpus"]'}
    engine.writer().commit({"built": "now"})
    assert dict(engine.metadata()) == {"built": "now"}


def test_a_fresh_batch_replaces_everything_at_once(engine):
    commit(engine, [doc("a#0", "treaty"), doc("b#0", "treaty")])
    before = engine.reader()
    wider = Schema().with_columns(["desk"])
    writer = engine.writer(fresh=True, schema=wider)
    writer.add([doc("a#0", "a new treaty", desk=("east",))])
    assert ids(engine.reader(), Word("treaty")) == ["a#0", "b#0"]
    writer.commit()
    assert ids(before, Word("treaty")) == ["a#0", "b#0"]
    assert ids(engine.reader(), Value("desk", "east")) == ["a#0"]
    assert engine.reader().size == 1
    assert engine.reader().schema == wider


def test_a_cancelled_fresh_batch_changes_nothing(engine):
    commit(engine, [doc("a#0", "treaty")])
    writer = engine.writer(fresh=True)
    writer.add([doc("b#0", "treaty")])
    writer.cancel()
    assert ids(engine.reader(), Word("treaty")) == ["a#0"]


# Documents -----------------------------------------------------------------------------------------------


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


# Life ----------------------------------------------------------------------------------------------------


def test_closing_twice_is_fine(make):
    engine = make()
    reader = engine.reader()
    reader.close()
    reader.close()
    engine.close()
    engine.close()


def test_threads_can_share_a_reader(fill):
    reader = fill([doc(f"a#{n}", "treaty of peace " * (n % 7)) for n in range(40)])
    query = Or((Word("treaty"), Phrase("peace treaty")))
    expected = reader.search(query, limit=40)
    wrong = []

    def work():
        for _ in range(5):
            if reader.search(query, limit=40) != expected or reader.count(query) != expected.total:
                wrong.append(1)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
