"""Values of documents by column: keywords and numbers. How each is encoded and read back.

Every encoder takes documents as they come and ends as named arrays; every column reads these from a segment.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Protocol

import numpy as np

from searchkit.engines.whoosh.arrays import Array, Ints, Mask, distinct, joined, narrow, offsets, ragged
from searchkit.engines.whoosh.files.container import Container
from searchkit.engines.whoosh.files.strings import Strings, decode, encode, pack
from searchkit.engines.whoosh.segments.bitmaps import Bitmap
from searchkit.engines.whoosh.segments.documents import Documents, numbered
from searchkit.engines.whoosh.segments.holders import Values
from searchkit.numbering import numbering
from searchkit.remembered import Remembered

Arrays = dict[str, Array]

_MANY = 4  # holders for each document tested, up to which marking all of them is cheaper than looking
_MOST_BITMAPS = 64  # kept of a keyword field: holders of values, a bit a document
_FEW_VALUES = 64  # of a keyword field: holders of one are found by looking through all codes


class Encoder(Protocol):
    """Collects one field of documents."""

    def add(self, documents: Documents) -> None:
        """Take the values of further documents."""
        ...

    def arrays(self) -> Arrays:
        """Everything taken, as arrays by name."""
        ...


class KeywordEncoder:
    """Several exact values a document: a table of the different rows of values, and a code a document."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._rows: defaultdict[tuple[str, ...], int] = numbering(())
        self._codes: list[Array] = []

    def add(self, documents: Documents) -> None:
        """Take the values of further documents."""
        rows = documents.keywords(self._name)
        self._codes.append(rows.spread(numbered(self._rows, rows.values)))

    def arrays(self) -> Arrays:
        """Sorted values; how many and which a document has; which documents a value has."""
        values = {value: encode(value) for row in self._rows for value in row}
        order = sorted(values, key=values.__getitem__)
        code = {value: i for i, value in enumerate(order)}
        table = np.array([code[value] for row in self._rows for value in row], np.int64)
        sizes = np.array([len(row) for row in self._rows], np.int64)
        rows = joined(self._codes).astype(np.int64)
        counts = sizes.take(rows)
        codes = table.take(ragged(offsets(sizes).take(rows), counts)) if len(table) else table
        return keyword_arrays(self._name, [values[value] for value in order], counts, codes)


def keyword_arrays(name: str, values: Sequence[bytes], counts: Ints, codes: Ints) -> Arrays:
    """Arrays of a keyword column from its sorted values and each document's codes.

    Which documents hold a value is stored where it cannot be seen at a glance: not for fields of a few
    values, and by the first one only where holders of a value follow each other (an article's).
    """
    arrays = {
        **pack(f"{name}.values", values, ordered=True),
        f"{name}.counts": narrow(counts),
        f"{name}.codes": narrow(codes),
    }
    if len(values) > _FEW_VALUES:
        holders = distinct(np.sort(codes << 32 | np.arange(len(counts)).repeat(counts)))
        documents = holders & 0xFFFFFFFF
        held = offsets(np.bincount(holders >> 32, minlength=len(values)))
        first = documents[held[:-1]]
        arrays[f"{name}.held"] = narrow(held)
        if (documents == ragged(first, np.diff(held))).all():
            arrays[f"{name}.first_holder"] = narrow(first)
        else:
            arrays[f"{name}.holders"] = documents.astype(np.uint32)
    return arrays


