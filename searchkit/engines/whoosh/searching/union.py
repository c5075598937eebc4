"""The best documents of one segment that hold any of some words, and how many hold one.

Lists are gone through from the shortest to the longest.  Each document is judged once, at the last list that
holds it, by its code there and by what the lists before add; lists that have a code for every row (words in
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
from searchkit.engines.whoosh.segments.lists import nonzero

_SAMPLE = 4096  # documents among which good ones are looked for first
_SEEDS = 128  # of these are scored
_FEW = 64  # candidates that are scored without looking for a bound first


@dataclass(frozen=True, slots=True)
class Before:
    """What the words gone through before add to the score of a row, as a byte; 0: none of them holds it."""

    seen: Array
    upper: Scores  # what it adds at most, by byte: never falling
    most: float


@dataclass(frozen=True, slots=True)
class Visit:
    """A list as it is gone through: its rows (None: every row of the segment) and codes.

    `beside`: the words that come after all listed ones, with their codes in the same rows; a row that holds
    one of them is counted there.
    """

    word: Opened
    rows: Ints | None
    codes: Array
    before: Before | None
    beside: Sequence[tuple[Opened, Array]] = ()

    def new(self) -> int:
        """Rows that are held by this list and by none gone through before or beside it."""
        others = [codes for _, codes in self.beside]
        if self.before is not None:
            others.append(self.before.seen)
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
        before = self.before
        return Visit(
            self.word,
            some if self.rows is None else self.rows.take(some),
            self.codes.take(some),
            before and Before(before.seen.take(some), before.upper, before.most),
            [(word, codes.take(some)) for word, codes in self.beside],
        )

    def bound(self) -> Scores:
        """What its rows can reach at most."""
        bound = self.word.upper.take(self.codes)
        if self.before is not None:
            bound += self.before.upper.take(self.before.seen)
        for word, codes in self.beside:
            bound += word.upper.take(codes)
        return bound

    def reaching(self, floor: float) -> Mask:
        """Which rows can reach a floor, as far as comparing bytes can tell."""
        floor = floor * SAFE - sum(word.most for word, _ in self.beside)
        if self.before is None:
            return self.codes >= self.word.code_for(floor)
        mask: Mask = self.codes >= self.word.code_for(floor - self.before.most)
        enough = self.before.seen >= _byte_for(self.before, floor - self.word.most)
        enough |= self.codes >= self.word.code_for(floor)
        mask &= enough
        return mask

    def likely(self, wanted: int) -> Ints:
        """Places of about so many rows that may score high: those to which other words add most."""
        sample = np.arange(0, len(self.codes), 1 + len(self.codes) // _SAMPLE)
        sample = sample.take(self.codes.take(sample).nonzero()[0])
        if self.before is not None:
            share = min(wanted * len(sample) // len(self.codes), len(sample) - 1)
            seen = self.before.seen
            least = np.partition(seen.take(sample), len(sample) - 1 - share)[-1 - share] if len(sample) else 0
            if least:
                sample = nonzero(seen >= least)
        if len(sample) > wanted:
            bound = self.take(sample).bound()
            sample = sample.take(np.sort(bound.argpartition(len(bound) - wanted)[-wanted:]))
        return sample


def _bytes(word: Opened, steps: float) -> Array:
    """What a word adds at most, by code, in so many steps of the score."""
    adds: Array = np.minimum(np.ceil(word.upper * np.float32(steps)), 255).astype(np.uint8)
    return adds


def _byte_for(before: Before, score: float) -> int:
    """The least byte that can stand for a score; 256 if none can."""
    return max(1, int(before.upper.searchsorted(np.float32(score * SAFE))))


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
        most = sum(word.most for word in self._listed)
        steps = (255 - len(self._listed)) / most  # of the score, in a byte: no sum of rounded parts overflows
        upper = (np.arange(256) / (steps * SAFE)).astype(np.float32)
        before_most = 0.0
        with marks(self._listed[0].scale.lists) as marked:
            for i, word in enumerate(self._listed):
                rows, codes = word.postings.rows(), word.postings.codes
                if self._live is not None:
                    some = self._live.take(rows).nonzero()[0]
                    rows, codes = rows.take(some), codes.take(some)
                before = Before(marked.bytes.take(rows), upper, before_most) if i else None
                if i + 1 < len(self._listed):
                    adds = _bytes(word, steps).take(codes)
                    marked.put(rows, adds if before is None else adds + before.seen)
                    before_most += word.most
                beside = [(other, own.take(rows)) for other, own in self._dense]
                yield Visit(word, rows, codes, before, beside)

    def _visits_of_dense(self) -> Iterator[Visit]:
        before: Before | None = None
        for i, (word, codes) in enumerate(self._dense):
            if i:
                last, seen = self._dense[i - 1]
                upper, most = np.maximum.accumulate(last.upper), last.most
                if before is not None:  # by the greatest code of several none of them adds less
                    seen = np.maximum(seen, before.seen)
                    upper, most = upper + before.upper, most + before.most
                before = Before(seen, upper, most)
            yield Visit(word, None, codes, before)

    def _seeded(self, count: int) -> float:
        """A score that at least `count` documents reach; 0.0 if unknown."""
        visit = next((visit for visit in reversed(self._visits) if visit.rows is not None), self._visits[-1])
        likely = visit.likely(max(_SEEDS, 2 * count))
        if len(likely) < count:
            return 0.0
        documents = likely if visit.rows is None else visit.rows.take(likely)
        scores = self._score(documents)
        return float(np.partition(scores, len(scores) - count)[-count])

    def _candidates(self, visit: Visit, floor: float) -> Ints:
        """Rows of a visit that can reach a floor."""
        rest = sum(word.most for word, _ in visit.beside)
        if visit.before is not None:
            rest += visit.before.most
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
