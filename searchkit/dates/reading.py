"""One date as typed or as a field holds it -> DateSpan.

    2021  2021-09  202109  2021-09-15  20210915  2021-Q3  2021-W37
    15 Sept 2021   Sept 15th, 2021   Wednesday, 15 September 2021   Sept 2021   15 вересня 2021 р.
    15/09/2021  15.09.2021      only where day and month cannot be confused, or with `order`
    today  yesterday  this week  last month  last 30 days  -30d  -6w  -3m  -2y

-30d is a day, the one thirty days before today; "last 30 days" is a range that ends with today.
A missing year is never completed, and a short one is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from searchkit.dates import span, words
from searchkit.dates.span import DateProblem, DateSpan, Precision
from searchkit.patterns import lazy

FORMS = 'try 2021, 2021-09, 2021-09-15, "15 Sept 2021", 2021-Q3, "last month", -30d'

ORDERS = ("DMY", "MDY")

_LONGEST = 80  # characters; no written date is longer

_YEAR = lazy(r"[0-9]{4}")
_MONTH = lazy(r"([0-9]{4})(?:[-/.]([0-9]{1,2})|([0-9]{2}))")
_DAY = lazy(r"([0-9]{4})(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})|([0-9]{2})([0-9]{2}))")
_QUARTER = lazy(r"([0-9]{4})[- ]?Q([0-9])|Q([0-9])[- ]([0-9]{4})", re.IGNORECASE)
_WEEK = lazy(r"([0-9]{4})-?W([0-9]{1,2})", re.IGNORECASE)
_NUMERIC = lazy(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})")
_AGO = lazy(r"-([0-9]{1,6})([dwmy])", re.IGNORECASE)
_PERIOD = lazy(r"(this|last) (week|month|quarter|year)", re.IGNORECASE)
_INTERVAL = lazy(r"([0-9][^/]*?)(?:/|\.\.)([0-9][^/]*)")
_LAST_N = lazy(r"(?:last|past) ([0-9]{1,6}) (day|week|month|year)s?", re.IGNORECASE)
_WORD = lazy(
    r"(?P<number>[0-9]+)(?:st|nd|rd|th|er|-?го|[º°ª])?(?![^\W\d_])\.?"
    r"|(?P<short>['’][0-9]{2})(?![0-9])|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)?)\.?|(?P<gap>[\s,]+)",
    re.IGNORECASE,
)
_TIME = lazy(
    r"(?:T|[\s,]+(?:at\s+|um\s+|à\s+|в\s+|о\s+)?)[0-9]{1,2}[:.h][0-9]{2}.*$",
    re.IGNORECASE | re.DOTALL,
)


def parse(text: str, *, order: str | None = None, today: date | None = None) -> DateSpan:
    """Read one date; `printed` of the result is the text.

    `order` ("DMY" or "MDY") says how 03/04/2021 is to be read; without it that is refused.
    `today` is what relative dates count from. Raises DateProblem.
    """
    shown = " ".join(text.split())
    if not shown or len(shown) > _LONGEST:
        raise _unreadable(shown)
    for read in (_read_iso, _read_relative, _read_numeric, _read_named):
        found = read(shown, order, today)
        if found is not None:
            return replace(found, printed=shown)
    raise _unreadable(shown)


def parse_stamp(text: str, *, order: str | None = None) -> DateSpan:
    """Read a date that may carry a time of day, as metadata do: 2021-09-15T10:00:00Z.

    The day is the one that stands there: time zones are not applied. An interval (2021-09-15/2021-09-17,
    as in ISO 8601, or with two dots) is all of its days. Relative dates are refused: no article is
    published "yesterday" for ever. Raises DateProblem.
    """
    shown = " ".join(text.split())[:_LONGEST]
    if _AGO.fullmatch(shown) or _LAST_N.fullmatch(shown) or _PERIOD.fullmatch(shown):
        raise _unreadable(shown)
    if shown.casefold() in ("today", "yesterday"):
        raise _unreadable(shown)
    if m := _INTERVAL.fullmatch(shown):
        first, last = (_read_iso(_TIME.sub("", side), order, None) for side in m.groups())
        if first and last:
            return replace(_all_days(first, last, shown), printed=shown)
    return parse(_TIME.sub("", shown), order=order)


def _all_days(first: DateSpan, last: DateSpan, text: str) -> DateSpan:
    if first.start > last.start or first.end > last.end:
        raise DateProblem("bad-date", f"“{text}” ends before it starts")
    return first if first == last else span.days(first.start, last.end)


def _read_iso(text: str, order: str | None, today: date | None) -> DateSpan | None:
    if _YEAR.fullmatch(text):
        return span.year(int(text))
    if m := _DAY.fullmatch(text):
        return span.day(int(m[1]), int(m[3] or m[5]), int(m[4] or m[6]))
    if m := _MONTH.fullmatch(text):
        return span.month(int(m[1]), int(m[2] or m[3]))
    if m := _QUARTER.fullmatch(text):
        return span.quarter(int(m[1] or m[4]), int(m[2] or m[3]))
    if m := _WEEK.fullmatch(text):
        return span.week(int(m[1]), int(m[2]))
    return None


def _read_relative(text: str, order: str | None, today: date | None) -> DateSpan | None:
    now = today or date.today()
    try:
        if text.casefold() == "today":
            return span.day(now.year, now.month, now.day)
        if text.casefold() == "yesterday":
            return span.days(now - timedelta(days=1), now, Precision.DAY)
        if m := _AGO.fullmatch(text):
            start = _before(now, int(m[1]), m[2].lower())
            return span.day(start.year, start.month, start.day)
        if m := _PERIOD.fullmatch(text):
            return _period(now, m[2].lower(), int(m[1].lower() == "last"))
        if m := _LAST_N.fullmatch(text):
            tomorrow = now + timedelta(days=1)
            start = _before(tomorrow, int(m[1]), m[2][0].lower())
            return span.days(start, tomorrow) if start < tomorrow else None
    except (OverflowError, ValueError) as problem:
        if isinstance(problem, DateProblem):
            raise
        raise DateProblem("no-such-date", f"“{text}” is before the calendar begins") from None
    return None


def _before(now: date, count: int, unit: str) -> date:
    """The day `count` units before `now`; 31 March less a month is the last day of February."""
    if unit == "d":
        return now - timedelta(days=count)
    if unit == "w":
        return now - timedelta(weeks=count)
    from dateutil.relativedelta import relativedelta  # loaded only where somebody needs it

    if unit == "m":
        return now - relativedelta(months=count)
    return now - relativedelta(years=count)


def _period(now: date, unit: str, back: int) -> DateSpan:
    """The whole week, month, quarter or year that holds `now`, or the one before it."""
    if unit == "week":
        year, week, _ = (now - timedelta(weeks=back)).isocalendar()
        return span.week(year, week)
    if unit == "year":
        return span.year(now.year - back)
    width = 1 if unit == "month" else 3
    periods = (now.year * 12 + now.month - 1) // width - back
    year, index = divmod(periods, 12 // width)
    return span.month(year, index + 1) if unit == "month" else span.quarter(year, index + 1)


def _read_numeric(text: str, order: str | None, today: date | None) -> DateSpan | None:
    m = _NUMERIC.fullmatch(text)
    if m is None:
        return None
    first, second = int(m[1]), int(m[3])
    if len(m[4]) == 2:
        raise _short_year(text, int(m[4]), first, second, order, today)
    year = int(m[4])
    if order is not None:
        month, day = (second, first) if order == "DMY" else (first, second)
        return _in_order(text, year, month, day, order)
    if first == second or first > 12 or second > 12:
        month, day = (first, second) if second > 12 else (second, first)
        return span.day(year, month, day)
    by_day, by_month = span.day(year, second, first), span.day(year, first, second)
    raise DateProblem(
        "ambiguous-date",
        f"“{text}” could be {by_day} (day first) or {by_month} (month first)",
        f'write {by_day} or {by_month}, or set date-order = "DMY" in the config',
    )


def _in_order(text: str, year: int, month: int, day: int, order: str) -> DateSpan:
    """The day in the set order. One that fits only the other order is refused, not turned round."""
    if month > 12 >= day:
        raise DateProblem(
            "no-such-date",
            f"“{text}” has no month {month} (date-order is {order})",
            f"write {year:04}-{day:02}-{month:02} if that is meant",
        )
    return span.day(year, month, day)


def _short_year(
    text: str, year: int, first: int, second: int, order: str | None, today: date | None
) -> DateProblem:
    month, day = (first, second) if order == "MDY" or second > 12 else (second, first)
    return _two_digits(text, year, today, f"-{month:02}-{day:02}")


def _two_digits(text: str, year: int, today: date | None, rest: str = "") -> DateProblem:
    now = (today or date.today()).year
    century = now - now % 100
    full = century + year if century + year <= now else century - 100 + year
    return DateProblem(
        "short-year",
        f"“{text}” has a two-digit year",
        f"write the year with four digits, as in {full}{rest}",
    )


# A date in words is a row of kinds: d a number of one or two digits, y one of four, m a month.
# Where the year is missing or short the row is recognised too, to say so.
_ROWS: dict[str, Callable[[Sequence[int]], DateSpan]] = {
    "dmy": lambda v: span.day(v[2], v[1], v[0]),
    "mdy": lambda v: span.day(v[2], v[0], v[1]),
    "ymd": lambda v: span.day(v[0], v[1], v[2]),
    "my": lambda v: span.month(v[1], v[0]),
    "ym": lambda v: span.month(v[0], v[1]),
    "y": lambda v: span.year(v[0]),
}


def _read_named(text: str, order: str | None, today: date | None) -> DateSpan | None:
    row = _classify(text)
    if row is None:
        return None
    kinds, values, weekday = row
    if kinds in ("dmd", "mdd", "dms", "ms"):
        raise _two_digits(text, values[-1], today)
    if kinds in ("dm", "md"):
        raise DateProblem("bad-date", f"“{text}” has no year", f'write the year too, as in "{text} 2021"')
    build = _ROWS.get(kinds)
    if build is None:
        return None
    found = build(values)
    if weekday is not None and found.precision is Precision.DAY:
        _check_weekday(text, found, weekday)
    return found


def _classify(text: str) -> tuple[str, list[int], int | None] | None:
    """Kinds and values of the words of a date, and its weekday; None where a word is neither."""
    kinds, values, place = "", list[int](), 0
    weekday: int | None = None
    while place < len(text):
        m = _WORD.match(text, place)
        if m is None:
            return None
        place = m.end()
        if number := m["number"]:
            kind = {1: "d", 2: "d", 4: "y"}.get(len(number))
            if kind is None:
                return None
            kinds, values = kinds + kind, [*values, int(number)]
        elif short := m["short"]:
            kinds, values = kinds + "s", [*values, int(short[1:])]
        elif word := m["word"]:
            name = words.fold(word)
            if name in words.months():
                kinds, values = kinds + "m", [*values, words.months()[name]]
            elif not kinds and weekday is None and name in words.weekdays():
                weekday = words.weekdays()[name]
            elif name not in words.FILLERS:
                return None
    return kinds, values, weekday


def _check_weekday(text: str, found: DateSpan, weekday: int) -> None:
    if found.start.weekday() != weekday:
        raise DateProblem(
            "no-such-date",
            f"“{text}”: {found} is a {found.start:%A}",
            "leave the weekday out, or mend the date",
        )


def _unreadable(text: str) -> DateProblem:
    shown = text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
    return DateProblem("bad-date", f"“{shown}” is not a date I can read", FORMS)
