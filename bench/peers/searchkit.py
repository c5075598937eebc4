"""searchkit's embedded engine, with every field of its schema in all forms.

Measured at the port: bound query trees in, ids, scores and counts out.  It is given more than its peers:
who speaks which words, people mentioned, source, role, language, date intervals, and the record that
showing a hit needs; and it keeps three forms of every word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache, partial
from importlib.metadata import version
from itertools import groupby
from pathlib import Path

from bench.asks import Ask, Form, Task
from bench.peers.base import LIMIT, InProcess, Run
from bench.rows import Row
from searchkit import dates, query
from searchkit.documents import documents
from searchkit.engines import whoosh
from searchkit.engines.base import Order
from searchkit.query.nodes import Name, Query
from searchkit.records import Article, Attribution, Kind, Paragraph, Person
from searchkit.schema import Document, Schema
from searchkit.snippets import snippet


def articles(rows: Iterable[Row]) -> Iterator[Article]:
    """The articles of these rows, as the pipeline hands them on."""
    for _, group in groupby(rows, key=lambda row: row.article):
        members = list(group)
        first = members[0]
        yield Article(
            id=first.article,
            title=first.title,
            paragraphs=tuple(map(_paragraph, members)),
            date=dates.parse(first.date),
            source=first.source,
            url=first.url,
        )


def _paragraph(row: Row) -> Paragraph:
    return Paragraph(
        n=row.n,
        text=row.text,
        role="answer" if row.speech else "narration",
        attributions=tuple(
            Attribution(_person(speaker), start, end, Kind(kind)) for start, end, speaker, kind in row.speech
        ),
        mentions=row.mentions,
    )


@cache
def _person(name: str) -> Person:
    return Person(name)


def bound(ask: Ask) -> Query:
    """The tree of an ask, read by searchkit's own parser; names stand for the one spelling given."""
    reading = query.parse(written(ask))
    return query.rewrite(reading.query, lambda n: replace(n, values=(n.name,)) if isinstance(n, Name) else n)


def written(ask: Ask) -> str:
    """An ask in the query language."""
    match ask.form:
        case Form.PHRASE:
            words = '"' + " ".join(ask.words) + '"'
        case Form.PREFIX:
            words = f"{ask.words[0]}*"
        case Form.FUZZY:
            words = f"{ask.words[0]}~1"
        case Form.ANY:
            words = "(" + " OR ".join(ask.words) + ")"
        case _:
            words = " ".join(ask.words)
    parts = [f"said:{words}" if ask.said else words] if words else []
    if ask.speaker:
        parts.append(f'speaker:"{ask.speaker}"')
    if ask.years:
        parts.append(f"date:{ask.years[0]}..{ask.years[1]}")
    return " ".join(parts)


class Session(InProcess):
    """An opened index."""

    def __init__(self, path: Path) -> None:
        self._engine = whoosh.open_engine(path)
        self._reader = self._engine.reader()

    def prepare(self, ask: Ask) -> Run | None:
        """The task, ready to run."""
        tree = bound(ask)
        match ask.task:
            case Task.TOP:
                return lambda: self._reader.search(tree, limit=LIMIT).total
            case Task.NEWEST:
                return lambda: self._reader.search(tree, limit=LIMIT, order=Order.NEWEST).total
            case Task.SNIPPETS:
                return partial(self._snippets, tree)
            case Task.YEARS:
                return lambda: sum(self._reader.counts(tree, "year").values())

    def found(self, ask: Ask) -> frozenset[str] | None:
        """Ids of everything found."""
        return frozenset(self._reader.every(bound(ask)))

    def close(self) -> None:
        """Close reader and engine."""
        self._reader.close()
        self._engine.close()

    def _snippets(self, tree: Query) -> int:
        top = self._reader.search(tree, limit=LIMIT)
        for found in self._reader.fetch([hit.id for hit in top.hits]):
            snippet(tree, found).marked("<b>", "</b>")
        return top.total


class Searchkit:
    """The peer."""

    name = index = "searchkit"

    def missing(self) -> str:
        """It is always there."""
        return ""

    def version(self) -> str:
        """Version of this project."""
        return version("searchkit")

    def documents(self, rows: list[Row], check: bool) -> list[Document]:
        """The documents that the pipeline makes."""
        return [document for article in articles(rows) for document in documents(article)]

    def build(self, batches: Iterable[list[Document]], path: Path, check: bool) -> None:
        """Index in one process."""
        engine = whoosh.create_engine(path, Schema())
        with engine.writer() as writer:
            for batch in batches:
                writer.add(batch)
            writer.commit()
        engine.close()

    def append(self, rows: list[Row], path: Path) -> None:
        """Add rows and commit."""
        engine = whoosh.open_engine(path)
        with engine.writer() as writer:
            writer.add(self.documents(rows, check=False))
            writer.commit()
        engine.close()

    def open(self, path: Path, check: bool) -> Session:
        """Open for searching."""
        return Session(path)


PEERS = (Searchkit(),)
