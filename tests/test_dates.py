"""What counts as a date, and what is refused rather than guessed."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.dates import DateProblem, Precision, find_written, parse, parse_stamp, words

TODAY = date(2026, 11, 21)
CASES = Path(__file__).parents[2] / "shared" / "query_cases.json"


@pytest.mark.parametrize(
    ("text", "iso", "first", "last"),
    [
        ("2021", "2021", "2021-01-01", "2021-12-31"),
        ("2021-09", "2021-09", "2021-09-01", "2021-09-30"),
        ("202109", "2021-09", "2021-09-01", "2021-09-30"),
        ("2021-9-5", "2021-09-05", "2021-09-05", "2021-09-05"),
        ("20210915", "2021-09-15", "2021-09-15", "2021-09-15"),
        ("2021/09/15", "2021-09-15", "2021-09-15", "2021-09-15"),
        ("2021-Q3", "2021-Q3", "2021-07-01", "2021-09-30"),
        ("q4 2021", "2021-Q4", "2021-10-01", "2021-12-31"),
        ("2021-W01", "2021-W01", "2021-01-04", "2021-01-10"),
        ("2020-W53", "2020-W53", "2020-12-28", "2021-01-03"),
        ("2024-02", "2024-02", "2024-02-01", "2024-02-29"),
        ("15 Sept 2021", "2021-09-15", "2021-09-15", "2021-09-15"),
        ("Sept. 15th, 2021", "2021-09-15", "2021-09-15", "2021-09-15"),
        ("Wednesday, the 15th of September 2021", "2021-09-15", "2021-09-15", "2021-09-15"),
        ("SEPTEMBER 2021", "2021-09", "2021-09-01", "2021-09-30"),
        ("2021 Sept 15", "2021-09-15", "2021-09-15", "2021-09-15"),
        ("среда, 15 сентября 2021 г.", "2021-09-15", "2021-09-15", "2021-09-15"),
        ("15 вересня 2021 року", "2021-09-15", "2021-09-15", "2021-09-15"),
        ("Mittwoch, 15. September 2021", "2021-09-15", "2021-09-15", "2021-09-15"),
        ("3. März 2021", "2021-03-03", "2021-03-03", "2021-03-03"),
        ("15 de septiembre de 2021", "2021-09-15", "2021-09-15", "2021-09-15"),
        ("1er août 2021", "2021-08-01", "2021-08-01", "2021-08-01"),
    ],
)
def test_a_written_date_is_the_days_it_names_and_no_fewer(text, iso, first, last):
    span = parse(text, today=TODAY)
    assert (str(span), str(span.start), str(span.last)) == (iso, first, last)
    assert span.printed == text


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("today", "2026-11-21", "2026-11-21", Precision.DAY),
        ("Yesterday", "2026-11-20", "2026-11-20", Precision.DAY),
        ("this week", "2026-11-16", "2026-11-22", Precision.WEEK),
        ("last week", "2026-11-09", "2026-11-15", Precision.WEEK),
        ("this month", "2026-11-01", "2026-11-30", Precision.MONTH),
        ("last month", "2026-10-01", "2026-10-31", Precision.MONTH),
        ("last quarter", "2026-07-01", "2026-09-30", Precision.QUARTER),
        ("last year", "2025-01-01", "2025-12-31", Precision.YEAR),
        ("last 30 days", "2026-10-23", "2026-11-21", Precision.RANGE),
        ("last 2 weeks", "2026-11-08", "2026-11-21", Precision.RANGE),
        ("past 12 months", "2025-11-22", "2026-11-21", Precision.RANGE),
        ("-30d", "2026-10-22", "2026-10-22", Precision.DAY),
        ("-6w", "2026-10-10", "2026-10-10", Precision.DAY),
        ("-3m", "2026-08-21", "2026-08-21", Precision.DAY),
        ("-2y", "2024-11-21", "2024-11-21", Precision.DAY),
    ],
)
def test_a_relative_date_counts_from_the_given_today(text, first, last, precision):
    span = parse(text, today=TODAY)
    assert (str(span.start), str(span.last), span.precision) == (first, last, precision)


@pytest.mark.parametrize(
    ("today", "text", "first", "last"),
    [
        (date(2026, 1, 31), "last month", "2025-12-01", "2025-12-31"),
        (date(2026, 2, 1), "last quarter", "2025-10-01", "2025-12-31"),
        (date(2021, 1, 2), "this week", "2020-12-28", "2021-01-03"),
        (date(2021, 3, 31), "-1m", "2021-02-28", "2021-02-28"),
        (date(2024, 2, 29), "-1y", "2023-02-28", "2023-02-28"),
    ],
)
def test_relative_dates_cross_the_ends_of_months_and_years(today, text, first, last):
    span = parse(text, today=today)
    assert (str(span.start), str(span.last)) == (first, last)


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("", "bad-date", "not a date"),
        ("garbage", "bad-date", "“garbage” is not a date I can read"),
        ("15 Sept 2021 or so", "bad-date", "not a date"),
        ("15 September", "bad-date", "has no year"),
        ("Sept 15", "bad-date", "has no year"),
        ("last 0 days", "bad-date", "not a date"),
        ("x" * 5000, "bad-date", "…"),
        ("2021-02-30", "no-such-date", "February 2021 has 28 days"),
        ("31 June 2021", "no-such-date", "June 2021 has 30 days"),
        ("2021-13", "no-such-date", "01 to 12"),
        ("2021-Q5", "no-such-date", "Q1 to Q4"),
        ("2021-W53", "no-such-date", "it has 52"),
        ("0000", "no-such-date", "outside"),
        ("-9999y", "no-such-date", "before the calendar begins"),
        ("Monday, 15 Sept 2021", "no-such-date", "2021-09-15 is a Wednesday"),
        ("31/02/2021", "no-such-date", "February 2021 has 28 days"),
        ("03/04/2021", "ambiguous-date", "2021-04-03 (day first) or 2021-03-04 (month first)"),
        ("03.04.2021", "ambiguous-date", "2021-04-03 (day first) or 2021-03-04 (month first)"),
        ("1/9/21", "short-year", "two-digit year"),
        ("15 Sept 21", "short-year", "two-digit year"),
        ("Sept ’21", "short-year", "two-digit year"),
    ],
)
def test_what_is_not_one_date_is_refused_with_the_reason(text, code, says):
    with pytest.raises(DateProblem) as problem:
        parse(text, today=TODAY)
    assert problem.value.code == code
    assert says in problem.value.message


def test_an_order_settles_what_day_and_month_are():
    assert str(parse("03/04/2021", order="DMY")) == "2021-04-03"
    assert str(parse("03/04/2021", order="MDY")) == "2021-03-04"


def test_a_day_over_twelve_settles_it_without_an_order():
    assert str(parse("13/04/2021")) == str(parse("04/13/2021")) == "2021-04-13"


def test_a_date_against_the_set_order_is_refused_not_turned_round():
    with pytest.raises(DateProblem, match="no month 13") as problem:
        parse("04/13/2021", order="DMY")
    assert problem.value.hint == "write 2021-04-13 if that is meant"


def test_the_century_of_a_short_year_in_the_hint_is_not_in_the_future():
    with pytest.raises(DateProblem) as problem:
        parse("1/9/99", today=TODAY)
    assert problem.value.hint.endswith("1999-09-01")


@pytest.mark.skipif(not CASES.exists(), reason="the worked examples are not beside this checkout")
def test_the_worked_examples_fail_with_the_words_they_promise():
    codes = {"bad-date", "no-such-date", "ambiguous-date", "short-year"}
    cases = [c for c in json.loads(CASES.read_text())["fails"] if c["code"] in codes]
    assert len(cases) >= 4
    for case in cases:
        with pytest.raises(DateProblem) as problem:
            parse(case["query"].removeprefix("date:"), today=TODAY)
        shown = problem.value
        assert (shown.code, shown.message, shown.hint) == (
            case["code"],
            case["message"],
            case["hint"],
        )


@given(st.dates(min_value=date(1, 1, 1), max_value=date(9998, 12, 31)))
def test_every_day_reads_back_from_every_exact_form(day):
    for text in (day.isoformat(), day.isoformat().replace("-", "")):
        span = parse(text)
        assert (span.start, span.last, str(span)) == (day, day, day.isoformat())
    year, week, _ = day.isocalendar()
    if year <= 9998:
        assert parse(f"{year:04}-W{week:02}").start <= day < parse(f"{year:04}-W{week:02}").end


@given(st.text(max_size=30) | st.from_regex(r"[0-9]{1,4}[-/. ][0-9A-Za-z]{1,5}[-/. ][0-9]{1,4}"))
def test_no_text_does_more_than_read_or_be_refused(text):
    code, span = "", None
    try:
        span = parse(text, today=TODAY)
    except DateProblem as problem:
        code = problem.code
    if span is None:
        assert code in {"bad-date", "no-such-date", "ambiguous-date", "short-year"}
    else:
        assert span.start < span.end
        assert parse(str(span).split("..")[0]).start == span.start


def test_no_word_is_two_months():
    by_month = {}
    for month, line in enumerate(words._MONTHS):
        for name in line.split():
            by_month.setdefault(words.fold(name), set()).add(month)
    assert len(by_month) > 100
    assert {name for name, months in by_month.items() if len(months) > 1} == set()


@pytest.mark.parametrize(
    "stamp",
    [
        "2021-09-15T23:30:00-05:00",
        "2021-09-15 10:00",
        "Wed, 15 Sep 2021 10:00:00 +0000",
        "15 September 2021, 10:30 BST",
        "15.09.2021 um 10.30 Uhr",
        "2021-09-15",
    ],
)
def test_a_stamp_is_the_day_that_stands_in_it(stamp):
    assert str(parse_stamp(stamp)) == "2021-09-15"


@pytest.mark.parametrize(
    ("stamp", "days", "precision"),
    [
        ("2021-06-03/2021-06-05", "2021-06-03..2021-06-05", Precision.RANGE),
        ("2021-06-03..2021-06-05", "2021-06-03..2021-06-05", Precision.RANGE),
        ("2021-06-03T10:00:00Z/2021-06-05T18:00:00Z", "2021-06-03..2021-06-05", Precision.RANGE),
        ("1914/1918", "1914-01-01..1918-12-31", Precision.RANGE),
        ("2021-06/2021-08", "2021-06-01..2021-08-31", Precision.RANGE),
        ("2021-06-03/2021-06-03", "2021-06-03", Precision.DAY),
        ("2021/06", "2021-06", Precision.MONTH),
        ("2021/06/03", "2021-06-03", Precision.DAY),
    ],
)
def test_a_stamp_may_be_an_interval(stamp, days, precision):
    found = parse_stamp(stamp)
    assert (str(found), found.precision) == (days, precision)


@pytest.mark.parametrize(
    "stamp", ["2021-06-05/2021-06-03", "2021-06-31/2021-07-02", "2021-06-03/5", "1914/18"]
)
def test_an_interval_that_is_none_is_refused(stamp):
    with pytest.raises(DateProblem):
        parse_stamp(stamp)


def test_a_stamp_is_never_relative():
    for text in ("today", "-30d", "last week", "last 30 days"):
        with pytest.raises(DateProblem):
            parse_stamp(text)


def found(text, **options):
    return [(text[start:end], str(span)) for start, end, span in find_written(text, **options)]


def test_dates_with_a_year_are_found_in_prose_with_their_place():
    text = "TARVIN, Sept. 16, 2021 – The vote of 3. Mai 2020 and 15 сентября 2019, see 2018-02-01."
    assert found(text) == [
        ("Sept. 16, 2021", "2021-09-16"),
        ("3. Mai 2020", "2020-05-03"),
        ("15 сентября 2019", "2019-09-15"),
        ("2018-02-01", "2018-02-01"),
    ]


def test_a_date_without_a_year_is_not_found_and_not_completed():
    assert found("On 15 September the house met; on Sept 16 it voted. In 2021 it rose.") == []


def test_an_ambiguous_date_in_prose_is_found_only_with_an_order():
    assert found("Posted 03.04.2021") == []
    assert found("Posted 03.04.2021", order="DMY") == [("03.04.2021", "2021-04-03")]


def test_numbers_that_look_like_dates_are_left_alone():
    assert found("version 1.12.2021.4, ratio 15/09/20219, 2021-02-30") == []
