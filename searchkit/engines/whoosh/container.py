"""The segment file: named arrays, aligned, checksummed, mapped.

    magic             8 bytes
    arrays            each at a multiple of 64 bytes, little endian
    page checksums    one CRC-32 (uint32) for every page of 128 KiB of all before
    footer            JSON: names, types and places of the arrays; what `meta` holds
    tail              footer length (uint64), footer CRC-32 (uint32), magic (8 bytes)

The footer stands last so that a file is written in one pass, with arrays of any size in bounded memory.
Opening checks size, tail and footer.  A page is checked when something on it is first asked for, once in a
process; so no array is ever used unchecked and opening stays instant.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from searchkit.engines.whoosh.storage import NewFile, Storage
from searchkit.errors import IndexDamagedError

Array = npt.NDArray[Any]

MAGIC = b"SKSEG\x00\x00\x01"
PAGE = 1 << 17
_ALIGN = 64
_TAIL = struct.Struct("<QI8s")


@dataclass(frozen=True, slots=True)
class _Place:
    dtype: str
    offset: int
    count: int


class ContainerWriter:
    """Writes arrays one after the other, each whole or piece by piece."""

    def __init__(self, file: NewFile) -> None:
        self._file = file
        self._places: dict[str, list[Any]] = {}
        self._offset = 0
        self._page_crc = 0
        self._checksums: list[int] = []
        self._put(MAGIC)

    def array(self, name: str, array: Array) -> None:
        """Write one array whole."""
        self.pieces(name, array.dtype, [array])

    def pieces(self, name: str, dtype: npt.DTypeLike, pieces: Iterable[Array]) -> None:
        """Write one array as the pieces come."""
        self._put(b"\0" * (-self._offset % _ALIGN))
        kind = np.dtype(dtype).newbyteorder("<")
        offset, count = self._offset, 0
        for piece in pieces:
            count += len(piece)
            self._put(np.ascontiguousarray(piece, kind).data.cast("B") if len(piece) else b"")
        self._places[name] = [kind.str, offset, count]

    def finish(self, meta: Mapping[str, Any]) -> None:
        """Write checksums, footer and tail."""
        self._put(b"\0" * (-self._offset % _ALIGN))
        body = self._offset
        if body % PAGE:
            self._checksums.append(self._page_crc)
        checksums = np.array(self._checksums, "<u4").tobytes()
        footer = {"arrays": self._places, "body": body, "pages": zlib.crc32(checksums), "meta": meta}
        encoded = json.dumps(footer, separators=(",", ":")).encode()
        self._file.write(checksums)
        self._file.write(encoded)
        self._file.write(_TAIL.pack(len(encoded), zlib.crc32(encoded), MAGIC))

    def _put(self, data: bytes | memoryview) -> None:
        self._file.write(data)
        rest = memoryview(data)
        while len(rest):
            part = rest[: PAGE - self._offset % PAGE]
            self._page_crc = zlib.crc32(part, self._page_crc)
            self._offset += len(part)
            rest = rest[len(part) :]
            if self._offset % PAGE == 0:
                self._checksums.append(self._page_crc)
                self._page_crc = 0


class Container:
    """An opened segment file. Raises IndexDamagedError, naming the file, where it is not what was written."""

    def __init__(self, storage: Storage, name: str) -> None:
        self.name = name
        self._path = storage.path / name
        self._map = storage.map(name)
        footer, pages_at = self._footer()
        self.meta: dict[str, Any] = footer["meta"]
        self._places = {key: _Place(*place) for key, place in footer["arrays"].items()}
        count = -(-footer["body"] // PAGE)
        self._checksums = np.frombuffer(self._map, "<u4", count, pages_at)
        if zlib.crc32(self._checksums.tobytes()) != footer["pages"]:
            raise self._damaged()
        self._body = footer["body"]
        self._checked = bytearray(count)
        self._arrays: dict[str, Array] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._places

    @property
    def names(self) -> Iterable[str]:
        """Names of the arrays."""
        return self._places.keys()

    @property
    def size(self) -> int:
        """Bytes of the file."""
        return len(self._map)

    def array(self, name: str) -> Array:
        """A whole array, its pages checked."""
        found = self._arrays.get(name)
        if found is None:
            place = self._places[name]
            self._check(place.offset, place.count * np.dtype(place.dtype).itemsize)
            found = self._arrays[name] = self._view(place)
        return found

    def part(self, name: str, begin: int, end: int) -> Array:
        """Elements [begin, end) of an array, only their pages checked."""
        place = self._places[name]
        width = np.dtype(place.dtype).itemsize
        self._check(place.offset + begin * width, (end - begin) * width)
        return np.frombuffer(self._map, place.dtype, end - begin, place.offset + begin * width)

    def length(self, name: str) -> int:
        """Number of elements of an array."""
        return self._places[name].count

    def sizes(self) -> Iterator[tuple[str, int]]:
        """Bytes of each array."""
        for name, place in self._places.items():
            yield name, place.count * np.dtype(place.dtype).itemsize

    def verify(self) -> None:
        """Check every page. Raises IndexDamagedError."""
        self._checked = bytearray(len(self._checked))
        self._check(0, self._body)

    def _view(self, place: _Place) -> Array:
        return np.frombuffer(self._map, place.dtype, place.count, place.offset)

    def _check(self, offset: int, size: int) -> None:
        if size <= 0:
            return
        first, behind = offset // PAGE, (offset + size - 1) // PAGE + 1
        page = self._checked.find(0, first, behind)
        while page >= 0:
            end = min((page + 1) * PAGE, self._body)
            if zlib.crc32(memoryview(self._map)[page * PAGE : end]) != int(self._checksums[page]):
                raise self._damaged()
            self._checked[page] = 1
            page = self._checked.find(0, page, behind)

    def _footer(self) -> tuple[dict[str, Any], int]:
        """The footer, and where the page checksums begin."""
        size = len(self._map)
        if size < len(MAGIC) + _TAIL.size or self._map[: len(MAGIC)] != MAGIC:
            raise self._damaged()
        length, checksum, magic = _TAIL.unpack(self._map[size - _TAIL.size :])
        begin = size - _TAIL.size - length
        if magic != MAGIC or begin < len(MAGIC):
            raise self._damaged()
        encoded = self._map[begin : size - _TAIL.size]
        if zlib.crc32(encoded) != checksum:
            raise self._damaged()
        footer: dict[str, Any] = json.loads(encoded)
        return footer, footer["body"]

    def _damaged(self) -> IndexDamagedError:
        return IndexDamagedError(
            f"{self._path} does not hold what was written to it",
            "searchkit rebuild makes the index anew from the articles",
        )
