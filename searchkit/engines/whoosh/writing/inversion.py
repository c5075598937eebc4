"""From the words of many rows to postings: one sort of numbers that hold list, row and place in the row.

Rows are those of a block.  Positions are numbered through them, with one free number behind each row.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from searchkit.engines.whoosh.arrays import Array, Ints, row_starts

Keys = npt.NDArray[np.uint64]

NO_LIST = -1  # sorted behind all lists
_LIST_BITS = 32  # bits below the list
_ADDRESS_BITS = 32  # of them, those that row and place may have


class Addresses(NamedTuple):
    """Row and place of each position, as numbers of 32 bits: the row above `place_bits`, the place below."""

    of: npt.NDArray[np.uint32]
    place_bits: int

    @staticmethod
    def fit(rows: int, longest: int) -> bool:
        """Whether so many rows can be in one block, the longest with so many positions."""
        return (rows - 1).bit_length() + longest.bit_length() <= _ADDRESS_BITS

    @staticmethod
    def by(lengths: Ints) -> Addresses:
        """Those of a block of rows of these lengths."""
        bits = int(lengths.max(initial=0)).bit_length()
        starts = row_starts(lengths)
        of_row = (np.arange(len(lengths)) << bits) - starts[:-1]
        found = np.arange(starts[-1], dtype=np.uint32)
        found += of_row.astype(np.uint32).repeat(lengths + 1)  # modulo 2^32
        return Addresses(found, bits)

    @property
    def rows(self) -> npt.NDArray[np.uint32]:
        """Row of each position."""
        return self.of >> np.uint32(self.place_bits)


class Inverted(NamedTuple):
    """Lists of postings, one after the other, of the lists that occur.

    lists               their numbers, ascending
    rows, frequencies   of every posting; those of lists[i] are [first[i], first[i + 1])
    places              position in its row of every occurrence; lists[i] has [begun[i], begun[i + 1])
    """

    lists: Ints
    first: Ints
    begun: Ints
    rows: npt.NDArray[np.uint32]
    frequencies: Ints
    places: npt.NDArray[np.uint32]


def keyed(lists: Array, addresses: Array) -> Keys:
    """What `invert` sorts: a list and an address each."""
    found = lists.astype(np.int64)
    found <<= _LIST_BITS
    found |= addresses
    return found.view(np.uint64)


def invert(keys: Keys, place_bits: int) -> Inverted:
    """Postings from all their occurrences, in any order; the array of keys is used up."""
    keys.sort()
    keys = keys[: keys.searchsorted(keyed(np.array([NO_LIST]), np.zeros(1, np.uint32))[0])]
    places = keys.astype(np.uint32)  # the low half
    places &= (1 << place_bits) - 1
    keys >>= place_bits
    row_bits = _LIST_BITS - place_bits
    begins = changes(keys)
    heads = keys.take(begins[:-1])
    rows = heads.astype(np.uint32)
    rows &= (1 << row_bits) - 1
    heads >>= row_bits
    first = changes(heads)
    lists = heads.take(first[:-1]).astype(np.int64)
    return Inverted(lists, first, begins.take(first), rows, begins[1:] - begins[:-1], places)


def changes(values: Array) -> Ints:
    """Where values begin that differ from the one before, and behind the last."""
    new = np.empty(len(values) + 1, np.bool_)
    new[0] = new[-1] = True
    np.not_equal(values[1:], values[:-1], out=new[1:-1])
    return np.flatnonzero(new) if len(values) else np.zeros(1, np.int64)
