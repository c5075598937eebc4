"""`search` and `count` as their users see them."""

from __future__ import annotations

import csv
import io

import pytest


def test_a_hit_is_printed_with_its_source_speaker_and_marks(library, run):
    found = run("search", '"collective security" speaker:varga')
    assert found.code == 0
    assert "The Tarvin interview — The Tarvin Courier, 2021-09-15" in found.out
    assert "Anna Varga" in found.out
    assert "**Collective security** holds" in found.out
    assert 'read as: "collective security" AND speaker:varga' in found.err
    assert "1 paragraph found" in found.err


def test_results_go_to_stdout_and_all_else_to_stderr(library, run):
    found = run("search", "tax or allies")
    assert found.out == ""
    assert "read as:" in found.err
    assert "note:" in found.err
    assert found.code == 1


def test_colour_marks_matches_when_it_is_asked_for(library, run):
    found = run("search", "sanctions", "--speaker", "Anna Varga", "--color", "always")
    assert "\x1b[1;33mSanctions\x1b[0m" in found.out
    assert "**" not in found.out


def test_json_is_one_document_with_version_reading_notes_and_hits(library, run):
    answer = run("search", "sanctions", "door", "--json").json
    assert answer["version"] == 1
    assert answer["read_as"] == "sanctions AND door"
    assert [note["code"] for note in answer["notes"]] == ["shell-quotes"]
    assert answer["total"] == 1
    assert answer["hits"][0]["speakers"] == ["Anna Varga"]


def test_jsonl_is_one_hit_a_line(library, run):
    rows = run("search", "ally", "--jsonl").rows
    assert rows
    assert [row["rank"] for row in rows] == list(range(1, len(rows) + 1))


def test_csv_has_a_header_and_the_marked_snippet(library, run):
    rows = list(csv.DictReader(io.StringIO(run("search", "sanctions", "--speaker", "varga", "--csv").out)))
    assert [row["speakers"] for row in rows] == ["Anna Varga"]
    assert "**Sanctions** are a door" in rows[0]["snippet"]


@pytest.mark.parametrize("form", ["--json", "--jsonl", "--csv"])
def test_all_gives_the_same_hits_as_a_page_that_holds_them_all(library, run, form):
    query = ("search", "ally OR sanctions OR pact", "--sort", "document")
    page = run(*query, "--limit", "100", form)
    every = run(*query, "--all", form)
    assert every.code == 0
    if form == "--json":
        assert [hit["id"] for hit in every.json["hits"]] == [hit["id"] for hit in page.json["hits"]]
        assert every.json["total"] == page.json["total"] == len(every.json["hits"])
    else:
        assert len(every.out.splitlines()) == len(page.out.splitlines())


def test_all_of_nothing_is_still_a_json_document(library, run):
    found = run("search", "zeppelin", "--all", "--json")
    assert (found.code, found.json["hits"]) == (1, [])


def test_all_and_paging_cannot_be_had_at_once(library, run):
    refused = run("search", "ally", "--all", "--offset", "3")
    assert refused.code == 2
    assert "--all" in refused.err


def test_neighbours_are_shown_where_asked_for(library, run):
    row = run("search", "sanctions door", "--context", "1", "--json").json["hits"][0]
    assert [other["text"][-14:] for other in row["before"]] == ["the sanctions?"]
    assert len(row["after"]) == 1
    assert "Will you sign?" in run("search", "sanctions door", "--context", "1").out


def test_a_page_behind_the_last_hit_is_empty_and_says_so(library, run):
    found = run("search", "sanctions", "--offset", "100")
    assert (found.code, found.out) == (0, "")
    assert "found, none behind --offset 100" in found.err


def test_offset_turns_the_page(library, run):
    first = run("search", "ally OR sanctions", "--limit", "1", "--jsonl").rows
    second = run("search", "ally OR sanctions", "--limit", "1", "--offset", "1", "--jsonl").rows
    assert second[0]["rank"] == 2
    assert first[0]["id"] != second[0]["id"]


def test_conditions_beside_the_query_are_part_of_the_reading(library, run):
    found = run("search", "ally", "--since", "2022", "--until", "2022", "--source", "The Weekly Ferry")
    assert found.code == 0
    assert "date:2022-01-01.. AND date:..2022-12-31" in found.err


def test_a_word_that_is_not_there_is_met_with_those_that_are(library, run):
    found = run("search", "sanctoins")
    assert found.code == 1
    assert "sanctions" in found.err


def test_a_name_that_fits_nobody_is_an_error_with_the_nearest(library, run):
    refused = run("search", 'speaker:"Anna Vargo" sanctions')
    assert refused.code == 2
    assert "error[no-speaker]" in refused.err
    assert "Anna Varga" in refused.err


def test_the_day_that_relative_dates_count_from_can_be_set(library, run):
    found = run("search", 'sanctions date:"last month"', "--today", "2021-10-20", "--json")
    assert found.json["total"] > 0
    assert run("search", "sanctions", "--today", "20/10/2021").code == 2


def test_strict_refuses_what_is_mixed(library, run):
    assert run("search", "ally pact OR sanctions").code == 0
    refused = run("search", "ally pact OR sanctions", "--strict")
    assert (refused.code, "error[mixed-and-or]" in refused.err) == (2, True)


def test_count_prints_the_number_alone(library, run):
    assert run("count", "sanctions").out == "2\n"
    assert run("count", "zeppelin").out == "0\n"
    assert run("count", "zeppelin").code == 1


def test_count_by_speaker_and_year(library, run):
    by_year = run("count", "ally OR sanctions", "--by", "year", "--json").json
    assert by_year["by"] == "year"
    assert set(by_year["counts"]) == {"2021", "2022"}
    rows = run("count", "sanctions", "--by", "speaker", "--jsonl").rows
    assert {"speaker": "Anna Varga", "count": 1} in rows
    assert "Anna Varga" in run("count", "sanctions", "--by", "speaker").out


def test_count_by_something_unknown_says_what_there_is(library, run):
    refused = run("count", "sanctions", "--by", "weather")
    assert refused.code == 2
    assert "month" in refused.err
