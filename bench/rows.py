"""What a collection is made of: one row a paragraph, kept as JSONL, the same for every engine."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

Spoken = tuple[int, int, str, str]  # start, end (characters), speaker, kind


@dataclass(frozen=True, slots=True)
class Row:
    """One paragraph. `date` is ISO, a day or a year; `stems` is filled for cross-checks only."""

    id: str
    article: str
    n: int
    title: str
    url: str
    source: str
    date: str
    text: str
    speech: tuple[Spoken, ...] = ()
    mentions: tuple[str, ...] = ()
    stems: str = ""

    @property
    def speakers(self) -> tuple[str, ...]:
        """Everybody whose words stand here, once each."""
        return tuple(dict.fromkeys(s[2] for s in self.speech))

    @property
    def day(self) -> int:
        """First day of its date as the number yyyymmdd: what peers without date intervals are given."""
        parts = [int(part) for part in self.date.split("-")]
        year, month, day = (*parts, 1, 1)[:3]
        return year * 10_000 + month * 100 + day


def read(path: Path, limit: int | None = None) -> Iterator[Row]:
    """The first `limit` rows of a file."""
    with path.open(encoding="utf-8") as lines:
        for line in islice(lines, limit):
            values = json.loads(line)
            values["speech"] = tuple(tuple(s) for s in values["speech"])
            values["mentions"] = tuple(values["mentions"])
            yield Row(**values)


def write(path: Path, rows: Iterable[Row]) -> int:
    """Write rows; the file appears under its name only when it is whole. Returns how many."""
    part = path.with_suffix(".part")
    count = 0
    with part.open("w", encoding="utf-8") as out:
        for count, row in enumerate(rows, 1):  # noqa: B007 - the last number is the answer
            out.write(json.dumps(asdict(row), ensure_ascii=False))
            out.write("\n")
    part.replace(path)
    return count


def digest(path: Path, limit: int | None = None) -> str:
    """A BLAKE2b of the first `limit` lines of a file, in hex."""
    found = hashlib.blake2b(digest_size=16)
    with path.open("rb") as lines:
        for line in islice(lines, limit):
            found.update(line)
    return found.hexdigest()


def batches(rows: Iterable[Row], size: int = 2_000) -> Iterator[list[Row]]:
    """Rows in lists of `size`, the last one shorter."""
    iterator = iter(rows)
    while batch := list(islice(iterator, size)):
        yield batch
