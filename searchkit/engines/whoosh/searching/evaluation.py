"""Which documents of one segment a query finds, and how often its leaves match in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import reduce
from operator import and_, or_
from typing import NamedTuple

import numpy as np

from searchkit.engines.whoosh.arrays import NONE, Array, Ints, Mask, locate
from searchkit.engines.whoosh.searching.conditions import values_in
from searchkit.engines.whoosh.searching.expansion import Resolve, union_rows
from searchkit.engines.whoosh.searching.leaves import LeafSearch, spoken_by
from searchkit.engines.whoosh.searching.matchset import Check
from searchkit.engines.whoosh.searching.saidwords import as_said, said_in
from searchkit.engines.whoosh.segments.holders import Values
from searchkit.engines.whoosh.segments.postings import Postings, nonzero
from searchkit.engines.whoosh.segments.segment import SPOKEN_TEXT, Segment
from searchkit.engines.whoosh.segments.spoken import are_by
from searchkit.engines.whoosh.segments.textfield import TextField
from searchkit.matching import is_constant, is_text_leaf, leaf_field, leaf_slot, word_leaves
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


class Found(NamedTuple):
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
        """The documents that the whole query finds, in order."""
        if isinstance(query, And):
            return self._of_all(query.children)
        if is_text_leaf(query):
            rows = self._rows(query) if query not in self._leaves else None
            return self.leaf(query).documents if rows is None else rows
        held = self.holders(query)
        return nonzero(self.mask(query)) if held is None else held

    def leaf(self, query: Query) -> Found:
        """Documents and frequencies of a leaf that has matches."""
        found = self._leaves.get(query)
        if found is None:
            found = self._leaves[query] = self._leaf(query)
        return found

    def _of_all(self, children: Sequence[Query]) -> Ints:
        """Documents that all children find: the fewest first, all else looked for only in what is left."""
        leaves = sorted(filter(is_text_leaf, children), key=self._frequency)
        others = sorted((child for child in children if not is_text_leaf(child)), key=_holds_words)
        named = [(asked, node) for node in others if (asked := self.values(node)) and asked.listed]
        least = min(named, key=lambda pair: pair[0].holding) if named else None
        if least is None or (leaves and self._frequency(leaves[0]) < least[0].holding):
            documents = self.documents((leaves or others).pop(0))
        else:
            documents = least[0].holders()
            others.remove(least[1])
        words = [node for node in others if _holds_words(node)]
        for node in others[: len(others) - len(words)]:
            documents = documents[self.accept(node)(documents)]
        for leaf in leaves:
            documents = self.narrow(leaf, documents)
        for node in words:
            documents = documents[self.accept(node)(documents)]
        return documents

    def _frequency(self, leaf: Query) -> int:
        """Rows in which a leaf of one word has a posting; more than all rows for other leaves."""
        lists = self._word(leaf)
        if lists is None:
            return self.segment.documents + 1
        return sum(map(self.segment.text(leaf_field(leaf)).frequency, lists)) if lists else 0

    def narrow(self, query: Query, documents: Ints) -> Ints:
        """Those of these documents (in order) in which a leaf matches.

        From then on the leaf has no matches elsewhere: for leaves that the whole query asks for.
        """
        if query not in self._leaves:
            field = self.text_field(query)
            if field is not None and self.segment.text(field).rows.starts is None:
                found = self._leaves[query] = self._leaf_in(query, self.segment.text(field), documents)
                return found.documents
        return documents[locate(self.leaf(query).documents, documents)[1]]

    def holders(self, query: Query) -> Ints | None:
        """Documents with a value of a keyword field, in order; None for another node."""
        asked = self.values(query)
        return None if asked is None else asked.holders()

    def values(self, query: Query) -> Values | None:
        """The values that a node asks for in a keyword field; None for another node."""
        return values_in(self.segment, self._schema, query)

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
                theirs = slice(None) if speakers is None else are_by(stretches.speaker, speakers)
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
        return documents_of(text, *text.words.by_row(self.leaves().matches(query).begin))

    def _leaf_in(self, query: Query, text: TextField, rows: Ints) -> Found:
        """A leaf in some rows, which are documents."""
        if isinstance(query, Said):
            said = self._said_word(query, rows)
            if said is not None:
                return Found(*said)
        lists = self._word(query)
        if lists is None or len(lists) != 1:
            return Found(*text.words.by_row(self.leaves(rows).matches(query).begin))
        postings = Postings(text.lists, lists[0])
        rows, places = postings.among(rows)
        return Found(rows, postings.frequencies(rows, postings.codes.take(places)))

    def text_field(self, leaf: Query) -> str | None:
        """The text field that a leaf looks in; None if there is none of this name."""
        name = leaf_field(leaf)
        return name if self._kind(name) is FieldKind.TEXT else None

    def leaves(self, rows: Ints | None = None) -> LeafSearch:
        """Finds matches, in all rows or in some."""
        return LeafSearch(self.segment, self._resolve, self._check, rows)

    def _listed(self, query: Query, text: TextField) -> tuple[Ints, Array] | None:
        """Rows and frequencies of a leaf that is one word, from its lists alone; None if it is not."""
        if isinstance(query, Said):
            return self._said_word(query)
        lists = self._word(query)
        if lists is None:
            return None
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

    def _said_word(self, query: Said, rows: Ints | None = None) -> tuple[Ints, Array] | None:
        """Rows and frequencies of one word that somebody said; None if it is more than one word."""
        text = self.segment.text(SPOKEN_TEXT)
        lists = None if is_constant(query.child) else self._word(query.child)
        if lists is None or len(lists) != 1:
            return None
        postings = Postings(text.lists, lists[0]) if query.by else as_said(self.segment, lists[0])
        rows, places = (postings.rows(), None) if rows is None else postings.among(rows)
        codes = postings.own_codes(rows) if places is None else postings.codes.take(places)
        frequencies = postings.frequencies(rows, codes)
        if not query.by:
            return rows, frequencies
        said = said_in(self.segment, postings, rows, None, spoken_by(self.segment, query.by))
        frequencies[said.part] = said.frequencies
        found = nonzero(said.found)
        return rows.take(found), frequencies.take(found)

    def _rows(self, query: Query) -> Ints | None:
        """The rows of a leaf that is one word, where they are documents and known without frequencies."""
        name = self.text_field(query)
        if name is None or self.segment.text(name).rows.starts is not None:
            return None
        lists = self._word(query)
        if not lists or not (len(lists) == 1 or is_constant(query)):
            return None
        return union_rows(self.segment.text(name), lists)

    def _word(self, query: Query) -> tuple[int, ...] | None:
        """The lists of a leaf that is one word; None if it is not."""
        if not isinstance(query, Word | Wildcard | Fuzzy | Phrase):
            return None
        slot = leaf_slot(query)
        return None if slot is None else self._resolve(query, slot).lists

    def _filter(self, query: Query) -> Mask:
        """Nodes without words."""
        segment = self.segment
        match query:
            case Everything():
                return np.ones(segment.documents, np.bool_)
            case Present():
                return self._present(query.field)
            case Absent():
                return ~self._present(query.field)
            case DateRange():
                return segment.date().having(_range_test(query))
            case Name() | Value():
                held = self.holders(query)
                return self._of_documents(NONE if held is None else held)
        raise TypeError(f"{type(query).__name__} is not a query node")

    def _kind(self, name: str) -> FieldKind | None:
        field = self._schema.get(name)
        return field.kind if field else None

    def accept(self, query: Query) -> Callable[[Ints], Mask]:
        """Test of documents by a node: on the few that are left, where that is cheaper than on all."""
        asked = self.values(query)
        if asked is not None:
            return asked.bitmap.holds if asked.many else asked.keyword.test(asked.codes)
        if isinstance(query, DateRange):
            dates = self.segment.date()
            passing = dates.passing(_range_test(query))
            return lambda documents: passing.take(dates.codes.take(documents))
        return self.mask(query).take

    def _present(self, name: str) -> Mask:
        segment = self.segment
        match self._kind(name):
            case FieldKind.TEXT:
                text = segment.text(name)
                return (text.words.lengths > 0).take(text.rows.of_documents)
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


def _holds_words(query: Query) -> bool:
    return next(word_leaves(query), None) is not None


def documents_of(text: TextField, rows: Ints, frequencies: Array) -> Found:
    """Rows of a field to documents: a row may stand for several."""
    if text.rows.starts is None:
        return Found(rows, frequencies)
    return Found(text.rows.documents(rows), frequencies.repeat(text.rows.sizes.take(rows)))
