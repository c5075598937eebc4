"""`explain`, and how errors of queries are shown."""

from __future__ import annotations


def test_a_reading_is_printed_with_its_notes(run):
    outcome = run("explain", "tax cut OR levy")
    assert outcome.code == 0
    assert outcome.out.splitlines()[0] == "(tax AND cut) OR levy"
    assert "AND binds before OR" in outcome.out


def test_json_holds_reading_notes_and_tree(run):
    answer = run("explain", "--json", "--today", "2026-11-21", 'date:"last month"').json
    assert answer["read_as"] == "date:2026-10-01..2026-10-31"
    assert answer["notes"] == []
    assert answer["query"]["type"] == "date-range"
    assert (answer["query"]["first"], answer["query"]["last"]) == ("2026-10-01", "2026-10-31")


def test_json_of_a_refusal_is_the_error(run):
    outcome = run("explain", "--json", "speeker:smith")
    assert outcome.code == 2
    assert outcome.json["error"] | {"hint": ""} == {
        "code": "unknown-field",
        "message": "no field “speeker”",
        "start": 0,
        "end": 7,
        "hint": "",
    }
    assert "speaker" in outcome.json["error"]["hint"]


def test_a_refusal_points_at_the_place(run):
    outcome = run("explain", 'speeker:smith "tax cut"')
    assert (outcome.code, outcome.out) == (2, "")
    head, query, carets, hint = outcome.err.splitlines()
    assert head == "error[unknown-field]: no field “speeker”"
    assert query == '  speeker:smith "tax cut"'
    assert carets == "  ^^^^^^^"
    assert hint.startswith("  hint: did you mean speaker: ?")


def test_carets_stand_under_wide_and_combining_letters(run):
    _, query, carets, *_ = run("explain", "不会 cafe\u0301 *tion").err.splitlines()
    assert query.index("*") == len("  ") + 2 + 1 + 5 + 1
    assert carets.index("^") == len("  ") + 4 + 1 + 4 + 1
    assert carets.count("^") == 5


def test_a_long_query_is_cut_round_the_place(run):
    _, query, carets, *_ = run("explain", "tax " * 300 + "*tion " + "cut " * 150).err.splitlines()
    assert len(query) < 130
    assert query[carets.index("^") :].startswith("*tion")


def test_a_control_character_in_a_query_does_not_reach_the_terminal(run):
    outcome = run("explain", "tax\x1b[31m")
    assert outcome.code == 2
    assert "control-char" in outcome.err
    assert "\x1b" not in outcome.err
    assert "\x1b" not in run("explain", "--json", "tax\x1b]0;title\x07").out


def test_the_empty_query_says_what_to_write(run):
    outcome = run("explain", "")
    assert outcome.code == 2
    assert "write * for everything" in outcome.err


def test_an_index_that_is_named_adds_its_fields_and_whom_names_stand_for(library, run, home):
    (home / "own").mkdir()
    (home / "own" / "searchkit.toml").write_text(
        'columns = ["party"]\ndate-order = "DMY"\n', encoding="utf-8"
    )
    (home / "own" / "one.jsonl").write_text(
        '{"text": "No allies.", "party": "Civic Union"}\n', encoding="utf-8"
    )
    assert run("index", "own", "--index", "other").code == 0
    assert run("explain", "party:civic").code == 2
    assert run("explain", "party:civic date:03/04/2021", "--index", "other").out.splitlines() == [
        "party:civic AND date:2021-04-03"
    ]
    explained = run("explain", "speaker:varga", "--index", "index", "--json").json
    assert explained["names"] == {"speaker:varga": ["Anna Varga"]}
    assert "speaker:varga stands for Anna Varga" in run("explain", "speaker:varga", "--index", "index").out
