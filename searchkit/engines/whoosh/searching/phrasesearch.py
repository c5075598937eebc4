"""The straight way of one phrase, with conditions: its words are looked up once a snapshot.

What this way does not know goes the general way (`ranking`), with equal results.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from searchkit.engines.whoosh.arrays import Array, Ints
from searchkit.engines.whoosh.searching.conditions import narrowed, split
from searchkit.engines.whoosh.searching.matchset import Check
from searchkit.engines.whoosh.searching.opened import Scales
from searchkit.engines.whoosh.searching.phrases import Plan, adjacent, is_plain, planned
from searchkit.engines.whoosh.searching.pruning import Best, Found, merged, top
from searchkit.engines.whoosh.searching.search import Search
from searchkit.engines.whoosh.segments.bitmaps import within
from searchkit.engines.whoosh.segments.snapshot import Snapshot, View
from searchkit.engines.whoosh.segments.textfield import TextField
from searchkit.matching import leaf_words
from searchkit.query.nodes import Phrase, Query
from searchkit.remembered import Remembered
from searchkit.schema import Schema

_MOST_KNOWN = 4096  # phrases whose words are kept


class Known(NamedTuple):
    """A phrase on a snapshot: what it weighs, and how it is looked for where all its words are."""

    weight: float
    plans: Sequence[Plan | None]


class PhraseSearch:
    """Searches for a phrase on a snapshot. Threads may share it."""

    def __init__(self, snapshot: Snapshot, schema: Schema, scales: Scales) -> None:
        self._snapshot = snapshot
        self._schema = schema
        self._scales = scales
        self._known: Remembered[Phrase, Known | None] = Remembered(_MOST_KNOWN)  # None: no row of words

    def page(self, query: Query, count: int, check: Check) -> Found | None:
        """Exact total and the best `count` documents; None where the general way must be taken."""
        leaves, conditions = split(query)
        if len(leaves) != 1 or not isinstance(leaves[0], Phrase):
            return None
        phrase = leaves[0]
        known = self._phrase(phrase, check)
        if known is None:
            return None
        search = Search(query, self._snapshot, self._schema, check)
        total = 0
        pages: list[Best] = []
        for place, (view, plan) in enumerate(zip(self._snapshot.views, known.plans, strict=True)):
            check()
            if plan is not None:
                documents, tf = _found(view, phrase, plan, conditions, search)
                total += len(documents)
                scores = self._scales.of(phrase.field, place).parts(known.weight, documents, tf)
                found, scores = top(documents, scores, count)
                pages.append((found + view.base, scores))
        return total, *merged(pages, count)

    def _phrase(self, phrase: Phrase, check: Check) -> Known | None:
        try:
            return self._known[phrase]
        except KeyError:
            return self._known.keep(phrase, self._look_up(phrase, check))

    def _look_up(self, phrase: Phrase, check: Check) -> Known | None:
        words = leaf_words(phrase)
        if (
            phrase.slop
            or len(words) < 2
            or not all(len(w.readings) == len(w.readings[0]) == 1 for w in words)
        ):
            return None
        slots = [word.readings[0][0] for word in words]
        if not is_plain(phrase, slots):
            return None
        search = Search(phrase, self._snapshot, self._schema, check)
        plans: list[Plan | None] = []
        for view in self._snapshot.views:
            lists = [search.resolver(view)(phrase, slot).lists for slot in slots]
            if not all(lists):
                plans.append(None)
                continue
            text = view.segment.text(phrase.field)
            if not _is_straight(text, lists):
                return None
            plans.append(planned(text, [numbers[0] for numbers in lists], slots))
        return Known(search.weight(phrase), plans)


def _is_straight(text: TextField, lists: Sequence[tuple[int, ...]]) -> bool:
    """Whether rows are documents, and each word has one list and no token that covers several positions."""
    if text.rows.starts is not None:
        return False
    return all(len(numbers) == 1 and not text.words.has_wide(numbers[0]) for numbers in lists)


def _found(
    view: View, phrase: Phrase, plan: Plan, conditions: Sequence[Query], search: Search
) -> tuple[Ints, Array]:
    """Live documents with the phrase that fulfil all conditions, and how often it stands in each."""
    text, segment = view.segment.text(phrase.field), search.in_segment(view)
    smallest = min(word.postings.df for word in plan.words)
    conditions, few, among = narrowed(segment, conditions, smallest)
    few = few if few is None else within(few, among)
    documents, tf = text.words.by_row(adjacent(text, plan, search.check, few, among))
    tests = [segment.accept(node) for node in conditions]
    tests += [bitmap.holds for bitmap in among]
    if view.live is not None:
        tests.append(view.live.take)
    for test in tests:
        some = test(documents).nonzero()[0]
        documents, tf = documents.take(some), tf.take(some)
    return documents, tf
