"""A hash table from chunks of bytes to numbers that looks up a whole batch at once.

Open addressing with linear probing (Knuth, TAOCP 6.4) over 64-bit hashes of chunks of up to 32 bytes,
read as four words of eight bytes.  A hit is confirmed on length and bytes, so two chunks that share a hash
keep two numbers.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]

WORDS = 4  # of eight bytes each: longer chunks are not for this table
_MASKS = np.array([(1 << 8 * i) - 1 for i in range(9)], np.uint64)
_FACTORS = np.array(
    [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93], np.uint64
)
_SHIFT = np.uint64(31)
_ONE = np.uint64(1)


class ChunkTable:
    """Numbers of the chunks seen so far."""

    def __init__(self) -> None:
        self.size = 0
        self._bits = 16
        self._hashes = np.zeros(1 << self._bits, np.uint64)  # 0: free
        self._slots = np.zeros(1 << self._bits, np.int64)  # slot -> entry
        self._words = np.zeros((WORDS, 1 << 12), np.uint64)  # entry -> its bytes
        self._sizes = np.zeros(1 << 12, np.int64)
        self._numbers = np.zeros(1 << 12, np.int64)

    def lookup(
        self, raw: bytes, starts: Ints, sizes: Ints, learn: Callable[[bytes], int]
    ) -> tuple[Ints, Ints]:
        """Number of each chunk, and the places of those too long for the table (whose number is unset).

        `learn` gives the number of a chunk that was never seen.
        """
        words, hashes = _read(raw, starts, sizes)
        entries = np.zeros(len(starts), np.int64)
        short = sizes <= 8 * WORDS
        pending = np.flatnonzero(short)
        longer = np.flatnonzero(~short)
        while (self.size + len(starts)) * 3 > 2 * len(self._hashes):  # room even if every chunk is new
            self._grow()
        slots = self._home(hashes)
        while len(pending):
            found = self._hashes.take(slots[pending])
            free = found == 0
            for i in pending[free].tolist():
                chunk = raw[starts[i] : starts[i] + sizes[i]]
                entries[i] = self._insert(chunk, int(hashes[i]), words[:, i], learn)
            pending, found = pending[~free], found[~free]
            entry = self._slots.take(slots[pending])
            hit = found == hashes[pending]
            hit &= self._confirm(entry, words, sizes, pending)
            entries[pending[hit]] = entry[hit]
            pending = pending[~hit]
            slots[pending] = (slots[pending] + 1) & (len(self._hashes) - 1)
        return self._numbers.take(entries), longer

    def _home(self, hashes: Hashes) -> Ints:
        return (hashes >> np.uint64(64 - self._bits)).astype(np.int64)

    def _confirm(self, entry: Ints, words: Hashes, sizes: Ints, at: Ints) -> npt.NDArray[np.bool_]:
        size = sizes[at]
        same: npt.NDArray[np.bool_] = self._sizes.take(entry) == size
        same &= self._words[0].take(entry) == words[0][at]
        long = np.flatnonzero(size > 8)
        for k in range(1, WORDS):
            same[long] &= self._words[k].take(entry[long]) == words[k][at[long]]
        return same

    def _insert(self, chunk: bytes, hash_: int, words: Hashes, learn: Callable[[bytes], int]) -> int:
        """Entry of a chunk that met a free slot: its own, or the one it got earlier in this batch."""
        mask = len(self._hashes) - 1
        slot = hash_ >> (64 - self._bits)
        while self._hashes[slot]:
            entry = int(self._slots[slot])
            same = self._hashes[slot] == hash_ and self._sizes[entry] == len(chunk)
            if same and (self._words[:, entry] == words).all():
                return entry
            slot = (slot + 1) & mask
        if self.size == len(self._sizes):
            self._widen()
        entry, self.size = self.size, self.size + 1
        self._hashes[slot], self._slots[slot] = hash_, entry
        self._words[:, entry], self._sizes[entry] = words, len(chunk)
        self._numbers[entry] = learn(chunk)
        return entry

    def _widen(self) -> None:
        self._words = np.concatenate([self._words, np.zeros_like(self._words)], axis=1)
        self._sizes = np.concatenate([self._sizes, np.zeros_like(self._sizes)])
        self._numbers = np.concatenate([self._numbers, np.zeros_like(self._numbers)])

    def _grow(self) -> None:
        """Four times the slots; entries move to their new homes together, those that collide step by step."""
        used = np.flatnonzero(self._hashes)
        hashes, entries = self._hashes[used], self._slots[used]
        self._bits += 2
        self._hashes = np.zeros(1 << self._bits, np.uint64)
        self._slots = np.zeros(1 << self._bits, np.int64)
        slots = self._home(hashes)
        pending = np.arange(len(hashes))
        while len(pending):
            free = self._hashes[slots[pending]] == 0
            slot, first = np.unique(slots[pending[free]], return_index=True)
            settled = pending[free][first]
            self._hashes[slot], self._slots[slot] = hashes[settled], entries[settled]
            pending = np.setdiff1d(pending, settled, assume_unique=True)
            slots[pending] = (slots[pending] + 1) & (len(self._hashes) - 1)


def _read(raw: bytes, starts: Ints, sizes: Ints) -> tuple[Hashes, Hashes]:
    """The first 32 bytes of each chunk as four words (zeros behind its end), and its hash."""
    padded = np.zeros((len(raw) >> 3) + WORDS + 2, np.uint64)
    padded.view(np.uint8)[: len(raw)] = np.frombuffer(raw, np.uint8)
    words = np.zeros((WORDS, len(starts)), np.uint64)
    base = starts >> 3
    shift = ((starts & 7) << 3).astype(np.uint64)
    rest = np.uint64(63) - shift
    words[0] = (padded.take(base) >> shift) | ((padded.take(base + 1) << rest) << _ONE)
    words[0] &= _MASKS.take(np.minimum(sizes, 8))
    hashes = words[0] * _FACTORS[0]
    hashes ^= hashes >> _SHIFT
    at = np.flatnonzero(sizes > 8)
    for k in range(1, WORDS):  # further words only where the chunk reaches them
        b, s, r = base[at] + k, shift[at], rest[at]
        word = (padded.take(b) >> s) | ((padded.take(b + 1) << r) << _ONE)
        word &= _MASKS.take(np.minimum(sizes[at] - 8 * k, 8))
        words[k, at] = word
        mixed = (hashes[at] ^ word) * _FACTORS[k]
        hashes[at] = mixed ^ (mixed >> _SHIFT)
        at = at[sizes[at] > 8 * (k + 1)]
    hashes += sizes.astype(np.uint64)
    hashes *= _FACTORS[0]
    hashes ^= hashes >> np.uint64(32)
    hashes |= _ONE  # 0 means free
    return words, hashes
