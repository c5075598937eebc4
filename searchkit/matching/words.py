"""The words of one document, to be looked up by any of their forms."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence, Set
from functools import cache, cached_property
from itertools import accumulate, pairwise
from operator import itemgetter
from typing import TypeAlias

from searchkit.matching.pieces import FOLDED, Forms, Piece, Place, Span
from searchkit.query.nodes import Query
from searchkit.schema import Document, Speech

Match: TypeAlias = tuple[int, ...]  # the positions covered, in order
Row: TypeAlias = tuple[tuple[Forms, str], ...]  # forms (interned), and their kinds, next to each other
_LENGTH = itemgetter(1)


@cache
def pattern(wild: str) -> Callable[[str], object]:
    """Test of a whole form against a pattern: `*` is any letters, also none; `?` is exactly one."""
    signs = (".*" if c == "*" else "." if c == "?" else re.escape(c) for c in re.sub(r"\*+", "*", wild))
    return re.compile("".join(signs), re.DOTALL).fullmatch


def spans(matches: Iterable[Match]) -> tuple[tuple[int, int], ...]:
    """Runs [first, last] of the positions of matches; those that overlap are one, adjacent ones are not."""
    runs: list[tuple[int, int]] = []
    for match in matches:
        if match[-1] - match[0] < len(match):
            runs.append((match[0], match[-1]))
        else:
            runs += _runs(match)
    runs.sort()
    merged = runs[:1]
    for run in runs[1:]:
        if run[0] > merged[-1][1]:
            merged.append(run)
        elif run[1] > merged[-1][1]:
            merged[-1] = (merged[-1][0], run[1])
    return tuple(merged)


def _runs(match: Match) -> list[tuple[int, int]]:
    runs = [(match[0], match[0])]
    for position in match[1:]:
        if position == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], position)
        else:
            runs.append((position, position))
    return runs


def joined(found: Iterable[Span]) -> list[Span]:
    """Characters of matches in order; those that overlap are one, those that touch are not."""
    merged: list[Span] = []
    behind = -1
    for span in sorted(found):
        if span[0] >= behind:
            merged.append(span)
            behind = span[1]
        elif span[1] > behind:
            behind = span[1]
            merged[-1] = (merged[-1][0], behind)
    return merged


class Words:
    """The tokens of one text field in one language.

    No token crosses a space, so they are those of the pieces between spaces, which come again and again.
    """

    def __init__(self, text: str, lang: str = "") -> None:
        self.lang = lang
        self._texts = text.split(" ")
        self._known: dict[Forms, list[Piece]] = {}  # the pieces, by the kind of their forms,
        self._single: dict[Forms, list[str | None]] = {}  # and those of one form

    def __len__(self) -> int:
        """Number of positions."""
        return self._firsts[-1]

    def forms(self, kind: Forms) -> set[str]:
        """All forms of a kind that stand there."""
        return set().union(*(piece.forms for piece in self._by(kind)))

    def places(self, kind: Forms, wanted: Set[str]) -> list[Place]:
        """The places of the tokens with one of these forms, in order."""
        pieces = self._by(kind)
        if len(wanted) == 1:
            (form,) = wanted
            numbers = [n for n, piece in enumerate(pieces) if form in piece[0]]
        else:
            apart = wanted.isdisjoint
            numbers = [n for n, piece in enumerate(pieces) if not apart(piece[0])]
        if not numbers:
            return []
        firsts = self._firsts
        found: list[Place] = []
        for n in numbers:
            first, (forms, _, places, _) = firsts[n], pieces[n]
            for f, (at, width) in zip(forms, places, strict=True):
                if f in wanted:
                    found.append((first + at, width))
        return sorted(set(found)) if len(found) > len(numbers) else found

    def characters(self, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        """Characters [start, end) of the words at the positions [first, last], for each of these."""
        firsts, offsets, pieces = self._firsts, self._offsets, self._pieces()
        found: list[tuple[int, int]] = []
        for first, last in spans:
            n = bisect_right(firsts, first) - 1
            start, end = pieces[n].edges[first - firsts[n]]
            start, end = start + offsets[n] + n, end + offsets[n] + n
            if last != first:
                n = bisect_right(firsts, last) - 1
                end = pieces[n].edges[last - firsts[n]][1] + offsets[n] + n
            found.append((start, end))
        return found

    def characters_of(self, row: Row) -> list[Span]:
        """Characters of all places where tokens with these forms stand next to each other, in order.

        They are those of the runs of positions (`spans`): runs that overlap are one.
        """
        if len(row) == 1:
            return self._characters_of_one(*row[0])
        kind, form = row[0]
        singles, texts, pieces = self._singles(kind), self._texts, kind.pieces
        rest = [(kind, form, self._singles(kind)) for kind, form in row[1:]]
        _, second, seconds = rest[0]
        found: list[Span] = []
        behind = characters = 0  # the last piece looked at, and the characters before it, without spaces
        for n in [n for n, single in enumerate(singles) if single is form or single is None]:
            following = seconds[n + 1] if n + 1 < len(seconds) else ""
            if following and following is not second and singles[n] is form:
                continue  # one word, and then another than is asked for
            characters += sum(map(len, texts[behind:n]))
            behind = n
            forms, _, places, edges = pieces[texts[n]]
            for f, (at, width) in zip(forms, places, strict=True):
                last = self._follow(rest, n, at + width - 1) if f == form else None
                if last is not None:
                    m, end = last
                    start = edges[at][0] + characters + n
                    before = characters + sum(map(len, texts[n:m])) + m
                    found.append((start, pieces[texts[m]].edges[end][1] + before))
        return joined(found) if len(found) > 1 else found

    def _characters_of_one(self, kind: Forms, form: str) -> list[Span]:
        """Characters of the spans of all tokens with a form: piece by piece, for none is in two pieces."""
        texts, pieces = self._texts, kind.pieces
        found: list[Span] = []
        behind = characters = 0  # the last piece looked at, and the characters before it, without spaces
        for n in [n for n, single in enumerate(self._singles(kind)) if single is form or single is None]:
            forms, length, places, edges = pieces[texts[n]]
            if form not in forms:
                continue
            characters += sum(map(len, texts[behind:n]))
            behind, offset = n, characters + n
            if length == 1:
                start, end = edges[0]
                found.append((start + offset, end + offset))
            else:
                own = (place for f, place in zip(forms, places, strict=True) if f == form)
                runs = spans(tuple(range(at, at + width)) for at, width in own)
                found += [(edges[first][0] + offset, edges[last][1] + offset) for first, last in runs]
        return found

    def _follow(
        self, row: Sequence[tuple[Forms, str, Sequence[str | None]]], number: int, position: int
    ) -> Place | None:
        """Where the longest row of tokens ends that begins behind a position of a piece; None: nowhere.

        `row` are forms, their kinds, and the single forms of all pieces by that kind; places are the number
        of a piece and a position in it.
        """
        if row[0][2][number] is not None:  # one word, and then others, a piece each, as in most rows
            for m, (_, form, singles) in enumerate(row, number + 1):
                if m == len(singles) or singles[m] is not form:
                    break
            else:
                return number + len(row), 0
        ends = {(number, position)}
        for kind, form, singles in row:
            longer: set[Place] = set()
            for n, at in ends:
                n, at = self._next(n, at, kind, singles)
                single = singles[n] if n < len(singles) else ""
                if single is form:
                    longer.add((n, 0))
                elif single is None:
                    piece = kind.pieces[self._texts[n]]
                    own = zip(piece.forms, piece.places, strict=True)
                    longer.update((n, at + width - 1) for f, (p, width) in own if f == form and p == at)
            if not longer:
                return None
            ends = longer
        return max(ends)

    def _next(self, number: int, position: int, kind: Forms, singles: Sequence[str | None]) -> Place:
        """The position behind one: of the same piece, or the first of the next that holds a word."""
        if singles[number] is None and position + 1 < kind.pieces[self._texts[number]].length:
            return number, position + 1
        number += 1
        while number < len(singles) and singles[number] == "":
            number += 1
        return number, 0

    def inside(self, start: int, end: int) -> tuple[int, int]:
        """Positions [first, last) of the words that lie whole inside characters [start, end)."""
        starts, ends = self._edges
        first = bisect_left(starts, start)
        last = bisect_right(ends, end)
        return first, max(first, last)

    @cached_property
    def joints(self) -> list[int]:
        """The characters at which a word begins right where another one ends (Chinese, Thai)."""
        kind = next(iter(self._single), FOLDED)
        found: list[int] = []
        for n in [n for n, single in enumerate(self._singles(kind)) if single is None]:
            edges = kind.pieces[self._texts[n]].edges
            found += (self._offsets[n] + n + b[0] for a, b in pairwise(edges) if a[1] == b[0])
        return found

    def _by(self, kind: Forms) -> list[Piece]:
        found = self._known.get(kind)
        if found is None:
            found = self._known[kind] = list(map(kind.pieces.__getitem__, self._texts))
        return found

    def _singles(self, kind: Forms) -> list[str | None]:
        found = self._single.get(kind)
        if found is None:
            found = self._single[kind] = list(map(kind.single.__getitem__, self._texts))
        return found

    def _pieces(self) -> list[Piece]:
        """The pieces, by whatever kind they are known."""
        return next(iter(self._known.values())) if self._known else self._by(FOLDED)

    @cached_property
    def _firsts(self) -> list[int]:
        """First position of each piece, and behind the last one."""
        return list(accumulate(map(_LENGTH, self._pieces()), initial=0))

    @cached_property
    def _offsets(self) -> list[int]:
        """Characters before each piece, and behind the last one, but for the spaces between pieces."""
        return list(accumulate(map(len, self._texts), initial=0))

    @cached_property
    def _edges(self) -> tuple[list[int], list[int]]:
        """First characters of all words, and where each ends."""
        starts: list[int] = []
        ends: list[int] = []
        for number, (piece, characters) in enumerate(zip(self._pieces(), self._offsets, strict=False)):
            offset = characters + number
            for start, end in piece.edges:
                starts.append(offset + start)
                ends.append(offset + end)
        return starts, ends


class Analysed:
    """A document with the words of its text fields, cut when first asked for."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.lang = next(iter(document.keywords("lang")), "")
        self.matches: dict[Query, set[Match]] = {}  # of leaves asked for so far
        self._words: dict[str, Words] = {}

    def words(self, field: str = "text") -> Words:
        """The words of a text field."""
        if field not in self._words:
            self._words[field] = Words(self.document.text(field), self.lang)
        return self._words[field]

    @cached_property
    def speech(self) -> list[tuple[int, int, str]]:
        """Positions [first, last) and speaker of every stretch of speech that holds a word."""
        spans: tuple[Speech, ...] = self.document.values.get("speech") or ()
        placed = ((*self.words().inside(s.start, s.end), s.speaker) for s in spans if s.kind != "author")
        return [p for p in placed if p[0] < p[1]]
