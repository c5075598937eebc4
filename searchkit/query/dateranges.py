"""Conditions on dates: what stands behind date:, since:, until:, after: and before:.

Written dates are read by `searchkit.dates`; here are the ranges made of them.  Both ends of the result
are included days, and a date that is wider than a day counts whole: `date:>2021` begins with 2022.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from searchkit.dates import DateProblem, DateSpan
from searchkit.dates import parse as parse_date
from searchkit.errors import QueryError
from searchkit.patterns import lazy
from searchkit.query.errors import shown
from searchkit.query.fields import QueryField, Takes
from searchkit.query.lexer import MARKS
from searchkit.query.nodes import Absent, DateRange, Present, Query

_COMPARISON = lazy(r"(>=|<=|>|<)(.*)", re.DOTALL)
_QUOTED = lazy(rf"[{''.join(MARKS)}][^{''.join(MARKS)}]*[{''.join(MARKS.values())}]")
_DASH = lazy(r"[-–—]")
_LONGEST = 40  # characters looked at for a range with a dash
_DOTS = lazy(r"\.\.")
_THREE_WORDS = lazy(r"(?:\s+[^\s()]+){1,3}")
_TO = lazy(r"(?<!\S)TO(?!\S)")

# What each bound is as a comparison.
_BOUNDS = {"since": ">=", "until": "<=", "after": ">", "before": "<"}


class DateReader(NamedTuple):
    """How dates of one query are read: what relative ones count from, and the order of 03/04/2021."""

    today: date
    order: str | None = None

    def condition(self, field: QueryField, text: str, start: int) -> Query:
        """The condition `text`, which stands at `start` of the query, puts on the date.

        Raises QueryError for what is no date, no range, or a range that holds no day.
        """
        place = _Place(text, start)
        if field.takes is Takes.BOUND:
            return self._bound(field, place)
        span = place.span
        if text == "*":
            return Present("date", span)
        if text.casefold() == "none":
            return Absent("date", span)
        if text[0] in "[{":
            return self._bracketed(field, place)
        if m := _COMPARISON.fullmatch(text):
            return self._compare(m[1], place.part(m.start(2), m.end(2)), place)
        ends = place.split(_DOTS)
        if len(ends) > 1:
            return self._dotted(field, ends, place)
        found = self._date(place)
        return DateRange(found.start, found.last, span=span)

    def is_range(self, text: str) -> bool:
        """Whether a word in running text is a range of dates whose field was forgotten."""
        m = _COMPARISON.fullmatch(text)
        ends = [m[2]] if m else text.split("..")
        if (not m and len(ends) != 2) or not any(ends):
            return False
        try:
            for end in filter(None, ends):
                parse_date(end, order=self.order, today=self.today)
        except DateProblem:
            return False
        return True

    def longer(self, begun: str, behind: str) -> str:
        """The date that `begun` makes with one to three of the words behind it; "" for none."""
        following = _THREE_WORDS.match(behind)
        words = following.group().split() if following else []
        longer = (" ".join([begun, *words[:count]]) for count in range(len(words), 0, -1))
        return next(filter(self.reads, longer), "")

    def meant(self, field: QueryField, text: str, behind: str) -> str:
        """A hint for a range written with a dash, and a date of several words that was not quoted."""
        if ends := self._dashed(text):
            return f"a range is written with two dots: {field.typed}:{ends[0]}..{ends[1]}"
        longer = self.longer(text, behind)
        return f'quote a date of several words: {field.typed}:"{longer}"' if longer else ""

    def reads(self, text: str) -> bool:
        """Whether `text` is one date."""
        try:
            parse_date(text, order=self.order, today=self.today)
        except DateProblem:
            return False
        return True

    def _dashed(self, text: str) -> tuple[str, str] | None:
        """The ends of a range written with a dash, 2021-2022 or 2021–2022; None for anything else."""
        for m in _DASH.finditer(text[:_LONGEST]):
            first, last = text[: m.start()], text[m.end() :]
            if self.reads(first) and self.reads(last):
                return first, last
        return None

    def _bound(self, field: QueryField, place: _Place) -> DateRange:
        text = place.text
        if text == "*" or text.casefold() == "none":
            raise QueryError(
                "bad-value",
                f"{field.typed}: takes a date, not {shown(text)}",
                *place.span,
                f"date:{text} asks for paragraphs {'with' if text == '*' else 'without'} a date",
            )
        if text[0] in "[{<>" or len(place.split(_DOTS)) > 1:
            raise QueryError(
                "bad-range",
                f"{field.typed}: takes one date, not a range",
                *place.span,
                "for a range write date:2021-01..2021-06",
            )
        return self._compare(_BOUNDS[field.name], place, place)

    def _compare(self, sign: str, end: _Place, whole: _Place) -> DateRange:
        if not end.text:
            raise QueryError(
                "bad-range",
                f"“{sign}” needs a date right behind it",
                *whole.span,
                f"for example: date:{sign}2021-06",
            )
        found = self._date(end)
        span = whole.span
        if sign == ">=":
            return DateRange(found.start, None, span=span)
        if sign == "<=":
            return DateRange(None, found.last, span=span)
        if sign == ">":
            return DateRange(_day_after(found, end), None, span=span)
        return DateRange(None, _day_before(found, end), span=span)

    def _dotted(self, field: QueryField, ends: list[_Place], place: _Place) -> DateRange:
        if len(ends) > 2 or not any(end.text for end in ends):
            raise _bad_range(place)
        first = self._date(ends[0]).start if ends[0].text else None
        last = self._date(ends[1]).last if ends[1].text else None
        swapped = f"{field.typed}:{ends[1].text}..{ends[0].text}"
        return _checked(first, last, place, f"swap the ends: {swapped}")

    def _bracketed(self, field: QueryField, place: _Place) -> Query:
        inside = place.part(1, len(place.text) - 1)
        ends = [end.stripped() for end in inside.split(_TO)]
        if len(ends) != 2 or not all(end.text for end in ends):
            raise _bad_range(place)
        left, right = ends
        first = last = None
        swap = True
        if left.text != "*":
            found = self._date(left)
            swap = place.text[0] == "["
            first = found.start if swap else _day_after(found, left)
        if right.text != "*":
            found = self._date(right)
            inclusive = place.text[-1] == "]"
            swap = swap and inclusive
            last = found.last if inclusive else _day_before(found, right)
        if first is None and last is None:
            return Present("date", place.span)
        hint = f"swap the ends: {field.typed}:{right.text}..{left.text}"
        if not swap:
            hint = f"[ and ] include the ends: {field.typed}:[{left.text} TO {right.text}]"
        return _checked(first, last, place, hint)

    def _date(self, place: _Place) -> DateSpan:
        text = place.text
        if _QUOTED.fullmatch(text):
            text = text[1:-1]
            if not text.strip():
                raise QueryError("empty-phrase", "nothing between the quotation marks", *place.span)
        try:
            return parse_date(text, order=self.order, today=self.today)
        except DateProblem as problem:
            raise QueryError(problem.code, problem.message, *place.span, problem.hint) from problem


class _Place(NamedTuple):
    """A piece of the query and where it stands."""

    text: str
    start: int

    @property
    def span(self) -> tuple[int, int]:
        return self.start, self.start + len(self.text)

    def part(self, start: int, end: int) -> _Place:
        return _Place(self.text[start:end], self.start + start)

    def stripped(self) -> _Place:
        lead = len(self.text) - len(self.text.lstrip())
        return _Place(self.text.strip(), self.start + lead)

    def split(self, separator: re.Pattern[str]) -> list[_Place]:
        """The pieces between separators, those inside quotation marks left alone."""
        masked = _QUOTED.sub(lambda m: "\0" * len(m.group()), self.text)
        pieces, begun = [], 0
        for m in separator.finditer(masked):
            pieces.append(self.part(begun, m.start()))
            begun = m.end()
        return [*pieces, self.part(begun, len(self.text))]


def _bad_range(place: _Place) -> QueryError:
    return QueryError(
        "bad-range",
        f"{shown(place.text)} is not a range of dates",
        *place.span,
        "write 2021-01..2021-06, 2021.., ..2021, >2021 or [2021-01 TO 2021-06]",
    )


def _checked(first: date | None, last: date | None, place: _Place, hint: str) -> DateRange:
    if first is not None and last is not None and last < first:
        message = f"the range ends ({last}) before it starts ({first})"
        raise QueryError("reversed-range", message, *place.span, hint)
    return DateRange(first, last, span=place.span)


def _day_after(found: DateSpan, place: _Place) -> date:
    if found.end.year == date.max.year:  # a year that no date may be written in
        raise QueryError("no-such-date", "the calendar has no day after this one", *place.span)
    return found.end


def _day_before(found: DateSpan, place: _Place) -> date:
    if found.start == date.min:
        raise QueryError("no-such-date", "the calendar has no day before this one", *place.span)
    return found.start - timedelta(days=1)
