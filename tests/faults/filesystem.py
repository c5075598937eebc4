"""File operations of a process under the eyes of a test: counted, stopped at, recorded, and replayed.

`operating` puts a hook before every call by which a process changes files.  `Recorder` writes them down;
`Disk` plays them back as a device would that keeps, of all that was not flushed, nothing or a random part.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

CHANGES = ("open", "write", "pwrite", "ftruncate", "fsync", "close", "link", "rename", "unlink", "mkdir")

Hook = Callable[[str, tuple[Any, ...], Callable[[], Any]], Any]


@contextmanager
def operating(hook: Hook) -> Iterator[None]:
    """Every call of `os` that changes files goes through `hook(name, arguments, call)`."""

    def through(name: str) -> Callable[..., Any]:
        real = getattr(os, name)

        def operation(*args: Any, **options: Any) -> Any:
            return hook(name, args, lambda: real(*args, **options))

        return operation

    with mock.patch.multiple(os, **{name: through(name) for name in CHANGES}):
        yield


@dataclass(frozen=True)
class Event:
    """One change: what, on which name or handle's file, with which data."""

    name: str
    path: str
    data: bytes = b""
    offset: int = 0
    other: str = ""


class Recorder:
    """Writes down every change below a folder, and what the process says meanwhile."""

    def __init__(self, root: Path) -> None:
        self.root = str(root)
        self.events: list[Event] = []
        self._open: dict[int, str] = {}
        self._offsets: dict[int, int] = {}

    def say(self, word: str) -> None:
        """A commit was acknowledged."""
        self.events.append(Event("say", word))

    def __call__(self, name: str, args: tuple[Any, ...], call: Callable[[], Any]) -> Any:
        done = call()
        if name in ("write", "pwrite"):
            self._write(name, args, done)
        elif name in ("ftruncate", "fsync", "close"):
            self._on_handle(name, args)
        elif str(args[0]).startswith(self.root):
            self._on_name(name, args, done)
        return done

    def _write(self, name: str, args: tuple[Any, ...], written: int) -> None:
        handle, data = args[0], bytes(args[1])[:written]
        if handle in self._open:
            offset = args[2] if name == "pwrite" else self._offsets[handle]
            if name == "write":
                self._offsets[handle] += written
            self.events.append(Event("write", self._open[handle], data, offset))

    def _on_handle(self, name: str, args: tuple[Any, ...]) -> None:
        path = self._open.get(args[0])
        if path is None:
            return
        if name == "close":
            del self._open[args[0]]
        elif name == "ftruncate":
            self.events.append(Event("truncate", path, offset=args[1]))
        else:
            self.events.append(Event("fsync", path))

    def _on_name(self, name: str, args: tuple[Any, ...], done: Any) -> None:
        path = str(args[0])
        if name == "open":
            self._open[done], self._offsets[done] = path, 0
            if args[1] & os.O_CREAT:
                self.events.append(Event("create", path))
        else:
            other = str(args[1]) if name in ("link", "rename") else ""
            self.events.append(Event(name, path, other=other))


@dataclass(eq=False)
class _File:
    data: bytearray = field(default_factory=bytearray)
    flushed: bytes = b""


@dataclass(eq=False)
class _Folder:
    names: dict[str, Any] = field(default_factory=dict)
    flushed: dict[str, Any] = field(default_factory=dict)
    since: dict[str, list[Any]] = field(default_factory=dict)  # what each name was since, None: not there

    def name(self, name: str, what: Any) -> None:
        """A name now means this file or folder; None: nothing any more."""
        self.since.setdefault(name, [self.flushed.get(name)]).append(what)
        if what is None:
            self.names.pop(name, None)
        else:
            self.names[name] = what

    def flush(self) -> None:
        """What the names mean now is safe."""
        self.flushed, self.since = dict(self.names), {}


Tree = dict[str, bytes | None]  # path below the root -> bytes; None: a folder


class Disk:
    """Files as a process sees them, and as they are after the power was cut.

    The model is the strictest that POSIX allows: a file's bytes are safe when it was fsynced, a name (made,
    linked, renamed or removed) when its folder was.  Of all else any part may be there, in any order.
    """

    def __init__(self, root: Path) -> None:
        self.root = str(root)
        self.folders: dict[str, _Folder] = {self.root: _Folder()}
        self.said: list[str] = []

    def do(self, event: Event) -> None:
        """One change."""
        match event.name:
            case "say":
                self.said.append(event.path)
            case "mkdir":
                folder = self.folders[event.path] = _Folder()
                self._folder(event.path).name(_base(event.path), folder)
            case "create":
                if _base(event.path) not in self._folder(event.path).names:
                    self._folder(event.path).name(_base(event.path), _File())
            case "write":
                data = self._file(event.path).data
                data.extend(b"\0" * (event.offset - len(data)))
                data[event.offset : event.offset + len(event.data)] = event.data
            case "truncate":
                data = self._file(event.path).data
                data[:] = data[: event.offset].ljust(event.offset, b"\0")
            case "fsync":
                self._flush(event.path)
            case "link" | "rename":
                self._folder(event.other).name(_base(event.other), self._file(event.path))
                if event.name == "rename":
                    self._folder(event.path).name(_base(event.path), None)
            case "unlink":
                self._folder(event.path).name(_base(event.path), None)
            case _:
                raise ValueError(f"no change that this disk knows: {event}")

    def after_power_cut(self, chance: random.Random | None) -> Tree:
        """What is left: only what was flushed, or with `chance` any parts of the rest too."""
        return dict(_left_of(self.folders[self.root], "", chance))

    def _folder(self, path: str) -> _Folder:
        return self.folders[path.rpartition("/")[0]]

    def _file(self, path: str) -> _File:
        found: _File = self._folder(path).names[_base(path)]
        return found

    def _flush(self, path: str) -> None:
        if path in self.folders:
            self.folders[path].flush()
        else:
            file = self._file(path)
            file.flushed = bytes(file.data)


def write_tree(tree: Tree, target: Path) -> None:
    """Put files and folders under `target`."""
    target.mkdir()
    for name, data in tree.items():
        if data is None:
            (target / name).mkdir()
        else:
            (target / name).write_bytes(data)


def _base(path: str) -> str:
    return path.rpartition("/")[2]


def _left_of(folder: _Folder, path: str, chance: random.Random | None) -> Iterator[tuple[str, bytes | None]]:
    left = dict(folder.flushed)
    if chance:
        left |= {name: chance.choice(meant) for name, meant in folder.since.items()}
    for name, kept in left.items():
        if isinstance(kept, _Folder):
            yield path + name, None
            yield from _left_of(kept, f"{path}{name}/", chance)
        elif kept is not None:
            yield path + name, _left(kept, chance)


def _left(file: _File, chance: random.Random | None) -> bytes:
    """A file's bytes after a power cut: what was flushed; by chance some pages of what was not."""
    if chance is None or file.flushed == file.data:
        return file.flushed
    left = bytearray(file.data[: chance.randint(0, len(file.data))])
    for page in range(0, len(left), 4096):
        if chance.random() < 0.3:
            kept = file.flushed[page : page + 4096].ljust(min(4096, len(left) - page), b"\0")
            left[page : page + 4096] = kept[: len(left) - page]
    return bytes(left)
