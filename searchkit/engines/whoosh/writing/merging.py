"""Merging segments: columns filtered and renumbered, lists of postings put behind each other. No analysis.

Memory is bounded by the columns of numbers and the lexicon; lists and texts go through in pieces.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from searchkit.engines.whoosh.arrays import Array, Ints, joined, offsets, ragged
from searchkit.engines.whoosh.files.container import ContainerWriter
from searchkit.engines.whoosh.files.storage import Storage
from searchkit.engines.whoosh.files.strings import Strings
from searchkit.engines.whoosh.segments.columns import (
    Arrays,
    NumberColumn,
    keyword_arrays,
    number_arrays,
)
from searchkit.engines.whoosh.segments.datecolumn import date_arrays
from searchkit.engines.whoosh.segments.ids import id_arrays
from searchkit.engines.whoosh.segments.segment import segment_meta
from searchkit.engines.whoosh.segments.snapshot import View
from searchkit.engines.whoosh.segments.speech import speech_arrays
from searchkit.engines.whoosh.writing.mergestored import merge_stored
from searchkit.engines.whoosh.writing.mergetext import merge_text
from searchkit.schema import FieldKind, Schema


def merge(views: Sequence[View], schema: Schema, storage: Storage, name: str) -> int:
    """Write one segment of the live documents of several, in order; returns how many there are."""
    living = [view.living(np.arange(view.segment.documents)) for view in views]
    languages = list(dict.fromkeys(lang for view in views for lang in view.segment.languages))
    with storage.create(name) as file:
        writer = ContainerWriter(file)
        _write(writer, _ids(views, living))
        for field in schema:
            match field.kind:
                case FieldKind.KEYWORD:
                    _write(writer, _keyword(field.name, views, living))
                case FieldKind.NUMBER:
                    _write(writer, _number(field.name, views, living))
                case FieldKind.DATE:
                    _write(writer, _date(field.name, views, living))
                case FieldKind.SPEECH:
                    _write(writer, _speech(field.name, views, living))
                case FieldKind.STORED:
                    merge_stored(writer, field.name, [v.segment.stored(field.name) for v in views], living)
                case FieldKind.TEXT:
                    texts = [view.segment.text(field.name) for view in views]
                    rows = merge_stored(writer, field.name, [(t.rows, t.stored) for t in texts], living)
                    merge_text(writer, field.name, texts, rows)
        documents = sum(map(len, living))
        writer.finish(segment_meta(documents, languages))
    return documents


def _write(writer: ContainerWriter, arrays: Arrays) -> None:
    for key, array in arrays.items():
        writer.array(key, array)


def _ids(views: Sequence[View], living: Sequence[Ints]) -> Arrays:
    articles: list[bytes] = []
    starts: list[Ints] = []
    suffixes: list[Ints] = []
    odd: list[bytes] = []
    base = 0
    for view, live in zip(views, living, strict=True):
        ids = view.segment.ids
        runs = ids.starts.astype(np.int64).searchsorted(live, "right") - 1
        new = np.flatnonzero(np.append(True, runs[1:] != runs[:-1])) if len(runs) else runs
        names = ids.articles()
        articles += [names[run] for run in runs[new].tolist()]
        starts.append(new + base)
        suffix = ids.suffixes.take(live).astype(np.int64)
        suffixes.append(np.where(suffix < 0, suffix - len(odd), suffix))
        odd += ids.odd()
        base += len(live)
    return id_arrays(articles, joined(starts), joined(suffixes), odd)


def _union(several: Sequence[Strings]) -> tuple[list[bytes], list[Ints]]:
    """All strings, sorted, and the map from the numbers of each to those of all."""
    listed = [list(strings) for strings in several]
    names = sorted(set().union(*listed))
    number = {name: i for i, name in enumerate(names)}
    return names, [np.fromiter((number[name] for name in some), np.int64, len(some)) for some in listed]


def _chosen(counts: Array, live: Ints) -> tuple[Ints, Ints]:
    """Of values grouped by document: counts of the live documents, and places of their values."""
    kept = counts.take(live).astype(np.int64)
    return kept, ragged(offsets(counts).take(live), kept)


def _keyword(name: str, views: Sequence[View], living: Sequence[Ints]) -> Arrays:
    columns = [view.segment.keyword(name) for view in views]
    values, maps = _union([column.values for column in columns])
    counts, codes = [], []
    for column, live, of in zip(columns, living, maps, strict=True):
        kept, places = _chosen(column.counts, live)
        counts.append(kept)
        codes.append(of.take(column.codes.take(places)) if len(places) else places)
    used, code = np.unique(joined(codes), return_inverse=True)  # values that only deleted documents held go
    return keyword_arrays(name, [values[i] for i in used.tolist()], joined(counts), code)


def _number(name: str, views: Sequence[View], living: Sequence[Ints]) -> Arrays:
    columns: list[NumberColumn] = [view.segment.number(name) for view in views]
    least = min(column.least for column in columns)
    numbers = [
        np.where((n := column.numbers.take(live).astype(np.int64)) > 0, n + (column.least - least), 0)
        for column, live in zip(columns, living, strict=True)
    ]
    return number_arrays(name, least, joined(numbers))


def _date(name: str, views: Sequence[View], living: Sequence[Ints]) -> Arrays:
    columns = [view.segment.date(name) for view in views]
    spans = list(dict.fromkeys(span for column in columns for span in column.spans if span is not None))
    number = {None: 0} | {span: i for i, span in enumerate(spans, 1)}
    codes = [
        np.array([number[span] for span in column.spans], np.int64).take(column.codes.take(live))
        for column, live in zip(columns, living, strict=True)
    ]
    return date_arrays(name, spans, joined(codes))


def _speech(name: str, views: Sequence[View], living: Sequence[Ints]) -> Arrays:
    columns = [view.segment.speech(name) for view in views]
    speakers, maps = _union([column.speakers for column in columns])
    kinds = list(dict.fromkeys(kind for column in columns for kind in column.kinds))
    counts, rows = [], []
    for column, live, of in zip(columns, living, maps, strict=True):
        kept, places = _chosen(column.counts, live)
        counts.append(kept)
        kind_of = np.array([kinds.index(kind) for kind in column.kinds], np.int64)
        start, first = (column.part(p).take(places).astype(np.int64) for p in ("start", "first"))
        size, words = (column.part(p).take(places).astype(np.int64) for p in ("size", "words"))
        speaker = of.take(column.part("speaker").take(places)) if len(places) else places
        kind = kind_of.take(column.part("kind").take(places)) if len(places) else places
        rows.append(np.column_stack([start, start + size, first, first + words, speaker, kind]))
    table = joined(rows).reshape(-1, 6)
    return speech_arrays(
        name,
        joined(counts),
        table[:, :2],
        table[:, 2:4],
        table[:, 4],
        table[:, 5],
        speakers,
        [kind.encode() for kind in kinds],
    )
