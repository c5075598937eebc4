"""Speakers that the source names itself, as a column of its rows."""

import pytest

from searchkit.records import Article, Paragraph
from searchkit.speech import attribute


def speakers(*given: str) -> list[list[str]]:
    """Who speaks in one paragraph after another, of an article whose source names these."""
    paragraphs = tuple(Paragraph(n, "A harbour is a promise.", given=name) for n, name in enumerate(given))
    done = attribute(Article("debate", "Debate", paragraphs))
    return [[row.speaker.name for row in p.attributions] for p in done.paragraphs]


@pytest.mark.parametrize("name", ["A. Varga", "Q. Hale", "A. V. Varga", "P. Klima (Greens)"])
def test_an_initial_is_no_label_for_questions_or_answers(name):
    assert speakers(name, "Tom Hale") == [[name], ["Tom Hale"]]


def test_a_name_in_capitals_is_the_name():
    assert speakers("VARGA", "Tom Hale") == [["Varga"], ["Tom Hale"]]


def test_answers_of_nobody_knows_whom_have_no_speaker():
    assert speakers("A", "") == [[], []]


@pytest.mark.parametrize(("given", "shown"), [("AV", "AV"), ("TR", "TR"), ("MEP", "MEP"), ("LEE", "Lee")])
def test_letters_that_are_no_name_stay_as_printed(given, shown):
    assert speakers(given, "Tom Hale") == [[shown], ["Tom Hale"]]


def test_letters_are_the_one_person_whose_initials_they_are():
    assert speakers("AV", "Anna Varga") == [["Anna Varga"], ["Anna Varga"]]
