"""Matches of the leaves of a query in one segment, in all its rows or in one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np

from searchkit.analysis import Slot
from searchkit.engines.whoosh.arrays import Ints, joined, locate
from searchkit.engines.whoosh.searching.expansion import Resolve
from searchkit.engines.whoosh.searching.matchset import (
    Check,
    Matches,
    Space,
    contiguous,
    extents,
    follow,
    near,
    not_near,
    sloppy,
    union,
)
from searchkit.engines.whoosh.searching.needed import rows_with_all
from searchkit.engines.whoosh.searching.phraseplan import is_plain, planned, rows_with_joined
from searchkit.engines.whoosh.searching.phrases import adjacent, choose, first_positions
from searchkit.engines.whoosh.segments.segment import SPOKEN_TEXT, Segment
from searchkit.engines.whoosh.segments.textfield import TextField
from searchkit.matching import Leaf, leaf_field, leaf_words
from searchkit.query.nodes import Everything, Fuzzy, Name, Near, Or, Phrase, Query, Said, Wildcard, Word

Resolved = list[list[list[tuple[int, ...]]]]  # lists of every slot of every reading of every word


class LeafSearch:
    """Finds matches in one segment. With `rows` (in order), in these rows of the field only.

    `resolve` gives the lists of a slot; `check` raises where the deadline is past.
    """

    def __init__(self, segment: Segment, resolve: Resolve, check: Check, rows: Ints | None = None) -> None:
        self._segment = segment
        self._resolve = resolve
        self._check = check
        self._rows = rows

    def matches(self, query: Query, whole: bool = False) -> Matches:
        """Matches of a leaf in its field; without `whole`, those with gaps by their extents only."""
        field = leaf_field(query)
        search = self if self._rows is not None else self._narrowed(query, field)
        found = search._matches(query, field, whole)
        return found if whole else extents(found)

    def _narrowed(self, query: Query, field: str) -> LeafSearch:
        """The search in the rows that can have a match, where they are few."""
        rows = rows_with_all(query, self._segment.text(field), self._resolve)
        return self if rows is None else LeafSearch(self._segment, self._resolve, self._check, rows)

    def _matches(self, query: Query, field: str, whole: bool) -> Matches:
        self._check()
        match query:
            case Word() | Wildcard() | Fuzzy() | Phrase():
                return self._words(query, whole) if query.field == field else Matches.none()
            case Or():
                return union([self._matches(child, field, whole) for child in query.children])
            case Near():
                left = self._matches(query.left, field, True)
                right = self._matches(query.right, field, True) if len(left) else left
                join = not_near if query.negated else near
                return join(left, right, query.distance, query.ordered, self._space(field))
            case Said():
                return self._said(query, field, whole)
        raise TypeError(f"{type(query).__name__} has no positions, so it cannot stand in a Near or Said")

    def _words(self, leaf: Leaf, whole: bool) -> Matches:
        words = leaf_words(leaf)
        resolved = [
            [[self._resolve(leaf, s).lists for s in reading] for reading in word.readings] for word in words
        ]
        if not resolved or not all(any(all(reading) for reading in word) for word in resolved):
            return Matches.none()
        field = self._segment.text(leaf.field)
        slop = leaf.slop if isinstance(leaf, Phrase) else 0
        if not slop and len(words) > 1 and all(len(word) == len(word[0]) == 1 for word in resolved):
            return self._row_of_words(leaf, field, [word.readings[0][0] for word in words], resolved)
        return self._placed(leaf, field, resolved, whole)

    def _placed(self, leaf: Leaf, field: TextField, resolved: Resolved, whole: bool) -> Matches:
        """Words in any readings, by all tokens of each."""
        slop = leaf.slop if isinstance(leaf, Phrase) else 0
        known: dict[tuple[int, ...], Matches] = {}
        placed = [
            [[self._tokens(field, lists, known) for lists in reading] for reading in word if all(reading)]
            for word in resolved
        ]
        found = _adjacent(placed)
        if slop:
            found = union([found, sloppy(placed, slop, whole, self._space(leaf.field))])
        return found

    def _space(self, field: str) -> Space:
        return Space(self._segment.text(field).words.starts, self._check)

    def _row_of_words(self, leaf: Leaf, field: TextField, slots: list[Slot], resolved: Resolved) -> Matches:
        """Adjacent words of one slot each: fast where no token is joined, with care in rows that have one."""
        lists = [word[0][0] for word in resolved]
        found = self._unjoined(leaf, field, slots, lists)
        rows = rows_with_joined(field, lists, self._rows)
        if not len(rows):
            return found
        elsewhere = found.take(~locate(rows, field.words.row_of(found.begin))[1])
        there = LeafSearch(self._segment, self._resolve, self._check, rows)
        return union([elsewhere, there._placed(leaf, field, resolved, whole=True)])

    def _unjoined(
        self, leaf: Leaf, field: TextField, slots: list[Slot], lists: list[tuple[int, ...]]
    ) -> Matches:
        """Adjacent words of one slot each, in rows where none of them is joined."""
        if is_plain(leaf, slots):
            plan = planned(field, [numbers[0] for numbers in lists], slots)
            start = first_positions(adjacent(field, plan, choose(field, plan, self._rows), self._check))
        else:
            start = self._from_the_rarest(field, lists)
        return Matches(start[:, None], start[:, None] + len(slots) - 1)

    def _from_the_rarest(self, field: TextField, lists: list[tuple[int, ...]]) -> Ints:
        """First positions of adjacent words, by their positions alone."""
        order = sorted(range(len(lists)), key=lambda i: sum(map(field.occurrences, lists[i])))
        start = self._positions(field, lists[order[0]]) - order[0]
        for i in order[1:]:
            if not len(start):
                break
            self._check()
            start = start[locate(self._positions(field, lists[i]), start + i)[1]]
        return start

    def _positions(self, field: TextField, lists: tuple[int, ...]) -> Ints:
        found = [field.positions(number, self._rows) for number in lists]
        return found[0] if len(found) == 1 else np.unique(joined(found))

    def _tokens(
        self, field: TextField, lists: tuple[int, ...], known: dict[tuple[int, ...], Matches]
    ) -> Matches:
        """All tokens of a slot."""
        if lists not in known:
            parts = [occurrences(field, number, self._rows) for number in lists]
            known[lists] = parts[0] if len(parts) == 1 else union(parts)
        return known[lists]

    def _said(self, query: Said, field: str, whole: bool) -> Matches:
        if field != SPOKEN_TEXT or isinstance(query.child, Everything):
            return Matches.none()
        speakers = spoken_by(self._segment, query.by)
        if speakers == []:
            return Matches.none()
        found = self._matches(query.child, field, whole)
        return found.take(self._segment.stretches.inside(found.begin, found.end, speakers))


def occurrences(field: TextField, number: int, rows: Ints | None) -> Matches:
    """All tokens of a list (in these rows, where given), with the widths of joined ones."""
    position = field.positions(number, rows)
    if not field.words.has_wide(number):
        return Matches(position[:, None], position[:, None])
    last = position.copy()
    at, width = field.words.beside(number)
    if rows is not None:
        here = locate(rows, field.words.row_of(at))[1]
        at, width = at[here], width[here]
    at, width = at[width > 1], width[width > 1]
    # Where tokens of several widths begin at one position, the widest stand last.
    behind = at.searchsorted(at, "right") - np.arange(len(at))
    last[position.searchsorted(at, "right") - behind] = at + width - 1
    return Matches(position[:, None], last[:, None])


def spoken_by(segment: Segment, by: tuple[Name, ...]) -> Sequence[int] | None:
    """Codes of the speakers that one of these names stands for; None: anybody."""
    if not by:
        return None
    return segment.speech().codes(sorted({value for name in by for value in bound(name)}))


def bound(name: Name) -> tuple[str, ...]:
    """The stored values of a name. Raises ValueError where the tree was not bound."""
    if name.values is None:
        raise ValueError(f"the name “{name.name}” is not bound to stored values yet")
    return name.values


def _adjacent(words: list[list[list[Matches]]]) -> Matches:
    """Matches in which every token begins where the one before it ends."""
    found: Matches | None = None
    for readings in words:
        extended = [reduce(follow, reading if found is None else [found, *reading]) for reading in readings]
        found = union(extended)
        if not len(found):
            break
    return Matches.none() if found is None else contiguous(found.first[:, 0], found.last[:, 0])
