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

    numbers         word -> its number; a new one gets the next when asked for
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
        self.numbers: dict[str, int] = _Numbers(self)
        self.characters = 0

    def full(self) -> bool:
        """Whether another table should take its place, to bound memory."""
        return self.characters > _MOST_CHARACTERS

    def find(self, word: str) -> int:
        """The number of a word; -1 for one never seen."""
        return self.numbers.get(word, -1)


class _Numbers(dict[str, int]):
    """Word -> its number."""

    def __init__(self, table: WordTable) -> None:
        super().__init__()
        self._table = table

    def __missing__(self, word: str) -> int:
        table = self._table
        number = self[word] = len(table.words)
        lowered = word.lower()
        shape = shape_of(word, lowered)
        table.words.append(word)
        table.lowered.append(lowered)
        table.shapes.append(shape)
        table.looks.append(look_of(shape))
        table.characters += len(word)
        return number


class _Chunks(dict[str, bytes]):
    """Text without a space -> its words."""

    def __init__(self, table: WordTable) -> None:
        super().__init__()
        self._table = table

    def __missing__(self, chunk: str) -> bytes:
        table, size = self._table, len(chunk) + 1
        numbers, looks = table.numbers, table.looks
        table.characters += size
        if chunk.isalpha() and chunk.isascii():
            number = numbers[chunk]
            cut = _ONE.pack(number, 0, size, looks[number])
        elif _is_word_and_sign(chunk):
            word, sign = numbers[chunk[:-1]], numbers[chunk[-1]]
            cut = _PAIR.pack(word, 0, 0, looks[word], sign, size - 2, size, looks[sign])
        else:
            cut = self._matched(chunk)
        self[chunk] = cut
        return cut

    def _matched(self, chunk: str) -> bytes:
        """The words that the pattern finds."""
        numbers, looks = self._table.numbers, self._table.looks
        rows: list[int] = []
        end = 0
        for word in _TOKEN.findall(chunk):
            number = numbers[word]
            start = chunk.index(word, end)  # only space and fillers lie between
            rows += (number, start, 0, looks[number])
            end = start + len(word)
        rows = rows or [NO_WORD, 0, 0, NO_LETTERS]
        rows[SIZE - FIELDS] = len(chunk) + 1
        return array("i", rows).tobytes()


_ONE, _PAIR = Struct("4i"), Struct("8i")


def _is_word_and_sign(chunk: str) -> bool:
    """Whether the pattern finds a word of plain letters and a sign behind it."""
    word, sign = chunk[:-1], chunk[-1:]
    if not (word.isalpha() and word.isascii()):
        return False
    return sign in _SIGNS or (sign == "." and len(word) > 1 and word not in _DOTTED)
