"""Sorted strings as arrays: the lexicon of a field, the values of a keyword."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from searchkit.engines.whoosh.arrays import Array, Ints, narrow, offsets, ragged
from searchkit.engines.whoosh.files.container import Container
from searchkit.remembered import Remembered

_MOST_TEXTS = 1 << 14  # decoded strings that are remembered
_STEP = 16  # of the strings, every so many have their first eight bytes in the sample


def encode(text: str) -> bytes:
    """UTF-8 of any string, lone surrogates too."""
    return text.encode("utf-8", "surrogatepass")


def decode(data: bytes) -> str:
    """The string that `encode` was given."""
    return data.decode("utf-8", "surrogatepass")


class Packed(NamedTuple):
    """Byte strings, one behind the other: string i is raw[ends[i] : ends[i + 1]]."""

    raw: bytes
    ends: Ints

    @staticmethod
    def of(strings: Sequence[bytes]) -> Packed:
        """These strings."""
        return Packed(b"".join(strings), offsets(np.fromiter(map(len, strings), np.int64, len(strings))))

    @staticmethod
    def of_lines(text: bytes) -> Packed:
        """The lines of a text; there is at least one."""
        feeds = np.flatnonzero(np.frombuffer(text, np.uint8) == ord("\n"))
        return Packed(text.replace(b"\n", b""), offsets(np.diff(feeds, prepend=-1, append=len(text)) - 1))

    @staticmethod
    def joined(parts: Sequence[Packed]) -> Packed:
        """The strings of all parts."""
        sizes = [np.diff(part.ends) for part in parts]
        return Packed(b"".join([part.raw for part in parts]), offsets(np.concatenate(sizes)))

    def take(self, numbers: Ints) -> Packed:
        """The strings of these numbers, in their order."""
        begins = self.ends.take(numbers)
        sizes = self.ends.take(numbers + 1) - begins
        return Packed(np.frombuffer(self.raw, np.uint8).take(ragged(begins, sizes)).tobytes(), offsets(sizes))

    def several(self, numbers: Ints) -> list[bytes]:
        """The strings of these numbers by themselves."""
        begins, ends = self.ends.take(numbers).tolist(), self.ends.take(numbers + 1).tolist()
        return [self.raw[begin:end] for begin, end in zip(begins, ends, strict=True)]

    def arrays(self, name: str, ordered: bool = False) -> dict[str, Array]:
        """How they are stored; `ordered` ones can be looked up."""
        arrays = {f"{name}.bytes": np.frombuffer(self.raw, np.uint8), f"{name}.ends": narrow(self.ends)}
        if ordered:
            some = self.several(np.arange(0, len(self.ends) - 1, _STEP))
            arrays[f"{name}.sample"] = np.array(list(map(_beginning, some)), np.uint64)
        return arrays


def pack(name: str, strings: Sequence[bytes], ordered: bool = False) -> dict[str, Array]:
    """Arrays that hold these byte strings in their order; `ordered` ones can be looked up."""
    return Packed.of(strings).arrays(name, ordered)


def _beginning(string: bytes) -> int:
    """The first eight bytes as a number, in the order of the strings."""
    return int.from_bytes(string[:8].ljust(8, b"\0"), "big")


class Strings:
    """Byte strings of a segment by number; sorted ones can be looked up."""

    def __init__(self, container: Container, name: str) -> None:
        self._bytes = container.array(f"{name}.bytes")
        self._ends = container.array(f"{name}.ends")
        self._view = self._bytes.data
        self._texts: Remembered[int, str] = Remembered(_MOST_TEXTS)
        if f"{name}.sample" in container:
            self._sample = container.array(f"{name}.sample")

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, number: int) -> bytes:
        return bytes(self._view[self._ends[number] : self._ends[number + 1]])

    def text(self, number: int) -> str:
        """One string, decoded; what was asked for before is remembered."""
        found = self._texts.get(number)
        return self._texts.keep(number, decode(self[number])) if found is None else found

    def several(self, numbers: Array) -> list[bytes]:
        """The strings of these numbers."""
        begins, ends = self._ends.take(numbers).tolist(), self._ends.take(numbers + 1).tolist()
        return [bytes(self._view[begin:end]) for begin, end in zip(begins, ends, strict=True)]

    def range(self, begin: int, end: int) -> list[bytes]:
        """The strings [begin, end)."""
        if begin >= end:
            return []
        ends = self._ends[begin : end + 1].tolist()
        blob = bytes(self._view[ends[0] : ends[-1]])
        base = ends[0]
        return [blob[a - base : b - base] for a, b in pairwise(ends)]

    def packed(self, begin: int, end: int) -> tuple[Array, Array]:
        """Bytes of the strings [begin, end) in a row, and where each begins and the last ends."""
        ends = self._ends[begin : end + 1].astype(np.int64)
        return self._bytes[ends[0] : ends[-1]], ends - ends[0]

    def __iter__(self) -> Iterator[bytes]:
        for begin in range(0, len(self), 1 << 14):
            yield from self.range(begin, min(len(self), begin + (1 << 14)))

    def lower_bound(self, wanted: bytes) -> int:
        """Number of the first string that is not less than `wanted`; the strings are ordered."""
        key = np.uint64(_beginning(wanted))
        low = max(int(self._sample.searchsorted(key)) - 1, 0) * _STEP
        high = min(int(self._sample.searchsorted(key, "right")) * _STEP, len(self))
        while high - low > 2 * _STEP:
            middle = (low + high) >> 1
            if self[middle] < wanted:
                low = middle + 1
            else:
                high = middle
        return low + bisect_left(self.range(low, high), wanted)

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
