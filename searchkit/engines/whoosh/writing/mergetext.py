"""Merging text fields: entry by entry of the lexicon, the lists of all segments behind each other.

Two entries share a list in the merged segment if they share one in every segment; so what is shared needs
no knowledge of stems and forms.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from searchkit.engines.whoosh.arrays import Ints, joined, narrow, offsets, row_starts
from searchkit.engines.whoosh.files.container import ContainerWriter
from searchkit.engines.whoosh.files.strings import pack
from searchkit.engines.whoosh.segments.textfield import TextField
from searchkit.engines.whoosh.writing.listwriter import ListWriter, ranges
from searchkit.engines.whoosh.writing.mergestream import merge_streams
from searchkit.engines.whoosh.writing.textencoder import beside_arrays


@dataclass(frozen=True, slots=True)
class _Source:
    """A field of one segment: its list of each merged list, the new number of each row; -1: none."""

    text: TextField
    lists: Ints
    new_row: Ints
    whole: bool  # no row is gone


def merge_text(writer: ContainerWriter, name: str, texts: Sequence[TextField], rows: Sequence[Ints]) -> None:
    """Write lengths, lexicon and postings. `rows` are the kept rows of each segment."""
    lengths = joined([t.lengths.take(kept).astype(np.int64) for t, kept in zip(texts, rows, strict=True)])
    writer.array(f"{name}.positions", narrow(lengths))
    entries, table = _lists(texts)
    group, representative = _groups(table)
    sources = [
        _source(text, table[i].take(representative), kept, base)
        for i, (text, kept, base) in enumerate(
            zip(texts, rows, offsets([len(r) for r in rows]).tolist(), strict=False)
        )
    ]
    counts = [_live_counts(source) for source in sources]  # postings and occurrences of each merged list
    postings = np.sum([c[0] for c in counts], axis=0)
    occurrences = np.sum([c[1] for c in counts], axis=0)
    chosen = np.flatnonzero(postings)
    number = np.cumsum(postings > 0) - 1
    sources = [_Source(s.text, s.lists[chosen], s.new_row, s.whole) for s in sources]
    kept = np.flatnonzero(postings[group])
    for key, array in pack(f"{name}.lexicon", [entries[i] for i in kept.tolist()], ordered=True).items():
        writer.array(key, array)
    writer.array(f"{name}.lists", narrow(number[group[kept]]))
    _merge_lists(writer, name, sources, postings[chosen], occurrences[chosen], lengths)
    _merge_beside(writer, name, sources, lengths)
    merge_streams(writer, name, texts, rows)


def _merge_lists(
    writer: ContainerWriter, name: str, sources: Sequence[_Source], df: Ints, occurrences: Ints, lengths: Ints
) -> None:
    lists = ListWriter(writer, name, df, occurrences, lengths)
    for begin, end in ranges(offsets(occurrences)):
        parts = [_gather(source, begin, end) for source in sources]
        of = joined([part.lists for part in parts])
        order = np.argsort(of, kind="stable")
        rows, frequencies = (joined([getattr(p, c) for p in parts])[order] for c in ("rows", "frequencies"))
        lists.postings(begin, end, rows, frequencies)
        placed = joined([part.lists.repeat(part.frequencies) for part in parts])
        for source in sources:
            source.text.relax()
        lists.places(joined([part.places for part in parts])[np.argsort(placed, kind="stable")])
    lists.finish()


def _lists(texts: Sequence[TextField]) -> tuple[list[bytes], Ints]:
    """All lexicon entries, sorted, and the list of each in every segment (-1: none)."""
    listed = [list(text.lexicon) for text in texts]
    entries = sorted(set().union(*listed))
    place = {entry: i for i, entry in enumerate(entries)}
    table = np.full((len(texts), len(entries)), -1, np.int64)
    for i, (text, some) in enumerate(zip(texts, listed, strict=True)):
        table[i, np.fromiter((place[entry] for entry in some), np.int64, len(some))] = text.list_numbers
    return entries, table


def _groups(table: Ints) -> tuple[Ints, Ints]:
    """Entries with the same lists everywhere: the merged list of each entry, and one entry of each list.

    Merged lists are numbered in the order of their first entries.
    """
    _, first, group = np.unique(_mixed(table), return_index=True, return_inverse=True)
    if (table != table[:, first[group]]).any():  # two columns with one hash
        _, first, group = np.unique(table, axis=1, return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    return rank[group.ravel()], first[order]


def _mixed(table: Ints) -> npt.NDArray[np.uint64]:
    """A hash of each column: sorting these is many times as fast as sorting columns."""
    mixed = np.zeros(table.shape[1], np.uint64)
    for lists in table:
        mixed = (mixed ^ lists.astype(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    return mixed


def _source(text: TextField, lists: Ints, kept: Ints, base: int) -> _Source:
    new_row = np.full(text.rows.count, -1, np.int64)
    new_row[kept] = np.arange(base, base + len(kept))
    return _Source(text, lists, new_row, len(kept) == text.rows.count)


def _live_counts(source: _Source) -> tuple[Ints, Ints]:
    """Postings and occurrences of each merged list that stay."""
    has = source.lists >= 0
    old = np.maximum(source.lists, 0)
    postings = source.text.lists.df.astype(np.int64)
    begun = source.text.lists.begun.astype(np.int64)
    occurrences = begun[1:] - begun[:-1]
    if not source.whole:
        postings, occurrences = _surviving(source, occurrences)
    if not len(postings):
        return np.zeros(len(old), np.int64), np.zeros(len(old), np.int64)
    return np.where(has, postings.take(old), 0), np.where(has, occurrences.take(old), 0)


def _surviving(source: _Source, occurrences: Ints) -> tuple[Ints, Ints]:
    """Postings and occurrences of each old list in rows that stay."""
    every = _Source(source.text, np.arange(source.text.size), source.new_row, False)
    df, kept = [], []
    for begin, end in ranges(offsets(occurrences)):
        part = _gather(every, begin, end)
        df.append(np.bincount(part.lists, minlength=end - begin))
        kept.append(np.bincount(part.lists, part.frequencies, minlength=end - begin).astype(np.int64))
    return joined(df), joined(kept)


@dataclass(frozen=True, slots=True)
class _Part:
    """Postings of one source, in order of merged lists (numbered from the first of the range)."""

    lists: Ints
    rows: Ints
    frequencies: Ints
    places: Ints


def _gather(source: _Source, begin: int, end: int) -> _Part:
    """What stays of the merged lists [begin, end)."""
    old = source.lists[begin:end]
    has = np.flatnonzero(old >= 0)
    rows, frequencies, places, counts = source.text.gather(old[has])
    lists, new = has.repeat(counts), source.new_row.take(rows) if len(rows) else rows
    if source.whole:
        return _Part(lists, new, frequencies, places)
    stays = new >= 0
    return _Part(lists[stays], new[stays], frequencies[stays], places[stays.repeat(frequencies)])


def _merge_beside(writer: ContainerWriter, name: str, sources: Sequence[_Source], lengths: Ints) -> None:
    starts = row_starts(lengths)
    lists, positions, widths = [], [], []
    for source in sources:
        has = np.flatnonzero(source.lists >= 0)
        position, width, counts = source.text.gather_beside(source.lists[has])
        row = source.text.row_of(position)
        new = source.new_row.take(row) if len(row) else row
        stays = new >= 0
        place = position - source.text.starts.take(row)
        lists.append(has.repeat(counts)[stays])
        positions.append(starts.take(new[stays]) + place[stays])
        widths.append(width[stays])
    number = joined(lists)
    order = np.argsort(number, kind="stable")
    arrays = beside_arrays(name, number[order], joined(positions)[order], joined(widths)[order])
    for key, array in arrays.items():
        writer.array(key, array)
