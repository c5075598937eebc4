"""Guarantee 1: what was committed survives the loss of everything that was not flushed."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from filesystem import Disk, Event, Recorder, operating
from history import live, read

from searchkit.engines.whoosh.files import storage


def recorded(root: Path) -> tuple[list[Event], list[dict[str, str]]]:
    """Every change of a whole life, with its acknowledgements, and the states it went through."""
    recorder = Recorder(root)
    with operating(recorder):
        states = list(live(root / "index", lambda number: recorder.say(str(number))))
    return recorder.events, states


def cuts(root: Path, events: list[Event], step: int, random_parts: int) -> Iterator[tuple[int, Path]]:
    """The power cut after every `step` changes: how many commits were acknowledged, and what is left."""
    disk = Disk(root)
    left = root.with_name("left")
    for number, event in enumerate(events):
        disk.do(event)
        if number % step and event.name != "say":
            continue
        for seed in range(-1, random_parts):
            disk.after_power_cut(left, random.Random(f"{number}/{seed}") if seed >= 0 else None)
            yield len(disk.said) - 1, left / "index"
            shutil.rmtree(left)


def test_a_power_cut_anywhere_loses_no_commit_that_returned(tmp_path, trials, figures):
    root = tmp_path / "root"
    root.mkdir()
    events, states = recorded(root)
    tried = exact = 0
    for acknowledged, path in cuts(root, events, trials(13, 1), trials(1, 6)):
        found = read(path) if path.exists() else None
        last = None if acknowledged < 0 else states[acknowledged]
        assert found in (last, *states[acknowledged + 1 : acknowledged + 2])
        tried += 1
        exact += found == last
    figures(operations=len(events), cuts=tried, lost=0, exactly_the_last_acknowledged=exact)


@pytest.mark.parametrize("unflushed", ["files", "folder"])
def test_the_simulated_power_cut_would_show_a_missing_flush(tmp_path, monkeypatch, unflushed):
    root = tmp_path / "root"
    root.mkdir()
    if unflushed == "folder":
        monkeypatch.setattr(storage.Storage, "flush", lambda self: None)
    events, states = recorded(root)
    if unflushed == "files":
        events = [e for e in events if e.name != "fsync" or not e.path.endswith((".seg", ".del"))]
    lost = 0
    for acknowledged, path in cuts(root, events, 1_000_000, 0):
        try:
            lost += read(path) != states[acknowledged]
        except storage.StoreError:
            lost += 1
    assert lost
