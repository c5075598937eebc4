"""One writer at a time: locks of the operating system on the index directory and on the file `lock` in it.

The system lets go of them when their holder dies, however it dies; so there is nothing to take over after a
crash or a reboot and a reused process number cannot mislead.  What stands in the file serves the message
only.  Removing the file by hand lets nobody in: the directory is locked too, where its file system can (NFS
cannot; there a commit still publishes its generation under a name that only one writer can take).

A process that the writer forks does not inherit the locks: it might outlive the writer.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import time
import weakref
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from searchkit.engines.whoosh.files.storage import writing
from searchkit.errors import IndexLockedError, IndexWriteError

FILE_NAME = "lock"
_PAUSE = 0.05  # seconds between two tries
_TAKEN = {errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK}


class Lock:
    """The writer's lock of one index directory, held from `acquire` to `release`."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._path = directory / FILE_NAME
        self._handles: list[int] = []  # the file's first, the directory's where it can be locked

    def acquire(self, wait: float = 0.0) -> None:
        """Take the lock, waiting up to `wait` seconds. Raises IndexLockedError naming its holder."""
        until = time.monotonic() + wait
        _held_by_no_child()
        while not self._taken():
            if time.monotonic() >= until:
                raise IndexLockedError(
                    f"{self._directory} is being written by {self._holder()}",
                    "wait for it to finish, or give it time with --wait SECONDS",
                )
            time.sleep(_PAUSE)
        _held.add(self)
        try:
            with writing(self._path):
                os.ftruncate(self._handles[0], 0)
                os.pwrite(self._handles[0], json.dumps(_myself()).encode(), 0)
        except BaseException:
            self.release()
            raise

    def check(self) -> None:
        """Raises IndexWriteError where the directory was replaced while the lock was held."""
        with writing(self._directory):
            now = self._directory.stat()
        if any(_is(handle, now) for handle in self._handles[1:]) or len(self._handles) == 1:
            return
        raise IndexWriteError(
            f"{self._directory} was moved or replaced while it was being written; "
            "nothing of this batch was kept",
            "run it again",
        )

    def release(self) -> None:
        """Let go; the file stays, so that nobody locks a name that is gone."""
        if self._handles:
            with contextlib.suppress(OSError):
                os.ftruncate(self._handles[0], 0)
            for handle in self._handles:
                _unlock(handle)  # for a child too that was forked a moment ago and has not closed it yet
            self.forget()

    def forget(self) -> None:
        """Close without a word: what a forked process does with the lock of its parent."""
        handles, self._handles = self._handles, []
        for handle in handles:
            with contextlib.suppress(OSError):  # the lock goes with the handle, whatever closing it says
                os.close(handle)
        _held.discard(self)

    def _taken(self) -> bool:
        """Try once to take both locks."""
        with writing(self._path):
            self._handles.append(os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644))
        try:
            with writing(self._path):
                free = _try(self._handles[0])
            if free and os.name != "nt":
                with contextlib.suppress(OSError):  # a directory that cannot be opened cannot be locked
                    self._handles.append(os.open(self._directory, os.O_RDONLY | os.O_CLOEXEC))
                    free = self._directory_is_free()
        except BaseException:
            self.forget()
            raise
        if not free:
            self.forget()
        return free

    def _directory_is_free(self) -> bool:
        try:
            return _try(self._handles[1])
        except OSError:  # this file system locks no directories
            os.close(self._handles.pop())
            return True

    def _holder(self) -> str:
        try:
            holder = json.loads(self._path.read_bytes())
            return f"process {holder['pid']} on {holder['host']} since {holder['since']}"
        except (OSError, ValueError, KeyError, TypeError):
            return "another process"


_held: weakref.WeakSet[Lock] = weakref.WeakSet()


@cache
def _held_by_no_child() -> None:
    """From now on, forked processes close the locks of their parent."""
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=_forget_all)


def _forget_all() -> None:
    for lock in list(_held):
        lock.forget()


def _is(handle: int, found: os.stat_result) -> bool:
    mine = os.fstat(handle)
    return (mine.st_dev, mine.st_ino) == (found.st_dev, found.st_ino)


def _myself() -> dict[str, object]:
    import socket  # only who writes needs it

    now = datetime.now(UTC).isoformat(timespec="seconds")
    return {"pid": os.getpid(), "host": socket.gethostname(), "since": now}


def _unlock(handle: int) -> None:
    if os.name != "nt":  # there, closing does it, and nothing is forked
        import fcntl

        with contextlib.suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_UN)


def _try(handle: int) -> bool:
    """Whether the lock could be taken. Raises OSError where there is no such thing as a lock here."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _TAKEN:
            return False
        raise
    return True
