"""What a reader would expect of attribution in news prose. All people and places are invented."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit.records import Kind, Sort
from searchkit.speech import news
from searchkit.speech.people import roster

ARTICLE = [
    "Budget Talks Stall in Port Lenn.",
    "Finance Minister Anna Varga said on Monday that the government would not cut pensions.",
    "“We have no allies in this fight,” she told reporters in Port Lenn. “We will go on alone.”",
    "Senator Tomas Hale accused her of “reckless spending” and called for a vote.",
    "The bridge over the Orra was closed for most of the winter.",
    "“That is simply untrue,” Mr. Hale said. “The figures are public.”",
    "A senior official said the talks would resume next week.",
    "The Ministry of Finance said in a statement that the figures were preliminary.",
    "Its best-known novel, “The Long Winter,” was written there.",
    "“I told Anna Varga that this would happen,” said Greta Moss, who leads the teachers’ union.",
]


@pytest.fixture(scope="module")
def found():
    return news.attribute(roster.build(ARTICLE))


def speakers(rows):
    return {row.speaker.name for row in rows if row.speaker.sort is Sort.PERSON}


def said(rows, number):
    return [ARTICLE[number][row.start : row.end] for row in rows]


def test_reported_speech_is_the_subjects_of_the_said_verb(found):
    rows = found[1]
    assert speakers(rows) == {"Anna Varga"}
    assert rows[0].kind is Kind.INDIRECT
    assert rows[0].cue.startswith("said")
    assert "the government would not cut pensions" in said(rows, 1)[0]


def test_she_is_the_woman_named_before(found):
    rows = found[2]
    assert speakers(rows) == {"Anna Varga"}
    assert {row.method for row in rows} == {"pronoun"}
    assert {row.kind for row in rows} == {Kind.DIRECT}


def test_a_quotation_is_given_without_its_marks_and_without_the_words_between(found):
    assert said(found[2], 2) == ["We have no allies in this fight", "We will go on alone."]


def test_scare_quotes_inside_a_report_are_not_direct_speech(found):
    rows = found[3]
    assert speakers(rows) == {"Tomas Hale"}
    assert {row.kind for row in rows} == {Kind.INDIRECT}


def test_a_surname_with_a_title_is_the_person_of_the_full_name(found):
    assert speakers(found[5]) == {"Tomas Hale"}


def test_narration_has_no_speaker(found):
    assert found[4] == ()


def test_a_title_of_a_work_is_nobodys_speech(found):
    assert found[8] == ()


def test_unnamed_sources_and_organisations_are_their_own_kinds(found):
    assert [row.speaker.sort for row in found[6]] == [Sort.UNNAMED]
    assert found[6][0].speaker.name == "A senior official"
    assert [row.speaker.sort for row in found[7]] == [Sort.ORGANISATION]
    assert found[7][0].speaker.name == "The Ministry of Finance"


def test_a_person_named_inside_a_quotation_does_not_speak_it(found):
    assert speakers(found[9]) == {"Greta Moss"}


def test_spans_lie_in_their_paragraph_and_confidence_is_a_chance(found):
    for text, rows in zip(ARTICLE, found, strict=True):
        for row in rows:
            assert 0 <= row.start < row.end <= len(text)
            assert 0 < row.confidence <= 1


def test_two_speakers_of_one_paragraph_have_their_own_words():
    text = [
        "The teacher Greta Moss and the builder Peter Lind live in Lenn.",
        "“The school must stay,” Moss said. “We need houses more than schools,” Lind said.",
    ]
    rows = news.attribute(roster.build(text))[1]
    own = {row.speaker.name: text[1][row.start : row.end] for row in rows}
    assert own["Greta Moss"] == "The school must stay"
    assert own["Peter Lind"] == "We need houses more than schools"


def test_skipped_paragraphs_are_left_alone():
    rows = news.attribute(roster.build(ARTICLE), skip={1, 5})
    assert rows[1] == rows[5] == ()
    assert speakers(rows[9]) == {"Greta Moss"}


def test_a_batch_gives_what_its_articles_give_alone(found):
    other = ["Then Robin Stone said that nothing had changed."]
    together = news.attribute_batch([(roster.build(other), ()), (roster.build(ARTICLE), ())])
    assert together[1] == found
    assert together[0] == news.attribute(roster.build(other))


def test_the_same_article_is_attributed_the_same_way_twice(found):
    assert news.attribute(roster.build(ARTICLE)) == found


def test_articles_without_words_have_no_speakers():
    assert news.attribute_batch([]) == []
    assert news.attribute(roster.build([])) == []
    assert news.attribute(roster.build(["", " "])) == [(), ()]


def test_a_paragraph_of_thousands_of_words_is_read_to_its_end():
    wall = "The road was long. " * 1500 + "“It was too long,” Greta Moss said."
    rows = news.attribute(roster.build([wall]))[0]
    assert speakers(rows) == {"Greta Moss"}
    assert wall[rows[-1].start : rows[-1].end].startswith("It was too long")


def test_thousands_of_quotations_in_one_paragraph_take_no_more_than_seconds():
    text = "Anna Varga said “yes.” " * 4000
    started = time.process_time()
    rows = news.attribute(roster.build([text]))[0]
    assert speakers(rows) == {"Anna Varga"}
    assert time.process_time() - started < 20


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=120), max_size=4))
def test_any_text_is_read_without_a_crash(paragraphs):
    rows = news.attribute(roster.build(paragraphs))
    assert len(rows) == len(paragraphs)
