"""An index answers: pages, totals, names, dates, neighbours, people; and says what could mislead."""

import json
from datetime import date

import pytest

from searchkit.errors import QueryError, UnknownIdError
from searchkit.index import opened
from searchkit.index.results import JSON_VERSION
from searchkit.query.nodes import And, Name, Word


def codes(answer):
    return [note.code for note in answer.notes]


def test_a_page_comes_with_the_exact_total_of_all(index):
    result = index.search("harbour", limit=2, offset=1)
    assert (result.total, len(result), [hit.rank for hit in result]) == (5, 2, [2, 3])


def test_a_hit_carries_all_that_showing_needs(index):
    (hit,) = index.search('"yield nothing"').hits
    assert hit.id == "talks#0"
    assert (hit.article, hit.n, hit.title) == ("talks", 0, "Talks in Ostrava")
    assert (hit.speakers, hit.by, hit.source) == (("Anna Varga",), ("Petr Klima",), "The Northern Post")
    assert (hit.url, hit.path, hit.lang) == ("https://post.example/talks", "talks.jsonl", "en")
    assert str(hit.date) == "2021-09-15"
    assert hit.text[slice(*hit.matches[0])] == "yield nothing"
    assert hit.snippet.marked("**") == "We **yield nothing** to the harbour lobby."
    assert [(a.speaker.name, a.method) for a in hit.attributions] == [("Anna Varga", "given")]


def test_results_can_be_sorted_by_date_with_the_undated_last(index):
    newest = [hit.id for hit in index.search("harbour", sort="newest")]
    oldest = [hit.id for hit in index.search("harbour", sort="oldest")]
    assert newest[-1] == oldest[-1] == "scrap#0"
    assert newest[:3] == ["talks#0", "talks#1", "talks#3"]
    assert oldest[0] == "essay#0"


def test_an_order_that_there_is_not_is_refused(index):
    with pytest.raises(ValueError, match="best"):
        index.search("harbour", sort="best")


def test_a_page_below_nothing_is_refused(index):
    for page in ({"limit": -1}, {"offset": -1}):
        with pytest.raises(ValueError, match="must be 0 or more, not -1"):
            index.search("harbour", **page)
        with pytest.raises(ValueError, match="must be 0 or more, not -1"):
            index.speakers(**page)


def test_names_of_nobody_are_no_condition_that_everybody_meets(index):
    for condition in ({"speaker": []}, {"speaker": ""}, {"source": ()}):
        with pytest.raises(ValueError, match="names nobody"):
            index.count("harbour", **condition)
    assert index.count("harbour", speaker=None).total == 5


def test_a_date_that_is_no_text_is_named(index):
    with pytest.raises(TypeError, match='since="2021-06"'):
        index.count("harbour", since=2021)


def test_a_closed_index_answers_nothing_rather_than_zero(index):
    hits = index.every("harbour")
    next(hits)
    index.close()
    index.close()
    asks = (index.search, index.count, index.counts, index.explain, lambda q: next(index.every(q)))
    for ask in (*asks, index.speakers, lambda q: index.status(), lambda q: len(index), index.show):
        with pytest.raises(ValueError, match="this index is closed"):
            ask("harbour")


def test_every_hit_can_be_streamed(index, monkeypatch):
    monkeypatch.setattr(opened, "_FETCHED", 2)
    ids = ["essay#0", "scrap#0", "talks#0", "talks#1", "talks#3"]
    assert [(hit.rank, hit.id) for hit in index.every("harbour")] == list(enumerate(ids, start=1))


def test_a_time_limit_holds_for_every_way_of_asking(index):
    for ask in (index.search, index.count, index.counts, lambda q, **c: list(index.every(q, **c))):
        with pytest.raises(QueryError) as problem:
            ask("harbour", timeout=-1.0)
        assert problem.value.code == "timeout"


def test_a_query_may_be_a_tree(index):
    tree = And((Word("harbour"), Name("speaker", "hale")))
    assert [hit.id for hit in index.every(tree)] == ["scrap#0", "talks#1"]


