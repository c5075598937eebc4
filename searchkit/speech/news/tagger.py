"""A linear-chain conditional random field over tokens (Lafferty et al. 2001), exact posteriors.

Paragraphs longer than a hundred words are cut at sentence ends, so time stays proportional to
the text and memory to the longest piece.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from searchkit.speech.news import features
from searchkit.speech.news.batch import Batch, Floats, Ints
from searchkit.speech.news.labels import LABELS
from searchkit.speech.news.wordtypes import Rows

LANES = 8  # the labels of one feature, padded to the size of one int64
# Pieces of a paragraph for the tagger: cut at the first sentence end after this many words.
_PIECE = 96


@dataclass(slots=True)
class Tagger:
    """weights [features, LANES] int8 in units of `scale`; transitions [from, to]; initial [label].

    Lanes are the labels, and one more that is 0.
    """

    weights: npt.NDArray[np.int8]
    scale: float
    transitions: Floats
    initial: Floats
    _packed: npt.NDArray[np.int64] = field(init=False)
    _words: _WordWeights = field(init=False)

    def __post_init__(self) -> None:
        # A copy lies on large pages of memory, which the scattered look-ups find in two thirds of the time.
        self._packed = self.weights.view(np.int64).ravel().copy()
        self._words = _WordWeights(self._packed)

    def scores(self, batch: Batch) -> Floats:
        """[n, LABELS] sums of weights of each token's features."""
        columns = features.columns(batch)
        total = self._words.sums(batch)
        total += self._sums_of_runs(columns)
        self._add(total, features.hashed(columns, features.PAIR_TEMPLATES))
        # Label by label in memory, as they are read.
        labels = total.reshape(-1, LANES).T[:LABELS]
        return np.multiply(labels, np.float32(self.scale), order="C").T

    def _sums_of_runs(self, columns: dict[str, features.Column]) -> npt.NDArray[np.int16]:
        """[n * lanes] sums of the features that seldom change, looked up once for each run of tokens."""
        starts = features.runs(columns)
        of_run = {name: column[starts] for name, column in columns.items()}
        total = np.zeros(len(starts) * LANES, np.int16)
        self._add(total, features.hashed(of_run, features.RUN_TEMPLATES))
        sizes = np.diff(starts, append=len(columns["state"]))
        return total.reshape(-1, LANES).repeat(sizes, axis=0).ravel()

    def _add(self, total: npt.NDArray[np.int16], templates: Iterable[npt.NDArray[np.uint32]]) -> None:
        """Add to sums the weights of features, given by their rows of the table."""
        packed = np.empty(len(total) // LANES, np.int64)
        lanes = packed.view(np.int8)
        for rows in templates:
            # One look-up of an int64 brings the weights of all labels. (Clipped, as raising takes a copy.)
            self._packed.take(rows, out=packed, mode="clip")
            total += lanes

    def posteriors(self, batch: Batch) -> Floats:
        """[n, LABELS] probability of each label of each token; 0 at boundaries."""
        return marginals(self.scores(batch), *pieces(batch), self.transitions, self.initial)


class _WordWeights:
    """Weights of the features that are of one word alone, gathered once for each word of the process."""

    def __init__(self, packed: npt.NDArray[np.int64]) -> None:
        self._packed = packed
        self._lock = threading.Lock()
        self._rows: Rows | None = None
        self._table = np.zeros((len(features.WORD_TEMPLATES), 0), np.int64)

    def sums(self, batch: Batch) -> npt.NDArray[np.int16]:
        """[n * lanes] sums of these features of each token."""
        total = np.zeros(len(batch.words) * LANES, np.int16)
        for weights, (_, offset) in zip(self._of(batch.types), features.WORD_TEMPLATES, strict=True):
            lanes, away = weights.take(batch.words).view(np.int8), offset * LANES
            if offset >= 0:
                total[: len(total) - away] += lanes[away:]
            else:
                total[-away:] += lanes[:away]
        return total

    def _of(self, rows: Rows) -> npt.NDArray[np.int64]:
        """[templates, words] packed weights of every word of a table."""
        with self._lock:
            if self._rows is None or self._rows.words is not rows.words:
                self._table = self._table[:, :0]
            known = self._table.shape[1]
            if known < len(rows.table):
                new = self._packed[features.word_features(rows.table[known:])]
                self._table = np.concatenate([self._table, new], axis=1)
            self._rows = rows
            return self._table


def pieces(batch: Batch) -> tuple[Ints, Ints]:
    """Starts and lengths of the sequences to tag: the rows, long ones cut at sentence ends."""
    ends = batch.starts + batch.lengths
    long = np.flatnonzero(batch.lengths > _PIECE)
    cuts: list[int] = []
    for start, end in zip(batch.starts[long].tolist(), ends[long].tolist(), strict=True):
        while end - start > _PIECE:
            at = np.searchsorted(batch.sentence_starts, start + _PIECE)
            cut = int(batch.sentence_starts[at]) if at < len(batch.sentence_starts) else end
            # A sentence without end is cut where it has to be.
            start = min(cut, start + 2 * _PIECE, end)
            if start < end:
                cuts.append(start)
    between = np.array(cuts, np.int64)
    first = np.sort(np.concatenate([batch.starts, between]))
    return first, np.sort(np.concatenate([ends, between])) - first


def marginals(scores: Floats, starts: Ints, lengths: Ints, transitions: Floats, initial: Floats) -> Floats:
    """Posteriors by forward-backward, scaled at each step, all sequences side by side.

    Columns are the tokens in the order of the steps: the first ones of all sequences, longest sequence
    first, then the second ones ..., so that a step is a run of columns.
    """
    if not len(starts):
        return np.zeros((len(scores), LABELS), np.float32)
    falling = np.argsort(-lengths, kind="stable")
    alive = np.searchsorted(-lengths[falling], -np.arange(1, int(lengths.max()) + 1), side="right")
    begin = np.cumsum(alive) - alive
    step = np.repeat(np.arange(len(alive)), alive)
    token = starts[falling].take(np.arange(len(step)) - begin.repeat(alive))
    token += step
    emitted = scores.T.take(token, axis=1)
    emitted -= emitted.max(0)
    np.exp(emitted, out=emitted)
    columns = [slice(first, first + size) for first, size in zip(begin.tolist(), alive.tolist(), strict=True)]
    chances = _forward(emitted, columns, transitions, initial)
    chances *= _backward(emitted, columns, transitions)
    # Label by label, as others read it; the last column is that of tokens in no sequence.
    result = np.zeros((LABELS, len(token) + 1), np.float32)
    np.divide(chances, chances.sum(0), out=result[:, :-1])
    column = np.full(len(scores), len(token))
    column[token] = np.arange(len(token))
    return result.take(column, axis=1).T


def _forward(emitted: Floats, columns: list[slice], transitions: Floats, initial: Floats) -> Floats:
    """[LABELS, n] chances of the labels of each token by it and what is before it."""
    move = np.exp(transitions).astype(np.float32).T.copy()
    forward = np.empty_like(emitted)
    first = columns[0]
    now = emitted[:, first] * np.exp(initial).astype(np.float32)[:, None]
    forward[:, first] = now / now.sum(0)
    for before, here in pairwise(columns):
        now = move @ forward[:, before.start : before.start + here.stop - here.start]
        now *= emitted[:, here]
        now /= np.add.reduce(now, 0)
        forward[:, here] = now
    return forward


def _backward(emitted: Floats, columns: list[slice], transitions: Floats) -> Floats:
    """[LABELS, n] the same by what is behind it."""
    move = np.exp(transitions).astype(np.float32)
    backward = np.ones_like(emitted)
    for here, behind in pairwise(reversed(columns)):
        now = move @ (emitted[:, here] * backward[:, here])
        now /= np.add.reduce(now, 0)
        backward[:, behind.start : behind.start + here.stop - here.start] = now
    return backward
