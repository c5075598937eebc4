"""An index that cannot be opened: what can still be known of it, and how it makes room for a new one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from searchkit.engines.whoosh import toc
from searchkit.engines.whoosh.lock import Lock
from searchkit.engines.whoosh.storage import Storage


def salvage(path: str | Path) -> Mapping[str, str]:
    """The metadata of the latest commit that can be read at all, of any version; empty where none can.

    Good enough to know what to rebuild from, and for nothing else: no checksum is asked for.
    """
    storage = Storage(path)
    for generation in sorted(toc.generations(storage), reverse=True):
        try:
            _, _, body = storage.read(toc.file_name(generation)).partition(b"\n")
            kept = json.loads(body)["metadata"]
        except (OSError, ValueError, KeyError, TypeError):
            continue
        if isinstance(kept, dict) and all(isinstance(value, str) for value in kept.values()):
            return kept
    return {}


def discard(path: str | Path, *, wait: float = 0.0) -> None:
    """Remove every file of an index, and nothing else. Raises IndexLockedError."""
    storage = Storage(path)
    lock = Lock(storage.path)
    lock.acquire(wait)
    try:
        for name in storage.names():
            if toc.is_ours(name):
                storage.remove(name)
    finally:
        lock.release()
