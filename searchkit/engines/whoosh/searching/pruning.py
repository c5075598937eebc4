"""The best documents for words, with AND, OR and filters, without scoring more than can matter.

Exact: what is left out provably cannot be among the best.  Bounds come from the codes of postings (`codes`);
only documents whose bound reaches the score of the k-th best are scored, with the same arithmetic as
everywhere (`engines.bm25`), in the order of the query.  MaxScore (Turtle and Flood 1995), a set at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from searchkit.engines import bm25
from searchkit.engines.whoosh.arrays import NONE, Array, Ints, Mask
from searchkit.engines.whoosh.segments.codes import OVERFLOW
from searchkit.engines.whoosh.segments.lists import DENSE, RANKS, Lists, Postings, nonzero

Scores = npt.NDArray[np.float32]
Accept = Callable[[Ints], Mask]

_NO_SCORES: Scores = np.zeros(0, np.float32)
_SAFE = 1 - 1e-6  # a float32 sum may be this much below its parts
_MANY = 2000  # postings of a word beyond which two looks at its codes are cheaper than one at all it might be
_FEW = 64  # candidates that are scored without looking for a bound first


class Term:
    """A word in one segment, with its weight."""

    def __init__(self, lists: Lists, lengths: Array, number: int, weight: float, average: float) -> None:
        self.postings = Postings(lists, number)
        self.df = self.postings.df
        self.weight = weight
        self._average = average
        self._lengths = lengths
        self._bounds = lists.bounds(average)
        self._best = lists.best(number)
        most = self._bounds.at_most
        best = self._best[0]
        self.most = float(most[best] if self._bounds.monotone else most[: best + 1].max()) * weight

    def reached_by(self, count: int) -> float:
        """A score that at least so many documents surely reach; 0.0 if unknown."""
        for rank, code in zip(RANKS, self._best, strict=True):
            if count <= rank:
                overflow = self._best[0] == OVERFLOW
                least = self._bounds.at_least_overflow if overflow else self._bounds.at_least
                return float(least[code]) * self.weight if code else 0.0
        return 0.0

    def code_of(self, count: int) -> int:
        """A code that at least so many postings have or exceed; 0 if unknown."""
        return next((code for rank, code in zip(RANKS, self._best, strict=True) if count <= rank), 0)

    def code_for(self, score: float) -> int:
        """The least code that can reach a score."""
        if score <= 0:
            return 1
        wanted = np.float32(score / self.weight * _SAFE)
        reachable = self._bounds.at_most[: OVERFLOW + 1]
        if self._bounds.monotone:
            return max(1, int(reachable.searchsorted(wanted)))
        able = (reachable >= wanted).nonzero()[0]
        return max(1, int(able[0])) if len(able) else OVERFLOW + 1

    def bound(self, codes: Array) -> Scores:
        """What postings with these codes can reach."""
        bound = self._bounds.at_most.take(codes)
        bound *= np.float32(self.weight)
        return bound

    def score(self, documents: Ints, codes: Array) -> Scores:
        """Scores of documents whose codes are given; 0 where the code is 0."""
        tf = self.postings.frequencies(documents, codes)
        parts: Scores = bm25.part(
            self.weight,
            tf.astype(np.float64),
            self._lengths.take(documents).astype(np.float64),
            self._average,
        ).astype(np.float32)
        return parts


def best_of_term(term: Term, count: int, floor: float) -> tuple[Ints, Scores]:
    """The best documents of one word, none of them deleted; those below `floor` may be left out."""
    floor = max(floor, term.reached_by(count))
    if term.most < floor:
        return NONE, _NO_SCORES
    likely = term.code_of(4 * count)
    if term.df > _MANY and likely:  # what the best surely reach says little where rows are very uneven
        documents, codes = term.postings.select(likely)
        scores = term.score(documents, codes)
        floor = max(floor, float(np.partition(scores, len(scores) - count)[-count]))
    documents, codes = term.postings.select(term.code_for(floor))
    return top(documents, term.score(documents, codes), count)


def of_all(terms: Sequence[Term], base: Ints | None, accept: Accept | None) -> tuple[Ints, list[Array]]:
    """Documents that hold all words, and their codes of each; from `base` on, where it is given."""
    order = sorted(range(len(terms)), key=lambda i: terms[i].df)
    codes: dict[int, Array] = {}
    documents = base
    for i in order:
        postings = terms[i].postings
        if documents is None:
            documents, codes[i] = postings.rows(), postings.own_codes()
            continue
        here = postings.at(documents)
        postings.release()
        some = nonzero(here)
        if len(some) < len(here):
            documents = documents.take(some)
            codes = {j: c.take(some) for j, c in codes.items()}
            here = here.take(some)
        codes[i] = here
    assert documents is not None
    if accept is not None:
        some = accept(documents).nonzero()[0]
        documents, codes = documents.take(some), {j: c.take(some) for j, c in codes.items()}
    return documents, [codes[i] for i in range(len(terms))]


def best_of_all(
    terms: Sequence[Term], documents: Ints, codes: Sequence[Array], count: int, floor: float
) -> tuple[Ints, Scores]:
    """The best of documents that hold all words, whose codes are given in the order of the words."""
    if len(documents) > max(_FEW, 4 * count):
        bound = terms[0].bound(codes[0])
        for term, own in zip(terms[1:], codes[1:], strict=True):
            bound += term.bound(own)
        likely = np.argpartition(bound, len(bound) - 2 * count)[-2 * count :]
        sure = _score(terms, documents.take(likely), [own.take(likely) for own in codes])
        floor = max(floor, float(np.partition(sure, len(sure) - count)[-count]))
        some = (bound >= np.float32(floor * _SAFE)).nonzero()[0]
        documents, codes = documents.take(some), [own.take(some) for own in codes]
    return top(documents, _score(terms, documents, codes), count)


def best_of_any(terms: Sequence[Term], count: int, floor: float) -> tuple[Ints, Scores]:
    """The best documents that hold any of the words, none of them deleted."""
    if len(terms) == 1:
        return best_of_term(terms[0], count, floor)
    ranked = sorted(terms, key=lambda term: -term.most)
    total = sum(term.most for term in ranked)
    floor = max(floor, *(term.reached_by(count) for term in ranked))
    if total < floor:
        return NONE, _NO_SCORES
    try:
        floor = _raised(terms, ranked, count, floor)
        needed, rest = len(ranked), 0.0
        while needed > 1 and rest + ranked[needed - 1].most < floor * _SAFE:
            needed -= 1
            rest += ranked[needed].most
        found = [_candidates(term, ranked, total, floor) for term in ranked[:needed]]
        documents = found[0] if len(found) == 1 else np.unique(np.concatenate(found))
        return top(documents, _score_any(terms, documents), count)
    finally:
        for term in terms:
            term.postings.release()


def _raised(terms: Sequence[Term], ranked: Sequence[Term], count: int, floor: float) -> float:
    """A better floor, from the best documents of the two strongest words."""
    if sum(term.df for term in ranked) <= 4000 or count > 100:
        return floor
    some = [term.postings.select(max(1, term.code_of(100)))[0][:2000] for term in ranked[:2]]
    documents = np.unique(np.concatenate(some))
    if len(documents) < count:
        return floor
    scores = _score_any(terms, documents)
    return max(floor, float(np.partition(scores, len(scores) - count)[-count]))


def _candidates(term: Term, ranked: Sequence[Term], total: float, floor: float) -> Ints:
    """Documents of one word that can reach the floor together with the others; dropped as these are read."""
    floor *= _SAFE
    rest = total - term.most
    documents, codes = term.postings.select(term.code_for(floor - rest))
    bound: Scores | None = None
    for other in ranked:
        if other is term:
            continue
        if len(documents) <= 32:
            break
        rest -= other.most
        here = other.postings.at(documents)
        if bound is None:
            bound = term.bound(codes)
        bound += other.bound(here)
        some = (bound >= np.float32(floor - rest)).nonzero()[0]
        if len(some) < len(documents):
            documents, bound = documents.take(some), bound.take(some)
    return documents


def holding_any(terms: Sequence[Term], size: int) -> Mask:
    """Which documents hold any of the words."""
    found = np.zeros(size, np.bool_)
    for term in terms:
        if term.postings.kind == DENSE:
            found |= term.postings.codes != 0
        else:
            found[term.postings.rows()] = True
    return found


def _score(terms: Sequence[Term], documents: Ints, codes: Sequence[Array]) -> Scores:
    scores = np.zeros(len(documents), np.float32)
    for term, own in zip(terms, codes, strict=True):
        scores += term.score(documents, own)
    return scores


def _score_any(terms: Sequence[Term], documents: Ints) -> Scores:
    return _score(terms, documents, [term.postings.at(documents) for term in terms])


def top(documents: Ints, scores: Scores, count: int) -> tuple[Ints, Scores]:
    """The best, ties by document."""
    if len(documents) > count:
        edge = np.partition(scores, len(scores) - count)[-count]
        some = (scores >= edge).nonzero()[0]
        documents, scores = documents.take(some), scores.take(some)
    order = np.lexsort((documents, -scores))[:count]
    return documents.take(order), scores.take(order)
