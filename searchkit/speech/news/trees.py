"""Gradient-boosted trees as flat arrays, evaluated for all rows and trees at once.

Every tree is walked to the forest's depth: leaves point to themselves, so no branch is needed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
# Rows scored in one go; bounds the memory for the walk.
_ROWS = 4096


@dataclass(slots=True)
class Forest:
    """Binary classifier: t trees of up to m nodes.

    feature    [t, m] column compared at a node
    threshold  [t, m] go left if value <= threshold, else right; +inf at leaves
    children   [t, m, 2] numbers of the left and right node in the tree; a leaf's are its own
    value      [t, m] log-odds of a leaf
    depth      longest path;  bias log-odds before any tree
    """

    feature: npt.NDArray[np.int16]
    threshold: Floats
    children: npt.NDArray[np.int16]
    value: Floats
    depth: int
    bias: float
    _features: npt.NDArray[np.int64] = field(init=False)
    _children: npt.NDArray[np.int64] = field(init=False)
    _roots: npt.NDArray[np.int64] = field(init=False)

    def __post_init__(self) -> None:
        trees, nodes = self.feature.shape
        self._roots = np.arange(trees, dtype=np.int64) * nodes
        self._features = self.feature.ravel().astype(np.int64)
        self._children = (self.children + self._roots[:, None, None]).ravel()

    def __call__(self, rows: Floats) -> Floats:
        """[n] probability of each row."""
        parts = [self._score(rows[i : i + _ROWS]) for i in range(0, len(rows), _ROWS)]
        return np.concatenate(parts) if parts else np.zeros(0, np.float32)

    def _score(self, rows: Floats) -> Floats:
        flat = np.ascontiguousarray(rows, np.float32).ravel()
        base = (np.arange(len(rows)) * rows.shape[1])[:, None]
        thresholds, values = self.threshold.ravel(), self.value.ravel()
        node = np.repeat(self._roots[None, :], len(rows), 0)
        for _ in range(self.depth):
            right = flat.take(base + self._features.take(node)) > thresholds.take(node)
            node = self._children.take(2 * node + right)
        odds = values.take(node).sum(1) + np.float32(self.bias)
        chance: Floats = (1 / (1 + np.exp(-odds))).astype(np.float32)
        return chance

    def arrays(self, name: str) -> dict[str, npt.NDArray[np.generic]]:
        """The forest as named arrays, for a weights file."""
        return {
            f"{name}.feature": self.feature,
            f"{name}.threshold": self.threshold,
            f"{name}.children": self.children,
            f"{name}.value": self.value,
            f"{name}.shape": np.array([self.depth, self.bias], np.float64),
        }

    @classmethod
    def read(cls, arrays: Mapping[str, npt.NDArray[np.generic]], name: str) -> Forest:
        """The forest that `arrays(name)` gave."""
        depth, bias = arrays[f"{name}.shape"].tolist()
        return cls(
            feature=np.asarray(arrays[f"{name}.feature"], np.int16),
            threshold=np.asarray(arrays[f"{name}.threshold"], np.float32),
            children=np.asarray(arrays[f"{name}.children"], np.int16),
            value=np.asarray(arrays[f"{name}.value"], np.float32),
            depth=int(depth),
            bias=float(bias),
        )
