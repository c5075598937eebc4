"""Which engines there are to test, and short ways to use one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from searchkit.engines import memory, whoosh
from searchkit.engines.base import Engine, Feature
from searchkit.schema import Document, Schema

CREATE: dict[str, Callable[[Path, Schema], Engine]] = {
    "memory": lambda path, schema: memory.Engine(schema),
    "whoosh": whoosh.create_engine,
}
OPEN: dict[str, Callable[[Path], Engine]] = {"whoosh": whoosh.open_engine}


def commit(engine: Engine, documents: list[Document] = (), delete: tuple[str, ...] = ()) -> None:
    """One commit: first deletions, then additions."""
    writer = engine.writer()
    writer.delete(delete)
    writer.add(documents)
    writer.commit()


def need(engine: Engine, feature: Feature) -> None:
    """Skip a test that asks for what the engine declares it cannot do."""
    if feature not in engine.features:
        pytest.skip(f"the engine does not declare the feature “{feature}”")
