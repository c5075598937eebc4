"""Snippets show the best piece of a paragraph, and mark nothing but true matches."""

from __future__ import annotations

import html
import time
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit.analysis import TokenKind, tokenise
from searchkit.analysis.sentences import sentences
from searchkit.matching import Analysed, evaluate, spans
from searchkit.query.nodes import And, Everything, Name, Near, Not, Or, Phrase, Said, Wildcard, Word
from searchkit.schema import Document, Speech
from searchkit.snippets import snippet, window

TEXT = (
    "Mr. Varga spoke at length in the capital. He said that there would be no tax cut this year. "
    "Nobody believed him. “We need a tax cut now,” said the leader of the opposition. Nobody cut anything."
)


def doc(text, **values):
    return Document("a#0", {"text": text, "lang": ("en",), **values})


def shown(query, text, length=280, **values):
    return snippet(query, doc(text, **values), length=length).marked("*")


# Marks --------------------------------------------------------------------------------------------------


def test_a_phrase_is_marked_as_a_whole_and_its_words_are_not_marked_alone():
    assert shown(Phrase("tax cut"), "A tax, a cut, a tax cut.") == "A tax, a cut, a *tax cut*."


def test_a_bare_word_is_marked_in_the_form_that_stands_there():
    assert shown(Word("ally"), "Allies’ allies, our ally.") == "*Allies*’ *allies*, our *ally*."


def test_a_hyphenated_word_is_marked_with_its_hyphens():
    assert shown(Word("multiagent"), "Some multi-agent talks.") == "Some *multi-agent* talks."
    assert shown(Word("agent"), "Some multi-agent talks.") == "Some multi-*agent* talks."


def test_words_near_each_other_are_marked_only_where_they_are_near():
    query = Near(Word("tax"), Word("cut"), 2)
    assert shown(query, "Tax and cut. No other tax at all.") == "*Tax* and *cut*. No other tax at all."


def test_only_the_words_that_the_speaker_spoke_are_marked():
    text = "No peace, he wrote. “Peace now,” said Anna."
    speech = (Speech(21, 30, "Anna", "direct"),)
    assert shown(Said(Word("peace")), text, speech=speech) == "No peace, he wrote. “*Peace* now,” said Anna."


def test_nothing_excluded_is_marked():
    assert shown(And((Word("peace"), Not(Word("war")))), "Peace.") == "*Peace*."
    assert shown(Or((Word("peace"), And((Word("no"), Word("war"))))), "No peace.") == "No *peace*."


def test_a_document_that_is_not_found_has_no_marks():
    assert shown(And((Word("peace"), Word("war"))), "Peace.") == "Peace."


def test_words_of_the_title_are_not_marked_in_the_text():
    assert shown(Word("peace", field="title"), "No peace.", title="Peace") == "No peace."


def test_neighbours_are_marked_one_by_one():
    assert shown(Or((Word("tax"), Word("cut"))), "A tax cut.") == "A *tax* *cut*."


def test_marks_are_set_as_the_caller_wishes_and_the_text_is_escaped():
    found = snippet(Word("tax"), doc("<b>Tax</b> & cut"))
    assert found.marked("<mark>", "</mark>", escape=html.escape) == (
        "&lt;b&gt;<mark>Tax</mark>&lt;/b&gt; &amp; cut"
    )
    assert str(found) == "<b>Tax</b> & cut"
    assert found.pieces == (("<b>", False), ("Tax", True), ("</b> & cut", False))


def test_offsets_are_characters_of_the_paragraph():
    found = snippet(Phrase("tax cut"), doc(TEXT), length=60)
    assert TEXT[found.start : found.end] == found.text
    assert [TEXT[a:b] for a, b in found.marks] == ["tax cut"]
    assert [TEXT[a:b] for a, b in found.matches] == ["tax cut", "tax cut"]


# What is shown ------------------------------------------------------------------------------------------


def test_a_short_paragraph_is_shown_whole():
    assert shown(Word("spoke"), TEXT) == TEXT.replace("spoke", "*spoke*")


def test_a_snippet_begins_and_ends_with_a_sentence_and_shows_where_it_is_cut():
    assert shown(Word("year"), TEXT, 60) == "… He said that there would be no tax cut this *year*. …"
    assert shown(Word("varga"), TEXT, 60) == "Mr. *Varga* spoke at length in the capital. …"
    assert shown(Word("anything"), TEXT, 30) == "… Nobody cut *anything*."


