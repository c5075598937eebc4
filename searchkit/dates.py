"""Dates as intervals of days: the one grammar of written dates, used by articles/ and query/.

A `DateSpan` is [start, end) with the precision it was written in.  A day that nobody wrote is never
made up: "June 2021" is a month, not its first day; a date without a year is no date.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Precision(StrEnum):
    """How exactly a date was written."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    RANGE = "range"  # several days that are none of the above


@dataclass(frozen=True, slots=True)
class DateSpan:
    """Days [start, end) with the precision they were written in.

    `printed` is the date as it stands in the source, `found` how it was found (front matter, dateline,
    byline, file name, column ...); neither takes part in comparisons of time.
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
                return f"{self.start:%Y-%m}"
            case Precision.QUARTER:
                return f"{self.start:%Y}-Q{(self.start.month + 2) // 3}"
            case Precision.YEAR:
                return f"{self.start:%Y}"
            case Precision.WEEK:
                year, week, _ = self.start.isocalendar()
                return f"{year}-W{week:02}"
        return f"{self.start}..{date.fromordinal(self.end.toordinal() - 1)}"
