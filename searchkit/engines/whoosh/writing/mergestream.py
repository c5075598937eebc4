"""Merging the streams of words: the classes of the largest segment are kept, the others changed to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from searchkit.engines.whoosh.arrays import Ints, Mask, ragged
from searchkit.engines.whoosh.files.container import ContainerWriter
from searchkit.engines.whoosh.segments.forms import FOLDED
from searchkit.engines.whoosh.segments.stream import Classed, Classes, StreamWriter
from searchkit.engines.whoosh.segments.textfield import TextField
from searchkit.engines.whoosh.segments.words import without_beside

_ROWS = 1 << 14  # rows whose words go through memory at once


def largest(rows: Sequence[Ints]) -> int:
    """The segment with the most rows that stay: its classes are kept."""
    return max(range(len(rows)), key=lambda i: len(rows[i]))


def merge_streams(
    writer: ContainerWriter, name: str, texts: Sequence[TextField], rows: Sequence[Ints], classes: Classes
) -> None:
    """Write the streams of the kept rows of each segment, one behind the other, in these classes."""
    size = sum(
        int(text.words.lengths.take(kept).sum()) + len(kept) for text, kept in zip(texts, rows, strict=True)
    )
    stream = StreamWriter(writer, name, classes, size)
    for classed, capital in _streams(texts, rows, classes):
        stream.put(classed, capital)
    stream.finish()


def _streams(
    texts: Sequence[TextField], rows: Sequence[Ints], classes: Classes
) -> Iterator[tuple[Classed, Mask]]:
    for text, kept in zip(texts, rows, strict=True):
        stream = text.words.stream
        if text.words.classes.exact != classes.exact:
            stream = _reclassed(text, stream.copy(), classes)
        for begin in range(0, len(kept), _ROWS):
            some = kept[begin : begin + _ROWS]
            at = ragged(text.words.starts.take(some), text.words.lengths.take(some).astype(np.int64) + 1)
            yield stream.take(at), text.words.has_capital(at)


def _reclassed(text: TextField, stream: Classed, classes: Classes) -> Classed:
    """The stream with the classes of forms changed that have other ones in `classes`."""
    for form in sorted(set(text.words.classes.exact) | set(classes.exact)):
        wanted = classes.of(form)
        if text.words.classes.of(form) != wanted:
            number = text.find(FOLDED + form)
            if number >= 0:
                stream[without_beside(text.positions(number), text.words.beside(number)[0])] = wanted
    return stream