class KeywordColumn:
    """The keyword field of a segment."""

    def __init__(self, container: Container, name: str) -> None:
        self._container = container
        self._name = name
        self._bitmaps: Remembered[tuple[int, ...], Bitmap] = Remembered(_MOST_BITMAPS)

    @cached_property
    def values(self) -> Strings:
        """All values, sorted by their bytes."""
        return Strings(self._container, f"{self._name}.values")

    @cached_property
    def names(self) -> list[str]:
        """All values, in order of their codes."""
        return [decode(value) for value in self.values]

    @cached_property
    def counts(self) -> Array:
        """Number of values of each document."""
        return self._container.array(f"{self._name}.counts")

    @cached_property
    def codes(self) -> Array:
        """Values of all documents, one document after the other."""
        return self._container.array(f"{self._name}.codes")

    @cached_property
    def _first(self) -> Ints:
        return offsets(self.counts)

    @cached_property
    def _held(self) -> Array:
        return self._container.array(f"{self._name}.held")

    @cached_property
    def _folded(self) -> dict[str, list[int]]:
        folded: dict[str, list[int]] = {}
        for code, value in enumerate(self.names):
            folded.setdefault(value.casefold(), []).append(code)
        return folded

    def several(self, documents: Sequence[int]) -> list[tuple[str, ...]]:
        """Values of each of these documents."""
        text, codes = self.values.text, self.codes.data
        if len(codes) == self._single == len(self.counts):
            if len(self.values) == 1:
                return [(text(0),)] * len(documents)
            return [(text(codes[document]),) for document in documents]
        first, counts = self._first.data, self.counts.data
        return [
            tuple(map(text, codes[(at := first[document]) : at + counts[document]])) for document in documents
        ]

    def values_of(self, values: Sequence[str]) -> Values:
        """Those of some values that are there."""
        found = (self.values.find(encode(value)) for value in values)
        return Values(self, [code for code in found if code >= 0])

    def folded_values(self, value: str) -> Values:
        """The values that are `value` when both are case folded."""
        return Values(self, self._folded.get(value.casefold(), []))

    @cached_property
    def listed(self) -> bool:
        """Whether the documents of each value are stored."""
        return f"{self._name}.held" in self._container

    @cached_property
    def holders_stored(self) -> bool:
        """Whether they are stored one by one, and not by the first of them only."""
        return f"{self._name}.holders" in self._container

    def holding(self, codes: Sequence[int]) -> int:
        """How many documents hold each of some values, together; of a field whose holders are stored."""
        if len(codes) == 1:
            return int(self._held[codes[0] + 1]) - int(self._held[codes[0]])
        at = np.array(codes, np.int64)
        return int(self._held.take(at + 1).sum() - self._held.take(at).sum())

    def holders(self, code: int) -> Array:
        """Documents that hold a value, in order."""
        container = self._container
        if not self.listed:
            at = np.flatnonzero(self.codes == self.codes.dtype.type(code))
            return at if len(self.codes) == len(self.counts) == self._single else self._owners(at)
        begin, end = int(self._held[code]), int(self._held[code + 1])
        if self.holders_stored:
            return container.part(f"{self._name}.holders", begin, end)
        first = int(container.array(f"{self._name}.first_holder")[code])
        return np.arange(first, first + end - begin)

    def bitmap(self, codes: Sequence[int]) -> Bitmap:
        """Documents that hold one of some values as bits, which are made once and kept: for many holders."""
        key = tuple(codes)
        found = self._bitmaps.get(key)
        if found is None:
            held = joined(map(self.holders, key))
            found = self._bitmaps.keep(key, Bitmap.of_rows(held, len(self.counts)))
        return found

    @cached_property
    def _single(self) -> int:
        """Documents with exactly one value."""
        return int(np.count_nonzero(self.counts == 1))

    def _owners(self, at: Ints) -> Ints:
        """Documents whose values stand at these places, each once."""
        return distinct(self._first.searchsorted(at, "right") - 1)

    def test(self, codes: Sequence[int]) -> Callable[[Ints], Mask]:
        """Test whether documents hold one of these values: by what each of them holds, where they are few."""
        wanted = np.zeros(max(len(self.values), 1), np.bool_)
        wanted[list(codes)] = True
        held = [self.holders(code) for code in codes] if self.listed else None

        def holding(documents: Ints) -> Mask:
            if held is not None and sum(map(len, held)) < len(documents) * _MANY:
                mask = np.zeros(len(self.counts), np.bool_)
                for holders in held:
                    mask[holders.astype(np.int64)] = True
                return mask.take(documents)
            counts, at = self.counts.take(documents), self._first.take(documents)
            found = np.zeros(len(documents), np.bool_)
            some, place = (counts > 0).nonzero()[0], 0
            while len(some):
                found[some] |= wanted.take(self.codes.take(at.take(some) + place))
                place += 1
                some = some[counts.take(some) > place]
            return found

        return holding

    def tally(self, documents: Ints, groups: Ints | None = None) -> Mapping[int, int]:
        """How many of these documents hold each code; -1 for those without any value.

        With `groups`, the group of each code, how many hold a code of each group.
        """
        counts = self.counts.take(documents).astype(np.int64)
        codes = self.codes.take(ragged(self._first.take(documents), counts)).astype(np.int64)
        if groups is not None:
            codes = groups.take(codes)
        pairs = documents.repeat(counts) << 32 | codes
        if len(pairs) > 1 and int(counts.max()) > 1:
            codes = distinct(np.sort(pairs)) & 0xFFFFFFFF
        found = np.bincount(codes, minlength=1)
        tallied = {code: int(found[code]) for code in np.flatnonzero(found).tolist()}
        empty = int((counts == 0).sum())
        return tallied | ({-1: empty} if empty else {})


class NumberEncoder:
    """One integer a document, or none."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._values: list[Ints] = []
        self._missing: list[Mask] = []

    def add(self, documents: Documents) -> None:
        """Take the values of further documents."""
        values, missing = documents.whole(self._name)
        self._values.append(values)
        self._missing.append(missing)

    def arrays(self) -> Arrays:
        """Numbers above the least one, plus one; 0 is none."""
        values, present = joined(self._values), ~joined(self._missing, np.bool_)
        least = int(values[present].min()) if present.any() else 0
        return number_arrays(self._name, least, np.where(present, values - least + 1, 0))


def number_arrays(name: str, least: int, numbers: Ints) -> Arrays:
    """Arrays of a number column: numbers above the least one, plus one; 0 is none."""
    return {f"{name}.least": np.array([least], np.int64), f"{name}.numbers": narrow(numbers)}


class NumberColumn:
    """The number field of a segment."""

    def __init__(self, container: Container, name: str) -> None:
        self.least = int(container.array(f"{name}.least")[0])
        self.numbers = container.array(f"{name}.numbers")

    def several(self, documents: Ints) -> list[int | None]:
        """Number of each of these documents."""
        numbers = self.numbers.take(documents).tolist()
        return [number - 1 + self.least if number else None for number in numbers]
