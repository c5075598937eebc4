"""What is a paragraph in plain text."""

import textwrap

from hypothesis import given
from hypothesis import strategies as st

from searchkit.articles.layout import blocks

PROSE = (
    "The coalition had promised that the terminal would open before the winter, and it kept the "
    "promise in the way that coalitions keep promises: the terminal was opened, the winter came, and "
    "no ship did. Anna Varga, who had cut the ribbon, said that ships were a matter for shipowners. "
    "The shipowners said that they were a matter for the market, and the market said nothing at all."
)


def texts(text):
    return [" ".join(b.text.split()) for b in blocks(text)]


def test_every_line_is_a_paragraph_where_lines_are_not_wrapped():
    assert texts("One.\nTwo.\n\nThree.\n") == ["One.", "Two.", "Three."]


def test_wrapped_paragraphs_between_blank_lines_are_put_together():
    wrapped = "\n\n".join([textwrap.fill(PROSE, 64)] * 3)
    assert texts(wrapped) == [PROSE] * 3


def test_wrapped_paragraphs_without_blank_lines_end_with_their_short_line():
    wrapped = "\n".join([textwrap.fill(PROSE + " Well.", 64)] * 3)
    assert texts(wrapped) == [PROSE + " Well."] * 3


def test_wrapped_paragraphs_with_an_indented_first_line_begin_there():
    wrapped = "\n".join([textwrap.fill(PROSE, 64, initial_indent="    ")] * 3)
    assert texts(wrapped) == [PROSE] * 3


def test_a_heading_above_wrapped_text_stays_apart():
    wrapped = "The Terminal\n" + "\n\n".join([textwrap.fill(PROSE, 64)] * 3)
    assert texts(wrapped)[0] == "The Terminal"


def test_a_list_of_short_lines_is_not_taken_for_wrapped_text():
    names = ["Anna Varga", "Tomas Rehn", "Ilse Brandt", "Jan de Vries", "Mila Horvat"] * 4
    assert texts("\n".join(names)) == names


@given(st.text(alphabet="ab .\n\r\u2028\x85\t\v", max_size=200))
def test_nothing_but_white_space_is_left_out_and_every_block_stands_in_its_place(text):
    found = blocks(text)
    assert "".join("".join(b.text.split()) for b in found) == "".join(text.split())
    for block in found:
        assert text[block.start : block.start + len(block.text)] == block.text
        assert block.text == block.text.strip()
