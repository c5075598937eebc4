"""Text to words for finding people and their speech: words as printed, with quotation state.

This is not the tokeniser of `analysis/`: that one decides what a search matches and drops all
punctuation, while here commas, quotation marks and full stops are most of the evidence.
"""

from __future__ import annotations

import re
import threading
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain

import numpy as np
import numpy.typing as npt

from searchkit.analysis.chunktable import Numbers
from searchkit.speech.people.wordtable import FILLER, Shapes, Sizes, WordTable

_OPENING_PLACE = frozenset(" \t\n\xa0([{\u2014\u2013-\u2018'/:")
_STRAIGHT = '"'
# One that opens: it stands at the start of a word. All others close.
_OPENS = re.compile(rf"""{_STRAIGHT}(?=\S)(?<![^{re.escape("".join(sorted(_OPENING_PLACE)))}]{_STRAIGHT})""")
# Closing marks that stand where only an opening one can (a frequent misprint), and marks of two characters. A
# pattern each: all places of one first character are found several times as fast as those of any of four.
_UNDIRECTED = tuple(map(re.compile, ("\u201d(?=\\S)(?<!\\S\u201d)", "``", "''")))

Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

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

    directed = _OPENS.sub(OPENING, text).replace(_STRAIGHT, CLOSING)
    for pattern in _UNDIRECTED:
        directed = pattern.sub(turn, directed)
    return directed


@dataclass(frozen=True)
class Tokens:
    """The words of an article, flat; paragraph p has the words [bounds[p], bounds[p + 1]).

    texts         the paragraphs, quotation marks directed
    table         names the words that `ids` are the numbers of
    ids, numbers  the number of each word, to ask of a few words and to work on all
    packed        the same as bytes, of which the words of a run can be cut, to be asked for together
    starts, ends  where each word stands, in characters of its paragraph
    shapes        what each word looks like (`wordshapes`)
    quoted        for every word 1 if it is inside double quotation marks, the marks included, else 0
    runs_on       per paragraph: its last quotation is not closed
    """

    texts: tuple[str, ...]
    table: WordTable
    ids: array[int]
    numbers: Numbers
    packed: bytes
    starts: Sizes
    ends: Sizes
    shapes: Shapes
    bounds: list[int]
    quoted: bytes
    runs_on: list[bool]

    @property
    def paragraphs(self) -> int:
        """Number of paragraphs."""
        return len(self.texts)

    @cached_property
    def words(self) -> list[str]:
        """The words as printed. (All of them: of a few ask `table`.)"""
        return list(map(self.table.words.__getitem__, self.ids))

    def has(self, word: str) -> bool:
        """Whether the article has a word, printed so."""
        number = self.table.find(word)
        return number >= 0 and bool((self.numbers == number).any())

    def places(self, word: str) -> list[int]:
        """Where the article has a word, printed so."""
        places: list[int] = np.flatnonzero(self.numbers == self.table.find(word)).tolist()
        return places

    def word(self, place: int) -> str:
        """One word as printed."""
        return self.table.words[self.ids[place]]

    def lower(self, place: int) -> str:
        """One word in lower case."""
        return self.table.lowered[self.ids[place]]

    def shape(self, place: int) -> int:
        """The shape of one word."""
        return self.table.shapes[self.ids[place]]

    def characters(self, first: int, last: int) -> tuple[int, int]:
        """Where the words [first, last) of a paragraph stand in its text."""
        return int(self.starts[first]), int(self.ends[last - 1])

    def offsets(self, paragraph: int) -> list[tuple[int, int]]:
        """Start and end of each word, in characters of the paragraph's text."""
        own = slice(*self.bounds[paragraph : paragraph + 2])
        return list(zip(self.starts[own].tolist(), self.ends[own].tolist(), strict=True))


class _Shared:
    """The table of words of this process, and the lock that threads take to add to it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.table = WordTable()


_shared = _Shared()


def number_alike(
    articles: Sequence[Tokens], extra: Sequence[str]
) -> tuple[WordTable, list[Numbers], list[int]]:
    """One table for the words of several articles and some more, and their numbers in it.

    Nearly always that is the table they have; articles read before memory asked for a new one are
    numbered again.
    """
    with _shared.lock:
        table = articles[-1].table if articles else _shared.table
        number = table.numbers.__getitem__
        numbers = [
            t.numbers if t.table is table else np.fromiter(map(number, t.words), np.int32) for t in articles
        ]
        return table, numbers, list(map(number, extra))


def tokenise(paragraphs: Sequence[str]) -> Tokens:
    """Words and quotation state of all paragraphs. Quotations end with their paragraph."""
    return next(tokenise_all([paragraphs]))


def tokenise_all(articles: Sequence[Sequence[str]]) -> Iterator[Tokens]:
    """`tokenise` for the paragraphs of several articles at once: the same words, much faster."""
    # No word holds a space, nor depends on what is behind one; nor does the direction of a mark.
    joined = " ".join(chain.from_iterable(articles))
    text = _directed(joined)
    with _shared.lock:
        if _shared.table.full():
            _shared.table = WordTable()
        table = _shared.table
        found = table.read(text)
        opening, closing = table.numbers[OPENING], table.numbers[CLOSING]
    sizes = [len(paragraph) + 1 for paragraphs in articles for paragraph in paragraphs]
    begins = list(accumulate(sizes, initial=0))
    edges = found.places.searchsorted(begins)
    starts = (found.places - np.repeat(begins[:-1], np.diff(edges))).astype(np.int32)
    ends = starts + found.sizes
    quoted, runs_on = _quotations(found.numbers == opening, found.numbers == closing, edges)
    bounds = edges.tolist()
    paragraph = 0
    for paragraphs in articles:
        own = slice(paragraph, paragraph + len(paragraphs))
        paragraph = own.stop
        first, last = bounds[own.start], bounds[own.stop]
        packed = found.numbers[first:last].tobytes()
        yield Tokens(
            texts=tuple([text[begins[i] : begins[i + 1] - 1] for i in range(own.start, own.stop)]),
            table=table,
            ids=array("i", packed),
            numbers=found.numbers[first:last],
            packed=packed,
            starts=starts[first:last],
            ends=ends[first:last],
            shapes=found.shapes[first:last],
            bounds=[bound - first for bound in bounds[own.start : own.stop + 1]],
            quoted=quoted[first:last],
            runs_on=runs_on[own],
        )


def _quotations(opening: Mask, closing: Mask, edges: Ints) -> tuple[bytes, list[bool]]:
    """For every word 1 if it is in a quotation; for every paragraph whether its last one stays open.

    A word is in one if the last mark of its paragraph up to it opens, or if it is a closing mark.
    """
    marks = np.flatnonzero(opening | closing)
    # The state changes at marks, and ends with a paragraph: marks stand behind the paragraph's beginning.
    places = np.concatenate([edges[:-1], marks])
    order = np.argsort(places, kind="stable")
    open_from = np.concatenate([np.zeros(len(edges) - 1, np.bool_), opening[marks]])[order]
    places = places[order]
    quoted = open_from.repeat(np.diff(places, append=len(opening)))
    last = places.searchsorted(edges[1:] - 1, "right") - 1
    runs_on = (open_from[last] & (edges[1:] > edges[:-1])).tolist()
    return (quoted | closing).tobytes(), runs_on
