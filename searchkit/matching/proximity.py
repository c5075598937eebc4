"""Matches of several words: next to each other, by slop, near each other."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from searchkit.errors import QueryError
from searchkit.matching.pieces import Place
from searchkit.matching.words import Match

Reading: TypeAlias = Sequence[Sequence[Place]]  # one way to write a word: places of each of its slots

# Steps of looking for the matches of one leaf in one document before the query is refused: half a second,
# and 300 MB at most.
STEPS = 400_000


@dataclass(slots=True)
class Steps:
    """What looking for matches may still cost."""

    span: tuple[int, int]
    left: int = STEPS

    def spend(self, steps: int) -> None:
        """Raises QueryError("timeout") when nothing is left."""
        self.left -= steps
        if self.left < 0:
            raise QueryError(
                "timeout",
                "these words fit together in too many ways in one paragraph",
                *self.span,
                hint="allow a smaller distance, or leave out words that come often",
            )


def adjacent(words: Sequence[Sequence[Reading]]) -> set[Match]:
    """Matches in which every token begins where the one before it ends."""
    partial: set[tuple[int, int]] | None = None  # [start, end) of what is matched so far
    for readings in words:
        longer = [_extend(partial, reading) for reading in readings]
        partial = set().union(*longer)
        if not partial:
            return set()
    return {tuple(range(start, end)) for start, end in partial or ()}


def _extend(partial: set[tuple[int, int]] | None, reading: Reading) -> set[tuple[int, int]]:
    for places in reading:
        if partial is None:
            partial = {(p, p + width) for p, width in places}
            continue
        starts: dict[int, list[int]] = {}
        for start, end in partial:
            starts.setdefault(end, []).append(start)
        partial = {(start, p + width) for p, width in places for start in starts.get(p, ())}
    return partial or set()


class _Partial(NamedTuple):
    """The first slots of a path, placed: `low` and `high` are the bounds of p - i so far."""

    word: int
    low: int
    high: int
    tokens: tuple[Place, ...]
    slots: tuple[Sequence[Place], ...]

    @property
    def match(self) -> Match:
        return tuple(sorted(q for p, width in self.tokens for q in range(p, p + width)))


def sloppy(words: Sequence[Sequence[Reading]], slop: int, steps: Steps) -> set[Match]:
    """Matches in any order in which p - i differs by at most `slop`. Slots that fit nothing end it early.

    Slots with the same places (a repeated word) are placed from left to right only: any other order of
    them covers the same positions and strays at least as far.
    """
    if not all(any(all(reading) for reading in readings) for readings in words):
        return set()
    found: set[Match] = set()
    stack = [_Partial(0, 0, 0, (), ())]
    while stack:
        partial = stack.pop()
        if partial.word == len(words):
            found.add(partial.match)
            continue
        for reading in words[partial.word]:
            stack += _place(partial, reading, slop, steps)
    return found


def _place(partial: _Partial, reading: Reading, slop: int, steps: Steps) -> list[_Partial]:
    """`partial` with one more word, in all ways."""
    longer = [partial]
    for places in reading:
        longer = [further for p in longer for further in _place_slot(p, places, slop, steps)]
    return [_Partial(p.word + 1, p.low, p.high, p.tokens, p.slots) for p in longer]


def _place_slot(partial: _Partial, places: Sequence[Place], slop: int, steps: Steps) -> list[_Partial]:
    i = len(partial.tokens)
    found: list[_Partial] = []
    low, high = partial.low, partial.high
    begin, end = 0, len(places)
    if partial.tokens:
        begin = bisect_left(places, (high - slop + i, 0))
        end = bisect_left(places, (low + slop + i + 1, 0))
    floor = max((t[0] for t, s in zip(partial.tokens, partial.slots, strict=True) if s is places), default=-1)
    for place in places[begin:end]:
        steps.spend(1 + i)
        p, width = place
        if p <= floor or any(p < q + w and q < p + width for q, w in partial.tokens):
            continue
        found.append(
            _Partial(
                partial.word,
                min(low, p - i) if i else p,
                max(high, p - i) if i else p,
                (*partial.tokens, place),
                (*partial.slots, places),
            )
        )
    return found


def near(
    left: Iterable[Match], right: Iterable[Match], distance: int, ordered: bool, steps: Steps
) -> set[Match]:
    """Left and right matches together that are near each other."""
    others = _ByFirst(right)
    return {
        tuple(sorted((*match, *other)))
        for match in left
        for other in others.near(match, distance, ordered, steps)
    }


def not_near(
    left: Iterable[Match], right: Iterable[Match], distance: int, ordered: bool, steps: Steps
) -> set[Match]:
    """Left matches that have no right match near them."""
    others = _ByFirst(right)
    return {m for m in left if not any(True for _ in others.near(m, distance, ordered, steps))}


class _ByFirst:
    """Matches in order of their first position, to be looked up around a place."""

    def __init__(self, matches: Iterable[Match]) -> None:
        self.matches = sorted(matches)
        self.longest = max((m[-1] - m[0] for m in self.matches), default=0)

    def near(self, match: Match, distance: int, ordered: bool, steps: Steps) -> Iterable[Match]:
        """Those near `match`; ordered: behind it."""
        begin = bisect_left(self.matches, (match[0] - distance - self.longest,))
        end = bisect_right(self.matches, (match[-1] + distance + 1,))
        for other in self.matches[begin:end]:
            steps.spend(len(match) + len(other))
            if ordered:
                fits = 0 < other[0] - match[-1] <= distance
            else:
                fits = 0 < _gap(match, other) <= distance
            if fits:
                yield other


def _gap(a: Match, b: Match) -> int:
    """Least distance between a position of `a` and one of `b`; 0 if they share one."""
    if len(a) == len(b) == 1:
        return abs(a[0] - b[0])
    least = abs(a[0] - b[0])
    i = j = 0
    while i < len(a) and j < len(b):
        least = min(least, abs(a[i] - b[j]))
        if a[i] < b[j]:
            i += 1
        else:
            j += 1
    return least
