"""Merging the streams of words: the classes of the largest segment are kept, the others changed to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from searchkit.engines.whoosh.arrays import Ints, ragged
from searchkit.engines.whoosh.files.container import ContainerWriter
from searchkit.engines.whoosh.segments.forms import FOLDED
from searchkit.engines.whoosh.segments.stream import Classed, Classes, StreamWriter
from searchkit.engines.whoosh.segments.textfield import TextField


def merge_streams(
    writer: ContainerWriter, name: str, texts: Sequence[TextField], rows: Sequence[Ints]
) -> None:
    """Write the streams of the kept rows of each segment, one behind the other."""
    largest = max(range(len(texts)), key=lambda i: len(rows[i]))
    classes = texts[largest].classes
    size = sum(int(text.lengths.take(kept).sum()) + len(kept) for text, kept in zip(texts, rows, strict=True))
    stream = StreamWriter(writer, name, classes, size)
    for piece in _streams(texts, rows, classes):
        stream.put(piece)
    stream.finish()


def _streams(texts: Sequence[TextField], rows: Sequence[Ints], classes: Classes) -> Iterator[Classed]:
    for text, kept in zip(texts, rows, strict=True):
        stream = text.stream[: int(text.starts[-1])]
        if text.classes.exact != classes.exact:
            stream = _reclassed(text, stream.copy(), classes)
        if len(kept) < text.rows.count:
            sizes = text.lengths.take(kept).astype(np.int64) + 1
            stream = stream.take(ragged(text.starts.take(kept), sizes))
        yield stream


def _reclassed(text: TextField, stream: Classed, classes: Classes) -> Classed:
    """The stream with the classes of forms changed that have other ones in `classes`."""
    for form in sorted(set(text.classes.exact) | set(classes.exact)):
        wanted = classes.of(form)
        if text.classes.of(form) != wanted:
            number = text.find(FOLDED + form)
            if number >= 0:
                stream[_words(text, number)] = wanted
    return stream


def _words(text: TextField, number: int) -> Ints:
    """Positions whose word is in a list: its occurrences without those beside the words."""
    positions = text.positions(number)
    beside, _ = text.beside(number)
    if len(beside):
        again = np.arange(len(beside)) - beside.searchsorted(beside)  # several at one position
        positions = np.delete(positions, positions.searchsorted(beside) + again)
    return positions
