"""A snippet, and how it is made."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from typing import NamedTuple

from searchkit.harmless import clean
from searchkit.matching import Analysed, Span, joined, marks
from searchkit.query.nodes import Query
from searchkit.schema import Document
from searchkit.snippets.window import best

LENGTH = 280  # characters
TEXT = "text"  # the field that is shown
ELLIPSIS = "…"


class Piece(NamedTuple):
    """A stretch of a snippet, all of it marked or none of it."""

    text: str
    marked: bool


class Snippet(NamedTuple):
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
            start, end = start - offset, end - offset
            parts += (escape(text[at:start]), before, escape(text[start:end]), after)
            at = end
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
    text, analysed = document.text(TEXT), Analysed(document)
    by_leaf = marks(query, analysed, TEXT)
    matches = tuple(by_leaf[0] if len(by_leaf) == 1 else joined(chain.from_iterable(by_leaf)))
    begin, behind = _without_space(text)
    if behind - begin <= length:
        return Snippet(text[begin:behind], begin, behind, matches, matches, False, False)
    start, end = best(text, analysed.words(TEXT), by_leaf, matches, length)
    shown = tuple([m for m in matches if start <= m[0] and m[1] <= end])
    return Snippet(text[start:end], start, end, shown, matches, start > begin, end < behind)


def _without_space(text: str) -> Span:
    """All of a text but the space around it; (0, 0) where there is nothing else."""
    within = text.strip()
    if len(within) == len(text):
        return 0, len(text)
    begin = len(text) - len(text.lstrip()) if within else 0
    return begin, begin + len(within)
