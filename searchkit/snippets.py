"""Snippets: the best piece of a paragraph, with exactly what matched marked in it.

Computed above the engines, from the stored text and `searchkit.matching`, so a mark is a true match
whichever engine found the paragraph: a phrase is marked as a whole, and its words are not marked where
they stand alone.  All offsets are characters of the paragraph, whose text is never changed.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple, TypeAlias

from searchkit.analysis.sentences import combines, sentences
from searchkit.harmless import clean
from searchkit.matching import Analysed, Match, Words, evaluate, leaf_characters, spans
from searchkit.patterns import lazy
from searchkit.query.nodes import Query
from searchkit.schema import Document

LENGTH = 280  # characters
TEXT = "text"  # the field that is shown
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
    alone = leaf_characters(query, words, TEXT)
    leaves = _leaves(query, analysed) if alone is None else []
    matches = _characters(leaves, words) if alone is None else alone
    begin, behind = start, end = _without_space(text)
    marks = matches
    if behind - begin > length:
        by_leaf = [_characters([leaf], words) for leaf in leaves] if len(leaves) > 1 else [matches]
        units = _units(text, words, matches, length)
        first, last = _core(units, by_leaf, length) if matches else (0, 0)
        start, end = _padded(units, first, last, length)
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
    found = [leaf for leaf in evaluate(query, document) or () if leaf.field == TEXT]
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


class _Units(NamedTuple):
    """What a snippet is put together of, in order: sentences, and words of sentences that are too long."""

    starts: list[int]
    ends: list[int]
    sentences: list[int]  # the number of the sentence that each is, or is in
    whole: list[bool]  # is the sentence


def _units(text: str, words: Words, matches: Sequence[Span], length: int) -> _Units:
    """The units of a text that a snippet can reach. No match goes over the end of one.

    Of a sentence that is too long, parts that no snippet can reach are one unit each.
    """
    units = _Units([], [], [], [])
    for n, (start, end) in enumerate(_uncut(_sentences(text, matches, length), matches)):
        parts = [(start, end)]
        if end - start > length:
            inside = matches[bisect_left(matches, (start,)) : bisect_left(matches, (end,))]
            shown = inside if matches or n else [(start, start)]
            parts = _uncut(_cut_around(text, words, (start, end), shown, length), inside)
        units.starts.extend([start for start, _ in parts])
        units.ends.extend([end for _, end in parts])
        units.sentences.extend([n] * len(parts))
        units.whole.extend([end - start <= length] * len(parts))
    return units


def _sentences(text: str, matches: Sequence[Span], length: int) -> list[Span]:
    """The sentences that a snippet can reach; of the first perhaps only the end."""
    first, last = (matches[0][0], matches[-1][1]) if matches else (0, 0)
    begin = _begin_of_word(text, first - length, 0) if first > length else 0
    found: list[Span] = []
    for sentence in sentences(text, begin):
        if found and sentence[0] > max(last, found[0][0]) + length:
            break
        found.append(sentence)
    return found


def _uncut(parts: list[Span], matches: Sequence[Span]) -> list[Span]:
    """The parts, those put together that a match goes over."""
    starts = [start for start, _ in parts]
    kept: list[Span] = []
    begun = 0  # the first part not kept yet
    for start, end in matches:
        first, last = bisect_right(starts, start) - 1, bisect_left(starts, end) - 1
        if first < last:
            if first >= begun:
                kept += parts[begun:first]
                kept.append(parts[first])
            kept[-1] = (kept[-1][0], parts[last][1])
            begun = last + 1
    return kept + parts[begun:] if kept else parts


def _cut_around(text: str, words: Words, sentence: Span, shown: Sequence[Span], length: int) -> list[Span]:
    """A sentence cut between words as far as `length` characters from what is shown, else not at all."""
    begun, end = sentence
    parts: list[Span] = []
    for first, last in shown:
        if last + length > begun:
            low = _begin_of_word(text, max(first - length, begun), begun)
            if begun < low:
                parts.append((begun, low))
            at, begun = _end_of_word(text, last + length, end)
            parts += _cut_between_words(text, words, low, at)
    if begun < end:
        parts.append((begun, end))
    return parts


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


def _cut_between_words(text: str, words: Words, start: int, end: int) -> list[Span]:
    """A stretch of text cut at its spaces, and between words that no space divides (Chinese, Thai)."""
    cuts = [
        (at, behind)
        for at, behind in (space.span() for space in _SPACE.finditer(text, start, end))
        if behind - at > 1 or not combines(text, behind)
    ]
    joints = words.joints
    if joints:
        between = joints[bisect_right(joints, start) : bisect_left(joints, end)]
        cuts = sorted(cuts + [(joint, joint) for joint in between if not combines(text, joint)])
    starts, ends = [start, *(behind for _, behind in cuts)], [*(at for at, _ in cuts), end]
    return [part for part in zip(starts, ends, strict=True) if part[0] < part[1]]


def _core(units: _Units, by_leaf: Sequence[Sequence[Span]], length: int) -> tuple[int, int]:
    """The units, from the first with a match to the last with one, that hold the most in `length`."""
    starts, ends = units.starts, units.ends
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
        while marked[begin] < unit and ends[unit] - starts[marked[begin]] > length:
            for leaf in holding[marked[begin]]:
                inside[leaf] -= 1
                if not inside[leaf]:
                    del inside[leaf]
            begin += 1
        worth = (len(inside), sum(inside.values()))
        if worth > best_worth:
            best, best_worth = (marked[begin], unit), worth
    return best


def _padded(units: _Units, first: int, last: int, length: int) -> Span:
    """Characters of these units and, in turn, as much as there is room for of what follows and stands before.

    A piece goes on into a whole sentence or within its own, never into a part of another.
    """
    starts, ends, sentence, whole = units
    start, end = starts[first], ends[last]
    grown = True
    while grown:
        grown = False
        after, before = last + 1, first - 1
        if (
            after < len(ends)
            and ends[after] - start <= length
            and (whole[after] or sentence[after] == sentence[last])
        ):
            last, end, grown = after, ends[after], True
        if (
            before >= 0
            and end - starts[before] <= length
            and (whole[before] or sentence[before] == sentence[first])
        ):
            first, start, grown = before, starts[before], True
    return start, end
