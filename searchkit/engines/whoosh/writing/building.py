"""A segment while it is built: every field of the schema to its encoder, then all arrays to one file."""

from __future__ import annotations

from collections import defaultdict

from searchkit.analysis.stems import stem_language
from searchkit.analysis.vectorised import Chunker
from searchkit.engines.whoosh.files.container import ContainerWriter
from searchkit.engines.whoosh.files.scratch import Scratch
from searchkit.engines.whoosh.files.storage import Storage
from searchkit.engines.whoosh.segments.columns import (
    Encoder,
    KeywordEncoder,
    NumberEncoder,
)
from searchkit.engines.whoosh.segments.datecolumn import DateEncoder
from searchkit.engines.whoosh.segments.documents import Documents, numbered
from searchkit.engines.whoosh.segments.ids import IdEncoder
from searchkit.engines.whoosh.segments.segment import SPOKEN_TEXT, segment_meta
from searchkit.engines.whoosh.segments.speech import SpeechEncoder
from searchkit.engines.whoosh.segments.stored import StoredFieldEncoder
from searchkit.engines.whoosh.writing.keys import Keys
from searchkit.engines.whoosh.writing.textencoder import TextEncoder
from searchkit.numbering import numbering
from searchkit.schema import FieldKind, Schema

BATCH = 2048  # documents tokenised at once
BATCH_BYTES = 1 << 22  # of their texts at most: cutting them takes thirty times as much memory


class SegmentBuilder:
    """Collects documents in memory; `write` makes a segment file of them."""

    def __init__(self, schema: Schema, chunker: Chunker, keys: Keys, storage: Storage) -> None:
        self._keys = keys
        self._storage = storage
        self._scratch = Scratch(storage)
        self._languages: defaultdict[str, int] = numbering()
        self._columns: list[Encoder] = [IdEncoder()]
        self._texts: list[TextEncoder] = []
        self._stored: list[StoredFieldEncoder] = []
        self._speech: list[SpeechEncoder] = []
        for field in schema:
            match field.kind:
                case FieldKind.TEXT:
                    self._texts.append(
                        TextEncoder(field.name, chunker, self._scratch, field.name == SPOKEN_TEXT)
                    )
                case FieldKind.SPEECH:
                    self._speech.append(SpeechEncoder(field.name))
                case FieldKind.KEYWORD:
                    self._columns.append(KeywordEncoder(field.name))
                case FieldKind.NUMBER:
                    self._columns.append(NumberEncoder(field.name))
                case FieldKind.DATE:
                    self._columns.append(DateEncoder(field.name))
                case FieldKind.STORED:
                    self._stored.append(StoredFieldEncoder(field.name, self._scratch))
        self.documents = 0

    @property
    def positions(self) -> int:
        """Words taken so far, over all text fields: what decides how much memory is in use."""
        return sum(text.positions for text in self._texts)

    def add(self, documents: Documents) -> None:
        """Take further documents (a batch: all are tokenised at once, but for very long ones)."""
        for part in documents.parts([text.name for text in self._texts], BATCH_BYTES):
            self._add(part)

    def _add(self, documents: Documents) -> None:
        langs = documents.keywords("lang")
        stemmed = [stem_language(next(iter(lang), "")) for lang in langs.values]
        languages = langs._replace(values=numbered(self._languages, stemmed).tolist())
        for column in self._columns:
            column.add(documents)
        for stored in self._stored:
            stored.add(documents)
        for text in self._texts:
            batch = text.add(documents, languages)
            if text.name == SPOKEN_TEXT:
                for speech in self._speech:
                    speech.add(documents, batch)
        self.documents += len(documents)

    def settle(self) -> None:
        """No text will be added any more: the chunker may forget what it has learned."""
        self._keys.settle()

    def write(self, name: str) -> int:
        """Write the segment file; returns its size."""
        self._keys.update()
        with self._storage.create(name) as file:
            writer = ContainerWriter(file)
            self._write_columns(writer)
            for stored in self._stored:
                stored.write(writer)
            for text in self._texts:
                text.write(writer, self._keys, list(self._languages))
            writer.finish(segment_meta(self.documents, list(self._languages)))
        return self._storage.size(name)

    def _write_columns(self, writer: ContainerWriter) -> None:
        """Write all that is no text, letting go of each: lists need the memory."""
        while self._columns:
            writer.arrays(self._columns.pop(0).arrays())
        while self._speech:
            writer.arrays(self._speech.pop(0).arrays())

    def close(self) -> None:
        """Forget what was taken."""
        self._scratch.close()
