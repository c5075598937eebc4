"""What every engine does, whatever it is made of: one suite, run on each."""

from __future__ import annotations

import threading
import time
from datetime import date

import numpy as np
import pytest
from engines_under_test import commit, need

from searchkit.dates import DateSpan, parse
from searchkit.engines.base import Bucket, Feature, Order, bucket_key
from searchkit.errors import IndexLockedError, QueryError
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
from searchkit.schema import Document, Schema, Speech


def doc(id, text="", **values):
    values.setdefault("lang", ("en",))
    return Document(id, {"text": text, **values})


def dated(id, written, text="treaty"):
    return doc(id, text, date=parse(written) if written else None)


def ids(reader, query, **options):
    return [hit.id for hit in reader.search(query, **options).hits]


# Commits ------------------------------------------------------------------------------------------------


def test_an_empty_collection_answers_every_question(engine):
    reader = engine.reader()
    assert reader.size == 0
    assert reader.search(Word("treaty")).total == 0
    assert reader.search(Not(Word("treaty"))).hits == ()
    assert reader.count(Everything()) == 0
    assert list(reader.every(Everything())) == []
    assert dict(reader.counts(Everything(), "speaker")) == {}
    assert dict(reader.values("speaker")) == {}
    assert reader.words() == []
    assert reader.fetch([]) == []
    assert dict(engine.metadata()) == {}


def test_nothing_is_visible_before_commit_and_all_of_it_is_after(engine):
    writer = engine.writer()
    assert writer.add([doc("a#0", "treaty"), doc("a#1", "treaty")]) == 2
    assert engine.reader().size == 0
    writer.commit()
    assert ids(engine.reader(), Word("treaty")) == ["a#0", "a#1"]


def test_a_cancelled_batch_leaves_nothing_behind(engine):
    commit(engine, [doc("a#0", "treaty")])
    writer = engine.writer()
    writer.delete(["a"])
    writer.add([doc("b#0", "treaty")])
    writer.cancel()
    assert ids(engine.reader(), Word("treaty")) == ["a#0"]
    commit(engine, [doc("b#0", "treaty")])
    assert ids(engine.reader(), Word("treaty")) == ["a#0", "b#0"]


def test_a_reader_keeps_seeing_what_it_saw(engine):
    need(engine, Feature.SNAPSHOT)
    commit(engine, [doc("a#0", "treaty")])
    before = engine.reader()
    commit(engine, [doc("b#0", "treaty")], delete=("a",))
    assert ids(before, Word("treaty")) == ["a#0"]
    assert before.fetch(["a#0"])[0].text() == "treaty"
    assert ids(engine.reader(), Word("treaty")) == ["b#0"]


def test_what_is_committed_is_there_when_opened_again(make):
    engine = make(Schema().with_columns(["desk"]))
    need(engine, Feature.PERSISTENT)
    writer = engine.writer()
    writer.add([doc("a#0", "A treaty.", desk=("east",))])
    writer.commit({"built": "yesterday"})
    again = make.again()
    assert ids(again.reader(), And((Word("treaty"), Value("desk", "east")))) == ["a#0"]
    assert dict(again.metadata()) == {"built": "yesterday"}
    assert again.reader().schema == Schema().with_columns(["desk"])
    again.close()


def test_there_is_one_writer_at_a_time(engine):
    writer = engine.writer()
    with pytest.raises(IndexLockedError):
        engine.writer(wait=0.05)
    writer.commit()
    engine.writer().cancel()
    engine.writer(wait=0.05).cancel()


def test_a_waiting_writer_gets_its_turn(engine):
    first = engine.writer()
    release = threading.Timer(0.1, first.cancel)
    release.start()
    engine.writer(wait=20).cancel()
    release.join()


def test_the_generation_tells_whether_there_is_something_newer(engine):
    reader = engine.reader()
    assert engine.generation() == reader.generation
    commit(engine, [doc("a#0")])
    assert engine.generation() != reader.generation
    assert engine.generation() == engine.reader().generation
    known = engine.generation()
    engine.writer().cancel()
    assert engine.generation() == known


