"""`index`, `rebuild`, `show`, `speakers`, `status`, `verify`, `attribute`."""

from __future__ import annotations

import csv
import io


def test_index_says_what_it_read_and_later_what_changed(corpus, run):
    first = run("index", "corpus")
    assert first.code == 0
    assert "2 articles read: 2 added" in first.out
    assert "2 unchanged" in run("index", "corpus").out
    (corpus / "column.jsonl").unlink()
    assert "1 unchanged, 1 removed" in run("index", "corpus").out
    assert run("rebuild", "--json").json["read"] == 1


def test_a_path_that_is_not_there_is_an_error_and_removes_nothing(library, run):
    refused = run("index", "corpsu")
    assert refused.code == 2
    assert "corpsu" in refused.err
    assert run("count", "sanctions").out == "2\n"


def test_progress_is_silent_away_from_a_terminal(corpus, run):
    assert "\r" not in run("index", "corpus").err


def test_show_gives_the_paragraph_its_neighbours_and_the_reason(library, run):
    id = run("search", '"a door"', "--jsonl").rows[0]["id"]
    shown = run("show", id, "--why")
    assert shown.code == 0
    assert "Sanctions are a door" in shown.out
    assert "And the sanctions?" in shown.out
    assert "why:" in shown.out
    assert "ANNA VARGA" in shown.out
    document = run("show", id, "--context", "1", "--json").json
    assert (len(document["before"]), len(document["after"])) == (1, 1)
    assert document["paragraph"]["id"] == id
    assert len(run("show", id, "--context", "1", "--jsonl").rows) == 3


def test_an_unknown_id_says_what_there_is(library, run):
    outcome = run("show", "interviews/varga-2012#3")
    assert outcome.code == 1
    assert "interviews/varga-2021" in outcome.err


def test_speakers_are_listed_with_counts_and_dates(library, run):
    listed = run("speakers")
    assert listed.code == 0
    assert "Anna Varga" in listed.out
    assert "2021-09-15" in listed.out
    people = run("speakers", "varga", "--json").json["speakers"]
    assert [person["name"] for person in people] == ["Anna Varga"]
    assert people[0]["paragraphs"] == 3
    rows = list(csv.DictReader(io.StringIO(run("speakers", "--csv").out)))
    assert {"Anna Varga", "Mira Holt"} <= {row["name"] for row in rows}
    assert run("speakers", "zzyzx").code == 1


def test_status_tells_what_the_index_holds(library, run):
    status = run("status", "--json").json
    assert (status["version"], status["articles"]) == (1, 2)
    text = run("status").out
    assert "2021-09-15 – 2022" in text
    assert str(library) in text


def test_verify_passes_a_whole_index(library, run):
    checked = run("verify")
    assert checked.code == 0
    assert "all as written" in checked.out
    assert run("verify", "--json").json["problems"] == []


def test_attribute_gives_one_row_a_paragraph_without_an_index(corpus, run, home):
    outcome = run("attribute", "corpus/interviews/varga-2021.md", "--jsonl")
    assert outcome.code == 0
    assert not (home / "index").exists()
    answers = [row["speakers"] for row in outcome.rows if row["role"] == "answer"]
    assert answers == [["Anna Varga"]] * 3
    assert {"article", "paragraph_index", "role", "speakers", "direct", "other", "attributions"} <= set(
        outcome.rows[0]
    )


def test_attribute_reports_what_it_cannot_read(corpus, run):
    (corpus / "broken.jsonl").write_text("{not json\n", encoding="utf-8")
    outcome = run("attribute", "corpus", "--jsonl")
    assert outcome.code == 3
    assert outcome.rows
    assert "broken.jsonl" in outcome.err
    assert run("attribute", "nowhere").code == 2


def test_a_correction_is_kept_beside_the_corpus_and_applied_by_the_next_index(library, run):
    id = run("search", '"a door"', "--jsonl").rows[0]["id"]
    assert run("correct", id, "--speaker", "Mira Holt").code == 0
    assert (library / "corrections.toml").exists()
    updated = run("index", "corpus")
    assert "1 changed" in updated.out
    assert "1 correction applied" in updated.out
    assert run("search", '"a door"', "--jsonl").rows[0]["speakers"] == ["Mira Holt"]


def test_two_names_become_one_person(library, run):
    assert run("correct", "--same", "Anna Varga", "Tom Orlo").code == 0
    assert run("rebuild").code == 0
    assert len(run("speakers", "--json").json["speakers"]) == 2


def test_a_correction_with_a_name_that_is_not_there_says_so(library, run):
    same = run("correct", "--same", "Anna Varga", "Ana Vargha")
    assert "no speaker in this index is spelled “Ana Vargha”; did you mean Anna Varga ?" in same.err
    assert "spelled “Anna Varga”" not in same.err
    id = run("search", '"a door"', "--jsonl").rows[0]["id"]
    wrong = run("correct", id, "--not", "Tom Orlo")
    assert "“Tom Orlo” does not speak in it, but Anna Varga" in wrong.err
    assert "does not speak" not in run("correct", id, "--not", "Anna Varga").err


def test_a_correction_that_says_nothing_is_wrong_usage(library, run):
    id = run("search", '"a door"', "--jsonl").rows[0]["id"]
    for args in ([], [id], ["--speaker", "Mira Holt"], [id, "--nobody", "--speaker", "Mira Holt"]):
        assert run("correct", *args).code == 2
    assert run("correct", id, "--nobody", "--corpus", "elsewhere").code == 2
    assert not (library / "corrections.toml").exists()
