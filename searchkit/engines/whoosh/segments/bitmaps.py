"""Rows as bits: which rows several lists hold together, how many, and where the code of a row stands.

A bitmap is made when a long list of postings, or of holders of a value, is first searched together with
others, and kept as long as there are not too many: it is how the list stands, never what was found.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import and_, or_

import numpy as np
import numpy.typing as npt

from searchkit.engines.whoosh.arrays import Array, Ints, Mask

Words = npt.NDArray[np.uint64]

_ONE = np.uint64(1)
_BIT = np.left_shift(1, np.arange(8)).astype(np.uint8)


class Bitmap:
    """Some of the rows of a segment. Never changes."""

    __slots__ = ("_before", "words")

    def __init__(self, words: Words) -> None:
        self.words = words
        self._before: npt.NDArray[np.int32] | None = None  # rows before each word: asked for by `find` only

    @staticmethod
    def of(held: Array) -> Bitmap:
        """The rows at which an array is not 0."""
        packed = np.packbits(held, bitorder="little")
        words = np.zeros(-(-len(packed) // 8), "<u8")
        words.view(np.uint8)[: len(packed)] = packed
        return Bitmap(words)

    @staticmethod
    def of_rows(rows: Array, size: int) -> Bitmap:
        """Some rows of so many."""
        held = np.zeros(size, np.bool_)
        held[rows] = True
        return Bitmap.of(held)

    def holds(self, rows: Ints) -> Mask:
        """Which rows are among them."""
        bits = self.words.view(np.uint8).take(rows >> 3)  # bytes: an eighth of the memory of words
        bits &= _BIT.take(rows & 7)
        return bits.astype(np.bool_)

    def find(self, rows: Ints) -> tuple[Ints, Mask]:
        """How many of them stand before each row, and whether it is one of them."""
        at = rows >> 6
        words = self.words.take(at)
        bit = _ONE << (rows & 63).view(np.uint64)
        found: Mask = (words & bit) != 0
        bit -= _ONE
        bit &= words
        before = self._before
        if before is None:
            counts = np.bitwise_count(self.words)
            before = np.cumsum(counts, dtype=np.int32)
            before -= counts
            self._before = before
        places = before.take(at).astype(np.int64)
        places += np.bitwise_count(bit)
        return places, found


def total(words: Words) -> int:
    """How many bits are set."""
    return int(np.bitwise_count(words).sum())


def united(bitmaps: Iterable[Bitmap]) -> Words:
    """Rows in any of one or more."""
    return reduce(or_, (bitmap.words for bitmap in bitmaps))


def common(bitmaps: Iterable[Bitmap]) -> Words:
    """Rows in all of one or more."""
    return reduce(and_, (bitmap.words for bitmap in bitmaps))


def rows(words: Words) -> Ints:
    """The rows of the bits that are set."""
    some = (words != 0).nonzero()[0]
    octets = words.take(some).view(np.uint8)
    held = (octets != 0).nonzero()[0]
    bits = np.unpackbits(octets.take(held), bitorder="little").view(np.bool_)
    first = some.take(held >> 3) << 6
    first |= (held & 7) << 3
    at = bits.nonzero()[0]
    found: Ints = first.take(at >> 3)
    found |= at & 7
    return found


def within(rows: Ints, among: Iterable[Bitmap]) -> Ints:
    """Those of these rows that are in all of some bitmaps."""
    for bitmap in among:
        rows = rows.take(bitmap.holds(rows).nonzero()[0])
    return rows
