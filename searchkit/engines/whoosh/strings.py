"""Sorted strings as arrays: the lexicon of a field, the values of a keyword."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from searchkit.engines.whoosh.arrays import Array, narrow, offsets
from searchkit.engines.whoosh.container import Container


def pack(name: str, strings: Sequence[bytes]) -> dict[str, Array]:
    """Arrays that hold these byte strings in their order."""
    lengths = np.fromiter(map(len, strings), np.int64, len(strings))
    return {
        f"{name}.bytes": np.frombuffer(b"".join(strings), np.uint8),
        f"{name}.ends": narrow(offsets(lengths)),
    }


class Strings:
    """Byte strings of a segment by number; sorted ones can be looked up."""

    def __init__(self, container: Container, name: str) -> None:
        self._bytes = container.array(f"{name}.bytes")
        self._ends = container.array(f"{name}.ends")
        self._view = self._bytes.data

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, number: int) -> bytes:
        return bytes(self._view[self._ends[number] : self._ends[number + 1]])

    def range(self, begin: int, end: int) -> list[bytes]:
        """The strings [begin, end)."""
        ends = self._ends[begin : end + 1].tolist()
        blob = bytes(self._view[ends[0] : ends[-1]])
        base = ends[0]
        return [blob[a - base : b - base] for a, b in pairwise(ends)]

    def __iter__(self) -> Iterator[bytes]:
        for begin in range(0, len(self), 1 << 14):
            yield from self.range(begin, min(len(self), begin + (1 << 14)))

    def lower_bound(self, wanted: bytes) -> int:
        """Number of the first string that is not less than `wanted`."""
        low, high = 0, len(self)
        view, ends = self._view, self._ends
        while low < high:
            middle = (low + high) >> 1
            if bytes(view[ends[middle] : ends[middle + 1]]) < wanted:
                low = middle + 1
            else:
                high = middle
        return low

    def find(self, wanted: bytes) -> int:
        """Number of a string; -1 if it is not there."""
        number = self.lower_bound(wanted)
        return number if number < len(self) and self[number] == wanted else -1

    def beginning_with(self, prefix: bytes) -> tuple[int, int]:
        """Numbers [begin, end) of the strings with this prefix."""
        stem = prefix.rstrip(b"\xff")
        if not stem:
            return self.lower_bound(prefix), len(self)
        return self.lower_bound(prefix), self.lower_bound(stem[:-1] + bytes([stem[-1] + 1]))
