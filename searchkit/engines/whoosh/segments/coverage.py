"""How much of each paragraph is speech.

Most paragraphs that are spoken are so from end to end, by one person: there every word counts, and no
position has to be looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from searchkit.engines.whoosh.arrays import Array, Ints, Mask, narrow, offsets, ragged
from searchkit.engines.whoosh.segments.bitmaps import Bitmap
from searchkit.engines.whoosh.segments.spoken import Stretches, are_by

NOTHING, PART, ALL = 0, 1, 2
_SEVERAL, _FIRST = 1, 2  # in `_sole`: stretches that do not cover all, or several; the first speaker

Extents = npt.NDArray[np.uint8]


class Coverage:
    """NOTHING, PART or ALL of a document: what is spoken, by anybody or by some."""

    def __init__(self, stretches: Stretches, starts: Ints, lengths: Array) -> None:
        """`starts` and `lengths` are the first positions of documents, and their numbers of positions."""
        documents, begins = stretches.documents, stretches.beginnings.begins
        whole = (begins == starts.take(documents)) & (stretches.last - begins == lengths.take(documents) - 1)
        self._extent = np.zeros(len(lengths), np.uint8)
        self._extent[documents] = PART
        self._extent[documents[whole]] = ALL
        self._count = np.bincount(documents, minlength=len(lengths))
        self._begun = offsets(self._count)
        alone = whole & (self._count.take(documents) == 1)
        sole = np.minimum(self._count, _SEVERAL)
        sole[documents[alone]] = stretches.speaker[alone].astype(np.int64) + _FIRST
        self._sole = narrow(sole)  # whose the one stretch is that holds all words
        self._stretches = stretches
        self._starts = starts
        begun = starts.take(documents)  # of each stretch, its offsets in the document
        self._first, self._last = narrow(begins - begun), narrow(stretches.last - begun)

    def of(self, documents: Ints | None, speakers: Sequence[int] | None) -> Extents:
        """What of these documents (None: of all) is spoken by one of the speakers (None: by anybody).

        PART may also turn out to be nothing, or all.
        """
        if speakers is None:
            return self._extent if documents is None else self._extent.take(documents)
        extent = np.full(int(self._sole.max(initial=0)) + _FIRST, NOTHING, np.uint8)
        extent[_SEVERAL] = PART
        known = np.array(speakers, np.int64) + _FIRST
        extent[known[known < len(extent)]] = ALL
        return extent.take(self._sole if documents is None else self._sole.take(documents))

    @cached_property
    def whole(self) -> Mask:
        """Which documents are speech from end to end."""
        found: Mask = self._extent == ALL
        return found

    @cached_property
    def bits(self) -> tuple[Bitmap, Bitmap]:
        """Documents that are speech from end to end, and those that are in part."""
        return Bitmap.of(self.whole), Bitmap.of(self._extent == PART)

    def inside(
        self, documents: Ints, counts: Ints, first: Ints, last: Ints, by: Sequence[int] | None
    ) -> Ints:
        """How many ranges in each of these documents lie in a stretch (by one of these speakers).

        Ranges are given in order of the documents, by their first and last offsets; each document has some,
        `counts`, and stretches.
        """
        at = self._begun.take(documents)
        inside = self._first.take(at).repeat(counts) <= first
        inside &= last <= self._last.take(at).repeat(counts)
        if by is not None:
            inside &= are_by(self._stretches.speaker.take(at), by).repeat(counts)
        several = self._count.take(documents) > 1
        if several.any():
            some, held = several.repeat(counts), self._count.take(documents[several])
            theirs = self._stretches.take(ragged(at[several], held))
            begun = self._starts.take(documents[several]).repeat(counts[several])
            inside[some] = theirs.inside(begun + first[some], begun + last[some], by)
        return np.add.reduceat(inside, offsets(counts)[:-1], dtype=np.int64) if len(counts) else counts
