"""The best of the documents that hold words, without scoring more than can matter.

Exact: what is left out provably cannot be among the best.  Bounds come from the codes of postings (`codes`);
only documents whose bound reaches the score of the k-th best are scored, with the same arithmetic as
everywhere (`engines.bm25`), in the order of the query.  MaxScore (Turtle and Flood 1995), a set at a time:
first by comparing bytes, then by adding bounds, then by scoring.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from searchkit.engines.whoosh.arrays import NONE, Array, Ints, Mask
from searchkit.engines.whoosh.searching.opened import SAFE, Opened, Scores
from searchkit.engines.whoosh.segments import bitmaps
from searchkit.engines.whoosh.segments.bitmaps import Bitmap
from searchkit.engines.whoosh.segments.codes import OVERFLOW
from searchkit.engines.whoosh.segments.postings import nonzero

Best = tuple[Ints, Scores]  # documents and their scores, best first, ties by document
Found = tuple[int, list[int], list[float]]  # exact total; documents of the page and their scores

NO_SCORES: Scores = np.zeros(0, np.float32)
_FEW = 256  # documents that are scored without looking for a bound first
_SORTED = 256  # documents that are sorted whole: sooner than looking for the last of the best first
_SOME = 2048  # documents among others that are looked at one by one
_SAMPLE, _EVERY = 8192, 64  # documents looked at for a first floor: so many, or one in so many
_MANY = 2 * _SAMPLE  # documents that are not all looked at


@dataclass(frozen=True, slots=True)
class Held:
    """Documents and their codes of each word, in the order of the query.

    `documents` None: all rows of the segment.  `present`: which of them count (None: all); in those every
    code is that of a posting, or 0 where a word may be missing.
    """

    documents: Ints | None
    codes: Sequence[Array]
    present: Mask | None = None

    def __len__(self) -> int:
        return len(self.codes[0])

    def total(self) -> int:
        """How many count."""
        return len(self) if self.present is None else int(np.count_nonzero(self.present))

    def chosen(self, mask: Mask | None) -> Held:
        """Those that count and that a mask allows, without gaps."""
        if mask is None:
            mask = self.present
        elif self.present is not None:
            mask = mask & self.present
        if mask is None:
            return self if self.documents is not None else Held(np.arange(len(self)), self.codes)
        return self.take(nonzero(mask))

    def take(self, some: Ints) -> Held:
        """Some of them, by their places; all of these count."""
        documents = some if self.documents is None else self.documents.take(some)
        return Held(documents, [codes.take(some) for codes in self.codes])


def best_of_one(
    word: Opened, count: int, floor: float, among: Bitmap | None = None, share: float = 1.0
) -> Best:
    """The best documents of one word; those below `floor` may be left out.

    Only those `among` some, where given: that share of the documents of the word.
    """
    if word.df <= _FEW:
        documents = word.postings.rows()
        codes = word.postings.own_codes(documents)
        if among is None:
            return top(documents, word.score(documents, codes), count)
        return top(*_scored(word, documents, codes, among), count)
    if word.most < floor:
        return NONE, NO_SCORES
    likely = word.code_of(int(4 * count / share))
    if not likely:
        if among is None:
            floor = max(floor, _sampled([word], Held(NONE, [word.postings.codes]), count))
        return top(*_scored_from(word, word.code_for(floor), among), count)
    documents, scores = _scored_from(word, likely, among)
    if len(scores) >= count:
        floor = max(floor, float(np.partition(scores, len(scores) - count)[-count]))
    least = word.code_for(floor)
    if least < likely:  # else what is left has been scored
        documents, scores = _scored_from(word, least, among)
    return top(documents, scores, count)


def _scored_from(word: Opened, least: int, among: Bitmap | None) -> Best:
    """Documents of a word whose code is at least `least`, in order, and their scores."""
    documents, scores = _scored(word, *word.postings.select(least, OVERFLOW), among)
    if word.overflows:  # no code tells what these can reach: their frequencies do
        often, frequencies = word.postings.often()
        if among is not None:
            some = among.holds(often).nonzero()[0]
            often, frequencies = often.take(some), frequencies.take(some)
        documents = np.concatenate([documents, often])
        scores = np.concatenate([scores, word.scale.parts(word.weight, often, frequencies)])
        order = documents.argsort()
        documents, scores = documents.take(order), scores.take(order)
    return documents, scores


def _scored(word: Opened, documents: Ints, codes: Array, among: Bitmap | None) -> Best:
    """Those of these documents of a word that are among some, and their scores."""
    if among is not None:
        some = among.holds(documents).nonzero()[0]
        documents, codes = documents.take(some), codes.take(some)
    return documents, word.score(documents, codes)


def best_among(word: Opened, among: Sequence[Bitmap], count: int, floor: float) -> tuple[int, Best]:
    """How many documents of a long list are in all of some bitmaps, and the best of these."""
    both = bitmaps.common([word.bitmap, *among])
    total = bitmaps.total(both)
    share = total / word.df
    if total > _SOME and word.code_of(int(4 * count / share)):
        return total, best_of_one(word, count, floor, Bitmap(both), share)
    documents = bitmaps.rows(both)
    return total, best([word], Held(documents, [word.codes_at(documents)]), total, count, floor)


def best(words: Sequence[Opened], held: Held, total: int, count: int, floor: float) -> Best:
    """The best of the documents that count, `total` in number; those below `floor` may be left out."""
    if total > _MANY:
        floor = max(floor, _sampled(words, held, count))
        held = held.chosen(_reaching(words, held, floor))
    else:
        held = held.chosen(None)
    if len(held) > max(_FEW, 4 * count):
        floor = max(floor, reached(words, held.codes, count))
        held = held.take((_bound(words, held) >= np.float32(floor * SAFE)).nonzero()[0])
    assert held.documents is not None
    return top(held.documents, score(words, held.documents, held.codes), count)


def _sampled(words: Sequence[Opened], held: Held, count: int) -> float:
    """A score that at least `count` documents reach, by every so many of them; 0.0 if unknown."""
    every = slice(None, None, max(1, min(len(held) // _SAMPLE, _EVERY)))
    codes = [codes[every] for codes in held.codes]
    if held.present is not None:
        some = held.present[every].nonzero()[0]
        codes = [own.take(some) for own in codes]
    return reached(words, codes, count)


def reached(words: Sequence[Opened], codes: Sequence[Array], count: int) -> float:
    """A score that at least `count` documents with these codes surely reach; 0.0 if there are fewer."""
    least = words[0].lower.take(codes[0])
    if len(least) < count:
        return 0.0
    for word, own in zip(words[1:], codes[1:], strict=True):
        least += word.lower.take(own)
    return float(np.partition(least, len(least) - count)[-count]) * SAFE


def _reaching(words: Sequence[Opened], held: Held, floor: float) -> Mask | None:
    """Which codes allow the floor, were the other words at their best; None if all do."""
    mask: Mask | None = None
    for i, (word, codes) in enumerate(zip(words, held.codes, strict=True)):
        rest = sum(other.most for j, other in enumerate(words) if j != i)
        least = word.code_for(floor * SAFE - rest)
        if least > 1:
            allowed = codes >= least
            mask = allowed if mask is None else np.logical_and(mask, allowed, out=mask)
    return mask


def _bound(words: Sequence[Opened], held: Held) -> Scores:
    """What documents can reach at most."""
    bound = words[0].upper.take(held.codes[0])
    for word, codes in zip(words[1:], held.codes[1:], strict=True):
        bound += word.upper.take(codes)
    return bound


def score(words: Sequence[Opened], documents: Ints, codes: Sequence[Array]) -> Scores:
    """Scores of documents, added in the order of the query."""
    scores = words[0].score(documents, codes[0])
    for word, own in zip(words[1:], codes[1:], strict=True):
        scores += word.score(documents, own)
    return scores


def top(documents: Ints, scores: Scores, count: int) -> Best:
    """The best of documents given in order; ties by document."""
    if len(documents) > max(count, _SORTED):
        edge = np.partition(scores, len(scores) - count)[-count]
        some = (scores >= edge).nonzero()[0]
        documents, scores = documents.take(some), scores.take(some)
    order = (-scores).argsort(kind="stable")[:count]
    return documents.take(order), scores.take(order)


def merged(pages: Sequence[Best], count: int) -> tuple[list[int], list[float]]:
    """The best of the pages of all segments; ties by document."""
    if not pages:
        return [], []
    documents, scores = pages[0]
    if len(pages) > 1:
        documents, scores = np.concatenate([page[0] for page in pages]), np.concatenate([p[1] for p in pages])
        order = (-scores).argsort(kind="stable")[:count]  # pages stand in the order of documents
        documents, scores = documents.take(order), scores.take(order)
    return documents.tolist(), scores.tolist()
