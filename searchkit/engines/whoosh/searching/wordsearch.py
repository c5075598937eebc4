"""The straight way of most queries: words, all or any of them, with conditions; exact totals, best hits.

Words are looked up once a snapshot.  What this way does not know goes the general way (`ranking`), with equal
results.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from searchkit.analysis import Slot
from searchkit.engines import bm25
from searchkit.engines.whoosh.arrays import Ints, Mask
from searchkit.engines.whoosh.searching.conditions import NAMED, Narrowed, Split, narrowed, split, values_in
from searchkit.engines.whoosh.searching.dateorder import by_date, foremost
from searchkit.engines.whoosh.searching.evaluation import SegmentSearch
from searchkit.engines.whoosh.searching.intersection import of_all
from searchkit.engines.whoosh.searching.leaves import spoken_by
from searchkit.engines.whoosh.searching.matchset import Check
from searchkit.engines.whoosh.searching.opened import Opened, Scales, Scores, opened
from searchkit.engines.whoosh.searching.phrasesearch import PhraseSearch
from searchkit.engines.whoosh.searching.pruning import (
    Best,
    Found,
    Held,
    best,
    best_among,
    best_of_one,
    merged,
    numbered,
    score,
)
from searchkit.engines.whoosh.searching.saidwords import as_said, said
from searchkit.engines.whoosh.searching.search import LateSearch, Search
from searchkit.engines.whoosh.searching.union import of_any
from searchkit.engines.whoosh.segments.bitmaps import Bitmap
from searchkit.engines.whoosh.segments.postings import Postings, nonzero
from searchkit.engines.whoosh.segments.segment import SPOKEN_TEXT
from searchkit.engines.whoosh.segments.snapshot import Snapshot, View
from searchkit.matching import is_constant, leaf_field, leaf_slot
from searchkit.query.nodes import Or, Phrase, Query, Said, Word
from searchkit.remembered import Remembered
from searchkit.schema import Schema

MOST = 1000  # hits asked for at most: beyond, bounds save nothing
_MOST_KNOWN = 4096  # words whose lists a snapshot keeps open

Known = tuple[Opened | None, ...]  # a word in every segment; None: it is not there


class Asked(NamedTuple):
    """Words that must all be there (or any of them), and conditions that do not score."""

    words: Sequence[Known]
    said: Sequence[Said | None]  # for each word: who must say it, if it matters
    conditions: Sequence[Query]
    search: LateSearch | None  # None: all documents that hold the words are found
    any: bool

    def words_in(self, place: int) -> list[Opened]:
        """The words as they stand in the segment at this place, where it can have a hit."""
        words = [word for known in self.words if (word := known[place])]
        return words if self.any or len(words) == len(self.words) else []


class WordSearch:
    """Searches for words on a snapshot. Threads may share it."""

    def __init__(self, snapshot: Snapshot, schema: Schema) -> None:
        self._snapshot = snapshot
        self._schema = schema
        self._known: Remembered[Query, Known | None] = Remembered(_MOST_KNOWN)  # None: it is several lists
        self._scales = Scales(snapshot)
        self._is_whole = [view.live is None for view in snapshot.views] == [True]  # one segment, none deleted
        self._phrases = PhraseSearch(snapshot, schema, self._scales)

    def known(self, word: Word, count: int) -> Found | None:
        """The page of one word that is known, in one segment: what is asked for most, by the fewest steps."""
        known = self._known.get(word) if self._is_whole else None
        if known is None:
            return None
        opened = known[0]
        return (opened.df, *best_of_one(opened, count, 0.0)) if opened else (0, [], [])

    def page(self, query: Query, count: int, check: Check) -> Found | None:
        """Exact total and the best `count` documents; None where the general way must be taken."""
        if isinstance(query, NAMED):
            return self._holding_values(query, count)
        parts = split(query)
        if len(parts.leaves) == 1 and isinstance(phrase := parts.leaves[0], Phrase):
            page_of_phrase = self._phrases.page(query, phrase, parts, count, check)
            if page_of_phrase is not None:
                return page_of_phrase
        asked = self._asked(query, parts, check)
        if asked is None:
            return None
        total, floor = 0, 0.0
        pages: list[Best] = []
        for place, view in enumerate(self._snapshot.views):
            check()
            if words := asked.words_in(place):
                found, page = self._page(view, words, asked, count, floor)
                total += found
                pages.append(numbered(page, view.base))
                if len(page[1]) == count:
                    floor = max(floor, page[1][-1])
        return total, *merged(pages, count)

    def _holding_values(self, query: Query, count: int) -> Found | None:
        """The page of a name or value alone, where nothing is deleted: nothing scores."""
        total = 0
        first: list[int] = []
        for view in self._snapshot.views:
            asked = values_in(view.segment, self._schema, query)
            if asked is None or view.live is not None:
                return None
            holding, documents = asked.first_holders(count - len(first))
            total += holding
            first += [view.base + document for document in documents]
        return total, first, [0.0] * len(first)

    def dated(self, query: Query, count: int, newest: bool, check: Check) -> Found | None:
        """Exact total and the newest or oldest documents; None where the general way must be taken."""
        asked = self._asked(query, split(query), check)
        if asked is None or asked.any:
            return None
        total = 0
        pages: list[tuple[Ints, Scores, Ints]] = []
        for place, view in enumerate(self._snapshot.views):
            check()
            if words := asked.words_in(place):
                holding, held, keys, words = self._dated(view, words, asked, count, newest)
                total += holding
                assert held.documents is not None
                pages.append((held.documents + view.base, score(words, held.documents, held.codes), keys))
        if not pages:
            return 0, [], []
        documents, scores, keys = pages[0]
        if len(pages) > 1:
            documents, scores, keys = map(np.concatenate, zip(*pages, strict=True))
            order = keys.argsort(kind="stable")[:count]  # pages stand in the order of documents
            documents, scores = documents.take(order), scores.take(order)
        return total, documents.tolist(), scores.tolist()

    def _page(
        self, view: View, words: list[Opened], asked: Asked, count: int, floor: float
    ) -> tuple[int, Best]:
        """Total and best documents of one segment."""
        if asked.any and len(words) > 1:
            return of_any(words, view.live, count, floor)
        allowed = self._narrowed(view, words, asked)
        among = _among(view, asked, allowed) if len(words) == 1 else None
        if among == []:
            return words[0].df, best_of_one(words[0], count, floor)
        if among and words[0].long:
            return best_among(words[0], among, count, floor)
        held, words = self._holding(view, words, asked, allowed)
        total = held.total()
        return total, best(words, held, total, count, floor)

    def _dated(
        self, view: View, words: list[Opened], asked: Asked, count: int, newest: bool
    ) -> tuple[int, Held, Ints, list[Opened]]:
        """Total and newest or oldest documents of one segment, keys to merge them by, the words as said."""
        allowed = self._narrowed(view, words, asked)
        among, dates = _among(view, asked, allowed), view.segment.date()
        found = None if among is None else foremost(words, among, dates, count, newest)
        if found is None:
            held, words = self._holding(view, words, asked, allowed)
            found = held.total(), *by_date(held, dates, count, newest)
        return *found, words

    def _narrowed(self, view: View, words: Sequence[Opened], asked: Asked) -> Narrowed | None:
        """What conditions allow; None where there are none, and nobody must have said a word."""
        if asked.search is None:
            return None
        return narrowed(view.segment, self._schema, asked.conditions, min([word.df for word in words]))

    def _holding(
        self, view: View, words: list[Opened], asked: Asked, allowed: Narrowed | None
    ) -> tuple[Held, list[Opened]]:
        """Documents of one segment that hold all words, said if so asked, and fulfil all conditions."""
        if allowed is None or asked.search is None:
            held = of_all(words)
        else:
            held = of_all(words, allowed.few, allowed.among)
            for node in allowed.conditions:
                held = _fulfilling(held, asked.search.in_segment(view), node)
            words = list(words)
            for i, by in enumerate(asked.said):
                if by is not None:
                    held, words[i] = said(held, i, words[i], view.segment, spoken_by(view.segment, by.by))
        return (held if view.live is None else _living(held, view.live)), words

    def _asked(self, query: Query, parts: Split, check: Check) -> Asked | None:
        """The query as words and conditions; None if it is more than that."""
        any_of = isinstance(query, Or)
        words: list[Known] = []
        spoken: list[Said | None] = []
        for node in query.children if isinstance(query, Or) else parts.leaves:
            word = self._word(node, check)
            by = isinstance(node, Said) and node.by
            if word is None or (by and any_of):
                return None
            words.append(word)
            spoken.append(node if isinstance(node, Said) and by else None)
        if not words:
            return None
        search = None
        if parts.conditions or any(spoken):
            search = LateSearch(query, self._snapshot, self._schema, check, parts.wordless)
        return Asked(words, spoken, parts.conditions, search, any_of)

    def _word(self, node: Query, check: Check) -> Known | None:
        """A word, said or not, in every segment; None if it is not one word of one list.

        It is looked up once a snapshot.
        """
        if isinstance(node, Said):
            word = self._word(node.child, check)
            if word is None or leaf_field(node.child) != SPOKEN_TEXT:
                return None
            return word if node.by else self._said(word)
        if not isinstance(node, Word | Phrase):
            return None
        try:
            return self._known[node]
        except KeyError:
            slot = None if is_constant(node) else leaf_slot(node)
            found = None if slot is None else self._look_up(node, slot, check)
            if found is None or not any(word and word.postings.in_memory for word in found):
                self._known.keep(node, found)
            return found

    def _said(self, word: Known) -> Known:
        """A word in every segment, where somebody says it; None where nobody does."""
        pairs = zip(self._snapshot.views, word, strict=True)
        return tuple(_as_said(view, known) if known else None for view, known in pairs)

    def _look_up(self, word: Word | Phrase, slot: Slot, check: Check) -> Known | None:
        search = Search(word, self._snapshot, self._schema, check)
        numbers: list[int] = []
        holding = 0
        for view in self._snapshot.views:
            lists = search.resolver(view)(word, slot).lists
            if len(lists) > 1 or (lists and view.segment.text(word.field).rows.starts is not None):
                return None
            numbers.append(lists[0] if lists else -1)
            holding += sum(view.holding(word.field, number) for number in lists)
        weight = bm25.idf(self._snapshot.size, holding)
        return tuple(
            self._opened(word.field, place, number, weight) if number >= 0 else None
            for place, number in enumerate(numbers)
        )

    def _opened(self, field: str, place: int, number: int, weight: float) -> Opened:
        scale = self._scales.of(field, place)
        return opened(scale, Postings(scale.lists, number), weight)


def _as_said(view: View, word: Opened) -> Opened | None:
    postings = as_said(view.segment, word.postings.number)
    return opened(word.scale, postings, word.weight) if postings.df else None


def _among(view: View, asked: Asked, allowed: Narrowed | None) -> list[Bitmap] | None:
    """Bitmaps in all of which documents must be that hold the words; None where more is asked of them."""
    if any(asked.said) or (allowed is not None and (allowed.conditions or allowed.few is not None)):
        return None
    living = [] if view.alive is None else [view.alive]
    return [*allowed.among, *living] if allowed else living


def _fulfilling(held: Held, segment: SegmentSearch, node: Query) -> Held:
    """Documents that a node finds too."""
    held = held.chosen(None)
    assert held.documents is not None
    return held.take(nonzero(segment.accept(node)(held.documents)))


def _living(held: Held, live: Mask) -> Held:
    """Documents that are not deleted."""
    here = live if held.documents is None else live.take(held.documents)
    present = here if held.present is None else held.present & here
    return Held(held.documents, held.codes, present)
