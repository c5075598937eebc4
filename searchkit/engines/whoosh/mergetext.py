"""Merging text fields: entry by entry of the lexicon, the lists of all segments behind each other.

Two entries share a list in the merged segment if they share one in every segment; so what is shared needs
no knowledge of stems and forms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from searchkit.engines.whoosh.arrays import Array, Ints, joined, narrow, offsets
from searchkit.engines.whoosh.container import ContainerWriter
from searchkit.engines.whoosh.inversion import row_starts
from searchkit.engines.whoosh.strings import pack
from searchkit.engines.whoosh.textfield import TextField

PIECE = 1 << 20  # postings or occurrences that go through memory at once


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
    alive = postings > 0
    number = np.cumsum(alive) - 1
    chosen = np.flatnonzero(alive)
    sources = [_Source(s.text, s.lists[chosen], s.new_row, s.whole) for s in sources]
    kept_entries = np.flatnonzero(alive[group])
    for key, array in pack(f"{name}.lexicon", [entries[i] for i in kept_entries.tolist()]).items():
        writer.array(key, array)
    writer.array(f"{name}.lists", narrow(number[group[kept_entries]]))
    first, begun = offsets(postings[chosen]), offsets(occurrences[chosen])
    frequencies = np.result_type(*(s.text.frequencies_type for s in sources))
    places = np.result_type(*(s.text.places_type for s in sources))
    writer.array(f"{name}.first", narrow(first))
    writer.array(f"{name}.begun", narrow(begun))
    writer.pieces(f"{name}.rows_of", np.uint32, _pieces(sources, first, _rows_of))
    writer.pieces(f"{name}.frequencies", frequencies, _pieces(sources, first, _frequencies))
    writer.pieces(f"{name}.places", places, _pieces(sources, begun, _places))
    _merge_beside(writer, name, sources, lengths)


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
    if not table.shape[1]:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    _, first, group = np.unique(table, axis=1, return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    return rank[group.ravel()], first[order]


def _source(text: TextField, lists: Ints, kept: Ints, base: int) -> _Source:
    new_row = np.full(text.rows.count, -1, np.int64)
    new_row[kept] = np.arange(base, base + len(kept))
    return _Source(text, lists, new_row, len(kept) == text.rows.count)


def _live_counts(source: _Source) -> tuple[Ints, Ints]:
    """Postings and occurrences of each merged list that stay."""
    has = source.lists >= 0
    old = np.maximum(source.lists, 0)
    if source.whole:
        postings, occurrences = source.text.list_sizes
    else:
        postings, occurrences = _surviving(source)
    if not len(postings):
        return np.zeros(len(old), np.int64), np.zeros(len(old), np.int64)
    return np.where(has, postings.take(old), 0), np.where(has, occurrences.take(old), 0)


def _surviving(source: _Source) -> tuple[Ints, Ints]:
    """Postings and occurrences of each old list in rows that stay."""
    postings, occurrences = [], []
    for begin, end in _ranges(offsets(source.text.list_sizes[0])):
        count = source.text.list_sizes[0][begin:end]
        rows, frequencies, _ = source.text.gather_postings(np.arange(begin, end))
        stays = source.new_row.take(rows) >= 0
        of = np.arange(end - begin).repeat(count)
        postings.append(np.bincount(of[stays], minlength=end - begin))
        occurrences.append(np.bincount(of[stays], frequencies[stays], minlength=end - begin).astype(np.int64))
    return joined(postings), joined(occurrences)


def _ranges(ends: Ints) -> Iterator[tuple[int, int]]:
    """Ranges of lists that hold about PIECE elements together."""
    begin = 0
    while begin < len(ends) - 1:
        end = max(begin + 1, int(ends.searchsorted(ends[begin] + PIECE, "right")) - 1)
        yield begin, end
        begin = end


def _pieces(
    sources: Sequence[_Source], ends: Ints, gather: Callable[[_Source, int, int], tuple[Array, Ints]]
) -> Iterator[Array]:
    """Elements of all merged lists in order; `gather` gives those of one source with their lists."""
    for begin, end in _ranges(ends):
        parts = [gather(source, begin, end) for source in sources]
        values = joined([values for values, _ in parts])
        lists = joined([lists for _, lists in parts])
        yield values[np.argsort(lists, kind="stable")]


def _gather_postings(source: _Source, begin: int, end: int) -> tuple[Ints, Ints, Array, Ints]:
    """Lists (from 0), new rows and frequencies of the postings that stay, and which those are."""
    old = source.lists[begin:end]
    has = np.flatnonzero(old >= 0)
    rows, frequencies, counts = source.text.gather_postings(old[has])
    new = source.new_row.take(rows)
    of = has.repeat(counts)
    if source.whole:
        return of, new, frequencies, np.arange(len(new))
    stays = np.flatnonzero(new >= 0)
    return of[stays], new[stays], frequencies[stays], stays


def _rows_of(source: _Source, begin: int, end: int) -> tuple[Array, Ints]:
    of, rows, _, _ = _gather_postings(source, begin, end)
    return rows, of


def _frequencies(source: _Source, begin: int, end: int) -> tuple[Array, Ints]:
    of, _, frequencies, _ = _gather_postings(source, begin, end)
    return frequencies, of


def _places(source: _Source, begin: int, end: int) -> tuple[Array, Ints]:
    old = source.lists[begin:end]
    has = np.flatnonzero(old >= 0)
    places, counts = source.text.gather_places(old[has])
    of = has.repeat(counts)
    if source.whole:
        return places, of
    rows, frequencies, _ = source.text.gather_postings(old[has])
    stays = (source.new_row.take(rows) >= 0).repeat(frequencies)
    return places[stays], of[stays]


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
    writer.array(f"{name}.beside_lists", narrow(number[order]))
    writer.array(f"{name}.beside_positions", narrow(joined(positions)[order]))
    writer.array(f"{name}.beside_widths", narrow(joined(widths)[order]))
