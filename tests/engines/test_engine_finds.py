"""What queries find, on every engine."""

from __future__ import annotations

import time
from datetime import date

import pytest
from engines_under_test import ANNA, DATED, IVAN, NOBODY, SPEECH, commit, dated, doc, ids, need

from searchkit.engines.base import Feature, Order
from searchkit.errors import QueryError
from searchkit.query.nodes import (
    Absent,
    And,
    DateRange,
    Everything,
    Fuzzy,
    Name,
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
from searchkit.schema import Speech

# Words ---------------------------------------------------------------------------------------------------


TEXTS = [
    doc("a#0", "The allies met the ally of Lavrov's aide."),
    doc("a#1", "Multi-agent talks in the U.S. went on; May will not yield."),
    doc("a#2", "They may yield to be or not to be."),
    doc("a#3", "Der Außenminister sprach über Bäume.", lang=("de",)),
    doc("a#4", "不会屈服。", lang=("zh",)),
    doc("a#5", "", title="An ally in need"),
]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (Word("ally"), ["a#0"]),
        (Word("ALLIES"), ["a#0"]),
        (Phrase("ally"), ["a#0"]),
        (Phrase("allied"), []),
        (Word("allied"), ["a#0"]),
        (Word("ally", field="title"), ["a#5"]),
        (Word("lavrov"), ["a#0"]),
        (Word("US"), ["a#1"]),
        (Word("multiagent"), ["a#1"]),
        (Phrase("multi agent talks"), ["a#1"]),
        (Phrase("multiagent talks"), ["a#1"]),
        (Phrase("multi-agent talks"), ["a#1"]),
        (Word("may"), ["a#1", "a#2"]),
        (Word("May", exact=True), ["a#1"]),
        (Word("may", exact=True), ["a#1", "a#2"]),
        (Phrase("May will", exact=True), ["a#1"]),
        (Phrase("Will Not", exact=True), []),
        (Phrase("will not yield"), ["a#1"]),
        (Phrase("to be or not to be"), ["a#2"]),
        (Phrase("yield not"), []),
        (Phrase("not yield", slop=1), ["a#1"]),
        (Phrase("yield not", slop=2), ["a#1"]),
        (Phrase("yield not", slop=1), []),
        (Word("baum"), ["a#3"]),
        (Word("aussenminister"), ["a#3"]),
        (Phrase("bäume"), ["a#3"]),
        (Phrase("bäume", exact=True), []),
        (Phrase("Bäume", exact=True), ["a#3"]),
        (Phrase("屈服"), ["a#4"]),
        (Word("服屈"), []),
        (Wildcard("yi*"), ["a#1", "a#2"]),
        (Wildcard("wil?"), ["a#1"]),
        (Wildcard("wil??"), []),
        (Wildcard("Ma*", exact=True), ["a#1"]),
        (Phrase("will no? yi*"), ["a#1"]),
        (Fuzzy("yeild", 1), ["a#1", "a#2"]),
        (Fuzzy("yeald", 1), []),
        (Fuzzy("yeald", 2), ["a#1", "a#2"]),
        (Fuzzy("yield", 0), ["a#1", "a#2"]),
        (Near(Word("will"), Word("yield"), 2), ["a#1"]),
        (Near(Word("will"), Word("yield"), 1), []),
        (Near(Word("yield"), Word("will"), 2), ["a#1"]),
        (Near(Word("yield"), Word("will"), 2, ordered=True), []),
        (Near(Or((Word("met"), Word("to"))), Phrase("the ally"), 1), ["a#0"]),
        (Near(Word("yield"), Word("will"), 2, negated=True), ["a#2"]),
        (Near(Near(Word("may"), Word("will"), 1), Word("yield"), 2), ["a#1"]),
        (Near(Word("be"), Word("be"), 5), ["a#2"]),
        (Near(Word("be"), Word("be"), 3), []),
        (Near(Word("ally"), Word("ally"), 1), []),
        (Present("title"), ["a#5"]),
        (Absent("text"), ["a#5"]),
        (And((Word("yield"), Not(Word("will")))), ["a#2"]),
        (Not(Present("text")), ["a#5"]),
        (Or((Word("ally", field="title"), Word("baum"))), ["a#3", "a#5"]),
        (And((Word("yield"), Or((Word("ally"), Word("to"))))), ["a#2"]),
        (Not(Everything()), []),
        (Not(Not(Word("will"))), ["a#1"]),
    ],
    ids=str,
)
def test_a_query_finds_what_it_says(fill, query, found):
    reader = fill(TEXTS[:2], TEXTS[2:])
    assert list(reader.every(query)) == found
    assert reader.count(query) == len(found)
    assert sorted(ids(reader, query)) == found


