"""One list of postings: where its rows and codes stand, or what they are if the list is not stored.

A list that is not stored is made of its parent's (`derivation`): of all positions of the parent, those whose
word in the stream is of the form in question, and what stands beside the words.  That is exact: the class of
the form is its own among the words of the parent.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from searchkit.engines.whoosh.arrays import NONE, Array, Ints, Mask, locate, offsets, ragged
from searchkit.engines.whoosh.segments.bitmaps import Bitmap
from searchkit.engines.whoosh.segments.codes import OFTEN, OVERFLOW
from searchkit.engines.whoosh.segments.lists import BLOCK, DENSE, RANKS, SHORT, SPARSE, Lists, Made
from searchkit.engines.whoosh.segments.words import without_beside

_SUMMED = 1 << 3  # codes over which occurrences are summed up, to find the places of some rows
_FEWER = 16  # so many times fewer are looked up one by one


class Postings:
    """One list: rows in order, a code each. It never changes.

    It holds no more than where these stand, unless the list is made: then it holds them (`in_memory`).
    """

    __slots__ = ("_block_ends", "_lists", "_made", "_stored", "begin", "codes", "df", "kind", "number")

    def __init__(self, lists: Lists, number: int) -> None:
        self._lists = lists
        self.number = number
        self.df = int(lists.df[number])
        self._made: Made | None = None
        if number >= lists.stored:
            self._made = made = _made(lists, number)
            self.kind, self.begin = made.kind, 0
            self._stored, self.codes, self._block_ends = made.rows, made.codes, NONE
            return
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

    @property
    def in_memory(self) -> bool:
        """Whether the list is not stored, so that this holds its postings."""
        return self._made is not None

    def rows(self) -> Ints:
        """All rows."""
        if self.kind == DENSE:
            return nonzero(self.codes)
        if self.kind == SPARSE:
            return self._stored.astype(np.int64)
        rows = self._lists.blocks.repeat(np.diff(self._block_ends))
        rows |= self._stored
        return rows

    @property
    def bitmap(self) -> Bitmap:
        """All rows as bits, which are made once and kept: for long lists."""
        found = self._lists.bitmaps.get(self.number)
        if found is None:
            dense = self.kind == DENSE
            found = Bitmap.of(self.codes) if dense else Bitmap.of_rows(self.rows(), self._lists.rows)
            self._lists.bitmaps.keep(self.number, found)
        return found

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
        return self._made.often if self._made else self._lists.all_often(self.number)

    def best(self) -> list[int]:
        """Codes of the best, 10th, 100th and 1,000th posting."""
        return self._made.best if self._made else self._lists.best(self.number)

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
        if len(places) * 4 * _SUMMED > len(self.codes):
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
            self._lists.sums.keep(self.number, sums)
        return sums

    def positions(self) -> Ints:
        """Positions of all occurrences, in order; of a stored list."""
        begin, end = int(self._lists.begun[self.number]), int(self._lists.begun[self.number + 1])
        rows = self.rows()
        starts = self._lists.words.starts.take(rows)
        if end - begin > len(rows):
            starts = starts.repeat(self.frequencies(rows, self.own_codes(rows)))
        starts += self._lists.places(begin, end)
        return starts

    def positions_in(self, rows: Ints) -> Ints:
        """Positions in some rows (given in order), in order; of a stored list. Other rows are not read."""
        rows, places = self.among(rows)
        if not len(rows):
            return NONE
        counts = self.frequencies(rows, self.codes.take(places))
        at = int(self._lists.begun[self.number]) + ragged(self.before(places, rows), counts)
        return self._lists.words.starts.take(rows).repeat(counts) + self._lists.places_in_order(at)


def positions(
    lists: Lists, number: int, rows: Ints | None = None, narrow: Callable[[Ints], Ints] | None = None
) -> Ints:
    """Positions of a list, in order; in some rows (given in order) only, if asked.

    Other rows are not read. `narrow` takes positions away, before it is asked whether they are of the list
    where that takes long.
    """
    form = lists.form(number) if number >= lists.stored else None
    holding = Postings(lists, form.parent if form else number)
    found = holding.positions() if rows is None else holding.positions_in(rows)
    if narrow is not None:
        found = narrow(found)
    if form is None:
        return found
    words = lists.words
    found = found.take(nonzero(words.are(found, form.word_class, form.capital)))
    other = words.beside(form.parent)[0]
    if len(other):
        found = without_beside(found, other[locate(found, other)[1]])
    own = words.beside(number)[0]
    if len(own) and rows is not None:
        own = own[locate(rows, words.row_of(own))[1]]
    if narrow is not None:
        own = narrow(own)
    return np.insert(found, found.searchsorted(own), own) if len(own) else found


def _made(lists: Lists, number: int) -> Made:
    """The postings of a list that is not stored; kept for a while."""
    made = lists.made.get(number)
    if made is None:
        form = lists.form(number)
        parent = Postings(lists, form.parent)
        others = [Postings(lists, kin) for kin in lists.derivation.kin(form.parent)]
        alone = not form.capital and lists.derivation.made_forms(np.array([form.parent])).tolist() == [1]
        if alone and sum(other.df for other in others) * _FEWER < parent.df:
            made = _all_but(lists, number, parent, others)
        else:
            rows, frequencies = lists.words.by_row(positions(lists, number))
            codes, often = _coded(lists, rows, frequencies)
            made = Made(SPARSE, rows.astype(np.uint32), codes, often, _best(codes))
        lists.keep(number, made)
    return made


def _all_but(lists: Lists, number: int, parent: Postings, others: Sequence[Postings]) -> Made:
    """The postings of the one form that its parent holds besides some rare others, whose lists are stored."""
    words = lists.words
    beside = np.concatenate([words.beside(number)[0], words.beside(parent.number)[0]])
    changed = np.unique(np.concatenate([words.row_of(beside), *(other.rows() for other in others)]))
    found, frequencies = words.by_row(positions(lists, number, changed))
    codes, often = _coded(lists, found, frequencies)
    often = _changed(parent.often(), changed, often)
    if parent.kind == DENSE:
        column = parent.codes.copy()
        column[changed], column[found] = 0, codes
        return Made(DENSE, np.zeros(0, np.uint32), column, often, _best(column))
    rows, codes = _changed((parent.rows(), parent.codes), changed, (found, codes))
    return Made(SPARSE, rows.astype(np.uint32), codes, often, _best(codes))


def _coded(lists: Lists, rows: Ints, frequencies: Ints) -> tuple[Array, tuple[Ints, Ints]]:
    """Codes of postings, and the rows and frequencies of those whose code is OVERFLOW."""
    codes = lists.coder(frequencies, lists.words.lengths.take(rows))
    over = codes == OVERFLOW
    return codes, (rows[over], frequencies[over])


def _changed(old: tuple[Ints, Array], rows: Ints, new: tuple[Ints, Array]) -> tuple[Ints, Array]:
    """Rows and values of postings, with others in place of those of some rows."""
    stay = ~locate(rows, old[0])[1]
    own, values = (np.concatenate([a[stay], b]) for a, b in zip(old, new, strict=True))
    order = np.argsort(own, kind="stable")
    return own[order], values[order]


def _best(codes: Array) -> list[int]:
    """Codes of the best, 10th, 100th and 1,000th posting, without those whose code is OVERFLOW; 0: fewer."""
    held = np.bincount(codes, minlength=OVERFLOW + 1)[OVERFLOW - 1 :: -1].cumsum()  # from the best code down
    return [max(0, OVERFLOW - 1 - int(held.searchsorted(rank))) for rank in RANKS]


def nonzero(values: Array) -> Ints:
    """Places of what is not zero; numpy looks through booleans several times as fast as through numbers."""
    return (values if values.dtype == np.bool_ else values != 0).nonzero()[0]
