"""Several corpora in one index: beside each other, inside each other, or gone."""

import shutil

import pytest

from searchkit.errors import ConfigError, QueryError

VARGA = ("Anna Varga", "We yield nothing.")
HALE = ("Tom Hale", "The harbour tax must fall.")


def test_where_corpora_order_dates_differently_a_query_is_read_in_no_order(desk, tmp_path):
    desk.write("a", VARGA)
    (desk.corpus / "searchkit.toml").write_text('date-order = "DMY"\n')
    desk.update()
    assert desk.open().count("date:03/04/2021").read_as == "date:2021-04-03"
    other = tmp_path / "other"
    other.mkdir()
    (other / "searchkit.toml").write_text('date-order = "MDY"\n')
    (other / "talks.txt").write_text("Harbour talks\n\nThe harbour tax must fall, the town said.\n")
    desk.update(desk.corpus, other)
    with pytest.raises(QueryError, match="could be 2021-04-03"):
        desk.open().count("date:03/04/2021")


def test_a_folder_that_vanished_keeps_its_articles_and_is_named(desk, ids, tmp_path):
    desk.write("a", VARGA)
    other = tmp_path / "other"
    other.mkdir()
    (other / "talks.txt").write_text("Harbour talks\n\nThe harbour tax must fall, the town said.\n")
    (other / "corrections.toml").write_text('[[same]]\nnames = ["Anna Varga", "The Owl"]\n')
    desk.update(desk.corpus, other)
    shutil.rmtree(other)
    report = desk.update()
    assert [note.place for note in report.notes] == [str(other)]
    assert "its settings and corrections are dropped" in report.notes[0].message
    assert "talks#1" in ids(desk.open())


def test_a_corpus_that_is_not_there_removes_nothing(desk, ids):
    desk.write("a", VARGA)
    desk.update()
    with pytest.raises(ConfigError, match="no such file or folder"):
        desk.update(desk.corpus.parent / "corpvs")
    assert ids(desk.open()) == ["a#0"]


def test_another_corpus_is_added_beside_the_first(desk, ids):
    desk.write("a", VARGA)
    desk.update()
    other = desk.corpus.parent / "other"
    other.mkdir()
    (other / "b.txt").write_text("Harbour talks\n\nThe harbour tax must fall, the town said.\n")
    first = desk.update(other)
    assert (first.read, first.added, first.removed) == (1, 1, 0)
    assert {id.partition("#")[0] for id in ids(desk.open())} == {"a", "b"}
    again = desk.rebuild()
    assert (again.read, again.unchanged) == (2, 2)


def test_a_folder_inside_a_known_corpus_is_refused(desk):
    desk.write("north/a", VARGA)
    desk.update()
    with pytest.raises(ConfigError, match="lies inside") as problem:
        desk.update(desk.corpus / "north")
    assert str(desk.corpus) in problem.value.hint


def test_a_folder_around_a_known_corpus_takes_its_articles_over(desk, ids):
    path = desk.corpus / "a.txt"
    path.write_text("Harbour talks\n\nThe harbour tax must fall, the town said.\n")
    desk.update()
    report = desk.update(desk.corpus.parent)
    assert (report.added, report.removed) == (1, 1)
    assert {id.partition("#")[0] for id in ids(desk.open())} == {"corpus/a"}


def test_an_id_that_another_corpus_has_is_reported(desk, ids):
    desk.write("a", VARGA)
    desk.update()
    other = desk.corpus.parent / "other"
    other.mkdir()
    desk.write("../other/a", HALE, article="a")
    report = desk.update(other)
    assert ["taken" in s.reason for s in report.skipped] == [True]
    assert ids(desk.open(), "yield") == ["a#0"]
