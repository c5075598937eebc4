"""Text to words for finding people and their speech: words as printed, with quotation state.

This is not the tokeniser of `analysis/`: that one decides what a search matches and drops all
punctuation, while here commas, quotation marks and full stops are most of the evidence.
"""

from __future__ import annotations

import re
import threading
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from operator import add

from searchkit.speech.wordtable import FIELDS, FILLER, LOOK, NO_WORD, NUMBER, SIZE, START, WordTable

# Straight marks, and closing ones that stand where only an opening one can (a frequent misprint).
_UNDIRECTED = re.compile(r"\"|''|``|\u201d(?=\S)(?<!\S\u201d)")
_OPENING_PLACE = frozenset(" \t\n\xa0([{\u2014\u2013-\u2018'/:")

OPENING = "\u201c"
CLOSING = "\u201d"
_NO_WORD = array("i", [NO_WORD]).tobytes()  # no other integers hold these bytes, nor do two side by side


def _directed(text: str) -> str:
    """`text` with undirected double quotation marks turned into opening or closing ones, same length.

    A mark opens at the start of a word and closes anywhere else.
    """
    if not (CLOSING in text or '"' in text or "''" in text or "``" in text):
        return text

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

    texts    the paragraphs, quotation marks directed
    table    names the words that `ids` are the numbers of
    looks    what each word looks like, a letter each (`wordshapes`)
    quoted   for every word 1 if it is inside double quotation marks, the marks included, else 0
    runs_on  per paragraph: its last quotation is not closed
    """

    texts: tuple[str, ...]
    table: WordTable
    ids: list[int]
    looks: bytes
    bounds: list[int]
    quoted: bytearray
    runs_on: list[bool]
    _rows: array[int] = field(repr=False)
    _starts: dict[int, list[int]] = field(repr=False)

    @property
    def paragraphs(self) -> int:
        """Number of paragraphs."""
        return len(self.texts)

    @cached_property
    def words(self) -> list[str]:
        """The words as printed. (All of them: of a few ask `table`.)"""
        return list(map(self.table.words.__getitem__, self.ids))

    @cached_property
    def distinct(self) -> frozenset[int]:
        """Numbers of all words of the article."""
        return frozenset(self.ids)

    def word(self, place: int) -> str:
        """One word as printed."""
        return self.table.words[self.ids[place]]

    def lower(self, place: int) -> str:
        """One word in lower case."""
        return self.table.lowered[self.ids[place]]

    def shape(self, place: int) -> int:
        """The shape of one word."""
        return self.table.shapes[self.ids[place]]

    def characters(self, paragraph: int, first: int, last: int) -> tuple[int, int]:
        """Where the words [first, last) of a paragraph stand in its text."""
        starts, begin = self.starts(paragraph), self.bounds[paragraph]
        return starts[first - begin], starts[last - 1 - begin] + len(self.word(last - 1))

    def starts(self, paragraph: int) -> list[int]:
        """The first character of each word of a paragraph."""
        found = self._starts.get(paragraph)
        if found is None:
            own = slice(FIELDS * self.bounds[paragraph], FIELDS * self.bounds[paragraph + 1])
            found = self._starts[paragraph] = _starts(self._rows[own])
        return found

    def offsets(self, paragraph: int) -> list[tuple[int, int]]:
        """Start and end of each word, in characters of the paragraph's text."""
        ids = self.ids[self.bounds[paragraph] : self.bounds[paragraph + 1]]
        names = self.table.words
        return [(start, start + len(names[i])) for start, i in zip(self.starts(paragraph), ids, strict=True)]


def _starts(rows: array[int]) -> list[int]:
    """The first character of each word of a paragraph, by its rows of FIELDS."""
    return list(map(add, rows[START::FIELDS], accumulate(rows[SIZE::FIELDS], initial=0)))


class _Shared:
    """The table of words of this process, and the lock that threads take to add to it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.table = WordTable()


_shared = _Shared()


def number_alike(
    articles: Sequence[Tokens], extra: Sequence[str]
) -> tuple[WordTable, list[list[int]], list[int]]:
    """One table for the words of several articles and some more, and their numbers in it.

    Nearly always that is the table they have; articles read before memory asked for a new one are
    numbered again.
    """
    with _shared.lock:
        table = articles[-1].table if articles else _shared.table
        numbers = [
            t.ids if t.table is table else list(map(table.numbers.__getitem__, t.words)) for t in articles
        ]
        return table, numbers, list(map(table.numbers.__getitem__, extra))


def tokenise(paragraphs: Sequence[str]) -> Tokens:
    """Words and quotation state of all paragraphs. Quotations end with their paragraph."""
    texts = tuple(map(_directed, paragraphs))
    with _shared.lock:
        if _shared.table.full():
            _shared.table = WordTable()
        table = _shared.table
        # No word holds a space, nor depends on what is behind one.
        cuts = [b"".join(map(table.chunks.__getitem__, text.split(" "))) for text in texts]
        marks = table.numbers[OPENING], table.numbers[CLOSING]
    starts: dict[int, list[int]] = {}
    whole = b"".join(cuts)
    if _NO_WORD in whole:
        cuts = [_without_empty(number, cut, starts) for number, cut in enumerate(cuts)]
        whole = b"".join(cuts)
    rows = array("i", whole)
    ids = rows[NUMBER::FIELDS].tolist()
    bounds = list(accumulate([len(cut) // (FIELDS * rows.itemsize) for cut in cuts], initial=0))
    quoted = bytearray(len(ids))
    runs_on = [
        (OPENING in text or CLOSING in text) and _quotations(ids, first, last, marks, quoted)
        for text, first, last in zip(texts, bounds[:-1], bounds[1:], strict=True)
    ]
    looks = bytes(rows[LOOK::FIELDS].tolist())
    return Tokens(texts, table, ids, looks, bounds, quoted, runs_on, rows, starts)


def _without_empty(paragraph: int, cut: bytes, starts: dict[int, list[int]]) -> bytes:
    """The words of a paragraph without those that are none; `starts` keeps where the others stand."""
    if _NO_WORD not in cut:
        return cut
    rows = array("i", cut)
    starts[paragraph] = []
    words = array("i")
    for place, (number, start) in enumerate(zip(rows[NUMBER::FIELDS], _starts(rows), strict=False)):
        if number != NO_WORD:
            starts[paragraph].append(start)
            words.extend(rows[FIELDS * place : FIELDS * (place + 1)])
    return words.tobytes()


def _quotations(ids: list[int], first: int, last: int, marks: tuple[int, int], quoted: bytearray) -> bool:
    """Set `quoted` where the words [first, last) of a paragraph are; whether a quotation stays open.

    A word is in one if the last mark up to it opens, or if it is a closing mark.
    """
    opening = marks[0]
    begin = -1  # of the open quotation
    for place in [place for place in range(first, last) if ids[place] in marks]:
        if ids[place] == opening:
            begin = place if begin < 0 else begin
            continue
        begin = place if begin < 0 else begin
        quoted[begin : place + 1] = b"\1" * (place + 1 - begin)
        begin = -1
    if begin < 0:
        return False
    quoted[begin:last] = b"\1" * (last - begin)
    return True
