"""Writing lists of postings: their sizes are known before, their contents come range by range."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from searchkit.engines.whoosh.arrays import Array, Ints, joined, narrow, offsets
from searchkit.engines.whoosh.files.container import ContainerWriter
from searchkit.engines.whoosh.segments.codes import OVERFLOW, Coder, CodeTable, code_table
from searchkit.engines.whoosh.segments.columns import Arrays
from searchkit.engines.whoosh.segments.derivation import Derivation
from searchkit.engines.whoosh.segments.lists import BLOCK, DENSE, RANKS, SHORT, SPARSE, kinds

PIECE = 1 << 20  # postings or occurrences that go through memory at once

# The best codes first, and OVERFLOW with the 0 behind all of them.
_FALLING = np.where(np.arange(256) == OVERFLOW, 255, 255 - np.arange(256)).astype(np.uint32)


def ranges(first: Ints) -> Iterator[tuple[int, int]]:
    """Ranges of lists that hold about PIECE elements together, by their offsets `first`."""
    begin = 0
    while begin < len(first) - 1:
        end = max(begin + 1, int(first.searchsorted(first[begin] + PIECE, "right")) - 1)
        yield begin, end
        begin = end


def made_arrays(name: str, derivation: Derivation, df: Ints, occurrences: Ints) -> Arrays:
    """What is kept of lists that are not stored; `df` and `occurrences` are those of all lists."""
    counts = occurrences[len(occurrences) - len(derivation) :]
    return {
        f"{name}.df": narrow(df),
        f"{name}.derived_occurrences": narrow(counts),
        **derivation.arrays(name),
    }


class Scoring(NamedTuple):
    """The codes of a segment's postings."""

    table: CodeTable
    coder: Coder

    @staticmethod
    def of(lengths: Ints) -> Scoring:
        """Codes for rows of these lengths."""
        average = max(1.0, float(lengths.mean())) if len(lengths) else 1.0
        table = code_table(average, int(lengths.max(initial=0)))
        return Scoring(table, Coder(table))


