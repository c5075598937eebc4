"""Indexing and opening, each in a process of its own so that memory and imports are its alone.

CPU time of indexing is that of all threads of the process, less what it took to read the rows from their
file and to make each engine's own document objects of them: every engine starts from those.  Peak memory
is the greatest resident set of the process that indexes.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

from bench import rows
from bench.asks import Ask
from bench.peers import peers
from bench.peers.base import Peer
from searchkit.__main__ import THREADS

OPENINGS = 5


@dataclass(frozen=True, slots=True)
class Built:
    """One index: CPU seconds, peak and idle resident memory (bytes), size on disk (bytes), wall seconds."""

    rows: int
    cpu: float
    wall: float
    peak: int
    idle: int
    size: int


@dataclass(frozen=True, slots=True)
class Opened:
    """CPU seconds of opening an index in a fresh process, and of its first search; medians."""

    open: float
    first: float


def build(module: str, source: Path, size: int, path: Path, check: bool = False) -> Built:
    """Index the first `size` rows of `source` with a module's first peer, into an emptied `path`."""
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    return Built(**_elsewhere("build", module, str(path), str(source), str(size), str(int(check))))


def opening(module: str, path: Path, ask: Ask) -> Opened:
    """Open an index in fresh processes, ask once, close."""
    times = [_elsewhere("open", module, str(path), ask.words[0]) for _ in range(OPENINGS)]
    return Opened(median(t["open"] for t in times), median(t["first"] for t in times))


def _elsewhere(*arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.building", *arguments]
    done = subprocess.run(
        command, stdout=subprocess.PIPE, check=True, encoding="utf-8", env=THREADS | os.environ
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


class _Reading:
    """Batches of a peer's documents, with the CPU seconds that reading and making them took."""

    def __init__(self, path: Path, size: int, peer: Peer, check: bool) -> None:
        self.seconds, self.count = 0.0, 0
        self._peer, self._check = peer, check
        self._batches = rows.batches(rows.read(path, size))

    def __iter__(self) -> Iterator[list[Any]]:
        while True:
            begun = time.thread_time()
            batch = next(self._batches, [])
            documents = self._peer.documents(batch, self._check)
            self.count += len(batch)
            del batch
            self.seconds += time.thread_time() - begun
            if not documents:
                return
            yield documents


def _build_here(module: str, path: Path, source: Path, size: int, check: bool) -> Built:
    peer = peers(module)[0]
    reading = _Reading(source, size, peer, check)
    idle = _peak(resource.RUSAGE_SELF)
    cpu, wall = time.process_time(), time.perf_counter()
    measured = peer.build(reading, path, check)
    cpu, wall = time.process_time() - cpu - reading.seconds, time.perf_counter() - wall
    other = measured is not None
    return Built(
        rows=reading.count,
        cpu=measured if measured is not None else cpu,
        wall=wall,
        peak=_peak(resource.RUSAGE_CHILDREN if other else resource.RUSAGE_SELF),
        idle=0 if other else idle,
        size=sum(file.stat().st_size for file in path.rglob("*") if file.is_file()),
    )


def _peak(who: int) -> int:
    """Greatest resident set. Linux counts into ru_maxrss what the process was before it became this one."""
    status = Path("/proc/self/status")
    if who == resource.RUSAGE_SELF and status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024
    return resource.getrusage(who).ru_maxrss * 1024


def _open_here(module: str, path: Path, word: str) -> Opened:
    peer = peers(module)[0]
    begun = time.process_time()
    session = peer.open(path, check=False)
    opened = time.process_time()
    run = session.prepare(Ask((word,)))
    if run is None:
        raise ValueError(f"{peer.name} cannot search for a word")
    first = session.measure(run)[0]
    session.close()
    return Opened(opened - begun, first)


def _main(mode: str, module: str, path: str, *rest: str) -> None:
    if mode == "build":
        source, size, check = rest
        print(json.dumps(asdict(_build_here(module, Path(path), Path(source), int(size), check == "1"))))
    else:
        print(json.dumps(asdict(_open_here(module, Path(path), *rest))))


if __name__ == "__main__":
    _main(*sys.argv[1:])
