"""A linear-chain conditional random field over tokens (Lafferty et al. 2001), exact posteriors.

Paragraphs longer than a hundred words are cut at sentence ends, so time stays proportional to
the text and memory to the longest piece.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from searchkit.speech.news.batch import Batch, Ints
from searchkit.speech.news.features import hashed
from searchkit.speech.news.labels import LABELS

Floats = npt.NDArray[np.float32]

_LANES = 8  # labels of one feature, padded to the size of one int64
# Pieces of a paragraph for the tagger: cut at the first sentence end after this many words.
_PIECE = 96


@dataclass(slots=True)
class Tagger:
    """weights [features, LABELS] int8 in units of `scale`; transitions [from, to]; initial [label]."""

    weights: npt.NDArray[np.int8]
    scale: float
    transitions: Floats
    initial: Floats
    _packed: npt.NDArray[np.int64] = field(init=False)

    def __post_init__(self) -> None:
        packed = np.zeros((len(self.weights), _LANES), np.int8)
        packed[:, :LABELS] = self.weights
        self._packed = packed.view(np.int64).ravel()

    def scores(self, batch: Batch) -> Floats:
        """[n, LABELS] sums of weights of each token's features."""
        total = np.zeros((len(batch.table), _LANES), np.int16)
        for rows in hashed(batch):
            # One gather of an int64 brings the weights of all labels.
            total += self._packed.take(rows).view(np.int8).reshape(-1, _LANES)
        return total[:, :LABELS] * np.float32(self.scale)

    def posteriors(self, batch: Batch) -> Floats:
        """[n, LABELS] probability of each label of each token; 0 at boundaries."""
        return marginals(self.scores(batch), *pieces(batch), self.transitions, self.initial)


def pieces(batch: Batch) -> tuple[Ints, Ints]:
    """Starts and lengths of the sequences to tag: the rows, long ones cut at sentence ends."""
    if not len(batch.lengths) or batch.lengths.max() <= _PIECE:
        return batch.starts, batch.lengths
    starts: list[int] = []
    ends: list[int] = []
    for start, length in zip(batch.starts.tolist(), batch.lengths.tolist(), strict=True):
        end = start + length
        while end - start > _PIECE:
            at = np.searchsorted(batch.sentence_starts, start + _PIECE)
            cut = int(batch.sentence_starts[at]) if at < len(batch.sentence_starts) else end
            # A sentence without end is cut where it has to be.
            cut = min(cut, start + 2 * _PIECE, end)
            starts.append(start)
            ends.append(cut)
            start = cut
        if end > start:
            starts.append(start)
            ends.append(end)
    first = np.array(starts, np.int64)
    return first, np.array(ends, np.int64) - first


def marginals(scores: Floats, starts: Ints, lengths: Ints, transitions: Floats, initial: Floats) -> Floats:
    """Posteriors by forward-backward, scaled at each step, all sequences side by side."""
    result = np.zeros((len(scores), LABELS), np.float32)
    if not len(starts):
        return result
    order = np.argsort(-lengths, kind="stable")
    start, length = starts[order], lengths[order]
    longest = int(length[0])
    alive = np.searchsorted(-length, -np.arange(1, longest + 1), side="right").tolist()
    step = np.exp(transitions).astype(np.float32)
    emitted = np.exp(scores - scores.max(1, keepdims=True))
    # Time-major copies: step t of all sequences lies together.
    forward = [emitted[start] * np.exp(initial).astype(np.float32)]
    forward[0] /= forward[0].sum(1, keepdims=True)
    emissions = [emitted[start]]
    for t in range(1, longest):
        k = alive[t]
        here = emitted[start[:k] + t]
        emissions.append(here)
        alpha = (forward[-1][:k] @ step) * here
        alpha /= alpha.sum(1, keepdims=True)
        forward.append(alpha)
    back = step.T.copy()
    beta = np.ones((alive[-1], LABELS), np.float32)
    for t in range(longest - 1, -1, -1):
        if t < longest - 1:
            k = alive[t + 1]
            value = (emissions[t + 1] * beta) @ back
            value /= value.sum(1, keepdims=True)
            beta = np.ones((alive[t], LABELS), np.float32)
            beta[:k] = value
        gamma = forward[t] * beta
        gamma /= gamma.sum(1, keepdims=True)
        result[start[: alive[t]] + t] = gamma
    return result
