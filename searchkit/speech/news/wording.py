"""A linear model of the words around a spot: how alike its wording is to that of sources."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from searchkit.speech.news.batch import Batch, Ints
from searchkit.speech.news.features import begin, mix
from searchkit.speech.news.labels import Label
from searchkit.speech.news.spots import Floats, Spots
from searchkit.speech.news.wordtypes import CLASS, STEM, SUFFIX, WORD

BITS = 15
SIZE = 1 << BITS

# Columns: a the word behind the spot, b the word before it, r the likeliest cue word on the right
# within the sentence, l on the left; an offset counts words outwards from there, and .m .s .c take the
# stem, suffix or class instead of the word. kind is the spot's, gap the bucketed distance to r.
TEMPLATES: tuple[tuple[str, ...], ...] = (
    ("a",), ("a+1",), ("a+2",), ("b",), ("b-1",), ("a", "a+1"), ("b", "a"), ("b-1", "b"),
    ("a.m",), ("a.s", "b.c"), ("a.c", "a+1.c"), ("a.c", "a+1.c", "a+2.c"), ("b-1.c", "b.c"),
    ("kind", "a"), ("kind", "b"), ("kind", "a.c", "b.c"),
    ("r", "gap"), ("r.m", "a.c"), ("r", "r+1"), ("r.m", "r+1"), ("r.m", "kind"), ("r-1", "r.m"),
    ("l", "l+1"), ("l.m", "b.c"), ("l-1", "l.m"), ("l.m", "a.c"), ("r.m", "r+1", "r+2"), ("r.m", "l.m"),
)  # fmt: skip

_AHEAD = 20
_BEHIND = 14
_GAP = np.array([0, 1, 2, 3, 3, 4, 4, 4, 5, 5, 5, 5, 5, 5, 6, 6, 6, 6, 6, 6, 7], np.uint32)
_COLUMN = {"": WORD, "m": STEM, "s": SUFFIX, "c": CLASS}


def hashed(batch: Batch, posteriors: Floats, spots: Spots) -> npt.NDArray[np.uint32]:
    """[m, templates] the rows of the weight table of each spot."""
    if not len(spots.first):
        return np.zeros((0, len(TEMPLATES)), np.uint32)
    cue = posteriors[:, Label.CUE] + posteriors[:, Label.SOFT_CUE]
    sentence = batch.sentence[spots.first]
    right, gap = _likeliest(batch, cue, sentence, spots.last[:, None] + np.arange(_AHEAD))
    left, _ = _likeliest(batch, cue, sentence, spots.first[:, None] - 1 - np.arange(_BEHIND))
    places = {"a": spots.last, "b": spots.first - 1, "r": right, "l": left}
    fixed = {"kind": spots.kind.astype(np.uint32), "gap": _GAP[gap]}
    cache: dict[str, npt.NDArray[np.uint32]] = dict(fixed)
    columns = []
    for number, template in enumerate(TEMPLATES, 1):
        for name in template:
            if name not in cache:
                cache[name] = _values(batch, places, name)
        first, *others = [cache[name] for name in template]
        columns.append(mix(number, begin(first), others, BITS))
    return np.stack(columns, 1)


def _likeliest(batch: Batch, cue: Floats, sentence: Ints, window: Ints) -> tuple[Ints, npt.NDArray[np.int64]]:
    """The likeliest cue word in a window of the sentence, token 0 (a boundary) if there is none."""
    inside = batch.sentence.take(window, mode="clip") == sentence[:, None]
    chance = cue.take(window, mode="clip") * inside
    best = chance.argmax(1)
    rows = np.arange(len(window))
    some = chance[rows, best] > 0.02
    return np.where(some, window[rows, best], 0), np.where(some, best, len(_GAP) - 1)


def _values(batch: Batch, places: dict[str, Ints], name: str) -> npt.NDArray[np.uint32]:
    place, _, form = name.partition(".")
    offset = int(place[1:] or 0)
    return batch.table[:, _COLUMN[form]].take(places[place[0]] + offset, mode="clip")


class Wording(NamedTuple):
    """Weights [SIZE] int8 in units of `scale`, and a bias."""

    weights: npt.NDArray[np.int8]
    scale: float
    bias: float

    def __call__(self, rows: npt.NDArray[np.uint32]) -> Floats:
        """[m] log-odds that each spot is a source, by its wording alone."""
        total = self.weights[rows].sum(1, dtype=np.int32)
        odds: Floats = (total * np.float32(self.scale) + np.float32(self.bias)).astype(np.float32)
        return odds
