"""Guarantee 1: a process that is killed, anywhere, leaves exactly what was acknowledged."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from filesystem import operating
from history import LIVES, STEPS, Act, State, leftovers, live, read, states
from systemcalls import Trace, can_trace

from searchkit.engines.whoosh import create_engine

needs_ptrace = pytest.mark.skipif(not can_trace(), reason="this system lets nobody watch system calls")


def check(path: Path, allowed: Sequence[State | None]) -> State | None:
    """Return which of the allowed states is there; it must take a commit, which sweeps what was left."""
    found = read(path) if path.exists() else None
    assert found in allowed
    engine = create_engine(path)
    with engine.writer() as writer:  # the lock of the dead is free
        writer.commit({"alive": "yes"})
    assert leftovers(path) == set()
    assert read(path) == (found or {})
    return found


class Stages:
    """An index before and after every act of a life, to begin from anew."""

    def __init__(self, acts: Sequence[Act], folder: Path) -> None:
        self.acts = acts
        self._folder = folder
        self._stage = folder / "now"
        path = self.path
        (self._stage / "root").mkdir(parents=True)
        self.states: list[State | None] = [None]
        for number, act in enumerate(acts):
            shutil.copytree(self._stage, folder / str(number))
            act(path)
            self.states.append(read(path))

    @property
    def path(self) -> Path:
        """Where the index is: always the same, for it remembers the place of its corpus."""
        return self._stage / "root" / "index"

    def begin(self, number: int) -> Path:
        """Everything as it was before an act."""
        shutil.rmtree(self._stage)
        shutil.copytree(self._folder / str(number), self._stage)
        return self.path

    def trace(self, number: int, kill_at: int | None = None) -> Trace:
        """Do one act in a process of its own, which may be killed before one of its system calls."""
        path = self.begin(number)
        return Trace(str(self._stage / "root"), lambda _say: self.acts[number](path), kill_at)


@pytest.fixture(scope="module")
def lives(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Stages]:
    return cache(lambda life: Stages(LIVES[life], tmp_path_factory.mktemp(life)))


each_act = pytest.mark.parametrize(
    ("life", "act"), [(life, act) for life, acts in LIVES.items() for act in range(len(acts))]
)


def test_the_life_that_is_tried_is_the_one_that_was_meant(tmp_path):
    assert Stages(LIVES["engine"], tmp_path / "stages").states == [None, *states(tmp_path / "index")]


def is_switch(event: Any) -> bool:
    """Whether a change makes a new generation the current one."""
    return event.name in ("link", "rename") and "/toc-" in event.other


@needs_ptrace
@each_act
def test_killed_before_any_system_call_that_changes_a_file_nothing_is_lost_or_half_done(
    lives, trials, figures, life, act
):
    """Kill -9 as the kernel is about to do the call: each one of every act of a life."""
    stages = lives(life)
    calls = stages.trace(act).changes
    points = range(calls) if trials(0, 1) else [random.Random(f"{life}{act}").randrange(calls), calls - 1]
    after = 0
    for point in points:
        trace = stages.trace(act, kill_at=point)
        assert trace.killed
        switched = any(map(is_switch, trace.events))
        # Exact: the old state until the one call that switches, the new one from it on.
        check(stages.path, [stages.states[act + switched]])
        after += switched
    figures(system_calls=calls, killed=len(points), lost=0, half_done=0, after_the_switch=after)


@each_act
def test_killed_within_any_write_nothing_is_lost_or_half_done(lives, trials, figures, life, act):
    stages = lives(life)
    writes = _run(stages, act, None)
    points = range(writes) if trials(0, 1) else [random.Random(f"{life}{act}").randrange(writes)]
    for write in points:
        _run(stages, act, write)
        check(stages.path, [stages.states[act]])
    figures(writes=writes, killed=len(points), lost=0, half_done=0)


def _run(stages: Stages, number: int, torn: int | None) -> int:
    """Do one act in a process of its own; it ends with half of its write number `torn` done.

    Returns how many writes it made.
    """
    path = stages.begin(number)
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            hook = _Torn(torn)
            with operating(hook):
                stages.acts[number](path)
            _REAL_WRITE(writing, b"%d" % hook.seen)
        finally:
            os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    counted = os.read(reading, 20)
    os.close(reading)
    assert bool(counted) == (torn is None)
    return int(counted or 0)


_REAL_WRITE = os.write


class _Torn:
    """A hook that ends the process with half of one write done."""

    def __init__(self, torn: int | None) -> None:
        self.seen = 0
        self._torn = torn

    def __call__(self, name: str, args: tuple[Any, ...], call: Callable[[], Any]) -> Any:
        if name == "pwrite":
            if self.seen == self._torn:
                os.lseek(args[0], args[2], os.SEEK_SET)
                _REAL_WRITE(args[0], bytes(args[1])[: len(args[1]) // 2])
                os._exit(9)
            self.seen += 1
        return call()


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> list[State]:
    return states(tmp_path_factory.mktemp("expected") / "index")


def run_and_die(path: Path, after: float | None = None) -> int:
    """Live through the history in a process of its own, which is killed `after` so many seconds.

    Returns the number of the last commit it acknowledged (-1: none).
    """
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            for _ in live(path, lambda _: None):
                os.write(writing, b".")
        finally:
            os._exit(0)
    os.close(writing)
    if after is not None:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    acknowledged = len(os.read(reading, len(STEPS) + 1))
    os.close(reading)
    return acknowledged - 1


def test_killed_at_random_nothing_acknowledged_is_lost(tmp_path, expected, trials, figures):
    start = time.monotonic()
    run_and_die(tmp_path / "timed")
    whole = time.monotonic() - start
    tried, exact, chance = trials(8, 600), 0, random.Random(2)
    for number in range(tried):
        path = tmp_path / str(number)
        acknowledged = run_and_die(path, after=chance.uniform(0, whole))
        last = None if acknowledged < 0 else expected[acknowledged]
        # Between the switch and its acknowledgement the next one is there already.
        exact += check(path, [last, *expected[acknowledged + 1 : acknowledged + 2]]) == last
        shutil.rmtree(path)
    figures(killed=tried, lost=0, exactly_the_last_acknowledged=exact)