class ListWriter:
    """Writes the stored lists of a text field in order: sizes are known before, contents come by ranges."""

    def __init__(
        self,
        writer: ContainerWriter,
        name: str,
        df: Ints,
        occurrences: Ints,
        rows: int,
        scoring: Scoring,
    ) -> None:
        self._writer = writer
        self._name = name
        self._df = df
        self._size = rows
        self._blocks = -(-rows // BLOCK)
        self._kinds = kinds(df, rows)
        sizes = {kind: np.where(self._kinds == kind, df if kind else 1, 0) for kind in (DENSE, SHORT, SPARSE)}
        starts = {kind: offsets(size) for kind, size in sizes.items()}
        begin = np.select([self._kinds == kind for kind in starts], [s[:-1] for s in starts.values()])
        for i, column in enumerate(scoring.table.arrays):
            writer.array(f"{name}.table{i}", narrow(column))
        writer.array(f"{name}.begin", narrow(begin))
        writer.array(f"{name}.begun", narrow(offsets(occurrences)))
        dense = int(starts[DENSE][-1])
        self._dense = writer.reserve(f"{name}.dense", np.uint8, dense * rows)
        self._low = writer.reserve(f"{name}.low", np.uint16, int(starts[SHORT][-1]))
        self._short_codes = writer.reserve(f"{name}.short_codes", np.uint8, int(starts[SHORT][-1]))
        self._rows = writer.reserve(f"{name}.sparse", np.uint32, int(starts[SPARSE][-1]))
        self._sparse_codes = writer.reserve(f"{name}.sparse_codes", np.uint8, int(starts[SPARSE][-1]))
        self._best = writer.reserve(f"{name}.best", np.uint8, len(df) * len(RANKS))
        self._places = writer.reserve(f"{name}.places", np.uint8, int(occurrences.sum()))
        self._far_at: list[Ints] = []
        self._far_place: list[Array] = []
        self._placed = 0
        self._ends: list[Array] = []
        self._often_key: list[Ints] = []
        self._often: list[Array] = []

    def postings(self, first: int, last: int, rows: Array, codes: Array) -> None:
        """The next lists, numbers [first, last): rows in order within each, and codes."""
        df, kind = self._df[first:last], self._kinds[first:last]
        of = kind.repeat(df)
        short, sparse = np.flatnonzero(of == SHORT), np.flatnonzero(of == SPARSE)
        self._low.put(rows.take(short).astype(np.uint16))
        self._short_codes.put(codes.take(short))
        self._block_ends(df, kind, rows)
        self._rows.put(rows.take(sparse))
        self._sparse_codes.put(codes.take(sparse))
        ends = offsets(df)
        for i in np.flatnonzero(kind == DENSE).tolist():
            column = np.zeros(self._size, np.uint8)
            column[rows[ends[i] : ends[i + 1]]] = codes[ends[i] : ends[i + 1]]
            self._dense.put(column)
        self._rank(df, codes)

    def often(self, first: int, last: int, rows: Array, at: Ints, frequencies: Ints) -> None:
        """Frequencies of some postings of the lists [first, last): those whose code does not tell."""
        number = first + offsets(self._df[first:last]).searchsorted(at, "right") - 1
        self._often_key.append(number << 32 | rows.take(at).astype(np.int64))
        self._often.append(frequencies)

    def places(self, places: Array) -> None:
        """Offsets in their rows of the next occurrences."""
        far = np.flatnonzero(places > 255)
        self._far_at.append(far + self._placed)
        self._far_place.append(places[far])
        self._places.put(places.astype(np.uint8))
        self._placed += len(places)

    def finish(self) -> None:
        """Write what is known only in the end."""
        name = self._name
        ends = joined(self._ends, np.uint32)
        self._writer.array(f"{name}.short_ends", ends)
        key = joined(self._often_key)
        order = np.argsort(key)
        self._writer.array(f"{name}.often_key", key[order])
        self._writer.array(f"{name}.often", narrow(joined(self._often)[order]))
        self._writer.array(f"{name}.far_at", narrow(joined(self._far_at)))
        self._writer.array(f"{name}.far", narrow(joined(self._far_place)))

    def _block_ends(self, df: Ints, kind: Array, rows: Array) -> None:
        """Where each block of 65,536 rows ends in each short list, and before them a 0."""
        short = np.flatnonzero(kind == SHORT)
        begin = offsets(df).take(short)[:, None]
        # Halving the stretch where the first row of the next block may stand, in all lists at once.
        low = begin.repeat(self._blocks + 1, axis=1)
        high = low + df.take(short)[:, None]
        edges = np.arange(self._blocks + 1, dtype=np.int64) * BLOCK
        for _ in range(int(df.take(short).max(initial=0)).bit_length()):
            middle = (low + high) >> 1
            before = (middle < high) & (rows.take(middle, mode="clip") < edges)
            low, high = np.where(before, middle + 1, low), np.where(before, high, middle)
        self._ends.append((low - begin).astype(np.uint32).ravel())

    def _rank(self, df: Ints, codes: npt.NDArray[np.uint8]) -> None:
        """Codes of the best, 10th, 100th and 1,000th posting of each list; 0 where there are fewer.

        Postings whose code is OVERFLOW are left out: what their rows score is not known by it.
        """
        keys = (np.arange(len(df), dtype=np.uint32) << 8).repeat(df)
        keys |= _FALLING.take(codes)
        keys.sort()
        starts = offsets(df)[:-1]
        best = np.zeros((len(df), len(RANKS)), np.uint8)
        for i, rank in enumerate(RANKS):
            has = np.flatnonzero(df >= rank)
            best[has, i] = 255 - (keys.take(starts[has] + rank - 1) & 255)
        self._best.put(best.ravel())
