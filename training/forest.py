"""Trains boosted trees with scikit-learn and turns them into the arrays the runtime evaluates."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import HistGradientBoostingClassifier

from searchkit.speech.news.trees import Forest

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
    used = weight > 0
    model = HistGradientBoostingClassifier(**{**_DEFAULTS, **options})
    model.fit(rows[used], truth[used], sample_weight=weight[used])
    return _flatten(model)


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


def _flatten(model: HistGradientBoostingClassifier) -> Forest:
    trees = [stage[0].nodes for stage in model._predictors]
    shape = (len(trees), max(len(nodes) for nodes in trees))
    feature = np.zeros(shape, np.int16)
    threshold = np.full(shape, np.inf, np.float32)
    children = np.zeros((*shape, 2), np.int16)
    value = np.zeros(shape, np.float32)
    depth = 0
    for t, nodes in enumerate(trees):
        for n, node in enumerate(nodes):
            depth = max(depth, int(node["depth"]))
            if node["is_leaf"]:
                children[t, n] = n
                value[t, n] = node["value"]
            else:
                feature[t, n] = node["feature_idx"]
                threshold[t, n] = _at_most(float(node["num_threshold"]))
                children[t, n] = node["left"], node["right"]
    return Forest(feature, threshold, children, value, depth, float(model._baseline_prediction.ravel()[0]))


def _at_most(threshold: float) -> np.float32:
    """The largest float32 not above `threshold`, so that float32 rows fall on the same side."""
    value = np.float32(threshold)
    return value if value <= threshold else np.nextafter(value, np.float32(-np.inf))
