"""BM25 (Robertson and Zaragoza 2009) as every engine computes it, to the last bit.

The inverse document frequency is Lucene's, which is never negative.  Everything is computed in float64 in
one order of operations, on numbers and on numpy arrays alike; each part is then rounded to float32, and
parts are added in float32, in the order in which the leaves stand in the query.
"""

from __future__ import annotations

import math
from typing import Any

K1 = 1.2
B = 0.75
CONSTANT = 1.0  # what a wildcard or a fuzzy word scores


def idf(documents: int, holding: int) -> float:
    """Weight of a leaf that matches in `holding` of so many live documents."""
    return math.log(1.0 + (documents - holding + 0.5) / (holding + 0.5))


def part(idf: float, tf: Any, length: Any, average: float) -> Any:
    """Score of one leaf in one document (float64, to be rounded to float32), or in an array of them.

    `tf` is the number of its matches, `length` the number of positions of its field in the document,
    `average` the mean of these over all live documents.
    """
    return idf * (tf * (K1 + 1.0)) / (tf + K1 * (1.0 - B + B * length / average))
