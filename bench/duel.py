"""All engines answer the same asks in turn, in one process; CPU time of each answer.

Asks of a class go round in turns: every engine answers the first few, one after the other, then every engine
the next few, the order of engines changing from turn to turn, so that a noisy moment strikes all alike.  In
turns of one ask each answer would begin with what all other engines left in the processor's caches: that no
user sees, and the figures of two engines would depend on which others are there.  The first round is kept
apart (nothing is warm in it); of the following rounds the median counts.
"""

from __future__ import annotations

import gc
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bench.asks import Ask
from bench.peers.base import Run, Session

TURN = 10  # asks that an engine answers before the next engine does
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


def duel(
    sessions: Mapping[str, Session], asks: list[Ask], rounds: int, turn: int = TURN
) -> dict[str, Answers]:
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
            for place, begin in enumerate(range(0, len(asks), turn), number):
                first = place % len(names)
                for name in names[first:] + names[:first]:
                    for i in range(begin, min(begin + turn, len(asks))):
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
