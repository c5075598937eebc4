"""What an index tells of itself: a paragraph in its place, who speaks, what it holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from searchkit.dates import DateSpan
from searchkit.index.hits import Hit
from searchkit.schema import JSON_VERSION


@dataclass(frozen=True, slots=True)
class Shown:
    """A paragraph with its neighbours in the article."""

    paragraph: Hit
    before: tuple[Hit, ...]
    after: tuple[Hit, ...]

    def to_json(self) -> dict[str, Any]:
        """The paragraph and its neighbours."""
        return {
            "version": JSON_VERSION,
            "paragraph": self.paragraph.to_json(),
            "before": [hit.to_json() for hit in self.before],
            "after": [hit.to_json() for hit in self.after],
        }


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who speaks in the collection: all spellings, number of paragraphs, first and last date."""

    name: str
    aliases: tuple[str, ...]
    sort: str
    paragraphs: int
    first: DateSpan | None
    last: DateSpan | None

    def to_json(self) -> dict[str, Any]:
        """One row."""
        return {
            "name": self.name,
            "aliases": list(self.aliases),
            "sort": self.sort,
            "paragraphs": self.paragraphs,
            "first": self.first and str(self.first),
            "last": self.last and str(self.last),
        }


@dataclass(frozen=True, slots=True)
class Speakers:
    """One page of the speakers, by falling number of paragraphs; `total` counts all of them.

    `nearest` are names like the one asked for, where it fits nobody; `notes` say who else it may be.
    """

    total: int
    people: tuple[Speaker, ...]
    nearest: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Speaker]:
        return iter(self.people)

    def to_json(self) -> dict[str, Any]:
        """The total and the page."""
        return {
            "version": JSON_VERSION,
            "total": self.total,
            "speakers": [person.to_json() for person in self.people],
            "nearest": list(self.nearest),
            "notes": list(self.notes),
        }


@dataclass(frozen=True, slots=True)
class Status:
    """What an index holds and how it was made. `first` and `last` are the outermost dates.

    `copies` counts the articles that have the text of another one.
    `notes` says what its user may want to know besides.
    """

    path: str
    engine: str
    articles: int
    paragraphs: int
    copies: int
    undated: int
    speakers: int
    first: DateSpan | None
    last: DateSpan | None
    corpora: tuple[str, ...]
    columns: tuple[str, ...]
    built: str
    versions: Mapping[str, int | str]
    size_bytes: int
    notes: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """All of it."""
        return {
            "version": JSON_VERSION,
            "path": self.path,
            "engine": self.engine,
            "articles": self.articles,
            "paragraphs": self.paragraphs,
            "copies": self.copies,
            "undated": self.undated,
            "speakers": self.speakers,
            "first": self.first and str(self.first),
            "last": self.last and str(self.last),
            "corpora": list(self.corpora),
            "columns": list(self.columns),
            "built": self.built,
            "versions": dict(self.versions),
            "size_bytes": self.size_bytes,
            "notes": list(self.notes),
        }


@dataclass(frozen=True, slots=True)
class Verified:
    """What a check of the whole index found; no `problems`: all is as it was written.

    `paragraphs` counts what was found whole: 0 where there are problems.
    """

    paragraphs: int
    problems: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Both."""
        return {
            "version": JSON_VERSION,
            "paragraphs": self.paragraphs,
            "problems": list(self.problems),
        }
