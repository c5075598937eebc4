import pytest

from searchkit.speech.lexicon import ACCORDING
from searchkit.speech.people.tokens import tokenise
from searchkit.speech.prose import cuewords
from searchkit.speech.prose.offices import WORD
from searchkit.speech.prose.quotations import in_paragraph, mask


def found(*paragraphs: str) -> list[str]:
    """The cue words of the last paragraph."""
    text = mask(paragraphs[-1], in_paragraph(paragraphs[-1]))
    return [word.printed for word in cuewords.find(text, len(paragraphs) - 1, tokenise(paragraphs))]


def test_cue_words_are_found_in_their_order_with_their_places():
    text = "Anna Varga said it. According to Tom Hale, who said so too, it is late."
    words = cuewords.find(text, 0, tokenise([text]))
    assert [(word.printed, word.start) for word in words] == [("said", 11), ("According", 20), ("said", 47)]
    assert [word.is_said for word in words] == [True, False, True]
    assert [word.is_according for word in words] == [False, True, False]


def test_a_cue_word_of_another_paragraph_is_not_found():
    assert found("Anna Varga said it.", "The bridge is closed.") == []


def test_what_is_quoted_has_no_cue_words():
    assert found("“He said so.” Anna Varga told nobody.") == ["told"]


def test_a_part_of_a_word_is_no_cue_word():
    assert found("The aforesaid essay told of soothsayers.") == ["told"]


def test_a_verb_is_found_where_the_space_behind_the_full_stop_is_missing():
    assert found("“We wait,” Anna Varga said.Then the hall was empty.") == ["said"]


ACCORDINGS = """
    according to|in the words of|in the opinion of|in the view of|по словам|по мнению|согласно|за словами
    |на думку|відповідно до|nach Angaben von|nach Worten des|nach Ansicht der|laut|según|de acuerdo con
    |a juicio de|selon|d'après|d’après
""".split("|")


@pytest.mark.parametrize("phrase", [phrase.strip() for phrase in ACCORDINGS])
def test_every_way_to_say_according_to_has_a_cue_word(phrase):
    text = f"Es spät, {phrase} Anna Varga."
    assert ACCORDING.search(text)
    words = cuewords.find(text, 0, tokenise([text]))
    assert any(word.is_according for word in words), phrase


def test_what_may_begin_a_saying_has_a_cue_word():
    text = "There is a saying by Anna Varga."
    (word,) = cuewords.find(text, 0, tokenise([text]))
    assert word.is_saying
    assert cuewords.SAYING.match(text, word.start)


def test_cue_words_are_whole_words_of_the_rules():
    text = "“Nein”, sagte Anna Varga. Он сказал: нет. Ella dijo que no. Pre-said, says-who, it's said."
    every = [m.span() for m in WORD.finditer(text)]
    assert all((word.start, word.end) in every for word in cuewords.find(text, 0, tokenise([text])))
