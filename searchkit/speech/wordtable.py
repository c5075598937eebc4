"""Every word of a process once, by number, so that what is known of a word is worked out one time.

News repeats itself: most pieces of text between two spaces were seen before, and so were their words.
Each piece is cut into words once; after that a text becomes word numbers by look-ups alone.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from searchkit.speech.wordshapes import look_of, shape_of

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
_AT_START = (0,)


class Cut(NamedTuple):
    """A chunk of text cut into words: their numbers, their first characters, and its size with a space."""

    words: tuple[int, ...]
    starts: tuple[int, ...]
    size: int


class WordTable:
    """Words by number, in the order they were first seen.

    words, lowered  as printed, and in lower case
    shapes, looks   what they look like (`wordshapes`)
    chunks          text without a space -> its words; a new one is cut when asked for
    """

    def __init__(self) -> None:
        self.words: list[str] = []
        self.lowered: list[str] = []
        self.shapes: list[int] = []
        self.looks: list[int] = []
        self.chunks: dict[str, Cut] = _Chunks(self)
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


class _Chunks(dict[str, Cut]):
    """Text without a space -> its words."""

    def __init__(self, table: WordTable) -> None:
        super().__init__()
        self._table = table

    def __missing__(self, chunk: str) -> Cut:
        self._table.characters += len(chunk)
        cut = self[chunk] = self._plain(chunk) or self._matched(chunk)
        return cut

    def _plain(self, chunk: str) -> Cut | None:
        """What the pattern would find in a word of plain letters, a sign behind it or not; else None."""
        if not chunk.isascii() and chunk[-1:] != "\u201d":
            return None
        if chunk.isalpha():
            return Cut((self._table.number(chunk),), _AT_START, len(chunk) + 1)
        word, sign = chunk[:-1], chunk[-1:]
        if not (word.isascii() and word.isalpha()):
            return None
        if sign in _SIGNS or (sign == "." and len(word) > 1 and word not in _DOTTED):
            words = self._table.number(word), self._table.number(sign)
            return Cut(words, (0, len(word)), len(chunk) + 1)
        return None

    def _matched(self, chunk: str) -> Cut:
        number = self._table.number
        found = list(_TOKEN.finditer(chunk))
        words = tuple([number(match.group()) for match in found])
        return Cut(words, tuple([match.start() for match in found]), len(chunk) + 1)
