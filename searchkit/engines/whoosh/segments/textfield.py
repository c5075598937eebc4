"""A text field of an opened segment: look up a form, get its rows, frequencies and positions."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from searchkit.engines.whoosh.arrays import Array, Ints
from searchkit.engines.whoosh.files.container import Container
from searchkit.engines.whoosh.files.strings import Strings
from searchkit.engines.whoosh.segments.forms import FOLDED, folded_key
from searchkit.engines.whoosh.segments.fuzzy import Signatures
from searchkit.engines.whoosh.segments.lists import Lists
from searchkit.engines.whoosh.segments.postings import Postings, positions
from searchkit.engines.whoosh.segments.rows import RowMap
from searchkit.engines.whoosh.segments.stored import StoredColumn
from searchkit.engines.whoosh.segments.words import Words
from searchkit.remembered import Remembered

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
        self.words = Words(container, name)
        self.lists = Lists(container, name, self.rows.count, self.words)
        self.size = len(self.lists.df)
        self._found: Remembered[bytes, int] = Remembered(_MOST_FOUND)  # lists that were looked up

    @cached_property
    def stored(self) -> StoredColumn:
        """Texts by row."""
        return StoredColumn(self._container, self.name)

    def find(self, entry: bytes) -> int:
        """List of a lexicon entry; -1 if it is not there."""
        found = self._found.get(entry)
        if found is None:
            number = self.lexicon.find(entry)
            found = self._found.keep(entry, int(self._lists[number]) if number >= 0 else -1)
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
        return self.lists.occurrences(number)

    def parent(self, number: int) -> int:
        """The stored list that holds all occurrences of a list: itself, if it is stored."""
        return number if number < self.lists.stored else self.lists.form(number).parent

    def postings(self, number: int) -> tuple[Ints, Ints]:
        """Rows of a list, in order, and how often it occurs in each."""
        postings = Postings(self.lists, number)
        rows = postings.rows()
        return rows, postings.frequencies(rows, postings.own_codes(rows))

    def positions(self, number: int, rows: Ints | None = None) -> Ints:
        """Positions of a list, in order; see `postings.positions`."""
        return positions(self.lists, number, rows)

    @property
    def list_numbers(self) -> Array:
        """List of every lexicon entry."""
        return self._lists

    def relax(self) -> None:
        """Give memory back, while going through all of it once."""
        self._container.relax()
