"""A byte for each row of a segment, borrowed while codes of one list are looked up by the rows of another."""

from __future__ import annotations

import numpy as np

from searchkit.engines.whoosh.arrays import Array, Ints
from searchkit.engines.whoosh.segments.lists import Lists

_MANY = 64  # one row in so many marked: all is cleared at once
_MOST_KEPT = 8


class Marks:
    """Bytes by row, 0 where nothing was put; borrowed for a `with`."""

    def __init__(self, lists: Lists) -> None:
        self._pool = lists.scratch
        try:
            self.bytes = self._pool.pop()  # threads that search at once have one each
        except IndexError:
            self.bytes = np.zeros(lists.rows, np.uint8)
        self._marked: list[Ints] = []

    def put(self, rows: Ints, values: Array | int) -> None:
        """Put values into rows."""
        self._marked.append(rows)
        self.bytes[rows] = values

    def __enter__(self) -> Marks:
        return self

    def __exit__(self, *_: object) -> None:
        """All is 0 again; the next may have them, unless many lie there already."""
        if len(self._pool) >= _MOST_KEPT:
            return
        if sum(map(len, self._marked)) * _MANY > len(self.bytes):
            self.bytes.fill(0)
        else:
            for rows in self._marked:
                self.bytes[rows] = 0
        self._pool.append(self.bytes)
