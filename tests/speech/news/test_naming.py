"""What organisations and unnamed sources are called."""

import pytest

from searchkit.records import Sort
from searchkit.speech.news import naming
from searchkit.speech.people.tokens import tokenise


def phrase(text: str, *verbs: str) -> str | None:
    """The phrase in words that the tagger marked; `verbs` are the words it takes for verbs of saying."""
    words = tokenise([text]).words
    found = naming.noun_phrase(words, [float(w in verbs) for w in words], 0, len(words))
    return None if found is None else " ".join(words[found[0] : found[1]])


@pytest.mark.parametrize(
    ("marked", "name"),
    [
        ("A senior official in the secretariat, who", "A senior official in the secretariat"),
        ("the Union Bank of Lindhaven,", "the Union Bank of Lindhaven"),
        ("diplomats, Oskovia and the Dunmark want", "diplomats"),
        ("Economists at the Union Bank of Lindhaven", "Economists at the Union Bank of Lindhaven"),
        ("Kastrograd a newspaper close to the government", "a newspaper close to the government"),
        ("But many governors privately", "many governors privately"),
        ("by the Harbour Board", "the Harbour Board"),
        ("The board of the harbour and", "The board of the harbour"),
        ("Five years ago I", "I"),
        ("her office the two women", "her office"),
        ("all the members of the board", "all the members of the board"),
        ("laughed and", None),
        ("they", None),
        ("series of", "series"),
        ("— the", None),
        (", a friend", "a friend"),
    ],
)
def test_the_name_is_the_noun_phrase_among_the_marked_words(marked: str, name: str | None) -> None:
    assert phrase(marked) == name


def test_a_verb_is_no_part_of_a_name_and_a_noun_is() -> None:
    assert phrase("The Harbour Board filed", "filed") == "The Harbour Board"
    assert phrase("added another clerk", "added") == "another clerk"
    assert phrase("one questioner", "questioner") == "one questioner"


@pytest.mark.parametrize(
    ("name", "sort"),
    [
        ("the Harbour Board", Sort.ORGANISATION),
        ("Harbour officials", Sort.UNNAMED),
        ("Economists at the Union Bank", Sort.UNNAMED),
        ("a Board official familiar with the vote", Sort.UNNAMED),
        ("The ministry", Sort.UNNAMED),
        ("the Star of Lindhaven", Sort.ORGANISATION),
    ],
)
def test_people_called_by_a_noun_are_unnamed_and_no_organisation(name: str, sort: Sort) -> None:
    assert naming.sort_of(name.split(), opens=name[0].isupper()) is sort
