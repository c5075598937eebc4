"""Rows of a list as bits: how many rows several lists hold together, and where the code of a row stands.

A bitmap is made when a long list is first searched together with others, and kept as long as there are not
too many: it is how the list stands, never what was found.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_

import numpy as np
import numpy.typing as npt

from searchkit.engines.whoosh.arrays import Array, Ints, Mask

Words = npt.NDArray[np.uint64]

_ONE = np.uint64(1)


class Bitmap:
    """Some of the rows of a segment. Never changes."""

    __slots__ = ("_before", "words")

    def __init__(self, words: Words) -> None:
        self.words = words
        self._before = np.cumsum(np.bitwise_count(words), dtype=np.int32)
        self._before -= np.bitwise_count(words)

    @staticmethod
    def of(held: Array) -> Bitmap:
        """The rows at which an array is not 0."""
        packed = np.packbits(held, bitorder="little")
        words = np.zeros(-(-len(packed) // 8), "<u8")
        words.view(np.uint8)[: len(packed)] = packed
        return Bitmap(words)

    def holds(self, rows: Ints) -> Mask:
        """Which rows are among them."""
        found: Mask = (self.words.take(rows >> 6) >> (rows & 63).view(np.uint64)) & _ONE != 0
        return found

    def find(self, rows: Ints) -> tuple[Ints, Mask]:
        """How many of them stand before each row, and whether it is one of them."""
        at = rows >> 6
        words = self.words.take(at)
        bit = _ONE << (rows & 63).view(np.uint64)
        found: Mask = (words & bit) != 0
        bit -= _ONE
        bit &= words
        return self._before.take(at) + np.bitwise_count(bit), found


def total(words: Words) -> int:
    """How many bits are set."""
    return int(np.bitwise_count(words).sum())


def united(bitmaps: Iterable[Bitmap]) -> Words:
    """Rows in any of one or more."""
    return reduce(or_, (bitmap.words for bitmap in bitmaps))


def rows(words: Words) -> Ints:
    """The rows of the bits that are set."""
    some = (words != 0).nonzero()[0]
    bits = np.unpackbits(words.take(some).view(np.uint8), bitorder="little").view(np.bool_)
    at = bits.nonzero()[0]
    found: Ints = (some.take(at >> 6) << 6) | (at & 63)
    return found
