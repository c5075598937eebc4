"""Guarantee 4: one writer at a time; a dead one is in nobody's way; no slip loses anybody's work."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from history import articles, contents, read

from searchkit.engines.whoosh import create_engine, open_engine
from searchkit.errors import IndexLockedError, IndexWriteError

FORK = multiprocessing.get_context("fork")


def add(path: Path, *names: str, wait: float = 0.0) -> None:
    with open_engine(path).writer(wait=wait) as writer:
        writer.add(articles(*names))
        writer.commit()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    create_engine(tmp_path / "index").close()
    return tmp_path / "index"


def _hold(path: Path, ready: Any) -> None:
    writer = open_engine(path).writer()
    writer.add(articles("never"))
    ready.set()
    time.sleep(60)
    writer.cancel()


@pytest.fixture
def held(path: Path):
    """A process that holds the lock, until it is killed."""
    ready = FORK.Event()
    process = FORK.Process(target=_hold, args=(path, ready))
    process.start()
    assert ready.wait(20)
    yield process
    process.kill()
    process.join()


def test_the_error_names_process_host_and_time_of_the_holder(path, held):
    with pytest.raises(IndexLockedError) as problem:
        open_engine(path).writer()
    note = json.loads((path / "lock").read_bytes())
    for part in (f"process {held.pid}", note["host"], note["since"]):
        assert part in problem.value.message
    assert "--wait" in problem.value.hint


def test_a_writer_waits_as_long_as_it_is_told(path, held):
    start = time.monotonic()
    with pytest.raises(IndexLockedError):
        open_engine(path).writer(wait=0.3)
    assert 0.3 <= time.monotonic() - start < 5


def test_a_waiting_writer_goes_on_when_the_holder_has_died(path, held):
    os.kill(held.pid, signal.SIGKILL)
    add(path, "a", wait=10)
    assert read(path) == contents(articles("a"))


@pytest.mark.parametrize("note", [b"", b"{", b'{"pid": 1, "host": "here", "since": "2020-01-01T00:00:00"}'])
def test_what_stands_in_the_file_of_a_dead_writer_stops_nobody(path, note):
    """After a reboot, or where another process has its number now: only the system's lock counts."""
    (path / "lock").write_bytes(note)
    add(path, "a")
    assert read(path) == contents(articles("a"))


def test_removing_the_lock_file_by_hand_lets_nobody_in(path, held):
    (path / "lock").unlink()
    with pytest.raises(IndexLockedError):
        open_engine(path).writer()


def test_where_folders_cannot_be_locked_two_writers_still_cannot_lose_data(path, monkeypatch):
    import fcntl

    real = fcntl.flock

    def flock(handle: int, how: int) -> None:
        if Path(f"/proc/self/fd/{handle}").is_dir():
            raise OSError(9, "Bad file descriptor")
        real(handle, how)

    monkeypatch.setattr(fcntl, "flock", flock)
    add(path, "a")
    first = open_engine(path).writer()
    first.add(articles("first"))
    (path / "lock").unlink()
    second = open_engine(path).writer()
    second.add(articles("second"))
    second.commit()
    with pytest.raises(IndexWriteError, match="nothing of this batch was kept"):
        first.commit()
    assert read(path) == contents(articles("a", "second"))


def test_a_folder_replaced_under_a_writer_is_not_written_into(path):
    add(path, "a")
    writer = open_engine(path).writer()
    writer.add(articles("b"))
    path.rename(path.with_name("moved"))
    create_engine(path).close()
    with pytest.raises(IndexWriteError):
        writer.commit()
    assert read(path) == {}
    assert read(path.with_name("moved")) == contents(articles("a"))


def _add_some(path: Path, process: int, rounds: int) -> None:
    for number in range(rounds):
        add(path, f"p{process}-{number}", wait=120)


def test_several_processes_writing_at_once_lose_nothing(path, trials, figures):
    processes, rounds = 4, trials(4, 60)
    writers = [FORK.Process(target=_add_some, args=(path, n, rounds)) for n in range(processes)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0] * processes
    names = [f"p{n}-{number}" for n in range(processes) for number in range(rounds)]
    assert read(path) == contents(articles(*names))
    figures(processes=processes, commits=processes * rounds, lost=0)


def test_a_forked_process_that_outlives_the_writer_does_not_keep_the_lock(path):
    writer = open_engine(path).writer()
    outliving = FORK.Process(target=time.sleep, args=(30,))
    outliving.start()
    writer.cancel()
    try:
        add(path, "a")
    finally:
        outliving.kill()
        outliving.join()


_BUILD = """
import sys, searchkit as sk
sk.build(sys.argv[1], sys.argv[2], processes=2, progress=lambda p: print("at work", flush=True))
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for n in range(150):
        lines = "\n\n".join(f"“The tide of day {n} turns,” said Anna Varga." for _ in range(40))
        (folder / f"{n:03}.txt").write_text(f"Title {n}\n\n{lines}\n", encoding="utf-8")
    return folder


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in listed.read_text().split()] if listed.exists() else []


def _is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="reads /proc")
def test_a_build_killed_with_its_workers_at_work_leaves_neither_lock_nor_workers(corpus, tmp_path):
    place = tmp_path / "index"
    build = subprocess.Popen(
        [sys.executable, "-c", _BUILD, str(corpus), str(place)], stdout=subprocess.PIPE, text=True
    )
    assert build.stdout
    assert "at work" in build.stdout.readline()
    workers = _children(build.pid)
    assert workers
    build.kill()
    build.wait()
    build.stdout.close()
    create_engine(place).close()
    add(place, "a", wait=0)  # at once
    until = time.monotonic() + 20
    while any(map(_is_running, workers)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(_is_running, workers))


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="reads /proc")
def test_a_build_whose_worker_is_killed_for_want_of_memory_says_so_and_leaves_the_index_as_it_was(
    corpus, tmp_path
):
    place = tmp_path / "index"
    create_engine(place).close()
    add(place, "a")
    build = subprocess.Popen(
        [sys.executable, "-m", "searchkit", "index", "--processes", "2", "--index", str(place), str(corpus)],
        stderr=subprocess.PIPE,
        text=True,
    )
    until = time.monotonic() + 60
    while not _children(build.pid) and time.monotonic() < until:
        time.sleep(0.01)
    os.kill(_children(build.pid)[0], signal.SIGKILL)
    _, err = build.communicate()
    assert build.returncode not in (0, 1, 70, -9)
    assert "killed" in err
    assert "Traceback" not in err
    assert read(place) == contents(articles("a"))
    add(place, "b")
