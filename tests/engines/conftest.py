"""Fixtures of the suites that every engine passes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from engines_under_test import CREATE, OPEN, commit

from searchkit.engines.base import Engine, Reader
from searchkit.schema import Document, Schema


class Maker:
    """Makes empty collections of one engine, and closes them in the end."""

    def __init__(self, name: str, path: Path) -> None:
        self.name = name
        self.path = path
        self.made: list[Engine] = []

    def __call__(self, schema: Schema | None = None) -> Engine:
        self.made.append(CREATE[self.name](self.path / str(len(self.made)), schema or Schema()))
        return self.made[-1]

    def again(self) -> Engine:
        """The last collection made, closed and opened again."""
        self.made[-1].close()
        return OPEN[self.name](self.path / str(len(self.made) - 1))


@pytest.fixture(params=sorted(CREATE))
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Maker]:
    """An empty collection; each call makes another one."""
    maker = Maker(request.param, tmp_path)
    yield maker
    for engine in maker.made:
        engine.close()


@pytest.fixture
def engine(make: Maker) -> Engine:
    return make()


@pytest.fixture
def fill(make: Maker) -> Callable[..., Reader]:
    """A reader of a new collection that holds these documents, one commit a batch."""

    def filled(*batches: list[Document], schema: Schema | None = None) -> Reader:
        engine = make(schema)
        for batch in batches:
            commit(engine, batch)
        return engine.reader()

    return filled
