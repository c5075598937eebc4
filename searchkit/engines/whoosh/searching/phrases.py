"""Words next to each other: positions of the rarest one, the others checked in the stream of classes.

The stream holds the word of each position only; where a word also occurs beside another one (`Varga` in
*Varga's*), those few occurrences are looked up as well.  Before positions are read at all, bitmaps of long
lists leave out the rows that do not hold all words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from searchkit.analysis import Slot
from searchkit.engines.whoosh.arrays import NONE, Ints, Mask, distinct, joined, locate, steps
from searchkit.engines.whoosh.files.strings import encode
from searchkit.engines.whoosh.searching.matchset import Check
from searchkit.engines.whoosh.segments import bitmaps
from searchkit.engines.whoosh.segments.bitmaps import Bitmap, Words, within
from searchkit.engines.whoosh.segments.postings import SEARCHED, Postings, nonzero
from searchkit.engines.whoosh.segments.textfield import TextField
from searchkit.matching import Leaf
from searchkit.query.nodes import Phrase

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
_TOGETHER = 8  # words whose classes are compared at once


@dataclass(frozen=True, slots=True)
class Asked:
    """One word of a phrase: the stored list that holds its occurrences, its class in the stream."""

    number: int
    postings: Postings  # its own list, or that of all its inflections
    occurrences: int  # of this list
    word_class: int
    exact: bool  # whether the class is this word's alone
    beside: Ints  # positions of its occurrences beside other words
    companions: Mask  # classes of these other words
    others: Ints  # what of that list, if it is not its own, stands beside other words


@dataclass(frozen=True, slots=True)
class Compared:
    """How places in the stream are compared with the words of a phrase."""

    loose: Sequence[int]  # places of the words that also stand beside others: these are checked apart
    strict: Sequence[int]  # those of the others, the rarest first
    classes: Sequence[tuple[np.uint64, np.uint64]]  # classes of these in eight places at once, and a mask


@dataclass(frozen=True, slots=True)
class Plan:
    """A phrase in one segment: its words, and how it is looked for."""

    words: Sequence[Asked]
    order: Sequence[int]  # places of the words, the rarest first
    anywhere: Compared  # for any place in the stream
    listed: Compared  # for the places at which the list of the rarest word has it
    joined: Ints  # rows that hold all words, one of them joined with another: these are looked at apart

    @property
    def rarest(self) -> Asked:
        """The word that occurs least often."""
        return self.words[self.order[0]]


def is_plain(leaf: Leaf, slots: Sequence[Slot]) -> bool:
    """Whether a leaf asks for folded forms one after the other."""
    return isinstance(leaf, Phrase) and not any(
        slot.wild or (leaf.exact and slot.written != slot.folded) for slot in slots
    )


def planned(text: TextField, numbers: Sequence[int], slots: Sequence[Slot]) -> Plan:
    """A phrase of folded forms, whose lists are given, to be looked for."""
    words = [_asked(text, number, slot) for number, slot in zip(numbers, slots, strict=True)]
    order = sorted(range(len(words)), key=lambda i: words[i].occurrences)
    anywhere = _compared(words, order)
    own = words[order[0]].postings.number == numbers[order[0]]  # what its list has needs no check
    listed = _compared(words, order[1:]) if own else anywhere
    joined = rows_with_joined(text, [(number,) for number in numbers])
    return Plan(words, order, anywhere, listed, joined)


def _compared(words: Sequence[Asked], order: Sequence[int]) -> Compared:
    """How these of the words are compared."""
    strict = [i for i in order if not len(words[i].beside)]
    classes: list[tuple[np.uint64, np.uint64]] = []
    for begin in range(0, len(words), _TOGETHER):
        some = [(8 * (i - begin), words[i].word_class) for i in strict if begin <= i < begin + _TOGETHER]
        wanted, mask = sum(c << shift for shift, c in some), sum(0xFF << shift for shift, _ in some)
        classes.append((np.uint64(wanted), np.uint64(mask)))
    return Compared([i for i in order if len(words[i].beside)], strict, classes)


def _asked(text: TextField, number: int, slot: Slot) -> Asked:
    words, folded = text.words, encode(slot.folded)
    parent = text.parent(number)
    beside = words.beside(number)[0]
    companions = np.zeros(256, np.bool_)
    companions[words.stream.take(beside)] = True
    word_class = words.classes.of(folded)
    companions[word_class] = False
    return Asked(
        number,
        Postings(text.lists, parent),
        text.occurrences(parent),
        word_class,
        words.classes.is_exact(folded),
        beside,
        companions,
        NONE if parent == number else words.beside(parent)[0],
    )


def adjacent(
    text: TextField, plan: Plan, check: Check, rows: Ints | None = None, among: Sequence[Bitmap] = ()
) -> Ints:
    """First positions of the phrase, in order; in these rows only, where given (in order).

    Rows outside the bitmaps are not wanted, but may be among them.  What is joined counts for nothing here.
    """
    begin = plan.order[0]
    rarest = plan.rarest
    ranges = None
    if rows is not None:
        rows = _with_others(plan, rows)
    elif rarest.postings.df > SEARCHED:
        rows, ranges = _chosen(text, plan, among)
    elif among and rarest.postings.df > _FILTERED:
        rows = within(rarest.postings.rows(), among)
    check()
    # An inexact word must be looked up in its list anyway, so its places are begun with.
    whole = ranges is None and rows is not None and len(rows) <= _WHOLE and rarest.exact
    if whole:
        assert rows is not None
        starts = _allowed(text, plan, plan.anywhere, text.words.positions_of(rows))
    else:
        if ranges is None:
            starts = _positions(rarest.postings, rows) - begin
        else:
            starts = _scan(text, plan, ranges, check)
        starts = _allowed(text, plan, plan.listed, starts[int(starts.searchsorted(0)) :])
        if len(rarest.others):
            starts = distinct(starts)
    for i in plan.order:
        if not plan.words[i].exact and len(starts):
            check()
            listed = i == begin and not whole
            starts = starts.take(_confirmed(text, plan.words[i], starts + i, rows, listed).nonzero()[0])
    return starts


def _with_others(plan: Plan, rows: Ints) -> Ints:
    """Those of these rows that can hold the phrase, until so few are left that they are read as well."""
    for i in plan.order if plan.rarest.exact else plan.order[1:]:
        if len(rows) <= _READ_AT_ONCE:
            break
        postings = plan.words[i].postings
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
            classes = text.words.eight(starts + _TOGETHER * place) & mask
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


def rows_with_joined(
    text: TextField, lists: Sequence[tuple[int, ...]], within_rows: Ints | None = None
) -> Ints:
    """Rows that hold all words, each by one of its lists, one of them joined: it covers several positions."""
    wide = [number for numbers in lists for number in numbers if text.words.has_wide(number)]
    if not wide:
        return NONE
    rows = np.unique(text.words.row_of(np.concatenate([text.words.wide(number) for number in wide])))
    if within_rows is not None:
        rows = rows[locate(within_rows, rows)[1]]
    for numbers in lists:
        if len(numbers) == 1:
            rows = Postings(text.lists, text.parent(numbers[0])).among(rows)[0]
    return rows
