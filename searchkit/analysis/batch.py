"""The words of a batch of texts, and where they stand in the characters of their texts."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from searchkit.analysis.tokentable import Ragged

Ints = npt.NDArray[np.int64]
Words = npt.NDArray[np.int32]

_BEGIN, _END = 1, 2  # columns of what an odd chunk yields: word, begin, end


class Cut(NamedTuple):
    """The chunks of texts that stand one behind the other, by bytes.

    `further` are the bytes that go on with a character that began before.
    """

    starts: Ints
    ends: Ints
    text_starts: Ints
    text_ends: Ints
    further: Ints

    @staticmethod
    def of(raw: bytes, starts: Ints, sizes: Ints, text_starts: Ints, lengths: Ints) -> Cut:
        """That of the texts in `raw`, from where chunks and texts start, and how many bytes they have."""
        further = np.flatnonzero(np.frombuffer(raw, np.int8) < -64)
        return Cut(starts, starts + sizes, text_starts, text_starts + lengths, further)

    def characters(self, begin: Ints, end: Ints) -> Ints:
        """Characters from one byte to another, at both of which characters begin."""
        further: Ints = self.further.searchsorted(end) - self.further.searchsorted(begin)
        return end - begin - further

    def bytes_at(self, texts: Ints, characters: Ints) -> Ints:
        """The byte at which a character of a text begins; the end of the text for those beyond it."""
        starts, ends = self.text_starts.take(texts), self.text_ends.take(texts)
        wanted = np.clip(characters, 0, ends - starts) + starts - self.further.searchsorted(starts)
        before = self.further - np.arange(len(self.further))  # characters up to each of them
        found: Ints = np.minimum(wanted + before.searchsorted(wanted, "right"), ends)
        return found


class Odd(NamedTuple):
    """The chunks of a cut that are not simply one word; they are few."""

    chunks: Ints  # their places among the chunks
    words: Ragged  # what each yields: word, begin and end in characters from where it begins
    more: Ints  # by how many the words of those before each of them are more than these chunks

    @staticmethod
    def of(chunks: Ints, words: Ragged) -> Odd:
        """Those that yield these words."""
        return Odd(chunks, words, words.first - np.arange(len(words.first)))

    def positions(self, chunks: Ints) -> Ints:
        """Words of all chunks before each of these."""
        found: Ints = chunks + self.more.take(self.chunks.searchsorted(chunks))
        return found

    def words_until(self, chunk: int, characters: int, edge: int) -> int:
        """Words of a chunk that begin before, or end until, so many of its characters, not all of them."""
        place = int(self.chunks.searchsorted(chunk))
        if place == len(self.chunks) or self.chunks[place] != chunk:
            return int(edge == _BEGIN)
        at = self.words.columns[edge, self.words.first[place] : self.words.first[place + 1]]
        return int(np.count_nonzero(at <= characters - (edge == _BEGIN)))


class Batch(NamedTuple):
    """Tokens of a batch of texts. Positions are counted through all texts of the batch.

    words    written form at each position (tokens of kind WORD)
    counts   positions of each text
    beside   further tokens (JOINED, BARE): position, width, written form; in order of position

    `cut` and `odd` tell which characters of its text each word stands in.
    """

    words: Words
    counts: Ints
    beside: tuple[Ints, Ints, Words]
    cut: Cut
    odd: Odd

    def inside(self, texts: Ints, begin: Ints, end: Ints) -> tuple[Ints, Ints]:
        """Positions [first, last), counted in its text, of the words whole in characters [begin, end) of it.

        Where there are none, both are the position of the next word.
        """
        cut = self.cut
        first, last = np.zeros(len(texts), np.int64), self.counts.take(texts)
        size = cut.characters(cut.text_starts, cut.text_ends).take(texts)
        part = np.flatnonzero((begin > 0) | (end < size))
        if len(part):
            some = texts.take(part)
            base = (np.cumsum(self.counts) - self.counts).take(some)
            first[part] = self._until(cut.bytes_at(some, begin.take(part)), _BEGIN) - base
            last[part] = self._until(cut.bytes_at(some, end.take(part)), _END) - base
        return first, np.maximum(first, last)

    def _until(self, at: Ints, edge: int) -> Ints:
        """Words of the batch that begin before, or end until, each of these bytes."""
        cut = self.cut
        chunks = cut.starts.searchsorted(at)  # as many begin before
        # A stretch of speech hardly ever begins or ends inside a chunk.
        through = np.flatnonzero(np.append(cut.ends, 0).take(chunks - 1) > at)
        chunks[through] -= 1
        found = self.odd.positions(chunks)
        characters = cut.characters(cut.starts.take(chunks.take(through)), at.take(through))
        for i, most in zip(through.tolist(), characters.tolist(), strict=True):
            found[i] += self.odd.words_until(int(chunks[i]), most, edge)
        return found
