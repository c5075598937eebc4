"""The words of a batch of texts, and where they stand in the characters of their texts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from searchkit.analysis.tokentable import Ragged

Ints = npt.NDArray[np.int64]
Words = npt.NDArray[np.int32]

_BEGIN, _END = 1, 2  # columns of what an odd chunk yields: word, begin, end


@dataclass(frozen=True)
class Cut:
    """The chunks of texts that stand one behind the other in `raw`, by bytes."""

    raw: bytes
    starts: Ints
    ends: Ints
    text_starts: Ints
    text_ends: Ints

    @cached_property
    def _further(self) -> Ints:
        """The bytes that go on with a character that began before."""
        return np.flatnonzero(np.frombuffer(self.raw, np.int8) < -64)

    def characters(self, begin: Ints, end: Ints) -> Ints:
        """Characters from one byte to another, at both of which characters begin."""
        further: Ints = self._further.searchsorted(end) - self._further.searchsorted(begin)
        return end - begin - further

    def bytes_at(self, texts: Ints, characters: Ints) -> Ints:
        """The byte at which a character of a text begins; the end of the text for those beyond it."""
        starts, ends = self.text_starts.take(texts), self.text_ends.take(texts)
        wanted = np.clip(characters, 0, ends - starts) + starts - self._further.searchsorted(starts)
        before = self._further - np.arange(len(self._further))  # characters up to each of them
        found: Ints = np.minimum(wanted + before.searchsorted(wanted, "right"), ends)
        return found


@dataclass(frozen=True)
class Odd:
    """The chunks of a cut that are not simply one word; they are few."""

    chunks: Ints  # their places among the chunks
    words: Ragged  # what each yields: word, begin and end in characters from where it begins

    @cached_property
    def _more(self) -> Ints:
        """By how many the words of the odd chunks before each of them are more than these chunks."""
        return self.words.first - np.arange(len(self.words.first))

    def positions(self, chunks: Ints) -> Ints:
        """Words of all chunks before each of these."""
        found: Ints = chunks + self._more.take(self.chunks.searchsorted(chunks))
        return found

    def words_until(self, chunk: int, characters: int, edge: int) -> int:
        """Words of a chunk that begin before, or end until, so many of its characters, not all of them."""
        place = int(self.chunks.searchsorted(chunk))
        if place == len(self.chunks) or self.chunks[place] != chunk:
            return int(edge == _BEGIN)
        at = self.words.columns[edge, self.words.first[place] : self.words.first[place + 1]]
        return int(np.count_nonzero(at <= characters - (edge == _BEGIN)))


@dataclass(frozen=True, slots=True)
class Batch:
    """Tokens of a batch of texts. Positions are counted through all texts of the batch.

    words    written form at each position (tokens of kind WORD)
    counts   positions of each text
    beside   further tokens (JOINED, BARE): position, width, written form; in order of position
    """

    words: Words
    counts: Ints
    beside: tuple[Ints, Ints, Words]
    _cut: Cut
    _odd: Odd

    def inside(self, texts: Ints, begin: Ints, end: Ints) -> tuple[Ints, Ints]:
        """Positions [first, last), counted in its text, of the words whole in characters [begin, end) of it.

        Where there are none, both are the position of the next word.
        """
        cut = self._cut
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
        cut = self._cut
        chunks = cut.starts.searchsorted(at)  # as many begin before
        # A stretch of speech hardly ever begins or ends inside a chunk.
        through = np.flatnonzero(np.append(cut.ends, 0).take(chunks - 1) > at)
        chunks[through] -= 1
        found = self._odd.positions(chunks)
        characters = cut.characters(cut.starts.take(chunks.take(through)), at.take(through))
        for i, most in zip(through.tolist(), characters.tolist(), strict=True):
            found[i] += self._odd.words_until(int(chunks[i]), most, edge)
        return found
