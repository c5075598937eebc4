"""The straight way of one phrase, with conditions: its words are looked up once a snapshot.

What this way does not know goes the general way (`ranking`), with equal results.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from searchkit.engines.whoosh.arrays import NONE, Ints, locate
from searchkit.engines.whoosh.searching.conditions import Split, narrowed
from searchkit.engines.whoosh.searching.fewrows import Place
from searchkit.engines.whoosh.searching.matchset import Check
from searchkit.engines.whoosh.searching.opened import Scale, Scales
from searchkit.engines.whoosh.searching.phraseplan import Plan, is_plain, planned
from searchkit.engines.whoosh.searching.phrases import adjacent, choose, first_positions
from searchkit.engines.whoosh.searching.pruning import Best, Found, best_first, merged, numbered, top
from searchkit.engines.whoosh.searching.search import LateSearch, Search
from searchkit.engines.whoosh.segments.bitmaps import Bitmap, within
from searchkit.engines.whoosh.segments.snapshot import Snapshot, View
from searchkit.engines.whoosh.segments.textfield import TextField
from searchkit.matching import leaf_words
from searchkit.query.nodes import Phrase, Query
from searchkit.remembered import Remembered
from searchkit.schema import Schema

_MOST_KNOWN = 4096  # phrases whose words are kept
_FEW = 512  # rows among which those of a phrase are found sooner than among all


class Sought(NamedTuple):
    """A phrase in a segment that has all its words."""

    text: TextField
    plan: Plan
    scale: Scale


class Known(NamedTuple):
    """A phrase on a snapshot: what it weighs, and how it is looked for in each segment."""

    weight: float
    sought: Sequence[Sought | None]


class _Asked(NamedTuple):
    """What is asked for."""

    phrase: Phrase
    weight: float
    conditions: Sequence[Query]
    search: LateSearch
    most: int
    check: Check


class PhraseSearch:
    """Searches for a phrase on a snapshot. Threads may share it."""

    def __init__(self, snapshot: Snapshot, schema: Schema, scales: Scales) -> None:
        self._snapshot = snapshot
        self._schema = schema
        self._scales = scales
        self._known: Remembered[Phrase, Known | None] = Remembered(_MOST_KNOWN)  # None: no row of words

    def page(self, query: Query, phrase: Phrase, parts: Split, count: int, check: Check) -> Found | None:
        """Exact total and the best `count` documents; None where the general way must be taken.

        The phrase is the one part of the query that scores.
        """
        known = self._phrase(phrase, check)
        if known is None:
            return None
        search = LateSearch(query, self._snapshot, self._schema, check, parts.wordless)
        asked = _Asked(phrase, known.weight, parts.conditions, search, count, check)
        total = 0
        pages: list[Best] = []
        for view, sought in zip(self._snapshot.views, known.sought, strict=True):
            check()
            if sought is not None:
                holding, page = self._page(view, sought, asked)
                total += holding
                pages.append(numbered(page, view.base) if view.base else page)
        return total, *(pages[0] if len(pages) == 1 else merged(pages, count))

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
        sought: list[Sought | None] = []
        for place, view in enumerate(self._snapshot.views):
            lists = [search.resolver(view)(phrase, slot).lists for slot in slots]
            if not all(lists):
                sought.append(None)
                continue
            text = view.segment.text(phrase.field)
            if text.rows.starts is not None or max(map(len, lists)) > 1:
                return None  # rows of several documents, words of several languages
            plan = planned(text, [numbers[0] for numbers in lists], slots)
            sought.append(Sought(text, plan, self._scales.of(phrase.field, place)))
        return Known(search.weight(phrase), sought)

    def _page(self, view: View, sought: Sought, asked: _Asked) -> tuple[int, Best]:
        """Total and best documents of one segment."""
        text, plan, scale = sought
        conditions, few, among = narrowed(
            view.segment, self._schema, asked.conditions, plan.rarest.postings.df
        )
        joined = _there(plan.joined, few, among) if len(plan.joined) else NONE
        chosen = choose(text, plan, few, among)
        starts = adjacent(text, plan, chosen, asked.check)
        among = among if chosen.rows is None else []  # else its rows are in all of these
        if isinstance(starts, list):
            if not conditions and not among and view.live is None and not len(joined):
                return _few(starts, scale, asked)
            starts = first_positions(starts)
        if len(joined):
            there = asked.search.in_segment(view).leaves(joined).matches(asked.phrase).begin
            starts = starts[~locate(joined, text.words.row_of(starts))[1]]
            starts = np.sort(np.concatenate([starts, there]))
        rows = None if len(joined) or chosen.rows is None or len(chosen.rows) > _FEW else chosen.rows
        documents, tf = text.words.by_row(starts, rows)
        tests = [asked.search.in_segment(view).accept(node) for node in conditions]
        tests += [bitmap.holds for bitmap in among]
        tests += [] if view.live is None else [view.live.take]
        for test in tests:
            some = test(documents).nonzero()[0]
            documents, tf = documents.take(some), tf.take(some)
        return len(documents), top(documents, scale.parts(asked.weight, documents, tf), asked.most)


def _few(places: list[Place], scale: Scale, asked: _Asked) -> tuple[int, Best]:
    """Total and best documents of a few places."""
    tf: dict[int, int] = {}
    for document, _, _ in places:
        tf[document] = tf.get(document, 0) + 1
    documents = list(tf)
    scores = scale.few_parts(asked.weight, documents, list(tf.values()))
    return len(tf), best_first(documents, scores, asked.most)


def _there(rows: Ints, few: Ints | None, among: Sequence[Bitmap]) -> Ints:
    """Those of these rows that conditions allow."""
    if not len(rows):
        return rows
    return within(rows if few is None else rows[locate(few, rows)[1]], among)
