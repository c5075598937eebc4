"""What a word is, and by which other forms it is found."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from searchkit.analysis import TokenKind, fold, positions, query_words, stem, tokenise
from searchkit.analysis.tokens import SEPARATORS, parts
from searchkit.analysis.words import analyse


def words(text):
    """Folded words, in order of position."""
    return [t.folded for t in tokenise(text) if t.kind is TokenKind.WORD]


def forms(text):
    """All folded forms by which a text is found."""
    return {t.folded for t in tokenise(text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("To be, or not to be.", ["to", "be", "or", "not", "to", "be"]),
        ("It will not yield; US may.", ["it", "will", "not", "yield", "us", "may"]),
        ("and/or either—or re–elect", ["and", "or", "either", "or", "re", "elect"]),
        ("multi-agent", ["multi", "agent"]),
        ("multi‑agent multi‐agent", ["multi", "agent", "multi", "agent"]),
        ("-cut cut- -- a--b", ["cut", "cut", "a", "b"]),
        ("U.S. and U.S.A. and US", ["us", "and", "usa", "and", "us"]),
        ("the U.S.'s plan, the U.S.’s, the U.K.'S", ["the", "us's", "plan", "the", "us's", "the", "uk's"]),
        ("he said.'So it is.' Jan.'s", ["he", "said", "so", "it", "is", "jan", "s"]),
        ("e.g. i.e. т.е.", ["eg", "ie", "те"]),
        ("end.Start www.site.org", ["end", "start", "www", "site", "org"]),
        ("don't don’t donʼt", ["don't", "don't", "don't"]),
        ("'tax' ‘tax’ “tax” «tax» „tax“", ["tax"] * 5),
        ("the workers' party", ["the", "workers", "party"]),
        ("1,000 1000 1,000,000", ["1000", "1000", "1000000"]),
        ("1,5 3.14 5.2. 12,345.60", ["1,5", "3.14", "5.2", "12345.60"]),
        ("9/11 £5.2bn COVID-19 5%", ["9/11", "£5.2bn", "covid", "19", "5"]),
        ("#MeToo @name C++ Q&A AT&T", ["#metoo", "@name", "c++", "q&a", "at&t"]),
        ("under_score __init__", ["under_score", "init"]),
        ("“Naïve” CAFÉ", ["naive", "cafe"]),
        ("Straße STRASSE Łódź Øre Æther", ["strasse", "strasse", "lodz", "ore", "aether"]),
        ("ﬁne ｆｕｌｌ Ⅷ", ["fine", "full", "viii"]),
        ("İstanbul ISTANBUL ısı", ["istanbul", "istanbul", "isi"]),
        ("Ёлка елка", ["елка", "елка"]),
        ("Мой їжак", ["мой", "їжак"]),
        ("Ελλάδα ΕΛΛΑΔΑΣ ελλάδας", ["ελλαδα", "ελλαδασ", "ελλαδασ"]),
        ("السَّلام السلام الســلام", ["السلام"] * 3),
        ("שָׁלוֹם שלום", ["שלום", "שלום"]),
        ("हिन्दी", ["हिन्दी"]),
        ("대통령 선거", ["대통령", "선거"]),
        ("不会屈服。", ["不", "会", "屈", "服"]),
        ("美国US总统", ["美", "国", "us", "总", "统"]),
        ("がか\u3099ｶﾞ", ["が", "が", "ガ"]),
        ("US&中国 US_中国 tax'不", ["us", "中", "国", "us", "中", "国", "tax", "不"]),
        ("葛\U000e0100城", ["葛", "城"]),
        ("ที่นี่", ["ที่", "นี่"]),
        ("new\u00adline zero\u200bwidth exam¬ple", ["newline", "zerowidth", "example"]),
        ("\u202bשלום\u202c", ["שלום"]),
        ("🙂 👨\u200d👩\u200d👧 — … ?!", []),
        ("a🙂b", ["a", "b"]),
        ("", []),
        ("lone \ud800 surrogate", ["lone", "surrogate"]),
    ],
)
def test_a_text_is_cut_into_these_words(text, expected):
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "also"),
    [
        ("multi-agent", {"multiagent"}),
        ("state-of-the-art", {"stateoftheart"}),
        ("COVID-19", {"covid19"}),
        ("mother-in-law's", {"motherinlaw's", "law"}),
        ("Lavrov's", {"lavrov"}),
        ("Lavrov’s", {"lavrov"}),
        ("l’Ukraine", {"ukraine"}),
        ("qu'il", {"il"}),
        ("dell’Europa", {"europa"}),
        ("#MeToo", {"metoo"}),
        ("#MeToo's", {"metoo's", "metoo", "#metoo"}),
        ("@name", {"name"}),
        ("£5.2bn", {"5.2bn"}),
        ("$1,000", {"1000"}),
        ("LGBT+", {"lgbt"}),
        ("$5+", {"5+", "5", "$5"}),
        ("tax+spend", {"tax"}),
    ],
)
def test_a_word_is_also_found_by_these_forms(text, also):
    beside = {t.folded for t in tokenise(text) if t.kind is not TokenKind.WORD}
    assert beside == also


def test_a_joined_word_stands_over_the_positions_of_its_parts():
    joined = [t for t in tokenise("the state-of-the-art plan") if t.kind is TokenKind.JOINED]
    assert [(t.position, t.width, t.written) for t in joined] == [(1, 4, "stateoftheart")]
    assert positions("the state-of-the-art plan") == 6


def test_only_a_word_whose_every_part_is_one_word_is_joined():
    for text in ("tax-不会", "\u00ad'\u0301-a不", "U.S.A.-x.yz"):
        assert all(t.kind is not TokenKind.JOINED for t in tokenise(text)), text


def test_bare_forms_stand_where_their_word_stands():
    tokens = tokenise("he met Lavrov's aide")
    assert {(t.position, t.folded) for t in tokens if t.position == 2} == {(2, "lavrov's"), (2, "lavrov")}
    assert tokens[-1].position == 3


def test_offsets_point_into_the_text_as_it_was_written():
    text = "Cafe\u0301, U.S. #MeToo's “multi\u00ad-agent”"
    assert [text[t.start : t.end] for t in tokenise(text) if t.kind is TokenKind.WORD] == [
        "Cafe\u0301",
        "U.S",
        "#MeToo's",
        "multi\u00ad",
        "agent",
    ]


def test_composed_and_decomposed_forms_are_one_word():
    for word in ("café", "Łódź", "Йод", "Bäume", "が", "대통령", "ệ"):
        assert words(unicodedata.normalize("NFD", word)) == words(unicodedata.normalize("NFC", word))


@pytest.mark.parametrize(
    ("typed", "readings"),
    [
        ("tax", [["tax"]]),
        ("multi-agent", [["multi", "agent"], ["multiagent"]]),
        ("不会", [["不"], ["会"]]),
        ("U.S.", [["us"]]),
        ("Lavrov's", [["lavrov's"]]),
        ("🙂", []),
    ],
)
def test_a_query_word_has_these_readings(typed, readings):
    found = [[s.folded for s in reading] for word in query_words(typed) for reading in word.readings]
    assert found == readings


def test_wildcards_are_letters_only_where_asked_for():
    (word,) = query_words("multi-ag*", wildcards=True)
    assert [[(s.folded, s.wild) for s in reading] for reading in word.readings] == [
        [("multi", False), ("ag*", True)],
        [("multiag*", True)],
    ]
    assert [s.folded for w in query_words("wom?n*") for s in w.readings[0]] == ["wom", "n"]


@pytest.mark.parametrize(
    ("word", "lang", "same"),
    [
        ("allies", "en", "ally"),
        ("running", "en", "runs"),
        ("winning", "en", "wins"),
        ("москвы", "ru", "москва"),
        ("baume", "de", "baum"),
    ],
)
def test_inflections_share_a_stem(word, lang, same):
    assert stem(word, lang) == stem(same, lang)


def test_words_with_digits_or_signs_and_unknown_languages_are_not_stemmed():
    for word in ("5.2bn", "#taxes", "q&as"):
        assert stem(word, "en") == word
    assert stem("taxes", "") == stem("taxes", "xx") == "taxes"


# Properties ---------------------------------------------------------------------------------------------

PIECES = [*"aB1éß不ไ'’.-‑,/+#@$£_& \n“\u00ad\u200b¬😀\u0301й\u0306", "23", "U.S.", "ag-ent", "v's", "ｱﾞ", "ـ"]
mixtures = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
texts = st.one_of(mixtures, st.text(max_size=30))


@given(texts)
@example("a\u0300-b\u00ad's+")
@example("\u00ad'\u0301-a不")
def test_tokens_are_the_text_at_their_offsets(text):
    tokens = tokenise(text)
    assert all(0 <= t.start < t.end <= len(text) for t in tokens)
    for t in tokens:
        assert t.folded == fold(t.written)
        verbatim = unicodedata.normalize("NFC", text[t.start : t.end])
        if t.kind is TokenKind.JOINED:
            assert [ch for ch in fold(verbatim) if ch.isalnum()] == [ch for ch in t.folded if ch.isalnum()]
        else:
            assert fold(verbatim).replace(".", "") == t.folded.replace(".", "")


@given(texts)
def test_positions_count_the_words_one_after_the_other(text):
    asked = [t for t in tokenise(text) if t.kind is TokenKind.WORD]
    assert [t.position for t in asked] == list(range(positions(text)))
    assert all(a.end <= b.start for a, b in pairwise(asked))
    assert all(t.position + t.width <= len(asked) for t in tokenise(text))


@given(texts)
def test_a_text_is_its_chunks_analysed_one_by_one(text):
    expected = []
    offset = position = 0
    for part in parts(text):
        expected += [(t.start + offset, t.position + position, t.written) for t in tokenise(part)]
        offset += len(part)
        position += positions(part)
    assert "".join(parts(text)) == text
    assert [(t.start, t.position, t.written) for t in tokenise(text)] == expected


COMMON = st.one_of(
    st.from_regex(r"[a-zA-Z0-9]{1,4}([-.,/'’][a-zA-Z0-9]{1,4}){1,3}", fullmatch=True),
    st.from_regex(r"[a-zA-Z0-9]{0,3}['’ʼ＇-][sS]", fullmatch=True),
    st.from_regex(r"[#@$£€¥₽₴₺₹][a-zA-Z0-9]{0,4}([.,/][0-9]{1,4}){0,3}", fullmatch=True),
    st.text(alphabet=st.characters(categories=["L"]), max_size=6),
    st.text(alphabet="aÉßﬁ不ไʼªـй", max_size=6),
)


@given(COMMON)
@example("l's")
@example("1,600")
@example("£1,600.50")
def test_chunks_of_the_common_kinds_give_what_the_rule_for_all_words_gives(chunk):
    assert analyse(chunk) == analyse(chunk, wildcards=True)  # without any wildcard in it: the general way


@given(
    st.lists(st.sampled_from(["a", "B.C", "’s", "'", ".", "++", "#", "5", ",", "-", "¬", "é", *SEPARATORS]))
)
def test_no_word_reaches_over_a_separator(pieces):
    text = "".join(pieces)
    apart = [t.written for part in re.split(f"[{SEPARATORS}]", text) for t in tokenise(part)]
    assert [t.written for t in tokenise(text)] == apart


@given(st.lists(st.sampled_from(["a", "B.C", "’s", "5", "é", "c++", "a-b", *SEPARATORS])))
def test_words_between_separators_are_those_of_the_text_uncut(pieces):
    text = "".join(pieces)
    whole, _ = analyse(text)
    assert list(whole) == tokenise(text)


@given(st.text(alphabet=st.one_of(st.characters(max_codepoint=0x24F), st.sampled_from("’ʼ＇"))))
@example("Äß’ſĳŉ 1,000")
def test_latin_letters_fold_one_by_one_as_they_do_beside_any_other(text):
    assert fold(text + "я") == fold(text) + "я"  # with another letter the general way is gone


@given(texts)
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(texts)
def test_every_word_is_found_by_what_is_written_there(text):
    for t in tokenise(text):
        if t.kind is TokenKind.WORD:
            asked = query_words(text[t.start : t.end])
            assert [[s.folded for s in r] for w in asked for r in w.readings] == [[t.folded]]


@given(texts)
def test_letters_and_digits_are_never_left_out(text):
    inside = {i for t in tokenise(text) for i in range(t.start, t.end)}
    for i, ch in enumerate(text):
        if ch.isalnum() and any(c.isalnum() for c in fold(ch)):
            assert i in inside


def test_an_acronym_in_the_possessive_is_found_by_itself_at_its_own_characters():
    text = "It is the U.S.'s plan."
    (bare,) = [t for t in tokenise(text) if t.kind is TokenKind.BARE]
    assert (bare.folded, bare.position, text[bare.start : bare.end]) == ("us", 3, "U.S")
    assert words(text)[4] == "plan"
