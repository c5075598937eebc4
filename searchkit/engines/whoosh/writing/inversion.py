"""From the words of many rows to postings: one sort of (list, position) keys.

Positions are numbered through all rows of a segment, with one free number behind each row, so that what
stands next to each other stands in one row.  A posting is (row, frequency); positions are kept as offsets in
their row, in the order of the postings.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from searchkit.engines.whoosh.arrays import Array, Ints, row_starts


@dataclass(frozen=True, slots=True)
class Inverted:
    """Lists of postings, one after the other.

    rows, frequencies   of every posting; list i has postings [first[i], first[i + 1])
    places              position in its row of every occurrence; list i has [begun[i], begun[i + 1])
    """

    rows: Array
    frequencies: Array
    first: Ints
    places: Array
    begun: Ints


def invert(keys: npt.NDArray[np.uint64], count: int, lengths: Ints) -> Inverted:
    """Postings of `count` lists from all their occurrences, as list << 32 | position in any order.

    The array of keys is sorted in place.
    """
    keys.sort()
    begun = keys.searchsorted(np.arange(count + 1, dtype=np.uint64) << np.uint64(32))
    position = keys.astype(np.uint32)  # the low half
    starts = row_starts(lengths).astype(np.uint32)
    row = np.arange(len(lengths), dtype=np.uint32).repeat(lengths + 1).take(position)
    new = np.ones(len(row), np.bool_)
    np.not_equal(row[1:], row[:-1], out=new[1:])
    new[begun[:-1][begun[1:] > begun[:-1]]] = True
    at = np.flatnonzero(new)
    position -= starts.take(row)
    return Inverted(row[at], np.diff(at, append=len(row)), at.searchsorted(begun), position, begun)


def without_repeats(lists: Ints, positions: Ints, widths: Ints, words: Ints) -> tuple[Ints, Ints, Ints]:
    """Occurrences beside the words, each once, sorted; those that a word's own occurrence covers left out.

    `words[p]` is the list of the word at position p.
    """
    kept = (widths > 1) | (words.take(positions) != lists)
    columns = lists[kept], positions[kept], widths[kept]
    order = np.lexsort(columns[::-1])
    lists, positions, widths = (column[order] for column in columns)
    new = np.ones(len(lists), np.bool_)
    new[1:] = (np.diff(lists) != 0) | (np.diff(positions) != 0) | (np.diff(widths) != 0)
    return lists[new], positions[new], widths[new]
