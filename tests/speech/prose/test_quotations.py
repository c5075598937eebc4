"""Quotation marks as spans."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.speech.prose.quotations import find, in_paragraph


def inside(text: str) -> list[str]:
    return [text[q.start : q.end] for q in in_paragraph(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('She said "yes" and went.', ["yes"]),
        ("„Ja“, sagte er, „nein“.", ["Ja", "nein"]),
        ("«Да», – сказал он.", ["Да"]),
        ("« Oui », dit-il.", [" Oui "]),
        ("”Ja”, sade hon.", ["Ja"]),
        ("「はい」と言った。", ["はい"]),
        ("“She called it “a fleet of hats” again.”", ["She called it “a fleet of hats” again."]),
        ('It is 5" long and 6" wide.', []),
        ("The captain's brother's boat", []),
    ],
)
def test_marks_of_every_script_enclose_their_words(text: str, expected: list[str]) -> None:
    assert inside(text) == expected


def test_a_quotation_opened_again_at_each_paragraph_is_one() -> None:
    one, two, three, four = find(["He said: “One.", "“Two.", "“Three,” he said.", "Four."])
    assert one[0].runs_on
    assert two[0].opened_before
    assert two[0].runs_on
    assert three[0].opened_before
    assert not three[0].runs_on
    assert four == []


def test_a_quotation_closed_later_holds_the_paragraphs_between() -> None:
    found = find(["He said: “One.", "Two.", "Three,” he said."])
    assert [(q[0].start, q[0].end) for q in found[1:]] == [(0, 4), (0, 6)]


def test_a_mark_that_is_never_closed_ends_with_its_paragraph() -> None:
    first, second, third = find(["He said: “One.", "Two.", "She said “x” here."])
    assert first[0].runs_on
    assert second == []
    assert [q.opened_before for q in third] == [False]


@given(st.text(alphabet='ab .,"“”„«»「」\n', max_size=60), st.booleans())
def test_spans_are_ordered_and_within_the_text(text: str, open_before: bool) -> None:
    spans = in_paragraph(text, open_before)
    ends = [0]
    for span in spans:
        assert ends[-1] <= span.start <= span.end <= len(text)
        ends.append(span.end)