def test_metadata_is_that_of_the_last_commit_that_gave_some(engine):
    engine.writer().commit({"built": "today", "roots": '["corpus"]'})
    assert dict(engine.metadata()) == {"built": "today", "roots": '["corpus"]'}
    engine.writer().commit()
    assert dict(engine.metadata()) == {"built": "today", "roots": '["corpus"]'}
    engine.writer().commit({"built": "now"})
    assert dict(engine.metadata()) == {"built": "now"}


def test_a_fresh_batch_replaces_everything_at_once(engine):
    commit(engine, [doc("a#0", "treaty"), doc("b#0", "treaty")])
    before = engine.reader()
    wider = Schema().with_columns(["desk"])
    writer = engine.writer(fresh=True, schema=wider)
    writer.add([doc("a#0", "a new treaty", desk=("east",))])
    assert ids(engine.reader(), Word("treaty")) == ["a#0", "b#0"]
    writer.commit()
    assert ids(before, Word("treaty")) == ["a#0", "b#0"]
    assert ids(engine.reader(), Value("desk", "east")) == ["a#0"]
    assert engine.reader().size == 1
    assert engine.reader().schema == wider


def test_a_cancelled_fresh_batch_changes_nothing(engine):
    commit(engine, [doc("a#0", "treaty")])
    writer = engine.writer(fresh=True)
    writer.add([doc("b#0", "treaty")])
    writer.cancel()
    assert ids(engine.reader(), Word("treaty")) == ["a#0"]


# Documents ----------------------------------------------------------------------------------------------


def test_documents_come_back_as_they_were_given(fill):
    whole = Document(
        "x#y#12",
        {
            "text": "“Naïve” – said\u00a0he.\n\tCafe\u0301 不会 \x00 🙂",
            "title": "A Title",
            "speech": (Speech(0, 7, "Anna Varga", "direct"), Speech(3, 9, "", "author")),
            "speaker": ("Anna Varga", "Иван Дорн"),
            "role": ("quote",),
            "lang": ("en",),
            "article": ("x#y",),
            "n": 12,
            "date": parse("2021-Q3"),
            "record": '{"url": "…"}',
        },
    )
    bare = Document("z#0", {})
    reader = fill([whole, bare])
    one, other = reader.fetch(["x#y#12", "z#0"])
    assert one.id == "x#y#12"
    assert one.article == "x#y"
    for name, value in whole.values.items():
        assert one.values[name] == value, name
    assert (other.text(), other.keywords("speaker"), other.values.get("date")) == ("", (), None)
    assert not other.values.get("speech")


def test_fetch_keeps_the_order_asked_for_and_names_what_is_missing(fill):
    reader = fill([doc("a#0", "one"), doc("a#1", "two")], [doc("b#0", "three")])
    assert [d.text() for d in reader.fetch(["b#0", "a#0", "b#0"])] == ["three", "one", "three"]
    with pytest.raises(KeyError, match="nobody#7"):
        reader.fetch(["a#0", "nobody#7"])


def test_an_id_can_be_there_only_once(engine):
    commit(engine, [doc("a#0", "treaty")])
    writer = engine.writer()
    with pytest.raises(ValueError, match="a#0"):
        writer.add([doc("a#0", "again")])
    writer.add([doc("b#0", "treaty")])
    with pytest.raises(ValueError, match="b#0"):
        writer.add([doc("b#0", "again")])
    writer.commit()
    assert ids(engine.reader(), Everything()) == ["a#0", "b#0"]


def test_an_id_that_is_deleted_can_be_added_anew_and_comes_last(engine):
    commit(engine, [doc("a#0", "old treaty"), doc("b#0", "treaty")])
    commit(engine, [doc("a#0", "new treaty")], delete=("a",))
    reader = engine.reader()
    assert ids(reader, Word("treaty"), order=Order.DOCUMENT) == ["b#0", "a#0"]
    assert reader.fetch(["a#0"])[0].text() == "new treaty"
    assert reader.count(Word("old")) == 0


def test_deleting_takes_whole_articles_and_no_others(engine):
    commit(engine, [doc("a#0"), doc("a#1"), doc("a#b#0"), doc("ab#0"), doc("b#0")])
    writer = engine.writer()
    assert writer.delete(["a", "nothing"]) == 2
    writer.commit()
    assert list(engine.reader().every(Everything())) == ["a#b#0", "ab#0", "b#0"]
    with pytest.raises(KeyError):
        engine.reader().fetch(["a#0"])


