"""A text field of an opened segment: look up a form, get its rows, frequencies and positions."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from searchkit.engines.whoosh.arrays import NONE, Array, Ints, offsets, ragged, row_starts
from searchkit.engines.whoosh.files.container import Container
from searchkit.engines.whoosh.files.strings import Strings
from searchkit.engines.whoosh.segments.codes import OVERFLOW
from searchkit.engines.whoosh.segments.forms import FOLDED, folded_key
from searchkit.engines.whoosh.segments.fuzzy import Signatures
from searchkit.engines.whoosh.segments.lists import SPARSE, Lists, Postings
from searchkit.engines.whoosh.segments.spans import Beginnings
from searchkit.engines.whoosh.segments.stored import RowMap, StoredColumn
from searchkit.engines.whoosh.segments.stream import Classes

_MOST_FOUND = 4096  # entries whose lists are remembered


class TextField:
    """Rows of words, and the lists of postings that find them.

    Positions are numbered through all rows of the segment, one free number behind each row.
    """

    def __init__(self, container: Container, name: str, documents: int) -> None:
        self.name = name
        self._container = container
        self.rows = RowMap(container, name, documents)
        self.lexicon = Strings(container, f"{name}.lexicon")
        self._lists = container.array(f"{name}.lists")
        self.lists = Lists(container, name, self.rows.count)
        self.size = len(self.lists.df)
        self._found: dict[bytes, int] = {}  # lists that were looked up

    @cached_property
    def lengths(self) -> Array:
        """Positions of each row."""
        return self._container.array(f"{self.name}.positions")

    @cached_property
    def starts(self) -> Ints:
        """First position of each row."""
        return row_starts(self.lengths.astype(np.int64))

    @cached_property
    def stored(self) -> StoredColumn:
        """Texts by row."""
        return StoredColumn(self._container, self.name)

    def find(self, entry: bytes) -> int:
        """List of a lexicon entry; -1 if it is not there."""
        found = self._found.get(entry)
        if found is None:
            number = self.lexicon.find(entry)
            found = int(self._lists[number]) if number >= 0 else -1
            if len(self._found) >= _MOST_FOUND:
                self._found.clear()
            self._found[entry] = found
        return found

    def entries(self, prefix: bytes) -> tuple[list[bytes], Ints]:
        """Lexicon entries with a prefix, and their lists."""
        begin, end = self.lexicon.beginning_with(prefix)
        return self.lexicon.range(begin, end), self._lists[begin:end].astype(np.int64)

    def folded_near(self, word: str, distance: int) -> Ints:
        """Places in the lexicon of the folded forms that may be within `distance` edits of a word."""
        first, signatures = self._signatures
        return first + signatures.near(folded_key(word), distance)

    @cached_property
    def _signatures(self) -> tuple[int, Signatures]:
        begin, end = self.lexicon.beginning_with(FOLDED)
        return begin, Signatures(*self.lexicon.packed(begin, end))

    def frequency(self, number: int) -> int:
        """Rows in which a list has a posting."""
        return int(self.lists.df[number])

    def occurrences(self, number: int) -> int:
        """Occurrences of a list."""
        return int(self.lists.begun[number + 1]) - int(self.lists.begun[number])

    def postings(self, number: int) -> tuple[Ints, Ints]:
        """Rows of a list, in order, and how often it occurs in each."""
        postings = Postings(self.lists, number)
        rows = postings.rows()
        return rows, postings.frequencies(rows, postings.own_codes(rows))

    def positions(self, number: int) -> Ints:
        """Positions of a list, in order."""
        begin, end = int(self.lists.begun[number]), int(self.lists.begun[number + 1])
        postings = Postings(self.lists, number)
        rows = postings.rows()
        starts = self.starts.take(rows)
        if end - begin > len(rows):
            starts = starts.repeat(postings.frequencies(rows, postings.own_codes(rows)))
        starts += self.lists.places(begin, end)
        return starts

    def positions_in(self, number: int, rows: Ints) -> Ints:
        """Positions of a list in some rows (given in order), in order; other rows are not read."""
        postings = Postings(self.lists, number)
        rows, places = postings.among(rows)
        if not len(rows):
            return NONE
        counts = postings.frequencies(rows, postings.codes.take(places))
        at = int(self.lists.begun[number]) + ragged(postings.before(places, rows), counts)
        return self.starts.take(rows).repeat(counts) + self.lists.places_in_order(at)

    @cached_property
    def _beside(self) -> tuple[Ints, Ints, Ints]:
        parts = ("lists", "positions", "widths")
        lists, positions, widths = (
            self._container.array(f"{self.name}.beside_{p}").astype(np.int64) for p in parts
        )
        return lists, positions, widths

    def beside(self, number: int) -> tuple[Ints, Ints]:
        """Positions and widths of those occurrences of a list that are not the word of a position."""
        lists, positions, widths = self._beside
        begin, end = lists.searchsorted([number, number + 1]).tolist()
        return positions[begin:end], widths[begin:end]

    @cached_property
    def _wide(self) -> frozenset[int]:
        lists, _, widths = self._beside
        return frozenset(lists[widths > 1].tolist())

    def has_wide(self, number: int) -> bool:
        """Whether a list has tokens that cover several positions."""
        return number in self._wide

    def wide(self, number: int) -> Ints:
        """Positions of those tokens of a list that cover several positions."""
        positions, widths = self.beside(number)
        return positions[widths > 1]

    @property
    def list_numbers(self) -> Array:
        """List of every lexicon entry."""
        return self._lists

    def relax(self) -> None:
        """Give memory back, while going through all of it once."""
        self._container.relax()

    def gather(self, numbers: Ints) -> tuple[Ints, Ints, Ints, Ints]:
        """Rows, frequencies and places of several lists, one after the other, and the postings of each."""
        lists = self.lists
        df = lists.df.take(numbers).astype(np.int64)
        rows = np.empty(int(df.sum()), np.int64)
        codes = np.empty(len(rows), np.uint8)
        first = offsets(df)
        lists.gather_sparse(numbers, df, first, rows, codes)
        for i in np.flatnonzero(lists.kinds.take(numbers) != SPARSE).tolist():
            postings = Postings(lists, int(numbers[i]))
            own = rows[first[i] : first[i + 1]] = postings.rows()
            codes[first[i] : first[i + 1]] = postings.own_codes(own)
        frequencies = lists.frequency_of.take(codes).astype(np.int64)
        often = np.flatnonzero(codes == OVERFLOW)
        if len(often):
            frequencies[often] = lists.often(numbers.repeat(df)[often], rows[often])
        begun = lists.begun.take(numbers).astype(np.int64)
        places = lists.places_at(ragged(begun, lists.begun.take(numbers + 1).astype(np.int64) - begun))
        return rows, frequencies, places, df

    def gather_beside(self, lists: Ints) -> tuple[Ints, Ints, Ints]:
        """Positions and widths of what stands beside the words, of several lists, and the number of each."""
        numbers, positions, widths = self._beside
        low = numbers.searchsorted(lists)
        counts = numbers.searchsorted(lists, "right") - low
        at = ragged(low, counts)
        return positions.take(at), widths.take(at), counts

    @cached_property
    def stream(self) -> Array:
        """Class of the word at each position; zeros behind the last."""
        return self._container.array(f"{self.name}.stream")

    @cached_property
    def classes(self) -> Classes:
        """Classes of words in the stream."""
        return Classes(list(Strings(self._container, f"{self.name}.exact")))

    @cached_property
    def _beginnings(self) -> Beginnings:
        return Beginnings(self.starts[:-1])

    def row_of(self, positions: Ints) -> Ints:
        """The row of each position."""
        return self._beginnings.before(positions)
