"""What the shell does to a query, said back."""

from __future__ import annotations

import pytest

from searchkit.cli.shellwords import joined


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        (["prime", "minister"], """searchkit search '"prime minister"'"""),
        (["prime minister"], """searchkit search '"prime minister"'"""),
        (["speaker:Anna Varga", "tax"], """searchkit search 'speaker:"Anna Varga" tax'"""),
        (["tax", "-income levy"], """searchkit search 'tax -"income levy"'"""),
        (["tax", "and", "levy"], """searchkit search '"tax and levy"'"""),
        (["don't", "yield"], """searchkit search '"don'"'"'t yield"'"""),
    ],
)
def test_quotation_marks_that_the_shell_took_are_named(words, advice):
    query, note = joined("search", words)
    assert query == " ".join(words)
    assert note is not None
    assert note.message.endswith(advice)


@pytest.mark.parametrize(
    "words",
    [
        ["tax"],
        ['"prime minister"'],
        ["tax", "AND", "cut"],
        ["speaker:varga", "tax"],
        ['"prime minister"', "tax"],
        ["(tax OR levy) cut"],
        ["one two three four five six seven"],
        ["sanctions", "NEAR/8", "gas"],
        ["sanctions near/8 gas", "levy"],
        ["tax", "w/3", "cut"],
    ],
)
def test_a_query_in_its_own_marks_needs_no_advice(words):
    assert joined("search", words)[1] is None


def test_words_without_quotes_are_read_as_and_and_say_so(run):
    outcome = run("explain", "prime", "minister")
    assert outcome.out.startswith("prime AND minister\n")
    assert """'"prime minister"'""" in outcome.out


@pytest.mark.parametrize("command", ["search", "count", "explain"])
def test_a_word_with_a_dash_is_explained(run, command):
    outcome = run(command, "brexit", "-tax", *(["--limit", "3"] if command == "search" else []))
    assert outcome.code == 2
    assert "No such option" not in outcome.err
    assert f"searchkit {command} 'brexit -tax'" in outcome.err


def test_a_query_that_begins_with_a_dash_is_explained_too(run):
    assert "searchkit search -- -brexit" in run("search", "-brexit").err
    assert run("explain", "--", "-brexit").out == "NOT brexit\n"


def test_a_slip_in_a_real_option_is_met_with_the_nearest(run):
    assert "--since" in run("search", "tax", "--sinse", "2021").err


def test_operators_between_words_are_no_words_of_a_phrase():
    for query in ("sanctions NEAR/8 gas", "sanctions w/5 gas", "gas PRE/3 oil", "gas OR oil"):
        assert joined("search", [query])[1] is None
