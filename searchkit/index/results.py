"""What an index answers, as values; each with the JSON shape that every door gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from searchkit import query as language
from searchkit.dates import DateSpan
from searchkit.index.hits import Hit
from searchkit.query import Note
from searchkit.query.nodes import Query

JSON_VERSION = 1  # of all shapes; a field may be added without a new one, none changed or taken away


@dataclass(frozen=True, slots=True)
class Answer:
    """How a query was read against an index, and what to know about the answer: part of every one.

    query    the tree, names bound to the spellings that stand in the index
    read_as  its canonical form
    """

    query: Query
    read_as: str
    notes: tuple[Note, ...]

    def to_json(self) -> dict[str, Any]:
        """Version, tree, canonical form, notes."""
        return {
            "version": JSON_VERSION,
            "query": language.to_json(self.query),
            "read_as": self.read_as,
            "notes": [note.to_json() for note in self.notes],
        }


@dataclass(frozen=True, slots=True)
class Explained(Answer):
    """`names`: each name of the query as a condition, `speaker:may`, and the spellings it stands for."""

    names: Mapping[str, tuple[str, ...]]

    def to_json(self) -> dict[str, Any]:
        """How it was read, and the names."""
        return Answer.to_json(self) | {"names": {name: list(v) for name, v in self.names.items()}}


@dataclass(frozen=True, slots=True)
class SearchResult(Answer):
    """One page of what was found; `total` counts all, exactly. Iterable, with a length."""

    total: int
    offset: int
    hits: tuple[Hit, ...]

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def __len__(self) -> int:
        return len(self.hits)

    def to_json(self) -> dict[str, Any]:
        """How it was read, the total, and the page."""
        return Answer.to_json(self) | {
            "total": self.total,
            "offset": self.offset,
            "hits": [hit.to_json() for hit in self.hits],
        }


@dataclass(frozen=True, slots=True)
class CountResult(Answer):
    """The exact number of paragraphs found, as `int()` of it too."""

    total: int

    def __int__(self) -> int:
        return self.total

    def to_json(self) -> dict[str, Any]:
        """How it was read, and the total."""
        return Answer.to_json(self) | {"total": self.total}


@dataclass(frozen=True, slots=True)
class CountsResult(CountResult):
    """Paragraphs found for each value, over all of them.

    By a person's field a line is a person, all spellings together; "" counts paragraphs with no value.
    A paragraph with several values counts for each, so the lines may add up to more than `total`.
    """

    by: str
    counts: Mapping[str, int]

    def to_json(self) -> dict[str, Any]:
        """How it was read, the total, and the counts in their order."""
        return CountResult.to_json(self) | {"by": self.by, "counts": dict(self.counts)}


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
    """One page of the speakers, by falling number of paragraphs; `total` counts all of them."""

    total: int
    people: tuple[Speaker, ...]

    def __iter__(self) -> Iterator[Speaker]:
        return iter(self.people)

    def to_json(self) -> dict[str, Any]:
        """The total and the page."""
        return {
            "version": JSON_VERSION,
            "total": self.total,
            "speakers": [person.to_json() for person in self.people],
        }


@dataclass(frozen=True, slots=True)
class Status:
    """What an index holds and how it was made. `first` and `last` are the outermost dates."""

    path: str
    engine: str
    articles: int
    paragraphs: int
    undated: int
    speakers: int
    first: DateSpan | None
    last: DateSpan | None
    corpora: tuple[str, ...]
    columns: tuple[str, ...]
    built: str
    versions: Mapping[str, int | str]
    size_bytes: int

    def to_json(self) -> dict[str, Any]:
        """All of it."""
        return {
            "version": JSON_VERSION,
            "path": self.path,
            "engine": self.engine,
            "articles": self.articles,
            "paragraphs": self.paragraphs,
            "undated": self.undated,
            "speakers": self.speakers,
            "first": self.first and str(self.first),
            "last": self.last and str(self.last),
            "corpora": list(self.corpora),
            "columns": list(self.columns),
            "built": self.built,
            "versions": dict(self.versions),
            "size_bytes": self.size_bytes,
        }


@dataclass(frozen=True, slots=True)
class Verified:
    """What a check of the whole index found; no `problems`: all is as it was written."""

    paragraphs: int
    problems: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Both."""
        return {
            "version": JSON_VERSION,
            "paragraphs": self.paragraphs,
            "problems": list(self.problems),
        }
