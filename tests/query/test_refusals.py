"""Queries that are refused: which code, which place, and that the remedy is named."""

from __future__ import annotations

from datetime import date

import pytest

from searchkit import query
from searchkit.query.errors import CODES

# query, code, the piece of the query that the error points at
REFUSED = [
    ("", "empty", ""),
    (" \t ", "empty", " \t "),
    ("a" * 4001, "too-long", "a"),
    ("(" * 41 + "tax" + ")" * 41, "too-deep", "("),
    ("-" * 41 + "tax", "too-deep", "-"),
    ("tax" + " NEAR tax" * 41, "too-deep", "NEAR"),
    ("tax " * 501, "too-many-leaves", "tax"),
    ("tax\x00cut", "control-char", "\x00"),
    ("tax\u202ecut", "control-char", "\u202e"),
    ("tax\ud800", "control-char", "\ud800"),
    ("tax \\", "dangling-escape", "\\"),
    ("tax \\ cut", "dangling-escape", "\\"),
    ('"tax \\ cut"', "dangling-escape", "\\"),
    ('tax "prime', "open-quote", '"'),
    ("“prime minister", "open-quote", "“"),
    ("«prime minister”", "open-quote", "«"),
    ('"a\\"', "open-quote", '"'),
    ('date:"15 Sept', "open-quote", '"'),
    ('""', "empty-phrase", '""'),
    ('"  "', "empty-phrase", '"  "'),
    ('speaker:""', "empty-phrase", '""'),
    ('date:""', "empty-phrase", '""'),
    ("(tax OR levy", "open-paren", "("),
    ("tax (", "open-paren", "("),
    ("tax)", "extra-close", ")"),
    (")", "extra-close", ")"),
    ("()", "empty-group", "()"),
    ("tax ( )", "empty-group", "( )"),
    ("speaker:()", "empty-group", "()"),
    ("tax OR", "missing-operand", "OR"),
    ("OR tax", "missing-operand", "OR"),
    ("AND", "missing-operand", "AND"),
    ("tax AND AND cut", "missing-operand", "AND"),
    ("tax ||", "missing-operand", "||"),
    ("(tax OR) cut", "missing-operand", "OR"),
    ("tax NOT", "missing-operand", "NOT"),
    ("tax - cut", "missing-operand", "-"),
    ("tax -", "missing-operand", "-"),
    ("+ tax", "missing-operand", "+"),
    ("tax NEAR/5", "missing-operand", "NEAR/5"),
    ("PRE tax", "missing-operand", "PRE"),
    ("tax NEAR OR cut", "missing-operand", "NEAR"),
    ("= tax", "missing-operand", "="),
    ("=(tax cut)", "missing-operand", "="),
    ("tax NEAR/0 cut", "bad-distance", "0"),
    ("tax NEAR/501 cut", "bad-distance", "501"),
    ("tax NEAR/five cut", "bad-distance", "five"),
    ("tax W/0 cut", "bad-distance", "0"),
    ('"tax cut"~501', "bad-distance", "~501"),
    ('"tax cut"~', "bad-distance", "~"),
    ('"tax cut"~x', "bad-distance", "~x"),
    ("speaker:may NEAR/5 tax", "bad-proximity", "speaker:may"),
    ("tax NEAR/5 date:2021", "bad-proximity", "date:2021"),
    ("tax NEAR/5 (cut levy)", "bad-proximity", "(cut levy)"),
    ("-tax NEAR/5 cut", "bad-proximity", "-tax"),
    ("tax NEAR/5 title:cut", "bad-proximity", "title:cut"),
    ("said:tax NEAR/5 cut", "bad-proximity", "said:tax"),
    ("* NEAR/5 cut", "bad-proximity", "*"),
    ("*tion", "slow-wildcard", "*tion"),
    ("t?x", "slow-wildcard", "t?x"),
    ("**", "slow-wildcard", "**"),
    ('"the *tion"', "slow-wildcard", '"the *tion"'),
    ("starmer~5", "bad-fuzzy", "starmer~5"),
    ("starmer~0.8", "bad-fuzzy", "starmer~0.8"),
    ("starm*~1", "bad-fuzzy", "starm*~1"),
    ("=starmer~1", "bad-fuzzy", "starmer~1"),
    ("~5", "bad-fuzzy", "~5"),
    ("—", "no-word", "—"),
    ('"..."', "no-word", '"..."'),
    ("tax & cut", "no-word", "&"),
    ("speaker:—", "no-word", "—"),
    ("speeker:smith", "unknown-field", "speeker"),
    ("http://example.org", "unknown-field", "http"),
    ("(tax OR foo:bar)", "unknown-field", "foo"),
    ("date:", "empty-field", "date:"),
    ("speaker: may", "empty-field", "speaker:"),
    ("(speaker:)", "empty-field", "speaker:"),
    ("title:-tax", "empty-field", "title:"),
    ("title:OR", "empty-field", "title:"),
    ("title:(speaker:may)", "nested-field", "speaker"),
    ("speaker:title:x", "nested-field", "title"),
    ("said:title:tax", "nested-field", "title"),
    ("date:(since:2021)", "nested-field", "since"),
    ("role:quesion", "bad-value", "quesion"),
    ("lang:english", "bad-value", "english"),
    ("speaker:var*", "bad-value", "var*"),
    ("speaker:varga~1", "bad-value", "varga~1"),
    ("speaker:=Varga", "bad-value", "=Varga"),
    ("=title:May", "bad-value", "=title:"),
    ("since:none", "bad-value", "none"),
    ("date:garbage", "bad-date", "garbage"),
    ("date:2021..soon", "bad-date", "soon"),
    ("date:15 Sept 2021", "bad-date", "15"),
    ("date:2021-02-30", "no-such-date", "2021-02-30"),
    ("date:2021-13", "no-such-date", "2021-13"),
    ("date:>9998", "no-such-date", "9998"),
    ("date:<0001", "no-such-date", "0001"),
    ("date:03/04/2021", "ambiguous-date", "03/04/2021"),
    ("since:1/9/21", "short-year", "1/9/21"),
    ("date:2022..2021", "reversed-range", "2022..2021"),
    ("date:{2021 TO 2022}", "reversed-range", "{2021 TO 2022}"),
    ("date:[2021", "open-range", "["),
    ("date:{2021 TO 2022", "open-range", "{"),
    ("date:[2021 2022]", "bad-range", "[2021 2022]"),
    ("date:[2021 TO]", "bad-range", "[2021 TO]"),
    ("date:[2021 TO 2022]x", "bad-range", "x"),
    ("date:..", "bad-range", ".."),
    ("date:>", "bad-range", ">"),
    ("date:2020..2021..2022", "bad-range", "2020..2021..2022"),
    ("since:2021..2022", "bad-range", "2021..2022"),
    ("after:>2021", "bad-range", ">2021"),
    ("[2021 TO 2022]", "stray-range", "["),
    ("tax 2021..2022", "stray-range", "2021..2022"),
    ("tax >=2021", "stray-range", ">=2021"),
    ("date:2021 TO 2022", "stray-range", "TO"),
]


