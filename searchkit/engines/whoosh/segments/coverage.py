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
_EACH = 8  # stretches that a range is compared with sooner than looked up among them
_IN_PART, _FIRST = 1, 2  # in `_owned`: no stretch holds all words; one of the first speaker does

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
        owned = np.minimum(self._count, _IN_PART)
        owned[documents[whole]] = _FIRST + 2 * stretches.speaker[whole].astype(np.int64)
        owned += (owned >= _FIRST) & (self._count > 1)
        self._owned = narrow(owned)  # who speaks all words (twice the speaker), and whether others do as well
        # what such a number says of all others than that speaker
        self._by_others = np.full(int(owned.max(initial=0)) + 2, NOTHING, np.uint8)
        self._by_others[_IN_PART] = self._by_others[_FIRST + 1 :: 2] = PART
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
        extent = self._by_others.copy()
        for speaker in speakers:
            number = _FIRST + 2 * speaker  # beyond the last of those: no paragraph is all theirs
            extent[number : number + 2] = ALL
        return extent.take(self._owned if documents is None else self._owned.take(documents))

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
        if not len(counts):
            return counts
        at, held = self._begun.take(documents), self._count.take(documents)
        if int(held.dot(counts)) <= _EACH * len(first):
            inside = self._in_own(at.repeat(counts), held.repeat(counts), first, last, by)
        else:
            begun = self._starts.take(documents).repeat(counts)
            stretches = self._stretches.take(ragged(at, held))
            inside = stretches.inside(begun + first, begun + last, by)
        return np.add.reduceat(inside, offsets(counts)[:-1], dtype=np.int64)

    def _in_own(self, at: Ints, held: Ints, first: Ints, last: Ints, by: Sequence[int] | None) -> Mask:
        """Which ranges lie in a stretch: each is compared with all of its document, `held` from `at` on."""
        stretches = ragged(at, held)
        inside = self._first.take(stretches) <= first.repeat(held)
        inside &= self._last.take(stretches) >= last.repeat(held)
        if by is not None:
            inside &= are_by(self._stretches.speaker.take(stretches), by)
        if len(stretches) == len(first):
            return inside
        found: Mask = np.bitwise_or.reduceat(inside, offsets(held)[:-1])
        return found
