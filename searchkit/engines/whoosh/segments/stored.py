"""Stored strings: compressed in blocks of a few rows, with a dictionary trained on the first ones.

A row is a value; documents that follow each other with the same value (a title) share a row.  All blocks of a
column but the last have the same number of rows, a power of two: where a row stands is not searched for.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

import numpy as np

from searchkit.engines.whoosh.arrays import Array, joined, narrow, offsets
from searchkit.engines.whoosh.files.container import Container, ContainerWriter
from searchkit.engines.whoosh.files.scratch import Kept, Scratch
from searchkit.engines.whoosh.files.strings import decode
from searchkit.engines.whoosh.segments.columns import Arrays
from searchkit.engines.whoosh.segments.documents import Documents
from searchkit.engines.whoosh.segments.rows import Rows

if TYPE_CHECKING:  # a search that shows no text does not load it
    from zstandard import ZstdCompressionDict, ZstdDecompressor

# Bytes of a block, at least, of rows as the first ones: little to open for one hit.  Records repeat each
# other: in blocks twice as large they take a fifth less, and are opened nearly as fast.
TEXT, RECORD = 1 << 10, 1 << 11
LEVEL = 3
_MOST_ROWS = 16  # of a block: later rows may be far longer than the first ones
_DICTIONARY = 112_640  # bytes of a dictionary
_ENOUGH = 1 << 20  # bytes of rows from which one is learnt; fewer are not worth one
TOGETHER = 128  # blocks that are kept away at once


class StoredEncoder:
    """Strings of one field, compressed as they come, in blocks of so many bytes."""

    def __init__(self, name: str, scratch: Scratch, block: int) -> None:
        self._name = name
        self._scratch = scratch
        self._block = block
        self._compress: Compressor | None = None  # made when there is enough to learn from
        self._waiting: list[bytes] = []  # rows that are in no block yet
        self._bytes = 0  # of all rows
        self._lengths: list[Array] = []
        self._made: list[bytes] = []  # blocks that are not kept away yet
        self._kept: list[Kept] = []
        self._sizes: list[int] = []

    def add(self, values: Sequence[bytes]) -> None:
        """Take further rows."""
        self._lengths.append(np.fromiter(map(len, values), np.int32, len(values)))
        self._bytes += int(self._lengths[-1].sum(dtype=np.int64))
        self._waiting += values
        if self._compress is None and self._bytes >= _ENOUGH:
            self._compress = learnt(self._waiting, self._block)
        if self._compress is not None:
            self._make(self._compress, len(self._waiting) // self._compress.rows * self._compress.rows)

    def _make(self, compress: Compressor, end: int) -> None:
        """Make blocks of the first rows that wait."""
        blocks = [compress(self._waiting[row : row + compress.rows]) for row in range(0, end, compress.rows)]
        self._waiting = self._waiting[end:]
        self._sizes += map(len, blocks)
        self._made += blocks
        if len(self._made) >= TOGETHER:
            self._keep()

    def _keep(self) -> None:
        self._kept.append(self._scratch.keep(np.frombuffer(b"".join(self._made), np.uint8)))
        self._made = []

    def write(self, writer: ContainerWriter) -> None:
        """Write blocks, and the length of every row."""
        compress = self._compress or Compressor(b"", _shift(self._waiting, self._block))
        self._make(compress, len(self._waiting))
        self._keep()
        writer.pieces(f"{self._name}.blocks", np.uint8, (kept.whole() for kept in self._kept))
        writer.arrays(block_arrays(self._name, compress, self._sizes, joined(self._lengths)))


def block_arrays(name: str, compress: Compressor, sizes: Sequence[int], lengths: Array) -> Arrays:
    """What tells where rows stand in blocks of these sizes, and how blocks are opened."""
    return {
        f"{name}.block_ends": narrow(offsets(sizes)),
        f"{name}.block_shift": np.array([compress.shift], np.uint8),
        f"{name}.dictionary": np.frombuffer(compress.dictionary, np.uint8),
        f"{name}.lengths": narrow(lengths),
    }


def learnt(rows: Sequence[bytes], block: int) -> Compressor:
    """What suits the first of these rows."""
    ends = list(accumulate(map(len, rows)))
    first = rows[: bisect_left(ends, _ENOUGH) + 1]
    return Compressor(_dictionary(first), _shift(first, block))


def _shift(rows: Sequence[bytes], block: int) -> int:
    """The least power of two of such rows that fills a block."""
    size, shift = sum(map(len, rows)), 0
    while size << shift < block * len(rows) and 1 << shift < _MOST_ROWS:
        shift += 1
    return shift


def _dictionary(rows: Sequence[bytes]) -> bytes:
    """What these rows have in common (Zstandard's COVER); b"" where there is nothing."""
    import zstandard

    try:
        # Of every second row: twice as fast, and blocks are one in a thousand larger.
        found = zstandard.train_dictionary(
            _DICTIONARY, list(rows[::2]), k=1024, d=8, f=18, accel=4, split_point=1.0
        )
    except zstandard.ZstdError:  # too few rows, or nothing that comes twice
        return b""
    dictionary: bytes = found.as_bytes()
    return dictionary


class Compressor:
    """Makes blocks of 1 << shift rows, with a dictionary or (b"") without. One thread at a time."""

    def __init__(self, dictionary: bytes, shift: int) -> None:
        import zstandard

        self.dictionary = dictionary
        self.shift = shift
        self.rows = 1 << shift
        known = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
        # Readers know the dictionary: its number in frames as small as these would be one byte in a hundred.
        # A frame that tells its size is opened in one go, into the bytes that are given back.
        self._context = zstandard.ZstdCompressor(
            LEVEL, dict_data=known, write_content_size=True, write_dict_id=False
        )

    def __call__(self, rows: Sequence[bytes]) -> bytes:
        """A block of rows, which stand one behind the other."""
        compressed: bytes = self._context.compress(b"".join(rows))
        return compressed


class StoredColumn:
    """Stored strings of a segment by row."""

    def __init__(self, container: Container, name: str) -> None:
        self._container = container
        self._name = name
        self._data = container.parts(f"{name}.blocks")
        ends = container.array(f"{name}.block_ends")
        self.blocks = len(ends) - 1
        self.shift = int(container.array(f"{name}.block_shift")[0])
        self.lengths = container.array(f"{name}.lengths")
        self._ends, self._sizes = ends.data, self.lengths.data  # single numbers are read faster so
        self._idle: list[ZstdDecompressor] = []  # one thread at a time: popped, used, put back

    def span(self, block: int) -> tuple[int, int]:
        """Rows [first, last) of a block."""
        return block << self.shift, min(block + 1 << self.shift, len(self.lengths))

    def compressed(self, block: int) -> bytes:
        """A block as it stands in the file."""
        return self._data(self._ends[block], self._ends[block + 1])

    def rows(self, block: int) -> list[bytes]:
        """The strings of the rows of a block."""
        first, behind = self.span(block)
        context = self._context()
        raw: bytes = context.decompress(self.compressed(block))
        self._idle.append(context)
        return [raw[a:b] for a, b in pairwise(offsets(self.lengths[first:behind]).tolist())]

    def texts(self, rows: Sequence[int]) -> list[str]:
        """Strings of these rows, decoded; a block is opened once for those that follow each other in it."""
        shift, ends, sizes = self.shift, self._ends, self._sizes
        context, data = self._context(), self._data
        found: list[str] = []
        opened, raw = -1, b""  # the block at hand
        for row in rows:
            block = row >> shift
            if block != opened:
                opened, raw = block, context.decompress(data(ends[block], ends[block + 1]))
            at = sum(sizes[block << shift : row])
            found.append(decode(raw[at : at + sizes[row]]))
        self._idle.append(context)
        return found

    @cached_property
    def dictionary(self) -> bytes:
        """What blocks were made with; b"" for none."""
        return self._container.array(f"{self._name}.dictionary").tobytes()

    @cached_property
    def _known(self) -> ZstdCompressionDict | None:
        import zstandard

        return zstandard.ZstdCompressionDict(self.dictionary) if self.dictionary else None

    def _context(self) -> ZstdDecompressor:
        """What opens blocks, to be put back when it has."""
        try:
            return self._idle.pop()
        except IndexError:
            import zstandard

            return zstandard.ZstdDecompressor(dict_data=self._known)

    def __iter__(self) -> Iterator[bytes]:
        for block in range(self.blocks):
            yield from self.rows(block)


class StoredFieldEncoder:
    """A field that is only stored."""

    def __init__(self, name: str, scratch: Scratch) -> None:
        self._name = name
        self._rows = Rows()
        self._strings = StoredEncoder(name, scratch, RECORD)

    def add(self, documents: Documents) -> None:
        """Take the values of further documents."""
        values = documents.encoded(self._name)
        self._strings.add(values.at(self._rows.add(values)))

    def write(self, writer: ContainerWriter) -> None:
        """Write rows and strings."""
        writer.arrays(self._rows.arrays(self._name))
        self._strings.write(writer)
