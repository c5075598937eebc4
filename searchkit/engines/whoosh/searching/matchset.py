"""Sets of matches as arrays, and the ways to join them: next to each other, by slop, near each other.

A match is a set of positions, kept as `runs` of neighbouring ones: row i of `first` and `last` holds the
runs of match i (a match with fewer runs than others repeats one).  Positions are numbered through all rows
of a segment.  What counts as a match is defined in `searchkit.matching`; here it is done for all rows at
once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from searchkit.engines.whoosh.arrays import Ints, Mask, ragged
from searchkit.errors import QueryError

BLOCK = 1 << 18  # pairs made at once: bounds memory, and the time between two looks at the clock
MOST = 1 << 23  # matches kept of one leaf in one segment

Check = Callable[[], None]  # raises where the deadline is past


class Space(NamedTuple):
    """Where matches lie: the first position of each row; `check` raises where the deadline is past."""

    starts: Ints
    check: Check

    def row_of(self, positions: Ints) -> Ints:
        """The row of each position."""
        return self.starts.searchsorted(positions, "right") - 1

    def bounds(self, positions: Ints) -> tuple[Ints, Ints]:
        """First and last position of the row of each position."""
        row = self.row_of(positions)
        return self.starts.take(row), self.starts.take(row + 1) - 1


@dataclass(frozen=True, slots=True)
class Matches:
    """Matches in order of their first position."""

    first: Ints  # (matches, runs)
    last: Ints

    def __len__(self) -> int:
        return len(self.first)

    @staticmethod
    def none() -> Matches:
        """No matches."""
        return Matches(np.zeros((0, 1), np.int64), np.zeros((0, 1), np.int64))

    def take(self, chosen: Ints | Mask) -> Matches:
        """Some of them."""
        return Matches(self.first[chosen], self.last[chosen])

    @property
    def begin(self) -> Ints:
        """First position of each match."""
        return self.first[:, 0] if self.first.shape[1] == 1 else self.first.min(1)

    @property
    def end(self) -> Ints:
        """Last position of each match."""
        return self.last[:, 0] if self.last.shape[1] == 1 else self.last.max(1)


def contiguous(first: Ints, last: Ints) -> Matches:
    """Matches of one run each, in any order, made distinct."""
    keys = np.sort(first << 24 | (last - first))
    if len(keys) > 1:
        keys = keys[np.append(True, keys[1:] != keys[:-1])]
    first = keys >> 24
    return Matches(first[:, None], (first + (keys & 0xFFFFFF))[:, None])


def union(several: Sequence[Matches]) -> Matches:
    """All matches of several sets, distinct where each has one run."""
    some = [m for m in several if len(m)] or list(several[:1])
    if len(some) == 1:
        return some[0]
    width = max(m.first.shape[1] for m in some)
    first = np.concatenate([_widen(m.first, width) for m in some])
    last = np.concatenate([_widen(m.last, width) for m in some])
    if width == 1:
        return contiguous(first[:, 0], last[:, 0])
    order = np.argsort(first.min(1), kind="stable")
    return Matches(first[order], last[order])


def _widen(columns: Ints, width: int) -> Ints:
    """More columns, repeating the first one: the same sets of positions."""
    missing = width - columns.shape[1]
    return (
        np.concatenate([columns, np.repeat(columns[:, :1], missing, axis=1)], axis=1) if missing else columns
    )


def extents(matches: Matches) -> Matches:
    """The distinct extents of matches, as if they had no gaps: what scores and stretches of speech need."""
    return contiguous(matches.begin, matches.end) if matches.first.shape[1] > 1 else matches


def follow(left: Matches, right: Matches) -> Matches:
    """Contiguous matches made of one of `left` and one of `right` that begins where it ends."""
    wanted, begins = left.last[:, 0] + 1, right.first[:, 0]
    low = begins.searchsorted(wanted)
    count = begins.searchsorted(wanted, "right") - low
    at = ragged(low, count)
    return contiguous(left.first[:, 0].repeat(count), right.last[at, 0])


def in_blocks(low: Ints, high: Ints, check: Check) -> Iterator[tuple[Ints, Ints]]:
    """Pairs (i, j) with low[i] <= j < high[i], in blocks of bounded size."""
    count = np.maximum(high - low, 0)
    ends = np.cumsum(count)
    begin = 0
    while begin < len(count):
        check()
        done = int(ends[begin - 1]) if begin else 0
        end = max(begin + 1, int(ends.searchsorted(done + BLOCK, "right")))
        here = count[begin:end]
        yield np.arange(begin, end).repeat(here), ragged(low[begin:end], here)
        begin = end


def near(left: Matches, right: Matches, distance: int, ordered: bool, space: Space) -> Matches:
    """Left and right matches together, where they are near each other (searchkit.matching, Near)."""
    found = [
        Matches(
            np.concatenate([left.first[i], right.first[j]], axis=1),
            np.concatenate([left.last[i], right.last[j]], axis=1),
        )
        for i, j in _near_pairs(left, right, distance, ordered, space)
    ]
    return union(_bounded(found)) if found else Matches.none()


def not_near(left: Matches, right: Matches, distance: int, ordered: bool, space: Space) -> Matches:
    """Left matches with no right match near them."""
    alone = np.ones(len(left), np.bool_)
    for i, _ in _near_pairs(left, right, distance, ordered, space):
        alone[i] = False
    return left.take(alone)


def _near_pairs(
    left: Matches, right: Matches, distance: int, ordered: bool, space: Space
) -> Iterator[tuple[Ints, Ints]]:
    if not len(left) or not len(right):
        return
    begin, end = right.begin, right.end
    order = np.argsort(begin, kind="stable")
    right, begin, end = right.take(order), begin[order], end[order]
    longest = int((end - begin).max())
    row_first, row_last = space.bounds(left.begin)
    least = left.end + 1 if ordered else np.maximum(left.begin - distance - longest, row_first)
    low = begin.searchsorted(least)
    high = begin.searchsorted(np.minimum(left.end + distance, row_last), "right")
    for i, j in in_blocks(low, high, space.check):
        fits = np.ones(len(i), np.bool_) if ordered else _gap_fits(left, right, i, j, distance)
        yield i[fits], order[j[fits]]


def _gap_fits(left: Matches, right: Matches, i: Ints, j: Ints, distance: int) -> Mask:
    """Whether pairs share no position and come within `distance`."""
    apart = np.ones(len(i), np.bool_)
    close = np.zeros(len(i), np.bool_)
    for a in range(left.first.shape[1]):
        for b in range(right.first.shape[1]):
            gap = np.maximum(right.first[j, b] - left.last[i, a], left.first[i, a] - right.last[j, b])
            apart &= gap > 0
            close |= gap <= distance
    return apart & close


def _bounded(blocks: Sequence[Matches]) -> Sequence[Matches]:
    if sum(map(len, blocks)) > MOST:
        raise too_many_ways()
    return blocks


def too_many_ways() -> QueryError:
    """The error of words that fit together in more ways than can be looked at."""
    return QueryError(
        "timeout",
        "these words fit together in too many ways",
        0,
        0,
        hint="allow a smaller distance, or leave out words that come often",
    )


class _Placed(NamedTuple):
    """The first slots of a path, placed: their tokens, and the bounds of p - i."""

    tokens: Matches
    low: Ints
    high: Ints


def sloppy(words: Sequence[Sequence[Sequence[Matches]]], slop: int, whole: bool, space: Space) -> Matches:
    """Matches of a phrase with slop: one token a slot, p - i within `slop` (searchkit.matching).

    `words` holds the tokens of each slot of each reading of each word.  Without `whole`, extents only.
    """
    groups: dict[int, list[_Placed]] = {0: []}  # by number of slots placed
    for number, readings in enumerate(words):
        longer: dict[int, list[_Placed]] = {}
        for reading in readings:
            for placed, blocks in groups.items():
                grown = [_begin(reading[0])] if number == 0 else blocks
                slots = reading[1:] if number == 0 else reading
                count = placed + (number == 0)
                for slot in slots:
                    grown = [further for b in grown for further in _place(b, slot, count, slop, space)]
                    count += 1
                    _bounded([b.tokens for b in grown])
                longer.setdefault(count, []).extend(grown)
        groups = longer
    found = [b.tokens for blocks in groups.values() for b in blocks]
    found = found if whole else [extents(tokens) for tokens in found]
    return union(_bounded(found)) if found else Matches.none()


def _begin(tokens: Matches) -> _Placed:
    return _Placed(tokens, tokens.first[:, 0], tokens.first[:, 0])


def _place(placed: _Placed, slot: Matches, i: int, slop: int, space: Space) -> Iterator[_Placed]:
    """`placed` with a token for slot number `i`, in all ways."""
    first, last = slot.first[:, 0], slot.last[:, 0]
    row_first, row_last = space.bounds(placed.tokens.first[:, 0])
    low = first.searchsorted(np.maximum(placed.high - slop + i, row_first))
    high = first.searchsorted(np.minimum(placed.low + slop + i, row_last), "right")
    for a, b in in_blocks(low, high, space.check):
        before = placed.tokens.take(a)
        clear = np.logical_and.reduce((before.last < first[b, None]) | (before.first > last[b, None]), axis=1)
        a, b, before = a[clear], b[clear], before.take(clear)
        shifted = first[b] - i
        yield _Placed(
            Matches(np.column_stack([before.first, first[b]]), np.column_stack([before.last, last[b]])),
            np.minimum(placed.low[a], shifted),
            np.maximum(placed.high[a], shifted),
        )
