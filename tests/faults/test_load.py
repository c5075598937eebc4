"""Guarantee 10: many who search while one writes: no error, no leak, and the answers of one who is alone."""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from history import articles, document

from searchkit.engines.base import Bucket, Order
from searchkit.engines.whoosh import create_engine, open_engine
from searchkit.query.nodes import And, Everything, Near, Not, Or, Phrase, Said, Wildcard, Word

FORK = multiprocessing.get_context("fork")
PROC = Path("/proc/self")

HARBOUR, TIDE, ALLY = Word("harbour"), Word("tide"), Word("ally")
QUERIES = (
    HARBOUR,
    And((HARBOUR, TIDE)),
    Or((TIDE, ALLY, Word("salt"))),
    And((HARBOUR, Not(ALLY))),
    Phrase("harbour tide"),
    Phrase("tide ally", slop=2),
    Near(HARBOUR, ALLY, 3),
    Said(HARBOUR),
    Wildcard("tr*"),
    Everything(),
)


def answers(reader: Any) -> list[object]:
    """What every query finds among the paragraphs that no commit touches."""
    found: list[object] = []
    for query in QUERIES:
        kept = And((query, Not(Word("passing"))))
        hits = reader.search(kept, limit=20, order=Order.DOCUMENT).hits
        ids = [hit.id for hit in hits]
        texts = [document.text() for document in reader.fetch(ids[:3])]
        found.append((reader.count(kept), ids, texts, dict(reader.counts(kept, Bucket.YEAR))))
    return found


@pytest.fixture
def path(tmp_path: Path) -> Path:
    engine = create_engine(tmp_path / "index")
    for n in range(4):
        with engine.writer() as writer:
            writer.add(articles(*(f"kept{n}-{m}" for m in range(25)), paragraphs=8))
            writer.commit()
    return tmp_path / "index"


def passing(n: int, paragraphs: int = 30) -> list[Any]:
    """Documents that come and go."""
    made = [document(f"passing{n}", m) for m in range(paragraphs)]
    return [type(d)(d.id, {**d.values, "text": f"passing {d.text()}", "speech": ()}) for d in made]


def search_until(stop: Any, path: Path, right: list[object], refreshing: bool) -> tuple[int, int]:
    """Ask everything over and over; every answer must be the right one.

    Returns how often, and by how many KB the process grew after its first rounds.
    """
    engine = open_engine(path)
    reader = engine.reader()
    rounds = memory = 0
    while not stop.is_set():
        if refreshing and engine.newer(reader):
            reader.close()
            reader = engine.reader()
        assert answers(reader) == right
        rounds += 1
        if rounds <= 5:
            memory = _memory_kb()
    reader.close()
    engine.close()
    return rounds, _memory_kb() - memory


def _process(stop: Any, path: Path, right: list[object], said: Any) -> None:
    try:
        said.put(search_until(stop, path, right, refreshing=True))
    except BaseException as error:
        said.put(repr(error))


def test_threads_and_processes_search_beside_a_writer_and_get_the_answers_of_one_alone(path, trials, figures):
    right = answers(open_engine(path).reader())
    stop, said = FORK.Event(), FORK.SimpleQueue()
    gc.collect()
    before = _held()
    processes = [FORK.Process(target=_process, args=(stop, path, right, said)) for _ in range(trials(2, 4))]
    for process in processes:
        process.start()
    outcomes: list[object] = []

    def run(refreshing: bool) -> None:
        try:
            outcomes.append(search_until(stop, path, right, refreshing))
        except BaseException as error:
            outcomes.append(repr(error))

    threads = [threading.Thread(target=run, args=(n % 2 == 0,)) for n in range(trials(4, 8))]
    for thread in threads:
        thread.start()
    commits = write(path, trials(10, 360))  # an hour of them, one in ten seconds
    stop.set()
    for thread in threads:
        thread.join()
    outcomes += [said.get() for _ in processes]
    for process in processes:
        process.join()
    del processes, process
    gc.collect()
    assert all(isinstance(outcome, tuple) for outcome in outcomes), outcomes
    rounds, grown = zip(*outcomes, strict=True)
    assert max(grown) < 64 << 10
    if PROC.exists():
        assert _held() == before
    figures(
        threads=len(threads),
        processes=trials(2, 4),
        commits=commits,
        answers=sum(rounds) * len(QUERIES),
        wrong=0,
        grown_kb=max(grown),
    )


def write(path: Path, number: int) -> int:
    """Commit so often, for ten minutes at most; returns how often it was."""
    engine, commits, until = open_engine(path), 0, time.monotonic() + 600
    while commits < number and time.monotonic() < until:
        with engine.writer(wait=10) as writer:
            writer.delete([f"passing{commits - 3}"])
            writer.add(passing(commits))
            if commits % 10 == 9:
                writer.merge_all()
            writer.commit({"n": str(commits)})
        commits += 1
    engine.close()
    return commits


def _held() -> tuple[int, int]:
    """Open handles, and maps of segment files, of this process."""
    maps = (PROC / "maps").read_text().count(".seg")
    return len(os.listdir(PROC / "fd")), maps  # noqa: PTH208 - names only


def _memory_kb() -> int:
    """What this process holds; 0 where the system does not tell."""
    if not PROC.exists():
        return 0
    return int((PROC / "statm").read_text().split()[1]) * (os.sysconf("SC_PAGESIZE") // 1024)


@pytest.mark.skipif(not PROC.exists(), reason="counts handles and maps in /proc")
def test_opening_and_closing_leaks_no_handle_map_or_memory(path, trials, figures):
    def cycle() -> None:
        engine = open_engine(path)
        reader = engine.reader()
        assert reader.search(HARBOUR).total
        assert reader.count(Phrase("harbour tide"))
        reader.close()
        engine.close()

    for _ in range(20):
        cycle()
    gc.collect()
    before, memory = _held(), _memory_kb()
    cycles = trials(60, 1000)
    for _ in range(cycles):
        cycle()
    gc.collect()
    assert _held() == before
    grown = _memory_kb() - memory
    assert grown < 8192
    figures(cycles=cycles, handles=_held()[0] - before[0], maps=_held()[1] - before[1], grown_kb=grown)


@pytest.mark.skipif(not PROC.exists(), reason="counts handles and maps in /proc")
def test_a_reader_that_is_refreshed_lets_go_of_what_a_commit_replaced(path, trials):
    engine = open_engine(path)
    held = []
    for n in range(trials(20, 200)):
        with engine.writer() as writer:
            writer.add(passing(n, 5))
            writer.merge_all()
            writer.commit()
        reader = engine.reader()
        assert reader.count(HARBOUR)
        del reader
        gc.collect()
        held.append(_held())
    assert held[-1] == held[5]