@pytest.mark.parametrize(
    ("query", "id", "spans"),
    [
        (Word("ally"), "a#0", ((1, 1), (4, 4))),
        (Phrase("the ally"), "a#0", ((3, 4),)),
        (Or((Phrase("the ally"), Word("ally"))), "a#0", ((1, 1), (3, 4))),
        (Word("lavrov"), "a#0", ((6, 6),)),
        (Phrase("multiagent talks"), "a#1", ((0, 2),)),
        (Near(Phrase("will not"), Word("talk"), 9), "a#1", ((2, 2), (9, 10))),
        (And((Word("may"), Not(Word("be")))), "a#1", ((8, 8),)),
        (And((Word("may"), Not(Word("be")))), "a#2", ()),
        (Or((And((Word("may"), Word("talk"))), Word("be"))), "a#2", ((4, 4), (8, 8))),
        (Everything(), "a#0", ()),
        (Word("ally", field="title"), "a#5", ()),
        (Phrase("be to", slop=3), "a#2", ((3, 4), (7, 8))),
        (Near(Word("to"), Word("be"), 3, negated=True), "a#2", ()),
    ],
    ids=str,
)
def test_matches_are_the_words_that_made_it_found(fill, query, id, spans):
    assert fill(TEXTS[:2], TEXTS[2:]).matches(query, id) == spans


def test_a_word_is_not_found_where_no_text_has_a_word(fill):
    reader = fill([doc("a#0", "")])
    assert reader.search(Word("tax")).total == 0
    assert reader.search(Said(Word("tax"))).total == 0


def test_matches_of_an_unknown_document_are_an_error(fill):
    with pytest.raises(KeyError, match="nobody#0"):
        fill([doc("a#0", "treaty")]).matches(Word("treaty"), "nobody#0")


def test_words_are_listed_with_the_number_of_paragraphs_that_hold_them(fill):
    reader = fill([doc("a#0", "Tax taxes, TAX"), doc("a#1", "tax-free É")], [doc("b#0", "Lavrov's taxes")])
    assert reader.words("tax") == [("tax", 2), ("taxes", 2), ("taxfree", 1)]
    assert reader.words("tax", limit=1) == [("tax", 2)]
    assert reader.words("lav") == [("lavrov", 1), ("lavrov's", 1)]
    assert reader.words("zz") == []
    assert [w for w, _ in reader.words()] == ["e", "free", "lavrov", "lavrov's", "tax", "taxes", "taxfree"]


def test_a_wildcard_with_too_many_expansions_is_refused_with_the_commonest(fill):
    many = [doc(f"a#{n}", " ".join(f"tax{i}" for i in range(n * 50, n * 50 + 50))) for n in range(21)]
    reader = fill(many, [doc("b#0", "tax7 tax8"), doc("b#1", "tax8")])
    for query in (
        Wildcard("tax*", span=(3, 7)),
        Not(Wildcard("tax*", span=(3, 7))),
        Phrase("the tax*", span=(3, 7)),
        Said(Wildcard("tax*", span=(3, 7))),
    ):
        with pytest.raises(QueryError, match=r"1,050.*tax8, tax7") as refused:
            reader.count(query)
        assert refused.value.code == "too-many-expansions"
        assert (refused.value.start, refused.value.end) == (3, 7)
    assert reader.count(Wildcard("tax1*")) == 4


