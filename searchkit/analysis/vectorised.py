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
from itertools import compress

import numpy as np

from searchkit.analysis.batch import Batch, Cut, Odd
from searchkit.analysis.chunktable import BEHIND, ChunkNumbers, Numbers, slices
from searchkit.analysis.cutting import chunk_bounds
from searchkit.analysis.tokens import TokenKind, analyse, is_plain
from searchkit.analysis.tokentable import RaggedTable, Vocabulary

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
        cut = Cut(raw, starts, starts + sizes, text_starts, text_starts + lengths)
        batch = self._batch(numbers, cut)
        self._odd_words.shrink(marks[0])
        self._odd_beside.shrink(marks[1])
        return batch

    def _analyse(self, chunks: Sequence[bytes]) -> list[int]:
        """The slow path: numbers of chunks by the definition; below 0 for those that are odd."""
        # No chunk holds a line feed, so all can be decoded at once.
        texts = b"\n".join(chunks).decode("utf-8", "surrogatepass").split("\n")
        plain = list(map(is_plain, texts))  # one word each: what `analyse` makes of them, all at once
        words = iter(self.vocabulary.add_plain(list(compress(texts, plain))))
        return [next(words) if one else self._odd(text) for text, one in zip(texts, plain, strict=True)]

    def _odd(self, chunk: str) -> int:
        tokens, _ = analyse(chunk)
        add = self.vocabulary.add
        if len(tokens) == 1 and (tokens[0].start, tokens[0].end) == (0, len(chunk)):
            return add(tokens[0].written, tokens[0].folded)
        number = -1 - self._odd_words.size[0]
        words, beside = [], []
        for start, end, position, width, written, folded, kind in tokens:
            word = add(written, folded)
            if kind is _WORD:
                words.append((word, start, end))
            else:
                beside.append((position, width, word))
        self._odd_words.add(words)
        self._odd_beside.add(beside)
        return number

    def _batch(self, numbers: Numbers, cut: Cut) -> Batch:
        at = np.flatnonzero(numbers < 0)
        groups = -1 - numbers.take(at).astype(np.int64)
        odd = Odd(at, self._odd_words.read(groups))
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
