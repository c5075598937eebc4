"""Rows as bits: which rows several lists hold together, how many, and where the code of a row stands.

A bitmap is made when a long list of postings, or of holders of a value, is first searched together with
others, and kept as long as there are not too many: it is how the list stands, never what was found.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_

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
        return held(rows, [self])

    def find(self, rows: Ints) -> tuple[Ints, Mask]:
        """How many of them stand before each row, and whether it is one of them."""
        at = rows >> 6
        words = self.words.take(at)
        bit = _ONE << (rows & 63).view(np.uint64)
        found: Mask = (words & bit) != 0
        bit -= _ONE
        bit &= words
        places = self._sums().take(at).astype(np.int64)
        places += np.bitwise_count(bit)
        return places, found

    def places(self, at: Ints, below: Words) -> Array:
        """How many of them stand before each of some rows: see `split`."""
        words = self.words.take(at)
        words &= below
        places = self._sums().take(at)
        places += np.bitwise_count(words)
        return places

    def _sums(self) -> Array:
        """How many stand before each word."""
        before = self._before
        if before is None:
            counts = np.bitwise_count(self.words)
            before = np.cumsum(counts, dtype=np.int32)
            before -= counts
            self._before = before
        return before


def split(rows: Ints) -> tuple[Ints, Words]:
    """Where the word of each row stands, and the bits in it that stand for rows before it."""
    below = _ONE << (rows & 63).view(np.uint64)
    below -= _ONE
    return rows >> 6, below


def total(words: Words) -> int:
    """How many bits are set."""
    return int(np.add.reduce(np.bitwise_count(words)))


def united(bitmaps: Iterable[Bitmap]) -> Words:
    """Rows in any of one or more."""
    return reduce(or_, (bitmap.words for bitmap in bitmaps))


def common(bitmaps: Sequence[Bitmap]) -> Words:
    """Rows in all of one or more."""
    words = bitmaps[0].words
    for bitmap in bitmaps[1:]:
        words = words & bitmap.words
    return words


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


def within(rows: Ints, among: Sequence[Bitmap]) -> Ints:
    """Those of these rows that are in all of some bitmaps."""
    return rows.take(held(rows, among).nonzero()[0]) if among else rows


def held(rows: Ints, among: Sequence[Bitmap]) -> Mask:
    """Which of these rows are in all of one or more bitmaps."""
    octets = rows >> 3  # bytes: an eighth of the memory of words
    bits = among[0].words.view(np.uint8).take(octets)
    for bitmap in among[1:]:
        bits &= bitmap.words.view(np.uint8).take(octets)
    bits &= _BIT.take(rows & 7)
    return bits.astype(np.bool_)
