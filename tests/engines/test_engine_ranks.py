"""In which order results come, how they score and how they are counted, on every engine."""

from __future__ import annotations

import math

import numpy as np
import pytest
from engines_under_test import ANNA, DATED, SPEECH, bm25, commit, doc, ids, scores

from searchkit.dates import DateSpan, parse
from searchkit.engines.base import Bucket, Order, bucket_key
from searchkit.query.nodes import (
    Absent,
    And,
    DateRange,
    Everything,
    Fuzzy,
    Near,
    Not,
    Or,
    Phrase,
    Present,
    Said,
    Value,
    Wildcard,
    Word,
)
from searchkit.schema import Schema, Speech

# Order and pages -----------------------------------------------------------------------------------------


def test_results_are_ordered_by_date_with_undated_ones_last(fill):
    reader = fill(DATED[:3], DATED[3:])
    everything = {"limit": 100}
    newest = ids(reader, Word("treaty"), order=Order.NEWEST, **everything)
    oldest = ids(reader, Word("treaty"), order=Order.OLDEST, **everything)
    assert newest == ["a#2", "a#7", "a#4", "a#1", "a#6", "a#0", "a#5", "a#3"]
    assert oldest == ["a#5", "a#0", "a#6", "a#1", "a#4", "a#2", "a#7", "a#3"]
    assert ids(reader, Word("treaty"), order=Order.DOCUMENT, **everything) == [d.id for d in DATED]


@pytest.mark.parametrize("order", list(Order))
def test_pages_put_together_are_the_whole_result(fill, order):
    texts = ["treaty", "a treaty", "treaty treaty", "other"] * 6
    documents = [doc(f"a#{n}", text, date=DATED[n % 8].values["date"]) for n, text in enumerate(texts)]
    reader = fill(documents[:7], documents[7:8], documents[8:])
    whole = reader.search(Word("treaty"), limit=100, order=order)
    assert whole.total == len(whole.hits) == 18
    pages = [reader.search(Word("treaty"), limit=5, offset=n, order=order) for n in range(0, 20, 5)]
    assert [hit for page in pages for hit in page.hits] == list(whole.hits)
    assert {page.total for page in pages} == {18}
    assert reader.search(Word("treaty"), limit=0, order=order).hits == ()
    assert reader.search(Word("treaty"), offset=18, order=order).hits == ()
    assert reader.search(Word("treaty"), offset=1000, order=order).total == 18
    assert reader.search(Word("treaty"), limit=10**12, order=order) == whole


def test_equal_scores_stay_in_document_order(fill):
    reader = fill([doc(f"a#{n}", "treaty") for n in range(15)], [doc(f"b#{n}", "treaty") for n in range(15)])
    expected = [f"a#{n}" for n in range(15)] + [f"b#{n}" for n in range(15)]
    assert ids(reader, Word("treaty"), limit=30) == expected
    assert ids(reader, Word("treaty"), limit=12) == expected[:12]


# Scores --------------------------------------------------------------------------------------------------


def test_scores_are_bm25(fill):
    reader = fill([doc("a#0", "treaty of peace treaty"), doc("a#1", "peace"), doc("a#2", "")])
    assert scores(reader, Word("treaty")) == {"a#0": pytest.approx(bm25(3, 1, 2, 4, 5 / 3), rel=1e-6)}
    peace = scores(reader, Word("peace"))
    assert peace["a#1"] == pytest.approx(bm25(3, 2, 1, 1, 5 / 3), rel=1e-6)
    assert peace["a#1"] > peace["a#0"]
    both = scores(reader, And((Word("treaty"), Word("peace"))))
    assert both["a#0"] == np.float32(scores(reader, Word("treaty"))["a#0"]) + np.float32(peace["a#0"])


RARITY = math.log(1 + (2 - 1 + 0.5) / (1 + 0.5))  # idf of a word in one of two paragraphs


@pytest.mark.parametrize(
    ("query", "tf", "weight"),
    [
        (Phrase("treaty of"), 1, 2 * RARITY),
        (Phrase("treaty peace", slop=1), 1, 2 * RARITY),
        (Phrase("treaty peace", slop=3), 2, 2 * RARITY),
        (Phrase("treaty of pea*"), 1, 2 * RARITY + 1),
        (Near(Word("treaty"), Word("peace"), 2), 2, 2 * RARITY),
        (Near(Word("treaty"), Word("peace"), 2, negated=True), 0, 0),
        (Near(Word("treaty"), Word("peace"), 1, negated=True), 1, RARITY),
        (Near(Word("treaty"), Or((Word("of"), Word("war"))), 1), 1, 3 * RARITY),
        (Said(Word("treaty")), 1, RARITY),
        (Said(Wildcard("trea*")), 1, 1),
    ],
    ids=str,
)
def test_a_leaf_weighs_as_much_as_its_words_and_scores_by_how_often_it_occurs(fill, query, tf, weight):
    text = "treaty of peace treaty"
    reader = fill([doc("a#0", text, speech=(Speech(0, 9, "Anna", "turn"),)), doc("a#1", "war")])
    word = bm25(2, 1, tf, 4, 2.5) / RARITY if tf else 0.0
    assert scores(reader, query) == ({"a#0": pytest.approx(weight * word, rel=1e-6)} if tf else {})


