"""Gradient-boosted trees as flat arrays, evaluated for all rows and trees at once.

A row is not walked from node to node. Every node asks its question of every row, and one that sends a row
to the right rules out the leaves on its left; the first leaf left over is the row's (QuickScorer, Lucchese
et al. 2015). That is more comparisons, but they stand side by side in memory.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from searchkit.speech.news.batch import Floats

LEAVES = 16
# Rows scored in one go; they and the trees' leaves fit into the processor's cache.
_ROWS = 256


@dataclass(slots=True)
class Forest:
    """Binary classifier: t trees of up to 16 leaves, numbered from the left, and k = 15 or fewer nodes.

    feature    [k, t] column compared at a node
    threshold  [k, t] go left if value <= threshold, else right; +inf where a tree has fewer nodes
    left       [k, t] bits of the leaves on the left of a node
    value      [t, 16] log-odds of a leaf
    bias       log-odds before any tree
    """

    feature: npt.NDArray[np.int16]
    threshold: Floats
    left: npt.NDArray[np.uint16]
    value: Floats
    bias: float
    _first_leaf: npt.NDArray[np.int64] = field(init=False)

    def __post_init__(self) -> None:
        self._first_leaf = np.arange(0, self.value.size, LEAVES)[:, None]

    def __call__(self, rows: Floats) -> Floats:
        """[n] probability of each row."""
        odds = np.full(len(rows), self.bias, np.float32)
        for start in range(0, len(rows), _ROWS):
            part = slice(start, start + _ROWS)
            columns = np.ascontiguousarray(rows[part].T, dtype=np.float32)
            leaf = _FIRST_BIT.take(~self._ruled_out(columns))
            leaf += self._first_leaf
            odds[part] += self.value.take(leaf).sum(0)
        chance: Floats = (1 / (1 + np.exp(-odds))).astype(np.float32)
        return chance

    def _ruled_out(self, columns: Floats) -> npt.NDArray[np.uint16]:
        """[t, n] bits of the leaves that are not a row's."""
        dead = np.zeros((len(self.value), columns.shape[1]), np.uint16)
        for feature, threshold, left in zip(self.feature, self.threshold, self.left, strict=True):
            right = columns.take(feature, axis=0) > threshold[:, None]
            dead |= right.astype(np.uint16) * left[:, None]
        return dead

    def arrays(self, name: str) -> dict[str, npt.NDArray[np.generic]]:
        """The forest as named arrays, for a weights file."""
        return {
            f"{name}.feature": self.feature,
            f"{name}.threshold": self.threshold,
            f"{name}.left": self.left,
            f"{name}.value": self.value,
            f"{name}.bias": np.array(self.bias),
        }

    @classmethod
    def read(cls, arrays: Mapping[str, npt.NDArray[np.generic]], name: str) -> Forest:
        """The forest that `arrays(name)` gave."""
        return cls(
            feature=np.asarray(arrays[f"{name}.feature"], np.int16),
            threshold=np.asarray(arrays[f"{name}.threshold"], np.float32),
            left=np.asarray(arrays[f"{name}.left"], np.uint16),
            value=np.asarray(arrays[f"{name}.value"], np.float32),
            bias=float(arrays[f"{name}.bias"]),
        )


def _first_bits() -> npt.NDArray[np.int64]:
    """For every number of 16 bits which is the lowest one set."""
    bits = np.zeros(1 << LEAVES, np.int64)
    for bit in range(LEAVES):
        bits[1 << bit :: 2 << bit] = bit
    return bits


_FIRST_BIT = _first_bits()