def test_conditions_beside_a_query_are_read_as_if_typed_behind_it(index):
    result = index.search("harbour", since="2021-06", until="2021", speaker="varga")
    assert {hit.id for hit in result} == {"talks#0", "talks#3"}
    typed = index.search("harbour since:2021-06 until:2021 speaker:varga")
    assert (result.read_as, result.query) == (typed.read_as, typed.query)


def test_a_speaker_beside_said_restricts_the_words(desk):
    (desk.corpus / "a.txt").write_text(
        "The pact\n\n“We will leave the pact,” said Anna Varga. Tom Hale said: “The pact stays.”\n"
    )
    desk.update()
    index = desk.open()
    assert index.count("said:leave", speaker="Anna Varga").total == 1
    assert index.count("said:leave", speaker="Tom Hale").total == 0


def test_several_speakers_mean_any_of_them(index):
    assert index.count("harbour", speaker=["varga", "Tom Hale"]).total == 5
    assert index.count("harbour OR tax", speaker="Tom Hale").total == 2


def test_a_condition_that_cannot_be_read_says_which(index):
    with pytest.raises(QueryError) as problem:
        index.search("harbour", since="yesteryear")
    assert problem.value.code == "bad-date"
    assert problem.value.message.startswith('since:"yesteryear"')


def test_a_condition_that_there_is_not_is_refused(index):
    with pytest.raises(TypeError, match="spaeker"):
        index.search("harbour", spaeker="varga")


def test_relative_dates_count_from_the_day_given(index):
    assert index.count("date:-1d", today=date(2021, 9, 16)).total == 4
    assert index.count("date:-1d", today=date(2021, 9, 17)).total == 0


# names


# dates


def test_paragraphs_with_a_date_too_coarse_or_none_are_counted_in_notes(index):
    result = index.search("harbour date:2021-09")
    assert result.total == 3
    assert codes(result) == ["coarse-dates", "undated"]
    assert [note.message.split()[0] for note in result.notes] == ["1", "1"]
    assert "left out" in result.notes[0].message


def test_a_negated_date_says_what_it_kept_in(index):
    result = index.search("harbour -date:2021-09")
    assert {hit.id for hit in result} == {"essay#0", "scrap#0"}
    assert codes(result) == ["coarse-dates", "undated"]
    assert all("kept in" in note.message for note in result.notes)


def test_two_bounds_count_what_both_could_let_in(index):
    assert codes(index.search("harbour since:2021-06 until:2021-12")) == ["coarse-dates", "undated"]
    assert codes(index.search("harbour since:2022 until:2023")) == ["undated"]


def test_dates_that_decide_exactly_need_no_note(index):
    assert codes(index.search("promise date:2021")) == []


def test_undated_paragraphs_can_be_asked_for(index):
    assert [hit.id for hit in index.every("date:none")] == ["scrap#0"]


# nothing found


def test_a_word_that_stands_nowhere_is_named_with_what_is_like_it(index):
    result = index.search("harbur -lobbby")
    assert result.total == 0
    assert codes(result) == ["unknown-word"]
    assert "“harbur”; did you mean harbour ?" in result.notes[0].message


@pytest.mark.parametrize(
    ("query", "code", "message"),
    [
        ("zebr*", "unknown-word", "no paragraph holds a word like zebr*"),
        ("said:zebra~1", "unknown-word", "no paragraph holds a word like zebra~1"),
        ("title:zebra", "unknown-word", "no title holds “zebra”"),
        ("article:talk", "unknown-value", "no paragraph has article:talk; did you mean talks ?"),
        ("harbour lang:xx", "unknown-value", "no paragraph has lang:xx"),
        ("article:ebat", "unknown-value", "no paragraph has article:ebat; did you mean debate ?"),
    ],
)
def test_patterns_titles_and_values_that_stand_nowhere_are_named_too(index, query, code, message):
    result = index.count(query)
    assert result.total == 0
    assert [(note.code, note.message) for note in result.notes] == [(code, message)]


