"""Lists of postings as they stand in a segment.

Every list is of one of three kinds, by the share of rows it is in:

    dense   in more than an eighth of all rows: a code a row, 0 where there is none
    short   in at least 64 rows per block of 65,536: 16-bit rows within blocks, and where each block ends
    sparse  all others: 32-bit rows

`df` is the number of postings of each list, `begin` where it begins in the arrays of its kind; `best` holds
the codes of its best, 10th, 100th and 1,000th posting, leaving out those whose code is OVERFLOW.  `places`
are offsets in the row of all occurrences, list by list, posting by posting; `begun` is where those of each
list begin.
"""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from searchkit.engines.whoosh.arrays import NONE, Array, Ints, Mask, locate, offsets, ragged
from searchkit.engines.whoosh.files.container import Container
from searchkit.engines.whoosh.segments.codes import OFTEN, OVERFLOW, Bounds, CodeTable, bounds

DENSE, SHORT, SPARSE = 0, 1, 2
RANKS = (1, 10, 100, 1000)  # of the postings whose codes `best` holds
BLOCK = 1 << 16
_DENSE_SHARE = 8
_SHORT_LEAST = 64
_SUMMED = 1 << 5  # codes over which occurrences are summed up, to find the places of some rows
_FEWER = 16  # so many times fewer are looked up one by one
_MOST_SUMS = 4096  # lists whose sums are kept


