"""A hash table from chunks of bytes to numbers that looks up a whole batch at once.

Open addressing with linear probing (Knuth, TAOCP 6.4) over 64-bit hashes of chunks of up to 32 bytes,
read as four words of eight bytes.  A hit is confirmed on length and bytes, so two chunks that share a hash
keep two numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]

Learn = Callable[[Sequence[bytes]], Sequence[int]]

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

    def lookup(self, raw: bytes, starts: Ints, sizes: Ints, learn: Learn) -> tuple[Ints, Ints]:
        """Number of each chunk, and the places of those too long for the table (whose number is unset).

        `learn` gives the numbers of chunks that were never seen.
        """
        words, hashes = _read(raw, starts, sizes)
        entries = np.zeros(len(starts), np.int64)
        short = sizes <= 8 * WORDS
        longer = np.flatnonzero(~short)
        pending = np.flatnonzero(short) if len(longer) else np.arange(len(starts))
        slots = self._home(hashes)
        unknown: list[Ints] = []
        mask = len(self._hashes) - 1
        while len(pending):
            slot = slots.take(pending)
            found = self._hashes.take(slot)
            entry = self._slots.take(slot)
            hit = found == hashes.take(pending)
            hit &= self._confirm(entry, words, sizes, pending)
            entries[pending[hit]] = entry[hit]
            rest = np.flatnonzero(~hit)
            free = found.take(rest) == 0
            unknown.append(pending[rest[free]])
            pending = pending[rest[~free]]
            slots[pending] = (slots[pending] + 1) & mask
        new = np.concatenate(unknown) if unknown else pending
        if len(new):
            entries[new] = self._learn(raw, starts[new], sizes[new], words[:, new], hashes[new], learn)
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

    def _learn(
        self,
        raw: bytes,
        starts: Ints,
        sizes: Ints,
        words: Hashes,
        hashes: Hashes,
        learn: Learn,
    ) -> Ints:
        """Entries of chunks that are not in the table; the same chunk may come several times."""
        ends = (starts + sizes).tolist()
        chunks = [raw[start:end] for start, end in zip(starts.tolist(), ends, strict=True)]
        places: dict[bytes, int] = {}
        for i, chunk in enumerate(chunks):
            places.setdefault(chunk, i)
        known = {chunk: entry for entry, chunk in enumerate(places, self.size)}
        entries = np.array([known[chunk] for chunk in chunks], np.int64)
        first = list(places.values())
        numbers = learn(list(places))
        end = self.size + len(first)
        while end > len(self._sizes):
            self._widen()
        self._words[:, self.size : end] = words[:, first]
        self._sizes[self.size : end] = sizes[first]
        self._numbers[self.size : end] = numbers
        if end * 3 > len(self._hashes):
            self._grow(end)
        self._settle(hashes[first], np.arange(self.size, end))
        self.size = end
        return entries

    def _widen(self) -> None:
        self._words = np.concatenate([self._words, np.zeros_like(self._words)], axis=1)
        self._sizes = np.concatenate([self._sizes, np.zeros_like(self._sizes)])
        self._numbers = np.concatenate([self._numbers, np.zeros_like(self._numbers)])

    def _grow(self, size: int) -> None:
        """More slots, at least three for each of `size` entries."""
        used = np.flatnonzero(self._hashes)
        hashes, entries = self._hashes[used], self._slots[used]
        while size * 3 > 1 << self._bits:
            self._bits += 2
        self._hashes = np.zeros(1 << self._bits, np.uint64)
        self._slots = np.zeros(1 << self._bits, np.int64)
        self._settle(hashes, entries)

    def _settle(self, hashes: Hashes, entries: Ints) -> None:
        """Put entries at the first free slots from their homes on; those that collide step by step."""
        slots = self._home(hashes)
        pending = np.arange(len(hashes))
        while len(pending):
            free = pending[self._hashes[slots[pending]] == 0]
            slot, first = np.unique(slots[free], return_index=True)
            settled = free[first]
            self._hashes[slot], self._slots[slot] = hashes[settled], entries[settled]
            waits = np.ones(len(hashes), np.bool_)
            waits[settled] = False
            pending = pending[waits[pending]]
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
