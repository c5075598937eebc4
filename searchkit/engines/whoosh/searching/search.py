"""One query on one snapshot: its words resolved in every segment, its documents segment by segment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial

import numpy as np

from searchkit.analysis import Slot
from searchkit.engines import bm25
from searchkit.engines.limits import MAX_EXPANSIONS, too_many_expansions
from searchkit.engines.whoosh.arrays import Ints, Mask
from searchkit.engines.whoosh.searching.evaluation import SegmentSearch
from searchkit.engines.whoosh.searching.expansion import Expansion, Resolve, slot_lists
from searchkit.engines.whoosh.searching.matchset import Check
from searchkit.engines.whoosh.segments.snapshot import Snapshot, View
from searchkit.matching import Leaf, expands, leaf_words, word_leaves
from searchkit.query.nodes import Query, Word
from searchkit.schema import FieldKind, Schema


class _Lookup:
    """What slots stand for in each segment. It knows no search, so that a search is let go of at once."""

    def __init__(self, snapshot: Snapshot, schema: Schema, check: Check) -> None:
        self._known = snapshot.looked_up
        self._schema = schema
        self._check = check
        self._expansions: dict[tuple[int, Leaf, Slot], Expansion] = {}

    def resolve(self, view: View, leaf: Leaf, slot: Slot) -> Expansion:
        """Lists of a slot in one segment."""
        key = (view.base, leaf, slot)
        found = self._expansions.get(key)
        if found is None:
            found = self._expansions[key] = self._look_up(key, view)
        return found

    def _look_up(self, key: tuple[int, Leaf, Slot], view: View) -> Expansion:
        """What a slot stands for, looked up in the lexicon once a snapshot."""
        known = self._known
        found: Expansion | None = known.get(key)
        if found is None:
            found = self._expand(key[1], key[2], view)
            if len(found.lists) <= MAX_EXPANSIONS:
                known.keep(key, found)
        return found

    def _expand(self, leaf: Leaf, slot: Slot, view: View) -> Expansion:
        field = self._schema.get(leaf.field)
        if field is None or field.kind is not FieldKind.TEXT:
            return Expansion(())
        return slot_lists(leaf, slot, view.segment, self._check)


class Search:
    """What a query stands for in every segment. Made anew for every call."""

    def __init__(self, query: Query, snapshot: Snapshot, schema: Schema, check: Check) -> None:
        self.query = query
        self.snapshot = snapshot
        self.check = check
        self._schema = schema
        self._lookup = _Lookup(snapshot, schema, check)
        self._segments: dict[int, SegmentSearch] = {}
        self._check_expansions()

    def resolver(self, view: View) -> Resolve:
        """Lists of a slot in one segment."""
        return partial(self._lookup.resolve, view)

    def in_segment(self, view: View) -> SegmentSearch:
        """The query on one segment."""
        found = self._segments.get(view.base)
        if found is None:
            found = SegmentSearch(view.segment, self._schema, self.resolver(view), self.check)
            self._segments[view.base] = found
        return found

    def found(self) -> Iterator[tuple[View, Ints]]:
        """Live documents found in each segment, in order."""
        for view in self.snapshot.views:
            self.check()
            yield view, view.living(self.in_segment(view).documents(self.query))

    def weight(self, leaf: Query) -> float:
        """Weight of a leaf; see `bm25.weight`."""
        return bm25.weight(leaf, self.snapshot.size, self._holding)

    def _holding(self, leaf: Leaf, slot: Slot) -> int:
        """Live documents with a token that a slot stands for."""
        return sum(
            view.holding(leaf.field, number)
            for view in self.snapshot.views
            for number in self.resolver(view)(leaf, slot).lists  # of different languages: no row twice
        )

    def _check_expansions(self) -> None:
        """Raises QueryError where a pattern or fuzzy word stands for too many words."""
        for leaf in word_leaves(self.query):
            if isinstance(leaf, Word):
                continue  # stands for one word always
            for slot in _slots(leaf):
                if expands(leaf, slot):
                    forms = [self.resolver(view)(leaf, slot).forms for view in self.snapshot.views]
                    if sum(map(len, forms)) > MAX_EXPANSIONS and len(set().union(*forms)) > MAX_EXPANSIONS:
                        self._refuse(leaf, slot)

    def _refuse(self, leaf: Leaf, slot: Slot) -> None:
        """Raises the error, unless words of deleted documents only made it too many."""
        holding: Counter[str] = Counter()
        for view in self.snapshot.views:
            text = view.segment.text(leaf.field)
            expansion = self.resolver(view)(leaf, slot)
            for form, number in zip(expansion.forms, expansion.lists, strict=True):
                rows = text.postings(number)[0]
                live = rows if view.live is None else rows[_living_rows(view, leaf.field)[rows]]
                if len(live):
                    holding[form] += len(live)
        if len(holding) > MAX_EXPANSIONS:
            raise too_many_expansions(slot.folded, holding, leaf.span)


class LateSearch:
    """A search that is made when something is asked of it first: most pages need none.

    Where words of conditions may be patterns it is made at once, as these may stand for too many words.
    """

    __slots__ = ("_asked", "_made")

    def __init__(
        self, query: Query, snapshot: Snapshot, schema: Schema, check: Check, wordless: bool
    ) -> None:
        """`wordless`: whether its conditions hold no word."""
        self._asked = (query, snapshot, schema, check)
        self._made = None if wordless else Search(*self._asked)

    def in_segment(self, view: View) -> SegmentSearch:
        """The query on one segment."""
        if self._made is None:
            self._made = Search(*self._asked)
        return self._made.in_segment(view)


def _living_rows(view: View, field: str) -> Mask:
    """Which rows of a field belong to a live document."""
    rows = view.segment.text(field).rows
    living = np.flatnonzero(view.live if view.live is not None else np.ones(view.segment.documents, np.bool_))
    found: Mask = np.bincount(rows.of_documents.take(living), minlength=rows.count) > 0
    return found


def _slots(leaf: Leaf) -> Iterator[Slot]:
    return (slot for word in leaf_words(leaf) for reading in word.readings for slot in reading)
