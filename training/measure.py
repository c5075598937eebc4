"""Precision, recall and F1 of (paragraph, person) pairs, as the task counts them.

A person who is only thought to think something is optional: neither required nor punished.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from searchkit.names import parse, same_person
from training.data import Gold


@lru_cache(maxsize=1 << 18)
def same(name: str, gold: str, surname_only: bool = False) -> bool:
    """Whether a name found is the gold one; a one-word gold name asks for the surname alone."""
    if surname_only or " " not in gold:
        return parse(name).surname == parse(gold).surname
    return same_person(name, gold)


@dataclass(frozen=True, slots=True)
class Score:
    """Right, wrong and missed decisions."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Share of the decisions that are right, in percent."""
        return 100 * self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Share of the truth that was found, in percent."""
        return 100 * self.right / max(1, self.right + self.missed)

    @property
    def f1(self) -> float:
        """Harmonic mean of both, in percent."""
        return 200 * self.right / max(1, 2 * self.right + self.wrong + self.missed)

    def __str__(self) -> str:
        return f"{self.precision:.1f}/{self.recall:.1f}/{self.f1:.1f}"


def who(gold: Iterable[Gold], found: Iterable[Sequence[str]]) -> Score:
    """Persons by paragraph."""
    right = wrong = missed = 0
    for row, names in zip(gold, found, strict=True):
        left = list(row.speakers)
        for name in names:
            match = next((g for g in left if same(name, g)), None)
            if match is not None:
                left.remove(match)
                right += 1
            elif not is_neutral(row, name):
                wrong += 1
        missed += len(left)
    return Score(right, wrong, missed)


def is_neutral(row: Gold, name: str) -> bool:
    """Whether a person found there is neither right nor wrong."""
    if any(same(name, g, True) for g in row.optional):
        return True
    return any(name.lower() == other.lower() for other in row.others)


def yes_no(truth: npt.NDArray[np.bool_], said: npt.NDArray[np.bool_]) -> Score:
    """Decisions between yes and no."""
    return Score(int((truth & said).sum()), int((said & ~truth).sum()), int((truth & ~said).sum()))


def calibration(
    chance: npt.NDArray[np.float32],
    truth: npt.NDArray[np.bool_],
    edges: Sequence[float] = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 1.01),
) -> list[tuple[float, float, int, float]]:
    """(from, to, number, share right) for chances in each band."""
    rows = []
    for low, high in pairwise(edges):
        band = (chance >= low) & (chance < high)
        share = float(truth[band].mean()) if band.any() else float("nan")
        rows.append((low, high, int(band.sum()), share))
    return rows
