"""Stretches of speech as ranges of positions: which matches lie inside one, and whose it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from searchkit.engines.whoosh.arrays import Array, Ints, Mask
from searchkit.engines.whoosh.segments.spans import Beginnings
from searchkit.engines.whoosh.segments.speech import SpeechColumn


class Stretches(NamedTuple):
    """Stretches of speech in order of their first positions, the author's own narration left out.

    `furthest` is how far any of those up to each one reaches: equal to `last` where none lies in another.
    """

    beginnings: Beginnings
    last: Ints
    furthest: Ints
    speaker: Array
    documents: Ints

    @staticmethod
    def of(speech: SpeechColumn, starts: Ints) -> Stretches:
        """All stretches of a segment; `starts` are the first positions of its documents."""
        chosen = np.flatnonzero(speech.spoken)
        documents = np.arange(len(speech.counts)).repeat(speech.counts)[chosen]
        first = starts.take(documents) + speech.part("first")[chosen]
        last = first + speech.part("words")[chosen] - 1
        if (np.diff(first) < 0).any():
            order = np.argsort(first, kind="stable")
            first, last, chosen, documents = first[order], last[order], chosen[order], documents[order]
        return Stretches(
            Beginnings(first), last, np.maximum.accumulate(last), speech.part("speaker")[chosen], documents
        )

    def take(self, some: Ints) -> Stretches:
        """Some of them, by their places in order."""
        last = self.last.take(some)
        begins = Beginnings(self.beginnings.begins.take(some))
        return Stretches(
            begins, last, np.maximum.accumulate(last), self.speaker.take(some), self.documents.take(some)
        )

    @property
    def apart(self) -> bool:
        """Whether no stretch reaches into a later one."""
        return bool((self.beginnings.begins[1:] > self.furthest[:-1]).all())

    def inside(self, first: Ints, last: Ints, speakers: Sequence[int] | None) -> Mask:
        """Which ranges [first, last] lie in one stretch (by one of these speakers, where any are given)."""
        if speakers is None:
            at = self.beginnings.before(first)
            return (at >= 0) & (self.furthest.take(at, mode="clip") >= last) if len(self.last) else at >= 0
        theirs = are_by(self.speaker, speakers)
        if self.apart and len(self.last):
            at = self.beginnings.before(first)
            inside = (at >= 0) & (self.last.take(at, mode="clip") >= last)
            return inside & theirs.take(at, mode="clip")
        begins = self.beginnings.begins[theirs]
        at = begins.searchsorted(first, "right") - 1
        reach = np.maximum.accumulate(self.last[theirs])
        return (at >= 0) & (reach.take(at, mode="clip") >= last) if len(reach) else at >= 0


def are_by(speaker: Array, wanted: Sequence[int]) -> Mask:
    """Which stretches, whose speakers are given, are by one of those wanted."""
    if len(wanted) == 1:
        found: Mask = speaker == wanted[0]
        return found
    return np.isin(speaker, list(wanted))
