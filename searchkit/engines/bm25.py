"""BM25 (Robertson and Zaragoza 2009) as every engine computes it, to the last bit.

The inverse document frequency is Lucene's, which is never negative.  Everything is computed in float64 in
one order of operations, on numbers and on numpy arrays alike; each part is then rounded to float32, and
parts are added in float32, in the order in which the leaves stand in the query.

A leaf of several words (a phrase, words near each other, what somebody said) weighs as much as its words
together, as in Lucene: its weight is known without counting the documents in which the whole leaf matches.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from searchkit.analysis import Slot
from searchkit.matching import Leaf, expands, weighed
from searchkit.query.nodes import Query

K1 = 1.2
B = 0.75
CONSTANT = 1.0  # what a wildcard or a fuzzy word scores, and what it weighs inside a leaf


def idf(documents: int, holding: int) -> float:
    """Weight of a word that stands in `holding` of so many live documents."""
    return math.log(1.0 + (documents - holding + 0.5) / (holding + 0.5))


def weight(leaf: Query, documents: int, holding: Callable[[Leaf, Slot], int]) -> float:
    """Weight of a leaf; `holding` gives the live documents with a token that a slot of it fits."""
    return sum(
        CONSTANT if expands(words, slot) else idf(documents, holding(words, slot))
        for words, slot in weighed(leaf)
    )


def part(weight: float, tf: Any, length: Any, average: float) -> Any:
    """Score of one leaf in one document (float64, to be rounded to float32), or in an array of them.

    `tf` is the number of its matches, `length` the number of positions of its field in the document,
    `average` the mean of these over all live documents.
    """
    return normed(weight, tf, norm(length, average))


def norm(length: Any, average: float) -> Any:
    """What the length of a field does to the score of a leaf."""
    return K1 * (1.0 - B + B * length / average)


def normed(weight: float, tf: Any, norm: Any) -> Any:
    """`part`, the norm of the length being known."""
    return weight * (tf * (K1 + 1.0)) / (tf + norm)
