"""Bytes of any origin become the text that was meant, or are refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.articles.decoding import decode
from searchkit.errors import ArticleError

GERMAN = (
    "Die Ministerpräsidentin erklärte am Dienstag, dass das Bündnis für die Größe seiner Aufgabe zu klein "
    "sei. „Wir haben keine Verbündeten“, sagte sie – und das ist nicht einmal übertrieben.\n"
)
RUSSIAN = (
    "Премьер-министр заявила во вторник, что у страны больше нет союзников и что рассчитывать "
    "остаётся только на себя. Это не первый раз, когда она так говорит.\n"
)
POLISH = (
    "Pani premier powiedziała, że wybory odbędą się w terminie i że nie ma już sojuszników. "
    "Posłowie nie są tego pewni, ale jest to sprawa, która będzie omawiana w czwartek.\n"
)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GERMAN, "utf-8"),
        (GERMAN, "utf-8-sig"),
        (GERMAN, "utf-16"),
        (GERMAN, "utf-16-le"),
        (GERMAN, "utf-16-be"),
        (GERMAN, "utf-32"),
        (GERMAN, "cp1252"),
        (GERMAN.replace("„", '"').replace("“", '"').replace("–", "-"), "latin-1"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "cp866"),
        (RUSSIAN, "iso8859-5"),
        (POLISH, "cp1250"),
        (POLISH, "iso8859-2"),
    ],
)
def test_a_text_comes_back_from_the_encodings_that_files_have(text, encoding):
    assert decode((text * 3).encode(encoding), "a.txt") == text * 3


def test_a_few_signs_of_cp1252_in_a_long_english_text_are_read_as_such():
    text = "The minister said nothing of the kind to anybody.\n" * 5000 + "“No”, she said – twice.\n"
    assert decode(text.encode("cp1252"), "a.txt") == text


def test_a_declared_charset_counts_where_the_format_declares_one():
    page = f'<meta charset="koi8-r"><p>{RUSSIAN}</p>'
    assert decode(page.encode("koi8-r"), "a.html", declares=True) == page


def test_latin_1_is_read_as_the_cp1252_that_it_is_on_the_web():
    page = '<meta charset="iso-8859-1"><p>“No”</p>'
    assert decode(page.encode("cp1252"), "a.html", declares=True) == page


def test_a_configured_encoding_settles_it():
    assert decode(RUSSIAN.encode("mac-cyrillic"), "a.txt", fallback="mac-cyrillic") == RUSSIAN


def test_damaged_utf8_is_refused_with_its_place_not_read_as_something_else():
    data = (RUSSIAN * 3).encode()
    with pytest.raises(ArticleError, match="first in line 2") as error:
        decode(data[: len(RUSSIAN.encode()) + 5] + b"\xff" + data[len(RUSSIAN.encode()) + 5 :], "a.txt")
    assert "encoding" in error.value.hint
    with pytest.raises(ArticleError, match="first in line 1"):
        decode(b"The g\xffs row.\nPia Holt\xc3\xa9.\n", "a.txt")


@pytest.mark.parametrize("data", [b"text\0text", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0" * 30, b"\0" * 100])
def test_nul_is_not_text(data):
    with pytest.raises(ArticleError, match=r"not a text|cannot be decoded"):
        decode(data, "a.txt")


@given(st.binary(max_size=300))
def test_no_bytes_do_more_than_be_read_or_refused(data):
    try:
        text = decode(data, "a.txt")
    except ArticleError:
        return
    text.encode()
    assert "\0" not in text
