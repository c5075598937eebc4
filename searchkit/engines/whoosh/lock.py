"""One writer at a time: a lock of the operating system on the file `lock`.

The system lets go of it when its holder dies, however it dies; so there is nothing to take over after a
crash or a reboot and a reused process number cannot mislead.  What stands in the file serves the message
only.  Removing the file by hand lets a second writer in, but loses nothing: a commit publishes its
generation under a name that only one of them can take (`storage.publish`).
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import time
from datetime import UTC, datetime
from pathlib import Path

from searchkit.engines.whoosh.storage import writing
from searchkit.errors import IndexLockedError

_PAUSE = 0.05  # seconds between two tries


class Lock:
    """The writer's lock of one index directory, held from `acquire` to `release`."""

    def __init__(self, directory: Path) -> None:
        self._path = directory / "lock"
        self._handle: int | None = None

    def acquire(self, wait: float = 0.0) -> None:
        """Take the lock, waiting up to `wait` seconds. Raises IndexLockedError naming its holder."""
        until = time.monotonic() + wait
        with writing(self._path):
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            while not _try(handle):
                if time.monotonic() >= until:
                    raise IndexLockedError(
                        f"{self._path.parent} is being written by {self._holder()}",
                        "wait for it to finish, or give it time with --wait SECONDS",
                    )
                time.sleep(_PAUSE)
            with writing(self._path):
                os.ftruncate(handle, 0)
                os.write(handle, json.dumps(_myself()).encode())
        except BaseException:
            os.close(handle)
            raise
        self._handle = handle

    def release(self) -> None:
        """Let go; the file stays, so that nobody locks a name that is gone."""
        if self._handle is not None:
            with contextlib.suppress(OSError):
                os.ftruncate(self._handle, 0)
            os.close(self._handle)
            self._handle = None

    def _holder(self) -> str:
        try:
            holder = json.loads(self._path.read_bytes())
            return f"process {holder['pid']} on {holder['host']} since {holder['since']}"
        except (OSError, ValueError, KeyError, TypeError):
            return "another process"


def _myself() -> dict[str, object]:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return {"pid": os.getpid(), "host": socket.gethostname(), "since": now}


def _try(handle: int) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
