from hypothesis import given
from hypothesis import strategies as st

from searchkit.speech.people.tokens import tokenise


def words_in_quotation_marks(text):
    tokens = tokenise([text])
    return [w for w, q in zip(tokens.words, tokens.quoted, strict=True) if q and w[0].isalnum()]


def test_words_keep_their_places_in_the_text():
    text = "Mr. Hale's U.S. trip cost $1,200.50, aides said."
    tokens = tokenise([text])
    assert [text[start:end] for start, end in tokens.offsets(0)] == tokens.words
    assert tokens.words[:4] == ["Mr.", "Hale", "'s", "U.S."]


def test_straight_quotation_marks_open_before_a_word_and_close_behind_one():
    assert words_in_quotation_marks('"We do," he said, "yes" (and "no").') == ["We", "do", "yes", "no"]


def test_two_single_quotes_are_a_quotation_mark_and_offsets_still_fit():
    text = "He called it ''a bad day'' twice."
    assert words_in_quotation_marks(text) == ["a", "bad", "day"]
    tokens = tokenise([text])
    start, end = tokens.offsets(0)[tokens.words.index("twice")]
    assert text[start:end] == "twice"


def test_a_closing_mark_misprinted_before_a_word_opens_a_quotation():
    assert words_in_quotation_marks("”Never again,” she said.") == ["Never", "again"]


def test_an_odd_mark_does_not_turn_the_rest_of_the_paragraph_inside_out():
    text = 'The 6" pipe burst. "It was old," Hale said.'
    assert words_in_quotation_marks(text) == ["It", "was", "old"]


def test_a_quotation_that_is_not_closed_runs_on():
    tokens = tokenise(["“First,” she said. “And then", "nothing."])
    assert tokens.runs_on == [True, False]
    assert tokens.quoted[tokens.bounds[1]] == 0


@given(st.lists(st.text(max_size=80), max_size=4))
def test_any_text_gives_words_in_order_within_their_paragraphs(paragraphs):
    tokens = tokenise(paragraphs)
    assert len(tokens.words) == len(tokens.quoted) == len(tokens.shapes) == tokens.bounds[-1]
    for number, text in enumerate(paragraphs):
        last = 0
        for start, end in tokens.offsets(number):
            assert last <= start < end <= len(text)
            last = end
