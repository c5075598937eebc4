"""All engines answer the same asks in turn, in one process; CPU time of each answer.

Asks of a class go round: every engine answers the first ask, then every engine the second, the order of
engines changing from ask to ask, so that a noisy moment strikes all alike.  The first round is kept apart
(nothing is warm in it); of the following rounds the median counts.
"""

from __future__ import annotations

import gc
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bench.asks import Ask
from bench.peers.base import Run, Session

BUDGET = 5.0  # CPU seconds an engine may spend on one class; past it, it answers no further asks of it


@dataclass(slots=True)
class Answers:
    """One engine's answers to one class: by ask, CPU seconds of the first run and of the others."""

    first: list[float] = field(default_factory=list)
    later: list[list[float]] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    spent: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """Microseconds, to a tenth."""
        return {
            "asks": len(self.first),
            "first_us": [round(s * 1e6, 1) for s in self.first],
            "later_us": [[round(s * 1e6, 1) for s in times] for times in self.later],
            "totals": self.totals,
        }


def duel(sessions: Mapping[str, Session], asks: list[Ask], rounds: int) -> dict[str, Answers]:
    """Answers of every engine that has such a query."""
    runs = {name: _runs(session, asks) for name, session in sessions.items()}
    names = [name for name in sessions if runs[name]]
    answers = {name: Answers() for name in names}
    if not names:
        return answers
    gc.collect()
    gc.disable()
    try:
        for number in range(rounds + 1):
            for i in range(len(asks)):
                for name in names[i % len(names) :] + names[: i % len(names)]:
                    if answers[name].spent < BUDGET:
                        _answer(sessions[name], runs[name][i], answers[name], number, i)
    finally:
        gc.enable()
    return answers


def _runs(session: Session, asks: list[Ask]) -> list[Run]:
    """One task an ask; none at all if the engine lacks such queries."""
    prepared = [session.prepare(ask) for ask in asks]
    runs = [run for run in prepared if run is not None]
    if runs and len(runs) < len(asks):
        raise ValueError("an engine must have all queries of a class or none")
    return runs


def _answer(session: Session, run: Run, answers: Answers, number: int, ask: int) -> None:
    if number == 0:
        seconds, total = session.measure(run)
        answers.first.append(seconds)
        answers.later.append([])
        answers.totals.append(total)
        for _ in range(session.warmups - 1):
            run()
    elif ask < len(answers.first):
        seconds, total = session.measure(run)
        answers.later[ask].append(seconds)
        if total != answers.totals[ask]:
            raise ValueError(f"the same ask found {answers.totals[ask]}, then {total} paragraphs")
    else:
        return
    answers.spent += seconds
