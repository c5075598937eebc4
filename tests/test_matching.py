"""What each query node matches in one document. Phrases and proximity are also judged by brute force,
in engines/test_agreement.py; every node is tried on every engine in engines/test_engine.py."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.analysis import TokenKind, tokenise
from searchkit.errors import QueryError
from searchkit.matching import FOLDED, Analysed, Words, evaluate, marks, pattern, spans, tally, within
from searchkit.query.nodes import And, Fuzzy, Name, Near, Not, Or, Phrase, Said, Value, Wildcard, Word
from searchkit.schema import Document, Speech


def found(query, text, lang="en", **values):
    """The texts of the matches of a leaf, word by word."""
    document = Analysed(Document("a#0", {"text": text, "lang": (lang,), **values}))
    leaves = evaluate(query, document) or ()
    words = [t.folded for t in tokenise(text) if t.kind is TokenKind.WORD]
    return sorted(" ".join(words[p] for p in match) for leaf in leaves for match in leaf.matches)


def test_a_bare_word_matches_its_inflections_in_the_language_of_the_document():
    assert found(Word("ally"), "Allies of an ally") == ["allies", "ally"]
    assert found(Word("Baum"), "Bäume", lang="de") == ["baume"]
    assert found(Word("ally"), "Allies", lang="") == []


def test_a_quoted_word_does_not_match_its_inflections():
    assert found(Phrase("ally"), "Allies of an ALLY") == ["ally"]


def test_an_exact_word_matches_as_written_unless_it_is_written_as_it_folds():
    assert found(Word("May", exact=True), "May may MAY") == ["may"]
    assert found(Word("may", exact=True), "May may MAY") == ["may", "may", "may"]
    assert found(Word("café", exact=True), "cafe café") == ["cafe"]
    assert found(Phrase("the May", exact=True), "the May, The May, the may") == ["the may", "the may"]


def test_wildcards_match_whole_words():
    assert found(Wildcard("tax*"), "tax taxes syntax") == ["tax", "taxes"]
    assert found(Wildcard("wom?n"), "woman women womn womaan") == ["woman", "women"]
    assert found(Phrase("the ta* cut"), "the tax cut, the cut, the big cut") == ["the tax cut"]
    assert found(Wildcard("Ta*", exact=True), "tax Tax") == ["tax"]
    assert pattern("a.c*")("a.cd")
    assert not pattern("a.c*")("abcd")
    assert pattern("*" * 40 + "b")("a" * 40 + "b")


def test_fuzzy_words_are_so_many_letters_off():
    assert found(Fuzzy("starmer", 1), "Stamer Starmer Starrmer Satrmer Stanner") == [
        "satrmer",
        "stamer",
        "starmer",
        "starrmer",
    ]
    assert within("abcd", "acbd", 1)
    assert not within("ca", "abc", 2)  # nothing is edited twice
    assert within("", "ab", 2)
    assert not within("", "abc", 2)


@given(st.text("abc", max_size=6), st.text("abc", max_size=6), st.integers(0, 3))
def test_letters_off_is_the_same_in_both_directions(a, b, limit):
    assert within(a, b, limit) == within(b, a, limit)
    assert within(a, b, limit) <= within(a, b, limit + 1)
    assert within(a, b, 0) == (a == b)


def test_a_hyphenated_word_matches_joined_split_and_hyphenated():
    text = "multi-agent, multi agent, multiagent"
    for asked in ("multi-agent", "multiagent", "multi agent"):
        expected = 3 if asked == "multi-agent" else 2
        assert len(found(Phrase(asked), text)) == expected, asked
    assert found(Phrase("the multiagent plan"), "the multi-agent plan") == ["the multi agent plan"]


def test_a_joined_word_is_as_wide_as_its_parts():
    assert found(Phrase("multiagent agent"), "multi-agent") == []
    assert found(Phrase("multiagent agent", slop=5), "multi-agent") == []
    assert found(Near(Word("multiagent"), Word("agent"), 5), "multi-agent") == []
    assert found(Near(Word("multiagent"), Word("plan"), 1), "multi-agent plan") == ["multi agent plan"]


@pytest.mark.parametrize(
    ("text", "slop"),
    [("tax cut", 0), ("tax big cut", 1), ("tax very big cut", 2), ("cut tax", 2), ("cut big tax", 3)],
)
def test_slop_counts_the_moves(text, slop):
    assert found(Phrase("tax cut", slop=slop), text) == [text.replace("big ", "").replace("very ", "")]
    assert not slop or found(Phrase("tax cut", slop=slop - 1), text) == []


def test_a_repeated_word_of_a_sloppy_phrase_needs_as_many_words():
    assert found(Phrase("no no no", slop=5), "no no") == []
    assert found(Phrase("no no", slop=1), "no no maybe no") == ["no no", "no no"]
    assert found(Phrase("Lavrov's Lavrov", slop=3), "Lavrov's") == []


def test_near_is_symmetric_and_before_is_not():
    for a, b in (("tax", "cut"), ("cut", "tax")):
        assert found(Near(Word(a), Word(b), 2), "tax big cut") == ["tax cut"]
    assert found(Near(Word("tax"), Word("cut"), 1), "tax big cut") == []
    assert found(Near(Word("tax"), Word("cut"), 2, ordered=True), "tax big cut") == ["tax cut"]
    assert found(Near(Word("cut"), Word("tax"), 2, ordered=True), "tax big cut") == []


def test_near_needs_two_different_places():
    assert found(Near(Word("tax"), Word("tax"), 5), "tax") == []
    assert found(Near(Word("tax"), Word("tax"), 5), "tax tax") == ["tax tax"]
    three = Near(Near(Word("tax"), Word("tax"), 5), Word("tax"), 5)
    assert found(three, "tax tax") == []
    assert found(three, "tax tax tax") == ["tax tax tax"]


def test_what_stands_between_two_words_that_are_near_may_be_near_both():
    assert found(Near(Near(Word("a"), Word("c"), 5), Word("b"), 1), "a b c") == ["a b c"]


def test_not_near_leaves_what_has_no_partner():
    query = Near(Word("tax"), Word("cut"), 1, negated=True)
    assert found(query, "tax cut and tax") == ["tax"]
    assert found(query, "tax cut") == []
    assert found(Near(Word("tax"), Word("cut"), 1, ordered=True, negated=True), "cut tax") == ["tax"]


def test_what_asks_for_signs_only_matches_nothing():
    for query in (
        Phrase("🙂"),
        Phrase("🙂", slop=2),
        Word("…"),
        Fuzzy("!", 1),
        Near(Word("?"), Word("a"), 2),
    ):
        assert found(query, "a 🙂 …") == []


def test_said_keeps_matches_that_lie_inside_one_stretch():
    text = "We cut tax. Tax cut, he says."
    stretch = Speech(0, 19, "Anna", "turn")
    halves = (Speech(0, 11, "Anna", "turn"), Speech(11, 19, "Anna", "turn"))
    query = Said(Phrase("tax tax"))
    assert found(query, text, speech=(stretch,)) == ["tax tax"]
    assert found(query, text, speech=halves) == []
    assert found(Said(Phrase("tax tax"), (Name("speaker", "bo", ("Bo",)),)), text, speech=(stretch,)) == []
    assert found(query, text, speech=(Speech(0, 19, "Anna", "author"),)) == []


def test_leaves_count_in_their_order_and_nothing_under_not_counts():
    document = Analysed(Document("a#0", {"text": "tax cut", "role": ("quote",)}))
    query = And(
        (
            Or((Word("cut"), And((Word("tax"), Word("war"))))),
            Not(Word("peace")),
            Value("role", "quote"),
            Word("tax"),
        )
    )
    assert [leaf.leaf.text for leaf in evaluate(query, document)] == ["cut", "tax"]
    assert evaluate(Not(Word("tax")), document) is None
    assert evaluate(Not(Not(Word("tax"))), document) == ()


def test_what_has_no_positions_cannot_be_near_anything():
    with pytest.raises(TypeError, match="Value"):
        evaluate(Near(Word("tax"), Value("role", "quote"), 3), Analysed(Document("a#0", {"text": "tax"})))


def test_spans_are_runs_and_overlapping_ones_are_one():
    assert spans([(1, 2), (2, 3), (4,), (6, 8)]) == ((1, 3), (4, 4), (6, 6), (8, 8))
    assert spans([]) == ()
    assert tally([(1, 3), (1, 2, 3), (1,)]) == 2


def test_a_long_paragraph_takes_no_seconds():
    document = Analysed(Document("a#0", {"text": "the end of a tax is the start of a war " * 3000}))
    document.words()
    begun = time.process_time()
    for query in (Phrase("a tax is the"), Phrase("tax war", slop=8), Near(Word("tax"), Word("war"), 10)):
        assert evaluate(query, document)
    assert time.process_time() - begun < 3


@pytest.mark.parametrize(
    "query",
    [
        Phrase(" ".join(["no"] * 40), slop=40, span=(2, 9)),
        Phrase(" ".join(["no-no"] * 30), slop=400, span=(2, 9)),
        Near(Near(Near(Word("no"), Word("no"), 500), Word("no"), 500), Word("no"), 500, span=(2, 9)),
    ],
)
def test_hostile_repetition_is_refused_in_bounded_time(query):
    document = Analysed(Document("a#0", {"text": "no " * 500}))
    begun = time.process_time()
    with pytest.raises(QueryError, match="too many ways") as refused:
        evaluate(query, document)
    assert refused.value.code == "timeout"
    assert time.process_time() - begun < 20


SIGNS = st.sampled_from(
    ["tax", "U.S.'s", "multi-agent", "l’Ukraine", "5,000", "#a", "屈服", " ", "\n", "\u00a0"]
)


@given(st.lists(st.one_of(st.characters(codec="utf-8"), SIGNS, st.just(" ")), max_size=30).map("".join))
def test_the_words_of_a_text_are_those_of_the_tokeniser(text):
    tokens, words = tokenise(text), Words(text, "en")
    places = {t.folded: [] for t in tokens}
    for t in tokens:
        places[t.folded].append((t.position, t.width))
    for folded, found in places.items():
        assert words.places(FOLDED, {folded}) == sorted(set(found))
    assert words.places(FOLDED, set(places)) == sorted(
        {place for found in places.values() for place in found}
    )
    assert words.forms(FOLDED) == set(places)
    written = [(t.start, t.end) for t in tokens if t.kind is TokenKind.WORD]
    assert words.characters((n, n) for n in range(len(words))) == written
    assert words.joints == [b[0] for a, b in pairwise(written) if a[1] == b[0]]


ASKED = st.lists(
    st.sampled_from(["tax", "U.S.'s", "multi-agent", "agent", "#a", "a", "屈服", "Tax"]), min_size=1
)


@given(
    st.lists(
        st.sampled_from(["tax", "Tax", "U.S.'s", "multi-agent", "#a", "a", "屈服", "–", " ", " ", " ", "\n"])
    ),
    st.lists(
        st.tuples(ASKED.map(" ".join), st.booleans()).map(lambda asked: Phrase(*asked[:1], exact=asked[1])),
        min_size=1,
    ),
    st.sampled_from([And, Or]),
)
def test_what_is_marked_are_the_matches_of_each_leaf_that_counts(parts, phrases, join):
    document = Analysed(Document("a#0", {"text": "".join(parts), "lang": ("en",)}))
    query = join((Word("agents"), *phrases)) if len(phrases) > 1 else phrases[0]
    words = document.words()
    found = {leaf.leaf: words.characters(spans(leaf.matches)) for leaf in evaluate(query, document) or ()}
    assert marks(query, document, "text") == list(found.values())


def test_what_is_asked_four_hundred_times_is_looked_for_once(monkeypatch):
    placed: list[object] = []
    monkeypatch.setattr(Words, "characters", lambda words, runs: placed.append(runs) or [(0, 2)])
    for join in (Or, And):
        document = Analysed(Document("a#0", {"text": "no, no", "speech": (Speech(0, 6, "Anna", "turn"),)}))
        placed.clear()
        assert marks(join((Said(Word("no")),) * 400), document, "text") == [[(0, 2)]]
        assert placed == [((0, 0), (1, 1))]


def test_a_word_lies_inside_characters_only_as_a_whole():
    words = Words("tax cut, now")
    assert words.inside(0, 12) == (0, 3)
    assert words.inside(1, 12) == (1, 3)
    assert words.inside(0, 7) == (0, 2)
    first, last = words.inside(5, 6)
    assert first == last
