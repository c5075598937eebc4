"""Every word of a process once, by number, so that what is known of a word is worked out one time.

News repeats itself: most words were seen before.  A text is cut where the pattern surely ends a word, a
whole batch of texts at once (`cutting`); each piece is looked up by its bytes, and only one never seen goes
through the pattern.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Sequence
from itertools import chain, compress, count
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from searchkit.analysis.chunktable import BEHIND, ChunkNumbers, Numbers, slices
from searchkit.analysis.tokentable import RaggedTable
from searchkit.speech.people.cutting import ABBREVIATIONS, BEFORE, Ints, piece_bounds
from searchkit.speech.people.wordshapes import shape_of

# Fillers keep a two-character quotation mark at its length; they are no token.
FILLER = "\u200b"
_TOKEN = re.compile(
    rf"(?:{'|'.join(ABBREVIATIONS)})\.|(?:[^\W\d_]\.)+(?![^\W\d_])|['\u2019]s\b"
    r"|[^\W\d_]+(?:(?:['\u2019](?!s\b)|[.-])[^\W\d_]+)*|\d+(?:[.,]\d+)*"
    rf"|[^\w\s{FILLER}]|_"
)
# Words and pieces kept, in all their characters.
_MOST_CHARACTERS = 1 << 22

Shapes = npt.NDArray[np.uint16]
Sizes = npt.NDArray[np.int32]


class Words(NamedTuple):
    """The words of a text, in order.

    numbers  of the words
    places   where they begin, in characters of the text
    sizes    their lengths, in characters
    shapes   what they look like
    """

    numbers: Numbers
    places: Ints
    sizes: Sizes
    shapes: Shapes


class WordTable:
    """Words by number, in the order they were first seen.

    numbers         word -> its number; a new one gets the next when asked for
    words, lowered  as printed, and in lower case
    sizes           their lengths, in characters
    shapes          what they look like (`wordshapes`)
    """

    def __init__(self) -> None:
        self.words: list[str] = []
        self.lowered: list[str] = []
        self.sizes = array("i")
        self.shapes = array("H")
        self.numbers: dict[str, int] = _Numbers(self)
        self._pieces = ChunkNumbers()  # of the word that a piece is, or below 0 of one in `_odd`
        self._odd = RaggedTable()  # of each piece that is not simply one word: word, begin, end
        self._characters = 0

    def full(self) -> bool:
        """Whether another table should take its place, to bound memory."""
        return self._characters > _MOST_CHARACTERS

    def find(self, word: str) -> int:
        """The number of a word; -1 for one never seen."""
        return self.numbers.get(word, -1)

    def add(self, words: Iterable[str]) -> None:
        """Take in those of the words that are not in the table."""
        known = self.numbers
        new = [word for word in dict.fromkeys(words) if word not in known]
        lowered = [word.lower() for word in new]
        known.update(zip(new, count(len(self.words)), strict=False))
        self.words += new
        self.lowered += lowered
        self.shapes.extend(map(shape_of, new, lowered))
        sizes = array("i", map(len, new))
        self.sizes += sizes
        self._characters += sum(sizes)

    def read(self, text: str) -> Words:
        """The words of a text."""
        encoded = text.encode("utf-8", "surrogatepass")
        # A piece is looked up by its bytes with zeros behind its end, so that none may hold a zero.
        raw = b"".join((b" " * BEFORE, encoded.replace(b"\0", b"\1"), BEHIND))
        starts, sizes = piece_bounds(raw)
        numbers, too_long = self._pieces.look_up(raw, starts, sizes, self._learned)
        mark = self._odd.size
        numbers[too_long] = self._learned(slices(raw, starts.take(too_long), sizes.take(too_long)))
        places = starts - BEFORE
        if len(encoded) > len(text):
            further = np.flatnonzero(np.frombuffer(raw, np.int8) < -64)  # bytes of a character begun before
            places -= further.searchsorted(starts)
        words, begins = self._unfolded(numbers, places)
        self._odd.shrink(mark)
        lengths, shapes = np.array(self.sizes, np.int32), np.array(self.shapes, np.uint16)
        return Words(words, begins, lengths.take(words), shapes.take(words))

    def _unfolded(self, numbers: Numbers, places: Ints) -> tuple[Numbers, Ints]:
        """Numbers and places of words, from those of pieces."""
        at = np.flatnonzero(numbers < 0)
        odd = self._odd.read(-1 - numbers.take(at).astype(np.int64))
        counts = np.ones(len(numbers), np.int64)
        counts[at] = odd.counts
        words, begins = numbers.repeat(counts), places.repeat(counts)
        inside = np.flatnonzero(words < 0)
        words[inside] = odd.columns[0]
        begins[inside] += odd.columns[1]
        return words, begins

    def _learned(self, pieces: Sequence[bytes]) -> list[int]:
        """Numbers of pieces by the pattern."""
        # No piece holds a space, so all can be decoded at once.
        texts = b" ".join(pieces).decode("utf-8", "surrogatepass").split(" ") if pieces else []
        self._characters += sum(map(len, texts))
        plain = [text.isascii() and text.isalpha() for text in texts]  # one word each
        odd = [text for text, one in zip(texts, plain, strict=True) if not one]
        found = list(map(_TOKEN.findall, odd))
        self.add(chain(compress(texts, plain), *found))
        numbers = self.numbers
        others = iter([self._several(text, words) for text, words in zip(odd, found, strict=True)])
        return [numbers[text] if one else next(others) for text, one in zip(texts, plain, strict=True)]

    def _several(self, piece: str, words: Sequence[str]) -> int:
        """The number of a piece by its words: that of the word that it is, or below 0."""
        if words == [piece]:
            return self.numbers[piece]
        number = -1 - self._odd.size[0]
        rows: list[tuple[int, int, int]] = []
        end = 0
        for word in words:
            start = piece.index(word, end)  # only white space and fillers lie between
            end = start + len(word)
            rows.append((self.numbers[word], start, end))
        self._odd.add(rows)
        return number


class _Numbers(dict[str, int]):
    """Word -> its number."""

    def __init__(self, table: WordTable) -> None:
        super().__init__()
        self._table = table

    def __missing__(self, word: str) -> int:
        self._table.add([word])
        return self[word]
