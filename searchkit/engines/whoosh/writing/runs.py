"""Lists of postings of some rows, and how those of several stretches of rows become lists of all.

A source has its part of every list, its rows all behind those of the sources before it.  So the lists of all
are the parts put behind each other: every posting has its place, and nothing is sorted again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from searchkit.engines.whoosh.arrays import Array, Ints, narrow, offsets, ragged, steps
from searchkit.engines.whoosh.files.container import ContainerWriter
from searchkit.engines.whoosh.files.scratch import Kept, Scratch
from searchkit.engines.whoosh.segments.codes import OVERFLOW, Coder
from searchkit.engines.whoosh.writing.inversion import Inverted
from searchkit.engines.whoosh.writing.listwriter import ListWriter, Scoring, ranges


@dataclass(frozen=True, slots=True)
class Part:
    """Some lists of a source, one after the other.

    df, occurrences   postings and occurrences of each list
    rows, codes       of every posting, rows numbered through the segment
    often             places of the postings whose code is OVERFLOW, and their frequencies
    places            position in its row of every occurrence
    """

    df: Ints
    rows: Array
    codes: Array
    often: tuple[Ints, Ints]
    occurrences: Ints
    places: Array


class Source(Protocol):
    """A stretch of rows."""

    def part(self, begin: int, end: int) -> Part:
        """The lists [begin, end)."""
        ...


@dataclass(frozen=True, slots=True)
class Run:
    """Lists of a stretch of rows, kept away."""

    first: Kept
    begun: Kept
    rows: Kept
    codes: Kept
    places: Kept
    often: tuple[Ints, Ints]

    @staticmethod
    def of(inverted: Inverted, base: int, lengths: Ints, coder: Coder, scratch: Scratch) -> Run:
        """Keep lists away; `lengths` are those of its rows, `base` the number of the first."""
        codes = coder(inverted.frequencies, lengths.take(inverted.rows))
        often = np.flatnonzero(codes == OVERFLOW)
        return Run(
            scratch.keep(narrow(inverted.first)),
            scratch.keep(narrow(inverted.begun)),
            scratch.keep(inverted.rows + np.uint32(base)),
            scratch.keep(codes),
            scratch.keep(narrow(inverted.places)),
            (often, inverted.frequencies[often]),
        )

    def part(self, begin: int, end: int) -> Part:
        """The lists [begin, end)."""
        first, begun = (kept.part(begin, end + 1).astype(np.int64) for kept in (self.first, self.begun))
        at, frequencies = self.often
        low, high = at.searchsorted([first[0], first[-1]])
        return Part(
            steps(first),
            self.rows.part(first[0], first[-1]),
            self.codes.part(first[0], first[-1]),
            (at[low:high] - first[0], frequencies[low:high]),
            steps(begun),
            self.places.part(begun[0], begun[-1]),
        )


def write_lists(
    writer: ContainerWriter,
    name: str,
    sources: Sequence[Source],
    sizes: tuple[Ints, Ints],
    rows: int,
    scoring: Scoring,
) -> None:
    """Write the stored lists of all sources; `sizes` are postings and occurrences of each, all together."""
    df, occurrences = sizes
    lists = ListWriter(writer, name, df, occurrences, rows, scoring)
    for begin, end in ranges(offsets(occurrences)):
        parts = [source.part(begin, end) for source in sources]
        at = list(_among([part.df for part in parts]))
        row = _put([part.rows for part in parts], at, np.uint32)
        lists.postings(begin, end, row, _put([part.codes for part in parts], at, np.uint8))
        for part, places in zip(parts, at, strict=True):
            lists.often(begin, end, row, places.take(part.often[0]), part.often[1])
        at = list(_among([part.occurrences for part in parts]))
        lists.places(_put([part.places for part in parts], at, np.uint32))
    lists.finish()


def _among(counts: Sequence[Ints]) -> Iterator[Ints]:
    """Where the elements of each source stand, list by list, when those of all are put together."""
    if len(counts) == 1:
        yield np.arange(int(counts[0].sum()))
        return
    start = offsets(np.sum(counts, axis=0))[:-1]
    for count in counts:
        yield ragged(start, count)
        start = start + count


def _put(pieces: Sequence[Array], at: Sequence[Ints], dtype: type[np.generic]) -> Array:
    """All pieces, each element at its place."""
    if len(pieces) == 1:
        return pieces[0].astype(dtype, copy=False)
    found = np.empty(sum(map(len, pieces)), dtype)
    for piece, places in zip(pieces, at, strict=True):
        found[places] = piece
    return found
