"""Quotation marks as character spans: nested, of any script, and over the ends of paragraphs.

“ ” „ “ « » " " 「 」 are read; ‘ ’ are not, because they are apostrophes as often as marks.  Which pair a
mark belongs to is decided by what is open: “ closes after „ and opens elsewhere.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from searchkit.patterns import lazy

_ASCII_MARKS = ('"', "''", "``")
_MARKS = (*_ASCII_MARKS, *"“”„‟«»「」『』")
_OPENS = frozenset("„‟«「『“``")
_CLOSES = frozenset("”»」』")
# Marks that may close what another one opened.
_CLOSED_BY = {"„": '“”"', "“": '”"', "«": "»", "»": "«", "”": "”", '"': '"”', "``": "''"}
_BEFORE_OPENING = lazy(r"[\s(\[{—–\-/:>*_]")
_WORD = lazy(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
MASK = "§"  # stands for each quoted character in `mask`
MIN_SENTENCE = 4  # words from which a quotation can be a sentence of its own
NEAR = 8  # characters in which the mark before a quotation is looked for
LOOK_AHEAD = 6  # paragraphs over which a closing mark is waited for


class Quotation(NamedTuple):
    """Characters [start, end) inside quotation marks, marks excluded.

    opened_before  the opening mark, or the quotation it repeats, stands in a paragraph before
    runs_on        no closing mark in this paragraph: the next one goes on
    """

    start: int
    end: int
    opened_before: bool = False
    runs_on: bool = False


def find(paragraphs: Sequence[str]) -> list[list[Quotation]]:
    """Outermost quotations of each paragraph, in order."""
    found: list[list[Quotation]] = []
    inside = False
    for number, text in enumerate(paragraphs):
        spans = in_paragraph(text, inside) if inside or has_marks(text) else []
        found.append(spans)
        if not (spans and spans[-1].runs_on):
            inside = False
            continue
        inside = _goes_on(paragraphs[number + 1 : number + 1 + LOOK_AHEAD])
    return found


def _goes_on(following: Sequence[str]) -> bool:
    """Whether an open quotation is repeated or closed further on."""
    for text in following:
        spans = in_paragraph(text, True)
        if not spans:
            return False  # only marks
        first = spans[0]
        if first.start > 0 or not first.runs_on:
            # repeated by a mark at the beginning, or closed before any other opens
            return True
        if len(spans) > 1:
            return False
    return False


def has_marks(text: str, first: int = sys.maxsize) -> bool:
    """Whether a quotation mark is among the first characters: several times as fast as to look where."""
    if first < len(text):
        text = text[:first]
    if '"' in text or "''" in text or "``" in text:
        return True
    return not text.isascii() and (
        ("“" in text or "”" in text or "«" in text or "»" in text or "„" in text)
        or ("‟" in text or "「" in text or "」" in text or "『" in text or "』" in text)
    )


def in_paragraph(text: str, inside: bool = False) -> list[Quotation]:
    """Quotations of one paragraph; `inside`: the paragraph before left one open."""
    marks = _marks(text)
    if not marks:
        return [Quotation(0, len(text), True, True)] if inside else []
    spans: list[Quotation] = []
    stack: list[str] = []
    start, before = 0, False
    if inside:
        before = True
        if not text[: marks[0][0]].strip() and _opens(text, marks[0], []):
            start, stack = marks[0][1], [marks[0][2]]  # the mark is repeated at each paragraph
            marks = marks[1:]
        else:
            stack = ["“"]
    for place, end, mark in marks:
        if _opens(text, (place, end, mark), stack):
            if not stack:
                start, before = end, False
            stack.append(mark)
        elif stack:
            stack.pop()
            if not stack:
                spans.append(Quotation(start, place, before))
                before = False
    if stack:
        spans.append(Quotation(start, len(text), before, True))
    return [span for span in spans if span.end > span.start]


def _marks(text: str) -> list[tuple[int, int, str]]:
    """Each mark in order: start, end, sign. (A pattern would stop at every apostrophe.)"""
    marks: list[tuple[int, int, str]] = []
    for sign in _ASCII_MARKS if text.isascii() else _MARKS:
        at = text.find(sign)
        while at >= 0:
            end = at + len(sign)
            marks.append((at, end, sign))
            at = text.find(sign, end)
    marks.sort()
    return marks


def _opens(text: str, mark: tuple[int, int, str], stack: list[str]) -> bool:
    place, end, sign = mark
    if stack and sign in _CLOSED_BY.get(stack[-1], ""):
        if sign == '"' or sign in _OPENS:
            # a closing mark by its kind or place; an opening one by a space before and none behind
            return len(stack) < 2 and _at_beginning(text, place) and not _at_end(text, end)
        return False
    if sign == '"':
        return _at_beginning(text, place) or not (stack or _at_end(text, end))
    if sign in _OPENS:
        return True
    # ” or » with nothing open: Swedish and old German usage open with it
    return not stack and sign in "”»" and _at_beginning(text, place) and not _at_end(text, end)


def _at_beginning(text: str, place: int) -> bool:
    return place == 0 or bool(_BEFORE_OPENING.match(text[place - 1]))


def _at_end(text: str, end: int) -> bool:
    return end >= len(text) or text[end].isspace()


def is_sentence(text: str, quoted: Quotation) -> bool:
    """Whether a quotation is speech by itself: it begins as a sentence does, and is long or ends as one."""
    start, end = quoted.start, quoted.end
    inside = text[start:end].lstrip(" …")
    if inside[:1].islower():
        return False
    before = text[max(0, start - NEAR) : start].rstrip(' "“«„”')[-1:]
    if before and before not in ":,.!?–—-…":
        return False
    if inside.rstrip(" ”»")[-1:] in (",", ".", "!", "?", "…") or text.startswith(",", end + 1):
        return True
    return has_words(text, start, end, MIN_SENTENCE)


def has_words(text: str, start: int, end: int, least: int) -> bool:
    """Whether [start, end) holds at least so many words."""
    return any(True for _ in islice(_WORD.finditer(text, start, end), least - 1, None))


def mask(text: str, quoted: Sequence[Quotation]) -> str:
    """`text` with quoted characters taken out, at the same length."""
    pieces: list[str] = []
    place = 0
    for quotation in quoted:
        # a full stop inside the marks stays: the sentence ends with its quotation
        end = quotation.end - text.startswith(".", quotation.end - 1)
        pieces += [text[place : quotation.start], MASK * (end - quotation.start)]
        place = end
    return "".join((*pieces, text[place:]))