def test_a_hyphenated_word_weighs_as_much_as_its_parts(fill):
    reader = fill([doc("a#0", "a multi-agent system"), doc("a#1", "one agent, many agents")])
    parts = bm25(2, 1, 1, 4, 4) + bm25(2, 2, 1, 4, 4)
    assert scores(reader, Word("multi-agent")) == {"a#0": pytest.approx(parts, rel=1e-6)}


@pytest.mark.parametrize("query", [Wildcard("pe*"), Fuzzy("pease", 1), Phrase("pea*")], ids=str)
def test_wildcards_and_fuzzy_words_score_one(fill, query):
    reader = fill([doc("a#0", "peace peace"), doc("a#1", "war and peace")])
    assert scores(reader, query) == {"a#0": 1.0, "a#1": 1.0}


@pytest.mark.parametrize(
    "query",
    [Everything(), ANNA, Present("date"), DateRange(None, None), Value("lang", "en"), Not(Word("war"))],
    ids=str,
)
def test_what_is_not_a_word_does_not_score(fill, query):
    reader = fill([doc("a#0", "peace", speaker=("Anna Varga",), date=parse("2021"))])
    assert scores(reader, query) == {"a#0": 0.0}
    assert scores(reader, And((Word("peace"), query))) == scores(reader, Word("peace"))


def test_only_the_branches_of_or_that_match_score(fill):
    reader = fill([doc("a#0", "peace treaty"), doc("a#1", "war")])
    query = Or((And((Word("peace"), Word("war"))), Word("treaty")))
    assert scores(reader, query) == scores(reader, Word("treaty"))


def test_a_leaf_that_stands_twice_scores_twice(fill):
    reader = fill([doc("a#0", "peace treaty"), doc("a#1", "war")])
    word = Word("peace")
    once = scores(reader, word)["a#0"]
    for twice in (And((word, word)), And((word, Word("peace"))), Or((word, Not(word), word))):
        assert scores(reader, twice)["a#0"] == float(np.float32(once) + np.float32(once))


def test_scores_do_not_depend_on_how_often_was_committed_or_what_was_deleted(make):
    documents = [doc(f"a{n}#0", "treaty " * (n % 3) + "of peace " * (n % 5)) for n in range(20)]
    gone = [doc(f"gone#{n}", "treaty of peace") for n in range(5)]
    query = Or((Word("treaty"), Phrase("of peace"), Near(Word("treaty"), Word("peace"), 3)))
    once, often = make(), make()
    commit(once, documents)
    for n in range(0, 20, 4):
        commit(often, documents[n : n + 4] + gone[n // 4 : n // 4 + 1])
    commit(often, delete=("gone",))
    expected = once.reader().search(query, limit=100)
    assert often.reader().search(query, limit=100) == expected
    assert often.reader().search(query, limit=7) == once.reader().search(query, limit=7)
    assert expected.total == 18


# Counts --------------------------------------------------------------------------------------------------


def test_counts_are_over_all_documents_found(fill):
    reader = fill(SPEECH, [doc("b#0", "peace", speaker=("Ivan Dorn", "Ivan Dorn"))])
    assert dict(reader.counts(Word("peace"), "speaker")) == {"Anna Varga": 2, "Ivan Dorn": 2, "": 1}
    assert dict(reader.counts(Word("peace"), "lang")) == {"en": 4}
    assert dict(reader.counts(Word("war"), "lang")) == {}


def test_counts_by_date_keep_coarse_dates_under_their_own_name(fill):
    reader = fill(DATED[:3], DATED[3:])
    assert dict(reader.counts(Everything(), "year")) == {"2021": 6, "2020": 1, "": 1}
    assert dict(reader.counts(Everything(), Bucket.MONTH)) == {
        "2021": 1,
        "2021-06": 3,
        "": 1,
        "2021-W26": 1,
        "2020-02": 1,
        "2021-Q2": 1,
    }
    by_day = dict(reader.counts(Everything(), "day"))
    assert by_day == {
        "2021": 1,
        "2021-06": 1,
        "2021-06-30": 2,
        "": 1,
        "2021-W26": 1,
        "2020-02-29": 1,
        "2021-Q2": 1,
    }


def test_a_week_inside_one_month_counts_for_the_month():
    week = parse("2021-W23")
    assert isinstance(week, DateSpan)
    assert bucket_key(week, Bucket.MONTH) == "2021-06"
    assert bucket_key(week, Bucket.DAY) == "2021-W23"
    assert bucket_key(None, Bucket.DAY) == ""


def test_counting_by_something_unknown_is_a_mistake_of_the_caller(fill):
    for by in ("colour", "text", "decade"):
        with pytest.raises(ValueError, match=by):
            fill(SPEECH).counts(Everything(), by)


def test_columns_of_the_users_own_are_fields_like_others(fill):
    schema = Schema().with_columns(["desk", "year"])
    reader = fill(
        [doc("a#0", "peace", desk=("East", "West"), year=("the 80s",)), doc("a#1", "peace")], schema=schema
    )
    assert ids(reader, Value("desk", "west")) == ["a#0"]
    assert ids(reader, Absent("desk")) == ["a#1"]
    assert dict(reader.counts(Everything(), "desk")) == {"East": 1, "West": 1, "": 1}
    assert dict(reader.counts(Everything(), "year")) == {"the 80s": 1, "": 1}
    assert dict(reader.counts(Everything(), Bucket.YEAR)) == {"": 2}
    assert dict(reader.values("desk")) == {"East": 1, "West": 1}
