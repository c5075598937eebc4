"""Values of stored documents, each field read when it is first asked for: a list of hits needs few."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from searchkit.schema import Field, Schema


class Fetched:
    """Documents that were asked for together: a field is read for all of them at once, and kept."""

    __slots__ = ("_read", "columns", "schema")

    def __init__(self, schema: Schema, read: Callable[[Field], Sequence[Any]]) -> None:
        self.schema = schema
        self._read = read
        self.columns: dict[str, Sequence[Any]] = {}  # those read so far

    def column(self, name: str) -> Sequence[Any]:
        """Value of a field in each document. Raises KeyError where there is no such field."""
        values = self.columns.get(name)
        if values is None:
            field = self.schema.get(name)
            if field is None or field.name != name:  # an alias names no value
                raise KeyError(name)
            values = self.columns[name] = self._read(field)
        return values


class StoredValues(Mapping[str, Any]):
    """Values of one of them by field."""

    __slots__ = ("_fetched", "_place")

    def __init__(self, fetched: Fetched, place: int) -> None:
        self._fetched = fetched
        self._place = place

    def __getitem__(self, name: str) -> Any:
        return self._fetched.column(name)[self._place]

    def get(self, name: str, default: Any = None) -> Any:
        """Value of a field, `default` where there is no such field."""
        values = self._fetched.columns.get(name)
        if values is not None:
            return values[self._place]
        try:
            return self._fetched.column(name)[self._place]
        except KeyError:
            return default

    def __iter__(self) -> Iterator[str]:
        return (field.name for field in self._fetched.schema)

    def __len__(self) -> int:
        return len(self._fetched.schema.fields)
