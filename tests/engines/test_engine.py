"""What every engine does, whatever it is made of: commits, and the documents they keep."""

from __future__ import annotations

import threading

import pytest
from engines_under_test import commit, doc, ids, need

from searchkit.engines.base import Feature
from searchkit.errors import IndexLockedError
from searchkit.query.nodes import (
    And,
    Everything,
    Not,
    Or,
    Phrase,
    Value,
    Word,
)
from searchkit.schema import Schema

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
