"""The table of contents: which segments make up a generation. One small JSON file a generation.

`toc-<generation>.json` is published whole, flushed, under a name nobody else can take; the highest one is
current.  Its first line is a CRC-32 of the rest, so a torn or changed one is known.  Nothing is unpickled.
The names in it are checked before a file is opened by one: an index from elsewhere points at nothing outside.

Whatever other versions change, they keep JSON after the first line with `metadata` in it: a rebuild learns
from that what to build from.
"""

from __future__ import annotations

import json
import os
import re
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from searchkit.analysis.tokens import ANALYSIS_VERSION
from searchkit.engines.whoosh.files.storage import REBUILD, Storage, damaged
from searchkit.errors import IndexVersionError, IndexWriteError, NoIndexError, StoreError
from searchkit.schema import SCHEMA_VERSION, Schema

FORMAT_VERSION = 4
VERSIONS = {"format": FORMAT_VERSION, "schema": SCHEMA_VERSION, "analysis": ANALYSIS_VERSION}
_NAME = re.compile(r"toc-(\d{1,18})\.json")
_OURS = re.compile(r"(toc-\d+\.json|[0-9a-f]{16}\.(seg|del))(\.[0-9a-f]{16}\.tmp)?")
_DATA = re.compile(r"[0-9a-f]{16}\.(seg|del)")


@dataclass(frozen=True, slots=True)
class Entry:
    """One segment of a generation: its file and size, its documents, and the file of its deletions."""

    file: str
    size: int
    documents: int
    deletions: str = ""  # "": none
    deleted: int = 0

    @property
    def files(self) -> tuple[str, ...]:
        """The files it needs."""
        return (self.file, self.deletions) if self.deletions else (self.file,)


def new_name(suffix: str) -> str:
    """A name for a new file that nobody else will choose."""
    return f"{os.urandom(8).hex()}.{suffix}"


def passing_name() -> str:
    """A name for a file that no generation will need."""
    return f"{new_name('seg')}.{os.urandom(8).hex()}.tmp"


@dataclass(frozen=True, slots=True)
class Toc:
    """One committed generation."""

    generation: int
    columns: tuple[str, ...] = ()
    segments: tuple[Entry, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)

    @property
    def schema(self) -> Schema:
        """The built-in fields and the user's columns."""
        return Schema().with_columns(self.columns)

    @property
    def files(self) -> set[str]:
        """Every file this generation needs, itself included."""
        return {name for entry in self.segments for name in entry.files} | {file_name(self.generation)}

    def encode(self) -> bytes:
        """The file's bytes."""
        body = json.dumps({"versions": VERSIONS, **asdict(self)}, indent=1, ensure_ascii=False).encode()
        return _checksum(body) + b"\n" + body


def file_name(generation: int) -> str:
    """Name of the file of a generation."""
    return f"toc-{generation}.json"


def is_ours(name: str) -> bool:
    """Whether a name is one that this engine gives to files."""
    return _OURS.fullmatch(name) is not None


def generations(storage: Storage) -> list[int]:
    """Every generation that has a table."""
    return [int(m[1]) for m in map(_NAME.fullmatch, storage.names()) if m]


def exists(storage: Storage) -> bool:
    """Whether there is a generation."""
    return bool(generations(storage))


def latest(storage: Storage) -> int:
    """The current generation. Raises NoIndexError where there is none."""
    found = generations(storage)
    if not found:
        raise NoIndexError(f"there is no index at {storage.path}", "searchkit index PATH… builds one")
    return max(found)


def read(storage: Storage) -> Toc:
    """The current table. Raises NoIndexError, IndexDamagedError, IndexVersionError."""
    while True:
        generation = latest(storage)
        try:
            return _decode(storage, generation, storage.read(file_name(generation)))
        except FileNotFoundError:
            continue  # a commit between the two steps replaced it


def publish(storage: Storage, toc: Toc) -> None:
    """Make `toc` the current generation. Raises IndexWriteError where another writer was faster."""
    try:
        storage.publish(file_name(toc.generation), toc.encode())
    except FileExistsError:
        raise IndexWriteError(
            f"another writer committed to {storage.path} meanwhile (its lock file was removed?); "
            "nothing of this batch was kept",
            "run it again",
        ) from None


def salvage(storage: Storage) -> Toc:
    """What a build that replaces everything must know of an index that is damaged or of another version.

    The current generation without its segments, and the latest metadata that can be read at all: good enough
    to know what to build from, so no checksum is asked for.  Raises NoIndexError.
    """
    found = sorted(generations(storage), reverse=True)
    for generation in found:
        try:
            _, _, body = storage.read(file_name(generation)).partition(b"\n")
            kept = json.loads(body)["metadata"]
        except (OSError, StoreError, ValueError, KeyError, TypeError, RecursionError):
            continue
        if isinstance(kept, dict) and all(isinstance(value, str) for value in kept.values()):
            return Toc(found[0], metadata=kept)
    return Toc(latest(storage))


def _checksum(body: bytes) -> bytes:
    return b"%08x" % zlib.crc32(body)


def _content(data: bytes) -> dict[str, Any]:
    """What a file says. Raises ValueError where it is not what was written."""
    checksum, _, body = data.partition(b"\n")
    if checksum != _checksum(body):
        raise ValueError("checksum")
    content: dict[str, Any] = json.loads(body)
    return content


def _decode(storage: Storage, generation: int, data: bytes) -> Toc:
    try:
        content = _content(data)
        _check_versions(storage, content.pop("versions"))
        entries = tuple(_entry(**entry) for entry in content.pop("segments"))
        toc = Toc(**content | {"segments": entries, "columns": tuple(content["columns"])})
        if toc.generation != generation or not toc.schema:
            raise ValueError("generation")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise damaged(storage.path / file_name(generation)) from error
    return toc


def _entry(file: str, size: int, documents: int, deletions: str, deleted: int) -> Entry:
    """An entry as read. Raises ValueError or TypeError for one that is never written."""
    named = _DATA.fullmatch(file) and (not deletions or _DATA.fullmatch(deletions))
    if not named or not 0 <= deleted <= documents <= size:
        raise ValueError("entry")
    return Entry(file, size, documents, deletions, deleted)


def _check_versions(storage: Storage, found: Mapping[str, int]) -> None:
    for name, version in VERSIONS.items():
        if found.get(name) != version:
            raise IndexVersionError(
                f"the index at {storage.path} was written with {name} version {found.get(name)}; "
                f"this searchkit reads version {version}",
                REBUILD,
            )