def test_the_piece_with_the_most_of_the_query_is_shown():
    query = Or((Word("tax"), Word("leader")))
    assert shown(query, TEXT, 75) == "… “We need a *tax* cut now,” said the *leader* of the opposition. …"


def test_among_equal_pieces_the_earliest_is_shown():
    assert shown(Word("nobody"), TEXT, 25) == "… *Nobody* believed him. …"


def test_the_piece_with_more_matches_is_shown():
    assert shown(Word("tax"), "A tax. No, no, no. The tax on tax. No, no.", 20) == "… The *tax* on *tax*. …"


def test_what_stands_around_is_shown_while_there_is_room():
    assert shown(Word("believed"), TEXT, 90) == (
        "… Nobody *believed* him. “We need a tax cut now,” said the leader of the opposition. …"
    )


def test_a_sentence_that_is_too_long_is_cut_between_words_around_the_match():
    text = "All of them went on and on about the one tax that nobody of them had ever heard of before"
    found = snippet(Word("tax"), doc(text), length=40)
    assert found.marked("*") == "… on about the one *tax* that nobody of them …"
    assert len(found.text) <= 40


def test_words_without_spaces_are_cut_between_characters():
    found = snippet(Phrase("屈服"), doc("我们今天明天后天都不会屈服于任何人的压力和威胁"), length=8)
    assert "*屈服*" in found.marked("*")
    assert len(found.text) <= 8


def test_a_mark_is_never_cut_from_the_character_that_it_is_set_on():
    assert shown(Word("tax"), "不会屈服\u0301tax", length=1) == "… 服*\u0301tax*"


def test_a_match_that_is_longer_than_the_snippet_is_shown_whole():
    assert shown(Phrase("need a tax cut now"), TEXT, 5) == "… *need a tax cut now*,” …"


def test_a_match_over_the_end_of_a_sentence_is_not_torn():
    assert shown(Phrase("year nobody"), TEXT, 75) == (
        "… He said that there would be no tax cut this *year. Nobody* believed him. …"
    )


def test_without_words_in_the_query_the_beginning_is_shown():
    for query in (Name("speaker", "varga", ("Anna",)), Everything(), Word("absent")):
        found = snippet(query, doc(TEXT, speaker=("Anna",)), length=60)
        assert found.marked("*") == "Mr. Varga spoke at length in the capital. …"
        assert found.marks == ()


@pytest.mark.parametrize("text", ["", " \n ", "…"])
def test_a_paragraph_without_words_has_a_snippet_too(text):
    assert snippet(Word("tax"), doc(text)).text == text.strip()


def test_a_length_below_one_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="0"):
        snippet(Word("tax"), doc("tax"), length=0)


# Sentences ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "parts",
    [
        ["Mr. Varga of the U.S. Senate spoke.", "He left at 5.30 p.m. on 3. Oktober.", "Silence…", "So on."],
        ["“Why?” he asked.", "“Stop it!”", "Nobody did.", "“Never.”", "(He laughed.)", "No. 5 won."],
        ["A. B. Dorn won in 2016.", "The rest lost.", "Is it so?!", "No.", "Art. 5 says no.", "It does."],
        ["Dr. Müller, Prof. Dorn u. a. kamen.", "Am 3. Oktober war Schluss.", "„Endlich!“", "Ja."],
        ["С. Варга был в г. Москве в 2016 г. и уехал.", "Так ли это?", "«Да!»", "– Нет."],
        ["¿Qué dijo el Sr. Varga?", "¡Nada!", "«Bien.»", "M. Dorn aussi."],
        ["他说：“我们走！”", "真的吗？", "是的。", "好"],
        ["वह गया।", "वह आया।"],
        ["هل جاء؟", "نعم."],
        ["www.example.org is down, e.g. for users.", "It costs 5.2 million."],
    ],
)
def test_sentences_end_where_readers_see_them_end(parts):
    joint = "" if "。" in "".join(parts) else " "
    text = joint.join(parts)
    assert [text[a:b] for a, b in sentences(text)] == parts


def test_an_empty_line_ends_a_sentence_and_a_line_break_does_not():
    text = "No full stop\n\nA heading\nthat runs on"
    assert [text[a:b] for a, b in sentences(text)] == ["No full stop", "A heading\nthat runs on"]


