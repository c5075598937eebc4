"""An index follows its corpora: what is added, changed, removed, skipped, and what readers see meanwhile."""

import pytest

from searchkit import speech
from searchkit.documents import Origin, documents
from searchkit.errors import IndexDamagedError, IndexLockedError
from searchkit.index import Progress, opened, planning, preparing
from searchkit.query.nodes import Everything
from searchkit.schema import Document

VARGA = ("Anna Varga", "We yield nothing.")
HALE = ("Tom Hale", "The harbour tax must fall.")


def counts(report):
    return (report.read, report.added, report.changed, report.unchanged, report.removed)


def test_a_first_build_adds_every_article(desk, ids):
    desk.write("a", VARGA, HALE)
    desk.write("b", HALE)
    report = desk.update()
    assert counts(report) == (2, 2, 0, 0, 0)
    assert report.paragraphs == 3
    assert ids(desk.open()) == ["a#0", "a#1", "b#0"]


def test_nothing_is_written_where_nothing_changed(desk):
    desk.write("a", VARGA)
    desk.update()
    before = desk.engine.generation()
    assert counts(desk.update()) == (1, 0, 0, 1, 0)
    assert desk.engine.generation() == before


def test_a_changed_article_is_replaced(desk, ids):
    desk.write("a", VARGA, HALE)
    desk.write("b", HALE)
    desk.update()
    desk.write("a", ("Anna Varga", "We have changed our mind."))
    report = desk.update()
    assert counts(report) == (2, 0, 1, 1, 0)
    assert report.paragraphs == 2
    assert ids(desk.open(), "yield") == []
    assert ids(desk.open(), "mind") == ["a#0"]


def test_an_article_that_is_gone_is_removed(desk, ids):
    path = desk.write("a", VARGA)
    desk.write("b", HALE)
    desk.update()
    path.unlink()
    assert counts(desk.update()) == (1, 0, 0, 1, 1)
    assert ids(desk.open()) == ["b#0"]


def test_a_renamed_text_file_is_another_article(desk, ids):
    old = desk.corpus / "old.txt"
    old.write_text("Harbour talks\n\nThe harbour tax must fall, the town said.\n")
    desk.update()
    old.rename(desk.corpus / "new.txt")
    assert counts(desk.update()) == (1, 1, 0, 0, 1)
    assert {id.partition("#")[0] for id in ids(desk.open())} == {"new"}


def test_a_file_that_is_only_touched_is_not_read_as_changed(desk):
    path = desk.write("a", VARGA)
    desk.update()
    path.touch()
    assert desk.update().unchanged == 1


def test_updates_leave_what_a_fresh_build_would_make(desk):
    gone = desk.write("a", VARGA)
    desk.write("b", HALE)
    desk.update()
    gone.unlink()
    desk.write("b", HALE, VARGA)
    desk.write("c", VARGA, speaker_note="kept")
    desk.update()
    fresh = desk.fresh()
    fresh.update()
    made = [
        sorted(r.fetch(list(r.every(Everything()))), key=lambda d: d.id)
        for r in (desk.engine.reader(), fresh.engine.reader())
    ]
    assert made[0] == made[1]


def test_a_python_with_other_letters_is_told_so_and_builds_all_anew(desk, ids, monkeypatch):
    desk.write("a", VARGA)
    desk.write("b", HALE)
    desk.update()
    assert desk.open().status().notes == ()
    for module in (planning, opened):
        monkeypatch.setattr(module, "UNICODE_VERSION", "99.0")
    (note,) = desk.open().status().notes
    assert "this Python has 99.0" in note
    desk.write("b", VARGA)
    assert counts(desk.update()) == (2, 0, 1, 1, 0)
    assert desk.open().status().versions["unicode"] == "99.0"
    assert desk.open().status().notes == ()


def test_a_rebuild_needs_no_arguments_and_changes_no_id(desk, ids):
    desk.write("a", VARGA, HALE)
    desk.write("b", HALE)
    desk.update()
    before = ids(desk.open())
    report = desk.rebuild()
    assert counts(report) == (2, 0, 0, 2, 0)
    assert ids(desk.open()) == before


def test_a_rebuild_drops_what_is_no_longer_there(desk, ids):
    path = desk.write("a", VARGA)
    desk.write("b", HALE)
    desk.update()
    path.unlink()
    assert counts(desk.rebuild()) == (1, 0, 0, 1, 1)
    assert ids(desk.open()) == ["b#0"]


def test_a_reader_keeps_what_it_opened_until_it_refreshes(desk, ids):
    desk.write("a", VARGA)
    desk.update()
    index = desk.open()
    desk.write("b", HALE)
    desk.rebuild()
    assert ids(index) == ["a#0"]
    assert index.refresh()
    assert ids(index) == ["a#0", "b#0"]
    assert not index.refresh()


