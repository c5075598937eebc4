"""The reference engine: a scan of documents in memory. Slow, plain, and right by definition.

Every other engine finds what this one finds, with the same counts, scores and order.  It keeps nothing on
disk; use it in tests and for a handful of documents.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from types import MappingProxyType
from typing import TypeAlias

import numpy as np

from searchkit.analysis import Slot
from searchkit.dates import DateSpan
from searchkit.engines import bm25
from searchkit.engines.base import Bucket, Feature, Order, Scored, TopDocs, bucket_key
from searchkit.engines.limits import MAX_EXPANSIONS, check_deadline, too_many_expansions
from searchkit.errors import IndexLockedError
from searchkit.matching import (
    FOLDED,
    Analysed,
    Leaf,
    LeafMatches,
    evaluate,
    expansions,
    fits,
    is_constant,
    spans,
    tally,
    word_leaves,
)
from searchkit.query.nodes import Query
from searchkit.schema import Document, FieldKind, Schema

_Found: TypeAlias = tuple[Analysed, tuple[LeafMatches, ...]]
_Weight: TypeAlias = Callable[[int, int], float]


@dataclass(frozen=True, slots=True)
class _State:
    """What one commit left: documents in the order they were added."""

    schema: Schema
    documents: Mapping[str, Analysed] = field(default_factory=dict)
    metadata: Mapping[str, str] = field(default_factory=dict)
    generation: int = 0


class Engine:
    """A collection in memory."""

    features = frozenset({Feature.SNAPSHOT, Feature.DEADLINE})

    def __init__(self, schema: Schema | None = None) -> None:
        self._state = _State(schema or Schema())
        self._lock = threading.Lock()

    @property
    def schema(self) -> Schema:
        """Fields of the documents."""
        return self._state.schema

    def reader(self) -> Reader:
        """The latest committed snapshot."""
        return Reader(self._state)

    def writer(self, *, wait: float = 0.0, fresh: bool = False, schema: Schema | None = None) -> Writer:
        """The one writer. With `fresh`, what it commits replaces all documents, and `schema` may be new."""
        if not self._lock.acquire(timeout=wait):
            raise IndexLockedError("another writer of this collection in memory is open")
        base = _State(schema or self.schema, {}, {}, self._state.generation) if fresh else self._state
        return Writer(base, self._publish)

    def generation(self) -> int:
        """Number of the latest commit."""
        return self._state.generation

    def metadata(self) -> Mapping[str, str]:
        """What the last commit kept."""
        return self._state.metadata

    def size_bytes(self) -> int:
        """0: nothing is on disk."""
        return 0

    def close(self) -> None:
        """Nothing is held that must be let go."""

    def _publish(self, state: _State | None) -> None:
        if state is not None:
            self._state = state
        self._lock.release()


class Writer:
    """One batch of changes, kept apart until it is committed."""

    def __init__(self, base: _State, publish: Callable[[_State | None], None]) -> None:
        self._base = base
        self._documents = dict(base.documents)
        self._publish = publish
        self._open = True

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *_: object) -> None:
        self.cancel()

    def add(self, documents: Iterable[Document]) -> int:
        """Add documents; returns how many. Raises ValueError on an id that is there, or a wrong value."""
        self._check_open()
        count = 0
        for document in documents:
            self._base.schema.check(document)
            if document.id in self._documents:
                raise ValueError(f"there is a document “{document.id}” already")
            self._documents[document.id] = Analysed(document)
            count += 1
        return count

    def delete(self, articles: Collection[str]) -> int:
        """Delete all committed documents of these articles; returns how many documents."""
        self._check_open()
        wanted = set(articles)
        doomed = [
            id
            for id, kept in self._base.documents.items()
            if kept.document.article in wanted and self._documents.get(id) is kept
        ]
        for id in doomed:
            del self._documents[id]
        return len(doomed)

    def commit(self, metadata: Mapping[str, str] | None = None) -> None:
        """Make the batch visible at once."""
        self._check_open()
        kept = self._base.metadata if metadata is None else MappingProxyType(dict(metadata))
        self._open = False
        self._publish(_State(self._base.schema, self._documents, kept, self._base.generation + 1))

    def cancel(self) -> None:
        """Forget the batch. Does nothing after a commit."""
        if self._open:
            self._open = False
            self._publish(None)

    def _check_open(self) -> None:
        if not self._open:
            raise ValueError("this writer is closed")


class Reader:
    """A snapshot of one commit."""

    def __init__(self, state: _State) -> None:
        self.schema = state.schema
        self.generation = state.generation
        self._documents = state.documents

    @property
    def size(self) -> int:
        """Number of documents."""
        return len(self._documents)

    def search(
        self,
        query: Query,
        *,
        limit: int = 10,
        offset: int = 0,
        order: Order = Order.SCORE,
        deadline: float | None = None,
    ) -> TopDocs:
        """The page [offset, offset + limit) of the documents found, in order."""
        found = list(self._find(query, deadline))
        scores = self._scores(found, deadline)
        by_rank: dict[Order, Callable[[Analysed], float]] = {
            Order.SCORE: lambda d: -scores[d.document.id],
            Order.NEWEST: lambda d: -_start(d, missing=0),
            Order.OLDEST: lambda d: _start(d, missing=1 << 30),
            Order.DOCUMENT: lambda d: 0,
        }
        ranked = sorted((d for d, _ in found), key=by_rank[order])  # stable: ties stay in document order
        ids = [d.document.id for d in ranked[offset : offset + limit]]
        return TopDocs(len(found), tuple(Scored(id, scores[id]) for id in ids))

    def count(self, query: Query, *, deadline: float | None = None) -> int:
        """Exact number of documents found."""
        return sum(1 for _ in self._find(query, deadline))

    def every(self, query: Query, *, deadline: float | None = None) -> Iterator[str]:
        """Ids of all documents found, in document order."""
        return (d.document.id for d, _ in self._find(query, deadline))

    def counts(
        self,
        query: Query,
        by: str,
        *,
        alike: Mapping[str, str] | None = None,
        deadline: float | None = None,
    ) -> Mapping[str, int]:
        """Number of documents found for each value of a keyword field, or for each Bucket of the date."""
        keys = _keys(self.schema, by)
        found = (d.document for d, _ in self._find(query, deadline))
        same = alike or {}
        return Counter(key for document in found for key in {same.get(key, key) for key in keys(document)})

    def matches(self, query: Query, id: str) -> tuple[tuple[int, int], ...]:
        """Match spans in the text of one document: sorted, disjoint token positions [first, last]."""
        leaves = evaluate(query, self._documents[id]) or ()
        return spans(m for leaf in leaves if leaf.field == "text" for m in leaf.matches)

    def fetch(self, ids: Sequence[str]) -> list[Document]:
        """The documents with these ids, in this order. Raises KeyError naming one that is not there."""
        return [self._documents[id].document for id in ids]

    def values(self, field: str) -> Mapping[str, int]:
        """All values of a keyword field with the number of documents that hold each."""
        found = (set(d.document.keywords(field)) for d in self._documents.values())
        return Counter(value for values in found for value in values)

    def words(self, prefix: str = "", *, limit: int | None = None) -> list[tuple[str, int]]:
        """Folded words of the text that begin with `prefix`, with document counts, in order of the word."""
        forms = (d.words().forms(FOLDED) for d in self._documents.values())
        found = Counter(form for here in forms for form in here if form.startswith(prefix))
        return sorted(found.items())[:limit]

    def close(self) -> None:
        """Nothing is held that must be let go."""

    def _find(self, query: Query, deadline: float | None) -> Iterator[_Found]:
        self._check_expansions(query)
        for document in self._documents.values():
            check_deadline(deadline)
            leaves = evaluate(query, document)
            if leaves is not None:
                yield document, leaves

    def _check_expansions(self, query: Query) -> None:
        for leaf in word_leaves(query):
            found: dict[str, Counter[str]] = {}
            for document in self._documents.values():
                for word, forms in expansions(leaf, document.words(leaf.field)):
                    found.setdefault(word, Counter()).update(forms)
            for word, forms_found in found.items():
                if len(forms_found) > MAX_EXPANSIONS:
                    raise too_many_expansions(word, forms_found, leaf.span)

    def _scores(self, found: Sequence[_Found], deadline: float | None) -> dict[str, float]:
        """BM25 by id: the parts of the leaves that count, added in float32 in their order in the query."""
        weights: dict[int, _Weight] = {}
        scores: dict[str, float] = {}
        for document, leaves in found:
            score = np.float32(0.0)
            for counted in leaves:
                weight = weights.get(id(counted.leaf))
                if weight is None:
                    weight = weights[id(counted.leaf)] = self._weight(counted, deadline)
                length = len(document.words(counted.field))
                score += np.float32(weight(tally(counted.matches), length))
            scores[document.document.id] = float(score)
        return scores

    def _weight(self, counted: LeafMatches, deadline: float | None) -> _Weight:
        """Score of one leaf by its tf in a document and the length of its field there."""
        if is_constant(counted.leaf):
            return lambda tf, length: bm25.CONSTANT
        weight = bm25.weight(counted.leaf, self.size, partial(self._holding, deadline))
        length = sum(len(document.words(counted.field)) for document in self._documents.values())
        average = length / self.size
        return lambda tf, length: bm25.part(weight, tf, length, average)

    def _holding(self, deadline: float | None, leaf: Leaf, slot: Slot) -> int:
        """Documents with a token that a slot of a leaf fits."""
        check_deadline(deadline)
        return sum(fits(leaf, slot, document.words(leaf.field)) for document in self._documents.values())


def _start(document: Analysed, missing: int) -> int:
    span: DateSpan | None = document.document.values.get("date")
    return missing if span is None else span.start.toordinal()


def _keys(schema: Schema, by: str) -> Callable[[Document], Iterable[str]]:
    known = schema.get(by)
    if known and known.kind is FieldKind.KEYWORD and not isinstance(by, Bucket):
        return lambda d: d.keywords(known.name) or ("",)
    if by not in tuple(Bucket):
        raise ValueError(f"cannot count by “{by}”: it is neither a keyword field nor day, month or year")
    bucket = Bucket(by)
    return lambda d: (bucket_key(d.values.get("date"), bucket),)
