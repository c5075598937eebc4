"""The best documents of one segment that hold any of some words, and how many hold one.

Lists are gone through from the shortest to the longest.  Each document is judged once, at the last list that
holds it, by its code there and the codes of it seen before; lists that have a code for every row (words in
more than an eighth of all rows) come last.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from searchkit.engines.whoosh.arrays import NONE, Array, Ints, Mask, distinct, locate
from searchkit.engines.whoosh.searching.opened import SAFE, Opened, Scores
from searchkit.engines.whoosh.searching.pruning import Best, score, top
from searchkit.engines.whoosh.searching.scratch import marks
from searchkit.engines.whoosh.segments.codes import OVERFLOW
from searchkit.engines.whoosh.segments.lists import nonzero

_SEEDS = 4096  # documents among which good ones are looked for first
_FEW = 64  # candidates that are scored without looking for a bound first


@dataclass(frozen=True, slots=True)
class Visit:
    """A list as it is gone through: its rows (None: every row) and codes.

    `before`: words that a row judged here may also hold, in the order in which they were gone through;
    `seen`: in the same rows, the code of the last of these, 0 without any.  `beside`: the words that come
    after all listed ones, with their codes in the same rows: rows that hold one of them are judged there too.
    """

    word: Opened
    rows: Ints | None
    codes: Array
    before: Sequence[Opened]
    seen: Array | None
    beside: Sequence[tuple[Opened, Array]] = ()

    def new(self) -> int:
        """Rows that are held by this list and by none gone through before or after."""
        others = [codes for _, codes in self.beside]
        if self.seen is not None:
            others.append(self.seen)
        if not others:
            return len(self.codes) if self.rows is not None else int(np.count_nonzero(self.codes))
        alone = others[0] == 0
        for codes in others[1:]:
            alone &= codes == 0
        if self.rows is None:
            alone &= self.codes != 0
        return int(np.count_nonzero(alone))

    def take(self, some: Ints) -> Visit:
        """Some of the rows, by their places."""
        return Visit(
            self.word,
            some if self.rows is None else self.rows.take(some),
            self.codes.take(some),
            self.before,
            None if self.seen is None else self.seen.take(some),
            [(word, codes.take(some)) for word, codes in self.beside],
        )

    def bound(self) -> Scores:
        """What its rows can reach at most."""
        bound = self.word.upper.take(self.codes)
        if self.seen is not None:
            bound += _seen_upper(self.before).take(self.seen)
        for word, codes in self.beside:
            bound += word.upper.take(codes)
        return bound

    def promise(self) -> Scores:
        """About what its rows reach: to choose those worth scoring first."""
        promise = self.word.lower.take(self.codes)
        if self.seen is not None:
            promise += np.maximum.reduce([word.lower for word in self.before]).take(self.seen)
        for word, codes in self.beside:
            promise += word.lower.take(codes)
        return promise

    def reaching(self, floor: float) -> Mask:
        """Which rows can reach a floor, as far as comparing codes can tell."""
        floor = floor * SAFE - sum(word.most for word, _ in self.beside)
        rest = sum(word.most for word in self.before)
        mask: Mask = self.codes >= self.word.code_for(floor - rest)
        if self.seen is not None:
            enough = self.seen >= _seen_least(self.before, floor - self.word.most)
            enough |= self.codes >= self.word.code_for(floor)
            mask &= enough
        return mask


def _seen_upper(before: Sequence[Opened]) -> Scores:
    """What words gone through before add at most, by the code of the last one that holds the row."""
    upper = np.zeros(256, np.float32)
    rest = 0.0
    for word in before:
        np.maximum(upper, word.upper + np.float32(rest), out=upper)
        rest += word.most
    upper[0] = 0.0
    return upper


def _seen_least(before: Sequence[Opened], score: float) -> int:
    """The least code of the last word gone through before that holds a row with which they reach a score."""
    least, rest = OVERFLOW + 1, 0.0
    for word in before:
        least = min(least, word.code_for(score - rest))
        rest += word.most
    return least


class Union:
    """Words of which one must be there, in one segment. `live`: which documents count (None: all)."""

    def __init__(self, words: Sequence[Opened], live: Mask | None) -> None:
        self._words = words
        self._live = live
        ordered = sorted(words, key=lambda word: word.df)
        self._listed = [word for word in ordered if not word.dense]
        self._dense = [(word, self._living(word)) for word in ordered if word.dense]
        self._visits = [*self._visits_of_listed(), *self._visits_of_dense()]

    def total(self) -> int:
        """How many documents count."""
        return sum(visit.new() for visit in self._visits)

    def best(self, count: int, floor: float) -> Best:
        """The best of them; those below `floor` may be left out."""
        floor = max(floor, self._seeded(count))
        found = [self._candidates(visit, floor) for visit in self._visits]
        documents = found[0] if len(found) == 1 else distinct(np.sort(np.concatenate(found)))
        return top(documents, self._score(documents), count)

    def _living(self, word: Opened) -> Array:
        codes = word.postings.codes
        return codes if self._live is None else codes * self._live.view(np.uint8)

    def _visits_of_listed(self) -> Iterator[Visit]:
        if not self._listed:
            return
        with marks(self._listed[0].scale.lists) as marked:
            for i, word in enumerate(self._listed):
                rows, codes = word.postings.rows(), word.postings.codes
                if self._live is not None:
                    some = self._live.take(rows).nonzero()[0]
                    rows, codes = rows.take(some), codes.take(some)
                seen = marked.bytes.take(rows) if i else None
                if i + 1 < len(self._listed):
                    marked.put(rows, codes)
                beside = [(other, own.take(rows)) for other, own in self._dense]
                yield Visit(word, rows, codes, self._listed[:i], seen, beside)

    def _visits_of_dense(self) -> Iterator[Visit]:
        seen: Array | None = None
        for i, (word, codes) in enumerate(self._dense):
            yield Visit(word, None, codes, [other for other, _ in self._dense[:i]], seen)
            seen = codes if seen is None else np.where(codes != 0, codes, seen)

    def _seeded(self, count: int) -> float:
        """A score that at least `count` documents reach; 0.0 if unknown."""
        visit = next((visit for visit in reversed(self._visits) if visit.rows is not None), self._visits[-1])
        sample = np.arange(0, len(visit.codes), 1 + len(visit.codes) // _SEEDS)
        sample = sample.take(visit.codes.take(sample).nonzero()[0])
        if visit.seen is not None:
            shared = sample.take(visit.seen.take(sample).nonzero()[0])
            sample = shared if len(shared) >= count else sample
        if len(sample) < count:
            return 0.0
        visit = visit.take(sample)
        wanted = min(len(sample), max(_FEW, 2 * count))
        likely = visit.promise().argpartition(len(sample) - wanted)[-wanted:]
        assert visit.rows is not None
        likely.sort()
        scores = self._score(visit.rows.take(likely))
        return float(np.partition(scores, len(scores) - count)[-count])

    def _candidates(self, visit: Visit, floor: float) -> Ints:
        """Rows of a visit that can reach a floor."""
        rest = sum(word.most for word in visit.before) + sum(word.most for word, _ in visit.beside)
        if visit.word.most + rest < floor * SAFE:
            return NONE
        visit = visit.take(nonzero(visit.reaching(floor)))
        assert visit.rows is not None
        if len(visit.rows) <= _FEW:
            return visit.rows
        return visit.rows.take((visit.bound() >= np.float32(floor * SAFE)).nonzero()[0])

    def _score(self, documents: Ints) -> Scores:
        return score(self._words, documents, [self._codes_at(word, documents) for word in self._words])

    def _codes_at(self, word: Opened, documents: Ints) -> Array:
        visit = next(visit for visit in self._visits if visit.word is word)
        if visit.rows is None:
            return visit.codes.take(documents)
        if not len(visit.rows):
            return np.zeros(len(documents), np.uint8)
        place, found = locate(visit.rows, documents)
        codes: Array = visit.codes.take(place) * found
        return codes
