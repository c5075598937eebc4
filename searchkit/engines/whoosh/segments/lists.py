"""Lists of postings as they stand in a segment.

Every list is of one of three kinds, by the share of rows it is in:

    dense   in more than an eighth of all rows: a code a row, 0 where there is none
    short   in at least 64 rows per block of 65,536: 16-bit rows within blocks, and where each block ends
    sparse  all others: 32-bit rows

Lists from `stored` on are not stored but made of others (`derivation`, `postings`).  `df` is the number of
postings of each list, stored or made.  All else is of the stored ones: `begin` is where they begin in the
arrays of their kind; `best` holds the codes of their best, 10th, 100th and 1,000th posting, leaving out those
whose code is OVERFLOW.  `places` are offsets in the row of all occurrences, list by list, posting by posting;
`begun` is where those of each list begin.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from searchkit.engines.whoosh.arrays import Array, Ints, locate, ragged, steps
from searchkit.engines.whoosh.files.container import Container
from searchkit.engines.whoosh.segments.bitmaps import Bitmap
from searchkit.engines.whoosh.segments.codes import Bounds, Coder, CodeTable, bounds
from searchkit.engines.whoosh.segments.derivation import Derivation, Form
from searchkit.engines.whoosh.segments.words import Words
from searchkit.remembered import Remembered

if TYPE_CHECKING:
    from searchkit.engines.whoosh.segments.gathering import Cover

DENSE, SHORT, SPARSE = 0, 1, 2
RANKS = (1, 10, 100, 1000)  # of the postings whose codes `best` holds
BLOCK = 1 << 16
NEAR = 1 << 8  # offsets below are stored in a byte
_DENSE_SHARE = 8
_SHORT_LEAST = 64
_MOST_SUMS = 4096  # lists whose sums are kept
_MOST_BITS = 1 << 28  # of bitmaps that are kept: half as much again where places are looked up in them
_LEAST_BITMAPS = 256  # that are kept, however many rows there are
_MOST_MADE = 1 << 25  # bytes of made lists and rows that are kept, all together


def kinds(df: Ints, rows: int) -> Array:
    """Kind of each list."""
    blocks = -(-rows // BLOCK)
    return np.where(
        df * _DENSE_SHARE > rows, DENSE, np.where(df >= _SHORT_LEAST * blocks, SHORT, SPARSE)
    ).astype(np.uint8)


class Made(NamedTuple):
    """The postings of a list that is not stored: what Postings finds in the segment for others.

    kind    DENSE: a code a row; SPARSE: a code for each of `rows`
    """

    df: int
    kind: int
    rows: Array
    codes: Array
    often: tuple[Ints, Ints]
    best: list[int]


class Lists:
    """The lists of a text field of an opened segment."""

    def __init__(self, container: Container, name: str, rows: int, words: Words) -> None:
        self._container = container
        self._name = name
        self.rows = rows
        self.words = words
        self.df = container.array(f"{name}.df")
        self._begin = container.array(f"{name}.begin")
        self.begun = container.array(f"{name}.begun")
        self.stored = len(self.begun) - 1
        self._bounds: dict[float, Bounds] = {}
        self.made: dict[int, Made] = {}
        self.covers: dict[tuple[int, ...], Cover] = {}  # by the lists of a pattern
        self._kept = 0  # bytes of both
        self.sums: Remembered[int, Array] = Remembered(_MOST_SUMS)  # occurrences before some codes of a list
        most = max(_LEAST_BITMAPS, _MOST_BITS // max(rows, 1 << 16))
        self.bitmaps: Remembered[int, Bitmap] = Remembered(most)  # rows of some lists

    def _array(self, part: str) -> Array:
        return self._container.array(f"{self._name}.{part}")

    def part(self, part: str, begin: int, end: int) -> Array:
        """Elements [begin, end) of one of the arrays."""
        return self._container.part(f"{self._name}.{part}", begin, end)

    def kind(self, number: int) -> int:
        """Kind of a stored list."""
        df = int(self.df[number])
        if df * _DENSE_SHARE > self.rows:
            return DENSE
        return SHORT if df >= _SHORT_LEAST * -(-self.rows // BLOCK) else SPARSE

    def begin(self, number: int) -> int:
        """Where a list begins in the arrays of its kind."""
        return int(self._begin[number])

    @cached_property
    def kinds(self) -> Array:
        """Kind of every stored list."""
        return kinds(self.df[: self.stored].astype(np.int64), self.rows)

    @cached_property
    def derivation(self) -> Derivation:
        """How the other lists are made."""
        return Derivation.of(self._container, self._name)

    def form(self, number: int) -> Form:
        """How a list is made that is not stored."""
        return self.derivation.form(number - self.stored)

    def occurrences(self, number: int) -> int:
        """Occurrences of a list."""
        if number >= self.stored:
            return int(self._array("derived_occurrences")[number - self.stored])
        return int(self.begun[number + 1]) - int(self.begun[number])

    def all_occurrences(self) -> Ints:
        """Occurrences of every list."""
        return np.concatenate([steps(self.begun), self._array("derived_occurrences").astype(np.int64)])

    def keep(self, number: int, made: Made) -> None:
        """Keep the postings of a made list for a while; other threads may do the same."""
        self._make_room(made.rows.nbytes + made.codes.nbytes)
        self.made[number] = made

    def keep_cover(self, numbers: tuple[int, ...], cover: Cover) -> None:
        """Keep what covers the lists of a pattern for a while."""
        self._make_room(cover.size + 8 * len(numbers))
        self.covers[numbers] = cover

    def _make_room(self, size: int) -> None:
        if self._kept + size > _MOST_MADE:
            self.made.clear()
            self.covers.clear()
            self._kept = 0
        self._kept += size

    @cached_property
    def _short(self) -> Ints:
        return np.flatnonzero(self.kinds == SHORT)

    @cached_property
    def _far_at(self) -> Ints:
        return self._array("far_at").astype(np.int64)

    @cached_property
    def table(self) -> CodeTable:
        """What codes stand for."""
        return CodeTable(*(self._array(f"table{i}").astype(np.int64) for i in range(3)))

    @cached_property
    def coder(self) -> Coder:
        """Gives a posting its code."""
        return Coder(self.table)

    @cached_property
    def frequency_of(self) -> Array:
        """Frequency by code; OFTEN + 1 for all above OFTEN."""
        return self.table.frequency.astype(np.uint8)

    @cached_property
    def frequencies(self) -> bytes:
        """The same as a table of bytes for each byte."""
        return self.frequency_of.tobytes().ljust(256, b"\0")

    @cached_property
    def blocks(self) -> Ints:
        """First row of each block of 65,536."""
        return np.arange(-(-self.rows // BLOCK)) << 16

    def bounds(self, average: float) -> Bounds:
        """Bounds of scores by code, under a mean length."""
        found = self._bounds.get(average)
        if found is None:
            found = self._bounds[average] = bounds(self.table, average)
        return found

    def block_ends(self, number: int) -> Array:
        """Where blocks end in a short list, and before them a 0."""
        place, width = int(self._short.searchsorted(number)), len(self.blocks) + 1
        return self.part("short_ends", place * width, (place + 1) * width).astype(np.int64)

    def best(self, number: int) -> list[int]:
        """Codes of the best, 10th, 100th and 1,000th posting of a stored list."""
        ranked: list[int] = self.part("best", number * len(RANKS), (number + 1) * len(RANKS)).tolist()
        return ranked

    def often(self, numbers: int | Ints, rows: Ints) -> Ints:
        """Frequencies of postings of stored lists whose code is OVERFLOW."""
        at, _ = locate(self._array("often_key"), numbers << 32 | rows)
        return self._array("often").take(at).astype(np.int64)

    def all_often(self, number: int) -> tuple[Ints, Ints]:
        """Rows of the postings of a stored list whose code is OVERFLOW, and their frequencies."""
        keys = self._array("often_key")
        low, high = keys.searchsorted([number << 32, (number + 1) << 32]).tolist()
        return keys[low:high] & 0xFFFFFFFF, self._array("often")[low:high].astype(np.int64)

    def places(self, begin: int, end: int) -> Ints:
        """Offsets in their rows of the occurrences [begin, end)."""
        places = self.part("places", begin, end).astype(np.int64)
        far = self._far_at
        if len(far):
            low, high = far.searchsorted([begin, end]).tolist()
            places[far[low:high] - begin] = self.part("far", low, high)
        return places

    @cached_property
    def near_places(self) -> Callable[[int, int], bytes]:
        """What gives the same in a row of at most NEAR positions."""
        return self._container.parts(f"{self._name}.places")

    def places_at(self, at: Ints) -> Ints:
        """Offsets in their rows of these occurrences."""
        places = self._array("places").take(at).astype(np.int64)
        if len(self._far_at):
            where, far = locate(self._far_at, at)
            places[far] = self._array("far").take(where[far])
        return places

    def places_in_order(self, at: Ints) -> Ints:
        """Offsets in their rows of these occurrences, given in order: of one list, or of lists in order."""
        places = self._array("places").take(at).astype(np.int64)
        if len(at):
            low, high = self._far_at.searchsorted((int(at[0]), int(at[-1]) + 1)).tolist()
            if low == high:
                return places
            far, offset = self._far_at[low:high], self._array("far")[low:high]
            if len(far) < len(at):
                where, found = locate(at, far)
                places[where[found]] = offset[found]
            else:
                where, found = locate(far, at)
                places[found] = offset[where[found]]
        return places

    def sparse_rows(self, numbers: Ints) -> list[Array]:
        """Rows of several sparse lists, given in order: those that stand behind each other in one."""
        begin = self._begin.take(numbers).astype(np.int64)
        end = begin + self.df.take(numbers)
        new = np.ones(len(numbers) + 1, np.bool_)
        new[1:-1] = begin[1:] != end[:-1]
        stretches = zip(begin[new[:-1]].tolist(), end[new[1:]].tolist(), strict=True)
        return [self.part("sparse", first, behind) for first, behind in stretches]

    def gather_sparse(self, numbers: Ints, df: Ints, first: Ints, rows: Ints, codes: Array) -> None:
        """Put rows and codes of the sparse ones of these lists into their places, from `first` on."""
        some = np.flatnonzero(self.kinds.take(numbers) == SPARSE)
        source = ragged(self._begin.take(numbers[some]).astype(np.int64), df[some])
        target = ragged(first[some], df[some])
        rows[target] = self._array("sparse").take(source)
        codes[target] = self._array("sparse_codes").take(source)
