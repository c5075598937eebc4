"""Which words of a lexicon can be a few letters away from another: a filter over all of them at once.

Most words are told apart by their length and by the set of their letters, a bit for each: one edit changes
at most two bits and the length by one.  Where one edit is allowed, the beginning or the end of the word
has to be there as it is.  What passes is compared letter by letter (`matching.within`).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from searchkit.engines.whoosh.arrays import Array, Ints, offsets
from searchkit.engines.whoosh.files.strings import encode

_PIECE = 1 << 15  # words read at a time
_ONE = np.uint64(1)


class Signatures:
    """Number of letters, and set of letters, of each of some byte strings in UTF-8."""

    def __init__(self, raw: Array, ends: Array) -> None:
        """`raw` holds them one behind the other, the i-th at [ends[i], ends[i + 1]); none is empty."""
        lengths, letters = [np.zeros(0, np.int64)], [np.zeros(0, np.uint64)]
        for begin in range(0, len(ends) - 1, _PIECE):
            edges = ends[begin : begin + _PIECE + 1].astype(np.int64)
            count, seen = _read(raw[edges[0] : edges[-1]], edges[:-1] - edges[0])
            lengths.append(count)
            letters.append(seen)
        by_string = np.concatenate(lengths)
        self._order = by_string.argsort(kind="stable")
        self._begun = offsets(np.bincount(by_string))  # by length
        self._letters: npt.NDArray[np.uint64] = np.concatenate(letters).take(self._order)

    def near(self, word: bytes, distance: int) -> Ints:
        """Numbers of those that length and letters allow to be within `distance` edits of `word`."""
        lengths, letters = _read(np.frombuffer(word, np.uint8), np.zeros(1, np.int64))
        edges = np.array([-distance, distance + 1]) + lengths
        begin, end = self._begun.take(edges, mode="clip").tolist()
        other = self._letters[begin:end] ^ letters
        for _ in range(2 * distance):
            other &= other - _ONE  # takes one bit away
        return np.sort(self._order[begin:end][other == 0])


def _read(raw: Array, begins: Ints) -> tuple[Ints, npt.NDArray[np.uint64]]:
    first = (raw & 0xC0) != 0x80
    last = np.append(first[1:], True)
    # The last byte of a letter holds the low six bits of its number, in ASCII as in UTF-8.
    bits = np.where(last, _ONE << (raw & 63).astype(np.uint64), np.uint64(0))
    return np.add.reduceat(first, begins, dtype=np.int64), np.bitwise_or.reduceat(bits, begins)


def kept(word: str) -> tuple[bytes, bytes]:
    """A beginning and an end of a word of which one edit leaves at least one as it is.

    There is a letter between them, so that a swap of neighbours cannot touch both.
    """
    middle = (len(word) - 1) // 2
    return encode(word[:middle]), encode(word[middle + 1 :])
