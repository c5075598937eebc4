"""Guarantee 2: whoever opens, asks or refreshes beside a writer sees one commit whole, never a gap."""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from history import STEPS, State, articles, contents, document, live, read

import searchkit as sk
from searchkit.engines.whoosh import Engine, create_engine, open_engine
from searchkit.engines.whoosh.files import storage
from searchkit.errors import SearchkitError
from searchkit.query.nodes import Everything, Word

ROUND = "round"


def fill(path: Path, rounds: int, marked: str = "mark") -> Iterator[None]:
    """Commits that each replace one article of 20 paragraphs by one of the next round, in every way."""
    engine = create_engine(path)
    for number in range(rounds):
        fresh = number % 5 == 4
        with engine.writer(wait=30.0, fresh=fresh) as writer:
            if not fresh:
                writer.delete(["a"])
            writer.add([_of_round(number, n, marked) for n in range(20)])
            writer.add(articles(f"pad{number}", paragraphs=2))
            if number % 5 == 2:
                writer.merge_all()
            writer.commit({ROUND: str(number)})
        yield


def _of_round(number: int, n: int, marked: str):
    made = document("a", n)
    return type(made)(made.id, {**made.values, "text": f"{marked} round{number}"})


def look(engine: Engine, marked: str = "mark") -> int:
    """Open a reader, check that it sees exactly one round, whole; returns which (its generation)."""
    reader = engine.reader()
    hits = reader.search(Word(marked), limit=100)
    texts = {document.text() for document in reader.fetch([hit.id for hit in hits.hits])}
    assert hits.total == len(hits.hits) == 20
    assert len(texts) == 1
    assert reader.count(Word(marked)) == 20
    reader.close()
    return reader.generation


def test_threads_and_processes_that_open_and_search_beside_commits_see_each_whole(tmp_path, trials, figures):
    path = tmp_path / "index"
    rounds = trials(15, 150)
    writing = fill(path, rounds)
    next(writing)
    forking = multiprocessing.get_context("fork")
    stop, said = forking.Event(), forking.SimpleQueue()
    processes = [forking.Process(target=_look_until, args=(stop, path, said)) for _ in range(2)]
    for process in processes:
        process.start()
    done, counts, errors = threading.Event(), [], []

    def looking() -> None:
        engine = open_engine(path)
        seen = 0
        try:
            while not done.is_set():
                seen = max(seen, look(engine))
                counts.append(seen)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=looking) for _ in range(2)]
    for thread in threads:
        thread.start()
    for _ in writing:
        pass
    done.set()
    for thread in threads:
        thread.join()
    stop.set()
    asked = [said.get() for _ in processes]
    for process in processes:
        process.join()
    assert not errors
    assert counts
    assert all(isinstance(number, int) for number in asked), asked
    figures(commits=rounds, opened_in_threads=len(counts), opened_in_processes=sum(asked), gaps=0)


def _look_until(stop: Any, path: Path, said: Any) -> None:
    """What a process does that looks until it is told to stop."""
    looked = 0
    try:
        engine = open_engine(path)
        while not stop.is_set():
            look(engine)
            looked += 1
        said.put(looked)
    except BaseException as error:
        said.put(f"failed after {looked}: {error!r}")


def test_a_reader_keeps_what_it_opened_however_the_index_goes_on(tmp_path):
    path = tmp_path / "index"
    kept: list[tuple[object, State]] = []
    engine = create_engine(path)
    for state in live(path, lambda _: None):
        kept.append((engine.reader(), state))
    assert len(kept) == len(STEPS) + 1
    for reader, state in kept:
        ids = list(reader.every(Everything()))
        assert contents(reader.fetch(ids)) == state


@contextmanager
def beside(method: str, act) -> Iterator[list[int]]:
    """Before every call of a method of Storage, what another process might do just then."""
    real, calls = getattr(storage.Storage, method), []

    def operation(self: storage.Storage, *args: object) -> object:
        calls.append(1)
        with mock.patch.object(storage.Storage, method, real):
            act()
        return real(self, *args)

    with mock.patch.object(storage.Storage, method, operation):
        yield calls


@pytest.mark.parametrize("method", ["names", "read", "map"])
def test_opening_is_whole_at_whatever_point_a_commit_comes_between(tmp_path, method):
    path = tmp_path / "index"
    commits = fill(path, 12)
    next(commits)
    next(commits)
    engine = open_engine(path)
    with beside(method, lambda: next(commits, None)) as calls:
        look(engine)
    assert calls


def test_a_commit_is_whole_at_whatever_point_somebody_looks(tmp_path):
    path = tmp_path / "index"
    commits = fill(path, 6)
    next(commits)
    looked: list[int] = []
    engine = open_engine(path)
    for method in ("create", "names", "publish", "flush", "remove"):
        with beside(method, lambda: looked.append(look(engine))):
            next(commits, None)
    assert looked == sorted(looked)
    assert len(set(looked)) > 3


def test_that_there_is_something_newer_is_known_without_opening_it(tmp_path):
    path = tmp_path / "index"
    commits = fill(path, 2)
    next(commits)
    engine = open_engine(path)
    reader = engine.reader()
    assert not engine.newer(reader)
    next(commits)
    with (
        mock.patch.object(storage.Storage, "map", side_effect=AssertionError),
        mock.patch.object(storage.Storage, "read", side_effect=AssertionError),
    ):
        assert engine.newer(reader)
    assert not engine.newer(engine.reader())


def test_nobody_sees_an_empty_index_before_the_first_build_is_done(tmp_path):
    """It would answer that nobody ever said so."""
    (tmp_path / "a.txt").write_text("Title\n\nThe tide turns at noon.\n", encoding="utf-8")
    place, seen = tmp_path / "index", []

    def look(_progress: object) -> None:
        with pytest.raises(sk.NoIndexError):
            sk.open_index(place)
        seen.append(1)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sk.build(tmp_path / "a.txt", place, processes=1, progress=look)
    assert seen
    with pytest.raises(sk.NoIndexError):
        sk.open_index(place)
    assert {file.name for file in place.iterdir()} == {"lock"}
    sk.build(tmp_path / "a.txt", place, processes=1)
    with sk.open_index(place) as index:
        assert index.count("tide").total == 1


def test_making_an_index_where_one_lives_leaves_it_as_it_is(tmp_path):
    path = tmp_path / "index"
    *_, state = live(path, lambda _: None)
    reader = open_engine(path).reader()
    create_engine(path).close()
    assert read(path) == state
    assert reader.size == len(state)


def test_removing_the_whole_index_is_told_to_those_who_open_it_and_unseen_by_those_who_have(tmp_path):
    path = tmp_path / "index"
    next(fill(path, 1))
    engine = open_engine(path)
    reader = engine.reader()
    for file in path.iterdir():
        file.unlink()
    path.rmdir()
    assert reader.count(Word("mark")) == 20
    with pytest.raises(SearchkitError, match="there is no index"):
        engine.reader()
    start = time.monotonic()
    with pytest.raises(SearchkitError):
        engine.writer(wait=0.1)
    assert time.monotonic() - start < 10
