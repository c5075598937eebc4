"""Guarantee 1 without any model: what the kernel is asked to do, and in which order."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from filesystem import Event, Recorder, operating
from history import LIVES
from systemcalls import Trace
from test_kills import is_switch, needs_ptrace

from searchkit.engines.whoosh.files import storage

pytestmark = needs_ptrace


def traced(life: str, root: Path) -> Trace:
    """A whole life as the kernel saw it; after every act a word."""
    root.mkdir(parents=True)

    def act(say: Callable[[str], None]) -> None:
        for number, act in enumerate(LIVES[life]):
            act(root / "index")
            say(str(number))

    return Trace(str(root), act)


def slips(events: Iterable[Event]) -> list[str]:
    """Where a switch, an acknowledgement or a removal comes before the flush that it needs."""
    unflushed: set[str] = set()  # files with bytes, and folders with names, that a power cut would take
    found: list[str] = []
    switched = ""
    for event in events:
        match event.name:
            case "write" | "truncate":
                unflushed.add(event.path)
            case "fsync":
                unflushed.discard(event.path)
                if event.path == _folder(switched):
                    switched = ""
            case "create" | "mkdir":
                unflushed.add(_folder(event.path))
            case "unlink":
                if switched and not event.path.endswith(".tmp"):
                    found.append(f"{event.path} removed before the switch was flushed")
                unflushed.discard(event.path)
            case "say" if switched:
                found.append("acknowledged before the switch was flushed")
        if is_switch(event):
            found += [f"switched before {path} was flushed" for path in unflushed if _counts(path)]
            switched = event.other
    return found


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _counts(path: str) -> bool:
    """All but the note in the lock, and the folder's own folder (which is flushed when it is made)."""
    return not path.endswith("/lock")


@pytest.mark.parametrize("life", LIVES)
def test_files_are_flushed_then_the_folder_then_comes_the_switch_then_the_folder_again(
    tmp_path, figures, life
):
    events = traced(life, tmp_path / "stage" / "root").events
    switches = sum(map(is_switch, events))
    assert switches == len(LIVES[life])
    assert not slips(events)
    flushes = sum(event.name == "fsync" for event in events)
    figures(system_calls=len(events), switches=switches, flushes=flushes, out_of_order=0)


def _no_fsync_of_files(monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.fsync
    monkeypatch.setattr(os, "fsync", lambda handle: _is_folder(handle) and real(handle))


def _is_folder(handle: int) -> bool:
    return Path(f"/proc/self/fd/{handle}").is_dir()


def _no_flush_of_folders(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage.Storage, "flush", lambda self: None)


@pytest.mark.parametrize("breaking", [_no_fsync_of_files, _no_flush_of_folders])
def test_a_flush_left_out_is_seen(tmp_path, monkeypatch, breaking):
    breaking(monkeypatch)
    assert slips(traced("engine", tmp_path / "stage" / "root").events)


@pytest.mark.parametrize("life", LIVES)
def test_the_interposition_of_these_tests_sees_every_change_that_reaches_the_kernel(tmp_path, life):
    """So what it enumerates is everything: no library below Python writes, maps or links on its own."""
    root, seen = tmp_path / "stage" / "root", tmp_path / "seen"
    root.mkdir(parents=True)

    def act(_say: Callable[[str], None]) -> None:
        recorder = Recorder(root)
        for act in LIVES[life]:
            with operating(recorder):
                act(root / "index")
        seen.write_bytes(pickle.dumps(recorder.events))

    events = Trace(str(root), act).events
    assert events == pickle.loads(seen.read_bytes())  # our own, written a moment ago
    assert not [event for event in events if event.name == "unforeseen"]
    assert len(events) > 100
