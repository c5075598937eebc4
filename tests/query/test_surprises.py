"""Notes: a query that could surprise says so, and one that could not stays silent."""

from __future__ import annotations

from datetime import date

import pytest

from searchkit import query


def notes(text: str) -> list[tuple[str, str]]:
    found = query.parse(text, today=date(2026, 11, 21)).notes
    return [(note.code, text[note.start : note.end]) for note in found]


@pytest.mark.parametrize(
    ("text", "code", "piece"),
    [
        ("tax cut OR levy", "mixed-and-or", "tax cut OR levy"),
        ("tax AND (a b OR c)", "mixed-and-or", "a b OR c"),
        ("tax or levy", "lowercase-operator", "or"),
        ("Not my president", "lowercase-operator", "Not"),
        ("tax near/5 cut", "lowercase-operator", "near/5"),
        ("why?", "question-mark", "why?"),
        ('"why not?"', "question-mark", '"why not?"'),
        ("starmer~", "fuzzy-default", "starmer~"),
        ('"starmer"~2', "slop-of-one-word", '"starmer"~2'),
        ("tax ADJ/3 cut", "adjacent", "ADJ/3"),
        ("+tax OR levy", "plus-beside-or", "+"),
        ("'prime minister'", "single-marks", "'prime minister'"),
        ("tax^2", "no-boost", "tax^2"),
        ("speaker:Anna Varga", "bare-name", "Anna Varga"),
        ("speaker:Anna M. Varga", "bare-name", "Anna M. Varga"),
        ("speaker:Anna W Varga", "bare-name", "Anna W Varga"),
        ("speaker:(Anna Varga)", "bare-name", "Anna Varga"),
        ("speaker:'Anna Varga'", "single-marks", "'Anna Varga'"),
        ('"starmer~1 yields"', "tilde-in-phrase", '"starmer~1 yields"'),
        ("date:2021 OR 2022", "bare-date", "2022"),
        ("date:2021|2022", "bare-date", "2022"),
        ("date:2021 2022", "bare-date", "2022"),
        ("date:2021-06 to 2021-12", "bare-date", "2021-12"),
        ("since:2021 2022", "bare-date", "2022"),
        ("date:2021 May", "bare-date", "May"),
        ("speaker:varga OR lunt", "bare-alternative", "lunt"),
        ('speaker:"Anna Varga" OR "Eva Lunt"', "bare-alternative", '"Eva Lunt"'),
        ("role:question OR answer", "bare-alternative", "answer"),
        ("title:gas OR oil", "bare-alternative", "oil"),
        ("said:collective security", "bare-speech", "security"),
        ("since:2022 until:2021", "no-common-day", "since:2022 until:2021"),
        ("date:2021 date:2022", "no-common-day", "date:2021 date:2022"),
    ],
)
def test_a_surprise_gets_a_note_with_its_place(text: str, code: str, piece: str):
    assert (code, piece) in notes(text)


@pytest.mark.parametrize(
    "text",
    [
        "tax cut",
        "(tax cut) OR levy",
        "tax OR levy OR cut",
        "tax -cut",
        "(tax NEAR/5 cut) OR levy",
        '"to be or not to be"',
        r"why\?",
        "wom?n",
        "+tax cut",
        "+tax (cut OR levy)",
        "'tis the season",
        "don't",
        "pre/post",
        "speaker:varga Brexit",
        "speaker:Varga OR speaker:Orban",
        "since:2021 until:2021",
        "date:2021 OR date:2022",
        "date:(2021 OR 2022)",
        "date:2021 OR tax",
        "date:2021 tax",
        "speaker:(varga OR lunt)",
        "speaker:varga OR -lunt",
        "speaker:varga lunt",
        "title:gas oil",
        "said:gas AND oil",
        'said:gas "oil price"',
        "said:(gas oil)",
        "said:gas speaker:varga",
        "George W Bush",
    ],
)
def test_a_plain_query_gets_none(text: str):
    assert notes(text) == []


def test_notes_stand_in_the_order_of_the_query():
    assert [piece for _, piece in notes("why? or who?")] == ["why?", "or", "who?"]


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("date:2021 OR 2022", "date:(2021 OR 2022)"),
        ("date:2021..2022 2023", "date:(2021..2022 OR 2023)"),
        ("date:2021-06 until 2021-12", "date:2021-06..2021-12"),
        ("since:2021 AND 2022", "date:2022"),
        ("date:2021 Sept 15", 'date:"2021 Sept 15"'),
        ('speaker:"Anna Varga" OR lunt', 'speaker:("Anna Varga" OR lunt)'),
        ("said:collective security", "said:(collective security)"),
    ],
)
def test_a_second_value_without_its_field_is_shown_with_the_form_that_means_it(text: str, remedy: str):
    (note,) = query.parse(text, today=date(2026, 11, 21)).notes
    assert note.message.endswith(f" {remedy}")
    assert query.parse(remedy, today=date(2026, 11, 21)).notes == ()