def test_only_words_of_live_documents_count_as_expansions(engine):
    commit(engine, [doc("gone#0", " ".join(f"tax{n}" for n in range(1100))), doc("a#0", "tax7 taxes")])
    with pytest.raises(QueryError, match="1,101"):
        engine.reader().count(Wildcard("tax*"))
    commit(engine, delete=("gone",))
    assert ids(engine.reader(), Wildcard("tax*")) == ["a#0"]


def test_as_many_expansions_as_allowed_are_all_looked_for(fill):
    reader = fill(
        [doc(f"a#{n}", f"tax{n}") for n in range(500)],
        [doc("b#0", " ".join(map("tax{}".format, range(1024))))],
    )
    assert reader.count(Wildcard("tax*")) == 501


def test_past_its_deadline_a_search_stops(engine):
    need(engine, Feature.DEADLINE)
    commit(engine, [doc("a#0", "treaty")])
    reader, past = engine.reader(), time.monotonic() - 1
    for call in (
        lambda: reader.search(Word("treaty"), deadline=past),
        lambda: reader.count(Word("treaty"), deadline=past),
        lambda: list(reader.every(Word("treaty"), deadline=past)),
        lambda: reader.counts(Word("treaty"), "lang", deadline=past),
    ):
        with pytest.raises(QueryError) as refused:
            call()
        assert refused.value.code == "timeout"
    assert reader.count(Word("treaty"), deadline=time.monotonic() + 60) == 1


# Speakers, values, dates ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (ANNA, ["a#0", "a#2", "a#3"]),
        (NOBODY, []),
        (Name("by", "writer", ("Jo Writer",)), ["a#1"]),
        (Present("speaker"), ["a#0", "a#2", "a#3"]),
        (Absent("speaker"), ["a#1"]),
        (Value("role", "TITLE"), ["a#1"]),
        (Value("source", "the lantern"), ["a#0"]),
        (Value("source", "lantern"), []),
        (Present("source"), ["a#0"]),
        (Said(Word("peace")), ["a#0", "a#2"]),
        (Said(Word("peace"), (ANNA,)), ["a#0", "a#2"]),
        (Said(Word("peace"), (IVAN,)), ["a#0"]),
        (Said(Word("peace"), (NOBODY,)), []),
        (Said(Word("peace"), (NOBODY, IVAN)), ["a#0"]),
        (Said(Phrase("peace now"), (ANNA,)), []),
        (Said(Phrase("peace now"), (IVAN,)), ["a#0"]),
        (Said(Word("now")), ["a#0"]),
        (Said(Word("said")), []),
        (Said(Phrase("no peace")), []),
        (Said(Near(Word("need"), Word("now"), 2)), ["a#0"]),
        (Said(Near(Word("need"), Word("now"), 2), (ANNA,)), []),
        (Said(Phrase("peace need", slop=3), (ANNA,)), ["a#0"]),
        (Said(Wildcard("pea*"), (IVAN,)), ["a#0"]),
        (Said(Everything()), ["a#0", "a#2"]),
        (Said(Everything(), (IVAN,)), ["a#0"]),
        (Said(Word("peace", field="title")), []),
        (Not(Said(Everything())), ["a#1", "a#3"]),
    ],
    ids=str,
)
def test_speakers_and_values_find_what_they_say(fill, query, found):
    assert list(fill(SPEECH[:1], SPEECH[1:]).every(query)) == found


