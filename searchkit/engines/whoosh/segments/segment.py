"""An opened segment: the columns of its fields, each read when first asked for."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from searchkit.engines.whoosh.files.container import Container
from searchkit.engines.whoosh.files.storage import Storage
from searchkit.engines.whoosh.segments.columns import KeywordColumn, NumberColumn
from searchkit.engines.whoosh.segments.coverage import Coverage
from searchkit.engines.whoosh.segments.datecolumn import DateColumn
from searchkit.engines.whoosh.segments.holders import Values
from searchkit.engines.whoosh.segments.ids import IdColumn
from searchkit.engines.whoosh.segments.rows import RowMap
from searchkit.engines.whoosh.segments.speech import SpeechColumn
from searchkit.engines.whoosh.segments.spoken import Stretches
from searchkit.engines.whoosh.segments.stored import StoredColumn
from searchkit.engines.whoosh.segments.textfield import TextField
from searchkit.engines.whoosh.segments.values import Fetched, StoredValues
from searchkit.remembered import Remembered
from searchkit.schema import Document, Field, FieldKind, Schema

Column = TypeVar("Column")

_MOST_NAMED = 1024
SPOKEN_TEXT = "text"  # the text field that stretches of speech lie in


def segment_meta(documents: int, languages: Sequence[str]) -> dict[str, Any]:
    """What stands in the footer beside the arrays: number of documents, languages that stem them."""
    return {"documents": documents, "languages": list(languages)}


class Segment:
    """Documents that were written together. Shared between readers and threads; never changes."""

    def __init__(self, storage: Storage, name: str) -> None:
        self.name = name
        self.container = Container(storage, name)
        self.documents: int = self.container.meta["documents"]
        self.languages: list[str] = self.container.meta["languages"]
        self._columns: dict[str, Any] = {}
        self.named: Remembered[Hashable, Values] = Remembered(_MOST_NAMED)  # what names stand for here

    @cached_property
    def ids(self) -> IdColumn:
        """Ids of the documents."""
        return IdColumn(self.container)

    def text(self, name: str) -> TextField:
        """A text field."""
        known: TextField | None = self._columns.get(name)  # every search asks for some
        return known or self._column(name, lambda: TextField(self.container, name, self.documents))

    def keyword(self, name: str) -> KeywordColumn:
        """A keyword field."""
        known: KeywordColumn | None = self._columns.get(name)
        return known or self._column(name, lambda: KeywordColumn(self.container, name))

    def number(self, name: str) -> NumberColumn:
        """A number field."""
        return self._column(name, lambda: NumberColumn(self.container, name))

    def date(self, name: str = "date") -> DateColumn:
        """A date field."""
        return self._column(name, lambda: DateColumn(self.container, name))

    def speech(self, name: str = "speech") -> SpeechColumn:
        """A speech field."""
        return self._column(name, lambda: SpeechColumn(self.container, name))

    @cached_property
    def stretches(self) -> Stretches:
        """Stretches of speech, as positions in the text."""
        return Stretches.of(self.speech(), self.text(SPOKEN_TEXT).words.starts)

    @cached_property
    def coverage(self) -> Coverage:
        """How much of each text is spoken."""
        text = self.text(SPOKEN_TEXT)
        return Coverage(self.stretches, text.words.starts, text.words.lengths)

    def stored(self, name: str) -> tuple[RowMap, StoredColumn]:
        """A field that is only stored."""
        return self._column(
            name, lambda: (RowMap(self.container, name, self.documents), StoredColumn(self.container, name))
        )

    def fetch(self, documents: Sequence[int], schema: Schema, ids: Sequence[str]) -> list[Document]:
        """These documents, whose ids are known; their values are read when they are asked for."""
        fetched = Fetched(schema, lambda field: self._values(field, documents))
        return [Document(id, StoredValues(fetched, place)) for place, id in enumerate(ids)]

    def document(self, number: int, schema: Schema) -> Document:
        """One document."""
        return self.fetch([number], schema, [self.ids.get(number)])[0]

    def _values(self, field: Field, documents: Sequence[int]) -> Sequence[Any]:
        name = field.name
        match field.kind:
            case FieldKind.TEXT:
                text = self.text(name)
                return text.stored.texts(text.rows.several(documents))
            case FieldKind.KEYWORD:
                return self.keyword(name).several(documents)
            case FieldKind.NUMBER:
                return self.number(name).several(np.array(documents, np.int64))
            case FieldKind.DATE:
                return self.date(name).several(np.array(documents, np.int64))
            case FieldKind.SPEECH:
                return self.speech(name).several(np.array(documents, np.int64))
            case FieldKind.STORED:
                rows, stored = self.stored(name)
                return stored.texts(rows.several(documents))

    def _column(self, name: str, opened: Callable[[], Column]) -> Column:
        column: Column | None = self._columns.get(name)
        if column is None:  # two threads may both open it: they get equal columns
            column = self._columns[name] = opened()
        return column
