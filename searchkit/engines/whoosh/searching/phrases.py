"""Words next to each other: positions of the rarest one, the others checked in the stream of classes.

The stream holds the word of each position only; where a word also occurs beside another one (`Varga` in
*Varga's*), those few occurrences are looked up as well.  Before positions are read at all, bitmaps of long
lists leave out the rows that do not hold all words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import compress
from typing import NamedTuple

import numpy as np

from searchkit.engines.whoosh.arrays import NONE, Ints, Mask, distinct, joined, locate, steps
from searchkit.engines.whoosh.searching import fewrows
from searchkit.engines.whoosh.searching.fewrows import Place
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
_FILTERED = 1 << 10  # rows of a list that are looked up in bitmaps before places are read
_LISTED = 1 << 15  # rows of a list that are looked up in bitmaps sooner than all bitmaps are joined
_FEWER = 4  # if one in so many of them is left, or fewer
_WORTH = 64  # rows for whose sake those that hold a further word are looked for
_WHOLE = 512  # rows that are read whole sooner than by the places of a word; a quarter, if it is looked up
_MANY = 1 << 12  # starts that are checked by one word first
_ONE_BY_ONE = 32  # positions that are looked up in a list one by one


class Chosen(NamedTuple):
    """Where a phrase is looked for: in some rows, in ranges of positions, or (None) where its rarest word is.

    Ranges may hold rows that are not wanted.
    """

    rows: Ints | None = None  # in order
    places: Ints | None = None  # where the codes of the rarest word stand in these rows, if all hold it
    ranges: Iterable[tuple[int, int]] | None = None


def choose(text: TextField, plan: Plan, rows: Ints | None = None, among: Sequence[Bitmap] = ()) -> Chosen:
    """Where to look for a phrase at the least cost: only in these rows (in order) and bitmaps, if given."""
    rarest = plan.rarest.postings
    if rows is not None:
        return Chosen(_with_others(plan, rows, plan.order, among))
    if rarest.df <= fewrows.MOST:
        return Chosen(within(rarest.rows(), among) if among else rarest.rows())
    if rarest.df <= _LISTED and (among or (rarest.df > _FILTERED and plan.expected * _FEWER < rarest.df)):
        bits = among or [postings.bitmap for postings in plan.long]
        if bits:
            return Chosen(*rarest.within(bits))
        return Chosen(_with_others(plan, rarest.rows(), plan.order[1:]))
    return _least(text, plan, among) if plan.common else Chosen()


def adjacent(text: TextField, plan: Plan, chosen: Chosen, check: Check) -> list[Place] | Ints:
    """Where the phrase begins, in order: first positions, or (if these are few) places.

    What is joined counts for nothing here.
    """
    rows, listed = chosen.rows, plan.order[0]
    if rows is not None and plan.readable and len(rows) <= fewrows.MOST:
        places = fewrows.places_in(text, plan, rows)
        return _sure_places(text, plan, places, rows, check) if places and plan.unsure else places
    check()
    if rows is not None and chosen.places is None and _worth_reading(plan, len(rows)):
        starts, listed = _allowed(text, plan, plan.anywhere, text.words.positions_of(rows)), -1
    elif chosen.ranges is not None:
        starts = _beginning(text, plan, _scan(text, plan, chosen.ranges, check))
    else:
        starts = _beginning(text, plan, _listed(plan.rarest.postings, chosen) - listed)
    if len(starts) <= _ONE_BY_ONE:
        return _sure_places(text, plan, _placed(text, starts), rows, check, listed)
    return _sure(text, plan, starts, rows, check, listed)


def _worth_reading(plan: Plan, rows: int) -> bool:
    """Whether so many rows are read whole sooner than by the places of the rarest word in them."""
    return plan.readable and rows <= (_WHOLE if plan.rarest.exact else _WHOLE // _FEWER)


def _listed(postings: Postings, chosen: Chosen) -> Ints:
    """Positions of a list, in some rows only if these are chosen."""
    if chosen.rows is None or chosen.places is None:
        return _positions(postings, chosen.rows)
    return postings.positions_at(chosen.rows, chosen.places)


def first_positions(found: list[Place] | Ints) -> Ints:
    """First positions of a phrase, in order."""
    if isinstance(found, list):
        return np.array([begin + offset for _, begin, offset in found], np.int64)
    return found


def _placed(text: TextField, starts: Ints) -> list[Place]:
    rows = text.words.row_of(starts)
    begins = text.words.starts.take(rows)
    return list(zip(rows.tolist(), begins.tolist(), (starts - begins).tolist(), strict=True))


def _sure_places(
    text: TextField, plan: Plan, places: list[Place], rows: Ints | None, check: Check, listed: int = -1
) -> list[Place]:
    """Those of these places at which words that share their classes do stand.

    `listed`: place of the word whose list they come of; -1: of none.
    """
    for i in plan.unsure:
        word = plan.words[i]
        if not places or (word.regular and i == listed):
            continue
        check()
        if word.regular and len(places) <= _ONE_BY_ONE:
            holds = word.postings.holds
            places = [place for place in places if holds(place[0], place[2] + i)]
        else:
            stand = _confirmed(text, word, first_positions(places) + i, rows, i == listed)
            places = list(compress(places, stand.tolist()))
    return places


def _beginning(text: TextField, plan: Plan, starts: Ints) -> Ints:
    """Those of these starts, at which the rarest word stands where it should, that every word allows."""
    starts = _allowed(text, plan, plan.listed, starts[int(starts.searchsorted(0)) :])
    return distinct(starts) if len(plan.rarest.others) else starts


def _sure(text: TextField, plan: Plan, starts: Ints, rows: Ints | None, check: Check, listed: int) -> Ints:
    """The same of many, as first positions."""
    for i in plan.unsure:
        if len(starts):
            check()
            stand = _confirmed(text, plan.words[i], starts + i, rows, i == listed)
            starts = starts.take(stand.nonzero()[0])
    return starts


def _with_others(plan: Plan, rows: Ints, order: Sequence[int], among: Sequence[Bitmap] = ()) -> Ints:
    """Those of these rows that are in some bitmaps, and hold some words of the phrase.

    Words are looked up as far as finding them is less than reading.
    """
    bits = list(among)
    for i in order:
        word = plan.words[i]
        if len(rows) * (1 - word.share) <= _WORTH:
            continue
        if word.postings.df > SEARCHED:
            bits.append(word.postings.bitmap)
        else:
            rows = word.postings.among(rows)[0]
    return within(rows, bits)


def _positions(postings: Postings, rows: Ints | None) -> Ints:
    return postings.positions() if rows is None else postings.positions_in(rows)


def _least(text: TextField, plan: Plan, among: Sequence[Bitmap]) -> Chosen:
    """What costs least where the rarest word is common."""
    first, second = (plan.words[i] for i in plan.order[:2])
    scannable = first.exact and second.exact
    if not among and plan.expected * _ROW > first.postings.df:  # most rows of the rarest word hold them all
        size = len(text.words.stream)
        return Chosen(ranges=[(0, size)] if scannable and size < first.occurrences * _READ else None)
    held = bitmaps.common([first.postings.bitmap, *(postings.bitmap for postings in plan.long), *among])
    few = bitmaps.total(held)
    read, found = first.occurrences, few * (_ROW + first.occurrences // first.postings.df)
    if scannable and min(read, found) > SEARCHED:
        begins, ends = (text.words.starts.take(rows, mode="clip") for rows in _runs(held))
        if int((ends - begins).sum()) < min(read, found) * _READ:
            return Chosen(ranges=zip(begins.tolist(), ends.tolist(), strict=True))
    return Chosen(bitmaps.rows(held) if found < read else None)


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
    strict = compared.strict
    if len(strict) == 1 or (strict and len(starts) > _MANY):
        i = strict[0]
        classes = text.words.stream.take(starts + i, mode="clip")
        starts = starts.take(nonzero(classes == plan.words[i].word_class))
    if len(strict) > 1:
        for place, (wanted, mask) in enumerate(compared.classes):
            if mask:
                eights = text.words.eight(starts + TOGETHER * place) & mask
                starts = starts.take((eights == wanted).nonzero()[0])
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