def test_deleting_does_not_take_what_the_batch_itself_added(engine):
    commit(engine, [doc("a#0", "old")])
    writer = engine.writer()
    writer.add([doc("a#1", "new")])
    assert writer.delete(["a"]) == 1
    writer.commit()
    assert list(engine.reader().every(Everything())) == ["a#1"]


def test_everything_can_be_deleted_and_the_collection_used_again(engine):
    commit(engine, [doc("a#0", "treaty"), doc("b#0", "treaty")])
    commit(engine, delete=("a", "b"))
    reader = engine.reader()
    assert reader.size == 0
    assert reader.search(Word("treaty")).total == 0
    assert reader.words() == []
    commit(engine, [doc("a#0", "treaty")])
    assert ids(engine.reader(), Word("treaty")) == ["a#0"]


@pytest.mark.parametrize(
    "bad",
    [
        Document("b#0", {"text": b"bytes"}),
        Document("b#0", {"text": "lone \ud800 surrogate"}),
        Document("b#0", {"speaker": "Anna"}),
        Document("b#0", {"speaker": (7,)}),
        Document("b#0", {"date": "2021"}),
        Document("b#0", {"speech": ((0, 5, "Anna", "turn"),)}),
        Document("b#0", {"n": "3"}),
        Document("b#0", {"n": 2**70}),
        Document("b#0", {"colour": ("red",)}),
    ],
)
def test_a_document_that_cannot_be_kept_is_refused_by_name_and_the_others_stay(engine, bad):
    writer = engine.writer()
    writer.add([doc("a#0", "treaty")])
    with pytest.raises(ValueError, match="b#0"):
        writer.add([bad])
    writer.add([doc("c#0", "treaty")])
    writer.commit()
    assert ids(engine.reader(), Everything()) == ["a#0", "c#0"]


def test_long_texts_long_names_and_many_speakers_are_kept_whole(fill):
    text = "tax " * 70_000 + "cut of war"
    many = tuple(f"Speaker {n}" for n in range(400))
    speech = tuple(Speech(n, n + 3, name, "turn") for n, name in enumerate(many))
    reader = fill(
        [
            doc("a#0", text, speaker=many, speech=(*speech, Speech(280_000, 10**9, "Anna", "turn"))),
            doc("a#1", "tax cut", speaker=("x" * 100_000,), title="cut " * 300),
        ]
    )
    assert reader.matches(Phrase("cut of war"), "a#0") == ((70_000, 70_002),)
    assert reader.matches(Said(Word("war"), (Name("speaker", "anna", ("Anna",)),)), "a#0") == (
        (70_002, 70_002),
    )
    assert scores(reader, Word("tax")) == {
        "a#0": pytest.approx(bm25(2, 2, 70_000, 70_003, 70_005 / 2), rel=1e-6),
        "a#1": pytest.approx(bm25(2, 2, 1, 2, 70_005 / 2), rel=1e-6),
    }
    assert reader.counts(Everything(), "speaker")["Speaker 399"] == 1
    assert ids(reader, Name("speaker", "x", ("x" * 100_000,))) == ["a#1"]
    assert reader.fetch(["a#0"])[0].values["speech"][-1].end == 10**9


def test_a_batch_of_nothing_can_be_committed(engine):
    engine.writer().commit()
    assert engine.reader().size == 0


# Words --------------------------------------------------------------------------------------------------

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


# Speakers, values, dates --------------------------------------------------------------------------------

SPEECH = [
    doc(
        "a#0",
        "We need peace, said Varga. We need peace now, said Dorn. No peace, he wrote.",
        # 0                         27                            57
        speaker=("Anna Varga", "Ivan Dorn"),
        speech=(
            Speech(0, 13, "Anna Varga", "direct"),
            Speech(27, 44, "Ivan Dorn", "indirect"),
            Speech(57, 76, "Jo Writer", "author"),
        ),
        source=("The Lantern",),
    ),
    doc("a#1", "Peace.", role=("title",), by=("Jo Writer",)),
    doc("a#2", "Anna: peace, peace!", speaker=("Anna Varga",), speech=(Speech(6, 19, "Anna Varga", "turn"),)),
    doc("a#3", "…", speaker=("Anna Varga",), speech=(Speech(0, 1, "Anna Varga", "turn"),)),
]
ANNA = Name("speaker", "varga", ("Anna Varga", "A. Varga"))
IVAN = Name("speaker", "dorn", ("Ivan Dorn",))
NOBODY = Name("speaker", "nobody", ())


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


