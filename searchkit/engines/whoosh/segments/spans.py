"""Looking up positions in sorted beginnings of rows or stretches, many at a time."""

from __future__ import annotations

import numpy as np

from searchkit.engines.whoosh.arrays import Ints

_STEP = 6  # of positions, every 2**_STEP-th has its place noted
_FEW = 256  # positions that are looked up one by one
_TABLED = 1 << 14  # beginnings from which on a table is worth its making


class Beginnings:
    """Sorted positions at which something begins; finds what the last of them before a position is."""

    def __init__(self, begins: Ints) -> None:
        self.begins = begins
        self._next = np.append(begins, np.iinfo(np.int64).max)
        self._table: Ints | None = None

    def before(self, positions: Ints) -> Ints:
        """Number of the last beginning at or before each position; -1 if there is none."""
        if len(positions) < _FEW or len(self.begins) < _TABLED:
            return self.begins.searchsorted(positions, "right") - 1
        table = self._table
        if table is None:
            table = self._table = self._noted()
        following = table.take(positions >> _STEP, mode="clip")
        late = np.flatnonzero(self._next.take(following) <= positions)
        while len(late):
            following[late] += 1
            late = late[self._next.take(following[late]) <= positions[late]]
        following -= 1
        return following

    def _noted(self) -> Ints:
        """How many begin at or before every 2**_STEP-th position."""
        cells = (self.begins + (1 << _STEP) - 1) >> _STEP
        return np.cumsum(np.bincount(cells))
