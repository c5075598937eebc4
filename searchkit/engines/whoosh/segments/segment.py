"""An opened segment: the columns of its fields, each read when first asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, TypeVar

from searchkit.engines.whoosh.files.container import Container
from searchkit.engines.whoosh.files.storage import Storage
from searchkit.engines.whoosh.files.strings import decode
from searchkit.engines.whoosh.segments.columns import KeywordColumn, NumberColumn
from searchkit.engines.whoosh.segments.coverage import Coverage
from searchkit.engines.whoosh.segments.datecolumn import DateColumn
from searchkit.engines.whoosh.segments.ids import IdColumn
from searchkit.engines.whoosh.segments.speech import SpeechColumn
from searchkit.engines.whoosh.segments.spoken import Stretches
from searchkit.engines.whoosh.segments.stored import RowMap, StoredColumn
from searchkit.engines.whoosh.segments.textfield import TextField
from searchkit.engines.whoosh.segments.values import StoredValues
from searchkit.schema import Document, Field, FieldKind, Schema

Column = TypeVar("Column")

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

    @cached_property
    def ids(self) -> IdColumn:
        """Ids of the documents."""
        return IdColumn(self.container)

    def text(self, name: str) -> TextField:
        """A text field."""
        return self._column(name, lambda: TextField(self.container, name, self.documents))

    def keyword(self, name: str) -> KeywordColumn:
        """A keyword field."""
        return self._column(name, lambda: KeywordColumn(self.container, name))

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

    def document(self, number: int, schema: Schema, id: str | None = None) -> Document:
        """One document, whose id may be known; its values are read when they are asked for."""
        values = StoredValues(schema, lambda field: self._value(field, number))
        return Document(self.ids.get(number) if id is None else id, values)

    def _value(self, field: Field, number: int) -> Any:
        name = field.name
        match field.kind:
            case FieldKind.TEXT:
                text = self.text(name)
                return decode(text.stored.get(text.rows.row(number)))
            case FieldKind.KEYWORD:
                return self.keyword(name).get(number)
            case FieldKind.NUMBER:
                return self.number(name).get(number)
            case FieldKind.DATE:
                return self.date(name).get(number)
            case FieldKind.SPEECH:
                return self.speech(name).get(number)
            case FieldKind.STORED:
                rows, stored = self.stored(name)
                return decode(stored.get(rows.row(number)))

    def _column(self, name: str, opened: Callable[[], Column]) -> Column:
        column: Column | None = self._columns.get(name)
        if column is None:  # two threads may both open it: they get equal columns
            column = self._columns[name] = opened()
        return column
