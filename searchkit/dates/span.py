"""An interval of days with the precision it was written in, and how one is made.

A `DateSpan` is [start, end).  A day that nobody wrote is never made up: "June 2021" is a month, not
its first day; a date without a year is no date.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from enum import StrEnum


class Precision(StrEnum):
    """How exactly a date was written."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    RANGE = "range"  # several days that are none of the above


class DateProblem(ValueError):  # noqa: N818 - what is wrong with a date, not yet anybody's error
    """A text is not a date, or not one only. The reader of the text makes its own error of it.

    `code` is one of bad-date, no-such-date, ambiguous-date, short-year (query-language codes).
    """

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True)
class DateSpan:
    """Days [start, end) with the precision they were written in.

    `printed` is the date as it stands in the source, `found` how it was found (front matter,
    dateline, byline, file name, column ...); neither takes part in comparisons of time.
    """

    start: date
    end: date
    precision: Precision
    printed: str = ""
    found: str = ""

    def __str__(self) -> str:
        """ISO form at its precision: 2021, 2021-Q3, 2021-09, 2021-09-15, or first..last day."""
        match self.precision:
            case Precision.DAY:
                return self.start.isoformat()
            case Precision.MONTH:
                return self.start.isoformat()[:7]
            case Precision.QUARTER:
                return f"{self.start.year:04}-Q{(self.start.month + 2) // 3}"
            case Precision.YEAR:
                return f"{self.start.year:04}"
            case Precision.WEEK:
                year, week, _ = self.start.isocalendar()
                return f"{year:04}-W{week:02}"
        return f"{self.start}..{self.last}"

    @property
    def last(self) -> date:
        """The last day that belongs to it."""
        return self.end - timedelta(days=1)


def days(start: date, end: date, precision: Precision = Precision.RANGE) -> DateSpan:
    """The days from `start` up to, not including, `end`."""
    return DateSpan(start, end, precision)


def day(year: int, month: int, number: int) -> DateSpan:
    """One day. Raises DateProblem where the calendar has none."""
    _check_month(year, month)
    length = (_month_after(year, month, 1) - date(year, month, 1)).days
    if not 1 <= number <= length:
        from calendar import month_name  # it loads the locales, and is needed for this error alone

        raise DateProblem(
            "no-such-date",
            f"{year:04}-{month:02}-{number:02} is not a day in the calendar "
            f"({month_name[month]} {year} has {length} days)",
        )
    start = date(year, month, number)
    return days(start, start + timedelta(days=1), Precision.DAY)


def month(year: int, number: int) -> DateSpan:
    """One calendar month."""
    _check_month(year, number)
    return days(date(year, number, 1), _month_after(year, number, 1), Precision.MONTH)


def quarter(year: int, number: int) -> DateSpan:
    """One quarter, 1 to 4."""
    _check_year(year)
    if not 1 <= number <= 4:
        raise DateProblem("no-such-date", f"there is no quarter {number} (they run from Q1 to Q4)")
    first = 3 * number - 2
    return days(date(year, first, 1), _month_after(year, first, 3), Precision.QUARTER)


def year(number: int) -> DateSpan:
    """One calendar year."""
    _check_year(number)
    return days(date(number, 1, 1), date(number + 1, 1, 1), Precision.YEAR)


def week(year: int, number: int) -> DateSpan:
    """One ISO 8601 week, Monday to Sunday."""
    _check_year(year)
    last = date(year, 12, 28).isocalendar().week  # 28 December is always in the last week
    if not 1 <= number <= last:
        raise DateProblem("no-such-date", f"{year:04} has no week {number} (it has {last})")
    start = date.fromisocalendar(year, number, 1)
    return days(start, start + timedelta(days=7), Precision.WEEK)


def _month_after(year: int, month: int, count: int) -> date:
    months = year * 12 + month - 1 + count
    return date(months // 12, months % 12 + 1, 1)


def _check_year(year: int) -> None:
    # The last year of the calendar is left out: its end, as a half-open interval, has no date.
    if not MINYEAR <= year < MAXYEAR:
        raise DateProblem("no-such-date", f"the year {year:04} is outside {MINYEAR:04} to {MAXYEAR - 1}")


def _check_month(year: int, month: int) -> None:
    _check_year(year)
    if not 1 <= month <= 12:
        raise DateProblem(
            "no-such-date",
            f"{year:04}-{month:02} is not a month in the calendar (they run from 01 to 12)",
        )
