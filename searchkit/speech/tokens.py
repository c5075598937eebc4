"""Text to words for finding people and their speech: words as printed, with quotation state.

This is not the tokeniser of `analysis/`: that one decides what a search matches and drops all
punctuation, while here commas, quotation marks and full stops are most of the evidence.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from searchkit.speech.wordtable import FILLER, Ints, WordTable

Bools = npt.NDArray[np.bool_]

# Straight marks, and closing ones that stand where only an opening one can (a frequent misprint).
_UNDIRECTED = re.compile(r"\"|''|``|\u201d(?=\S)(?<!\S\u201d)")
_OPENING_PLACE = frozenset(" \t\n\xa0([{\u2014\u2013-\u2018'/:")

OPENING = "\u201c"
CLOSING = "\u201d"


def _directed(text: str) -> str:
    """`text` with undirected double quotation marks turned into opening or closing ones, same length.

    A mark opens at the start of a word and closes anywhere else.
    """

    def turn(match: re.Match[str]) -> str:
        start, end = match.span()
        opens = (start == 0 or text[start - 1] in _OPENING_PLACE) and (
            end < len(text) and not text[end].isspace()
        )
        return (OPENING if opens else CLOSING) + FILLER * (end - start - 1)

    return _UNDIRECTED.sub(turn, text)


@dataclass(frozen=True)
class Tokens:
    """The words of an article, flat; paragraph p has the words [bounds[p], bounds[p + 1]).

    table    names the words that `ids` are the numbers of
    starts, ends  characters of each word in its paragraph
    quoted   for every word whether it is inside double quotation marks, the marks included
    runs_on  per paragraph: its last quotation is not closed
    """

    texts: tuple[str, ...]
    table: WordTable
    ids: Ints
    starts: Ints
    ends: Ints
    bounds: list[int]
    quoted: Bools
    runs_on: list[bool]

    @property
    def paragraphs(self) -> int:
        """Number of paragraphs."""
        return len(self.texts)

    @cached_property
    def words(self) -> list[str]:
        """The words as printed."""
        return list(map(self.table.words.__getitem__, self.ids.tolist()))

    @cached_property
    def lowered(self) -> list[str]:
        """The words in lower case."""
        return list(map(self.table.lowered.__getitem__, self.ids.tolist()))

    @cached_property
    def distinct(self) -> frozenset[int]:
        """Numbers of all words of the article."""
        return frozenset(self.ids.tolist())

    def offsets(self, paragraph: int) -> list[tuple[int, int]]:
        """Start and end of each word, in characters of the paragraph's text."""
        own = slice(self.bounds[paragraph], self.bounds[paragraph + 1])
        return list(zip(self.starts[own].tolist(), self.ends[own].tolist(), strict=True))


class _Shared:
    """The table of words of this process, and the lock that threads take to add to it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.table = WordTable()


_shared = _Shared()


def number_alike(articles: Sequence[Tokens], extra: Sequence[str]) -> tuple[WordTable, list[Ints], list[int]]:
    """One table for the words of several articles and some more, and their numbers in it.

    Nearly always that is the table they have; articles read before memory asked for a new one are
    numbered again.
    """
    with _shared.lock:
        table = articles[-1].table if articles else _shared.table
        numbers = [
            t.ids if t.table is table else np.array(list(map(table.number, t.words)), np.int64)
            for t in articles
        ]
        return table, numbers, list(map(table.number, extra))


def tokenise(paragraphs: Sequence[str]) -> Tokens:
    """Words and quotation state of all paragraphs. Quotations end with their paragraph."""
    text = _directed(" ".join(paragraphs))
    # No word holds a space, nor depends on what is behind one.
    chunks = text.split(" ")
    with _shared.lock:
        if _shared.table.full():
            _shared.table = WordTable()
        table = _shared.table
        opening, closing = table.number(OPENING), table.number(CLOSING)
        cut = table.cut(chunks)
    sizes = np.fromiter(map(len, paragraphs), np.int64, len(paragraphs))
    behind = np.cumsum(sizes + 1)
    bounds = np.concatenate([[0], np.searchsorted(cut.starts, behind)])
    place = np.repeat(behind - sizes - 1, np.diff(bounds))
    quoted, runs_on = _quotations(cut.words == opening, cut.words == closing, bounds)
    return Tokens(
        texts=tuple(
            text[end - size : end] for size, end in zip(sizes.tolist(), (behind - 1).tolist(), strict=True)
        ),
        table=table,
        ids=cut.words,
        starts=cut.starts - place,
        ends=cut.ends - place,
        bounds=bounds.tolist(),
        quoted=quoted,
        runs_on=runs_on,
    )


def _quotations(opening: Bools, closing: Bools, bounds: Ints) -> tuple[Bools, list[bool]]:
    """For each word whether it is in a quotation, and for each paragraph whether one stays open.

    A word is in one if the last mark of its paragraph up to it opens, or if it is a closing mark.
    """
    if not opening.any():
        return closing, [False] * (len(bounds) - 1)
    marks = opening | closing
    last = np.maximum.accumulate(np.where(marks, np.arange(len(marks)), -1))
    start = np.repeat(bounds[:-1], np.diff(bounds))
    opened = (last >= start) & opening[last]
    final = np.maximum(bounds[1:] - 1, 0)
    return opened | closing, ((np.diff(bounds) > 0) & opened[final]).tolist()
