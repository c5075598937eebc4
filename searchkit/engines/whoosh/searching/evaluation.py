"""Which documents of one segment a query finds, and how often its leaves match in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_, or_

import numpy as np

from searchkit.engines.whoosh.arrays import NONE, Array, Ints, Mask
from searchkit.engines.whoosh.searching.expansion import union_rows
from searchkit.engines.whoosh.searching.leaves import LeafSearch, Resolve, bound, leaf_field, spoken_by
from searchkit.engines.whoosh.searching.matchset import Check
from searchkit.engines.whoosh.segments.columns import KeywordColumn
from searchkit.engines.whoosh.segments.lists import nonzero
from searchkit.engines.whoosh.segments.segment import Segment
from searchkit.engines.whoosh.segments.textfield import TextField
from searchkit.matching import is_constant, is_text_leaf, leaf_words
from searchkit.query.nodes import (
    Absent,
    And,
    DateRange,
    Everything,
    Fuzzy,
    Name,
    Not,
    Or,
    Phrase,
    Present,
    Query,
    Said,
    Value,
    Wildcard,
    Word,
)
from searchkit.schema import FieldKind, Schema


@dataclass(frozen=True, slots=True)
class Found:
    """Documents in which a leaf matches, in order, and how often (tf) in each."""

    documents: Ints
    frequencies: Array


class SegmentSearch:
    """One query on one segment. Deleted documents are found too; the caller leaves them out."""

    def __init__(self, segment: Segment, schema: Schema, resolve: Resolve, check: Check) -> None:
        self.segment = segment
        self._schema = schema
        self._resolve = resolve
        self._check = check
        self._leaves: dict[Query, Found] = {}
        self._masks: dict[int, Mask] = {}

    def mask(self, query: Query) -> Mask:
        """Which documents a node finds."""
        found = self._masks.get(id(query))
        if found is None:
            self._check()
            found = self._masks[id(query)] = self._mask(query)
        return found

    def documents(self, query: Query) -> Ints:
        """The documents a node finds, in order."""
        return self.leaf(query).documents if is_text_leaf(query) else nonzero(self.mask(query))

    def leaf(self, query: Query) -> Found:
        """Documents and frequencies of a leaf that has matches."""
        found = self._leaves.get(query)
        if found is None:
            found = self._leaves[query] = self._leaf(query)
        return found

    def _mask(self, query: Query) -> Mask:
        match query:
            case And():
                return reduce(and_, [self.mask(child) for child in query.children])
            case Or():
                return reduce(or_, [self.mask(child) for child in query.children])
            case Not():
                return ~self.mask(query.child)
            case Said(child=Everything()):
                stretches, speakers = self.segment.stretches, spoken_by(self.segment, query.by)
                theirs = slice(None) if speakers is None else stretches.by(speakers)
                return self._of_documents(stretches.documents[theirs])
        if is_text_leaf(query):
            return self._of_documents(self.leaf(query).documents)
        return self._filter(query)

    def _of_documents(self, documents: Ints) -> Mask:
        mask = np.zeros(self.segment.documents, np.bool_)
        mask[documents] = True
        return mask

    def _leaf(self, query: Query) -> Found:
        field = self.text_field(query)
        if field is None:
            return Found(NONE, NONE)
        text = self.segment.text(field)
        listed = self._listed(query, text)
        if listed is not None:
            return documents_of(text, *listed)
        found = self.leaves().matches(query)
        row = text.row_of(found.begin)
        new = np.flatnonzero(np.append(True, row[1:] != row[:-1])) if len(row) else row
        return documents_of(text, row[new], np.diff(new, append=len(row)))

    def text_field(self, leaf: Query) -> str | None:
        """The text field that a leaf looks in; None if there is none of this name."""
        name = leaf_field(leaf)
        return name if self._kind(name) is FieldKind.TEXT else None

    def leaves(self, rows: Ints | None = None) -> LeafSearch:
        """Finds matches, in all rows or in some."""
        return LeafSearch(self.segment, self._resolve, self._check, rows)

    def _listed(self, query: Query, text: TextField) -> tuple[Ints, Array] | None:
        """Rows and frequencies of a leaf that is one word, from its lists alone; None if it is not."""
        if not isinstance(query, Word | Wildcard | Fuzzy | Phrase):
            return None
        words = leaf_words(query)
        if len(words) != 1 or len(words[0].readings) != 1 or len(words[0].readings[0]) != 1:
            return None
        lists = self._resolve(query, words[0].readings[0][0]).lists
        if is_constant(query):
            rows = union_rows(text, lists)
            return rows, np.ones(len(rows), np.int64)
        if len(lists) == 1:
            return text.postings(lists[0])
        postings = [text.postings(number) for number in lists]  # of different languages: no row twice
        if not postings:
            return NONE, NONE
        rows = np.concatenate([p[0] for p in postings])
        order = np.argsort(rows, kind="stable")
        return rows[order], np.concatenate([p[1] for p in postings])[order]

    def _filter(self, query: Query) -> Mask:
        """Nodes without words."""
        segment = self.segment
        match query:
            case Everything():
                return np.ones(segment.documents, np.bool_)
            case Name() if self._kind(query.field) is FieldKind.KEYWORD:
                keyword = segment.keyword(query.field)
                return keyword.having(keyword.lookup(bound(query)), segment.documents)
            case Value() if self._kind(query.field) is FieldKind.KEYWORD:
                keyword = segment.keyword(query.field)
                return keyword.having(keyword.lookup_folded(query.value), segment.documents)
            case Present():
                return self._present(query.field)
            case Absent():
                return ~self._present(query.field)
            case DateRange():
                return segment.date().having(_range_test(query))
            case Name() | Value():
                return np.zeros(segment.documents, np.bool_)
        raise TypeError(f"{type(query).__name__} is not a query node")

    def _kind(self, name: str) -> FieldKind | None:
        field = self._schema.get(name)
        return field.kind if field else None

    def accept(self, query: Query) -> Callable[[Ints], Mask]:
        """Test of documents by a node: on the few that are left, where that is cheaper than on all."""
        if isinstance(query, DateRange):
            dates = self.segment.date()
            passing = dates.passing(_range_test(query))
            return lambda documents: passing.take(dates.codes.take(documents))
        return self.mask(query).take

    def keyword(self, name: str) -> KeywordColumn | None:
        """A keyword field; None if there is none of this name."""
        return self.segment.keyword(name) if self._kind(name) is FieldKind.KEYWORD else None

    def _present(self, name: str) -> Mask:
        segment = self.segment
        match self._kind(name):
            case FieldKind.TEXT:
                text = segment.text(name)
                return (text.lengths > 0).take(text.rows.of_documents)
            case FieldKind.KEYWORD:
                return segment.keyword(name).counts > 0
            case FieldKind.DATE:
                return segment.date(name).codes > 0
            case FieldKind.NUMBER:
                return segment.number(name).numbers > 0
            case FieldKind.SPEECH:
                return segment.speech(name).counts > 0
            case FieldKind.STORED:
                rows, stored = segment.stored(name)
                return (stored.lengths > 0).take(rows.of_documents)
        return np.zeros(segment.documents, np.bool_)


def _range_test(query: DateRange) -> Callable[[Ints, Ints], Mask]:
    """The test of a date's first and last days."""
    low = (query.first or date.min).toordinal()
    high = (query.last or date.max).toordinal()

    def test(first: Ints, last: Ints) -> Mask:
        inside = (low <= first) & (last <= high)
        return (low <= last) & (first <= high) & ~inside if query.overlap else inside

    return test


def documents_of(text: TextField, rows: Ints, frequencies: Array) -> Found:
    """Rows of a field to documents: a row may stand for several."""
    if text.rows.starts is None:
        return Found(rows, frequencies)
    return Found(text.rows.documents(rows), frequencies.repeat(text.rows.sizes.take(rows)))
