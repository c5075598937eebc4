"""Every word of a process once, by number, so that what is known of a word is worked out one time.

News repeats itself: most pieces of text between two spaces were seen before, and so were their words.
Each piece is cut into words once; after that a text becomes an array of word numbers by look-ups alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt

from searchkit.speech.wordshapes import shape_of

_ABBREVIATIONS = "Mr|Mrs|Ms|Dr|Sen|Sens|Rep|Reps|Gov|Gen|Lt|Col|Rev|Prof|Jr|Sr|St|Sgt|Capt|Maj|Adm|Hon"
# Fillers keep a two-character quotation mark at its length; they are no token.
FILLER = "\u200b"
_TOKEN = re.compile(
    rf"(?:{_ABBREVIATIONS})\.|(?:[^\W\d_]\.)+(?![^\W\d_])|['\u2019]s\b"
    r"|[^\W\d_]+(?:(?:['\u2019](?!s\b)|[.-])[^\W\d_]+)*|\d+(?:[.,]\d+)*"
    rf"|[^\w\s{FILLER}]|_"
)
# Words and chunks kept, in all their characters.
_MOST_CHARACTERS = 1 << 23

Ints = npt.NDArray[np.int64]
Scalar = TypeVar("Scalar", bound=np.generic)


class Column(Generic[Scalar]):
    """A growing list that is read as an array; only what is new is copied."""

    __slots__ = ("_array", "_copied", "values")

    def __init__(self, dtype: type[Scalar]) -> None:
        self.values: list[Any] = []
        self._array: npt.NDArray[Scalar] = np.zeros(1024, dtype)
        self._copied = 0

    def array(self) -> npt.NDArray[Scalar]:
        """The values, and room behind them."""
        size = len(self.values)
        if size > self._copied:
            if size > len(self._array):
                room = np.zeros(max(size, 2 * len(self._array)), self._array.dtype)
                room[: self._copied] = self._array[: self._copied]
                self._array = room
            self._array[self._copied : size] = self.values[self._copied :]
            self._copied = size
        return self._array


@dataclass(frozen=True, slots=True)
class Cut:
    """Words of chunks that stand with one space between them: numbers, and characters of the whole."""

    words: Ints
    starts: Ints
    ends: Ints


class WordTable:
    """Words by number, in the order they were first seen.

    words, lowered  as printed, and in lower case
    masks           their shapes (`wordshapes`)
    """

    def __init__(self) -> None:
        self.words: list[str] = []
        self.lowered: list[str] = []
        self._masks = Column(np.int64)
        self._numbers: dict[str, int] = {}
        self._chunks = _Chunks(self)
        self._characters = 0

    def full(self) -> bool:
        """Whether another table should take its place, to bound memory."""
        return self._characters + self._chunks.characters > _MOST_CHARACTERS

    def number(self, word: str) -> int:
        """The number of a word, a new one where it has none."""
        found = self._numbers.get(word)
        if found is None:
            found = self._numbers[word] = len(self.words)
            lowered = word.lower()
            self.words.append(word)
            self.lowered.append(lowered)
            self._masks.values.append(shape_of(word, lowered))
            self._characters += len(word)
        return found

    def find(self, word: str) -> int:
        """The number of a word; -1 for one never seen."""
        return self._numbers.get(word, -1)

    def masks(self, numbers: Ints) -> Ints:
        """The shape of each word."""
        return self._masks.array()[numbers]

    def cut(self, chunks: Sequence[str]) -> Cut:
        """The words of texts without a space."""
        known = self._chunks
        at = np.fromiter(map(known.__getitem__, chunks), np.int64, len(chunks))
        sizes, lengths = known.sizes.array()[at], known.lengths.array()[at]
        behind = np.cumsum(sizes)
        total = int(behind[-1]) if len(behind) else 0
        rows = np.arange(total) + np.repeat(known.firsts.array()[at] - (behind - sizes), sizes)
        place = np.repeat(np.cumsum(lengths + 1) - lengths - 1, sizes)
        starts, ends = known.starts.array()[rows] + place, known.ends.array()[rows] + place
        return Cut(known.words.array()[rows], starts, ends)


class _Chunks(dict[str, int]):
    """Text without a space -> its number; a new one is cut into words at once.

    firsts, sizes        by chunk: its words are the rows [first, first + size) of
    words, starts, ends  number of a word, and its characters in the chunk
    lengths              by chunk: its characters
    """

    def __init__(self, table: WordTable) -> None:
        super().__init__()
        self._table = table
        self.characters = 0
        self.firsts = Column(np.int64)
        self.sizes = Column(np.int64)
        self.words = Column(np.int64)
        self.starts = Column(np.int64)
        self.ends = Column(np.int64)
        self.lengths = Column(np.int64)

    def __missing__(self, chunk: str) -> int:
        number = self[chunk] = len(self)
        first = len(self.words.values)
        if chunk.isascii() and chunk.isalpha():  # one word, as the pattern would have it
            self._add(chunk, 0, len(chunk))
        else:
            for match in _TOKEN.finditer(chunk):
                self._add(match.group(), match.start(), match.end())
        self.firsts.values.append(first)
        self.sizes.values.append(len(self.words.values) - first)
        self.lengths.values.append(len(chunk))
        self.characters += len(chunk)
        return number

    def _add(self, word: str, start: int, end: int) -> None:
        self.words.values.append(self._table.number(word))
        self.starts.values.append(start)
        self.ends.values.append(end)
