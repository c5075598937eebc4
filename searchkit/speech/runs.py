"""Runs of capitalised words, where names stand, and which paragraphs look like a heading."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from searchkit.speech.tokens import Tokens
from searchkit.speech.wordlists import NAME_SUFFIXES
from searchkit.speech.wordshapes import CAPITALISED, CONTENT, CONTENT_PARTICLE, NO_LETTERS, TITLE, shape

# Capitalised words, with small ones inside names between two of them. (Looks of words, a letter each.)
_RUN = re.compile(rb"C+(?:[pq]C+)*")
# A heading has fewer words than this, punctuation counted.
_HEADING_LENGTH = 40
_HEADING_SHARE = 0.55
_MEMO_RUNS = 1 << 14


@dataclass(slots=True)
class Run:
    """Capitalised words [start, end) of paragraph `paragraph`; [core, last) is it without titles."""

    start: int
    end: int
    paragraph: int
    core: int
    last: int
    title: str | None


class Capitals(NamedTuple):
    """Where an article has capitalised words.

    runs      (first, last, paragraph) of those of two words and more, in reading order
    singles   (place, paragraph) of those that stand alone
    headings  per paragraph: it looks like a headline
    """

    runs: list[tuple[int, int, int]]
    singles: list[tuple[int, int]]
    headings: list[bool]


def capitals(tokens: Tokens) -> Capitals:
    """The runs of an article. None goes beyond a quotation mark, which is a word of its own."""
    found = Capitals([], [], [])
    looks, bounds = tokens.looks, tokens.bounds
    for paragraph, first in enumerate(bounds[:-1]):
        last = bounds[paragraph + 1]
        found.headings.append(last - first < _HEADING_LENGTH and _is_heading(looks[first:last]))
        for match in _RUN.finditer(looks, first, last):
            start, end = match.span()
            if end - start == 1:
                found.singles.append((start, paragraph))
            else:
                found.runs.append((start, end, paragraph))
    return found


def _is_heading(looks: bytes) -> bool:
    """Whether all words but the small ones are capitalised, and more than half of all."""
    if CONTENT in looks or CONTENT_PARTICLE in looks:
        return False
    return looks.count(CAPITALISED) > _HEADING_SHARE * (len(looks) - looks.count(NO_LETTERS))


def stripped(tokens: Tokens, start: int, end: int, paragraph: int) -> Run:
    """The run [start, end), with titles off its front and "Jr." off its end."""
    words, ids, before = tokens.table.words, tokens.ids, ""
    if start > tokens.bounds[paragraph] and tokens.shape(start - 1) & TITLE:
        before = words[ids[start - 1]]
    core, last, title = _core(tuple([words[i] for i in ids[start:end]]), before)
    return Run(start, end, paragraph, start + core, start + last, title)


@lru_cache(_MEMO_RUNS)
def _core(words: tuple[str, ...], before: str) -> tuple[int, int, str | None]:
    """The words [core, last) of a run without its titles, and its title; `before` is one before it, or ""."""
    core, last, title = 0, len(words), None
    for place, word in enumerate(words[:-1]):
        if shape(word) & TITLE:
            core, title = place + 1, word
    while last > core + 1 and words[last - 1].lower() in NAME_SUFFIXES:
        last -= 1
    title = title or before
    return core, last, title.lower().strip(".") if title else None
