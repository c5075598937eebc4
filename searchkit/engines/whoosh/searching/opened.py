"""Words of a query as they stand in one segment: opened once a snapshot, searched many times.

What is kept is where a word's list stands and how its postings score, never what was found in it.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from searchkit.engines import bm25
from searchkit.engines.whoosh.arrays import Array, Ints
from searchkit.engines.whoosh.segments.bitmaps import Bitmap, Words
from searchkit.engines.whoosh.segments.codes import OVERFLOW, Bounds, Coder
from searchkit.engines.whoosh.segments.lists import DENSE, RANKS, Lists
from searchkit.engines.whoosh.segments.postings import Postings
from searchkit.engines.whoosh.segments.snapshot import Snapshot
from searchkit.engines.whoosh.segments.textfield import TextField

Scores = npt.NDArray[np.float32]
Floats = npt.NDArray[np.float64]

SAFE = 1 - 1e-6  # a float32 sum may be this much below its parts


class Scale:
    """How postings of a text field of one segment score, under the mean length of the snapshot."""

    def __init__(self, text: TextField, average: float) -> None:
        self.lists: Lists = text.lists
        self.lengths = text.words.lengths
        self.bounds: Bounds = text.lists.bounds(average)
        self.frequency_of: Floats = text.lists.frequency_of.astype(np.float64)
        longest = int(text.words.lengths.max(initial=0))
        self.norm_of: Floats = bm25.norm(np.arange(longest + 1, dtype=np.float64), average)
        self._length_in, self._norm_at = self.lengths.data, self.norm_of.data  # read one by one

    @property
    def coder(self) -> Coder:
        """Gives a posting its code."""
        return self.lists.coder

    def parts(self, weight: float, documents: Ints, tf: Array) -> Scores:
        """Scores of documents in which a leaf of this weight matches so often."""
        norm = self.norm_of.take(self.lengths.take(documents))
        parts: Scores = bm25.normed(weight, tf, norm).astype(np.float32)
        return parts

    def few_parts(self, weight: float, documents: Sequence[int], tf: Sequence[int]) -> list[float]:
        """The same numbers, of so few documents that calls of numpy would take longer."""
        lengths, norms = self._length_in, self._norm_at
        parts = array("f")
        for row, f in zip(documents, tf, strict=True):
            parts.append(bm25.normed(weight, f, norms[lengths[row]]))
        return parts.tolist()

    def code_for(self, part: float) -> int:
        """The least code whose postings can reach a part, idf left out."""
        wanted = np.float32(part)
        reachable = self.bounds.at_most[: OVERFLOW + 1]
        if self.bounds.monotone:
            return max(1, int(reachable.searchsorted(wanted)))
        able = (reachable >= wanted).nonzero()[0]
        return max(1, int(able[0])) if len(able) else OVERFLOW + 1


class Scales:
    """The scale of each text field in each segment of a snapshot, made when first asked for."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._made: dict[tuple[str, int], Scale] = {}

    def of(self, field: str, place: int) -> Scale:
        """The scale of a field in the segment at this place."""
        found = self._made.get((field, place))
        if found is None:
            text = self._snapshot.views[place].segment.text(field)
            average = self._snapshot.average(field) or 1.0  # no text has a word: none will score
            found = self._made[field, place] = Scale(text, average)
        return found


@dataclass(frozen=True)
class Opened:
    """A word in one segment, and what it weighs. Threads may share it."""

    postings: Postings
    weight: float
    scale: Scale
    df: int  # rows in which it stands
    dense: bool  # whether its codes stand row by row
    long: bool  # whether a bitmap of its rows is worth having
    best: tuple[int, ...]  # codes of its best postings by rank; 0 where unknown
    enough: tuple[int, ...]  # by rank, and beyond: the code from which on postings may be among so many best
    most: float  # the score that its best posting can reach
    overflows: bool  # whether a posting may have the code OVERFLOW

    @property
    def bitmap(self) -> Bitmap:
        """Its rows as bits."""
        return self.postings.bitmap

    def codes_at(self, rows: Ints) -> Array:
        """Its codes in some rows; 0 where it does not stand."""
        postings = self.postings
        if self.dense:
            return postings.codes.take(rows)
        place, found = postings.find(rows)
        codes: Array = postings.codes.take(place, mode="clip") * found
        return codes

    def codes_held(self, rows: Ints, at: Ints, below: Words) -> Array:
        """Its codes in rows all of which hold it; `at` and `below`: what `bitmaps.split` makes of these."""
        codes: Array = self.postings.codes.take(rows if self.dense else self.bitmap.places(at, below))
        return codes

    @cached_property
    def upper(self) -> Scores:
        """What a posting reaches at most, by code."""
        return self.scale.bounds.at_most * np.float32(self.weight)

    @cached_property
    def lower(self) -> Scores:
        """What a posting reaches at least, by code."""
        return self.scale.bounds.least * np.float32(self.weight * SAFE)

    def code_of(self, count: int) -> int:
        """A code that at least so many postings have or exceed; 0 if unknown."""
        return next((code for rank, code in zip(RANKS, self.best, strict=True) if count <= rank), 0)

    def code_for(self, score: float) -> int:
        """The least code that can reach a score."""
        return self.scale.code_for(score / self.weight * SAFE) if score > 0 else 1

    def enough_for(self, count: int) -> int:
        """The code from which on postings may be among the best of so many."""
        return self.enough[bisect_left(RANKS, count)]

    def few_scores(self, documents: Sequence[int], codes: bytes) -> list[float]:
        """What `score` gives, for a few documents."""
        scale = self.scale
        if self.overflows and OVERFLOW in codes:
            own = np.frombuffer(codes, np.uint8)
            scores: list[float] = self.score(np.array(documents, np.int64), own).tolist()
            return scores
        return scale.few_parts(self.weight, documents, codes.translate(scale.lists.frequencies))

    def score(self, documents: Ints, codes: Array) -> Scores:
        """Scores of documents whose codes are given; 0 where the code is 0."""
        return self.scale.parts(self.weight, documents, self.frequencies(documents, codes))

    def frequencies(self, documents: Ints, codes: Array) -> Floats:
        """How often it stands in documents whose codes are given."""
        if self.overflows:
            return self.postings.frequencies(documents, codes).astype(np.float64)
        return self.scale.frequency_of.take(codes)


def opened(scale: Scale, postings: Postings, weight: float) -> Opened:
    """A list of a segment, opened."""
    best = postings.best()
    most = scale.bounds.at_most
    overflows = len(postings.often()[0]) > 0
    top = OVERFLOW if overflows else best[0]
    reached = most[top] if scale.bounds.monotone else most[: top + 1].max()
    known = tuple(0 if code == OVERFLOW else code for code in best)  # rows that repeat a word are long ones
    return Opened(
        postings=postings,
        weight=weight,
        scale=scale,
        df=postings.df,
        dense=postings.kind == DENSE,
        long=postings.in_bits(postings.df),
        best=known,
        enough=_enough(scale, postings, known),
        most=float(reached) * weight,
        overflows=overflows,
    )


def _enough(scale: Scale, postings: Postings, best: Sequence[int]) -> tuple[int, ...]:
    """The code from which on postings may be among the 1, 10, 100 and 1,000 best; and 1: that all may be."""
    codes = postings.select(max(best[-1], 1), OVERFLOW)[1]
    least = scale.bounds.least.take(codes)
    least.sort()
    known = [scale.code_for(float(least[-rank])) if rank <= len(least) else 1 for rank in RANKS]
    return (*known, 1)
