"""Text to words for finding people and their speech: words as printed, with quotation state.

This is not the tokeniser of `analysis/`: that one decides what a search matches and drops all
punctuation, while here commas, quotation marks and full stops are most of the evidence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_ABBREVIATIONS = "Mr|Mrs|Ms|Dr|Sen|Sens|Rep|Reps|Gov|Gen|Lt|Col|Rev|Prof|Jr|Sr|St|Sgt|Capt|Maj|Adm|Hon"
# Fillers keep a two-character quotation mark at its length; they are no token.
_FILLER = "\u200b"
_TOKEN = re.compile(
    rf"(?:{_ABBREVIATIONS})\.|(?:[^\W\d_]\.)+(?![^\W\d_])|['\u2019]s\b"
    r"|[^\W\d_]+(?:(?:['\u2019](?!s\b)|[.-])[^\W\d_]+)*|\d+(?:[.,]\d+)*"
    rf"|[^\w\s{_FILLER}]|_"
)
# Straight marks, and closing ones that stand where only an opening one can (a frequent misprint).
_UNDIRECTED = re.compile(r"\"|''|``|(?:^|(?<=\s))\u201d(?=\S)")
_OPENING_PLACE = frozenset(" \t\n\xa0([{\u2014\u2013-\u2018'/:")

OPENING = "\u201c"
CLOSING = "\u201d"


def _directed(text: str) -> str:
    """`text` with undirected double quotation marks turned into opening or closing ones, same length.

    A mark opens at the start of a word and closes anywhere else.
    """
    if not ('"' in text or "''" in text or "``" in text or "\u201d" in text):
        return text

    def turn(match: re.Match[str]) -> str:
        start, end = match.span()
        opens = (start == 0 or text[start - 1] in _OPENING_PLACE) and (
            end < len(text) and not text[end].isspace()
        )
        return (OPENING if opens else CLOSING) + _FILLER * (end - start - 1)

    return _UNDIRECTED.sub(turn, text)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of an article, flat; paragraph p is `words[bounds[p]:bounds[p + 1]]`.

    quoted   1 for every word inside double quotation marks, the marks included
    runs_on  per paragraph: its last quotation is not closed
    spans    start and end of every word, in characters of its paragraph
    """

    texts: tuple[str, ...]
    words: list[str]
    bounds: list[int]
    quoted: list[int]
    runs_on: list[bool]
    spans: list[tuple[int, int]]

    @property
    def paragraphs(self) -> int:
        """Number of paragraphs."""
        return len(self.texts)

    def offsets(self, paragraph: int) -> list[tuple[int, int]]:
        """Start and end of each word, in characters of the paragraph's text."""
        return self.spans[self.bounds[paragraph] : self.bounds[paragraph + 1]]


def tokenise(paragraphs: Sequence[str]) -> Tokens:
    """Words and quotation state of all paragraphs. Quotations end with their paragraph."""
    texts: list[str] = []
    words: list[str] = []
    bounds = [0]
    quoted: list[int] = []
    runs_on: list[bool] = []
    spans: list[tuple[int, int]] = []
    for raw in paragraphs:
        text = _directed(raw)
        places = [match.span() for match in _TOKEN.finditer(text)]
        found = [text[start:end] for start, end in places]
        inside = False
        if OPENING in text or CLOSING in text:
            for word in found:
                if word == OPENING:
                    inside = True
                    quoted.append(1)
                elif word == CLOSING:
                    inside = False
                    quoted.append(1)
                else:
                    quoted.append(int(inside))
        else:
            quoted.extend([0] * len(found))
        texts.append(text)
        words.extend(found)
        spans.extend(places)
        bounds.append(len(words))
        runs_on.append(inside)
    return Tokens(tuple(texts), words, bounds, quoted, runs_on, spans)
