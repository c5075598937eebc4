"""What a word is: the one tokeniser, for documents, queries and snippets, on every engine.

A text is cut into *chunks*, maximal runs of characters that can stand inside a word (`chunks`); each chunk
is analysed by itself, so an engine may analyse every distinct chunk once.  Tokens carry a position (one
for each word, counted through the text) and character offsets into the verbatim text.

Several tokens may stand at one position, so that a text is found however it is asked for:

    multi-agent   multi@0 agent@1, and the joined multiagent@0 of width 2
    U.S.          US               (the dots of an acronym are not part of it)
    Lavrov's      Lavrov's and Lavrov, both @0;   U.S.'s: US's and US;   l'Ukraine: l'Ukraine and Ukraine
    #MeToo        #MeToo and MeToo;   £5.2bn: £5.2bn and 5.2bn;   LGBT+: LGBT+ and LGBT
    不会屈服        one token a character (Chinese, Japanese, Thai, Lao, Khmer, Burmese)
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import TypeVar

from searchkit.analysis.words import Analysis, Token, analyse, token
from searchkit.patterns import lazy
from searchkit.remembered import Remembered

ANALYSIS_VERSION = 2
UNICODE_VERSION = unicodedata.unidata_version  # which characters are letters: Python's own data

# Signs beyond ASCII that running text is full of and that stand in no word: quotation marks, dashes, dots,
# no-break spaces.  Other signs are left out of words when the words of a chunk are found.
SEPARATORS = "\u00a0\u00ab\u00bb\u2013\u2014\u2018\u201c\u201d\u2022\u2026\u202f"

# A character belongs to a chunk if it is a letter or digit, or neither ASCII nor a separator, or a sign
# between or before such ones that can be part of a word (a dot and an apostrophe may stand together: U.S.'s).
# The rule looks at few neighbours of few signs, so it can be evaluated on the bytes of UTF-8.
# (Written as what it is not: a set of all of Unicode takes the regex compiler twenty times as long.  Signs
# are looked for behind letters only, and only where one stands: most chunks are one run of letters.)
_A = rf"[^\x00-/:-@\[-`{{-\x7f{SEPARATORS}]"
_SIGNS = r"['.&_@\-#$]|\.'|[,/](?<=[0-9].)(?=[0-9])|\+\+?+[#@$]?+"  # between letters
_CHUNK = lazy(rf"([#@$]?+{_A}++(?:(?=['.&_@\-#$,/+])(?:(?:{_SIGNS}){_A}++)*+(?:\+\+?+)?+)?+)")

_MOST, _LONG = 1 << 16, 40  # chunks that are remembered, and characters of the longest of them

Found = TypeVar("Found")


class ByChunk(Remembered[str, Found]):
    """What a function finds in a chunk, remembered: looked up without a call, found when first asked for.

    Long chunks (a sentence without spaces) hardly come twice: they would only fill it.
    """

    def __init__(self, find: Callable[[str], Found]) -> None:
        super().__init__(_MOST)
        self._find = find

    def __missing__(self, chunk: str) -> Found:
        found = self._find(chunk)
        return self.keep(chunk, found) if len(chunk) <= _LONG else found


# `analyse` of a chunk without wildcards, remembered.
analyse_chunk: Callable[[str], Analysis] = ByChunk(analyse).__getitem__
# Number of positions of one chunk.
count: Callable[[str], int] = ByChunk(lambda chunk: analyse_chunk(chunk)[1]).__getitem__


def parts(text: str) -> list[str]:
    """What stands before the first chunk, the chunk, what stands before the next, and so on to the end."""
    return _CHUNK.split(text)


def chunks(text: str) -> list[str]:
    """The chunks of a text."""
    return parts(text)[1::2]


def tokenise(text: str) -> list[Token]:
    """All tokens of a text, in order of position; no word is ever left out."""
    tokens: list[Token] = []
    offset = position = 0
    for i, part in enumerate(parts(text)):
        if i % 2:
            for start, end, at, width, written, folded, kind in analyse_chunk(part)[0]:
                moved = (start + offset, end + offset, at + position, width, written, folded, kind)
                tokens.append(token(moved))
            position += count(part)
        offset += len(part)
    return tokens


def positions(text: str) -> int:
    """Number of positions of a text: its length in words, as BM25 counts it."""
    return sum(map(count, chunks(text)))
