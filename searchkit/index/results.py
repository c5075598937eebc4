"""What an index answers to a query, as values; each with the JSON shape that every door gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from searchkit import query as language
from searchkit.index.hits import Hit
from searchkit.query import Note
from searchkit.query.nodes import Query
from searchkit.schema import JSON_VERSION


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
