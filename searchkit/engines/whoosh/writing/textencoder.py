"""A text field while a segment is built: rows of words as they come, kept away block by block."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from searchkit.analysis.batch import Batch
from searchkit.analysis.vectorised import Chunker
from searchkit.engines.whoosh.arrays import Array, Ints, joined
from searchkit.engines.whoosh.files.container import ContainerWriter
from searchkit.engines.whoosh.files.scratch import Scratch
from searchkit.engines.whoosh.segments.documents import Documents, Repeated
from searchkit.engines.whoosh.segments.rows import Rows
from searchkit.engines.whoosh.segments.stored import TEXT, StoredEncoder
from searchkit.engines.whoosh.writing.blocks import Block
from searchkit.engines.whoosh.writing.inversion import Addresses
from searchkit.engines.whoosh.writing.keys import Keys
from searchkit.engines.whoosh.writing.textwriter import write_text

BLOCK_WORDS = 1 << 20  # words that are sorted at once


class TextEncoder:
    """One text field. With `every`, each document has a row of its own (stretches of speech lie in it)."""

    def __init__(self, name: str, chunker: Chunker, scratch: Scratch, every: bool) -> None:
        self.name = name
        self._chunker = chunker
        self._scratch = scratch
        self._rows = Rows(every)
        self._stored = StoredEncoder(name, scratch, TEXT)
        self._blocks: list[Block] = []
        self._waiting = _Waiting()
        self._kept_rows = 0
        self.positions = 0

    def add(self, documents: Documents, languages: Repeated) -> Batch:
        """Take further documents; `languages` number what stems them. Returns the words of the new rows."""
        texts = documents.encoded(self.name)
        begun = self._rows.add(texts, languages)
        rows = texts.at(begun)
        self._stored.add(rows)
        batch = self._chunker.read(rows)
        if not self._waiting.has_room(batch):
            self._keep()
        self._waiting.add(batch, np.array(languages.at(begun), np.int8))
        self.positions += len(batch.words)
        if self._waiting.size >= BLOCK_WORDS:
            self._keep()
        return batch

    def _keep(self) -> None:
        block = self._waiting.block(self._kept_rows, self._scratch)
        self._blocks.append(block)
        self._kept_rows += len(block.lengths)
        self._waiting = _Waiting()

    def write(self, writer: ContainerWriter, keys: Keys, languages: Sequence[str]) -> None:
        """Write rows, stored texts, lexicon and lists. `languages` are the names of the numbers given."""
        self._keep()
        writer.arrays(self._rows.arrays(self.name))
        self._stored.write(writer)
        write_text(writer, self.name, self._blocks, keys, list(languages), self._scratch)


class _Waiting:
    """Words of the rows of a block to be."""

    def __init__(self) -> None:
        self.size = 0
        self._longest = 0
        self._rows = 0
        self._words: list[Array] = []
        self._lengths: list[Ints] = []
        self._languages: list[Array] = []
        self._beside: list[tuple[Ints, Ints, Array]] = []

    def has_room(self, batch: Batch) -> bool:
        """Whether the rows of a batch can come into the same block: always, where it is empty."""
        longest = max(self._longest, int(batch.counts.max(initial=0)))
        return not self._rows or Addresses.fit(self._rows + len(batch.counts), longest)

    def add(self, batch: Batch, languages: Array) -> None:
        """Take the words of further rows."""
        position, width, word = batch.beside
        self._beside.append((position + self.size, width, word))
        self._words.append(batch.words)
        self._lengths.append(batch.counts)
        self._languages.append(languages)
        self.size += len(batch.words)
        self._rows += len(batch.counts)
        self._longest = max(self._longest, int(batch.counts.max(initial=0)))

    def block(self, first_row: int, scratch: Scratch) -> Block:
        """All of it, kept away."""
        at, width, word = (joined([beside[i] for beside in self._beside]) for i in range(3))
        lengths, languages = joined(self._lengths), joined(self._languages, np.int8)
        words = joined(self._words, np.int32)
        return Block.of(first_row, lengths, languages, words, (at, width, word), scratch)
