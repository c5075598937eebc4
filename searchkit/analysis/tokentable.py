"""What chunks yield: the words of a vocabulary by number, and the chunks that are not simply one word."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import islice
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from searchkit.numbering import numbering

Ints = npt.NDArray[np.int64]
Words = npt.NDArray[np.int32]

Row = tuple[int, int, int]


class Vocabulary:
    """Written forms, numbered as they come, each with the number of its folded form. 0 is no word."""

    def __init__(self) -> None:
        self.written = numbering("")
        self.folded = numbering("")
        self._folded_of = array("i", [0])

    def add(self, written: Sequence[str], folded: Sequence[str]) -> list[int]:
        """Numbers of written forms; `folded` are their folded forms."""
        numbers, new = self._numbered(written)
        if new:
            folds = dict(zip(written, folded, strict=True))
            self._fold(list(map(folds.__getitem__, new)))
        return numbers

    def add_plain(self, words: Sequence[str]) -> list[int]:
        """Numbers of words that are `words.is_plain`, which fold to their small letters."""
        numbers, new = self._numbered(words)
        if new:
            self._fold("\n".join(new).lower().split("\n"))
        return numbers

    def _numbered(self, written: Sequence[str]) -> tuple[list[int], list[str]]:
        """Numbers of written forms, and those that are new, in order."""
        before = len(self.written)
        numbers = list(map(self.written.__getitem__, written))
        return numbers, list(islice(reversed(self.written), len(self.written) - before))[::-1]

    def _fold(self, folded: Sequence[str]) -> None:
        """The folded forms of the written forms that are new."""
        self._folded_of.extend(map(self.folded.__getitem__, folded))

    def folded_of(self) -> Words:
        """Map from the number of a written form to that of its folded form."""
        return np.array(self._folded_of, np.int32)


class Ragged(NamedTuple):
    """Rows of three columns, grouped: group i has the rows [first[i], first[i + 1])."""

    first: Ints
    columns: npt.NDArray[np.int32]

    @property
    def counts(self) -> Ints:
        """Rows of each group."""
        return np.diff(self.first)


class RaggedTable:
    """Groups of rows of three columns of int32; those added one by one wait in lists until they are read."""

    def __init__(self) -> None:
        self._first = np.zeros(1 << 10, np.int64)
        self._counts = np.zeros(1 << 10, np.int64)
        self._columns = np.zeros((3, 1 << 10), np.int32)
        self._groups = self._rows = 0
        self._new_counts: list[int] = []
        self._new_rows: list[Row] = []

    def add(self, rows: Sequence[Row]) -> None:
        """One more group."""
        self._new_counts.append(len(rows))
        self._new_rows += rows

    def extend(self, counts: Ints, columns: Words) -> None:
        """Further groups of so many rows each, in three columns."""
        self._settle()
        groups, rows = self._groups + len(counts), self._rows + columns.shape[1]
        self._counts, self._first = _room(self._counts, groups), _room(self._first, groups)
        self._columns = _room(self._columns, rows)
        self._counts[self._groups : groups] = counts
        self._first[self._groups : groups] = self._rows + np.cumsum(counts) - counts
        self._columns[:, self._rows : rows] = columns
        self._groups, self._rows = groups, rows

    @property
    def size(self) -> tuple[int, int]:
        """Groups and rows."""
        return self._groups + len(self._new_counts), self._rows + len(self._new_rows)

    def shrink(self, size: tuple[int, int]) -> None:
        """Forget the groups and rows beyond a size that `size` gave; all were read."""
        self._groups, self._rows = size

    def read(self, groups: Ints) -> Ragged:
        """The rows of these groups, one after the other."""
        self._settle()
        first, counts = self._first.take(groups), self._counts.take(groups)
        ends = np.cumsum(counts)
        rows = np.arange(int(ends[-1]) if len(ends) else 0)
        rows += (first - (ends - counts)).repeat(counts)
        return Ragged(np.concatenate([np.zeros(1, np.int64), ends]), self._columns.take(rows, axis=1))

    def _settle(self) -> None:
        if self._new_counts:
            counts, rows = self._new_counts, self._new_rows
            self._new_counts, self._new_rows = [], []
            self.extend(np.array(counts, np.int64), np.array(rows, np.int32).reshape(-1, 3).T)


def _room(array: npt.NDArray[Any], size: int) -> npt.NDArray[Any]:
    """The array, doubled until its last axis has at least `size` places."""
    while array.shape[-1] < size:
        array = np.concatenate([array, np.zeros_like(array)], axis=-1)
    return array
