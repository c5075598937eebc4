"""Dates of documents: a table of the different DateSpans, and a code a document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

import numpy as np

from searchkit.dates import DateSpan, Precision
from searchkit.engines.base import Bucket, bucket_key
from searchkit.engines.whoosh.arrays import Array, Ints, Mask, greatest, joined, narrow, narrowest
from searchkit.engines.whoosh.files.container import Container
from searchkit.engines.whoosh.files.strings import Strings, decode, encode, pack
from searchkit.engines.whoosh.segments.columns import Arrays
from searchkit.engines.whoosh.segments.documents import Documents, numbered
from searchkit.numbering import numbering

_FOREMOST = 1 << 13  # documents, newest or oldest first, that are kept


class DateEncoder:
    """One DateSpan a document, or none: a table of the different ones, and a code a document."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._table: defaultdict[DateSpan | None, int] = numbering(None)
        self._codes: list[Array] = []

    def add(self, documents: Documents) -> None:
        """Take the values of further documents."""
        spans = documents.repeated(self._name)
        self._codes.append(spans.spread(numbered(self._table, spans.values)))

    def arrays(self) -> Arrays:
        """The table by column, and a code a document."""
        return date_arrays(self._name, [s for s in self._table if s is not None], joined(self._codes))


def date_arrays(name: str, spans: Sequence[DateSpan], codes: Ints) -> Arrays:
    """Arrays of a date column: code 0 is none, code i is spans[i - 1]."""
    kinds = list(Precision)
    return {
        f"{name}.starts": np.array([s.start.toordinal() for s in spans], np.int32),
        f"{name}.days": np.array([(s.end - s.start).days for s in spans], np.int32),
        f"{name}.precisions": np.array([kinds.index(s.precision) for s in spans], np.uint8),
        **pack(f"{name}.printed", [encode(s.printed) for s in spans]),
        **pack(f"{name}.found", [encode(s.found) for s in spans]),
        f"{name}.codes": narrow(codes),
    }


class DateColumn:
    """The date field of a segment."""

    def __init__(self, container: Container, name: str) -> None:
        self.codes = container.array(f"{name}.codes")
        self._starts = container.array(f"{name}.starts")
        self._days = container.array(f"{name}.days")
        self._container = container
        self._name = name
        self._foremost: dict[bool, Ints] = {}
        self._buckets: dict[Bucket, tuple[list[str], Ints]] = {}

    @cached_property
    def first(self) -> Ints:
        """First day (proleptic ordinal) by code; 0 for none."""
        return np.concatenate([[0], self._starts]).astype(np.int64)

    @cached_property
    def last(self) -> Ints:
        """Last day by code; -1 for none."""
        return np.concatenate([[-1], self._starts.astype(np.int64) + self._days - 1])

    @cached_property
    def ranks(self) -> Array:
        """Place of each document's first day among all first days, from 1 on; 0 for none."""
        days, rank_of = np.unique(self.first, return_inverse=True)
        return rank_of.astype(narrowest(len(days))).take(self.codes)

    def foremost(self, newest: bool) -> Ints:
        """The newest (oldest) documents, newest (oldest) first, undated ones last: some thousands of all."""
        found = self._foremost.get(newest)
        if found is None:
            found = greatest(self.ranks if newest else -self.ranks, _FOREMOST)
            self._foremost[newest] = found
        return found

    @cached_property
    def spans(self) -> list[DateSpan | None]:
        """The table: a DateSpan by code."""
        from datetime import date

        name, kinds = self._name, list(Precision)
        columns = zip(
            self._starts.tolist(),
            self._days.tolist(),
            self._container.array(f"{name}.precisions").tolist(),
            Strings(self._container, f"{name}.printed"),
            Strings(self._container, f"{name}.found"),
            strict=True,
        )
        return [None] + [
            DateSpan(date.fromordinal(a), date.fromordinal(a + n), kinds[k], decode(p), decode(f))
            for a, n, k, p, f in columns
        ]

    def several(self, documents: Ints) -> list[DateSpan | None]:
        """Date of each of these documents."""
        return [self.spans[code] for code in self.codes.take(documents).tolist()]

    def passing(self, test: Callable[[Ints, Ints], Mask]) -> Mask:
        """Which codes have first and last days that pass the test."""
        passing = test(self.first, self.last)
        passing[0] = False
        return passing

    def having(self, test: Callable[[Ints, Ints], Mask]) -> Mask:
        """Which documents have a date whose first and last days pass the test."""
        return self.passing(test).take(self.codes)

    def tally(self, documents: Ints, bucket: Bucket) -> Mapping[str, int]:
        """How many of these documents have their date in each bucket, by its key."""
        keys, key_of = self._keys(bucket)
        found = np.bincount(key_of.take(self.codes.take(documents)), minlength=1)
        return {keys[number]: int(found[number]) for number in np.flatnonzero(found).tolist()}

    def _keys(self, bucket: Bucket) -> tuple[list[str], Ints]:
        """The keys of all dates, and which of them each code has."""
        known = self._buckets.get(bucket)
        if known is None:
            keys: dict[str, int] = {}
            numbers = [keys.setdefault(bucket_key(span, bucket), len(keys)) for span in self.spans]
            known = self._buckets[bucket] = (list(keys), np.array(numbers, np.int64))
        return known
