"""Every word of a process once, by number, so that what is known of a word is worked out one time.

News repeats itself: most pieces of text between two spaces were seen before, and so were their words.
Each piece is cut into words once; after that a text becomes word numbers by look-ups alone.
"""

from __future__ import annotations

import re
from array import array
from struct import Struct

from searchkit.speech.wordshapes import NO_LETTERS, look_of, shape_of

_ABBREVIATIONS = (
    "Mr Mrs Ms Dr Sen Sens Rep Reps Gov Gen Lt Col Rev Prof Jr Sr St Sgt Capt Maj Adm Hon".split()
)
# Fillers keep a two-character quotation mark at its length; they are no token.
FILLER = "\u200b"
_TOKEN = re.compile(
    rf"(?:{'|'.join(_ABBREVIATIONS)})\.|(?:[^\W\d_]\.)+(?![^\W\d_])|['\u2019]s\b"
    r"|[^\W\d_]+(?:(?:['\u2019](?!s\b)|[.-])[^\W\d_]+)*|\d+(?:[.,]\d+)*"
    rf"|[^\w\s{FILLER}]|_"
)
# Signs that are a word of their own behind any plain word; a full stop is one behind most.
_SIGNS = frozenset(",;:?!)\u201d")
_DOTTED = frozenset(_ABBREVIATIONS)
# Words and chunks kept, in all their characters.
_MOST_CHARACTERS = 1 << 22
# What is kept of a word in a chunk: its number, its first character there, its look; and with the last
# word of a chunk the characters of the whole and of the space behind it, with others 0.
FIELDS = 4
NUMBER, START, SIZE, LOOK = range(FIELDS)
# The number of no word: it brings the size of a chunk that has none.
NO_WORD = -1


class WordTable:
    """Words by number, in the order they were first seen.

    words, lowered  as printed, and in lower case
    shapes, looks   what they look like (`wordshapes`)
    chunks          text without a space -> its words, FIELDS integers each, as bytes that can be put one
                    behind the other; a new one is cut when asked for
    """

    def __init__(self) -> None:
        self.words: list[str] = []
        self.lowered: list[str] = []
        self.shapes: list[int] = []
        self.looks: list[int] = []
        self.chunks: dict[str, bytes] = _Chunks(self)
        self.characters = 0
        self._numbers: dict[str, int] = {}

    def full(self) -> bool:
        """Whether another table should take its place, to bound memory."""
        return self.characters > _MOST_CHARACTERS

    def number(self, word: str) -> int:
        """The number of a word, a new one where it has none."""
        found = self._numbers.get(word)
        if found is None:
            found = self._numbers[word] = len(self.words)
            lowered = word.lower()
            shape = shape_of(word, lowered)
            self.words.append(word)
            self.lowered.append(lowered)
            self.shapes.append(shape)
            self.looks.append(look_of(shape))
            self.characters += len(word)
        return found

    def find(self, word: str) -> int:
        """The number of a word; -1 for one never seen."""
        return self._numbers.get(word, -1)


class _Chunks(dict[str, bytes]):
    """Text without a space -> its words."""

    def __init__(self, table: WordTable) -> None:
        super().__init__()
        self._table = table

    def __missing__(self, chunk: str) -> bytes:
        table, size = self._table, len(chunk) + 1
        table.characters += size
        word, sign = _plain(chunk)
        if sign:
            number, behind = table.number(word), table.number(sign)
            row = (number, 0, 0, table.looks[number], behind, size - 2, size, table.looks[behind])
            cut = _PAIR.pack(*row)
        elif word:
            number = table.number(word)
            cut = _ONE.pack(number, 0, size, table.looks[number])
        else:
            cut = self._matched(chunk)
        self[chunk] = cut
        return cut

    def _matched(self, chunk: str) -> bytes:
        """The words that the pattern finds."""
        table, rows = self._table, array("i")
        for match in _TOKEN.finditer(chunk):
            number = table.number(match.group())
            rows.extend((number, match.start(), 0, table.looks[number]))
        if not rows:
            rows.extend((NO_WORD, 0, 0, NO_LETTERS))
        rows[SIZE - FIELDS] = len(chunk) + 1
        return rows.tobytes()


_ONE, _PAIR = Struct("4i"), Struct("8i")


def _plain(chunk: str) -> tuple[str, str]:
    """A word of plain letters and the sign behind it, "" for none, as the pattern finds them; else "", ""."""
    if chunk.isalpha() and chunk.isascii():
        return chunk, ""
    word, sign = chunk[:-1], chunk[-1:]
    if sign in _SIGNS or (sign == "." and len(word) > 1 and word not in _DOTTED):
        return (word, sign) if word.isascii() and word.isalpha() else ("", "")
    return "", ""
