"""The table of contents: which segments make up a generation. One small JSON file a generation.

`toc-<generation>.json` is published whole, flushed, under a name nobody else can take; the highest one is
current.  Its first line is a CRC-32 of the rest, so a torn or changed one is known.  Nothing is unpickled.
"""

from __future__ import annotations

import json
import re
import secrets
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from searchkit.analysis.tokens import ANALYSIS_VERSION
from searchkit.engines.whoosh.storage import Storage
from searchkit.errors import IndexDamagedError, IndexVersionError, IndexWriteError, NoIndexError
from searchkit.schema import SCHEMA_VERSION, Schema

FORMAT_VERSION = 1
VERSIONS = {"format": FORMAT_VERSION, "schema": SCHEMA_VERSION, "analysis": ANALYSIS_VERSION}
_NAME = re.compile(r"toc-(\d{1,18})\.json")
_OURS = re.compile(r"(toc-\d+\.json|[0-9a-f]{16}\.(seg|del))(\.\d+\.tmp)?")


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
    return f"{secrets.token_hex(8)}.{suffix}"


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
        return b"%08x\n" % zlib.crc32(body) + body


def file_name(generation: int) -> str:
    """Name of the file of a generation."""
    return f"toc-{generation}.json"


def is_ours(name: str) -> bool:
    """Whether a name is one that this engine gives to files."""
    return _OURS.fullmatch(name) is not None


def exists(storage: Storage) -> bool:
    """Whether there is a generation."""
    return any(map(_NAME.fullmatch, storage.names()))


def latest(storage: Storage) -> int:
    """The current generation. Raises NoIndexError where there is none."""
    found = [int(m[1]) for m in map(_NAME.fullmatch, storage.names()) if m]
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


def _decode(storage: Storage, generation: int, data: bytes) -> Toc:
    checksum, _, body = data.partition(b"\n")
    try:
        if int(checksum, 16) != zlib.crc32(body):
            raise ValueError("checksum")
        content: dict[str, Any] = json.loads(body)
        _check_versions(storage, content.pop("versions"))
        entries = tuple(Entry(**entry) for entry in content.pop("segments"))
        toc = Toc(**content | {"segments": entries, "columns": tuple(content["columns"])})
        if toc.generation != generation:
            raise ValueError("generation")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexDamagedError(
            f"{storage.path / file_name(generation)} does not hold what was written to it",
            "searchkit rebuild makes the index anew from the articles",
        ) from error
    return toc


def _check_versions(storage: Storage, found: Mapping[str, int]) -> None:
    for name, version in VERSIONS.items():
        if found.get(name) != version:
            raise IndexVersionError(
                f"the index at {storage.path} was written with {name} version {found.get(name)}; "
                f"this searchkit reads version {version}",
                "searchkit rebuild makes it anew from the articles",
            )
