"""The gender of persons, and what it keeps apart."""

from __future__ import annotations

import pytest

from searchkit import speech
from searchkit.names import cluster
from searchkit.records import Article, Paragraph
from searchkit.speech.people import genders, roster


def gender(name: str, *paragraphs: str) -> str | None:
    return roster.build(paragraphs).gender.get(name)


def speakers(*texts: str) -> list[list[str]]:
    article = Article("a", "", tuple(Paragraph(n, text) for n, text in enumerate(texts)))
    return [row["speakers"] for row in speech.rows(speech.attribute(article))]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Vasily Andreyevich Orlo", "m"),
        ("Zoya Andreyevna Orlo", "f"),
        ("Xenz Malkov", "m"),
        ("Xenz Sannikova", "f"),
        ("Олег Санников", "m"),
        ("Дарья Ким", "f"),
        ("Никита Ким", None),
        ("Xenz Orlo", None),
    ],
)
def test_endings_of_a_name_tell_a_gender(name: str, told: str | None) -> None:
    assert genders.of_name(name) == told


def test_a_title_tells_more_than_a_given_name() -> None:
    assert gender("Robin Hale", "Robin Hale came.", "“No,” Mr. Hale said.") == "m"
    assert gender("Robin Hale", "Robin Hale came.", "“No,” Ms. Hale said.") == "f"


def test_pronouns_tell_the_gender_of_a_name_that_no_list_knows() -> None:
    assert gender("Orsolk Hale", "Orsolk Hale took off her coat.") == "f"
    assert gender("Orsolk Hale", "Orsolk Hale left early. He was tired.") == "m"


def test_pronouns_behind_another_person_tell_nothing() -> None:
    assert gender("Orsolk Hale", "Tom Renn met Orsolk Hale and his dog.") is None
    assert gender("Orsolk Hale", "“She is late,” Orsolk Hale said.") is None


def test_evidence_against_itself_tells_nothing() -> None:
    assert gender("Orsolk Hale", "Orsolk Hale lost her hat.", "Orsolk Hale lost his hat.") is None


def test_a_kin_word_tells_a_gender() -> None:
    assert gender("Orsolk Hale", "Tom Renn came with his sister, Orsolk Hale.") == "f"


def test_a_title_of_the_other_gender_is_another_person() -> None:
    found = speakers(
        "Peter Varga, the mayor, said that the jetty was ready. “It stands,” Mr Varga said.",
        "“I have flown there four times,” Ms Varga answered in the evening.",
    )
    assert found == [["Peter Varga"], ["Ms Varga"]]


def test_a_title_and_pronouns_together_are_right_about_a_person_the_census_takes_for_a_man() -> None:
    found = speakers(
        "Peter Hale, the mayor, said that she had built the jetty herself.", "“It stands,” Ms Hale said."
    )
    assert found == [["Peter Hale"], ["Peter Hale"]]


def test_the_collection_knows_who_the_titled_surname_is() -> None:
    texts = ("“I have flown there four times,” Ms Varga answered.", "Peter Varga said that he was glad.")
    one = Article("a", "", tuple(Paragraph(n, text) for n, text in enumerate(texts)))
    other = Article("b", "", (Paragraph(0, "“I can swim,” Anna Varga said."),))
    done = list(speech.attribute_all([one, other]))
    assert [row["speakers"] for row in speech.rows(done[0])] == [["Anna Varga"], ["Peter Varga"]]


def test_a_titled_surname_that_fits_nobody_or_several_stays_as_it_is() -> None:
    assert _person_of("Ms Varga", ["Ms Varga", "Peter Varga"]) == "Ms Varga"
    assert _person_of("Ms Varga", ["Ms Varga", "Anna Varga", "Clara Varga"]) == "Ms Varga"
    assert _person_of("Mr. Varga", ["Mr. Varga", "Anna Varga", "Peter Varga"]) == "Peter Varga"
    assert _person_of("Ms Varga", ["Ms Varga", "Anna Varga", "Анна Варга"]) == "Anna Varga"


def _person_of(name: str, collection: list[str]) -> str:
    persons = cluster(dict.fromkeys(collection, 1), titled=genders.titled(collection))
    return next(person.name for person in persons if name in (person.name, *person.aliases))


def in_language(lang: str, *texts: str) -> list[list[str]]:
    paragraphs = tuple(Paragraph(n, text, "narration") for n, text in enumerate(texts))
    read = speech.attribute(Article("a", "", paragraphs, lang=lang))
    return [row["speakers"] for row in speech.rows(read)]


def test_in_french_m_before_a_surname_is_a_title_and_no_initial() -> None:
    found = in_language(
        "fr",
        "Le député Luc Ferrand a annoncé la fermeture du port.",
        "« Le chantier commencera lundi », a précisé M. Ferrand.",
    )
    assert found[1] == ["Luc Ferrand"]


def test_titles_of_other_languages_tell_namesakes_apart() -> None:
    found = in_language(
        "de",
        "Der Abgeordnete Peter Weber und die Bürgermeisterin Anna Weber streiten. Peter Weber gab nach.",
        "„Das ist ein Fehler“, sagte Frau Weber am Dienstag.",
        "„Wir haben keine Wahl“, antwortete Herr Weber.",
    )
    assert found[1:] == [["Anna Weber"], ["Peter Weber"]]
