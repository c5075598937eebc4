"""What a commit of one article costs, into indexes of several sizes, and what of it is durability.

Each commit is made as a user's program makes it: open the index, add one article of five paragraphs,
commit, close; CPU and wall time, medians.  searchkit's is measured a second time with flushing to the
disk switched off, which no user can do: the difference is the price of surviving a power cut.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any
from unittest import mock

from bench import rows
from bench.collection import collection, source_of
from bench.engines import figures_of_building
from bench.peers import peers
from bench.peers.base import Peer
from bench.rows import Row

COMMITS = 15
PARAGRAPHS = 5


def measure(modules: Iterable[str], sizes: Iterable[int], work: Path, corpora: Path) -> list[dict[str, Any]]:
    """One entry for each engine and size, and for searchkit without flushing."""
    measured = []
    for size in sizes:
        path = collection(size, work, corpora)
        source = source_of(path, size)
        for module in modules:
            index = work / f"{size:09}" / module
            figures_of_building(module, path, source, index, reuse=True)
            measured.append(_entry(module, size, _commits(module, path, index, nullcontext)))
            if module == "searchkit":
                entry = _entry(module, size, _commits(module, path, index, _unflushed))
                measured.append(entry | {"engine": "searchkit, not flushed"})
    return measured


def _entry(module: str, size: int, times: tuple[list[float], list[float]]) -> dict[str, Any]:
    cpu, wall = times
    return {
        "engine": module,
        "rows": size,
        "cpu_ms": round(median(cpu) * 1e3, 2),
        "wall_ms": round(median(wall) * 1e3, 2),
        "slowest_wall_ms": round(max(wall) * 1e3, 2),
    }


def _unflushed() -> AbstractContextManager[Any]:
    return mock.patch.object(os, "fsync", return_value=None)


def _commits(
    module: str, path: Path, index: Path, flushing: Callable[[], AbstractContextManager[Any]]
) -> tuple[list[float], list[float]]:
    """CPU and wall seconds of each commit, into a copy of the index."""
    copy = index.with_name(f"{index.name}-copy")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(index, copy)
    peer, pattern = peers(module)[0], list(rows.read(path, PARAGRAPHS))
    try:
        with flushing():
            pairs = [_commit(peer, copy, _article(pattern, number)) for number in range(COMMITS)]
    finally:
        shutil.rmtree(copy, ignore_errors=True)  # tantivy's merging threads may still be writing there
    return [cpu for cpu, _ in pairs], [wall for _, wall in pairs]


def _commit(peer: Peer, index: Path, article: list[Row]) -> tuple[float, float]:
    cpu, wall = time.process_time(), time.perf_counter()
    peer.append(article, index)
    return time.process_time() - cpu, time.perf_counter() - wall


def _article(pattern: list[Row], number: int) -> list[Row]:
    return [
        replace(row, id=f"new/{number}#{n}", article=f"new/{number}", n=n) for n, row in enumerate(pattern)
    ]
