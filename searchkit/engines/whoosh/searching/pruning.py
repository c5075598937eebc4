"""The best of the documents that hold words, without scoring more than can matter.

Exact: what is left out provably cannot be among the best.  Bounds come from the codes of postings (`codes`);
only documents whose bound reaches the score of the k-th best are scored, with the same arithmetic as
everywhere (`engines.bm25`), in the order of the query.  MaxScore (Turtle and Flood 1995), a set at a time:
first by comparing bytes, then by adding bounds, then by scoring.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from operator import add

import numpy as np

from searchkit.engines.whoosh.arrays import NONE, Array, Ints, Mask
from searchkit.engines.whoosh.searching.opened import SAFE, Opened, Scores
from searchkit.engines.whoosh.segments import bitmaps
from searchkit.engines.whoosh.segments.bitmaps import Bitmap
from searchkit.engines.whoosh.segments.postings import nonzero

Best = tuple[list[int], list[float]]  # documents and their scores, best first, ties by document
Found = tuple[int, list[int], list[float]]  # exact total; documents of the page and their scores

_FEW = 64  # documents that are scored one by one: sooner than by the many calls that numpy takes
_SCORED = 256  # documents that are scored without looking for a bound first
_SHORT = 256  # postings of a list that are gone through one by one
_SORTED = 256  # documents that are sorted whole: sooner than looking for the last of the best first
_SOME = 2048  # documents among others that are looked at one by one
_SAMPLE, _EVERY = 8192, 64  # documents looked at for a first floor: so many, or one in so many
_MANY_TO_ONE = 16  # scores of which the best one stands for all, to find what many reach
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


def best_of_one(word: Opened, count: int, floor: float) -> Best:
    """The best documents of one word; those below `floor` may be left out."""
    if word.df <= _SHORT and not word.overflows:
        return _best_of_short(word, count)
    if word.most < floor:
        return [], []
    least = max(word.enough_for(count), word.code_for(floor))
    if least <= 1 and word.df > _MANY:
        least = word.code_for(_sampled([word], Held(NONE, [word.postings.codes]), count))
    documents, codes = word.postings.select(least)
    return _ranked([word], documents, [codes], count)


def _best_of_short(word: Opened, count: int) -> Best:
    """The best documents of a word that stands in a few, and whose codes tell how often."""
    least, frequencies = word.enough_for(count), word.scale.lists.frequencies
    documents: list[int] = []
    tf: list[int] = []
    for row, code in word.postings.one_by_one():
        if code >= least:
            documents.append(row)
            tf.append(frequencies[code])
    return best_first(documents, word.scale.few_parts(word.weight, documents, tf), count)


def _best_of_share(word: Opened, among: Bitmap, share: float, count: int, floor: float) -> Best | None:
    """The best documents of a word among some, which are that share of all; None where these are too few."""
    likely = word.code_of(int(4 * count / share))
    documents, codes = _select_among(word, likely, among) if likely else (NONE, NONE)
    if len(documents) < count:
        return None
    least = word.code_for(max(floor, reached([word], [codes], count)))
    if least < likely:  # else what is left cannot be among the best
        documents, codes = _select_among(word, least, among)
    return _ranked([word], documents, [codes], count)


def _select_among(word: Opened, least: int, among: Bitmap) -> tuple[Ints, Array]:
    """Documents of a word that are among some and whose code is at least `least`, and their codes."""
    documents, codes = word.postings.select(least)
    some = among.holds(documents).nonzero()[0]
    return documents.take(some), codes.take(some)


def best_among(word: Opened, among: Sequence[Bitmap], count: int, floor: float) -> tuple[int, Best]:
    """How many documents of a long list are in all of some bitmaps, and the best of these."""
    both = bitmaps.common([word.bitmap, *among])
    total = bitmaps.total(both)
    if total > _SOME:
        page = _best_of_share(word, Bitmap(both), total / word.df, count, floor)
        if page is not None:
            return total, page
    documents = bitmaps.rows(both)
    return total, best([word], Held(documents, [word.codes_at(documents)]), total, count, floor)


def best(words: Sequence[Opened], held: Held, total: int, count: int, floor: float) -> Best:
    """The best of the documents that count, `total` in number; those below `floor` may be left out."""
    if total > _MANY:
        floor = max(floor, _sampled(words, held, count))
        held = held.chosen(_reaching(words, held, floor))
    else:
        held = held.chosen(None)
    if len(held) > max(_SCORED, 4 * count):
        floor = max(floor, reached(words, held.codes, count))
        held = held.take((_bound(words, held) >= np.float32(floor * SAFE)).nonzero()[0])
    assert held.documents is not None
    return _ranked(words, held.documents, held.codes, count)


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
    if len(least) > _MANY_TO_ONE * 2 * count:  # of each so many the best: less to be put in order
        each = len(least) // _MANY_TO_ONE
        least = least[: each * _MANY_TO_ONE].reshape(_MANY_TO_ONE, each).max(0)
    least.partition(len(least) - count)
    return float(least[-count]) * SAFE


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


def _ranked(words: Sequence[Opened], documents: Ints, codes: Sequence[Array], count: int) -> Best:
    """The best of documents given in order, whose codes are given."""
    if len(documents) > _FEW:
        return top(documents, score(words, documents, codes), count)
    few = documents.tolist()
    scores = words[0].few_scores(few, codes[0].tobytes())
    for word, own in zip(words[1:], codes[1:], strict=True):
        parts = word.few_scores(few, own.tobytes())
        scores = array("f", map(add, scores, parts)).tolist()
    return best_first(few, scores, count)


def top(documents: Ints, scores: Scores, count: int) -> Best:
    """The best of documents given in order; ties by document."""
    if len(documents) > max(count, _SORTED):
        edge = np.partition(scores, len(scores) - count)[-count]
        some = (scores >= edge).nonzero()[0]
        documents, scores = documents.take(some), scores.take(some)
    order = (-scores).argsort(kind="stable")[:count]
    return documents.take(order).tolist(), scores.take(order).tolist()


def numbered(page: Best, base: int) -> Best:
    """A page of a segment whose first document has the number `base`."""
    return ([document + base for document in page[0]], page[1]) if base else page


def merged(pages: Sequence[Best], count: int) -> Best:
    """The best of the pages of all segments, which stand in the order of documents; ties by document."""
    if len(pages) == 1:
        return pages[0]
    documents = [document for page in pages for document in page[0]]
    return best_first(documents, [score for page in pages for score in page[1]], count)


def best_first(documents: Sequence[int], scores: Sequence[float], count: int) -> Best:
    """The best of documents given in order; ties by document."""
    order = sorted(range(len(documents)), key=scores.__getitem__, reverse=True)[:count]  # stable all the same
    return list(map(documents.__getitem__, order)), list(map(scores.__getitem__, order))
