"""Searches for words, all or any of them, with filters: the page and the exact total by pruning.

This is the way of most queries; what it does not know goes the general way (`ranking`), with equal results.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from searchkit.engines import bm25
from searchkit.engines.whoosh.arrays import Ints
from searchkit.engines.whoosh.searching.evaluation import SegmentSearch
from searchkit.engines.whoosh.searching.leaves import bound
from searchkit.engines.whoosh.searching.pruning import (
    Accept,
    Scores,
    Term,
    best_of_all,
    best_of_any,
    best_of_term,
    holding_any,
    of_all,
)
from searchkit.engines.whoosh.searching.search import Search
from searchkit.engines.whoosh.segments.snapshot import KnownWord, View
from searchkit.matching import is_constant, is_text_leaf, leaf_words
from searchkit.query.nodes import And, Name, Or, Phrase, Query, Word

MOST = 1000  # hits asked for at most: beyond, bounds save nothing
_MOST_KNOWN = 4096  # words whose lists a snapshot keeps


@dataclass(frozen=True, slots=True)
class Asked:
    """Words that must all be there (or any of them), and conditions that do not score."""

    words: tuple[Query, ...]
    filters: tuple[Query, ...] = ()
    any: bool = False


def asked(query: Query) -> Asked | None:
    """The query as words and filters; None if it is more than that."""
    match query:
        case Word() | Phrase():
            return Asked((query,)) if _is_one_word(query) else None
        case Or():
            return Asked(query.children, any=True) if all(map(_is_one_word, query.children)) else None
        case And():
            words = tuple(child for child in query.children if _is_one_word(child))
            filters = tuple(child for child in query.children if not _scores(child))
            whole = len(words) + len(filters) == len(query.children)
            return Asked(words, filters) if words and whole else None
    return None


def _is_one_word(query: Query) -> bool:
    if not isinstance(query, Word | Phrase) or is_constant(query):
        return False
    words = leaf_words(query)
    return len(words) == 1 and len(words[0].readings) == 1 and len(words[0].readings[0]) == 1


def _scores(query: Query) -> bool:
    """Whether a node scores (nothing under Not does)."""
    if isinstance(query, And | Or):
        return any(map(_scores, query.children))
    return is_text_leaf(query)


class WordSearch:
    """One search for words on a snapshot."""

    def __init__(self, search: Search, asked: Asked) -> None:
        self._search = search
        self._asked = asked

    def page(self, count: int) -> tuple[int, list[tuple[int, float]]] | None:
        """Exact total and the best `count` documents; None where the general way must be taken."""
        words = [self._known(word) for word in self._asked.words]
        if any(word.lists is None for word in words):
            return None
        total = 0
        best: list[tuple[float, int]] = []
        floor = 0.0
        for place, view in enumerate(self._search.snapshot.views):
            self._search.check()
            terms = self._terms(view, place, words)
            if not terms:
                continue
            found, documents, scores = self._best(view, terms, count, floor)
            total += found
            best += zip(scores.tolist(), (documents + view.base).tolist(), strict=True)
            if place and len(best) > count:
                best.sort(key=_rank)
                del best[count:]
            if len(best) == count:
                floor = min(score for score, _ in best)
        best.sort(key=_rank)
        return total, [(number, score) for score, number in best]

    def _known(self, word: Query) -> KnownWord:
        """The lists and weight of a word; looked up once a snapshot."""
        snapshot = self._search.snapshot
        found = snapshot.words.get(word)
        if found is None:
            if len(snapshot.words) >= _MOST_KNOWN:
                snapshot.words.clear()
            found = snapshot.words[word] = self._look_up(word)
        return found

    def _look_up(self, word: Query) -> KnownWord:
        field = _field(word)
        lists: list[int] = []
        holding = 0
        for view in self._search.snapshot.views:
            slot = leaf_words(word)[0].readings[0][0]  # type: ignore[arg-type]
            numbers = self._search.resolver(view)(word, slot).lists  # type: ignore[arg-type]
            if len(numbers) > 1 or (numbers and view.segment.text(field).rows.starts is not None):
                return KnownWord(None, 0.0)
            lists.append(numbers[0] if numbers else -1)
            if numbers:
                holding += view.holding(field, numbers[0])
        return KnownWord(lists, bm25.idf(self._search.snapshot.size, holding))

    def _terms(self, view: View, place: int, words: Sequence[KnownWord]) -> list[Term]:
        """The words that are in a segment; none if it can hold no hit."""
        terms: list[Term] = []
        for word, known in zip(self._asked.words, words, strict=True):
            number = known.lists[place] if known.lists is not None else -1
            if number >= 0:
                field = _field(word)
                text = view.segment.text(field)
                average = self._search.snapshot.average(field)
                terms.append(Term(text.lists, text.lengths, number, known.weight, average))
            elif not self._asked.any:
                return []
        return terms

    def _best(self, view: View, terms: list[Term], count: int, floor: float) -> tuple[int, Ints, Scores]:
        """Total and best documents of one segment."""
        if self._asked.any:
            return self._best_of_any(view, terms, count, floor)
        if len(terms) == 1 and view.live is None and not self._asked.filters:
            return terms[0].df, *best_of_term(terms[0], count, floor)
        base, accept = self._conditions(view, min(term.df for term in terms))
        documents, codes = of_all(terms, base, accept)
        return len(documents), *best_of_all(terms, documents, codes, count, floor)

    def _best_of_any(
        self, view: View, terms: list[Term], count: int, floor: float
    ) -> tuple[int, Ints, Scores]:
        mask = holding_any(terms, view.segment.documents)
        if view.live is None:
            return int(np.count_nonzero(mask)), *best_of_any(terms, count, floor)
        documents = (mask & view.live).nonzero()[0]
        codes = [term.postings.at(documents) for term in terms]
        for term in terms:
            term.postings.release()
        return len(documents), *best_of_all(terms, documents, codes, count, floor)

    def _conditions(self, view: View, smallest: int) -> tuple[Ints | None, Accept | None]:
        """Documents to start from, where a name has fewer than any word; and the test of all filters."""
        segment = self._search.in_segment(view)
        filters = list(self._asked.filters)
        base: Ints | None = None
        for node in filters:
            if isinstance(node, Name):
                holders = _holders(segment, node, smallest)
                if holders is not None:
                    base = holders
                    filters.remove(node)
                    break
        tests = [segment.accept(node) for node in filters]
        if view.live is not None:
            tests.append(view.live.take)
        if not tests:
            return base, None
        if len(tests) == 1:
            return base, tests[0]
        return base, lambda documents: np.logical_and.reduce([test(documents) for test in tests])


def _holders(segment: SegmentSearch, node: Name, most: int) -> Ints | None:
    """Documents that hold a name, in order, if they are few."""
    keyword = segment.keyword(node.field)
    if keyword is None:
        return np.zeros(0, np.int64)
    held = [keyword.holders(code) for code in keyword.lookup(bound(node))]
    if sum(map(len, held)) > most:
        return None
    if len(held) == 1:
        return held[0].astype(np.int64)
    return np.unique(np.concatenate(held)).astype(np.int64) if held else np.zeros(0, np.int64)


def _field(query: Query) -> str:
    return query.field if isinstance(query, Word | Phrase) else ""


def _rank(pair: tuple[float, int]) -> tuple[float, int]:
    return -pair[0], pair[1]