def test_conditions_that_exclude_each_other_are_said(desk):
    desk.write("a", ("Anna Varga", "The harbour tax."), date="2021")
    desk.update()
    with desk.open() as index:
        result = index.search("tax", since="2022", until="2021")
        assert [note.code for note in result.notes].count("no-common-day") == 1
        assert index.search("tax since:2022", until="2021").notes[0].code == "no-common-day"
        assert index.search("tax", since="2021", until="2021").notes == ()


def test_nothing_is_said_of_words_where_something_is_found(index):
    assert codes(index.search("harbour OR harbur")) == []


# counts


def test_counts_by_year_are_in_order_with_the_undated_under_nothing(index):
    assert dict(index.counts("*", by="year").counts) == {"": 1, "2021": 5, "2022": 2}
    assert dict(index.counts("*", by="month").counts) == {"": 1, "2021": 1, "2021-09": 4, "2022-03": 2}


def test_counts_go_by_what_they_can_only(index):
    with pytest.raises(ValueError, match="cannot count by “text”"):
        index.counts("*", by="text")
    assert index.counts("*", by="outlet").by == "source"


# show


def test_a_paragraph_is_shown_with_its_neighbours(index):
    shown = index.show("talks#1", context=1)
    assert [hit.id for hit in (*shown.before, shown.paragraph, *shown.after)] == [
        "talks#0",
        "talks#1",
        "talks#2",
    ]
    assert index.show("talks#0", context=5).before == ()
    assert index.show("talks#0", context=0).after == ()


def test_an_unknown_id_is_an_error_with_what_is_like_it(index):
    with pytest.raises(UnknownIdError) as problem:
        index.show("talks#9")
    assert "talks#0" in problem.value.hint
    with pytest.raises(UnknownIdError) as problem:
        index.show("talk#1")
    assert "talks" in problem.value.hint
    with pytest.raises(UnknownIdError):
        index.show("talks")


# people


def test_status_says_what_the_index_holds(index, desk):
    status = index.status()
    assert (status.articles, status.paragraphs, status.undated, status.speakers) == (4, 8, 1, 4)
    assert (str(status.first), str(status.last)) == ("2021", "2022-03-01")
    assert status.corpora == (str(desk.corpus),)
    assert status.built.startswith("20")


# JSON


def test_every_answer_is_json_with_a_version(index):
    answers = [
        index.search("harbour date:2021-09"),
        index.count("harbour"),
        index.counts("harbour", by="year"),
        index.explain("speaker:varga"),
        index.show("talks#1"),
        index.speakers(),
        index.status(),
    ]
    for answer in answers:
        shape = answer.to_json()
        assert json.loads(json.dumps(shape)) == shape
        assert shape["version"] == JSON_VERSION


def test_the_shape_of_a_hit_is_one(index):
    found = index.search('"yield nothing"').to_json()["hits"][0]
    shown = index.show("talks#0").to_json()["paragraph"]
    assert {key: found[key] for key in shown} == shown
    assert found.keys() - shown.keys() == {"rank", "score", "matches", "snippet"}
    assert found["date"] == "2021-09-15"
    assert (found["date_precision"], found["date_found"]) == ("day", "column")
    assert found["snippet"][1] == {"text": "yield nothing", "marked": True}
    assert found["attributions"] == [
        {
            "speaker": "Anna Varga",
            "aliases": [],
            "sort": "person",
            "start": 0,
            "end": len(found["text"]),
            "kind": "turn",
            "cue": "Anna Varga",
            "method": "given",
            "confidence": 1.0,
        }
    ]


def test_columns_of_ones_own_are_shown(desk):
    (desk.corpus / "searchkit.toml").write_text('columns = ["party"]\n')
    desk.write("a", ("Anna Varga", "We yield nothing."), party="Greens")
    desk.update()
    index = desk.open()
    assert index.search("party:Greens").hits[0].columns == {"party": ("Greens",)}
    assert dict(index.counts("*", by="party").counts) == {"Greens": 1}
