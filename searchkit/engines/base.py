"""The port: what every engine does, and nothing about how.

An engine keeps documents (one a paragraph) and answers query trees with ids, scores and counts.
`engines.memory` is the meaning: every other engine finds the same documents with the same match
positions, in the same order, and the tests hold them to it.

Trees that reach an engine are *bound*: every `Name` carries its stored `values`.  Total counts are always
exact.  Documents are numbered in the order they were added; that order breaks ties of score and of date.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple, Protocol

from searchkit.dates import DateSpan
from searchkit.query.nodes import Query
from searchkit.schema import Document, Schema


class Feature(StrEnum):
    """What an engine may be unable to do; tests that need it skip with the reason."""

    PERSISTENT = "persistent"  # what is committed is there when opened again
    SNAPSHOT = "snapshot"  # an open reader keeps seeing what it saw
    DEADLINE = "deadline"  # stops within the time given


class Order(StrEnum):
    """Order of results."""

    SCORE = "score"  # BM25, best first
    NEWEST = "newest"  # start of the date, latest first; undated last
    OLDEST = "oldest"  # start of the date, earliest first; undated last
    DOCUMENT = "document"  # as the documents were added


class Bucket(StrEnum):
    """What `counts` may count by besides keyword fields: the date, cut to this."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


def bucket_key(span: DateSpan | None, bucket: Bucket) -> str:
    """The day, month or year that holds the whole date; else the date's own form; "" without a date."""
    if span is None:
        return ""
    length = {Bucket.DAY: 10, Bucket.MONTH: 7, Bucket.YEAR: 4}[bucket]
    first, last = span.start.isoformat()[:length], span.last.isoformat()[:length]
    return first if first == last else str(span)


class Scored(NamedTuple):
    """One document found. `score` is its BM25 sum; 0.0 where nothing scores.

    A tuple, because a search makes one for every hit: frozen dataclasses take three times as long to make.
    """

    id: str
    score: float


class TopDocs(NamedTuple):
    """One page of a search: exact number of all documents found, and the page; a tuple as well."""

    total: int
    hits: tuple[Scored, ...]


class Reader(Protocol):
    """A snapshot of what was committed when it was opened. Safe to share between threads."""

    schema: Schema
    generation: int  # number of the commit it sees

    @property
    def size(self) -> int:
        """Number of documents."""
        ...

    def search(
        self,
        query: Query,
        *,
        limit: int = 10,
        offset: int = 0,
        order: Order = Order.SCORE,
        deadline: float | None = None,
    ) -> TopDocs:
        """The page [offset, offset + limit) of the documents found, in order.

        Scores are BM25 (`engines.bm25`): a leaf of several words weighs as much as its words together.
        `deadline` is a value of time.monotonic(); past it QueryError("timeout") is raised.  A wildcard or
        fuzzy word with more than 1,024 expansions raises QueryError("too-many-expansions").
        """
        ...

    def count(self, query: Query, *, deadline: float | None = None) -> int:
        """Exact number of documents found."""
        ...

    def every(self, query: Query, *, deadline: float | None = None) -> Iterator[str]:
        """Ids of all documents found, in document order, in constant memory."""
        ...

    def counts(
        self,
        query: Query,
        by: str,
        *,
        alike: Mapping[str, str] | None = None,
        deadline: float | None = None,
    ) -> Mapping[str, int]:
        """Number of documents found for each value of a keyword field, or for each Bucket of the date.

        A document with several values counts for each; one without counts under "".  With `alike` a value
        counts as the one that stands there for it, and a document once for all of the same.

        Dates count under their `bucket_key` ("2021" when counting by month).  A field comes before a Bucket
        of the same name unless a Bucket is given.  Raises ValueError if `by` is neither.
        """
        ...

    def matches(self, query: Query, id: str) -> tuple[tuple[int, int], ...]:
        """Match spans in the text of one document: sorted, disjoint token positions [first, last].

        Which positions match is defined in `searchkit.matching`; engines give it from their own postings.
        """
        ...

    def fetch(self, ids: Sequence[str]) -> list[Document]:
        """The documents with these ids, in this order. Raises KeyError naming one that is not there."""
        ...

    def values(self, field: str) -> Mapping[str, int]:
        """All values of a keyword field with the number of documents that hold each."""
        ...

    def words(self, prefix: str = "", *, limit: int | None = None) -> list[tuple[str, int]]:
        """Folded words of the text that begin with `prefix`, with document counts, in order of the word."""
        ...

    def close(self) -> None:
        """Let go of files and maps. Closing twice is fine."""
        ...


class Writer(Protocol):
    """One batch of changes. Nothing is visible before `commit`, and all of it is after."""

    def add(self, documents: Iterable[Document]) -> int:
        """Add documents; returns how many. Ids must be new or deleted in this batch (ValueError)."""
        ...

    def delete(self, articles: Collection[str]) -> int:
        """Delete all committed documents of these articles; returns how many documents."""
        ...

    def commit(self, metadata: Mapping[str, str] | None = None) -> None:
        """Make the batch visible, atomically and durably; the writer is closed.

        `metadata` (small strings, JSON) is kept beside the documents and replaces the one before.
        """
        ...

    def cancel(self) -> None:
        """Forget the batch; nothing of it stays behind. The writer is closed."""
        ...


class Engine(Protocol):
    """An opened collection."""

    features: frozenset[Feature]

    @property
    def schema(self) -> Schema:
        """Fields of the documents."""
        ...

    def reader(self) -> Reader:
        """The latest committed snapshot."""
        ...

    def generation(self) -> int:
        """Number of the latest commit: another than a reader's means that there is something newer."""
        ...

    def writer(self, *, wait: float = 0.0, fresh: bool = False, schema: Schema | None = None) -> Writer:
        """The one writer; waits so many seconds for another to finish, then IndexLockedError.

        With `fresh` it starts from nothing, and its commit replaces every document in one switch; only
        then may `schema` be another one.
        """
        ...

    def metadata(self) -> Mapping[str, str]:
        """What the last commit kept."""
        ...

    def size_bytes(self) -> int:
        """Bytes that the latest commit takes on disk."""
        ...

    def close(self) -> None:
        """Close readers that nobody uses any more."""
        ...
