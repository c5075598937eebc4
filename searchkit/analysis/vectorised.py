"""The tokeniser's fast front: whole batches of texts to word numbers, without an object a word.

A text is cut into chunks (`tokens.CHUNK`), and what a chunk yields depends on the chunk alone.  So a batch
is cut on its UTF-8 bytes with numpy, every chunk is looked up by a hash of its bytes, and only a chunk never
seen before goes through `analyse_once`.  The fast path cannot differ from the definition: it holds no rule
of its own but the cut, which looks at nothing but ASCII, and a hit is confirmed on the chunk's bytes.

Written forms are numbered; folded forms and stems are functions of them, so they are gathered from maps of
the vocabulary (`Vocabulary`) and never computed twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from searchkit.analysis.chunktable import ChunkTable
from searchkit.analysis.tokens import TokenKind, analyse_once, is_plain

Ints = npt.NDArray[np.int64]
Words = npt.NDArray[np.int32]
Flags = npt.NDArray[np.uint8]

_WORD = TokenKind.WORD
_LETTER, _DIGIT, _JOINT, _COMMA, _PREFIX, _PLUS = 1, 2, 4, 8, 16, 32
# Chunks up to this many bytes are remembered; longer ones (a sentence without spaces) hardly come twice.
_REMEMBERED = 96
_MOST_LONG = 50_000


def _byte_classes() -> Flags:
    classes = np.zeros(256, np.uint8)
    classes[128:] = _LETTER
    for code in range(128):
        ch = chr(code)
        classes[code] = (
            _LETTER * ch.isalnum()
            | _DIGIT * ch.isdigit()
            | _JOINT * (ch in "'.&_@-")
            | _COMMA * (ch in ",/")
            | _PREFIX * (ch in "#@$")
            | _PLUS * (ch == "+")
        )
    return classes


_CLASSES = _byte_classes()


def chunk_bounds(data: npt.NDArray[np.uint8]) -> tuple[Ints, Ints]:
    """Starts and lengths, in bytes, of the chunks of UTF-8 `data`: what `tokens.CHUNK` finds.

    `data` begins with two separators and ends with one, so that every byte has its neighbours.
    """
    flags = _CLASSES.take(data)
    letter: Flags = flags & np.uint8(_LETTER)
    inside = letter.copy()
    around = letter[1:-3] & letter[3:-1]
    here = flags[2:-2]
    inner = inside[2:-2]
    inner |= around & (here >> 2)
    inner |= ((flags[1:-3] & flags[3:-1]) >> 1) & (here >> 3) & 1
    inner |= letter[3:-1] & (here >> 4)
    plus = here >> 5
    inner |= plus & letter[1:-3]
    inner |= plus & (flags[1:-3] >> 5) & letter[:-4]
    _join_pairs(data, letter, inside)
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    starts = edges[0::2]
    return starts, edges[1::2] - starts


def _join_pairs(data: npt.NDArray[np.uint8], letter: Flags, inside: Flags) -> None:
    """A dot and an apostrophe between letters (U.S.'s) are inside a chunk: few, each looked at by itself."""
    marks = np.flatnonzero(data == ord("'"))
    pairs = marks[data.take(marks - 1) == ord(".")]
    pairs = pairs[(letter.take(pairs - 2) & letter.take(pairs + 1)) != 0]
    inside[pairs - 1] = inside[pairs] = 1


class Vocabulary:
    """Written forms in order of first sight, each with the number of its folded form. 0 is no word."""

    def __init__(self) -> None:
        self.written: dict[str, int] = {"": 0}
        self.folded: dict[str, int] = {"": 0}
        self._folded_of = [0]

    def add(self, written: str, folded: str) -> int:
        """Number of a written form."""
        number = self.written.get(written)
        if number is None:
            number = self.written[written] = len(self.written)
            self._folded_of.append(self.folded.setdefault(folded, len(self.folded)))
        return number

    def folded_of(self) -> Words:
        """Map from the number of a written form to that of its folded form."""
        return np.array(self._folded_of, np.int32)


@dataclass(frozen=True)
class Batch:
    """Tokens of a batch of texts. Positions are counted through all texts of the batch.

    words    written form at each position (tokens of kind WORD)
    counts   positions of each text
    beside   further tokens (JOINED, BARE): position, width, written form; in order of position
    """

    words: Words
    counts: Ints
    beside: tuple[Ints, Ints, Words]
    _chunk_start: Ints  # byte at which the chunk of each position starts
    _begin: Words  # characters from there to the token
    _end: Words
    _data: npt.NDArray[np.uint8]
    _text_start: Ints  # byte at which each text starts

    @cached_property
    def offsets(self) -> tuple[Ints, Ints]:
        """Start and end of the word at each position, in characters of its text."""
        starts, base = self._chunk_start, self._text_start
        if int(self._data.max(initial=0)) >= 128:
            characters = np.cumsum((self._data & 0xC0) != 0x80)
            starts, base = characters.take(starts), characters.take(base)
        origin = starts - base.repeat(self.counts)
        return origin + self._begin, origin + self._end


class Chunker:
    """Texts to word numbers. Keeps what it has learned; `forget` starts anew (bounded memory)."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Start with an empty vocabulary."""
        self.vocabulary = Vocabulary()
        self._known = ChunkTable()
        self._long: dict[bytes, int] = {}
        self._tokens = _TokenTable()

    @property
    def size(self) -> int:
        """Distinct chunks remembered."""
        return self._known.size + len(self._long)

    def __call__(self, texts: Sequence[str]) -> Batch:
        """Tokens of all texts, in order."""
        return self.read([text.encode("utf-8", "surrogatepass") for text in texts])

    def read(self, encoded: Sequence[bytes]) -> Batch:
        """Tokens of all texts, in order, from their UTF-8."""
        raw = b"  " + b" ".join(encoded) + b"    "
        lengths = np.fromiter(map(len, encoded), np.int64, len(encoded))
        text_start = np.cumsum(lengths + 1) - lengths + 1
        data = np.frombuffer(raw, np.uint8)
        starts, sizes = chunk_bounds(data)
        numbers, long = self._known.lookup(raw, starts, sizes, self._analyse)
        passing = [i for i in long.tolist() if not self._remember(raw, starts, sizes, numbers, i)]
        mark = self._tokens.mark()
        numbers[passing] = self._analyse([raw[starts[i] : starts[i] + sizes[i]] for i in passing])
        self._tokens.settle()
        batch = self._batch(numbers, starts, data, text_start, text_start + lengths)
        self._tokens.release(mark)
        return batch

    def _remember(self, raw: bytes, starts: Ints, sizes: Ints, numbers: Ints, i: int) -> bool:
        """Number the long chunk `i` by the dictionary of long chunks; False if it has no place there."""
        if sizes[i] > _REMEMBERED:
            return False
        chunk = raw[starts[i] : starts[i] + sizes[i]]
        number = self._long.get(chunk)
        if number is None:
            if len(self._long) >= _MOST_LONG:
                return False
            number = self._long[chunk] = self._analyse([chunk])[0]
        numbers[i] = number
        return True

    def _analyse(self, chunks: Sequence[bytes]) -> Sequence[int]:
        """The slow path: chunks through the definition, into the token table."""
        begun = self._tokens.size
        add, words, beside = self.vocabulary.add, self._tokens.words, self._tokens.beside
        # No chunk holds a line feed, so all can be decoded at once.
        for text in b"\n".join(chunks).decode("utf-8", "surrogatepass").split("\n") if chunks else ():
            if is_plain(text):  # what `analyse_once` makes of it, without its objects
                words.add(((add(text, text.lower()), 0, len(text)),))
                beside.add(())
                continue
            tokens, _ = analyse_once(text)
            words.add([(add(t.written, t.folded), t.start, t.end) for t in tokens if t.kind is _WORD])
            beside.add(
                [(t.position, t.width, add(t.written, t.folded)) for t in tokens if t.kind is not _WORD]
            )
        return range(begun, self._tokens.size)

    def _batch(
        self, chunk: Ints, starts: Ints, data: npt.NDArray[np.uint8], text_start: Ints, text_end: Ints
    ) -> Batch:
        table = self._tokens
        per_chunk = table.words.counts.take(chunk)
        at = table.words.expand(chunk, per_chunk)
        single = len(at) == len(chunk) and (not len(at) or int(per_chunk.min()) == 1)
        before = np.zeros(len(chunk) + 1, np.int64)
        np.cumsum(per_chunk, out=before[1:])
        last = starts.searchsorted(text_end)
        counts = np.diff(before.take(last), prepend=0)
        first, begin, end = table.words.columns
        beside = self._beside(chunk, before)
        return Batch(
            first.take(at),
            counts,
            beside,
            starts if single else starts.repeat(per_chunk),
            begin.take(at),
            end.take(at),
            data,
            text_start,
        )

    def _beside(self, chunk: Ints, before: Ints) -> tuple[Ints, Ints, Words]:
        table = self._tokens.beside
        per_chunk = table.counts.take(chunk)
        some = np.flatnonzero(per_chunk)
        chosen, counts = chunk[some], per_chunk[some]
        at = table.expand(chosen, counts)
        position, width, word = table.columns
        return before[some].repeat(counts) + position.take(at), width.take(at).astype(np.int64), word.take(at)


class _Ragged:
    """Rows of three int32 columns, grouped: group g has `counts[g]` rows from `first[g]` on.

    Groups are added to plain lists and move to arrays once a batch, in `settle`.
    """

    def __init__(self) -> None:
        self.counts = np.zeros(1 << 12, np.int64)
        self.first = np.zeros(1 << 12, np.int64)
        self.columns = np.zeros((3, 1 << 12), np.int32)
        self.groups = 0
        self.rows = 0
        self._counts: list[int] = []
        self._rows: list[tuple[int, int, int]] = []

    def add(self, rows: Sequence[tuple[int, int, int]]) -> None:
        """One more group."""
        self._counts.append(len(rows))
        self._rows += rows

    @property
    def size(self) -> int:
        """Groups, those in waiting too."""
        return self.groups + len(self._counts)

    def settle(self) -> None:
        """Move what was added to the arrays."""
        if self._counts:
            counts = np.array(self._counts, np.int64)
            self.counts = _room(self.counts, self.groups + len(counts))
            self.first = _room(self.first, self.groups + len(counts))
            here = slice(self.groups, self.groups + len(counts))
            self.counts[here] = counts
            self.first[here] = self.rows + np.cumsum(counts) - counts
            self.groups += len(counts)
        if self._rows:
            self.columns = _room(self.columns, self.rows + len(self._rows))
            self.columns[:, self.rows : self.rows + len(self._rows)] = np.array(self._rows, np.int32).T
            self.rows += len(self._rows)
        self._counts, self._rows = [], []

    def expand(self, groups: Ints, counts: Ints) -> Ints:
        """Row numbers of these groups, one after the other."""
        first = self.first.take(groups)
        if not len(counts) or (int(counts.max()) == 1 and int(counts.min()) == 1):
            return first
        ends = np.cumsum(counts)
        rows = np.arange(int(ends[-1]))
        rows += (first - (ends - counts)).repeat(counts)
        return rows


def _room(array: npt.NDArray[Any], size: int) -> npt.NDArray[Any]:
    """The array, doubled until its last axis has at least `size` places."""
    while array.shape[-1] < size:
        array = np.concatenate([array, np.zeros_like(array)], axis=-1)
    return array


class _TokenTable:
    """What each chunk yields: words (written, start, end), beside them (position, width, written)."""

    def __init__(self) -> None:
        self.words = _Ragged()
        self.beside = _Ragged()

    @property
    def size(self) -> int:
        """Number that the next chunk gets."""
        return self.words.size

    def mark(self) -> tuple[int, int, int]:
        """State to `release` to: chunks added from here on are only passing through."""
        self.settle()
        return self.words.groups, self.words.rows, self.beside.rows

    def settle(self) -> None:
        """Make what was added ready to be looked up."""
        self.words.settle()
        self.beside.settle()

    def release(self, mark: tuple[int, int, int]) -> None:
        """Forget the chunks added since `mark`."""
        self.words.groups, self.words.rows, self.beside.rows = mark
        self.beside.groups = self.words.groups
