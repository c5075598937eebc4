"""Trains the tagger: AdaGrad on the exact likelihood of a linear-chain CRF, compiled by numba."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numba
import numpy as np
import numpy.typing as npt

from searchkit.speech.news.batch import Ints
from searchkit.speech.news.features import SIZE
from searchkit.speech.news.labels import LABELS
from searchkit.speech.news.tagger import LANES, Tagger

Array = npt.NDArray[Any]

_DECAY = 0.9  # of the learning rate, an epoch


@dataclass(frozen=True, slots=True)
class Settings:
    """dropout is of features: without it rare ones are trusted too much."""

    epochs: int = 4
    rate: float = 0.02
    l2: float = 1e-4
    dropout: float = 0.4
    seed: int = 0


def fit(
    features: npt.NDArray[np.uint32],
    labels: Ints,
    starts: Ints,
    lengths: Ints,
    settings: Settings,
) -> Tagger:
    """A tagger from tokens' features [n, templates] and labels [n]; mean of the later epochs."""
    weights = np.zeros((SIZE, LABELS), np.float32)
    squares = np.ones((SIZE, LABELS), np.float32)
    transitions, transition_squares = np.zeros((LABELS, LABELS)), np.full((LABELS, LABELS), 0.1)
    initial, initial_squares = np.zeros(LABELS), np.full(LABELS, 0.1)
    total, total_t, total_i = np.zeros_like(weights), 0 * transitions, 0 * initial
    random = np.random.default_rng(settings.seed)
    averaged = range(settings.epochs // 2, settings.epochs)
    for epoch in range(settings.epochs):
        _epoch(
            features, labels, starts, lengths, random.permutation(len(starts)),
            weights, squares, transitions, transition_squares, initial, initial_squares,
            settings.rate * _DECAY**epoch, settings.l2, settings.dropout,
            settings.seed * 100 + epoch,
        )  # fmt: skip
        if epoch in averaged:
            total += weights
            total_t += transitions
            total_i += initial
    # Trained with a share of the features dropped, scored with all: scale to the expected score.
    mean = total / len(averaged) * (1 - settings.dropout)
    scale = float(np.abs(mean).max()) / 127
    return Tagger(
        weights=np.pad(np.round(mean / scale).astype(np.int8), ((0, 0), (0, LANES - LABELS))),
        scale=scale,
        transitions=(total_t / len(averaged)).astype(np.float32),
        initial=(total_i / len(averaged)).astype(np.float32),
    )


@numba.njit(fastmath=True, cache=True)
def _epoch(
    features: Array,
    labels: Array,
    starts: Array,
    lengths: Array,
    order: Array,
    weights: Array,
    squares: Array,
    transitions: Array,
    transition_squares: Array,
    initial: Array,
    initial_squares: Array,
    rate: float,
    l2: float,
    dropout: float,
    seed: int,
) -> None:
    """One pass over all sequences, updating the weights in place."""
    np.random.seed(seed)  # numba compiles this generator only
    size, longest = weights.shape[1], lengths.max()
    emit = np.zeros((longest, size))
    alpha = np.zeros((longest, size))
    beta = np.zeros((longest, size))
    norm = np.zeros(longest)
    keep = np.zeros((longest, features.shape[1]), dtype=np.uint8)
    for at in order:
        first, n = starts[at], lengths[at]
        _emissions(features[first : first + n], weights, dropout, emit, keep)
        step = np.exp(transitions)
        _forward_backward(n, emit, step, initial, alpha, beta, norm)
        truth = labels[first : first + n]
        _learn_transitions(n, truth, emit, step, alpha, beta, norm, transitions, transition_squares, rate)
        _learn_weights(
            n, truth, features[first : first + n], keep, alpha, beta,
            weights, squares, initial, initial_squares, rate, l2,
        )  # fmt: skip


@numba.njit(fastmath=True, cache=True)
def _emissions(features: Array, weights: Array, dropout: float, emit: Array, keep: Array) -> None:
    """Sum the weights of the features that are kept, as exponentials scaled to at most 1."""
    size = weights.shape[1]
    for t in range(len(features)):
        emit[t, :] = 0.0
        for f in range(features.shape[1]):
            keep[t, f] = np.random.random() > dropout
            if keep[t, f]:
                for k in range(size):
                    emit[t, k] += weights[features[t, f], k]
        top = emit[t].max()
        for k in range(size):
            emit[t, k] = np.exp(emit[t, k] - top)


@numba.njit(fastmath=True, cache=True)
def _forward_backward(
    n: int, emit: Array, step: Array, initial: Array, alpha: Array, beta: Array, norm: Array
) -> None:
    size = len(initial)
    for t in range(n):
        z = 0.0
        for k in range(size):
            value = 0.0
            if t == 0:
                value = np.exp(initial[k])
            else:
                for j in range(size):
                    value += alpha[t - 1, j] * step[j, k]
            alpha[t, k] = value * emit[t, k]
            z += alpha[t, k]
        for k in range(size):
            alpha[t, k] /= z
        norm[t] = z
    beta[n - 1, :] = 1.0
    for t in range(n - 2, -1, -1):
        for j in range(size):
            value = 0.0
            for k in range(size):
                value += step[j, k] * emit[t + 1, k] * beta[t + 1, k]
            beta[t, j] = value / norm[t + 1]


@numba.njit(fastmath=True, cache=True)
def _learn_transitions(
    n: int,
    truth: Array,
    emit: Array,
    step: Array,
    alpha: Array,
    beta: Array,
    norm: Array,
    transitions: Array,
    squares: Array,
    rate: float,
) -> None:
    """Gradient of the transitions: seen minus expected."""
    size = len(step)
    delta = np.zeros((size, size))
    for t in range(1, n):
        for j in range(size):
            for k in range(size):
                delta[j, k] -= alpha[t - 1, j] * step[j, k] * emit[t, k] * beta[t, k] / norm[t]
        delta[truth[t - 1], truth[t]] += 1
    for j in range(size):
        for k in range(size):
            gradient = delta[j, k] / np.sqrt(n)
            squares[j, k] += gradient * gradient
            transitions[j, k] += rate * gradient / np.sqrt(squares[j, k])


@numba.njit(fastmath=True, cache=True)
def _learn_weights(
    n: int,
    truth: Array,
    features: Array,
    keep: Array,
    alpha: Array,
    beta: Array,
    weights: Array,
    squares: Array,
    initial: Array,
    initial_squares: Array,
    rate: float,
    l2: float,
) -> None:
    """Gradient of emissions and initial scores: seen minus expected, where it is not nothing."""
    size = weights.shape[1]
    for t in range(n):
        z = 0.0
        for k in range(size):
            z += alpha[t, k] * beta[t, k]
        for k in range(size):
            gradient = -alpha[t, k] * beta[t, k] / z
            if k == truth[t]:
                gradient += 1
            if t == 0:
                initial_squares[k] += gradient * gradient
                initial[k] += rate * gradient / np.sqrt(initial_squares[k])
            if -1e-4 < gradient < 1e-4:
                continue
            for f in range(features.shape[1]):
                if keep[t, f]:
                    i = features[t, f]
                    g = gradient - l2 * weights[i, k]
                    squares[i, k] += g * g
                    weights[i, k] += rate * g / np.sqrt(squares[i, k])
