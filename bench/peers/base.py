"""What a peer must do to be compared.

A peer builds an index from rows, opens it, and turns an ask into a task: a call without arguments that
answers it (ids of the best and the exact total) and returns how many paragraphs were found.  Turning an
ask into the engine's own query object is not timed (nobody's query parser is compared), running the task is.

In a cross-check every engine gets the same plain words: `text` holds folded words and `stems` their
stems, both cut at spaces.  Bare words are then looked up in `stems`, everything else in `text`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Protocol

from bench.asks import Ask, Form
from bench.rows import Row
from searchkit.analysis import stem

LIMIT = 10
Run = Callable[[], int]  # answers one ask and returns the exact number of paragraphs found


class Session(Protocol):
    """An opened index."""

    warmups: int  # runs of each task before it is timed

    def prepare(self, ask: Ask) -> Run | None:
        """The task, ready to run; None if the engine has no such query."""
        ...

    def measure(self, run: Run) -> tuple[float, int]:
        """CPU seconds of one run, and what it returned."""
        ...

    def found(self, ask: Ask) -> frozenset[str] | None:
        """Ids of everything found, for cross-checks; None if the engine has no such query."""
        ...

    def close(self) -> None:
        """Let go of the index."""
        ...


class Peer(Protocol):
    """One engine."""

    name: str
    index: str  # whose index it opens: its own, or that of another peer of its module

    def missing(self) -> str:
        """Why it cannot run here; "" if it can."""
        ...

    def version(self) -> str:
        """Its version, as it says itself."""
        ...

    def documents(self, rows: list[Row], check: bool) -> list[Any]:
        """The rows as what this engine is handed to index: objects of its own. Not timed."""
        ...

    def build(self, batches: Iterable[list[Any]], path: Path, check: bool) -> float | None:
        """Index batches of such documents in the empty folder `path`.

        Returns CPU seconds if they were spent in another process, else None (the caller's clock counts).
        """
        ...

    def append(self, rows: list[Row], path: Path) -> None:
        """Add rows to an index built before, and commit."""
        ...

    def open(self, path: Path, check: bool) -> Session:
        """Open for searching."""
        ...


class InProcess:
    """What sessions inside this process share: one clock, the CPU time of all its threads."""

    warmups = 1

    def measure(self, run: Run) -> tuple[float, int]:
        """CPU seconds of one run, and what it returned."""
        begun = time.process_time()
        total = run()
        return time.process_time() - begun, total


def checked_words(ask: Ask) -> tuple[str, tuple[str, ...]]:
    """Field and terms of an ask in a cross-check: stems for bare words, folded words for the rest."""
    if ask.form in (Form.ALL, Form.ANY):
        return "stems", tuple(stem(word, "en") for word in ask.words)
    return "text", ask.words


def years_as_days(years: tuple[int, int]) -> tuple[int, int]:
    """First and last day of a range of years as numbers yyyymmdd (see Row.day)."""
    return years[0] * 10_000 + 101, years[1] * 10_000 + 1231
