"""The values of one stored document, each read when it is asked for: a list of hits needs few of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from searchkit.schema import Field, Schema


class StoredValues(Mapping[str, Any]):
    """Values by field; what was read once is kept."""

    __slots__ = ("_read", "_schema", "_values")

    def __init__(self, schema: Schema, read: Callable[[Field], Any]) -> None:
        self._schema = schema
        self._read = read
        self._values: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        try:
            return self._values[name]
        except KeyError:
            field = self._schema.get(name)
            if field is None or field.name != name:  # an alias names no value
                raise
            value = self._values[name] = self._read(field)
            return value

    def __iter__(self) -> Iterator[str]:
        return (field.name for field in self._schema)

    def __len__(self) -> int:
        return len(self._schema.fields)