def test_a_build_that_fails_leaves_the_index_as_it_was(desk, ids):
    desk.write("a", VARGA)
    desk.update()
    desk.write("b", HALE)

    def interrupted(progress: Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        desk.update(progress=interrupted)
    assert ids(desk.open()) == ["a#0"]
    assert desk.update().added == 1  # the writer was let go of


def test_a_defect_of_ours_costs_one_article_and_is_reported(desk, ids, monkeypatch):
    desk.write("a", VARGA)
    desk.write("b", HALE)
    whole = speech.attribute_batch

    def fails_on_a(articles, corrections):
        if any(article.id == "a" for article in articles):
            raise IndexError("list index out of range")
        return whole(articles, corrections)

    monkeypatch.setattr(speech, "attribute_batch", fails_on_a)
    report = desk.update()
    assert [s.place for s in report.skipped] == ["a.jsonl"]
    assert "IndexError" in report.skipped[0].reason
    assert ids(desk.open()) == ["b#0"]


def test_a_second_writer_is_refused(desk):
    desk.write("a", VARGA)
    writer = desk.engine.writer()
    with pytest.raises(IndexLockedError):
        desk.update()
    writer.cancel()
    assert desk.update().added == 1


def test_what_cannot_be_read_is_reported_and_the_rest_goes_on(desk, ids):
    desk.write("a", VARGA)
    (desk.corpus / "b.bin").write_bytes(b"\x00\x01")
    (desk.corpus / "c.jsonl").write_text('{"article": "c", "text": \n')
    report = desk.update()
    assert {s.place.partition(":")[0] for s in report.skipped} == {"b.bin", "c.jsonl"}
    assert all(s.reason for s in report.skipped)
    assert ids(desk.open()) == ["a#0"]


def test_an_article_that_can_no_longer_be_read_is_removed_and_reported(desk, ids):
    desk.write("a", VARGA)
    path = desk.write("b", HALE)
    desk.update()
    path.write_text('{"article": "b", "text": \n')
    report = desk.update()
    assert report.removed == 1
    assert len(report.skipped) == 1
    assert ids(desk.open()) == ["a#0"]


def test_a_column_that_no_article_has_is_named(desk):
    desk.write("a", VARGA, party="Greens")
    (desk.corpus / "searchkit.toml").write_text('columns = ["party", "partei"]\n')
    desk = desk.fresh()
    assert "no article has the column “partei”" in [note.message for note in desk.update().notes]
    assert desk.open().count("party:greens").total == 1


def test_columns_named_later_make_the_index_anew(desk, ids):
    desk.write("a", VARGA, party="Greens")
    desk.write("b", HALE, party="Liberals")
    desk.update()
    (desk.corpus / "searchkit.toml").write_text('columns = ["party"]\n')
    desk.update()
    assert ids(desk.open(), "party:greens") == ["a#0"]


def test_an_article_of_which_nothing_is_indexed_is_reported(desk, monkeypatch):
    desk.write("a", VARGA)
    monkeypatch.setattr(preparing, "documents", lambda *_: iter(()))
    report = desk.update()
    assert ["nothing in it is indexed" in s.reason for s in report.skipped] == [True]
    assert (report.added, report.paragraphs) == (0, 0)


def test_an_article_that_the_engine_refuses_is_reported_and_the_rest_goes_on(desk, ids, monkeypatch):
    desk.write("a", VARGA)
    desk.write("b", HALE)

    def spoiled(article, corpus):
        for document in documents(article, corpus):
            values = dict(document.values) | ({"title": "\udc80"} if article.id == "a" else {})
            yield Document(document.id, values)

    monkeypatch.setattr(preparing, "documents", spoiled)
    report = desk.update()
    assert [(s.place, "a#0" in s.reason) for s in report.skipped] == [("a.jsonl", True)]
    assert (report.added, report.paragraphs) == (1, 1)
    assert ids(desk.open()) == ["b#0"]


def test_several_processes_make_the_same_index(desk, monkeypatch):
    monkeypatch.setattr(preparing, "CHUNK", 5)
    for name in "abcdefgh":
        desk.write(name, VARGA, HALE, VARGA)
    desk.update(processes=1)
    other = desk.fresh()
    other.update(processes=2)
    readers = (desk.engine.reader(), other.engine.reader())
    made = [r.fetch(list(r.every(Everything()))) for r in readers]
    assert made[0] == made[1]
    assert len(made[0]) == 24


def test_progress_tells_of_every_article_added(desk):
    desk.write("a", VARGA)
    desk.write("b", HALE, VARGA)
    told: list[Progress] = []
    desk.update(progress=told.append)
    assert [p.paragraphs for p in told] == [1, 3]
    assert told[-1].place == "b.jsonl"


def test_a_commit_that_lost_documents_is_not_taken_for_good(desk, monkeypatch):
    desk.write("a", VARGA, HALE)
    writer = desk.engine.writer()
    monkeypatch.setattr(type(writer), "add", lambda self, documents: len(list(documents)))
    writer.cancel()
    with pytest.raises(IndexDamagedError, match="0 paragraphs where 2 were written"):
        desk.update()


def test_an_origin_survives_being_stored():
    origin = Origin("d1", "north/a", "/data/a corpus", "t1")
    assert Origin.read(str(origin)) == origin


def test_an_origin_of_before_copies_were_told_has_no_hash_of_the_text():
    assert Origin.read("d1\tnorth/a\t/data/a: corpus") == Origin("d1", "north/a", "/data/a: corpus", "")
