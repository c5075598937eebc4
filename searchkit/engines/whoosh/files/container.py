"""The segment file: named arrays, aligned, checksummed, mapped.

    magic             8 bytes
    arrays            each at a multiple of 64 bytes, little endian
    page checksums    one CRC-32 (uint32) for every page of 128 KiB of all before
    footer            JSON: the file's name; names, types and places of the arrays; what `meta` holds
    tail              footer length (uint64), footer CRC-32 (uint32), magic (8 bytes)

The footer stands last so that arrays of any size are written in bounded memory.
Opening checks size, tail and footer, and by the name in it that it is not another file.  A page is checked
when something on it is first asked for, once in a process; so no array is ever used unchecked and opening
stays instant.
"""

from __future__ import annotations

import json
import mmap
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from searchkit.engines.whoosh.files.storage import NewFile, Storage, damaged
from searchkit.errors import IndexDamagedError, IndexWriteError

Array = npt.NDArray[Any]

MAGIC = b"SKSEG\x00\x00\x01"
PAGE = 1 << 17
_ALIGN = 64
_TAIL = struct.Struct("<QI8s")


@dataclass(frozen=True, slots=True)
class _Place:
    dtype: np.dtype[Any]
    offset: int
    count: int

    @property
    def size(self) -> int:
        """Bytes of the array."""
        return self.count * self.dtype.itemsize


class ContainerWriter:
    """Writes arrays: whole, or in pieces to places that were reserved, several at once."""

    def __init__(self, file: NewFile) -> None:
        self._file = file
        self._places: dict[str, _Place] = {}
        self._reserved: dict[str, Reserved] = {}
        self._end = len(MAGIC)
        file.write(MAGIC)

    def array(self, name: str, array: Array) -> None:
        """Write one array whole."""
        self.reserve(name, array.dtype, len(array)).put(array)

    def arrays(self, arrays: Mapping[str, Array]) -> None:
        """Write several, whole."""
        for name, array in arrays.items():
            self.array(name, array)

    def pieces(self, name: str, dtype: npt.DTypeLike, pieces: Iterable[Array]) -> None:
        """Write one array of a size not known before, as its pieces come; nothing else meanwhile."""
        place = self.reserve(name, dtype, 0)
        for piece in pieces:
            place.put(piece)
        self._places[name] = _Place(place.dtype, place.begin, place.count)
        self._end = place.begin + place.count * place.dtype.itemsize

    def reserve(self, name: str, dtype: npt.DTypeLike, count: int) -> Reserved:
        """Room for an array of a known size, to be filled from its beginning on."""
        gap = -self._end % _ALIGN
        self._file.write(b"\0" * gap, self._end)
        self._end += gap
        kind = np.dtype(dtype).newbyteorder("<")
        place = Reserved(self._file, self._end, kind)
        self._places[name] = _Place(kind, self._end, count)
        self._reserved[name] = place
        self._end += count * kind.itemsize
        return place

    def finish(self, meta: Mapping[str, Any]) -> None:
        """Write checksums, footer and tail. Raises IndexWriteError where a place was not filled."""
        for name, place in self._reserved.items():
            wanted = self._places[name].count
            if place.count != wanted:
                message = (
                    f"{self._file.path}: {place.count:,} of {wanted:,} elements of “{name}” were written"
                )
                raise IndexWriteError(f"{message}; nothing of this batch was kept")
        body = self._end + -self._end % _ALIGN
        self._file.lengthen(body)  # nothing may be written at the end: an array without elements
        pages = (self._file.read(page, min(PAGE, body - page)) for page in range(0, body, PAGE))
        checksums = np.array([zlib.crc32(page) for page in pages], "<u4").tobytes()
        places = {name: [p.dtype.str, p.offset, p.count] for name, p in self._places.items()}
        footer = {
            "name": self._file.path.name,
            "arrays": places,
            "body": body,
            "pages": zlib.crc32(checksums),
            "meta": meta,
        }
        encoded = json.dumps(footer, separators=(",", ":")).encode()
        tail = _TAIL.pack(len(encoded), zlib.crc32(encoded), MAGIC)
        self._file.write(checksums + encoded + tail, body)


class Reserved:
    """Room for one array in a file."""

    def __init__(self, file: NewFile, begin: int, dtype: np.dtype[Any]) -> None:
        self._file = file
        self.begin = begin
        self.dtype = dtype
        self.count = 0

    def put(self, piece: Array) -> None:
        """The next elements."""
        if len(piece):
            data = np.ascontiguousarray(piece, self.dtype).data.cast("B")
            self._file.write(data, self.begin + self.count * self.dtype.itemsize)
            self.count += len(piece)


class Container:
    """An opened segment file. Raises IndexDamagedError, naming the file, where it is not what was written."""

    def __init__(self, storage: Storage, name: str) -> None:
        self.name = name
        self._path = storage.path / name
        self._map = storage.map(name)
        footer = self._footer()
        self.meta: dict[str, Any] = footer["meta"]
        self._body: int = footer["body"]
        self._places = {
            key: _Place(np.dtype(kind), offset, count)
            for key, (kind, offset, count) in footer["arrays"].items()
        }
        count = -(-self._body // PAGE)
        self._checksums = np.frombuffer(self._map, "<u4", count, self._body)
        if zlib.crc32(self._checksums.tobytes()) != footer["pages"]:
            raise self._damaged()
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
            self._check(place.offset, place.size)
            found = self._arrays[name] = self._view(place)
        return found

    def part(self, name: str, begin: int, end: int) -> Array:
        """Elements [begin, end) of an array, only their pages checked."""
        place = self._places[name]
        width = place.dtype.itemsize
        self._check(place.offset + begin * width, (end - begin) * width)
        return np.frombuffer(self._map, place.dtype, end - begin, place.offset + begin * width)

    def parts(self, name: str) -> Callable[[int, int], bytes]:
        """What gives elements [begin, end) of an array of bytes, only their pages checked."""
        offset, check, mapped = self._places[name].offset, self._check, self._map

        def part(begin: int, end: int) -> bytes:
            check(offset + begin, end - begin)
            return mapped[offset + begin : offset + end]

        return part

    def length(self, name: str) -> int:
        """Number of elements of an array."""
        return self._places[name].count

    def sizes(self) -> Iterator[tuple[str, int]]:
        """Bytes of each array."""
        for name, place in self._places.items():
            yield name, place.size

    def relax(self) -> None:
        """Give the memory of pages back to the system; they are read again when asked for."""
        if hasattr(mmap, "MADV_DONTNEED"):
            self._map.madvise(mmap.MADV_DONTNEED)

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

    def _footer(self) -> dict[str, Any]:
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
        try:
            footer: dict[str, Any] = json.loads(encoded)
            _check_footer(footer, self.name, begin)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise self._damaged() from error
        return footer

    def _damaged(self) -> IndexDamagedError:
        return damaged(self._path)


def _check_footer(footer: dict[str, Any], name: str, end: int) -> None:
    """Raises ValueError, KeyError or TypeError on a footer that the file does not bear out.

    One with a good checksum may still come from elsewhere: its places must lie in the file, in number types.
    """
    body = footer["body"]
    if footer["name"] != name or body + 4 * -(-body // PAGE) != end:
        raise ValueError("not this file")
    for kind, offset, count in footer["arrays"].values():
        dtype = np.dtype(kind)
        if dtype.kind not in "uifb" or offset < len(MAGIC) or count < 0:
            raise ValueError("no array")
        if offset % dtype.itemsize or offset + count * dtype.itemsize > body:
            raise ValueError("outside the file")
    if not isinstance(footer["meta"], dict):
        raise TypeError("meta")
