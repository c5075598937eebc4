"""What chunks yield: the words of a vocabulary by number, and the chunks that are not simply one word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Words = npt.NDArray[np.int32]

Row = tuple[int, int, int]


class Vocabulary:
    """Written forms, numbered as they come, each with the number of its folded form. 0 is no word."""

    def __init__(self) -> None:
        self.written: dict[str, int] = {"": 0}
        self.folded: dict[str, int] = {"": 0}
        self._folded_of = [0]

    def add(self, written: str, folded: str) -> int:
        """Number of a written form."""
        number = self.written.get(written)
        if number is None:
            number = self.written[written] = len(self.written)
            self._folded_of.append(self.folded.setdefault(folded, len(self.folded)))
        return number

    def add_plain(self, words: Sequence[str]) -> list[int]:
        """Numbers of words that are `tokens.is_plain`, which fold to their small letters."""
        new = [word for word in dict.fromkeys(words) if word not in self.written]
        if new:
            self.written.update(zip(new, count(len(self.written))))
            folded = "\n".join(new).lower().split("\n")
            unknown = [form for form in dict.fromkeys(folded) if form not in self.folded]
            self.folded.update(zip(unknown, count(len(self.folded))))
            self._folded_of += map(self.folded.__getitem__, folded)
        return list(map(self.written.__getitem__, words))

    def folded_of(self) -> Words:
        """Map from the number of a written form to that of its folded form."""
        return np.array(self._folded_of, np.int32)


@dataclass(frozen=True, slots=True)
class Ragged:
    """Rows of three columns, grouped: group i has the rows [first[i], first[i + 1])."""

    first: Ints
    columns: npt.NDArray[np.int32]

    @property
    def counts(self) -> Ints:
        """Rows of each group."""
        return np.diff(self.first)


class RaggedTable:
    """Groups of rows of three columns of int32, added to lists and moved to arrays when they are read."""

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
            counts = np.array(self._new_counts, np.int64)
            groups, here = self._groups + len(counts), slice(self._groups, self._groups + len(counts))
            self._counts, self._first = _room(self._counts, groups), _room(self._first, groups)
            self._counts[here] = counts
            self._first[here] = self._rows + np.cumsum(counts) - counts
            self._groups = groups
        if self._new_rows:
            rows = self._rows + len(self._new_rows)
            self._columns = _room(self._columns, rows)
            self._columns[:, self._rows : rows] = np.array(self._new_rows, np.int32).T
            self._rows = rows
        self._new_counts, self._new_rows = [], []


def _room(array: npt.NDArray[Any], size: int) -> npt.NDArray[Any]:
    """The array, doubled until its last axis has at least `size` places."""
    while array.shape[-1] < size:
        array = np.concatenate([array, np.zeros_like(array)], axis=-1)
    return array
