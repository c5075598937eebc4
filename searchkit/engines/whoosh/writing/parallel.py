"""Segments built by several processes at once, each of a chunk of documents, in the order of the chunks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from searchkit.analysis.vectorised import Chunker
from searchkit.engines.whoosh.files.storage import Storage
from searchkit.engines.whoosh.files.toc import Entry
from searchkit.engines.whoosh.segments.documents import Documents
from searchkit.engines.whoosh.writing.building import BATCH, SegmentBuilder
from searchkit.engines.whoosh.writing.keys import Keys
from searchkit.errors import IndexWriteError
from searchkit.processes import in_order
from searchkit.schema import Document, Schema

BATCHES = 10  # of documents, in one segment


@dataclass(frozen=True)
class Chunk:
    """Documents, and the name of the file that will hold them."""

    name: str
    documents: list[Document]


@dataclass
class _Work:
    """What each process does; it keeps the words it has learned from chunk to chunk."""

    storage: Storage
    schema: Schema
    chunker: Chunker = field(default_factory=Chunker)

    def __post_init__(self) -> None:
        self.keys = Keys(self.chunker.vocabulary)

    def __call__(self, chunk: Chunk) -> Entry:
        builder = SegmentBuilder(self.schema, self.chunker, self.keys, self.storage)
        try:
            for begin in range(0, len(chunk.documents), BATCH):
                builder.add(Documents(chunk.documents[begin : begin + BATCH]))
            return Entry(chunk.name, builder.write(chunk.name), builder.documents)
        finally:
            builder.close()


def build(storage: Storage, schema: Schema, chunks: Iterable[Chunk], processes: int) -> Iterator[Entry]:
    """The segment of each chunk. Raises IndexWriteError where one does not hold all its documents."""
    expected: list[tuple[str, int]] = []

    def noted() -> Iterator[Chunk]:
        for chunk in chunks:
            expected.append((chunk.name, len(chunk.documents)))
            yield chunk

    entries = in_order(_Work(storage, schema), noted(), processes, makes_cycles=False)
    for place, entry in enumerate(entries):
        if (entry.file, entry.documents) != expected[place]:
            raise IndexWriteError(
                f"{storage.path / entry.file} holds {entry.documents:,} documents of {expected[place][1]:,}; "
                "nothing of this batch was kept"
            )
        yield entry
