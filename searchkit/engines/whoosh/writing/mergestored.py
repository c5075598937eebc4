"""Merging stored strings: rows that still have a live document, made with the largest segment's dictionary.

Blocks of that one are taken as they are where all their rows stay, and as many rows stand before them as
whole blocks hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

import numpy as np

from searchkit.engines.whoosh.arrays import Array, Ints, joined, narrow
from searchkit.engines.whoosh.files.container import ContainerWriter
from searchkit.engines.whoosh.segments.rows import RowMap
from searchkit.engines.whoosh.segments.stored import TOGETHER, Compressor, StoredColumn, block_arrays


def merge_stored(
    writer: ContainerWriter, name: str, fields: Sequence[tuple[RowMap, StoredColumn]], living: Sequence[Ints]
) -> list[Ints]:
    """Write rows and strings; returns the kept rows of each segment, in order."""
    kept: list[Ints] = []
    starts: list[Ints] = []
    base = 0
    for (rows, _), live in zip(fields, living, strict=True):
        row = live if rows.starts is None else rows.of_documents.take(live)
        new = np.flatnonzero(np.append(True, row[1:] != row[:-1])) if len(row) else row
        kept.append(row[new])
        starts.append(new + base)
        base += len(live)
    if sum(map(len, kept)) < base:
        writer.array(f"{name}.rows", narrow(np.append(joined(starts), base)))
    largest = max(range(len(fields)), key=lambda i: len(kept[i]))
    compress = Compressor(fields[largest][1].dictionary, fields[largest][1].shift)
    sizes: list[int] = []
    writer.pieces(f"{name}.blocks", np.uint8, _pieces(_blocks(fields, kept, compress), sizes))
    lengths = [
        column.lengths.take(some).astype(np.int64) for (_, column), some in zip(fields, kept, strict=True)
    ]
    writer.arrays(block_arrays(name, compress, sizes, joined(lengths)))
    return kept


def _blocks(
    fields: Sequence[tuple[RowMap, StoredColumn]], kept: Sequence[Ints], compress: Compressor
) -> Iterator[bytes]:
    """Blocks of the kept rows."""
    waiting: list[bytes] = []  # rows of the block that is being filled
    for (_, column), some in zip(fields, kept, strict=True):
        alike = column.shift == compress.shift and column.dictionary == compress.dictionary
        edges = some.searchsorted(np.arange(column.blocks + 1) << column.shift).tolist()
        for block, (begin, end) in enumerate(pairwise(edges)):
            if alike and not waiting and end - begin == compress.rows:
                yield column.compressed(block)
            elif begin < end:
                first, strings = block << column.shift, column.rows(block)
                waiting += [strings[row - first] for row in some[begin:end].tolist()]
                while len(waiting) >= compress.rows:
                    yield compress(waiting[: compress.rows])
                    del waiting[: compress.rows]
    if waiting:
        yield compress(waiting)


def _pieces(blocks: Iterator[bytes], sizes: list[int]) -> Iterator[Array]:
    """The blocks, many in a piece; their sizes go to `sizes`."""
    while some := list(islice(blocks, TOGETHER)):
        sizes += map(len, some)
        yield np.frombuffer(b"".join(some), np.uint8)
