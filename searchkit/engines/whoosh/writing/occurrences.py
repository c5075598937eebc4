"""Which lists the tokens of a block are in: under their stem, their folded form and their written form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from searchkit.engines.whoosh.arrays import Array, Ints, Mask, joined, narrow
from searchkit.engines.whoosh.segments.columns import Arrays
from searchkit.engines.whoosh.segments.stream import Classed
from searchkit.engines.whoosh.writing import inversion
from searchkit.engines.whoosh.writing.blocks import Tokens
from searchkit.engines.whoosh.writing.inversion import NO_LIST, Addresses, changes, keyed
from searchkit.engines.whoosh.writing.keys import Keys
from searchkit.engines.whoosh.writing.lexicon import Forms

Numbers = npt.NDArray[np.int32]
Marks = npt.NDArray[np.uint16]

_CAPITAL, _STORED, _MADE = (np.uint16(256 << bit) for bit in range(3))  # above the class of a word


class Beside(NamedTuple):
    """Occurrences beside the words (of joined and bare tokens): list, position and width of each."""

    lists: Ints
    positions: Ints
    widths: Ints

    @staticmethod
    def of(several: Sequence[Beside]) -> Beside:
        """All of them in order of their lists."""
        lists, positions, widths = (joined([some[i] for some in several]) for i in range(3))
        order = np.argsort(lists, kind="stable")
        return Beside(lists[order], positions[order], widths[order])

    def arrays(self, name: str) -> Arrays:
        """The columns as they are stored."""
        return {
            f"{name}.beside_lists": narrow(self.lists),
            f"{name}.beside_positions": narrow(self.positions),
            f"{name}.beside_widths": narrow(self.widths),
        }


class Tables(NamedTuple):
    """The lists of every word of a vocabulary; -1: none.

    of_stem                 by word numbered in its language (`Tokens.spoken`)
    of_folded, of_written   those that are not the stem's
    marks                   class of the word in the stream, and in bits above it whether it has a capital,
                            whether one of the latter two is stored, whether that of the written form is made
    made_of_folded          that of the folded form, numbered among those made; the greatest number: none
    stored, made            how many lists are stored, and how many behind them are made
    """

    of_stem: Numbers
    of_folded: Numbers
    of_written: Numbers
    marks: Marks
    made_of_folded: npt.NDArray[np.uint32]
    stored: int
    made: int

    @staticmethod
    def of(forms: Forms, keys: Keys, classed: Array) -> Tables:
        """Those of a segment; `classed` are the classes of folded forms in the stream."""
        of_stem = np.concatenate([lists.take(keys.folded_of) for lists in forms.of_stem])
        folded, written = forms.of_folded.take(keys.folded_of), forms.of_written
        kept = [(lists >= 0) & (lists < forms.stored) for lists in (folded, written)]
        made = np.where(folded >= forms.stored, folded - forms.stored, NO_LIST)
        marks = classed.take(keys.folded_of).astype(np.uint16)
        marks |= keys.capital * _CAPITAL | (kept[0] | kept[1]) * _STORED | (written >= forms.stored) * _MADE
        return Tables(
            of_stem.astype(np.int32),
            folded.astype(np.int32),
            written.astype(np.int32),
            marks,
            made.astype(np.uint32),
            forms.stored,
            len(forms.derivation),
        )

    @staticmethod
    def stream(marks: Marks) -> tuple[Classed, Mask]:
        """The class of each word, and whether it has a capital."""
        return marks.astype(np.uint8), (marks & _CAPITAL).astype(np.bool_)

    def beside(self, tokens: Tokens) -> Beside:
        """What stands beside the words, each once, sorted; without what a word's own occurrence covers."""
        found: list[tuple[Ints, Ints, Ints]] = []
        for table, beside, words in (
            (self.of_stem, tokens.beside_spoken, tokens.spoken),
            (self.of_folded, tokens.beside_word, tokens.words),
            (self.of_written, tokens.beside_word, tokens.words),
        ):
            of_beside = table.take(beside).astype(np.int64)
            own = table.take(words.take(tokens.beside_at))
            some = np.flatnonzero((of_beside >= 0) & ((tokens.beside_width > 1) | (own != of_beside)))
            found.append((of_beside.take(some), tokens.beside_at.take(some), tokens.beside_width.take(some)))
        columns = [np.concatenate(column) for column in zip(*found, strict=True)]
        order = np.lexsort(columns[::-1])
        lists, positions, widths = (column.take(order) for column in columns)
        new = np.ones(len(order), np.bool_)
        new[1:] = (np.diff(lists) != 0) | (np.diff(positions) != 0) | (np.diff(widths) != 0)
        return Beside(lists[new], positions[new], widths[new])

    def stored_keys(self, tokens: Tokens, marks: Marks, at: Addresses, beside: Beside) -> inversion.Keys:
        """Occurrences of the stored lists, and those of no list, as `invert` sorts them."""
        found = [keyed(self.of_stem.take(tokens.spoken), at.of)]
        some = np.flatnonzero((marks & _STORED).astype(np.bool_))
        words, addresses = tokens.words.take(some), at.of.take(some)
        for table in (self.of_folded, self.of_written):
            lists = table.take(words)
            here = np.flatnonzero((lists >= 0) & (lists < self.stored))
            found.append(keyed(lists.take(here), addresses.take(here)))
        stored = slice(int(beside.lists.searchsorted(self.stored)))
        found.append(keyed(beside.lists[stored], at.of.take(beside.positions[stored])))
        return np.concatenate(found)

    def made_postings(self, tokens: Tokens, marks: Marks, rows: Array, beside: Beside) -> tuple[Ints, Ints]:
        """The made lists that occur, numbered among themselves, and in how many rows each does."""
        bits = len(tokens.lengths).bit_length()
        kind = np.uint32 if self.made < (1 << 32 - bits) - 1 else np.uint64  # half as much to sort
        some = np.flatnonzero((marks & _MADE).astype(np.bool_))
        written = self.of_written.take(tokens.words.take(some))
        made = slice(int(beside.lists.searchsorted(self.stored)), None)
        pairs = (
            (self.made_of_folded.take(tokens.words), rows),
            (written - self.stored, rows.take(some)),
            (beside.lists[made] - self.stored, rows.take(beside.positions[made])),
        )
        key = np.concatenate([_paired(lists, at, bits, kind) for lists, at in pairs])
        key.sort()
        lists = key.take(changes(key)[:-1]) >> kind(bits)
        lists = lists[: lists.searchsorted(self.made)]
        first = changes(lists)
        return lists[first[:-1]].astype(np.int64), first[1:] - first[:-1]


def _paired(lists: Array, rows: Array, bits: int, kind: type[np.uint32] | type[np.uint64]) -> Array:
    """list << bits | row."""
    found: Any = lists.astype(kind)
    found <<= kind(bits)
    found |= rows
    pairs: Array = found
    return pairs
