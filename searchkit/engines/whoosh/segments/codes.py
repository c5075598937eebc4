"""One byte a posting: its frequency and the length of its row, ranked by the best score they allow.

A code stands for a frequency and a range of lengths; codes are numbered by the best BM25 part that such a
posting can have, when the mean length is that of the segment.  So `codes >= c` finds, with one comparison of
bytes, every posting that can still reach a score; only those are scored exactly.  0 means no posting.

Codes are ranked by what they can reach at best; what postings with codes >= c reach at least is therefore
the minimum over all those codes, not the least of code c.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from searchkit.engines import bm25
from searchkit.engines.whoosh.arrays import Array, Ints

Floats = npt.NDArray[np.float64]

OFTEN = 16  # frequencies above this one share the last code, and are kept exactly elsewhere
_LONG = 3.0  # lengths above so many means are in one range
# Ranges of length for each frequency: in proportion to how much the square of the part varies with length.
_RANGES = (20, 23, 22, 20, 19, 18, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10)
OVERFLOW = sum(_RANGES) + 1  # the code of frequencies above OFTEN
_SAFE = 1e-6  # wider than what rounding a part to float32 can move it


class CodeTable(NamedTuple):
    """What each code stands for: a frequency, and the shortest and longest row."""

    frequency: Array
    shortest: Ints
    longest: Ints

    @property
    def arrays(self) -> Sequence[Array]:
        """The three columns, as they are stored."""
        return (self.frequency, self.shortest, self.longest)


def code_table(average: float, longest: int) -> CodeTable:
    """Ranges of length between the shortest rows and long ones: equal steps in the square of the part.

    So codes tell best apart what scores high, which is where pages end.
    """
    rows: list[tuple[float, int, int, int]] = []
    for tf, count in enumerate(_RANGES, 1):
        best = bm25.part(1.0, tf, 0.0, average)
        worst = bm25.part(1.0, tf, _LONG * average, average)
        parts = np.sqrt(np.linspace(best**2, worst**2, count))
        bound = (tf * (bm25.K1 + 1) / parts - tf) / bm25.K1 - (1 - bm25.B)  # part solved for length / mean
        edges = np.maximum.accumulate(np.ceil(bound / bm25.B * average - 1e-9).astype(np.int64))
        edges[0] = 0
        for i, edge in enumerate(edges.tolist()):
            end = int(edges[i + 1]) - 1 if i + 1 < count else max(longest, edge)
            rows.append((bm25.part(1.0, tf, float(edge), average), tf, edge, end))
    rows.sort(key=lambda row: row[0])
    columns = np.zeros((3, 256), np.int64)
    columns[:, 1:OVERFLOW] = np.array([row[1:] for row in rows]).T
    columns[:, OVERFLOW] = OFTEN + 1, 0, longest
    return CodeTable(*columns)


class Coder:
    """Frequencies and lengths to codes."""

    def __init__(self, table: CodeTable) -> None:
        size = 2 + int(table.shortest[:OVERFLOW].max())
        self._most = np.int64(size - 1)  # lengths may come in a type too narrow for it
        self._codes = np.zeros((OFTEN + 2, size), np.uint8)
        lengths = np.arange(size)
        for tf in range(1, OFTEN + 1):
            mine = np.flatnonzero((table.frequency == tf) & (table.longest >= table.shortest))
            order = mine[np.argsort(table.shortest[mine])]
            self._codes[tf] = order[table.shortest[order].searchsorted(lengths, "right") - 1]
        self._codes[OFTEN + 1] = OVERFLOW

    def __call__(self, frequencies: Array, lengths: Array) -> npt.NDArray[np.uint8]:
        """Code of each posting."""
        at = np.minimum(frequencies, OFTEN + 1) * (self._most + 1)
        at += np.minimum(lengths, self._most)
        found: npt.NDArray[np.uint8] = self._codes.take(at)
        return found


class Bounds(NamedTuple):
    """Least and greatest part of each code, idf left out, under one mean length.

    `least[c]` and `at_most[c]` are what a posting of code c reaches at least and at most; `monotone`: a
    greater code never reaches less.
    """

    least: npt.NDArray[np.float32]
    at_most: npt.NDArray[np.float32]
    monotone: bool


def bounds(table: CodeTable, average: float) -> Bounds:
    """Bounds of parts under the mean length of the whole collection."""
    tf = np.maximum(table.frequency, 1).astype(np.float64)
    most = bm25.part(1.0, tf, table.shortest, average) * (1 + _SAFE)
    most[0], most[OVERFLOW], most[OVERFLOW + 1 :] = 0.0, (bm25.K1 + 1) * (1 + _SAFE), 0.0
    empty = table.longest < table.shortest  # a range between two neighbouring lengths
    least = np.where(empty, 0.0, bm25.part(1.0, tf, table.longest, average) * (1 - _SAFE)).astype(np.float32)
    least[0], least[OVERFLOW + 1 :] = 0.0, 0.0
    monotone = bool((np.diff(most[: OVERFLOW + 1]) >= 0).all())
    return Bounds(least, most.astype(np.float32), monotone)
