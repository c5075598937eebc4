"""The words of a text field by position: where rows begin, what may stand there, the tokens beside them.

Positions are numbered through all rows of a segment, one free number behind each row.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
import numpy.typing as npt

from searchkit.engines.whoosh.arrays import Array, Ints, Mask, ragged, row_starts
from searchkit.engines.whoosh.files.container import Container
from searchkit.engines.whoosh.files.strings import Strings
from searchkit.engines.whoosh.segments.spans import Beginnings
from searchkit.engines.whoosh.segments.stream import Classes


class Words:
    """Rows of words of an opened segment."""

    def __init__(self, container: Container, name: str) -> None:
        self._container = container
        self._name = name

    def _array(self, part: str) -> Array:
        return self._container.array(f"{self._name}.{part}")

    @cached_property
    def lengths(self) -> Array:
        """Positions of each row."""
        return self._array("positions")

    @cached_property
    def starts(self) -> Ints:
        """First position of each row."""
        return row_starts(self.lengths.astype(np.int64))

    @cached_property
    def _beginnings(self) -> Beginnings:
        return Beginnings(self.starts[:-1])

    def row_of(self, positions: Ints) -> Ints:
        """The row of each position."""
        return self._beginnings.before(positions)

    def positions_of(self, rows: Ints) -> Ints:
        """All positions of some rows, one row after the other."""
        return ragged(self.starts.take(rows), self.lengths.take(rows).astype(np.int64))

    def by_row(self, positions: Ints, among: Ints | None = None) -> tuple[Ints, Ints]:
        """The rows of positions, given in order, and how many of them are in each.

        `among`: rows (in order) of which all these are, where they are known.
        """
        if among is None:
            rows = self.row_of(positions)
        else:
            rows = among.take(self.starts.take(among).searchsorted(positions, "right") - 1)
        edges = np.empty(len(rows) + 1, np.bool_)  # where a row begins, and behind the last
        edges[0] = edges[-1] = len(rows) > 0
        np.not_equal(rows[1:], rows[:-1], out=edges[1:-1])
        at = edges.nonzero()[0]
        return rows.take(at[:-1]), at[1:] - at[:-1]

    @cached_property
    def stream(self) -> Array:
        """Class of the word at each position; zeros behind the last."""
        return self._array("stream")

    @cached_property
    def _eights(self) -> npt.NDArray[np.uint64]:
        """Eight classes from each position on, the first one lowest; of the same memory as the stream."""
        stream = self.stream
        return np.ndarray(len(stream) - 7, "<u8", stream, strides=(1,))

    def eight(self, positions: Ints) -> npt.NDArray[np.uint64]:
        """Classes at these positions (in order) and the seven behind each, the first one lowest."""
        eights = self._eights
        if len(positions) and int(positions[-1]) >= len(eights):  # behind the last word are zeros
            positions = np.minimum(positions, len(eights) - 1)
        return eights[positions]

    @cached_property
    def capitals(self) -> Array:
        """A bit a position, the lowest first: whether the word is its folded form with a capital."""
        return self._array("capitals")

    @cached_property
    def classes(self) -> Classes:
        """Classes of words in the stream."""
        return Classes(list(Strings(self._container, f"{self._name}.exact")))

    def has_capital(self, positions: Ints) -> Mask:
        """Whether the words at these positions are written with a capital."""
        bits = self.capitals.take(positions >> 3) >> (positions & 7).astype(np.uint8)
        return (bits & 1).astype(np.bool_)

    def are(self, positions: Ints, word_class: int, capital: bool) -> Mask:
        """Whether the words at these positions have a class, and a capital if asked."""
        found: Mask = self.stream.take(positions, mode="clip") == word_class
        if capital:
            found &= self.has_capital(positions)
        return found

    @cached_property
    def _beside(self) -> tuple[Ints, Ints, Ints]:
        lists, positions, widths = (
            self._array(f"beside_{part}").astype(np.int64) for part in ("lists", "positions", "widths")
        )
        return lists, positions, widths

    def beside(self, number: int) -> tuple[Ints, Ints]:
        """Positions and widths of those occurrences of a list that are not the word of a position."""
        lists, positions, widths = self._beside
        begin, end = lists.searchsorted([number, number + 1]).tolist()
        return positions[begin:end], widths[begin:end]

    def gather_beside(self, lists: Ints) -> tuple[Ints, Ints, Ints]:
        """Positions and widths of what stands beside the words, of several lists, and the number of each."""
        numbers, positions, widths = self._beside
        low = numbers.searchsorted(lists)
        counts = numbers.searchsorted(lists, "right") - low
        at = ragged(low, counts)
        return positions.take(at), widths.take(at), counts

    @cached_property
    def _wide(self) -> frozenset[int]:
        lists, _, widths = self._beside
        return frozenset(lists[widths > 1].tolist())

    def has_wide(self, number: int) -> bool:
        """Whether a list has tokens that cover several positions."""
        return number in self._wide

    def wide(self, number: int) -> Ints:
        """Positions of those tokens of a list that cover several positions."""
        positions, widths = self.beside(number)
        return positions[widths > 1]


def without_beside(positions: Ints, beside: Ints) -> Ints:
    """The positions of a list (in order) without those of what stands beside the words."""
    if not len(beside):
        return positions
    again = np.arange(len(beside)) - beside.searchsorted(beside)  # several at one position
    return np.delete(positions, positions.searchsorted(beside) + again)