@pytest.mark.parametrize(
    "hostile",
    [
        "." * 10**5,
        ". " * 10**5,
        ".)" * 10**5,
        "\n " * 10**5,
        "a" + "\n " * 10**5 + "\u0301",
        "a. “" * 10**5,
        "।" * 10**5,
    ],
    ids=range(7),
)
def test_sentences_of_hostile_texts_take_no_minutes(hostile):
    begun = time.process_time()
    list(sentences(hostile))
    assert time.process_time() - begun < 10


# Properties ---------------------------------------------------------------------------------------------

PARTS = [
    *["tax", "cut", "the", "Mr.", "U.S.", "multi-agent", "Lavrov’s", "cafe\u0301", "不会屈服", "。", "？”"],
    *[". ", "! ", "… ", ", ", "\n", "\n\n", " ", " ", " ", "“", "”", "\u0301", "\u00ad", "🙂", "3.14", "-"],
]
QUERIES = [
    Word("tax"),
    Phrase("tax cut"),
    Phrase("the tax", slop=3),
    Phrase("屈服"),
    Near(Word("tax"), Word("cut"), 3),
    Or((Word("tax"), Phrase("multiagent"), Wildcard("ca*"))),
    Word("lavrov"),
    Not(Word("zebra")),
]
texts = st.lists(st.sampled_from(PARTS), max_size=30).map("".join)


@given(texts)
def test_sentences_hold_all_of_a_text_but_space(text):
    found = list(sentences(text))
    inside = {i for a, b in found for i in range(a, b)}
    assert all(ch.isspace() or i in inside for i, ch in enumerate(text))
    assert all(text[a:b] == text[a:b].strip() != "" for a, b in found)


def test_what_is_asked_of_the_title_is_not_marked_in_the_text():
    assert snippet(Word("tax", field="title"), doc("a tax cut", title="tax")).matches == ()


@settings(max_examples=400)
@given(texts, st.sampled_from(QUERIES), st.sampled_from([1, 5, 12, 30, 280]))
def test_every_snippet_is_verbatim_marked_truly_and_cut_between_words(text, query, length):
    document = doc(text)
    found = snippet(query, document, length=length)
    words = [t for t in tokenise(text) if t.kind is TokenKind.WORD]
    leaves = evaluate(query, Analysed(document)) or ()
    truth = [(words[a].start, words[b].end) for a, b in spans(m for leaf in leaves for m in leaf.matches)]

    assert text[found.start : found.end] == found.text == "".join(piece.text for piece in found.pieces)
    assert list(found.matches) == truth
    assert list(found.marks) == [m for m in truth if found.start <= m[0] and m[1] <= found.end]
    assert bool(found.marks) == bool(truth)
    assert [piece.text for piece in found.pieces if piece.marked] == [text[a:b] for a, b in found.marks]
    for cut in (found.start, found.end):
        assert not any(a < cut < b for a, b in truth)
        assert not any(t.start < cut < t.end for t in words)
        assert cut in (0, len(text)) or unicodedata.category(text[cut])[0] != "M" or text[cut - 1].isspace()
    assert found.cut_before == bool(text[: found.start].strip())
    assert found.cut_after == bool(text[found.end :].strip())


@given(texts, st.sampled_from(QUERIES), st.sampled_from([1, 5, 12, 30]))
def test_a_snippet_is_cut_as_if_all_of_the_text_were_cut(text, query, length):
    def everywhere(cut):
        return lambda *given: cut(*given[:-1], len(text) + 1)

    found = snippet(query, doc(text), length=length)
    with pytest.MonkeyPatch.context() as patched:
        for name in ("sentences_near", "words_before", "words_behind"):
            patched.setattr(window, name, everywhere(getattr(window, name)))
        assert found == snippet(query, doc(text), length=length)


@given(texts, st.sampled_from(QUERIES), st.sampled_from([12, 30]))
def test_a_snippet_is_longer_than_asked_only_where_a_word_or_match_is(text, query, length):
    found = snippet(query, doc(text), length=length)
    if len(found.text) > length:
        whole = found.marks[:1] or ((found.start, found.start),)
        rest = found.text.replace(text[whole[0][0] : whole[-1][1]], "", 1)
        assert not any(
            ch.isspace() and unicodedata.category(behind)[0] != "M" for ch, behind in pairwise(rest.strip())
        )
