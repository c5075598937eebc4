"""The page of a search: documents in the order asked for, with their scores."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from searchkit.engines import bm25
from searchkit.engines.base import Order
from searchkit.engines.whoosh.arrays import Ints, Mask, locate
from searchkit.engines.whoosh.searching.evaluation import SegmentSearch
from searchkit.engines.whoosh.searching.search import Search
from searchkit.engines.whoosh.segments.snapshot import View
from searchkit.matching import is_constant, is_text_leaf, leaf_field
from searchkit.query.nodes import And, Or, Query

Scores = npt.NDArray[np.float32]


class Ranking:
    """Orders what a search finds. Scores are BM25 over the whole snapshot: segments make no difference."""

    def __init__(self, search: Search) -> None:
        self._search = search
        self._weights: dict[int, float] = {}

    def page(self, order: Order, offset: int, limit: int) -> tuple[int, list[tuple[int, float]]]:
        """Exact total, and (document number, score) of the page."""
        alike = _score_of_all(self._search.query) if order is Order.SCORE else None
        if alike is not None:
            total, first = self._first(offset + limit)
            return total, [(number, alike) for number in first[offset:]]
        found = list(self._search.found())
        total = sum(len(documents) for _, documents in found)
        if offset >= total or limit <= 0:
            return total, []
        if order is Order.SCORE:
            return total, self._by_score(found, offset, limit)
        keys = [self._keys(view, documents, order) for view, documents in found]
        numbers = np.concatenate([view.base + documents for view, documents in found])
        chosen = numbers[_first(np.concatenate(keys), offset + limit)][offset:]
        return total, [(number, self._score_of(number)) for number in chosen.tolist()]

    def _first(self, count: int) -> tuple[int, list[int]]:
        """Exact total, and the first `count` documents."""
        total = 0
        first: list[int] = []
        for view, documents in self._search.found():
            some = documents[: max(0, count - len(first))]
            first += (some.astype(np.int64) + view.base).tolist()
            total += len(documents)
        return total, first

    def _by_score(self, found: list[tuple[View, Ints]], offset: int, limit: int) -> list[tuple[int, float]]:
        best: list[tuple[float, int]] = []
        for view, documents in found:
            scores = self.scores(view, documents)
            top = _first(-scores, offset + limit)
            best += zip(scores[top].tolist(), (view.base + documents[top]).tolist(), strict=True)
        best.sort(key=lambda pair: (-pair[0], pair[1]))
        return [(number, score) for score, number in best[offset : offset + limit]]

    def _keys(self, view: View, documents: Ints, order: Order) -> Ints:
        """What documents are ordered by, ascending."""
        if order is Order.DOCUMENT:
            return np.zeros(len(documents), np.int64)
        dates = view.segment.date()
        start = dates.first.take(dates.codes.take(documents))
        if order is Order.NEWEST:
            return -start
        return np.where(start == 0, np.iinfo(np.int64).max, start)

    def _score_of(self, number: int) -> float:
        view, document = self._search.snapshot.locate(number)
        return float(self.scores(view, np.array([document], np.int64))[0])

    def scores(self, view: View, documents: Ints) -> Scores:
        """Scores of documents that the query finds, given in order."""
        scores = np.zeros(len(documents), np.float32)
        segment = self._search.in_segment(view)
        everywhere = np.ones(len(documents), np.bool_)
        for leaf, counts in _counting(self._search.query, documents, everywhere, segment):
            self._search.check()
            some = documents if counts is everywhere else documents[counts]
            scores[counts] += self._parts(leaf, view, some, segment)
        return scores

    def _parts(self, leaf: Query, view: View, documents: Ints, segment: SegmentSearch) -> Scores:
        if is_constant(leaf):
            return np.full(len(documents), bm25.CONSTANT, np.float32)
        found = segment.leaf(leaf)
        at, _ = locate(found.documents, documents)
        field = leaf_field(leaf)
        lengths = view.lengths(field, documents).astype(np.float64)
        tf = found.frequencies.take(at).astype(np.float64)
        parts: Scores = bm25.part(
            self._weight(leaf), tf, lengths, self._search.snapshot.average(field)
        ).astype(np.float32)
        return parts

    def _weight(self, leaf: Query) -> float:
        found = self._weights.get(id(leaf))
        if found is None:
            found = self._weights[id(leaf)] = self._search.weight(leaf)
        return found


def _score_of_all(query: Query) -> float | None:
    """What every document found scores, where all score alike: names, dates, patterns, fuzzy words."""
    match query:
        case And():
            parts = [_score_of_all(child) for child in query.children]
            return None if None in parts else float(sum(part for part in parts if part))
        case Or():
            return 0.0 if all(_score_of_all(child) == 0.0 for child in query.children) else None
        case _ if is_text_leaf(query):
            return bm25.CONSTANT if is_constant(query) else None
    return 0.0


def _counting(
    query: Query, documents: Ints, counts: Mask, segment: SegmentSearch
) -> Iterator[tuple[Query, Mask]]:
    """The leaves that count, in the order of the tree, and in which of the documents they do."""
    match query:
        case And():
            for child in query.children:
                yield from _counting(child, documents, counts, segment)
        case Or():
            for child in query.children:
                yield from _counting(child, documents, counts & segment.mask(child)[documents], segment)
        case _ if is_text_leaf(query):
            yield query, counts


def _first(keys: npt.NDArray[np.generic], count: int) -> Ints:
    """Places of the `count` least keys in order; of equal ones those that stand first."""
    if len(keys) > count > 0:
        edge = np.partition(keys, count - 1)[count - 1]
        candidates = np.flatnonzero(keys <= edge)
        return candidates[np.argsort(keys[candidates], kind="stable")][:count]
    return np.argsort(keys, kind="stable")[:count]
