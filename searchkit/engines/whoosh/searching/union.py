"""The best documents of one segment that hold any of some words, and how many hold one.

MaxScore (Turtle and Flood 1995), a set at a time: words stand in order of the most they can add.  A document
is judged at the first word that it holds; once all words from one on together cannot reach the score of the
k-th best, documents that hold only these are counted, never judged.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress
from operator import not_

import numpy as np

from searchkit.engines.whoosh.arrays import Array, Ints, Mask, distinct, joined
from searchkit.engines.whoosh.searching.opened import SAFE, Opened
from searchkit.engines.whoosh.searching.pruning import Best, reached, score, top
from searchkit.engines.whoosh.segments import bitmaps
from searchkit.engines.whoosh.segments.bitmaps import Bitmap

_SEEDS = 300  # documents of a word looked at for a first floor: those to which it adds most
_MOST_SEEDS = 8 * _SEEDS
_FEW = 1 << 12  # documents that are all scored
_SMALL = 1 << 14  # rows of a segment in which all that are found are scored


def of_any(words: Sequence[Opened], live: Mask | None, count: int, floor: float) -> tuple[int, Best]:
    """How many live documents hold a word, and the best of them; those below `floor` may be left out."""
    if words[0].scale.lists.rows <= _SMALL or sum(word.df for word in words) <= _FEW:
        return _of_few(words, live, count)
    valued = sorted(words, key=lambda word: -word.most)
    floor = max(floor, _floor(valued, live, count))
    return _total_of_any(words, live), _best(words, _candidates(valued, live, floor), count)


def _of_few(words: Sequence[Opened], live: Mask | None, count: int) -> tuple[int, Best]:
    """The same where all can be scored."""
    held = [word.postings.rows() for word in words]
    size = words[0].scale.lists.rows
    if size <= _SMALL:  # a place for each row
        found = np.zeros(size, np.bool_)
        all_scores = np.zeros(size, np.float32)
        for word, rows in zip(words, held, strict=True):
            found[rows] = True
            all_scores[rows] += word.score(rows, word.postings.own_codes(rows))
        documents = found.nonzero()[0]
        scores = all_scores.take(documents)
    else:
        documents = distinct(np.sort(np.concatenate(held)))
        scores = np.zeros(len(documents), np.float32)
        for word, rows in zip(words, held, strict=True):
            scores[documents.searchsorted(rows)] += word.score(rows, word.postings.own_codes(rows))
    if live is not None:
        some = live.take(documents).nonzero()[0]
        documents, scores = documents.take(some), scores.take(some)
    return len(documents), top(documents, scores, count)


def _best(words: Sequence[Opened], documents: Ints, count: int) -> Best:
    return top(documents, score(words, documents, [word.codes_at(documents) for word in words]), count)


def _living(rows: Ints, live: Mask | None) -> Ints:
    return rows if live is None else rows.take(live.take(rows).nonzero()[0])


def _total_of_any(words: Sequence[Opened], live: Mask | None) -> int:
    """How many live documents hold one of the words."""
    looked_up = sum(word.df for word in words)
    long = [word.postings.in_bits(looked_up) for word in words]
    few = [word.postings.rows() for word in compress(words, map(not_, long))]
    rows = _living(few[0] if len(few) == 1 else distinct(np.sort(joined(few))), live)
    many = [word.bitmap for word in compress(words, long)]
    if not many:
        return len(rows)
    held = Bitmap(bitmaps.united(many))
    alive = held.words if live is None else held.words & Bitmap.of(live).words
    return bitmaps.total(alive) + len(rows) - int(np.count_nonzero(held.holds(rows)))


def _floor(valued: Sequence[Opened], live: Mask | None, count: int) -> float:
    """A score that at least `count` documents reach, by the best of the words that can add most."""
    found: list[Ints] = []
    for word in valued:
        rows = _living(word.postings.select(word.code_of(_SEEDS))[0], live)
        if len(rows) > _MOST_SEEDS:
            rows = rows[:: len(rows) // _SEEDS]
        found.append(rows)
        if sum(map(len, found)) >= _SEEDS:
            break
    rows = found[0] if len(found) == 1 else distinct(np.sort(np.concatenate(found)))
    return reached(valued, [word.codes_at(rows) for word in valued], count)


def _candidates(valued: Sequence[Opened], live: Mask | None, floor: float) -> Ints:
    """Documents that hold any of the words and can reach a floor, in order."""
    found: list[Ints] = []
    for i, word in enumerate(valued):
        others = sum(later.most for later in valued[i + 1 :])
        if word.most + others < floor * SAFE:
            break
        rows, codes = word.postings.select(word.code_for(floor * SAFE - others))
        for earlier in valued[:i]:
            some = (earlier.codes_at(rows) == 0).nonzero()[0]
            rows, codes = rows.take(some), codes.take(some)
        found.append(_living(_reaching(valued[i:], rows, codes, floor), live))
    return found[0] if len(found) == 1 else np.sort(joined(found))


def _reaching(valued: Sequence[Opened], rows: Ints, codes: Array, floor: float) -> Ints:
    """Those of these rows of the first word, whose codes there are given, that can reach a floor."""
    bound = valued[0].upper.take(codes)
    for i, word in enumerate(valued[1:], 1):
        bound += word.upper.take(word.codes_at(rows))
        rest = sum(last.most for last in valued[i + 1 :])
        some = (bound >= np.float32((floor - rest) * SAFE)).nonzero()[0]
        rows, bound = rows.take(some), bound.take(some)
    return rows
