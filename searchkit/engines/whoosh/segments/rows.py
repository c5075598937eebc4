"""Rows: a value of a text or stored field, which documents that follow each other may share (a title)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import chain, compress
from operator import ne

import numpy as np

from searchkit.engines.whoosh.arrays import Ints, narrow, ragged
from searchkit.engines.whoosh.files.container import Container
from searchkit.engines.whoosh.segments.columns import Arrays
from searchkit.engines.whoosh.segments.documents import Repeated


class Rows:
    """Which row each document has: rows change where the value changes."""

    def __init__(self, every: bool = False) -> None:
        self._every = every
        self._starts: list[int] = []
        self._last: object = object()  # equals no value
        self._documents = 0

    def add(self, *columns: Repeated) -> Sequence[int]:
        """The documents at which a new row begins: where the value of a column changes."""
        size = columns[0].size
        begun: Sequence[int] = range(size)
        if not self._every:
            if all(len(column.starts) < size for column in columns):
                begun = sorted(set().union(*(column.starts for column in columns)))
            values = [column.at(begun) for column in columns]
            rows = values[0] if len(values) == 1 else list(zip(*values, strict=True))
            begun = list(compress(begun, map(ne, rows, chain([self._last], rows))))
            self._last = rows[-1] if rows else self._last
        self._starts.extend([self._documents + place for place in begun])
        self._documents += size
        return begun

    def arrays(self, name: str) -> Arrays:
        """First document of each row; left out where every document has its own."""
        if len(self._starts) == self._documents:
            return {}
        return {f"{name}.rows": narrow(np.array([*self._starts, self._documents], np.int64))}


class RowMap:
    """Rows to documents and back."""

    def __init__(self, container: Container, name: str, documents: int) -> None:
        self._size = documents
        self.starts: Ints | None = None
        if f"{name}.rows" in container:
            self.starts = container.array(f"{name}.rows").astype(np.int64)

    @property
    def count(self) -> int:
        """Number of rows."""
        return self._size if self.starts is None else len(self.starts) - 1

    def of(self, documents: Ints) -> Ints:
        """The rows of documents."""
        return documents if self.starts is None else self.starts.searchsorted(documents, "right") - 1

    def several(self, documents: Sequence[int]) -> Sequence[int]:
        """The rows of a few documents."""
        return documents if self.starts is None else self.of(np.array(documents, np.int64)).tolist()

    def row(self, document: int) -> int:
        """The row of one document."""
        return document if self.starts is None else int(self.starts.searchsorted(document, "right")) - 1

    def first(self, row: int) -> int:
        """First document of a row."""
        return row if self.starts is None else int(self.starts[row])

    def documents(self, rows: Ints) -> Ints:
        """The documents of rows: several of a row follow each other."""
        if self.starts is None:
            return rows
        return ragged(self.starts.take(rows), self.sizes.take(rows))

    @cached_property
    def sizes(self) -> Ints:
        """Number of documents of each row; every row has its own document where `starts` is None."""
        return np.diff(self.starts) if self.starts is not None else np.ones(self._size, np.int64)

    @cached_property
    def of_documents(self) -> Ints:
        """The row of every document."""
        if self.starts is None:
            return np.arange(self._size)
        return np.arange(self.count).repeat(np.diff(self.starts))
