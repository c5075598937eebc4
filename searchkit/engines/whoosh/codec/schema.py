"""The fields that Whoosh sees."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

from searchkit.engines.whoosh.codec.stock import fields, formats
from searchkit.schema import FieldKind, Schema


def whoosh_schema(schema: Schema, languages: Sequence[str]) -> fields.Schema:
    """The fields that Whoosh sees."""
    made = fields.Schema(id=fields.STORED())
    for field in schema:
        if field.kind is FieldKind.TEXT:
            for name in (field.name, *(f"{field.name}.{language}" for language in languages)):
                made.add(name, ArrayField(formats.Positions()))
        elif field.kind is FieldKind.KEYWORD:
            made.add(field.name, ArrayField(formats.Existence()))
        else:
            made.add(field.name, fields.STORED())
    return made


class ArrayField(fields.FieldType):  # type: ignore[misc]
    """A field whose postings are arrays. A stock Whoosh writer fails on it at once."""

    def __init__(self, format: formats.Format) -> None:
        super().__init__(format, None, scorable=isinstance(format, formats.Positions))

    def index(self, value: object, **_: object) -> NoReturn:
        """Raises: arrays are written by the engine's own writer."""
        raise NotImplementedError("open the index with searchkit.engines.whoosh to write to it")
