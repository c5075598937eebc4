"""An opened index: what users hold.

What only some methods need is imported in them: a search from the command line starts with this module.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, NoReturn, Unpack, cast

from searchkit.analysis import ANALYSIS_VERSION, UNICODE_VERSION
from searchkit.engines.base import Engine, Order, Reader
from searchkit.index import copies, leftout, reading
from searchkit.index.binding import Binder
from searchkit.index.hits import Hit, hit
from searchkit.index.loading import open_engine
from searchkit.index.metadata import Metadata
from searchkit.index.reading import Conditions
from searchkit.index.results import (
    Answer,
    CountResult,
    CountsResult,
    Explained,
    SearchResult,
)
from searchkit.query import Note
from searchkit.query.nodes import Absent, Name, Query
from searchkit.query.rewrite import walk
from searchkit.schema import SCHEMA_VERSION

if TYPE_CHECKING:
    from searchkit.index.about import Shown, Speakers, Status, Verified

TIMEOUT = 10.0  # seconds a query may take
_FETCHED = 256  # documents held at a time while streaming


class Index:
    """Answers queries from one snapshot of an index; `refresh` moves on to the latest.

    Safe to share between threads, but for `refresh` and `close`.  A context manager.

    Queries are strings of the query language or trees; what may stand beside them as keywords is in
    `Conditions`.  A query that cannot be read raises QueryError.
    """

    def __init__(self, engine: Engine, path: Path | str, engine_name: str = "whoosh") -> None:
        self.path = Path(path)
        self._engine_name = engine_name
        self._engine = engine
        self._take_snapshot()

    def _take_snapshot(self) -> None:
        while True:
            generation = self._engine.generation()
            self._metadata = Metadata.read(self._engine.metadata())
            self._reader: Reader = self._engine.reader()
            if self._reader.generation == generation:
                break
            self._reader.close()  # a commit came between: metadata and documents must be of one
        binder = Binder(self._reader.values, self._metadata.namesakes)
        self._asks = reading.Reader(self._reader.schema, self._metadata.date_order, binder)

    def __enter__(self) -> Index:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the index. Closing twice is fine; whoever asks after that gets a ValueError."""
        if isinstance(self._reader, _Closed):
            return
        self._reader.close()
        self._engine.close()
        self._reader = self._asks = cast(Any, _Closed())

    def refresh(self) -> bool:
        """Move on to the latest commit; False if this is it already."""
        if self._engine.generation() == self._reader.generation:
            return False
        old = self._reader
        self._take_snapshot()
        old.close()
        return True

    def __len__(self) -> int:
        return self._reader.size

    def search(
        self,
        query: str | Query,
        *,
        limit: int = 10,
        offset: int = 0,
        sort: str = "score",
        **conditions: Unpack[Conditions],
    ) -> SearchResult:
        """The page [offset, offset + limit) of what was found, and the exact total.

        `sort` is score, newest, oldest or document. ValueError for another one, or a page below 0.
        """
        _check_page(limit, offset)
        deadline = _deadline(conditions)
        asked = self._asks.read(query, conditions)
        found = self._reader.search(
            asked.query, limit=limit, offset=offset, order=Order(sort), deadline=deadline
        )
        documents = self._reader.fetch([scored.id for scored in found.hits])
        schema = self._reader.schema
        hits = tuple(
            hit(document, schema, asked.query, rank=offset + place, score=scored.score)
            for place, (scored, document) in enumerate(zip(found.hits, documents, strict=True), start=1)
        )
        notes = self._notes(asked, found.total, deadline)
        return SearchResult(asked.query, asked.read_as, notes, found.total, offset, hits)

    def count(self, query: str | Query, **conditions: Unpack[Conditions]) -> CountResult:
        """The exact number of paragraphs found."""
        deadline = _deadline(conditions)
        asked = self._asks.read(query, conditions)
        total = self._reader.count(asked.query, deadline=deadline)
        return CountResult(asked.query, asked.read_as, self._notes(asked, total, deadline), total)

    def counts(
        self, query: str | Query, by: str = "speaker", **conditions: Unpack[Conditions]
    ) -> CountsResult:
        """Paragraphs found for each value of a field, or for each day, month or year.

        Values by falling count, dates in their order.  ValueError for a field that cannot be counted by.
        """
        from searchkit.index import counting

        deadline = _deadline(conditions)
        asked = self._asks.read(query, conditions)
        field = counting.field(by, self._reader.schema)
        known = self._metadata.namesakes
        counted, doubts = counting.by_field(self._reader, asked.query, field, known, deadline)
        total = self._reader.count(asked.query, deadline=deadline)
        notes = self._notes(asked, total, deadline) + doubts
        return CountsResult(asked.query, asked.read_as, notes, total, field, counted)

    def every(self, query: str | Query, **conditions: Unpack[Conditions]) -> Iterator[Hit]:
        """All paragraphs found, in the order of the documents, in constant memory; scores are 0.0.

        The timeout is for finding them, not for what the caller does with each.
        """
        asked = self._asks.read(query, conditions)
        self._reader.count(asked.query, deadline=_deadline(conditions))  # what is too dear is refused now
        return self._stream(asked.query)

    def _stream(self, tree: Query) -> Iterator[Hit]:
        reader = self._reader
        rank = 0
        batch: list[str] = []
        for id in reader.every(tree):
            batch.append(id)
            if len(batch) == _FETCHED:
                yield from self._hits(tree, batch, rank)
                rank += len(batch)
                batch = []
        yield from self._hits(tree, batch, rank)

    def _hits(self, tree: Query, ids: list[str], before: int) -> Iterator[Hit]:
        for rank, document in enumerate(self._reader.fetch(ids), start=before + 1):
            yield hit(document, self._reader.schema, tree, rank=rank)

    def show(self, id: str, context: int = 2) -> Shown:
        """One paragraph with up to `context` neighbours on each side. Raises UnknownIdError."""
        from searchkit.index import neighbours

        return neighbours.show(self._reader, id, context)

    def speakers(self, name: str | None = None, *, limit: int | None = None, offset: int = 0) -> Speakers:
        """Who speaks, by falling number of paragraphs; with `name`, those whom it fits or begins."""
        from searchkit.index import speaking

        _check_page(limit or 0, offset)
        return speaking.speakers(self._reader, self._metadata.namesakes, name, limit, offset)

    def explain(self, query: str | Query, **conditions: Unpack[Conditions]) -> Explained:
        """How a query is read here: its tree, and the spellings that its names stand for."""
        asked = self._asks.read(query, conditions)
        names = {
            f"{node.field}:{node.name}": node.values or ()
            for node in walk(asked.query)
            if isinstance(node, Name)
        }
        return Explained(asked.query, asked.read_as, asked.notes, names)

    def status(self) -> Status:
        """What the index holds and how it was made."""
        from searchkit.index import speaking
        from searchkit.index.about import Status

        reader, made = self._reader, self._metadata
        first, last = speaking.first_and_last(reader)
        return Status(
            path=str(self.path),
            engine=self._engine_name,
            articles=len(reader.values("article")),
            paragraphs=reader.size,
            copies=copies.number(made.copies),
            undated=reader.count(Absent("date")),
            speakers=speaking.number(reader, made.namesakes),
            first=first,
            last=last,
            corpora=tuple(corpus.path for corpus in made.corpora),
            columns=reader.schema.columns,
            built=made.built,
            versions={
                "schema": SCHEMA_VERSION,
                "analysis": ANALYSIS_VERSION,
                "speech": made.speech,
                "unicode": made.unicode,
            },
            notes=_notes(made),
            size_bytes=self._engine.size_bytes(),
        )

    def verify(self) -> Verified:
        """Check every byte of the index on disk against its checksums."""
        from searchkit.index.checking import verify

        return verify(self.path, self._engine_name)

    def _notes(self, asked: Answer, total: int, deadline: float) -> tuple[Note, ...]:
        def count(tree: Query) -> int:
            return self._reader.count(tree, deadline=deadline)

        def counts(tree: Query, by: str) -> Mapping[str, int]:
            return self._reader.counts(tree, by, deadline=deadline)

        notes = asked.notes + leftout.notes(asked.query, total, count)
        notes += copies.notes(asked.query, total, self._metadata.copies, counts)
        if total:
            return notes
        from searchkit.index import unknown

        return notes + unknown.notes(asked.query, self._reader)


class _Closed:
    """Stands for what a closed index had: an answer from nothing would be a silent zero."""

    def __getattr__(self, name: str) -> NoReturn:
        raise ValueError("this index is closed")


def _check_page(limit: int, offset: int) -> None:
    for name, number in (("limit", limit), ("offset", offset)):
        if number < 0:
            raise ValueError(f"{name} must be 0 or more, not {number}")


def _deadline(conditions: Conditions) -> float:
    return time.monotonic() + conditions.get("timeout", TIMEOUT)


def open_index(path: Path | str, engine: str = "whoosh") -> Index:
    """Open the index at a path. Raises NoIndexError, IndexVersionError, IndexDamagedError."""
    return Index(open_engine(engine, Path(path)), path, engine)


def _notes(made: Metadata) -> tuple[str, ...]:
    """Where this Python takes other characters for letters than the one that made the index."""
    if made.unicode in ("", UNICODE_VERSION):
        return ()
    return (
        f"made with Unicode {made.unicode}, and this Python has {UNICODE_VERSION}: words with letters that "
        "only one of them knows may not be found; the next searchkit index builds all anew",
    )
