"""Quotations and reports in prose, by rules."""

from __future__ import annotations

import pytest

from searchkit.records import Attribution, Kind, Sort
from searchkit.speech.people import roster
from searchkit.speech.prose import reported


def said(*texts: str, lang: str = "en") -> list[list[tuple[str, str, str]]]:
    """Of each paragraph: speaker, kind, the words."""
    rows: list[tuple[Attribution, ...]] = reported.attribute(texts, roster.build(texts, "", lang))
    return [
        [(row.speaker.name, row.kind.value, text[row.start : row.end]) for row in own]
        for own, text in zip(rows, texts, strict=True)
    ]


def test_a_quotation_goes_to_the_source_of_the_verb_behind_it() -> None:
    assert said("“We came with an open hand,” Anna Varga said.") == [
        [("Anna Varga", "direct", "We came with an open hand,")]
    ]


def test_a_report_has_the_words_behind_that() -> None:
    ((row,),) = said("Anna Varga said on Monday that the border would stay open.")
    assert row == ("Anna Varga", "indirect", "the border would stay open.")


def test_she_is_the_woman_who_spoke_last() -> None:
    texts = ("Anna Varga said the port was closed.", "She added that nobody was to blame.")
    assert [row[0][0] for row in said(*texts)] == ["Anna Varga", "Anna Varga"]


def test_two_sources_in_a_sentence_have_their_own_words() -> None:
    ((first, second),) = said("Anna Varga said the border was open, while Tobias Renn said it was not.")
    assert (first[0], second[0]) == ("Anna Varga", "Tobias Renn")
    assert "open" in first[2]
    assert "not" in second[2]


@pytest.mark.parametrize(
    "text",
    [
        "Anna Varga did not say whether the port would open.",
        "Anna Varga would not say that it was late.",
        "If Anna Varga said it was raining, would anybody look?",
        "The so-called “golden quay” was built by Anna Varga.",
        "“The Closed Door” is a play.",
        "It was said that the port would open.",
    ],
)
def test_what_nobody_said_is_nobodys(text: str) -> None:
    assert said(text) == [[]]


def test_an_organisation_is_a_source_of_its_own_sort() -> None:
    text = 'The weekly "Lantern" wrote that the drums were rented.'
    ((row,),) = reported.attribute([text], roster.build([text]))
    assert (row.speaker.name, row.speaker.sort, row.kind) == ("Lantern", Sort.ORGANISATION, Kind.INDIRECT)


def test_an_unnamed_source_is_a_source_of_its_own_sort() -> None:
    text = "A senior official, who asked not to be named, said the talks were over."
    ((row,),) = reported.attribute([text], roster.build([text]))
    assert (row.speaker.name, row.speaker.sort) == ("senior official", Sort.UNNAMED)


def test_a_quotation_that_runs_on_stays_with_its_speaker() -> None:
    rows = said(
        "“It is not lonely,” Edda Larsen said. “It is exact.", "“You count the ships.”", "They are many."
    )
    assert [[name for name, _, _ in own] for own in rows] == [["Edda Larsen"] * 2, ["Edda Larsen"], []]


@pytest.mark.parametrize(
    ("lang", "text", "speaker"),
    [
        ("ru", "«Мы подождём», – заявила министр Анна Варга.", "Анна Варга"),
        ("uk", "«Ми почекаємо», – сказала міністр Олена Гайдук.", "Олена Гайдук"),
        ("de", "„Wir warten“, sagte Ministerin Karin Vogt.", "Karin Vogt"),
        ("es", "«Esperamos», dijo la ministra Teresa Olmo.", "Teresa Olmo"),
        ("fr", "« Nous attendons », a déclaré la ministre Claire Aubin.", "Claire Aubin"),
    ],
)
def test_verbs_of_saying_are_known_in_each_language(lang: str, text: str, speaker: str) -> None:
    assert [row[0][:2] for row in said(text, lang=lang)] == [(speaker, "direct")]


def test_a_slavic_case_form_is_the_same_person() -> None:
    texts = ("«Это переписка», – считает политолог Олег Сарин.", "По словам Сарина, расходы выросли вдвое.")
    assert [row[0][0] for row in said(*texts, lang="ru")] == ["Олег Сарин", "Олег Сарин"]


def test_a_ruler_keeps_the_numeral() -> None:
    ((row,),) = said(
        "It recalls a saying by Tsar Alexander III: “We have two allies, the army and the navy.”"
    )
    assert row[0] == "Alexander III"