def test_said_matches_only_the_words_that_the_speaker_spoke(fill):
    reader = fill(SPEECH)
    assert reader.matches(Word("peace"), "a#0") == ((2, 2), (7, 7), (12, 12))
    assert reader.matches(Said(Word("peace")), "a#0") == ((2, 2), (7, 7))
    assert reader.matches(Said(Word("peace"), (IVAN,)), "a#0") == ((7, 7),)
    assert reader.matches(Said(Phrase("need peace"), (IVAN, ANNA)), "a#0") == ((1, 2), (6, 7))


def test_a_word_half_inside_a_stretch_of_speech_is_not_inside(fill):
    reader = fill([doc("a#0", "peace now", speech=(Speech(2, 9, "Anna Varga", "turn"),))])
    assert reader.count(Said(Word("peace"))) == 0
    assert reader.count(Said(Word("now"))) == 1


def test_a_name_may_stand_for_many_values_each_with_few_paragraphs(fill):
    every = [doc(f"a{n}#0", "gas" if n % 2 else "oil", article=(f"a{n}",)) for n in range(60)]
    reader = fill(every)
    some = (*(f"a{n}" for n in range(40)), "a99")
    for _ in range(2):  # the second time from what was kept
        assert reader.count(Name("article", "", some)) == 40
        assert ids(reader, And((Word("gas"), Name("article", "", some))), limit=40) == [
            f"a{n}#0" for n in range(1, 40, 2)
        ]
        assert reader.counts(And((Word("oil"), Name("article", "", some))), "article") == {
            f"a{n}": 1 for n in range(0, 40, 2)
        }


def test_a_name_without_stored_values_is_a_mistake_of_the_caller(fill):
    with pytest.raises(ValueError, match="varga"):
        fill(SPEECH).count(Name("speaker", "varga"))


def test_values_are_counted_by_paragraphs(fill):
    reader = fill(SPEECH, [doc("b#0", speaker=("Ivan Dorn", "Ivan Dorn"))])
    assert dict(reader.values("speaker")) == {"Anna Varga": 3, "Ivan Dorn": 2}
    assert dict(reader.values("mentions")) == {}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (DateRange(date(2021, 6, 1), date(2021, 6, 30)), ["a#1", "a#2", "a#7"]),
        (DateRange(date(2021, 6, 1), date(2021, 6, 30), overlap=True), ["a#0", "a#4", "a#6"]),
        (DateRange(date(2021, 1, 1), date(2021, 12, 31)), ["a#0", "a#1", "a#2", "a#4", "a#6", "a#7"]),
        (DateRange(None, date(2020, 12, 31)), ["a#5"]),
        (DateRange(date(2021, 6, 30), None), ["a#2", "a#7"]),
        (DateRange(date(2021, 6, 30), None, overlap=True), ["a#0", "a#1", "a#4", "a#6"]),
        (DateRange(None, None), ["a#0", "a#1", "a#2", "a#4", "a#5", "a#6", "a#7"]),
        (DateRange(None, None, overlap=True), []),
        (DateRange(date(2022, 1, 1), date(2021, 1, 1)), []),
        (Absent("date"), ["a#3"]),
        (Present("date"), ["a#0", "a#1", "a#2", "a#4", "a#5", "a#6", "a#7"]),
        (Not(DateRange(date(2021, 6, 1), date(2021, 6, 30))), ["a#0", "a#3", "a#4", "a#5", "a#6"]),
    ],
    ids=str,
)
def test_a_date_is_found_only_where_the_whole_of_it_lies(fill, query, found):
    assert list(fill(DATED[:3], DATED[3:]).every(query)) == found


def test_the_first_and_last_years_of_the_calendar_are_dates_too(fill):
    reader = fill([dated("a#0", "0001"), dated("a#1", "9998-12-31")])
    assert ids(reader, DateRange(date.min, date(1, 12, 31))) == ["a#0"]
    assert ids(reader, DateRange(date(9998, 1, 1), date.max)) == ["a#1"]
    assert ids(reader, Everything(), order=Order.OLDEST) == ["a#0", "a#1"]
