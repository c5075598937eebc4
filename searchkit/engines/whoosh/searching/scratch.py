"""A byte for each row of a segment, borrowed while codes of one list are looked up by the rows of another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from searchkit.engines.whoosh.arrays import Array, Ints
from searchkit.engines.whoosh.segments.lists import Lists

_MANY = 64  # one row in so many marked: all is cleared at once


class Marks:
    """Bytes by row, 0 where nothing was put."""

    def __init__(self, lists: Lists) -> None:
        try:
            self.bytes = lists.scratch.pop()  # threads that search at once have one each
        except IndexError:
            self.bytes = np.zeros(lists.rows, np.uint8)
        self._marked: list[Ints] = []

    def put(self, rows: Ints, values: Array | int) -> None:
        """Put values into rows."""
        self._marked.append(rows)
        self.bytes[rows] = values

    def clear(self) -> None:
        """All is 0 again."""
        if sum(map(len, self._marked)) * _MANY > len(self.bytes):
            self.bytes.fill(0)
        else:
            for rows in self._marked:
                self.bytes[rows] = 0


@contextmanager
def marks(lists: Lists) -> Iterator[Marks]:
    """Bytes for the rows of a field, given back in the end."""
    borrowed = Marks(lists)
    try:
        yield borrowed
    finally:
        borrowed.clear()
        lists.scratch.append(borrowed.bytes)
