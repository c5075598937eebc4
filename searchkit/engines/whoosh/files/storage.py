"""Every file operation of the engine, in one place: what is durable when, and what an error becomes.

Nothing else in this package touches a file.  A name is written once and never changed; `publish` is the one
step that makes a set of files the current one.  Files are flushed when they are closed, the directory before
and after it publishes, so that after a power cut either the old state or the whole new one is there.

Nothing but a regular file is ever opened: a FIFO or device under one of our names must not block a search.
"""

from __future__ import annotations

import contextlib
import errno
import mmap
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from searchkit.errors import IndexDamagedError, IndexWriteError, NoIndexError, StoreError

REBUILD = "searchkit rebuild makes the index anew from the articles"
_LARGEST_READ = 1 << 28  # bytes of a file that is read whole

_FULL = "free some space and run again"
_HANDLES = "close other files or programs, or allow more open files (ulimit -n)"
_MEMORY = "free some memory and run again"
_ALLOWED = "check the permissions of the directory and its files"
_REMEDIES = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: _FULL,
    errno.EMFILE: _HANDLES,
    errno.ENFILE: _HANDLES,
    errno.ENOMEM: _MEMORY,
    errno.EACCES: _ALLOWED,
    errno.EPERM: _ALLOWED,
    errno.EROFS: "the disk can only be read: keep the index on another one (--index)",
}
_NO_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS}


class Storage:
    """The files of one index directory."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)

    def make(self) -> None:
        """Create the directory where it is missing, with those above it, flushed."""
        with writing(self.path):
            missing = [p for p in (self.path, *self.path.parents) if not p.exists()]
            self.path.mkdir(parents=True, exist_ok=True)
            for path in reversed(missing):
                _flush(path.parent)

    def names(self) -> list[str]:
        """Names of all files. Raises NoIndexError where there is no directory, StoreError's kinds."""
        try:
            return [entry.name for entry in self.path.iterdir()]
        except (FileNotFoundError, NotADirectoryError):
            raise NoIndexError(
                f"there is no index at {self.path}", "searchkit index PATH… builds one"
            ) from None
        except OSError as error:
            raise unreadable(self.path, error) from None

    def size(self, name: str) -> int:
        """Bytes of a file. Raises FileNotFoundError."""
        return (self.path / name).stat().st_size

    def read(self, name: str) -> bytes:
        """A small file whole. Raises FileNotFoundError; StoreError's kinds where it cannot be read."""
        with self._opened(name) as handle:
            if os.fstat(handle).st_size > _LARGEST_READ:
                raise damaged(self.path / name)
            with os.fdopen(handle, "rb", closefd=False) as file:
                return file.read()

    def map(self, name: str) -> mmap.mmap:
        """A file as read-only memory. It stays valid after the file is removed. Raises FileNotFoundError."""
        with self._opened(name) as handle:
            if not os.fstat(handle).st_size:
                raise damaged(self.path / name)
            return mmap.mmap(handle, 0, access=mmap.ACCESS_READ)

    @contextlib.contextmanager
    def _opened(self, name: str) -> Iterator[int]:
        path = self.path / name
        try:
            # Without O_NONBLOCK a FIFO would be waited for.
            handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_NONBLOCK", 0))
            try:
                if not stat.S_ISREG(os.fstat(handle).st_mode):
                    raise damaged(path)
                yield handle
            finally:
                os.close(handle)
        except FileNotFoundError:
            raise
        except OSError as error:
            raise unreadable(path, error) from None

    def create(self, name: str) -> NewFile:
        """A new file, to be written once."""
        return NewFile(self.path / name)

    def scratch(self, name: str) -> ScratchFile:
        """A file for what does not fit in memory: nobody else sees it, and it is gone when it is closed."""
        return ScratchFile(self.path / name)

    def write(self, name: str, data: bytes) -> None:
        """A small file, whole and flushed."""
        with self.create(name) as file:
            file.write(data)

    def publish(self, name: str, data: bytes) -> None:
        """Make `name` appear with `data`, all at once. Raises FileExistsError if the name is taken.

        Everything written before is flushed first.  A name is taken by linking, which fails where it
        exists: two writers can never both publish the same generation.
        """
        passing = f"{name}.{os.urandom(8).hex()}.tmp"
        try:
            self.write(passing, data)
            self.flush()
            with writing(self.path / name, FileExistsError):
                _give_name(self.path / passing, self.path / name)
        finally:
            self.remove(passing)
        try:
            self.flush()
        except IndexWriteError as error:
            # It is taken back by nobody: readers may have seen it.
            raise IndexWriteError(
                f"{self.path / name} is written, but the disk did not confirm it; a power cut may undo it",
                "check the disk, then run it again",
            ) from error

    def flush(self) -> None:
        """Flush the directory itself, so that its names survive a power cut."""
        with writing(self.path):
            _flush(self.path)

    def remove(self, name: str) -> None:
        """Remove a file; one that is gone or cannot be removed is left to the next sweep."""
        with contextlib.suppress(OSError):
            (self.path / name).unlink()


def _flush(directory: Path) -> None:
    if os.name == "nt":
        return  # no directory can be opened there; its file system keeps a journal of names
    handle = os.open(directory, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _give_name(old: Path, new: Path) -> None:
    try:
        os.link(old, new)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if new.exists():  # no links on this file system (FAT): the lock alone keeps two writers apart
            raise FileExistsError(errno.EEXIST, "exists", str(new)) from None
        old.rename(new)


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

    def lengthen(self, size: int) -> None:
        """Make the file this long, zeros where nothing was written."""
        with writing(self.path):
            os.ftruncate(self._handle, size)

    def read(self, offset: int, size: int) -> bytes:
        """Bytes written before."""
        with writing(self.path):
            return os.pread(self._handle, size, offset)

    def __enter__(self) -> NewFile:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        done = False
        try:
            with writing(self.path):
                try:
                    if kind is None:
                        os.fsync(self._handle)
                finally:
                    os.close(self._handle)
            done = kind is None
        finally:
            if not done:
                with contextlib.suppress(OSError):
                    self.path.unlink()


class ScratchFile(NewFile):
    """A file that is written and read, never flushed, and left to nobody."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._remove()

    def close(self) -> None:
        """Give its room back."""
        os.close(self._handle)
        self._remove()

    def _remove(self) -> None:
        with contextlib.suppress(OSError):  # Windows does not remove what is open; the next writer sweeps
            self.path.unlink()


@contextlib.contextmanager
def writing(path: Path, *passed: type[OSError]) -> Iterator[None]:
    """Turn an operating system's error into IndexWriteError; those in `passed` are the caller's own."""
    try:
        yield
    except passed:
        raise
    except OSError as error:
        raise IndexWriteError(
            f"cannot write {path}: {_reason(error)}; what was committed before is intact",
            _REMEDIES.get(error.errno or 0, "check the disk and the directory's permissions"),
        ) from error


def damaged(path: Path) -> IndexDamagedError:
    """The error of a file whose bytes are not the ones that were written."""
    return IndexDamagedError(f"{path} does not hold what was written to it", REBUILD)


def unreadable(path: Path, error: OSError) -> StoreError:
    """The error of a file that is there and cannot be read."""
    message = f"{path} cannot be read: {_reason(error)}"
    if error.errno in _REMEDIES:
        return StoreError(message, _REMEDIES[error.errno])
    return IndexDamagedError(message, REBUILD)


def _reason(error: OSError) -> str:
    return error.strerror or str(error)
