"""Guarantee 1: a process that is killed, anywhere, leaves exactly what was acknowledged."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from filesystem import operating
from history import STEPS, leftovers, live, read, states

from searchkit.engines.whoosh import create_engine


def run_and_die(path: Path, hook: Callable[..., Any] | None, after: float | None = None) -> int:
    """Live through the history in a process of its own; returns how many commits it acknowledged (-1: none).

    `hook` sees every change of a file and may end the process; with `after` it is killed from outside.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            with operating(hook or (lambda _name, _args, call: call())):
                for _ in live(path, lambda _: None):
                    _write_through(writing)
        finally:
            os._exit(0)
    os.close(writing)
    if after is not None:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    acknowledged = len(os.read(reading, len(STEPS) + 1)) if _wait(child) else 0
    os.close(reading)
    return acknowledged - 1


_REAL_WRITE = os.write


def _write_through(handle: int) -> None:
    _REAL_WRITE(handle, b".")


def _wait(child: int) -> bool:
    os.waitpid(child, 0)
    return True


def check(path: Path, acknowledged: int, expected: list[dict[str, str]]) -> bool:
    """The state is the last acknowledged one, or the one whose switch was made a moment before the end.

    Returns whether it is the former.  After it the index must take a commit, which sweeps what was left.
    """
    found = read(path) if path.exists() else None
    allowed = [None if acknowledged < 0 else expected[acknowledged]]
    allowed += expected[acknowledged + 1 : acknowledged + 2]
    assert found in allowed
    engine = create_engine(path)
    with engine.writer() as writer:  # the lock of the dead is free
        writer.commit({"alive": "yes"})
    assert leftovers(path) == set()
    assert read(path) == (found or {})
    return found == allowed[0]


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    return states(tmp_path_factory.mktemp("expected") / "index")


def changes_of(path: Path) -> list[str]:
    """The changes of files that the whole history makes."""
    seen: list[str] = []

    def hook(name: str, _args: tuple[Any, ...], call: Callable[[], Any]) -> Any:
        seen.append(name)
        return call()

    with operating(hook):
        for _ in live(path, lambda _: None):
            pass
    return seen


def worth_it(changes: list[str], torn: bool) -> list[int]:
    """All changes but writes, and each 12th of those: one is like the next until its file is published.

    Torn can be writes only.
    """
    writes = [n for n, name in enumerate(changes) if name in ("write", "pwrite")]
    others = [n for n, name in enumerate(changes) if name not in ("write", "pwrite")]
    return writes[::12] if torn else sorted([*others, *writes[::12]])


@pytest.mark.parametrize("torn", [False, True], ids=["before", "within"])
def test_killed_at_file_operations_nothing_acknowledged_is_lost(tmp_path, expected, trials, figures, torn):
    changes = changes_of(tmp_path / "counted")
    points = worth_it(changes, torn)
    if trials(1, 0):
        points = random.Random(1).sample(points, 12)
    exact = 0
    for point in points:
        path = tmp_path / str(point)
        exact += check(path, run_and_die(path, _end_at(point, torn)), expected)
    figures(operations=len(changes), killed=len(points), lost=0, exactly_the_last_acknowledged=exact)


def _end_at(point: int, torn: bool) -> Callable[..., Any]:
    """A hook that ends the process before its change number `point`, or with half of a write done."""
    seen = 0

    def hook(name: str, args: tuple[Any, ...], call: Callable[[], Any]) -> Any:
        nonlocal seen
        if seen == point:
            if torn and name == "pwrite":
                args[0] and os.lseek(args[0], args[2], os.SEEK_SET)
                _REAL_WRITE(args[0], bytes(args[1])[: len(args[1]) // 2])
            elif torn:
                call()
            os._exit(9)
        seen += 1
        return call()

    return hook


def test_killed_at_random_nothing_acknowledged_is_lost(tmp_path, expected, trials, figures):
    start = time.monotonic()
    run_and_die(tmp_path / "timed", None)
    whole = time.monotonic() - start
    tried, exact, chance = trials(8, 600), 0, random.Random(2)
    for number in range(tried):
        path = tmp_path / str(number)
        acknowledged = run_and_die(path, None, after=chance.uniform(0, whole))
        exact += check(path, acknowledged, expected)
    figures(killed=tried, lost=0, exactly_the_last_acknowledged=exact)
