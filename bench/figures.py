"""From raw numbers to the figures that are shown: p50, p95, ratios."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any

SHOWN = {
    "searchkit": "searchkit",
    "tantivy": "tantivy",
    "tantivy, bare": "tantivy, bare",
    "fts5": "SQLite FTS5",
    "lucene": "Lucene",
    "whoosh_stock": "stock Whoosh",
    "whoosh_forms": "stock Whoosh, three forms",
}


@dataclass(frozen=True, slots=True)
class Times:
    """CPU milliseconds of one class in one engine; `asks` is how many it answered within its budget."""

    p50: float
    p95: float
    first: float  # p50 of the first time each ask was asked
    asks: int


def times(answers: dict[str, Any], asks: int | None = None) -> Times:
    """Of each of the first `asks` the median of its later rounds, or its first time if there was no other."""
    first: list[float] = answers["first_us"][:asks]
    settled = [
        median(later) if later else begun
        for begun, later in zip(first, answers["later_us"][:asks], strict=True)
    ]
    p95 = quantiles(settled, n=20, method="inclusive")[-1] if len(settled) > 1 else settled[0]
    return Times(median(settled) / 1e3, p95 / 1e3, median(first) / 1e3, len(settled))


def shown(names: Any) -> list[str]:
    """Those engines that were measured, in the order they are shown."""
    return [name for name in SHOWN if name in set(names)]


def measured(sized: dict[str, Any]) -> list[str]:
    """Engines that answered some class at this size."""
    return shown({name for answers in sized["queries"].values() for name in answers})


def pair(answers: dict[str, Any], peer: str) -> tuple[float, float]:
    """p50 of searchkit and of a peer, over the asks of a class that both answered."""
    asks = min(answers[name]["asks"] for name in ("searchkit", peer))
    return times(answers["searchkit"], asks).p50, times(answers[peer], asks).p50
