"""Merging text fields: entry by entry of the lexicon, the lists of all segments behind each other.

Two entries share a list in the merged segment if they share one in every segment; so what is shared needs
no knowledge of stems and forms.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from searchkit.engines.whoosh.arrays import Ints, joined, narrow, offsets, row_starts
from searchkit.engines.whoosh.files.container import ContainerWriter
from searchkit.engines.whoosh.files.strings import pack
from searchkit.engines.whoosh.segments.codes import OVERFLOW
from searchkit.engines.whoosh.segments.gathering import gather
from searchkit.engines.whoosh.segments.textfield import TextField
from searchkit.engines.whoosh.writing.listwriter import Scoring, made_arrays, ranges
from searchkit.engines.whoosh.writing.mergeforms import lay_out
from searchkit.engines.whoosh.writing.mergestream import largest, merge_streams
from searchkit.engines.whoosh.writing.occurrences import Beside
from searchkit.engines.whoosh.writing.runs import Part, write_lists


class _Source(NamedTuple):
    """A field of one segment: its list of each merged list, the new number of each row; -1: none."""

    text: TextField
    lists: Ints
    new_row: Ints
    whole: bool  # no row is gone
    df: Ints  # postings and occurrences of each merged list that stay
    occurrences: Ints
    scoring: Scoring
    lengths: Ints

    def part(self, begin: int, end: int) -> Part:
        """What stays of the merged lists [begin, end)."""
        lists, rows, frequencies, places = _gather(self.text, self.lists[begin:end], self.new_row, self.whole)
        self.text.relax()
        codes = self.scoring.coder(frequencies, self.lengths.take(rows))
        often = np.flatnonzero(codes == OVERFLOW)
        df = np.bincount(lists, minlength=end - begin)
        some = np.flatnonzero(df)
        return Part(
            some,
            df[some],
            self.occurrences[begin:end][some],
            rows.astype(np.uint32),
            codes,
            (often, frequencies[often]),
            places.astype(np.uint32),
        )


def merge_text(writer: ContainerWriter, name: str, texts: Sequence[TextField], rows: Sequence[Ints]) -> None:
    """Write lengths, lexicon and postings. `rows` are the kept rows of each segment."""
    lengths = joined(
        [t.words.lengths.take(kept).astype(np.int64) for t, kept in zip(texts, rows, strict=True)]
    )
    writer.array(f"{name}.positions", narrow(lengths))
    entries, table = _lists(texts)
    group, representative = _groups(table)
    scoring = Scoring.of(lengths)
    sources = [
        _source(text, table[i].take(representative), kept, base, scoring, lengths)
        for i, (text, kept, base) in enumerate(
            zip(texts, rows, offsets([len(r) for r in rows]).tolist(), strict=False)
        )
    ]
    postings, occurrences = (
        np.sum(column, axis=0) for column in zip(*((s.df, s.occurrences) for s in sources), strict=True)
    )
    classes = texts[largest(rows)].words.classes
    laid = lay_out(texts, entries, group, [source.lists for source in sources], occurrences, classes)
    sources = [
        s._replace(lists=s.lists[laid.order], df=s.df[laid.order], occurrences=s.occurrences[laid.order])
        for s in sources
    ]
    kept = np.flatnonzero(postings[group])
    writer.arrays(pack(f"{name}.lexicon", [entries[i] for i in kept.tolist()], ordered=True))
    writer.array(f"{name}.lists", narrow(laid.number[group[kept]]))
    df, occurrences = postings[laid.order], occurrences[laid.order]
    writer.arrays(made_arrays(name, laid.derivation, df, occurrences))
    stored = df[: laid.stored], occurrences[: laid.stored]
    write_lists(writer, name, sources, stored, len(lengths), scoring)
    _merge_beside(writer, name, sources, lengths)
    merge_streams(writer, name, texts, rows, classes)


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


def _source(text: TextField, lists: Ints, kept: Ints, base: int, scoring: Scoring, lengths: Ints) -> _Source:
    new_row = np.full(text.rows.count, -1, np.int64)
    new_row[kept] = np.arange(base, base + len(kept))
    whole = len(kept) == text.rows.count
    df, occurrences = _live_counts(text, lists, new_row, whole)
    return _Source(text, lists, new_row, whole, df, occurrences, scoring, lengths)


def _live_counts(text: TextField, lists: Ints, new_row: Ints, whole: bool) -> tuple[Ints, Ints]:
    """Postings and occurrences of each merged list that stay."""
    has = lists >= 0
    old = np.maximum(lists, 0)
    postings, occurrences = text.lists.df.astype(np.int64), text.lists.all_occurrences()
    if not whole:
        postings, occurrences = _surviving(text, new_row, occurrences)
    if not len(postings):
        return np.zeros(len(old), np.int64), np.zeros(len(old), np.int64)
    return np.where(has, postings.take(old), 0), np.where(has, occurrences.take(old), 0)


def _surviving(text: TextField, new_row: Ints, occurrences: Ints) -> tuple[Ints, Ints]:
    """Postings and occurrences of each old list in rows that stay."""
    df, kept = [], []
    for begin, end in ranges(offsets(occurrences)):
        lists, _, frequencies, _ = _gather(text, np.arange(begin, end), new_row, False)
        df.append(np.bincount(lists, minlength=end - begin))
        kept.append(np.bincount(lists, frequencies, minlength=end - begin).astype(np.int64))
    return joined(df), joined(kept)


def _gather(text: TextField, old: Ints, new_row: Ints, whole: bool) -> tuple[Ints, Ints, Ints, Ints]:
    """What stays of these lists of a segment (-1: none): which of them, new row and frequency of every
    posting; places."""
    has = np.flatnonzero(old >= 0)
    rows, frequencies, places, counts = gather(text.lists, old[has])
    lists, new = has.repeat(counts), new_row.take(rows) if len(rows) else rows
    if whole:
        return lists, new, frequencies, places
    stays = new >= 0
    return lists[stays], new[stays], frequencies[stays], places[stays.repeat(frequencies)]


def _merge_beside(writer: ContainerWriter, name: str, sources: Sequence[_Source], lengths: Ints) -> None:
    starts = row_starts(lengths)
    found: list[Beside] = []
    for source in sources:
        has = np.flatnonzero(source.lists >= 0)
        position, width, counts = source.text.words.gather_beside(source.lists[has])
        row = source.text.words.row_of(position)
        new = source.new_row.take(row) if len(row) else row
        stays = new >= 0
        place = position - source.text.words.starts.take(row)
        moved = starts.take(new[stays]) + place[stays]
        found.append(Beside(has.repeat(counts)[stays], moved, width[stays]))
    writer.arrays(Beside.of(found).arrays(name))
