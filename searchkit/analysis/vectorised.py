"""The tokeniser's fast front: whole batches of texts to word numbers, without an object a word.

A text is cut into chunks (`tokens.chunks`), and what a chunk yields depends on the chunk alone.  So a batch
is cut on its UTF-8 bytes with numpy, every chunk is looked up by its bytes, and only a chunk never seen
before goes through `analyse`.  The fast path cannot differ from the definition: it holds no rule of its
own but the cut.

Written forms are numbered; folded forms and stems are functions of them, so they are gathered from maps of
the vocabulary (`Vocabulary`) and never computed twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, compress
from operator import not_

import numpy as np

from searchkit.analysis.batch import Batch, Cut, Odd
from searchkit.analysis.chunktable import BEHIND, ChunkNumbers, Ints, Numbers, slices
from searchkit.analysis.cutting import chunk_bounds
from searchkit.analysis.tokentable import RaggedTable, Vocabulary
from searchkit.analysis.words import Token, TokenKind, analyse

_WORD = TokenKind.WORD


class Chunker:
    """Texts to word numbers. Keeps what it has learned; `forget` starts anew (bounded memory)."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Start with an empty vocabulary."""
        self.vocabulary = Vocabulary()
        self._numbers = ChunkNumbers()
        self._odd_words = RaggedTable()  # of each chunk that is not simply one word: word, begin, end
        self._odd_beside = RaggedTable()  # and beside its words: position, width, word

    @property
    def size(self) -> int:
        """Distinct chunks remembered."""
        return self._numbers.size

    def __call__(self, texts: Sequence[str]) -> Batch:
        """Tokens of all texts, in order."""
        return self.read([text.encode("utf-8", "surrogatepass") for text in texts])

    def read(self, encoded: Sequence[bytes]) -> Batch:
        """Tokens of all texts, in order, from their UTF-8."""
        raw = b"".join((b"  ", b" ".join(encoded), BEHIND))
        lengths = np.fromiter(map(len, encoded), np.int64, len(encoded))
        text_starts = np.cumsum(lengths + 1) - lengths + 1
        starts, sizes = chunk_bounds(raw)
        numbers, rest = self._numbers.look_up(raw, starts, sizes, self._analyse)
        marks = self._odd_words.size, self._odd_beside.size
        if len(rest):
            numbers[rest] = self._analyse(slices(raw, starts.take(rest), sizes.take(rest)))
        cut = Cut.of(raw, starts, sizes, text_starts, lengths)
        batch = self._batch(numbers, cut)
        self._odd_words.shrink(marks[0])
        self._odd_beside.shrink(marks[1])
        return batch

    def _analyse(self, chunks: Sequence[bytes]) -> Numbers:
        """The slow path: numbers of chunks by the definition; below 0 for those that are odd."""
        plain = list(map(bytes.isalnum, chunks))  # that they are `is_plain`; all others are few
        numbers = np.empty(len(chunks), np.int32)
        found = np.array(plain, np.bool_)
        numbers[found] = self.vocabulary.add_plain(_decoded(list(compress(chunks, plain))))
        if not found.all():
            numbers[~found] = self._odd(_decoded(list(compress(chunks, map(not_, plain)))))
        return numbers

    def _odd(self, chunks: Sequence[str]) -> Numbers:
        """Numbers of chunks as `analyse` cuts them; one that is a word from end to end has its number."""
        found = [analyse(chunk)[0] for chunk in chunks]
        counts = np.fromiter(map(len, found), np.int64, len(found))
        columns = list(zip(*chain.from_iterable(found), strict=True)) or [()] * len(Token._fields)
        starts, ends, positions, widths, written, folded, kinds = columns
        words = np.array(self.vocabulary.add(written, folded), np.int32)
        rows = np.array([starts, ends, positions, widths], np.int32)
        chunk_of = np.arange(len(chunks)).repeat(counts)
        whole = (counts.take(chunk_of) == 1) & (rows[0] == 0) & (rows[1] == _lengths(chunks).take(chunk_of))
        numbers = np.empty(len(chunks), np.int32)
        numbers[chunk_of[whole]] = words[whole]
        is_odd = np.ones(len(chunks), np.bool_)
        is_odd[chunk_of[whole]] = False
        odd = np.flatnonzero(is_odd)
        numbers[odd] = -1 - self._odd_words.size[0] - np.arange(len(odd))
        is_word = np.fromiter(map(_WORD.__eq__, kinds), np.bool_, len(kinds))
        for table, some, three in (
            (self._odd_words, is_word & ~whole, [words, rows[0], rows[1]]),
            (self._odd_beside, ~is_word, [rows[2], rows[3], words]),
        ):
            of_odd = np.bincount(chunk_of[some], minlength=len(chunks)).take(odd)
            table.extend(of_odd, np.array([column[some] for column in three]))
        return numbers

    def _batch(self, numbers: Numbers, cut: Cut) -> Batch:
        at = np.flatnonzero(numbers < 0)
        groups = -1 - numbers.take(at).astype(np.int64)
        odd = Odd.of(at, self._odd_words.read(groups))
        counts = odd.words.counts
        words = numbers
        if len(at) and (counts != 1).any():
            per_chunk = np.ones(len(numbers), np.int64)
            per_chunk[at] = counts
            words = numbers.repeat(per_chunk)
        words[words < 0] = odd.words.columns[0]
        ends = odd.positions(cut.starts.searchsorted(cut.text_ends))
        beside = self._odd_beside.read(groups)
        position, width, word = beside.columns
        first = odd.positions(at).repeat(beside.counts)
        rows = first + position, width.astype(np.int64), word
        return Batch(words, np.diff(ends, prepend=0), rows, cut, odd)


def _decoded(chunks: Sequence[bytes]) -> list[str]:
    """Chunks as texts, all decoded at once: none holds a line feed."""
    return b"\n".join(chunks).decode("utf-8", "surrogatepass").split("\n") if chunks else []


def _lengths(texts: Sequence[str]) -> Ints:
    return np.fromiter(map(len, texts), np.int64, len(texts))
