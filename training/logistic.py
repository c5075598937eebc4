"""Trains the linear model of wording: logistic regression on hashed features."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from searchkit.speech.news.spots import Floats
from searchkit.speech.news.wording import SIZE, Wording

_INVERSE_STRENGTH = 0.08


def fit(rows: npt.NDArray[np.uint32], truth: npt.NDArray[np.bool_]) -> Wording:
    """The model of these spots."""
    model = LogisticRegression(C=_INVERSE_STRENGTH, solver="liblinear", max_iter=100)
    model.fit(_matrix(rows), truth)
    weights = model.coef_[0]
    scale = float(np.abs(weights).max()) / 127
    return Wording(np.round(weights / scale).astype(np.int8), scale, float(model.intercept_[0]))


def crossfit(
    rows: npt.NDArray[np.uint32],
    truth: npt.NDArray[np.bool_],
    used: npt.NDArray[np.bool_],
    fold: npt.NDArray[np.int64],
) -> Floats:
    """Each spot's log-odds from models that did not see its fold."""
    result = np.zeros(len(rows), np.float32)
    for number in np.unique(fold):
        held = fold == number
        result[held] = fit(rows[~held & used], truth[~held & used])(rows[held])
    return result


def _matrix(rows: npt.NDArray[np.uint32]) -> csr_matrix:
    count, width = rows.shape
    pointers = np.arange(0, count * width + 1, width)
    values = np.ones(count * width, np.float32)
    return csr_matrix((values, rows.ravel().astype(np.int32), pointers), (count, SIZE))
