"""Trains boosted trees with scikit-learn and turns them into the arrays the runtime evaluates."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import HistGradientBoostingClassifier

from searchkit.speech.news.trees import LEAVES, Forest

Floats = npt.NDArray[np.float32]
Weights = npt.NDArray[np.float64]

_DEFAULTS: dict[str, Any] = {
    "max_iter": 140,
    "learning_rate": 0.08,
    "max_leaf_nodes": 15,
    "max_depth": 6,
    "min_samples_leaf": 30,
    "l2_regularization": 3.0,
    "random_state": 0,
    "early_stopping": False,
}


def fit(rows: Floats, truth: npt.NDArray[np.bool_], weight: Weights, **options: Any) -> Forest:
    """A forest for `truth`; rows of weight 0 are left out."""
    return flatten(trees(rows, truth, weight, **options))


def trees(
    rows: Floats, truth: npt.NDArray[np.bool_], weight: Weights, **options: Any
) -> HistGradientBoostingClassifier:
    """The same as scikit-learn has it."""
    used = weight > 0
    model = HistGradientBoostingClassifier(**{**_DEFAULTS, **options})
    return model.fit(rows[used], truth[used], sample_weight=weight[used])


def crossfit(
    rows: Floats,
    truth: npt.NDArray[np.bool_],
    weight: Weights,
    fold: npt.NDArray[np.int64],
    **options: Any,
) -> Floats:
    """Each row's probability from forests that did not see its fold."""
    result = np.zeros(len(rows), np.float32)
    for number in np.unique(fold):
        held = fold == number
        result[held] = fit(rows[~held], truth[~held], weight[~held], **options)(rows[held])
    return result


def flatten(model: HistGradientBoostingClassifier) -> Forest:
    """The trees as the runtime evaluates them."""
    trees = [stage[0].nodes for stage in model._predictors]
    shape = (max(sum(not node["is_leaf"] for node in nodes) for nodes in trees), len(trees))
    forest = Forest(
        feature=np.zeros(shape, np.int16),
        threshold=np.full(shape, np.inf, np.float32),
        left=np.zeros(shape, np.uint16),
        value=np.zeros((len(trees), LEAVES), np.float32),
        bias=float(model._baseline_prediction.ravel()[0]),
    )
    for number, nodes in enumerate(trees):
        _Tree(forest, number, nodes).add(0)
    return forest


class _Tree:
    """One tree of scikit-learn on its way into a forest."""

    def __init__(self, forest: Forest, number: int, nodes: npt.NDArray[Any]) -> None:
        self.forest, self.number, self.nodes = forest, number, nodes
        self.inner = self.leaves = 0

    def add(self, at: int) -> int:
        """Add the node `at` and all below it, from the left; gives the bits of its leaves."""
        node, forest, tree = self.nodes[at], self.forest, self.number
        if node["is_leaf"]:
            forest.value[tree, self.leaves] = node["value"]
            self.leaves += 1
            return 1 << (self.leaves - 1)
        own = self.inner
        self.inner += 1
        forest.feature[own, tree] = node["feature_idx"]
        forest.threshold[own, tree] = _at_most(float(node["num_threshold"]))
        left = self.add(int(node["left"]))
        forest.left[own, tree] = left
        return left | self.add(int(node["right"]))


def _at_most(threshold: float) -> np.float32:
    """The largest float32 not above `threshold`, so that float32 rows fall on the same side."""
    value = np.float32(threshold)
    return value if value <= threshold else np.nextafter(value, np.float32(-np.inf))
