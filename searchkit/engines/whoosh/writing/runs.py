"""Lists of postings of some rows, and how those of several stretches of rows become lists of all.

A source has its part of every list, its rows all behind those of the sources before it.  So the lists of all
are the parts put behind each other: every posting has its place, and nothing is sorted again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np

from searchkit.engines.whoosh.arrays import Array, Ints, joined, narrow, offsets, steps
from searchkit.engines.whoosh.files.container import ContainerWriter
from searchkit.engines.whoosh.files.scratch import Kept, Scratch
from searchkit.engines.whoosh.segments.codes import OVERFLOW, Coder
from searchkit.engines.whoosh.writing.inversion import Inverted
from searchkit.engines.whoosh.writing.listwriter import ListWriter, Scoring, ranges


class Part(NamedTuple):
    """Some lists of a source, one after the other: those that have postings in it.

    lists             their numbers, counted from the first that was asked for
    df, occurrences   postings and occurrences of each
    rows, codes       of every posting, rows numbered through the segment
    often             places of the postings whose code is OVERFLOW, and their frequencies
    places            position in its row of every occurrence
    """

    lists: Ints
    df: Ints
    occurrences: Ints
    rows: Array
    codes: Array
    often: tuple[Ints, Ints]
    places: Array


class Source(Protocol):
    """A stretch of rows."""

    def part(self, begin: int, end: int) -> Part:
        """The lists [begin, end)."""
        ...


class Run(NamedTuple):
    """Lists of a stretch of rows, kept away."""

    lists: Array
    first: Array
    begun: Array
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
            narrow(inverted.lists),
            narrow(inverted.first),
            narrow(inverted.begun),
            scratch.keep(inverted.rows + np.uint32(base)),
            scratch.keep(codes),
            scratch.keep(narrow(inverted.places)),
            (often, inverted.frequencies[often]),
        )

    def part(self, begin: int, end: int) -> Part:
        """The lists [begin, end)."""
        low, high = self.lists.searchsorted([begin, end]).tolist()
        first, begun = (edges[low : high + 1].astype(np.int64) for edges in (self.first, self.begun))
        at, frequencies = self.often
        some = slice(*at.searchsorted([first[0], first[-1]]).tolist())
        return Part(
            self.lists[low:high].astype(np.int64) - begin,
            steps(first),
            steps(begun),
            self.rows.part(first[0], first[-1]),
            self.codes.part(first[0], first[-1]),
            (at[some] - first[0], frequencies[some]),
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
        numbers = [part.lists for part in parts]
        at = _behind_each_other(df[begin:end], numbers, [part.df for part in parts])
        row = _put([part.rows for part in parts], at)
        lists.postings(begin, end, row, _put([part.codes for part in parts], at))
        lists.often(begin, end, row, *_often(parts, at))
        at = _behind_each_other(occurrences[begin:end], numbers, [part.occurrences for part in parts])
        lists.places(_put([part.places for part in parts], at))
    lists.finish()


def _behind_each_other(total: Ints, lists: Sequence[Ints], counts: Sequence[Ints]) -> Ints:
    """Where the elements of all sources go when they are put list by list.

    `total` is the number of each list's elements, `counts` how many each source has of its `lists`.
    """
    free = offsets(total)[:-1]  # the next place of each list
    shifts: list[Ints] = []
    before = 0
    for numbers, count in zip(lists, counts, strict=True):
        begin = free.take(numbers)
        ends = np.cumsum(count)
        shifts.append(begin - (ends - count) - before)
        free[numbers] = begin + count
        before += int(ends[-1]) if len(ends) else 0
    places = joined(shifts).repeat(joined(counts))
    places += np.arange(len(places))
    return places


def _put(pieces: Sequence[Array], at: Ints) -> Array:
    """All pieces one after the other, each element at its place."""
    if len(pieces) == 1:
        return pieces[0]
    joint = np.concatenate(pieces)
    found = np.empty_like(joint)
    found[at] = joint
    return found


def _often(parts: Sequence[Part], at: Ints) -> tuple[Ints, Ints]:
    """Places of the postings whose code does not tell their frequency, and the frequencies."""
    before = offsets([len(part.rows) for part in parts]).tolist()
    places = joined([part.often[0] + base for part, base in zip(parts, before, strict=False)])
    return at.take(places), joined([part.often[1] for part in parts])