def kinds(df: Ints, rows: int) -> Array:
    """Kind of each list."""
    blocks = -(-rows // BLOCK)
    return np.where(
        df * _DENSE_SHARE > rows, DENSE, np.where(df >= _SHORT_LEAST * blocks, SHORT, SPARSE)
    ).astype(np.uint8)


class Lists:
    """The lists of a text field of an opened segment."""

    def __init__(self, container: Container, name: str, rows: int) -> None:
        self._container = container
        self._name = name
        self.rows = rows
        self.df = container.array(f"{name}.df")
        self._begin = container.array(f"{name}.begin")
        self.begun = container.array(f"{name}.begun")
        self._bounds: dict[float, Bounds] = {}
        self.sums: dict[int, Array] = {}  # occurrences before every _SUMMED-th code of a list
        self.scratch: list[npt.NDArray[np.uint8]] = []  # zeroed, a byte a row: popped, used, put back

    def _array(self, part: str) -> Array:
        return self._container.array(f"{self._name}.{part}")

    def part(self, part: str, begin: int, end: int) -> Array:
        """Elements [begin, end) of one of the arrays."""
        return self._container.part(f"{self._name}.{part}", begin, end)

    def kind(self, number: int) -> int:
        """Kind of a list."""
        df = int(self.df[number])
        if df * _DENSE_SHARE > self.rows:
            return DENSE
        return SHORT if df >= _SHORT_LEAST * -(-self.rows // BLOCK) else SPARSE

    def begin(self, number: int) -> int:
        """Where a list begins in the arrays of its kind."""
        return int(self._begin[number])

    @cached_property
    def kinds(self) -> Array:
        """Kind of every list."""
        return kinds(self.df.astype(np.int64), self.rows)

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
    def frequency_of(self) -> Array:
        """Frequency by code; OFTEN + 1 for all above OFTEN."""
        return self.table.frequency.astype(np.uint8)

    def remember(self, number: int, sums: Array) -> None:
        """Keep the sums of a list; other threads may do the same."""
        if len(self.sums) >= _MOST_SUMS:
            self.sums.clear()
        self.sums[number] = sums

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
        """Codes of the best, 10th, 100th and 1,000th posting."""
        ranked: list[int] = self.part("best", number * len(RANKS), (number + 1) * len(RANKS)).tolist()
        return ranked

    def often(self, numbers: int | Ints, rows: Ints) -> Ints:
        """Frequencies of postings whose code is OVERFLOW."""
        at, _ = locate(self._array("often_key"), numbers << 32 | rows)
        return self._array("often").take(at).astype(np.int64)

    def all_often(self, number: int) -> tuple[Ints, Ints]:
        """Rows of the postings of a list whose code is OVERFLOW, and their frequencies."""
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
            low, high = self._far_at.searchsorted([at[0], at[-1] + 1]).tolist()
            far, offset = self._far_at[low:high], self.part("far", low, high)
            if len(far) < len(at):
                where, found = locate(at, far)
                places[where[found]] = offset[found]
            else:
                where, found = locate(far, at)
                places[found] = offset[where[found]]
        return places

    def rows_of(self, numbers: Ints) -> Ints:
        """Rows of several lists, one list behind the other."""
        sparse = self.kinds.take(numbers) == SPARSE
        some = numbers[sparse]
        at = ragged(self._begin.take(some).astype(np.int64), self.df.take(some).astype(np.int64))
        others = [Postings(self, number).rows() for number in numbers[~sparse].tolist()]
        return np.concatenate([self._array("sparse").take(at).astype(np.int64), *others])

    def gather_sparse(self, numbers: Ints, df: Ints, first: Ints, rows: Ints, codes: Array) -> None:
        """Put rows and codes of the sparse ones of these lists into their places, from `first` on."""
        some = np.flatnonzero(self.kinds.take(numbers) == SPARSE)
        source = ragged(self._begin.take(numbers[some]).astype(np.int64), df[some])
        target = ragged(first[some], df[some])
        rows[target] = self._array("sparse").take(source)
        codes[target] = self._array("sparse_codes").take(source)


class Postings:
    """One list: rows in order, a code each. It holds no more than where these stand, and never changes."""

    __slots__ = ("_block_ends", "_lists", "_stored", "begin", "codes", "df", "kind", "number")

    def __init__(self, lists: Lists, number: int) -> None:
        self._lists = lists
        self.number = number
        self.df = int(lists.df[number])
        self.kind = lists.kind(number)
        self.begin = begin = lists.begin(number)
        self._stored = self._block_ends = NONE
        if self.kind == DENSE:
            self.codes = lists.part("dense", begin * lists.rows, (begin + 1) * lists.rows)
            return
        short = self.kind == SHORT
        self.codes = lists.part("short_codes" if short else "sparse_codes", begin, begin + self.df)
        self._stored = lists.part("low" if short else "sparse", begin, begin + self.df)
        if short:
            self._block_ends = lists.block_ends(number)

    def rows(self) -> Ints:
        """All rows."""
        if self.kind == DENSE:
            return nonzero(self.codes)
        if self.kind == SPARSE:
            return self._stored.astype(np.int64)
        rows = self._lists.blocks.repeat(np.diff(self._block_ends))
        rows |= self._stored
        return rows

    def own_codes(self, rows: Ints) -> Array:
        """Code of each posting, in order of rows; `rows` are all of them."""
        return self.codes.take(rows) if self.kind == DENSE else self.codes

    def select(self, least: int, below: int = OVERFLOW + 1) -> tuple[Ints, Array]:
        """Rows whose code is at least `least` and less than `below`, and their codes."""
        if least <= 1 and below > OVERFLOW and self.kind != DENSE:
            return self.rows(), self.codes
        least = max(1, least)
        if below > OVERFLOW:
            at = nonzero(self.codes >= least)
        else:
            at = nonzero(self.codes - np.uint8(least) < max(0, below - least))  # smaller codes wrap round
        codes = self.codes.take(at)
        return (at if self.kind == DENSE else self._rows_at(at)), codes

    def _rows_at(self, at: Ints) -> Ints:
        if self.kind == SPARSE:
            return self._stored.take(at).astype(np.int64)
        rows = self._lists.blocks.repeat(np.diff(at.searchsorted(self._block_ends)))
        rows |= self._stored.take(at)
        return rows

    def frequencies(self, rows: Ints, codes: Array) -> Ints:
        """Frequencies in these rows, whose codes are given; 0 where the code is 0."""
        found = self._lists.frequency_of.take(codes).astype(np.int64)
        places = (codes == OVERFLOW).nonzero()[0]
        if len(places):
            often, frequencies = self.often()
            found[places] = frequencies.take(often.searchsorted(rows.take(places)))
        return found

    def often(self) -> tuple[Ints, Ints]:
        """Rows of the postings whose code is OVERFLOW, and their frequencies."""
        return self._lists.all_often(self.number)

    def among(self, rows: Ints) -> tuple[Ints, Ints]:
        """Those of these rows (in order) that have a posting, and where their codes stand."""
        if self.kind == DENSE:
            rows = rows.take(nonzero(self.codes.take(rows)))
            return rows, rows
        if len(rows) * _FEWER < self.df:
            place, found = self.find(rows)
            return rows[found], place[found]
        own = self.rows()
        if self.df * _FEWER < len(rows):
            some = nonzero(locate(rows, own)[1])
        else:
            wanted = np.zeros(self._lists.rows, np.bool_)
            wanted[rows] = True
            some = nonzero(wanted.take(own))
        return own.take(some), some

    def find(self, rows: Ints) -> tuple[Ints, Mask]:
        """Where the codes of rows (in order) stand, and which have one; without reading the whole list."""
        if self.kind == SPARSE:
            return locate(self._stored, rows.astype(np.uint32))
        low = self._stored
        wanted = (rows & (BLOCK - 1)).astype(np.uint16)
        place, found = np.zeros(len(rows), np.int64), np.zeros(len(rows), np.bool_)
        edges = [*rows.searchsorted(self._lists.blocks).tolist(), len(rows)]
        for block, (a, b) in enumerate(pairwise(edges)):
            if a < b:
                first, behind = self._block_ends[block : block + 2].tolist()
                place[a:b], found[a:b] = locate(low[first:behind], wanted[a:b])
                place[a:b] += first
        return place, found

    def before(self, places: Ints, rows: Ints) -> Ints:
        """Occurrences of the list before these places of its codes, whose rows are given."""
        frequency_of = self._lists.frequency_of
        if len(places) * _SUMMED > 2 * len(self.codes):
            before = offsets(frequency_of.take(self.codes)).take(places)
        else:
            group, within = np.divmod(places, _SUMMED)
            near = frequency_of.take(self._groups(group))
            near *= np.arange(_SUMMED) < within[:, None]
            before = near.sum(1, dtype=np.int64)
            before += self._sums().take(group)
        often_rows, often = self.often()
        if len(often):
            before += offsets(often - (OFTEN + 1)).take(often_rows.searchsorted(rows))
        return before

    def _groups(self, numbers: Ints) -> Array:
        """Groups of _SUMMED codes; what stands behind the last code is anything."""
        size = len(self.codes)
        whole = size // _SUMMED
        groups = np.zeros((len(numbers), _SUMMED), np.uint8)
        if whole:
            grouped = self.codes[: whole * _SUMMED].reshape(-1, _SUMMED)
            grouped.take(numbers, axis=0, out=groups, mode="clip")
        groups[numbers == whole, : size - whole * _SUMMED] = self.codes[whole * _SUMMED :]
        return groups

    def _sums(self) -> Array:
        """Occurrences before every _SUMMED-th code, where frequencies above OFTEN count OFTEN + 1."""
        sums = self._lists.sums.get(self.number)
        if sums is None:
            edges = np.arange(0, len(self.codes), _SUMMED)
            frequencies = self._lists.frequency_of.take(self.codes)
            sums = offsets(np.add.reduceat(frequencies, edges, dtype=np.int64)).astype(np.uint32)
            self._lists.remember(self.number, sums)
        return sums


def nonzero(values: Array) -> Ints:
    """Places of what is not zero; numpy looks through booleans several times as fast as through numbers."""
    return (values if values.dtype == np.bool_ else values != 0).nonzero()[0]
