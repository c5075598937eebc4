"""Guarantee 1: what was committed survives the loss of everything that was not flushed."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from filesystem import Disk, Event, Recorder, Tree, operating, write_tree
from history import LIVES, Act, State, articles, read
from systemcalls import Trace
from test_kills import check, is_switch, needs_ptrace

from searchkit.engines.whoosh import open_engine
from searchkit.engines.whoosh.files import storage
from searchkit.errors import StoreError


def recorded(life: str, root: Path) -> tuple[list[Event], list[State | None]]:
    """Every change of a whole life, with its acknowledgements, and the states it went through."""
    root.mkdir(parents=True)
    recorder = Recorder(root)
    states: list[State | None] = [None]
    for number, act in enumerate(LIVES[life], start=1):
        with operating(recorder):
            act(root / "index")
        recorder.say(str(number))
        states.append(read(root / "index"))
    return recorder.events, states


class Looking:
    """What is read from a disk after a power cut; what looks the same is read once."""

    def __init__(self, folder: Path, look: Callable[[Path], State | None]) -> None:
        self._left = folder / "left"
        self._look = look
        self._seen: dict[tuple[object, ...], State | None] = {}

    def __call__(self, tree: Tree) -> State | None:
        key = tuple(sorted(tree.items(), key=lambda item: item[0]))
        if key not in self._seen:
            write_tree(tree, self._left)
            try:
                self._seen[key] = self._look(self._left / "index")
            finally:
                shutil.rmtree(self._left)
        return self._seen[key]

    def __len__(self) -> int:
        return len(self._seen)


def cuts(disk: Disk, events: Sequence[Event], step: int, random_parts: int) -> Iterator[tuple[int, Tree]]:
    """The power cut after every `step` changes: how many acts were acknowledged, and what is left."""
    for number, event in enumerate(events):
        disk.do(event)
        if number % step == 0 or event.name == "say":
            yield len(disk.said), disk.after_power_cut(None)
            for seed in range(random_parts):
                yield len(disk.said), disk.after_power_cut(random.Random(f"{number}/{seed}"))


@pytest.mark.parametrize("life", LIVES)
def test_a_power_cut_anywhere_loses_no_commit_that_returned(tmp_path, trials, figures, life):
    """Of what was not flushed nothing is left, or any part of names and pages, however often it is thrown."""
    root = tmp_path / "stage" / "root"
    events, states = recorded(life, root)
    goes_on = trials(0, 1)  # then the index must take a next commit too, which sweeps what was left over
    looking = Looking(tmp_path, (lambda path: check(path, states)) if goes_on else look)
    tried = exact = 0
    for acknowledged, tree in cuts(Disk(root), events, trials(23, 1), trials(2, 8)):
        found = looking(tree)
        assert found in states[acknowledged : acknowledged + 2]
        tried += 1
        exact += found == states[acknowledged]
    figures(
        changes=len(events), cuts=tried, different=len(looking), lost=0, exactly_the_last_acknowledged=exact
    )


def look(path: Path) -> State | None:
    """What an index holds; None where there is none."""
    return read(path) if path.exists() else None


@needs_ptrace
def test_a_power_cut_after_a_kill_loses_neither_what_was_there_nor_the_next_commit(tmp_path, trials, figures):
    """What a dead writer left unflushed, perhaps its switch, lies under what the next one does."""
    *acts, merging = LIVES["engine"][:9]
    stage, kept = tmp_path / "stage", tmp_path / "kept"
    root, path = stage / "root", stage / "root" / "index"
    root.mkdir(parents=True)
    before = [event for act in acts for event in [*_traced(act, path).events, _SAY]]
    first = read(path)
    shutil.copytree(stage, kept)
    calls = _traced(merging, path)
    then = read(path)
    switch = next(n for n, event in enumerate(calls.events) if is_switch(event))
    near = range(switch, min(switch + 2, calls.changes))
    points = range(calls.changes) if trials(0, 1) else [*random.Random(5).sample(range(switch), 1), *near]
    tried, looking = 0, Looking(tmp_path, look)
    for point in points:
        shutil.rmtree(stage)
        shutil.copytree(kept, stage)
        killed = _traced(merging, path, kill_at=point)
        following, last = _next_commit(path)
        disk = Disk(root)
        for event in [*before, *killed.events]:
            disk.do(event)
        for acknowledged, tree in cuts(disk, [*following, _SAY], trials(29, 7), trials(1, 3)):
            found = looking(tree)
            assert found in ([last] if acknowledged > len(acts) else [first, then, last])
            tried += 1
    figures(killed=len(points), cuts=tried, lost=0)


_SAY = Event("say", "done")


def _traced(act: Act, path: Path, kill_at: int | None = None) -> Trace:
    return Trace(str(path.parent), lambda _say: act(path), kill_at)


def _next_commit(path: Path) -> tuple[list[Event], State | None]:
    """The next writer of an index whose last one was killed: its changes, and the state it makes."""
    recorder = Recorder(path.parent)
    with operating(recorder), open_engine(path).writer() as writer:
        writer.add(articles("next"))
        writer.commit()
    return recorder.events, read(path)


@pytest.mark.parametrize("unflushed", ["files", "folder"])
def test_the_simulated_power_cut_would_show_a_missing_flush(tmp_path, monkeypatch, unflushed):
    root = tmp_path / "stage" / "root"
    if unflushed == "folder":
        monkeypatch.setattr(storage.Storage, "flush", lambda self: None)
    events, states = recorded("engine", root)
    if unflushed == "files":
        events = [e for e in events if e.name != "fsync" or not e.path.endswith((".seg", ".del"))]
    looking, lost = Looking(tmp_path, look), 0
    for acknowledged, tree in cuts(Disk(root), events, 1_000_000, 0):
        try:
            lost += looking(tree) != states[acknowledged]
        except StoreError:
            lost += 1
    assert lost
