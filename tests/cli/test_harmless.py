"""Nothing of others reaches a terminal that could do something there."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.cli.output import dumps
from searchkit.cli.screen import wants_colour
from searchkit.harmless import clean, escape_json, visible


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("plain, “quoted” – café 不会", "plain, “quoted” – café 不会"),
        ("a\x1b[31mred\x1b[0m", "ared"),
        ("a\x1b]0;title\x07b\x1b]8;;http://x\x1b\\c", "abc"),
        ("a\x9b31mb\x9d0;t\x9cc", "abc"),
        ("bell\x07 null\x00 delete\x7f", "bell null delete"),
        ("two\nlines\tand\r\nmore\u2028end", "two lines and more end"),
        ("user\u202e\u2066txt.exe\u200f", "usertxt.exe"),
        ("lone \ud800 surrogate", "lone \ufffd surrogate"),
        ("\x1b", ""),
    ],
)
def test_control_and_direction_characters_are_taken_out(text, cleaned):
    assert clean(text) == cleaned


HARMFUL = "".join(map(chr, [*range(0x20), *range(0x7F, 0xA0), 0x200E, 0x202E, 0x2066, 0xD800, 0xFEFF]))


@given(st.text(st.sampled_from(HARMFUL + "a[]0;m é\\"), max_size=30))
def test_no_mixture_leaves_anything_harmful(text):
    for shown in (clean(text), visible(text), escape_json(json.dumps(text, ensure_ascii=False))):
        assert not set(shown) & set(HARMFUL)
    assert len(visible(text)) == len(text)


@given(st.text(st.sampled_from(HARMFUL + 'a" é\\'), max_size=30))
def test_json_keeps_its_value(text):
    document = json.dumps({text: [text]}, ensure_ascii=False, indent=2)
    assert json.loads(escape_json(document)) == {text: [text]}


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
)


@given(_VALUES)
def test_a_row_is_the_json_of_its_value_on_one_line(value):
    printed = dumps(value)
    assert json.loads(printed) == value
    assert "\n" not in printed
    assert printed == escape_json(json.dumps(value, ensure_ascii=False))


def test_hostile_articles_cannot_reach_the_terminal(home, run):
    article = {
        "author": "Mira\x1b[2J Holt",
        "title": "Title\x1b]0;owned\x07 of \u202egnorw",
        "source": "Sou\x9brce",
        "date": "2021-01-01",
        "text": "The minister of Tarvin said nothing\x1b[31m at all.\x07",
    }
    (home / "evil.jsonl").write_text(json.dumps(article) + "\n", encoding="utf-8")
    assert run("index", "evil.jsonl").code in (0, 3)
    for args in (
        ["search", "minister"],
        ["search", "minister", "--json"],
        ["search", "minister", "--csv"],
        ["search", "minister", "--jsonl"],
        ["count", "minister", "--by", "source"],
        ["status"],
        ["attribute", "evil.jsonl"],
        ["attribute", "evil.jsonl", "--jsonl"],
    ):
        outcome = run(*args)
        assert outcome.out
        assert not set(outcome.out + outcome.err) & set(HARMFUL.replace("\n", "")), args


class Terminal:
    def __init__(self, isatty: bool) -> None:
        self.isatty = lambda: isatty


@pytest.mark.parametrize(
    ("choice", "environment", "terminal", "coloured"),
    [
        ("auto", {}, True, True),
        ("auto", {}, False, False),
        ("auto", {"TERM": "dumb"}, True, False),
        ("auto", {"NO_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": ""}, True, True),
        ("auto", {"FORCE_COLOR": "1"}, False, True),
        ("auto", {"FORCE_COLOR": "0"}, False, False),
        ("auto", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
        ("always", {"NO_COLOR": "1"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
    ],
)
def test_colour_follows_the_option_then_the_environment_then_the_terminal(
    monkeypatch, choice, environment, terminal, coloured
):
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert wants_colour(choice, Terminal(terminal)) is coloured
