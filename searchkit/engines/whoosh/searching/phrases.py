"""Words next to each other: positions of the rarest one, the others checked in the stream of classes.

The stream holds the word of each position only; where a word also occurs beside another one (`Varga` in
*Varga's*), those few occurrences are looked up as well.  Before positions are read at all, bitmaps of long
lists leave out the rows that do not hold all words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import prod

import numpy as np

from searchkit.engines.whoosh.arrays import NONE, Ints, Mask, distinct, joined, locate, steps
from searchkit.engines.whoosh.searching import fewrows
from searchkit.engines.whoosh.searching.matchset import Check
from searchkit.engines.whoosh.searching.phraseplan import TOGETHER, Asked, Compared, Plan
from searchkit.engines.whoosh.segments import bitmaps
from searchkit.engines.whoosh.segments.bitmaps import Bitmap, Words, within
from searchkit.engines.whoosh.segments.postings import SEARCHED, Postings, nonzero
from searchkit.engines.whoosh.segments.textfield import TextField

_PIECE = 1 << 18  # positions scanned at once: what stays in the processor's cache
_FEW = 10  # starts, for one in so many occurrences of a word, are confirmed in their own rows only
_READ = 48  # positions are scanned in the time in which one occurrence of a word is read from its list
_ROW = 6  # occurrences are read in the time in which those of one row are found
_GAP = 4  # words of a bitmap without a row, over which scanning goes on
_FILTERED = 1 << 10  # rows of a list that are looked up in other bitmaps first
_MANY = 1 << 12  # starts that are checked by one word first
_READ_AT_ONCE = 32  # rows that are read without looking up first whether they hold all words
_LOOKED_UP = 256  # rows that are looked up in codes sooner than in a bitmap
_WHOLE = 512  # rows that are read whole sooner than by the places of a word in them


def adjacent(
    text: TextField, plan: Plan, check: Check, rows: Ints | None = None, among: Sequence[Bitmap] = ()
) -> tuple[Ints, Ints | None]:
    """First positions of the phrase, in order; in these rows only, where given (in order).

    Rows outside the bitmaps are not wanted, but may be among them.  What is joined counts for nothing here.
    Beside them the rows (in order) that were looked at, where these are not all.
    """
    rarest = plan.rarest
    ranges = places = None
    if rows is not None:
        rows = _with_others(plan, rows)
    elif rarest.postings.df > SEARCHED:
        rows, ranges = _chosen(text, plan, among)
    elif among and rarest.postings.df > _FILTERED:
        rows, places = rarest.postings.within(among)
    check()
    if ranges is not None:
        starts = _beginning(text, plan, _scan(text, plan, ranges, check))
        return _sure(text, plan, starts, None, check), None
    if rows is None:
        starts = _beginning(text, plan, rarest.postings.positions() - plan.order[0])
        return _sure(text, plan, starts, None, check), None
    if rarest.exact and len(rows) <= _WHOLE:
        if plan.simple and len(rows) <= fewrows.MOST:
            return fewrows.starts_in(text, plan, rows), rows
        starts = _allowed(text, plan, plan.anywhere, text.words.positions_of(rows))
        return _sure(text, plan, starts, rows, check, -1), rows
    if places is None:
        rows, places = rarest.postings.among(rows)
    if plan.simple and len(rows) <= fewrows.MOST_LISTED:
        return fewrows.starts_in(text, plan, rows, places.tolist()), rows
    starts = _beginning(text, plan, rarest.postings.positions_at(rows, places) - plan.order[0])
    return _sure(text, plan, starts, rows, check), rows


def _beginning(text: TextField, plan: Plan, starts: Ints) -> Ints:
    """Those of these starts, at which the rarest word stands where it should, that every word allows."""
    starts = _allowed(text, plan, plan.listed, starts[int(starts.searchsorted(0)) :])
    return distinct(starts) if len(plan.rarest.others) else starts


def _sure(
    text: TextField, plan: Plan, starts: Ints, rows: Ints | None, check: Check, listed: int | None = None
) -> Ints:
    """Those of these starts at which words that share their classes do stand.

    `listed`: place of the word whose list they come of, the rarest if not given; -1: of none.
    """
    listed = plan.order[0] if listed is None else listed
    for i in plan.order:
        if not plan.words[i].exact and len(starts):
            check()
            stand = _confirmed(text, plan.words[i], starts + i, rows, i == listed)
            starts = starts.take(stand.nonzero()[0])
    return starts


def _with_others(plan: Plan, rows: Ints) -> Ints:
    """Those of these rows that can hold the phrase, until so few are left that they are read as well.

    Without the rarest word if it must be looked up in its list anyway.
    """
    least = fewrows.MOST if plan.simple else _READ_AT_ONCE
    order = plan.order if plan.rarest.exact else plan.order[1:]
    for i in order:
        postings = plan.words[i].postings
        expected = len(rows) if plan.rarest.exact else len(rows) * plan.share
        if expected <= least:
            break
        if postings.df > SEARCHED and len(rows) > _LOOKED_UP:
            rows = within(rows, [postings.bitmap])
        else:
            rows = postings.among(rows)[0]
    return rows


def _positions(postings: Postings, rows: Ints | None) -> Ints:
    return postings.positions() if rows is None else postings.positions_in(rows)


def _chosen(
    text: TextField, plan: Plan, among: Sequence[Bitmap]
) -> tuple[Ints | None, Iterable[tuple[int, int]] | None]:
    """What costs least: the rows that can hold the phrase, ranges of positions to scan, or neither.

    Neither: all occurrences of the rarest word are read.
    """
    first, second = (plan.words[i] for i in plan.order[:2])
    share = prod(plan.words[i].postings.df / text.rows.count for i in plan.order[1:])
    if share * _ROW > 1 and not among:  # nearly all rows of the rarest word hold the others too
        size = len(text.words.stream)
        return None, [
            (0, size)
        ] if first.exact and second.exact and size < first.occurrences * _READ else None
    held = bitmaps.common([*(w.postings.bitmap for w in plan.words if w.postings.df > SEARCHED), *among])
    few = bitmaps.total(held)
    read, found = first.occurrences, few * (_ROW + first.occurrences // first.postings.df)
    if first.exact and second.exact and min(read, found) > SEARCHED:
        begins, ends = (text.words.starts.take(rows, mode="clip") for rows in _runs(held))
        if int((ends - begins).sum()) < min(read, found) * _READ:
            return None, zip(begins.tolist(), ends.tolist(), strict=True)
    return (bitmaps.rows(held) if found < read else None), None


def _runs(held: Words) -> tuple[Ints, Ints]:
    """Ranges with all rows of a bitmap that is not empty, and few others: first rows, and those behind."""
    some = (held != 0).nonzero()[0]
    edges = (steps(some) > _GAP).nonzero()[0]
    return some.take(np.append(0, edges + 1)) << 6, some.take(np.append(edges, len(some) - 1)) + 1 << 6


def _scan(text: TextField, plan: Plan, ranges: Iterable[tuple[int, int]], check: Check) -> Ints:
    """Starts in some ranges at which the two rarest words, whose classes are their own, may stand."""
    stream = text.words.stream
    low, high = sorted(plan.order[:2])
    a, b = plan.words[low].word_class, plan.words[high].word_class
    found: list[Ints] = []
    for first, last in ranges:
        last = min(last, len(stream) - high)
        for begin in range(first, last, _PIECE):
            check()
            end = min(begin + _PIECE, last)
            both = stream[begin + low : end + low] == a
            both &= stream[begin + high : end + high] == b
            found.append(nonzero(both) + begin)
    beside: list[Ints] = []
    for i, other in ((low, high), (high, low)):
        at = plan.words[i].beside - i
        beside.append(at[_may_stand(text, plan.words[other], at + other)] if len(at) else at)
    return np.unique(np.concatenate([*found, *beside])) if any(map(len, beside)) else joined(found)


def _allowed(text: TextField, plan: Plan, compared: Compared, starts: Ints) -> Ints:
    """Those of these starts at which the stream, or what stands beside it, allows every word."""
    if len(starts) > _MANY and compared.strict:
        i = compared.strict[0]
        classes = text.words.stream.take(starts + i, mode="clip")
        starts = starts.take(nonzero(classes == plan.words[i].word_class))
    for place, (wanted, mask) in enumerate(compared.classes):
        if mask:
            classes = text.words.eight(starts + TOGETHER * place) & mask
            starts = starts.take((classes == wanted).nonzero()[0])
    for i in compared.loose:
        starts = starts.take(nonzero(_may_stand(text, plan.words[i], starts + i)))
    return starts


def _may_stand(text: TextField, word: Asked, positions: Ints) -> Mask:
    """Whether the stream, or what stands beside it, allows the word at these positions."""
    classes = text.words.stream.take(positions, mode="clip")
    stands: Mask = classes == word.word_class
    doubtful = word.companions.take(classes).nonzero()[0] if len(word.beside) else NONE
    if len(doubtful):
        stands[doubtful] = locate(word.beside, positions.take(doubtful))[1]
    return stands


def _confirmed(text: TextField, word: Asked, positions: Ints, rows: Ints | None, listed: bool) -> Mask:
    """At which positions (all in its list, if `listed`) the word does stand, where its class allows it."""
    if listed:
        stands = np.ones(len(positions), np.bool_)
    else:
        if len(positions) * _FEW < word.occurrences:
            rows = distinct(text.words.row_of(positions))
        stands = locate(_positions(word.postings, rows), positions)[1]
    doubtful = (stands & locate(word.others, positions)[1]).nonzero()[0] if len(word.others) else NONE
    if len(doubtful):  # another word may stand beside one of this class
        some = positions.take(doubtful)
        stands[doubtful] = locate(text.positions(word.number, distinct(text.words.row_of(some))), some)[1]
    return stands
