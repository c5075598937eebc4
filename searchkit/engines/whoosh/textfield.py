"""A text field of an opened segment: look up a form, get its rows, frequencies and positions."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np

from searchkit.engines.whoosh.arrays import Array, Ints, ragged
from searchkit.engines.whoosh.container import Container
from searchkit.engines.whoosh.inversion import row_starts
from searchkit.engines.whoosh.stored import RowMap, StoredColumn
from searchkit.engines.whoosh.strings import Strings


class TextField:
    """Rows of words, and the lists of postings that find them.

    Positions are numbered through all rows of the segment, one free number behind each row.
    """

    def __init__(self, container: Container, name: str, documents: int) -> None:
        self.name = name
        self._container = container
        self.rows = RowMap(container, name, documents)
        self.lexicon = Strings(container, f"{name}.lexicon")
        self._lists = container.array(f"{name}.lists")
        self._first = container.array(f"{name}.first")
        self._begun = container.array(f"{name}.begun")

    @cached_property
    def lengths(self) -> Array:
        """Positions of each row."""
        return self._container.array(f"{self.name}.positions")

    @cached_property
    def starts(self) -> Ints:
        """First position of each row."""
        return row_starts(self.lengths.astype(np.int64))

    @cached_property
    def stored(self) -> StoredColumn:
        """Texts by row."""
        return StoredColumn(self._container, self.name)

    def find(self, entry: bytes) -> int:
        """List of a lexicon entry; -1 if it is not there."""
        number = self.lexicon.find(entry)
        return int(self._lists[number]) if number >= 0 else -1

    def entries(self, prefix: bytes) -> tuple[list[bytes], Ints]:
        """Lexicon entries with a prefix, and their lists."""
        begin, end = self.lexicon.beginning_with(prefix)
        return self.lexicon.range(begin, end), self._lists[begin:end].astype(np.int64)

    def frequency(self, number: int) -> int:
        """Rows in which a list has a posting."""
        return int(self._first[number + 1]) - int(self._first[number])

    def occurrences(self, number: int) -> int:
        """Occurrences of a list."""
        return int(self._begun[number + 1]) - int(self._begun[number])

    def postings(self, number: int) -> tuple[Ints, Array]:
        """Rows of a list, in order, and how often it occurs in each."""
        begin, end = int(self._first[number]), int(self._first[number + 1])
        rows = self._container.part(f"{self.name}.rows_of", begin, end).astype(np.int64)
        return rows, self._container.part(f"{self.name}.frequencies", begin, end)

    def positions(self, number: int) -> Ints:
        """Positions of a list, in order."""
        rows, frequencies = self.postings(number)
        begin, end = int(self._begun[number]), int(self._begun[number + 1])
        places = self._container.part(f"{self.name}.places", begin, end)
        return self.starts.take(rows).repeat(frequencies) + places

    def positions_in(self, number: int, row: int) -> Ints:
        """Positions of a list in one row, in order."""
        rows, frequencies = self.postings(number)
        at = int(rows.searchsorted(row))
        if at == len(rows) or rows[at] != row:
            return np.zeros(0, np.int64)
        begin = int(self._begun[number]) + int(frequencies[:at].sum(dtype=np.int64))
        places = self._container.part(f"{self.name}.places", begin, begin + int(frequencies[at]))
        return int(self.starts[row]) + places.astype(np.int64)

    def beside(self, number: int) -> tuple[Ints, Ints]:
        """Positions and widths of those occurrences of a list that are not the word of a position."""
        lists = self._container.array(f"{self.name}.beside_lists")
        begin, end = int(lists.searchsorted(number)), int(lists.searchsorted(number, "right"))
        return (
            self._container.part(f"{self.name}.beside_positions", begin, end).astype(np.int64),
            self._container.part(f"{self.name}.beside_widths", begin, end).astype(np.int64),
        )

    @cached_property
    def _wide(self) -> frozenset[int]:
        lists = self._container.array(f"{self.name}.beside_lists")
        widths = self._container.array(f"{self.name}.beside_widths")
        return frozenset(lists[widths > 1].tolist())

    def has_wide(self, number: int) -> bool:
        """Whether a list has tokens that cover several positions."""
        return number in self._wide

    @property
    def list_numbers(self) -> Array:
        """List of every lexicon entry."""
        return self._lists

    @cached_property
    def list_sizes(self) -> tuple[Ints, Ints]:
        """Postings and occurrences of every list."""
        first, begun = self._first.astype(np.int64), self._begun.astype(np.int64)
        return first[1:] - first[:-1], begun[1:] - begun[:-1]

    def gather_postings(self, lists: Ints) -> tuple[Ints, Array, Ints]:
        """Rows and frequencies of several lists, one after the other, and the size of each."""
        counts = self.list_sizes[0].take(lists)
        at = ragged(self._first.take(lists).astype(np.int64), counts)
        rows = self._container.array(f"{self.name}.rows_of").take(at).astype(np.int64)
        return rows, self._container.array(f"{self.name}.frequencies").take(at), counts

    def gather_places(self, lists: Ints) -> tuple[Array, Ints]:
        """Places in their rows of the occurrences of several lists, and the number of each."""
        counts = self.list_sizes[1].take(lists)
        at = ragged(self._begun.take(lists).astype(np.int64), counts)
        return self._container.array(f"{self.name}.places").take(at), counts

    def gather_beside(self, lists: Ints) -> tuple[Ints, Ints, Ints]:
        """Positions and widths of what stands beside the words, of several lists, and the number of each."""
        numbers = self._container.array(f"{self.name}.beside_lists")
        low = numbers.searchsorted(lists)
        counts = numbers.searchsorted(lists, "right") - low
        at = ragged(low, counts)
        positions = self._container.array(f"{self.name}.beside_positions").take(at).astype(np.int64)
        return (
            positions,
            self._container.array(f"{self.name}.beside_widths").take(at).astype(np.int64),
            counts,
        )

    @property
    def frequencies_type(self) -> np.dtype[Any]:
        """Type of frequencies."""
        return self._container.array(f"{self.name}.frequencies").dtype

    @property
    def places_type(self) -> np.dtype[Any]:
        """Type of places."""
        return self._container.array(f"{self.name}.places").dtype

    def row_of(self, positions: Ints) -> Ints:
        """The row of each position."""
        return self.starts.searchsorted(positions, "right") - 1
