"""Dates written out inside a text: bylines, datelines, "Published:" lines, file names, addresses.

Only dates with a year are found, never a bare year, and never one that could be two days.
"""

from __future__ import annotations

import re
from functools import cache

from searchkit.dates import reading, words
from searchkit.dates.span import DateProblem, DateSpan


def find_written(text: str, *, order: str | None = None) -> list[tuple[int, int, DateSpan]]:
    """(start, end, date) of each date in the text, in order; [start, end) are character offsets.

    Found are 2021-09-15, 15 Sept 2021, Sept 15th, 2021, Sept 2021 (in every language that `parse`
    reads) and 15/09/2021, 15.09.2021. What `parse` would refuse (no such day, ambiguous without
    `order`) is left out. A weekday in front is not looked at: print is full of wrong ones.
    """
    found: list[tuple[int, int, DateSpan]] = []
    for match in _pattern().finditer(text):
        try:
            span = reading.parse(match[0], order=order)
        except DateProblem:
            continue
        found.append((match.start(), match.end(), span))
    return found


@cache
def _pattern() -> re.Pattern[str]:
    month = rf"(?:{words.month_pattern()})\.?"
    day = r"[0-3]?[0-9](?:st|nd|rd|th|er|-?го|[º°.])?"
    of = r"(?:\s+(?:of|de|del))?"
    year = r"[12][0-9]{3}"
    in_year = rf",?{of}\s+{year}"
    forms = (
        rf"{year}-[0-9]{{1,2}}-[0-9]{{1,2}}",
        rf"{year}([/.])[0-9]{{1,2}}\1[0-9]{{1,2}}",
        rf"[0-3]?[0-9]([/.-])[0-3]?[0-9]\2{year}",
        # months are many, and said once; the day stands before or behind
        rf"(?P<day>{day}{of}\s+)?{month}(?:{in_year}|(?(day)(?!)|\s+{day},?\s+{year}))",
    )
    return re.compile(rf"(?<![\w/.-])(?:{'|'.join(forms)})(?![0-9]|[/.-][0-9])", re.IGNORECASE)
