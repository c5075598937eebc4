"""Stretches of speech: who speaks which positions of the text.

A stretch is kept twice over: in characters, to give it back, and in positions, to search in.  A position
belongs to it if its whole word does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from searchkit.engines.whoosh.arrays import Array, Ints, joined, narrow, offsets
from searchkit.engines.whoosh.files.container import Container
from searchkit.engines.whoosh.files.strings import Strings, decode, encode, pack
from searchkit.engines.whoosh.segments.columns import Arrays
from searchkit.engines.whoosh.segments.documents import Documents, numbered
from searchkit.numbering import numbering
from searchkit.remembered import Remembered
from searchkit.schema import Speech

if TYPE_CHECKING:  # a search does not wait for what writing needs
    from searchkit.analysis.batch import Batch

_MOST_KNOWN = 1024  # groups of names whose codes are kept
NARRATION = "author"  # the kind of stretch that `said:` does not search


class SpeechEncoder:
    """Stretches of speech of documents as they come."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._counts: list[Array] = []
        self._rows: list[Array] = []  # characters [start, end), speaker, kind
        self._speakers: defaultdict[str, int] = numbering()
        self._kinds: defaultdict[str, int] = numbering()
        self._placed: list[Array] = []  # positions [first, last) in the paragraph

    def add(self, documents: Documents, batch: Batch) -> None:
        """Take the stretches of further documents; `batch` holds the words of their texts."""
        counts, starts, ends, speakers, kinds = documents.speech(self._name)
        self._counts.append(np.array(counts, np.int32))
        if len(starts):
            rows = np.empty((len(starts), 4), np.int32)  # `Check` lets nothing beyond through
            rows[:, 0], rows[:, 1] = starts, ends
            rows[:, 2] = numbered(self._speakers, speakers)
            rows[:, 3] = numbered(self._kinds, kinds)
            self._rows.append(rows)
            places = batch.inside(np.arange(len(counts)).repeat(counts), starts, ends)
            self._placed.append(np.column_stack(places).astype(np.int32))

    def arrays(self) -> Arrays:
        """Counts a document; places in characters and positions, speaker and kind of each stretch."""
        rows = joined(self._rows).reshape(-1, 4).astype(np.int64)
        names = [encode(speaker) for speaker in self._speakers]
        order = sorted(range(len(names)), key=names.__getitem__)
        rank = np.empty(len(order), np.int64)
        rank[order] = np.arange(len(order))
        return speech_arrays(
            self._name,
            joined(self._counts),
            rows[:, :2],
            joined(self._placed).reshape(-1, 2),
            rank[rows[:, 2]],
            rows[:, 3],
            [names[i] for i in order],
            [encode(kind) for kind in self._kinds],
        )


def speech_arrays(
    name: str,
    counts: Ints,
    characters: Ints,
    positions: Ints,
    speakers: Ints,
    kinds: Ints,
    speaker_names: Sequence[bytes],
    kind_names: Sequence[bytes],
) -> Arrays:
    """Arrays of a speech column; a stretch that holds no word has positions [p, p)."""
    return {
        f"{name}.counts": narrow(counts),
        f"{name}.start": narrow(characters[:, 0]),
        f"{name}.size": narrow(characters[:, 1] - characters[:, 0]),
        f"{name}.first": narrow(positions[:, 0]),
        f"{name}.words": narrow(positions[:, 1] - positions[:, 0]),
        f"{name}.speaker": narrow(speakers),
        f"{name}.kind": narrow(kinds),
        **pack(f"{name}.speakers", speaker_names, ordered=True),
        **pack(f"{name}.kinds", kind_names),
    }


class SpeechColumn:
    """Stretches of speech of a segment."""

    def __init__(self, container: Container, name: str) -> None:
        self._container = container
        self._name = name
        self.counts = container.array(f"{name}.counts")
        self._known: Remembered[tuple[str, ...], Sequence[int]] = Remembered(_MOST_KNOWN)

    def part(self, part: str) -> Array:
        """One array over all stretches: start, size (characters), first, words (positions), speaker, kind."""
        return self._container.array(f"{self._name}.{part}")

    @cached_property
    def speakers(self) -> Strings:
        """Names of speakers, sorted."""
        return Strings(self._container, f"{self._name}.speakers")

    @cached_property
    def kinds(self) -> list[str]:
        """Names of the kinds."""
        return [decode(kind) for kind in Strings(self._container, f"{self._name}.kinds")]

    @cached_property
    def first(self) -> Ints:
        """First stretch of each document."""
        return offsets(self.counts)

    @cached_property
    def spoken(self) -> Array:
        """Which stretches hold words that are not the author's own narration."""
        aside = [number for number, kind in enumerate(self.kinds) if kind == NARRATION]
        return ~np.isin(self.part("kind"), aside) & (self.part("words") > 0)

    def several(self, documents: Ints) -> list[tuple[Speech, ...]]:
        """Stretches of each of these documents."""
        firsts, counts = self.first.take(documents).tolist(), self.counts.take(documents).tolist()
        parts = [self.part(part) for part in ("start", "size", "speaker", "kind")]
        name, kinds = self.speakers.text, self.kinds
        found: list[tuple[Speech, ...]] = []
        for first, count in zip(firsts, counts, strict=True):
            columns = (part[first : first + count].tolist() for part in parts)
            found.append(
                tuple(
                    Speech(start, start + size, name(speaker), kinds[kind])
                    for start, size, speaker, kind in zip(*columns, strict=True)
                )
            )
        return found

    def codes(self, names: Sequence[str]) -> Sequence[int]:
        """Codes of those speakers that are there."""
        known = self._known.get(tuple(names))
        if known is None:
            found = (self.speakers.find(encode(name)) for name in names)
            known = self._known.keep(tuple(names), [code for code in found if code >= 0])
        return known
