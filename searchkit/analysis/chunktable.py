"""Hash tables from chunks of bytes to numbers that look up a whole batch at once.

Open addressing with linear probing (Knuth, TAOCP 6.4).  The key is the chunk itself, as words of eight bytes
with zeros behind its end (no chunk holds a zero), so a hit needs no confirmation.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.int32]
Keys = npt.NDArray[np.uint64]  # a row for each word, a column for each chunk
Learn = Callable[[Sequence[bytes]], npt.ArrayLike]

WORD = 8  # bytes
_TABLES = (1, 2, 8)
BEHIND = b" " * WORD * _TABLES[-1]  # what a text must end with, so that keys can be read from every start
_MASKS = np.array(
    [*((1 << 8 * i) - 1 for i in range(WORD + 1)), 0], np.uint64
)  # by bytes; the last: too many
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)


def read_keys(raw: bytes, starts: Ints, sizes: Ints, words: int) -> Keys:
    """The keys of chunks of at most so many words; where that is one, those that are longer have the key 0.

    As many bytes as a key has must stand behind every start in `raw`.
    """
    keys = np.empty((words, len(starts)), np.uint64)
    masks = _MASKS if words == 1 else _MASKS[:-1]
    for k in range(words):
        # Eight bytes from every byte on: numpy reads them wherever they begin.
        eight: npt.NDArray[Any] = np.ndarray((len(raw) - WORD * (k + 1) + 1,), "<u8", raw, WORD * k, (1,))
        keys[k] = eight[starts]
        keys[k] &= masks.take(sizes - WORD * k, mode="clip")
    return keys


class ChunkNumbers:
    """Numbers of chunks by their bytes.

    There is a table each for chunks of up to so many words of eight bytes: most have one.  Longer ones (a
    sentence without spaces) hardly come twice, and are not remembered.
    """

    def __init__(self) -> None:
        self._tables = [ChunkTable(words) for words in _TABLES]

    @property
    def size(self) -> int:
        """Distinct chunks remembered."""
        return sum(table.size for table in self._tables)

    def look_up(self, raw: bytes, starts: Ints, sizes: Ints, learn: Learn) -> tuple[Numbers, Ints]:
        """The number of each chunk, and the places of those too long to be remembered, whose number is any.

        `learn` gives the numbers of chunks never seen before. BEHIND stands behind the last chunk in `raw`.
        """
        numbers = _numbers(self._tables[0], raw, starts, sizes, learn)
        rest = np.flatnonzero(sizes > WORD)
        for table in self._tables[1:]:
            if not len(rest):
                break
            short = sizes.take(rest) <= WORD * table.words
            at, rest = rest[short], rest[~short]
            numbers[at] = _numbers(table, raw, starts.take(at), sizes.take(at), learn)
        return numbers, rest


def _numbers(table: ChunkTable, raw: bytes, starts: Ints, sizes: Ints, learn: Learn) -> Numbers:
    """The numbers of chunks by one table; those too long for it get any."""
    keys = read_keys(raw, starts, sizes, table.words)
    numbers, unknown = table.lookup(keys)
    if len(unknown):
        asked = keys[:, unknown]
        new = _distinct(asked)
        table.add(new, np.asarray(learn(_texts(new)), np.int32))
        numbers[unknown], _ = table.lookup(asked)
    return numbers


def _distinct(keys: Keys) -> Keys:
    """The different keys among some."""
    ranked = np.sort(keys) if len(keys) == 1 else keys[:, np.lexsort(keys)]
    begins = np.ones(ranked.shape[1], np.bool_)
    begins[1:] = (ranked[:, 1:] != ranked[:, :-1]).any(axis=0)
    return ranked[:, begins]


def _texts(keys: Keys) -> list[bytes]:
    """The chunks of keys."""
    rows = np.ascontiguousarray(keys.T, "<u8")
    texts: list[bytes] = rows.view(f"S{WORD * len(keys)}").ravel().tolist()
    return texts


def slices(raw: bytes, starts: Ints, sizes: Ints) -> list[bytes]:
    """Each chunk by itself."""
    return [raw[a:b] for a, b in zip(starts.tolist(), (starts + sizes).tolist(), strict=True)]


class ChunkTable:
    """Numbers of the chunks seen so far, of at most `words` words of eight bytes."""

    def __init__(self, words: int) -> None:
        self.size = 0
        self.words = words
        self._bits = 12
        self._keys = np.zeros((words, 1 << self._bits), np.uint64)  # by slot; 0: free
        self._numbers = np.zeros(1 << self._bits, np.int32)

    def lookup(self, keys: Keys) -> tuple[Numbers, Ints]:
        """Number of each chunk, and the places of those never seen. Their number, and that of 0, is any."""
        slots = self._home(keys)
        numbers = self._numbers.take(slots)
        pending = np.flatnonzero(self._differ(slots, keys) & (keys[0] != 0))
        unknown: list[Ints] = []
        while len(pending):
            slot = slots.take(pending)
            free = self._keys[0].take(slot) == 0
            unknown.append(pending[free])
            pending, slot = pending[~free], (slot[~free] + 1) & (len(self._numbers) - 1)
            slots[pending] = slot
            numbers[pending] = self._numbers.take(slot)
            pending = pending[self._differ(slot, keys[:, pending])]
        return numbers, np.concatenate(unknown) if unknown else pending

    def add(self, keys: Keys, numbers: Numbers) -> None:
        """Remember chunks that are not in the table, each given once."""
        self.size += len(numbers)
        if self.size * 3 > len(self._numbers):
            self._grow()
        self._settle(keys, numbers)

    def _home(self, keys: Keys) -> Ints:
        hashes = keys[0]
        for word in keys[1:]:
            hashes = (hashes * _FACTOR) ^ (hashes >> _SHIFT) ^ word
        hashes = (hashes ^ (hashes >> _SHIFT)) * _FACTOR
        slots: Ints = (hashes >> np.uint64(64 - self._bits)).view(np.int64)
        return slots

    def _differ(self, slots: Ints, keys: Keys) -> npt.NDArray[np.bool_]:
        """Whether another chunk, or none, stands in each slot."""
        other: npt.NDArray[np.bool_] = self._keys[0].take(slots) != keys[0]
        for mine, word in zip(self._keys[1:], keys[1:], strict=True):
            other |= mine.take(slots) != word
        return other

    def _grow(self) -> None:
        """At least three slots for every chunk."""
        used = np.flatnonzero(self._keys[0])
        keys, numbers = self._keys[:, used], self._numbers[used]
        while self.size * 3 > 1 << self._bits:
            self._bits += 2
        self._keys = np.zeros((self.words, 1 << self._bits), np.uint64)
        self._numbers = np.zeros(1 << self._bits, np.int32)
        self._settle(keys, numbers)

    def _settle(self, keys: Keys, numbers: Numbers) -> None:
        """Put chunks into the first free slots from their homes on; those that collide step by step."""
        slots = self._home(keys)
        pending = np.arange(len(numbers))
        while len(pending):
            free = pending[self._keys[0].take(slots.take(pending)) == 0]
            self._numbers[slots.take(free)] = free  # of several in one slot, the last one stays
            settled = free[self._numbers.take(slots.take(free)) == free]
            slot = slots.take(settled)
            self._keys[:, slot], self._numbers[slot] = keys[:, settled], numbers[settled]
            waits = np.ones(len(numbers), np.bool_)
            waits[settled] = False
            pending = pending[waits.take(pending)]
            slots[pending] = (slots.take(pending) + 1) & (len(self._numbers) - 1)