def refusal(text: str, **options) -> query.QueryError:
    with pytest.raises(query.QueryError) as caught:
        query.parse(text, today=date(2026, 11, 21), **options)
    return caught.value


@pytest.mark.parametrize(("text", "code", "piece"), REFUSED)
def test_a_query_is_refused_with_a_code_and_the_place(text: str, code: str, piece: str):
    error = refusal(text)
    assert (error.code, text[error.start : error.end]) == (code, piece)
    assert error.message


def test_every_code_of_the_language_is_tried_here():
    met_by_a_collection = {"no-speaker", "too-many-expansions", "timeout"}
    tried = {code for _, code, _ in REFUSED} | {"mixed-and-or"}
    assert tried == set(CODES) - met_by_a_collection


def test_strict_refuses_and_mixed_with_or():
    assert query.parse("(tax cut) OR levy", strict=True).read_as == "(tax AND cut) OR levy"
    error = refusal("tax cut OR levy", strict=True)
    assert (error.code, error.start, error.end) == ("mixed-and-or", 0, 15)


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("speeker:smith", "did you mean speaker: ?"),
        ("speeker:smith", '"speeker:smith"'),
        ("http:foo", "title, speaker"),
        ("role:quesion", "role:question"),
        ("date:2022..2021", "date:2021..2022"),
        ("date:{2021 TO 2022}", "date:[2021 TO 2022]"),
        ("date:15 Sept 2021", 'date:"15 Sept 2021"'),
        ("date:2021-2022", "date:2021..2022"),
        ("date:2021-06–2021-08", "date:2021-06..2021-08"),
        ("since:last month", 'since:"last month"'),
        ("OR tax", '"or"'),
        ("title:NOT", 'title:"NOT"'),
        ("title:-tax", "-title:"),
        ("-tax NEAR/5 cut", "NOT (tax NEAR/5 cut)"),
        ("said:tax NEAR/5 cut", "said:(tax NEAR/5 cut)"),
        ("tax NEAR/5 title:cut", "title:(tax NEAR/5 cut)"),
        ('"am I?"', "\\?"),
        ("=title:May", "title:=May"),
    ],
)
def test_the_hint_names_the_remedy(text: str, remedy: str):
    assert remedy in refusal(text).hint


def test_a_message_repeats_only_the_beginning_of_a_long_word():
    assert len(refusal("date:" + "x" * 3000).message) < 3000 + 100
    assert len(refusal("x" * 2000 + ":y").message) < 200


@pytest.mark.parametrize(
    "text",
    [
        "tax",
        "(" * 40 + "tax" + ")" * 40,
        "tax " * 500,
        "tax" + " NEAR tax" * 39,
        "a" * 4000,
        '"' + "tax " * 999 + '"',
        "date:(" + "2021 " * 500 + ")",
    ],
)
def test_what_is_just_within_the_limits_is_read(text: str):
    assert query.parse(text).read_as
