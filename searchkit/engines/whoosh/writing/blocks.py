"""Rows of words that wait until all words of a segment are known, in blocks that are sorted at once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from searchkit.engines.whoosh.arrays import Array, Ints
from searchkit.engines.whoosh.files.scratch import Kept, Scratch


class Block(NamedTuple):
    """Some rows: the number of the first, length and language of each; words; tokens beside them.

    Words stand by position: row by row, with 0, which is no word, behind each row.
    """

    first_row: int
    lengths: Ints
    languages: Array
    words: Kept
    beside: tuple[Kept, ...]  # position, width, word

    @staticmethod
    def of(
        first_row: int,
        lengths: Ints,
        languages: Array,
        words: Array,
        beside: tuple[Array, Array, Array],
        scratch: Scratch,
    ) -> Block:
        """Keep rows away.

        `words` are those of all rows, one behind the other, and the first of `beside` are places among them.
        """
        ends = np.cumsum(lengths)
        at, width, word = beside
        at = at + ends.searchsorted(at, "right")
        by_position = np.insert(words.astype(np.int32, copy=False), ends, 0)
        kept = (scratch.keep(array.astype(np.int32)) for array in (at, width, word))
        return Block(first_row, lengths, languages, scratch.keep(by_position), tuple(kept))

    @property
    def positions(self) -> int:
        """Number of its positions."""
        return self.words.size

    def tokens(self, vocabulary: int) -> Tokens:
        """Its tokens in memory; `vocabulary` is the number of all words."""
        at, width, word = (kept.whole().astype(np.int64) for kept in self.beside)
        words = self.words.whole().astype(np.int64)
        if not self.languages.any():
            return Tokens(self.lengths, words, words, at, width, word, word)
        spoken = (self.languages.astype(np.int64) * vocabulary).repeat(self.lengths + 1)
        return Tokens(self.lengths, words, words + spoken, at, width, word, word + spoken.take(at))


class Tokens(NamedTuple):
    """Tokens of a block by position, and those beside them: position, width, word.

    `spoken` and `beside_spoken` number words in their languages: word + language * size of the vocabulary.
    """

    lengths: Ints
    words: Ints
    spoken: Ints
    beside_at: Ints
    beside_width: Ints
    beside_word: Ints
    beside_spoken: Ints
