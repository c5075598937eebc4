"""Attribution beside gold: scores and speed of `searchkit attribute` on whatever gold is there.

A set is `NAME.articles.jsonl` with `NAME.gold.jsonl` (or `NAME_gold.jsonl`) in one folder.  CPU time is
that of the whole command: start, loading of weights, reading, splitting, attributing, printing.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import processes
from bench.scorer import score


def measure(folder: Path) -> list[dict[str, Any]]:
    """Scores and paragraphs a CPU second for every set in the folder."""
    return [_measure(articles, gold) for articles, gold in sets(folder)]


def sets(folder: Path) -> Iterator[tuple[Path, Path]]:
    """Articles and gold of each set in the folder."""
    for articles in sorted(folder.glob("*.articles.jsonl")):
        name = articles.name.partition(".")[0]
        for gold in (folder / f"{name}.gold.jsonl", folder / f"{name}_gold.jsonl"):
            if gold.exists():
                yield articles, gold


def _measure(articles: Path, gold: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "searchkit", "attribute", str(articles), "--jsonl"]
    seconds, printed = processes.cpu(command)
    rows = _rows(gold.read_text(encoding="utf-8"))
    scores = score(rows, _rows(printed.decode()))
    return {
        "set": articles.name.partition(".")[0],
        **scores.to_json(),
        "cpu_seconds": round(seconds, 2),
        "paragraphs_per_cpu_second": round(scores.paragraphs / seconds),
    }


def _rows(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.split("\n") if line.strip()]
