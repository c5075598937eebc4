"""A paragraph as shown: found by a search, or shown by its id."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from searchkit.dates import DateSpan
from searchkit.documents import dated, read_record
from searchkit.query.nodes import Query
from searchkit.records import Attribution
from searchkit.schema import Document, Schema
from searchkit.snippets import Snippet, snippet


@dataclass(frozen=True, slots=True)
class Hit:
    """One paragraph.

    rank      its place among all that were found, from 1; 0 where it was not searched for
    score     BM25; 0.0 where nothing scores
    offset    place of the paragraph's first character in its decoded file; `line` its line, from 1
    columns   the user's own fields
    snippet   the piece that shows best why it was found; None where it was not searched for
    """

    rank: int
    score: float
    id: str
    article: str
    n: int
    title: str
    by: tuple[str, ...]
    source: str
    url: str
    lang: str
    role: str
    speakers: tuple[str, ...]
    mentions: tuple[str, ...]
    date: DateSpan | None
    text: str
    path: str
    line: int
    offset: int
    columns: dict[str, tuple[str, ...]]
    attributions: tuple[Attribution, ...]
    snippet: Snippet | None = None

    @property
    def matches(self) -> tuple[tuple[int, int], ...]:
        """Characters [start, end) of `text` that match, sorted, disjoint."""
        return self.snippet.matches if self.snippet else ()

    def to_json(self) -> dict[str, Any]:
        """The shape that every door gives; rank, score, matches and snippet only where it was found."""
        row = {
            "id": self.id,
            "article": self.article,
            "n": self.n,
            "title": self.title,
            "by": list(self.by),
            "source": self.source,
            "url": self.url,
            "lang": self.lang,
            "role": self.role,
            "speakers": list(self.speakers),
            "mentions": list(self.mentions),
            **date_json(self.date),
            "text": self.text,
            "path": self.path,
            "line": self.line,
            "offset": self.offset,
            "columns": {name: list(values) for name, values in self.columns.items()},
            "attributions": [row.to_json() for row in self.attributions],
        }
        if self.snippet:
            row |= {
                "rank": self.rank,
                "score": round(self.score, 4),
                "matches": [list(span) for span in self.matches],
                "snippet": [piece._asdict() for piece in self.snippet.pieces],
            }
        return row


def date_json(date: DateSpan | None) -> dict[str, Any]:
    """A date as three columns: ISO form at its precision, the precision, how it was found."""
    if date is None:
        return {"date": None, "date_precision": None, "date_found": None}
    return {"date": str(date), "date_precision": str(date.precision), "date_found": date.found}


def hit(
    document: Document, schema: Schema, query: Query | None = None, *, rank: int = 0, score: float = 0.0
) -> Hit:
    """The document as a hit of a bound query, or of none."""
    record = read_record(document)
    return Hit(
        rank=rank,
        score=score,
        id=document.id,
        article=document.article,
        n=document.values.get("n", 0),
        title=document.text("title"),
        by=document.keywords("by"),
        source=_first(document, "source"),
        url=record.url,
        lang=_first(document, "lang"),
        role=_first(document, "role"),
        speakers=document.keywords("speaker"),
        mentions=document.keywords("mentions"),
        date=dated(document, record),
        text=document.text(),
        path=record.path,
        line=record.line,
        offset=record.offset,
        columns={name: document.keywords(name) for name in schema.columns},
        attributions=record.attributions,
        snippet=snippet(query, document) if query is not None else None,
    )


def _first(document: Document, field: str) -> str:
    return next(iter(document.keywords(field)), "")
