"""Labels: what a paragraph's beginning could be, and which of them the article accepts."""

from __future__ import annotations

import pytest

from searchkit.speech.turns.acceptance import accept
from searchkit.speech.turns.labels import Holder
from searchkit.speech.turns.openings import read
from searchkit.speech.turns.vocabulary import Vocabulary


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Irena Kostova: Good.", "Irena Kostova"),
        ("MS. QUILL:  Good afternoon.", "QUILL"),
        ("Dr. Konrad Weiss (Freie Liste):", "Konrad Weiss"),
        ("Präsidentin Ute Reimann:", "Ute Reimann"),
        ("Hilde Maurer, Ministerin der Finanzen:", "Hilde Maurer"),
        ("**Ewan Strand:** Nobody.", "Ewan Strand"),
        ("**Ewan Strand**: Nobody.", "Ewan Strand"),
        ("head of the bank Anna Varga: Yes.", "Anna Varga"),
        ("CNX TV anchor Greta Holm, moderator of the session:", "Greta Holm"),
        ("Finance Minister Varga: No.", "Varga"),
        ("El señor RÍOS CALVO: Gracias.", "RÍOS CALVO"),
        ("La señora MINISTRA DE OBRAS (Toledo Gil): Sí.", "Toledo Gil"),
        ("И.Костова: Добрый день.", "И.Костова"),
        ("林晓波：等冰化了。", "林晓波"),
        ("M. Luc Ferrand. Je demande la parole.", "Luc Ferrand"),
        ("Mme Claire Aubin, ministre du port. – Non.", "Claire Aubin"),
    ],
)
def test_the_name_is_read_without_title_office_and_markup(text: str, name: str) -> None:
    label = read(text)
    assert label is not None
    assert (label.name, label.holder) == (name, Holder.PERSON)


@pytest.mark.parametrize(
    ("text", "holder"),
    [
        ("Q: Why?", Holder.QUESTION),
        ("Q   Thank you.", Holder.QUESTION),
        ("A: Because.", Holder.ANSWER),
        ("Вопрос: Когда?", Holder.QUESTION),
        ("Frage: Wann?", Holder.QUESTION),
        ("記者：何時？", Holder.QUESTION),
        ("“SP”: – And then?", Holder.OUTLET),
        ('"Coast and Country" newspaper: Why?', Holder.OUTLET),
        ("SENIOR ADMINISTRATION OFFICIAL:  Thanks.", Holder.UNNAMED),
        ("THE PRESIDENT: Thank you.", Holder.UNNAMED),
        ("M. le président. La parole est à M. Ferrand.", Holder.UNNAMED),
    ],
)
def test_labels_without_a_name_say_whom_they_stand_for(text: str, holder: Holder) -> None:
    label = read(text)
    assert label is not None
    assert label.holder is holder


@pytest.mark.parametrize(
    "text",
    [
        "Published in sections: News",
        "Image: Anna Varga",
        "12:56 P.M. EDT",
        "And this is what she told me: nothing.",
        "It is the second time that we meet: welcome.",
        "Gentlemen of the Senate: I have the honour",
        "Antrag der Fraktion DIE LINKE: Mehr Geld",
        "https://example.org/path",
        "Mr President. We are ready.",
        "",
    ],
)
def test_what_only_has_a_colon_is_no_label(text: str) -> None:
    assert read(text) is None


def accepted(texts: list[str]) -> set[int]:
    possible = {i: label for i, text in enumerate(texts) if (label := read(text))}
    return set(accept(possible, Vocabulary(texts)))


def test_a_label_that_comes_again_is_one() -> None:
    assert accepted(["VARGA: Yes.", "And more.", "HALE: No.", "VARGA: Yes.", "HALE: No."]) == {0, 2, 3, 4}


def test_headings_with_a_colon_are_not_labels() -> None:
    texts = ["Defence: spending rises.", "Schools: the same.", "The schools wait, defence does not."]
    assert accepted(texts) == set()


def test_a_heading_inside_a_transcript_is_not_a_label() -> None:
    texts = [
        "MS. QUILL:  Good afternoon.",
        "Q   About the roads?",
        "MS. QUILL:  Infrastructure first.",
        "Infrastructure: we build.",
        "Q   We see the infrastructure every day.",
    ]
    assert accepted(texts) == {0, 1, 2, 4}


def test_a_party_before_a_list_of_votes_is_not_a_label() -> None:
    texts = [
        "Anna Varga (SPX):",
        "Tom Hale (SPX):",
        "Anna Varga (SPX):",
        "SPX:",
        "SPX:",
        "Die SPX und die SPX",
    ]
    assert accepted(texts) == {0, 1, 2}


def test_minutes_whose_labels_end_with_a_full_stop_need_several_speakers() -> None:
    minutes = ["M. Ferrand. Oui !", "Mme Aubin. Non !"] * 3
    assert accepted(minutes) == set(range(6))
    assert accepted(["M. Ferrand. Il est parti.", "Personne ne l’a vu."]) == set()


def test_one_label_in_letters_without_capitals_stands_among_turns_of_another_script() -> None:
    varga = "Anna Varga: I told them no."
    assert accepted([varga, "張偉: 我們沒有盟友。", varga]) == {0, 1, 2}
    assert accepted([varga, "שאלה: האם תחתמו?", varga, "תשובה: לא."]) == {0, 1, 2, 3}
