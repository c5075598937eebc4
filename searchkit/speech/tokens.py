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


class _Chunks(dict[str, tuple[tuple[str, int, int], ...]]):
    """Text without a space -> its words with start and end, worked out when first asked for.

    News repeats itself: most chunks were seen before, and words shared between paragraphs are
    looked up faster everywhere after.
    """

    def __missing__(self, chunk: str) -> tuple[tuple[str, int, int], ...]:
        found = tuple((m.group(), m.start(), m.end()) for m in _TOKEN.finditer(chunk))
        if len(chunk) <= _LONGEST_CHUNK:
            if len(self) >= _MOST_CHUNKS:
                self.clear()
            self[chunk] = found
        return found


_MOST_CHUNKS = 1 << 16
_LONGEST_CHUNK = 40
_chunks = _Chunks()


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
        at = 0
        for chunk in text.split(" "):
            # No word holds a space, nor depends on what is behind one.
            for word, start, end in _chunks[chunk]:
                words.append(word)
                spans.append((at + start, at + end))
            at += len(chunk) + 1
        flags, inside = _quotation(words, bounds[-1], OPENING in text or CLOSING in text)
        texts.append(text)
        quoted += flags
        bounds.append(len(words))
        runs_on.append(inside)
    return Tokens(tuple(texts), words, bounds, quoted, runs_on, spans)


def _quotation(words: Sequence[str], first: int, marks: bool) -> tuple[list[int], bool]:
    """For each word from `first` on whether it is in a quotation, and whether that stays open."""
    if not marks:
        return [0] * (len(words) - first), False
    flags: list[int] = []
    inside = False
    for word in words[first:]:
        if word == OPENING:
            inside = True
        flags.append(int(inside or word == CLOSING))
        if word == CLOSING:
            inside = False
    return flags, inside