def test_a_name_without_stored_values_is_a_mistake_of_the_caller(fill):
    with pytest.raises(ValueError, match="varga"):
        fill(SPEECH).count(Name("speaker", "varga"))


def test_values_are_counted_by_paragraphs(fill):
    reader = fill(SPEECH, [doc("b#0", speaker=("Ivan Dorn", "Ivan Dorn"))])
    assert dict(reader.values("speaker")) == {"Anna Varga": 3, "Ivan Dorn": 2}
    assert dict(reader.values("mentions")) == {}


DATED = [
    dated("a#0", "2021"),
    dated("a#1", "2021-06"),
    dated("a#2", "2021-06-30"),
    dated("a#3", ""),
    dated("a#4", "2021-W26"),  # 28 June to 4 July
    dated("a#5", "2020-02-29"),
    dated("a#6", "2021-Q2"),
    dated("a#7", "2021-06-30"),
]


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


# Order and pages ----------------------------------------------------------------------------------------


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


# Scores -------------------------------------------------------------------------------------------------


def bm25(n, df, tf, dl, average):
    """Robertson and Zaragoza's formula, with Lucene's idf, written out once more."""
    idf = np.log(1 + (n - df + 0.5) / (df + 0.5))
    return float(np.float32(idf * tf * 2.2 / (tf + 1.2 * (1 - 0.75 + 0.75 * dl / average))))


def scores(reader, query):
    return {hit.id: hit.score for hit in reader.search(query, limit=100).hits}


def test_scores_are_bm25(fill):
    reader = fill([doc("a#0", "treaty of peace treaty"), doc("a#1", "peace"), doc("a#2", "")])
    assert scores(reader, Word("treaty")) == {"a#0": pytest.approx(bm25(3, 1, 2, 4, 5 / 3), rel=1e-6)}
    peace = scores(reader, Word("peace"))
    assert peace["a#1"] == pytest.approx(bm25(3, 2, 1, 1, 5 / 3), rel=1e-6)
    assert peace["a#1"] > peace["a#0"]
    both = scores(reader, And((Word("treaty"), Word("peace"))))
    assert both["a#0"] == np.float32(scores(reader, Word("treaty"))["a#0"]) + np.float32(peace["a#0"])


@pytest.mark.parametrize(
    ("query", "tf"),
    [
        (Phrase("treaty of"), 1),
        (Phrase("treaty peace", slop=1), 1),
        (Phrase("treaty peace", slop=3), 2),
        (Near(Word("treaty"), Word("peace"), 2), 2),
        (Near(Word("treaty"), Word("peace"), 2, negated=True), 0),
        (Near(Word("treaty"), Word("peace"), 1, negated=True), 1),
        (Said(Word("treaty")), 1),
        (Said(Wildcard("trea*")), 1),
    ],
    ids=str,
)
def test_phrases_and_near_score_by_how_often_they_occur(fill, query, tf):
    text = "treaty of peace treaty"
    reader = fill([doc("a#0", text, speech=(Speech(0, 9, "Anna", "turn"),)), doc("a#1", "war")])
    expected = {"a#0": pytest.approx(bm25(2, 1, tf, 4, 2.5), rel=1e-6)} if tf else {}
    assert scores(reader, query) == expected


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


# Counts -------------------------------------------------------------------------------------------------


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


# Life ---------------------------------------------------------------------------------------------------


def test_closing_twice_is_fine(make):
    engine = make()
    reader = engine.reader()
    reader.close()
    reader.close()
    engine.close()
    engine.close()


def test_threads_can_share_a_reader(fill):
    reader = fill([doc(f"a#{n}", "treaty of peace " * (n % 7)) for n in range(40)])
    query = Or((Word("treaty"), Phrase("peace treaty")))
    expected = reader.search(query, limit=40)
    wrong = []

    def work():
        for _ in range(5):
            if reader.search(query, limit=40) != expected or reader.count(query) != expected.total:
                wrong.append(1)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
