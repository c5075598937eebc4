"""Every file operation of the engine, in one place: what is durable when, and what an error becomes.

Nothing else in this package touches a file.  A name is written once and never changed; `publish` is the one
step that makes a set of files the current one.  Files are flushed when they are closed, the directory before
and after it publishes, so that after a power cut either the old state or the whole new one is there.
"""

from __future__ import annotations

import contextlib
import errno
import mmap
import os
from collections.abc import Iterator
from pathlib import Path

from searchkit.errors import IndexDamagedError, IndexWriteError, NoIndexError

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class Storage:
    """The files of one index directory."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)

    def make(self) -> None:
        """Create the directory where it is missing."""
        with writing(self.path):
            self.path.mkdir(parents=True, exist_ok=True)

    def names(self) -> list[str]:
        """Names of all files. Raises NoIndexError where there is no directory that can be read."""
        try:
            return [entry.name for entry in self.path.iterdir()]
        except (FileNotFoundError, NotADirectoryError):
            raise NoIndexError(
                f"there is no index at {self.path}", "searchkit index PATH… builds one"
            ) from None
        except OSError as error:
            raise NoIndexError(f"the index at {self.path} cannot be read: {error.strerror}") from None

    def size(self, name: str) -> int:
        """Bytes of a file. Raises FileNotFoundError."""
        return (self.path / name).stat().st_size

    def read(self, name: str) -> bytes:
        """A small file whole. Raises FileNotFoundError; IndexDamagedError where it cannot be read."""
        try:
            return (self.path / name).read_bytes()
        except FileNotFoundError:
            raise
        except OSError as error:
            raise unreadable(self.path / name, error) from None

    def map(self, name: str) -> mmap.mmap:
        """A file as read-only memory. It stays valid after the file is removed. Raises FileNotFoundError."""
        try:
            with (self.path / name).open("rb") as file:
                return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except FileNotFoundError:
            raise
        except (OSError, ValueError) as error:  # ValueError: an empty file
            raise unreadable(self.path / name, error) from None

    def create(self, name: str) -> NewFile:
        """A new file, to be written once."""
        return NewFile(self.path / name)

    def write(self, name: str, data: bytes) -> None:
        """A small file, whole and flushed."""
        with self.create(name) as file:
            file.write(data)

    def publish(self, name: str, data: bytes) -> None:
        """Make `name` appear with `data`, all at once. Raises FileExistsError if the name is taken.

        Everything written before is flushed first.  A name is taken by linking, which fails where it
        exists: two writers can never both publish the same generation.
        """
        passing = f"{name}.{os.getpid()}.tmp"
        try:
            self.write(passing, data)
            self.flush()
            with writing(self.path / name, FileExistsError):
                os.link(self.path / passing, self.path / name)
            self.flush()
        finally:
            self.remove(passing)

    def flush(self) -> None:
        """Flush the directory itself, so that its names survive a power cut."""
        with writing(self.path):
            handle = os.open(self.path, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)

    def remove(self, name: str) -> None:
        """Remove a file; one that is gone or cannot be removed is left to the next sweep."""
        with contextlib.suppress(OSError):
            (self.path / name).unlink()


class NewFile:
    """A file being written; flushed on leaving, removed on an error."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with writing(path):
            self._handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)

    def write(self, data: bytes | memoryview, offset: int = 0) -> None:
        """Write `data` at `offset`."""
        with writing(self.path):
            rest = memoryview(data)
            while len(rest):
                done = os.pwrite(self._handle, rest, offset)
                rest, offset = rest[done:], offset + done

    def read(self, offset: int, size: int) -> bytes:
        """Bytes written before."""
        with writing(self.path):
            return os.pread(self._handle, size, offset)

    def __enter__(self) -> NewFile:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            if kind is None:
                with writing(self.path):
                    os.fsync(self._handle)
        except IndexWriteError:
            kind = IndexWriteError
            raise
        finally:
            os.close(self._handle)
            if kind is not None:
                with contextlib.suppress(OSError):
                    self.path.unlink()


@contextlib.contextmanager
def writing(path: Path, *passed: type[OSError]) -> Iterator[None]:
    """Turn an operating system's error into IndexWriteError; those in `passed` are the caller's own."""
    try:
        yield
    except passed:
        raise
    except OSError as error:
        hint = (
            "free some space and run again" if error.errno in _FULL else "check the directory's permissions"
        )
        raise IndexWriteError(
            f"cannot write {path}: {error.strerror}; what was committed before is intact", hint
        ) from error


def unreadable(path: Path, error: Exception) -> IndexDamagedError:
    """The error of a file that is there and cannot be read."""
    reason = getattr(error, "strerror", None) or str(error)
    return IndexDamagedError(f"{path} cannot be read: {reason}", "searchkit rebuild makes the index anew")
