"""One list of postings: where its rows and codes stand, or what they are if the list is not stored.

A list that is not stored is made of its parent's (`derivation`): of all positions of the parent, those whose
word in the stream is of the form in question, and what stands beside the words.  That is exact: the class of
the form is its own among the words of the parent.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from searchkit.engines.whoosh.arrays import NONE, Array, Ints, Mask, locate, offsets, ragged
from searchkit.engines.whoosh.segments.bitmaps import Bitmap, held
from searchkit.engines.whoosh.segments.codes import OFTEN, OVERFLOW
from searchkit.engines.whoosh.segments.lists import DENSE, NEAR, SHORT, SPARSE, Lists, Made
from searchkit.engines.whoosh.segments.making import changed_in, coded, dense, sparse
from searchkit.engines.whoosh.segments.sums import GROUP, before_groups, before_in_group
from searchkit.engines.whoosh.segments.words import without_beside

_WHOLE = 8  # for one place in so many codes all are summed up
_SUMMED_LEAST = 1 << 13  # codes of lists where it is worth it
SEARCHED = 1 << 13  # rows of a list that is searched through; a longer one has a bitmap for that
_LOOKED_UP = 256  # rows that are looked up in codes sooner than in a bitmap
_SHARE = 128  # for many rows, a list with one in so many has a bitmap as well
_FEWER = 16  # so many times fewer are looked up one by one


class Postings:
    """One list: rows in order, a code each. It never changes.

    It holds no more than where these stand, unless the list is made: then it holds them (`in_memory`).
    """

    __slots__ = (
        "_block_ends",
        "_lists",
        "_made",
        "_seldom",
        "_stored",
        "begin",
        "codes",
        "df",
        "kind",
        "number",
    )

    def __init__(self, lists: Lists, number: int, made: Made | None = None) -> None:
        """List `number`; of a list that is made in another way, `made`, a negative number of its own."""
        self._lists = lists
        self.number = number
        self._seldom = False  # whether it is known that no code is OVERFLOW
        self._made = made = _made(lists, number) if made is None and number >= lists.stored else made
        self.df = int(lists.df[number]) if made is None else made.df
        if made is not None:
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
        ends = self._block_ends
        rows = self._lists.blocks.repeat(ends[1:] - ends[:-1])
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

    def one_by_one(self) -> Iterator[tuple[int, int]]:
        """Row and code of each posting, in order: of short lists sooner gone through than by numpy."""
        rows = self._stored if self.kind == SPARSE else self.rows()
        return zip(rows.tolist(), self.own_codes(rows).tolist(), strict=True)

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
        ends = at.searchsorted(self._block_ends)
        rows = self._lists.blocks.repeat(ends[1:] - ends[:-1])
        rows |= self._stored.take(at)
        return rows

    def frequencies(self, rows: Ints, codes: Array) -> Ints:
        """Frequencies in these rows, whose codes are given; 0 where the code is 0."""
        found = self._lists.frequency_of.take(codes).astype(np.int64)
        if self._seldom:
            return found
        places = (codes == OVERFLOW).nonzero()[0]
        if len(places):
            often, frequencies = self.often()
            found[places] = frequencies.take(often.searchsorted(rows.take(places)))
        return found

    def often(self) -> tuple[Ints, Ints]:
        """Rows of the postings whose code is OVERFLOW, and their frequencies."""
        if self._seldom:
            return NONE, NONE
        found = self._made.often if self._made else self._lists.all_often(self.number)
        self._seldom = not len(found[0])
        return found

    def best(self) -> list[int]:
        """Codes of the best, 10th, 100th and 1,000th posting."""
        return self._made.best if self._made else self._lists.best(self.number)

    def among(self, rows: Ints) -> tuple[Ints, Ints]:
        """Those of these rows (in order) that have a posting, and where their codes stand."""
        if self.kind == DENSE:
            rows = rows.take(nonzero(self.codes.take(rows)))
            return rows, rows
        if self.df * _FEWER < len(rows):
            own = self.rows()
            some = nonzero(locate(rows, own)[1])
            return own.take(some), some
        place, found = self.find(rows)
        some = found.nonzero()[0]
        return rows.take(some), place.take(some)

    def within(self, bitmaps: Sequence[Bitmap]) -> tuple[Ints, Ints]:
        """The rows that are in all of some bitmaps, and where their codes stand."""
        rows = self.rows()
        if not bitmaps:
            return rows, rows if self.kind == DENSE else np.arange(len(rows))
        some = held(rows, bitmaps).nonzero()[0]
        rows = rows.take(some)
        return rows, rows if self.kind == DENSE else some

    def find(self, rows: Ints) -> tuple[Ints, Mask]:
        """Where the codes of rows stand, and which have one; for lists that are not DENSE."""
        return self.bitmap.find(rows) if self.in_bits(len(rows)) else locate(self.rows(), rows)

    def in_bits(self, count: int) -> bool:
        """Whether so many rows are looked up in a bitmap sooner than in the rows of the list."""
        return self.df > SEARCHED or (count > _LOOKED_UP and self.df * _SHARE > self._lists.rows)

    def before(self, places: Ints, rows: Ints) -> Ints:
        """Occurrences of the list before some places of its codes (in order), whose rows are given."""
        if len(places) * _WHOLE > len(self.codes) or len(self.codes) < _SUMMED_LEAST:
            frequencies = self._lists.frequency_of.take(self.codes[: int(places[-1]) + 1])
            before: Ints = frequencies.cumsum(dtype=np.int64).take(places)
            before -= frequencies.take(places)
        else:
            before = before_in_group(self._lists, self.codes, places)
            before += before_groups(self._lists, self.number, self.codes).take(places // GROUP)
        often_rows, often = self.often()
        if len(often):
            before += offsets(often - (OFTEN + 1)).take(often_rows.searchsorted(rows))
        return before

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
        return self.positions_at(*self.among(rows))

    def positions_at(self, rows: Ints, places: Ints) -> Ints:
        """Positions in rows (in order) that hold it, whose codes stand at these places, in order."""
        rows, counts, offsets = self._offsets_at(rows, places)
        starts = self._lists.words.starts.take(rows)
        offsets += starts if len(offsets) == len(starts) else starts.repeat(counts)
        return offsets

    def holds(self, row: int, offset: int) -> bool:
        """Whether it occurs at an offset in a row. Of a stored list none of whose codes is OVERFLOW."""
        lists, codes = self._lists, self.codes.data
        length = int(lists.words.lengths[row])
        place = self._place_of(row)
        if place < 0 or offset >= length:
            return False
        group = place // GROUP
        before = sum(bytes(codes[group * GROUP : place]).translate(lists.frequencies))
        begin = int(lists.begun[self.number]) + before
        begin += int(before_groups(lists, self.number, self.codes)[group])
        end = begin + lists.frequencies[codes[place]]
        return offset in (lists.near_places(begin, end) if length <= NEAR else lists.places(begin, end))

    def _place_of(self, row: int) -> int:
        """Where the code of one row stands; -1 if there is none."""
        if self.kind == DENSE:
            return row if self.codes[row] else -1
        stored, first = self._stored, 0
        if self.kind == SHORT:
            first, behind = self._block_ends[row >> 16 : (row >> 16) + 2].tolist()
            stored, row = stored[first:behind], row & 0xFFFF
        at = int(stored.searchsorted(stored.dtype.type(row)))  # of another type all would be cast
        return first + at if at < len(stored) and stored[at] == row else -1

    def offsets_in(self, rows: Ints) -> tuple[Ints, Ints, Ints]:
        """Those of these rows (in order) that hold it, how often, and offsets in the row of all occurrences.

        Of a stored list; other rows are not read.
        """
        return self._offsets_at(*self.among(rows))

    def _offsets_at(self, rows: Ints, places: Ints) -> tuple[Ints, Ints, Ints]:
        if not len(rows):
            return NONE, NONE, NONE
        if len(self.codes) < _SUMMED_LEAST and (self._seldom or not len(self.often()[0])):
            frequencies = self._lists.frequency_of.take(self.codes)
            counts = frequencies.take(places).astype(np.int64)
            at: Ints = frequencies.cumsum(dtype=np.int64).take(places)
            at -= counts
        else:
            at = self.before(places, rows)
            counts = self.frequencies(rows, self.codes.take(places))
        if int(np.add.reduce(counts)) > len(counts):
            at = ragged(at, counts)
        at += int(self._lists.begun[self.number])
        return rows, counts, self._lists.places_in_order(at)


def positions(lists: Lists, number: int, rows: Ints | None = None) -> Ints:
    """Positions of a list, in order; in some rows (given in order) only, if asked: others are not read."""
    form = lists.form(number) if number >= lists.stored else None
    holding = Postings(lists, form.parent if form else number)
    found = holding.positions() if rows is None else holding.positions_in(rows)
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
            codes, often = coded(lists, rows, frequencies)
            made = sparse(rows, codes, often)
        lists.keep(number, made)
    return made


def _all_but(lists: Lists, number: int, parent: Postings, others: Sequence[Postings]) -> Made:
    """The postings of the one form that its parent holds besides some rare others, whose lists are stored."""
    words = lists.words
    beside = np.concatenate([words.beside(number)[0], words.beside(parent.number)[0]])
    changed = np.unique(np.concatenate([words.row_of(beside), *(other.rows() for other in others)]))
    found, frequencies = words.by_row(positions(lists, number, changed))
    codes, often = coded(lists, found, frequencies)
    often = changed_in(parent.often(), changed, often)
    if parent.kind == DENSE:
        column = parent.codes.copy()
        column[changed], column[found] = 0, codes
        return dense(column, often)
    rows, codes = changed_in((parent.rows(), parent.codes), changed, (found, codes))
    return sparse(rows, codes, often)


def nonzero(values: Array) -> Ints:
    """Places of what is not zero; numpy looks through booleans several times as fast as through numbers."""
    return (values if values.dtype == np.bool_ else values != 0).nonzero()[0]
