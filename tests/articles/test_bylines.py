"""Names of authors."""

import pytest

from searchkit.articles.bylines import authors_in, authors_of, is_name


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("By Anna Varga", ("Anna Varga",)),
        ("Author: Svetla Gomez-Kern", ("Svetla Gomez-Kern",)),
        ("By Anna Varga and Tomas Rehn, Tarvin", ("Anna Varga", "Tomas Rehn")),
        ("By ANNA VARGA, Political Correspondent", ("ANNA VARGA",)),
        ("Von Ilse Brandt und Jan de Vries", ("Ilse Brandt", "Jan de Vries")),
        ("Автор: Анна Варга", ("Анна Варга",)),
        ("By Anna Varga | 15 Sept 2021", ("Anna Varga",)),
        ("By Anna Varga in Tarvin", ("Anna Varga",)),
        ("By Anna Varga, Channel Four", ("Anna Varga",)),
        (
            "By Anna Varga, Tomas Rehn and Ilse Brandt, Channel Four",
            ("Anna Varga", "Tomas Rehn", "Ilse Brandt"),
        ),
        ("By the time the vote came the hall was empty", ()),
        ("By Tuesday nobody remembered", ()),
        ("Text messages were found", ()),
        ("Written by hand, the note said nothing", ()),
    ],
)
def test_a_byline_names_its_authors_and_prose_names_none(line, authors):
    assert authors_in(line) == authors


@pytest.mark.parametrize(
    ("value", "authors"),
    [
        ("Anna Varga", ("Anna Varga",)),
        ("Anna Varga, Tomas Rehn", ("Anna Varga", "Tomas Rehn")),
        ("Varga, Anna", ("Anna Varga",)),
        ("By Anna Varga", ("Anna Varga",)),
        ("Tarvin News Agency", ("Tarvin News Agency",)),
        ("Varga, Anna; Rehn, Tomas", ("Varga, Anna", "Rehn, Tomas")),
        ("", ()),
    ],
)
def test_an_author_field_is_split_into_persons_and_never_lost(value, authors):
    assert authors_of(value) == authors


@pytest.mark.parametrize("text", ["Anna Varga", "Jan de Vries", "Vadim V. Truch", "Анна Варга"])
def test_a_name_is_a_row_of_capitalised_words(text):
    assert is_name(text)


@pytest.mark.parametrize("text", ["Tarvin", "The vote in Tarvin", "Staff Writer", "Anna varga", "de Vries"])
def test_other_words_are_no_name(text):
    assert not is_name(text)
