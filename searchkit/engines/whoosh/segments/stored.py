"""Stored strings: compressed in blocks of a few rows, with a dictionary trained on the first ones.

A row is a value; documents that follow each other with the same value (a title) share a row.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

import numpy as np

from searchkit.engines.whoosh.arrays import Array, Ints, joined, narrow, offsets
from searchkit.engines.whoosh.files.container import Container, ContainerWriter
from searchkit.engines.whoosh.files.scratch import Kept, Scratch
from searchkit.engines.whoosh.files.strings import decode
from searchkit.engines.whoosh.segments.columns import Arrays
from searchkit.engines.whoosh.segments.documents import Documents
from searchkit.engines.whoosh.segments.rows import Rows

if TYPE_CHECKING:  # a search that shows no text does not load it
    from zstandard import ZstdCompressionDict, ZstdDecompressor

BLOCK = 1 << 11  # bytes of text in a block, at least: small enough to open one for a single hit
LEVEL = 3
_DICTIONARY = 112_640  # bytes of a dictionary
_ENOUGH = 1 << 20  # bytes of rows from which one is learnt; fewer are not worth one
_TOGETHER = 128  # blocks that are kept away at once


class StoredEncoder:
    """Strings of one field, compressed as they come."""

    def __init__(self, name: str, scratch: Scratch) -> None:
        self._name = name
        self._scratch = scratch
        self._compress: Compressor | None = None  # made when there is enough to learn a dictionary from
        self._early: list[bytes] = []  # rows that wait for it,
        self._blocks: list[bytes] = []  # and their blocks
        self._taken = 0
        self._lengths: list[Array] = []
        self._rows = 0
        self._pending: list[bytes] = []  # rows of the block that is being filled
        self._made: list[bytes] = []  # blocks that are not kept away yet
        self._kept: list[Kept] = []
        self._sizes: list[int] = []
        self._first_rows: list[int] = []

    def add(self, values: Sequence[bytes]) -> None:
        """Take further rows."""
        rows = [*self._pending, *values]
        ends = list(accumulate(map(len, rows), initial=0))
        self._lengths.append(np.diff(np.array(ends[len(self._pending) :], np.int64)).astype(np.int32))
        data = b"".join(rows)
        first = self._rows - len(self._pending)
        begin = 0
        # A block ends behind the row that fills it.
        while (end := bisect_left(ends, ends[begin] + BLOCK, begin + 1)) < len(ends):
            self._first_rows.append(first + begin)
            self._close(data[ends[begin] : ends[end]], rows, slice(begin, end))
            begin = end
        self._pending = rows[begin:]
        self._rows += len(values)
        if len(self._made) >= _TOGETHER:
            self._keep()

    def _close(self, block: bytes, rows: list[bytes], some: slice) -> None:
        """Make a block of some of these rows, or let it wait."""
        if self._compress is not None:
            self._make(self._compress, block)
            return
        self._early += rows[some]
        self._blocks.append(block)
        self._taken += len(block)
        if self._taken >= _ENOUGH:
            self._begin(learn(self._early))

    def _begin(self, dictionary: bytes) -> None:
        self._compress = Compressor(dictionary)
        for block in self._blocks:
            self._make(self._compress, block)
        self._early, self._blocks = [], []

    def _make(self, compress: Compressor, block: bytes) -> None:
        self._made.append(compress(block))
        self._sizes.append(len(self._made[-1]))

    def _keep(self) -> None:
        self._kept.append(self._scratch.keep(np.frombuffer(b"".join(self._made), np.uint8)))
        self._made = []

    def write(self, writer: ContainerWriter) -> None:
        """Write blocks, their first rows, and the length of every row."""
        if self._pending:
            self._first_rows.append(self._rows - len(self._pending))
            self._close(b"".join(self._pending), self._pending, slice(None))
        if self._compress is None:
            self._begin(b"")
        assert self._compress is not None
        self._keep()
        name = self._name
        writer.arrays(self._compress.arrays(name))
        writer.pieces(f"{name}.blocks", np.uint8, (kept.whole() for kept in self._kept))
        writer.array(f"{name}.block_ends", narrow(offsets(self._sizes)))
        writer.array(f"{name}.block_rows", narrow(np.array([*self._first_rows, self._rows], np.int64)))
        writer.array(f"{name}.lengths", narrow(joined(self._lengths)))


def learn(rows: Sequence[bytes]) -> bytes:
    """A dictionary of what these rows have in common (Zstandard's COVER); b"" where there is none."""
    import zstandard

    try:
        found = zstandard.train_dictionary(
            _DICTIONARY, list(rows), k=1024, d=8, f=18, accel=4, split_point=1.0
        )
    except zstandard.ZstdError:  # too few rows, or nothing that comes twice
        return b""
    learnt: bytes = found.as_bytes()
    return learnt


class Compressor:
    """Makes blocks of rows, with a dictionary or (b"") without. One thread at a time."""

    def __init__(self, dictionary: bytes) -> None:
        import zstandard

        self.dictionary = dictionary
        known = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
        # Readers know dictionary and size: in frames as small as these they would be one byte in a hundred.
        self._context = zstandard.ZstdCompressor(
            LEVEL, dict_data=known, write_content_size=False, write_dict_id=False
        )

    def arrays(self, name: str) -> Arrays:
        """The dictionary, to be written beside the blocks."""
        return {f"{name}.dictionary": np.frombuffer(self.dictionary, np.uint8)}

    def __call__(self, rows: bytes) -> bytes:
        """A block of rows that stand one behind the other."""
        compressed: bytes = self._context.compress(rows)
        return compressed


class StoredColumn:
    """Stored strings of a segment by row."""

    def __init__(self, container: Container, name: str) -> None:
        self._container = container
        self._name = name
        self._blocks = f"{name}.blocks"
        self._ends = container.array(f"{name}.block_ends")
        self._rows: Ints = container.array(f"{name}.block_rows").astype(np.int64)
        self.lengths = container.array(f"{name}.lengths")
        self._idle: list[ZstdDecompressor] = []  # one thread at a time: popped, used, put back

    @property
    def blocks(self) -> int:
        """Number of blocks."""
        return len(self._rows) - 1

    def span(self, block: int) -> tuple[int, int]:
        """Rows [first, last) of a block."""
        return int(self._rows[block]), int(self._rows[block + 1])

    def compressed(self, block: int) -> bytes:
        """A block as it stands in the file."""
        begin, end = int(self._ends[block]), int(self._ends[block + 1])
        return self._container.data(self._blocks, begin, end)

    def rows(self, block: int) -> tuple[int, list[bytes]]:
        """First row of a block, and the strings of its rows."""
        first, behind = self.span(block)
        places = offsets(self.lengths[first:behind]).tolist()
        raw = self._opened(self.compressed(block), places[-1])
        return first, [raw[a:b] for a, b in pairwise(places)]

    def several(self, rows: Ints) -> list[bytes]:
        """Strings of these rows; a block is opened once for those that follow each other in it."""
        blocks = self._rows.searchsorted(rows, "right")
        firsts, behinds = self._rows.take(blocks - 1).tolist(), self._rows.take(blocks).tolist()
        begins, ends = self._ends.take(blocks - 1).tolist(), self._ends.take(blocks).tolist()
        found: list[bytes] = []
        opened = -1  # first row of the block at hand
        for row, first, behind, begin, end in zip(rows.tolist(), firsts, behinds, begins, ends, strict=True):
            if first != opened:
                opened, lengths = first, self.lengths[first:behind].tolist()
                raw = self._opened(self._container.data(self._blocks, begin, end), sum(lengths))
            at = sum(lengths[: row - first])
            found.append(raw[at : at + lengths[row - first]])
        return found

    def texts(self, rows: Ints) -> list[str]:
        """The same, decoded."""
        return list(map(decode, self.several(rows)))

    @cached_property
    def dictionary(self) -> bytes:
        """What blocks were made with; b"" for none."""
        return self._container.array(f"{self._name}.dictionary").tobytes()

    @cached_property
    def _known(self) -> ZstdCompressionDict | None:
        import zstandard

        return zstandard.ZstdCompressionDict(self.dictionary) if self.dictionary else None

    def _opened(self, compressed: bytes, size: int) -> bytes:
        """The rows of a block, of so many bytes together."""
        if not size:
            return b""  # a decompressor takes 0 for “unknown”
        try:
            context = self._idle.pop()
        except IndexError:
            context = self._context()
        raw: bytes = context.decompress(compressed, size)
        self._idle.append(context)
        return raw

    def _context(self) -> ZstdDecompressor:
        import zstandard

        return zstandard.ZstdDecompressor(dict_data=self._known)

    def __iter__(self) -> Iterator[bytes]:
        for block in range(len(self._rows) - 1):
            yield from self.rows(block)[1]


class StoredFieldEncoder:
    """A field that is only stored."""

    def __init__(self, name: str, scratch: Scratch) -> None:
        self._name = name
        self._rows = Rows()
        self._strings = StoredEncoder(name, scratch)

    def add(self, documents: Documents) -> None:
        """Take the values of further documents."""
        values = documents.encoded(self._name)
        self._strings.add(values.at(self._rows.add(values)))

    def write(self, writer: ContainerWriter) -> None:
        """Write rows and strings."""
        writer.arrays(self._rows.arrays(self._name))
        self._strings.write(writer)
