"""Snippets: the best piece of a paragraph, with exactly what matched marked in it.

Computed above the engines, from the stored text and `searchkit.matching`, so a mark is a true match
whichever engine found the paragraph: a phrase is marked as a whole, and its words are not marked where
they stand alone.  All offsets are characters of the paragraph, whose text is never changed.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple, TypeAlias

from searchkit.analysis.sentences import combines, sentences
from searchkit.harmless import clean
from searchkit.matching import Analysed, Match, Words, evaluate, spans
from searchkit.patterns import lazy
from searchkit.query.nodes import Query
from searchkit.schema import Document

LENGTH = 280  # characters
ELLIPSIS = "…"

_SPACE = lazy(r"\s+")

Span: TypeAlias = tuple[int, int]  # characters [start, end) of the paragraph


class Piece(NamedTuple):
    """A stretch of a snippet, all of it marked or none of it."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Snippet:
    """Characters [start, end) of a paragraph.

    `text` is them verbatim, `marks` the matches among them, `matches` all matches of the paragraph;
    `cut_before` and `cut_after` tell whether the paragraph has more.
    """

    text: str
    start: int
    end: int
    marks: tuple[Span, ...]
    matches: tuple[Span, ...]
    cut_before: bool
    cut_after: bool

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The text, cut where marks begin and end; together they are `text`."""
        text, offset = self.text, self.start
        pieces: list[Piece] = []
        at = 0
        for start, end in self.marks:
            if at < start - offset:
                pieces.append(Piece(text[at : start - offset], False))
            at = end - offset
            pieces.append(Piece(text[start - offset : at], True))
        if at < len(text):
            pieces.append(Piece(text[at:], False))
        return tuple(pieces)

    def marked(self, before: str, after: str | None = None, *, escape: Callable[[str], str] = str) -> str:
        """The snippet for a reader: marks set between `before` and `after`, an ellipsis where it is cut.

        `after` is `before` unless given (`**`).  `escape` is applied to the text but not to the marks; for a
        page there is `html`.
        """
        after = before if after is None else after
        text, offset, at = self.text, self.start, 0
        parts = [f"{ELLIPSIS} "] if self.cut_before else []
        for start, end in self.marks:
            if at < start - offset:
                parts.append(escape(text[at : start - offset]))
            at = end - offset
            parts += (before, escape(text[start - offset : at]), after)
        if at < len(text):
            parts.append(escape(text[at:]))
        if self.cut_after:
            parts.append(f" {ELLIPSIS}")
        return "".join(parts)

    def html(self) -> str:
        """The snippet for a page: marks in `<mark>`, all else as text that nothing can be hidden in."""
        from html import escape  # its table of entities is not needed to search

        return self.marked("<mark>", "</mark>", escape=lambda text: escape(clean(text)))

    def __str__(self) -> str:
        return self.marked("")


def snippet(query: Query, document: Document, *, length: int = LENGTH) -> Snippet:
    """The piece of the paragraph that shows best why `query` found it.

    That is the one with matches of the most different leaves of the query, of those the one with the most
    matches, of those the earliest; what follows and what stands before is added while there is room.  It
    begins and ends with a sentence, except inside a sentence longer than `length`, which is cut between
    words.  It is longer than `length` characters only where one word or one match is.  Without matches
    in the text (a query for a speaker only) it is the beginning.

    `query` is bound, as for an engine.  Raises ValueError on a length below 1.
    """
    if length < 1:
        raise ValueError(f"a snippet has at least 1 character, not {length}")
    analysed = Analysed(document)
    text, words = document.text(), analysed.words()
    leaves = _leaves(query, analysed)
    matches = _characters(leaves, words)
    begin, behind = start, end = _without_space(text)
    marks = matches
    if behind - begin > length:
        by_leaf = [_characters([leaf], words) for leaf in leaves] if len(leaves) > 1 else [matches]
        units = _units(text, words, matches, length)
        first, last = _best(units, by_leaf, matches, length)
        start, end = units[first].start, units[last].end
        marks = [m for m in matches if start <= m[0] and m[1] <= end]
    return Snippet(
        text=text[start:end],
        start=start,
        end=end,
        marks=tuple(marks),
        matches=tuple(matches),
        cut_before=start > begin,
        cut_after=end < behind,
    )


def _leaves(query: Query, document: Analysed) -> list[Iterable[Match]]:
    """The matches in the text of each leaf that counts; one asked twice counts once."""
    found = [leaf for leaf in evaluate(query, document) or () if leaf.field == "text"]
    if len(found) == 1:
        return [found[0].matches]
    return list({leaf.leaf: leaf.matches for leaf in found}.values())


def _characters(leaves: Sequence[Iterable[Match]], words: Words) -> list[Span]:
    """Characters of the matches of all leaves; those that overlap are one."""
    return words.characters(spans(chain.from_iterable(leaves)))


def _without_space(text: str) -> Span:
    """All of a text but the space around it; (0, 0) where there is nothing else."""
    behind = len(text.rstrip())
    return (len(text) - len(text.lstrip()) if behind else 0), behind


class _Unit(NamedTuple):
    """What a snippet is put together of: a sentence, or a word of a sentence that is too long."""

    start: int
    end: int
    sentence: int
    whole: bool  # is the sentence


def _units(text: str, words: Words, matches: Sequence[Span], length: int) -> list[_Unit]:
    """The units of a text, in order. No match goes over the end of one.

    Of a sentence that is too long, parts that no snippet can reach are one unit each.
    """
    units: list[_Unit] = []
    for n, (start, end) in enumerate(_uncut(sentences(text), matches)):
        if end - start <= length:
            units.append(_Unit(start, end, n, True))
        else:
            inside = matches[bisect_left(matches, (start,)) : bisect_left(matches, (end,))]
            shown = inside if matches or n else [(start, start)]
            parts = _uncut(_cut_around(text, words, (start, end), shown, length), matches)
            units += (_Unit(a, b, n, False) for a, b in parts)
    return units


def _uncut(parts: Iterator[Span], matches: Sequence[Span]) -> Iterator[Span]:
    """The parts, those put together that a match goes over."""
    ends = [end for _, end in matches]
    begun: int | None = None
    for start, end in parts:
        begun = start if begun is None else begun
        crossing = bisect_right(ends, end)  # the first match that ends behind this part
        if crossing == len(matches) or matches[crossing][0] >= end:
            yield begun, end
            begun = None


def _cut_around(
    text: str, words: Words, sentence: Span, shown: Sequence[Span], length: int
) -> Iterator[Span]:
    """A sentence cut between words as far as `length` characters from what is shown, else not at all."""
    begun, end = sentence
    for first, last in shown:
        if last + length > begun:
            low = _begin_of_word(text, max(first - length, begun), begun)
            if begun < low:
                yield begun, low
            at, begun = _end_of_word(text, last + length, end)
            yield from _cut_between_words(text, words, low, at)
    if begun < end:
        yield begun, end


def _begin_of_word(text: str, at: int, low: int) -> int:
    """The last place up to `at` at which a word begins behind a space; `low` if there is none behind it."""
    while at > low and (not text[at - 1].isspace() or text[at].isspace() or combines(text, at)):
        at -= 1
    return at


def _end_of_word(text: str, at: int, high: int) -> Span:
    """The first space from `at` on that ends a word; (high, high) if there is none before it."""
    for space in _SPACE.finditer(text, at, high):
        if not combines(text, space.end()):
            return space.span()
    return high, high


def _cut_between_words(text: str, words: Words, start: int, end: int) -> Iterator[Span]:
    """A stretch of text cut at its spaces, and between words that no space divides (Chinese, Thai)."""
    begun = start
    for space in _SPACE.finditer(text, start, end):
        at, behind = space.span()
        if behind - at > 1 or not combines(text, behind):
            yield from _cut_unspaced(text, words, begun, at)
            begun = behind
    if begun < end:
        yield from _cut_unspaced(text, words, begun, end)


def _cut_unspaced(text: str, words: Words, start: int, end: int) -> Iterator[Span]:
    begun, joints = start, words.joints
    for joint in joints[bisect_right(joints, start) : bisect_left(joints, end)] if joints else ():
        if not combines(text, joint):
            yield begun, joint
            begun = joint
    yield begun, end


def _best(
    units: Sequence[_Unit], by_leaf: Sequence[Sequence[Span]], matches: Sequence[Span], length: int
) -> tuple[int, int]:
    """First and last unit of the best piece."""
    first, last = _core(units, by_leaf, length) if matches else (0, 0)
    return _padded(units, first, last, length)


def _core(units: Sequence[_Unit], by_leaf: Sequence[Sequence[Span]], length: int) -> tuple[int, int]:
    """The units, from the first with a match to the last with one, that hold the most in `length`."""
    starts = [unit.start for unit in units]
    holding: dict[int, list[int]] = {}  # unit -> leaves of the matches in it, as often as they match
    for leaf, leaf_spans in enumerate(by_leaf):
        for start, _ in leaf_spans:
            holding.setdefault(bisect_right(starts, start) - 1, []).append(leaf)
    marked = sorted(holding)
    inside: dict[int, int] = {}  # leaf -> its matches in the window
    best, best_worth = (marked[0], marked[0]), (0, 0)
    begin = 0
    for unit in marked:
        for leaf in holding[unit]:
            inside[leaf] = inside.get(leaf, 0) + 1
        while begin < len(marked) and marked[begin] < unit and not _fits(units, marked[begin], unit, length):
            for leaf in holding[marked[begin]]:
                inside[leaf] -= 1
                if not inside[leaf]:
                    del inside[leaf]
            begin += 1
        worth = (len(inside), sum(inside.values()))
        if worth > best_worth:
            best, best_worth = (marked[begin], unit), worth
    return best


def _padded(units: Sequence[_Unit], first: int, last: int, length: int) -> tuple[int, int]:
    """With as much as there is room for of what follows and what stands before, in turn."""
    grown = True
    while grown:
        grown = False
        if _goes_on(units, last, last + 1) and _fits(units, first, last + 1, length):
            last, grown = last + 1, True
        if _goes_on(units, first, first - 1) and _fits(units, first - 1, last, length):
            first, grown = first - 1, True
    return first, last


def _fits(units: Sequence[_Unit], first: int, last: int, length: int) -> bool:
    return units[last].end - units[first].start <= length


def _goes_on(units: Sequence[_Unit], last: int, further: int) -> bool:
    """A piece goes on into a whole sentence or within its own, never into a part of another."""
    if not 0 <= further < len(units):
        return False
    return units[further].whole or units[further].sentence == units[last].sentence
