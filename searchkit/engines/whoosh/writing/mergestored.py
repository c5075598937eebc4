"""Merging stored strings: rows that still have a live document, made with the largest segment's dictionary.

Whole blocks of that one are taken as they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from searchkit.engines.whoosh.arrays import Array, Ints, joined, narrow, offsets
from searchkit.engines.whoosh.files.container import ContainerWriter
from searchkit.engines.whoosh.segments.rows import RowMap
from searchkit.engines.whoosh.segments.stored import Compressor, StoredColumn


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
    ends: list[int] = []
    first_rows: list[int] = []
    largest = max(range(len(fields)), key=lambda i: len(kept[i]))
    compress = Compressor(fields[largest][1].dictionary)
    writer.arrays(compress.arrays(name))
    writer.pieces(f"{name}.blocks", np.uint8, _blocks(fields, kept, compress, ends, first_rows))
    writer.array(f"{name}.block_ends", narrow(offsets(ends)))
    count = sum(map(len, kept))
    writer.array(f"{name}.block_rows", narrow(np.array([*first_rows, count], np.int64)))
    lengths = [
        column.lengths.take(some).astype(np.int64) for (_, column), some in zip(fields, kept, strict=True)
    ]
    writer.array(f"{name}.lengths", narrow(joined(lengths)))
    return kept


def _blocks(
    fields: Sequence[tuple[RowMap, StoredColumn]],
    kept: Sequence[Ints],
    compress: Compressor,
    ends: list[int],
    first_rows: list[int],
) -> Iterator[Array]:
    """Blocks of the kept rows; their sizes and first rows go to `ends` and `first_rows`."""
    row = 0
    for (_, column), some in zip(fields, kept, strict=True):
        for block in range(column.blocks):
            begin, end = column.span(block)
            chosen = some[some.searchsorted(begin) : some.searchsorted(end)]
            if not len(chosen):
                continue
            if len(chosen) == end - begin and column.dictionary == compress.dictionary:
                raw = column.compressed(block)
            else:
                strings = column.rows(block)[1]
                raw = compress(b"".join([strings[i - begin] for i in chosen.tolist()]))
            ends.append(len(raw))
            first_rows.append(row)
            row += len(chosen)
            yield np.frombuffer(raw, np.uint8)
