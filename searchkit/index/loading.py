"""Engines by name, imported when one is opened: `--help` and completion must not wait for them."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from searchkit.engines.base import Engine
from searchkit.errors import ConfigError, NoIndexError
from searchkit.schema import Schema

NAMES = ("whoosh",)  # engines that keep an index on disk


def _module(name: str) -> Any:
    if name not in NAMES:
        raise ConfigError(f"no engine “{name}”", f"there is {', '.join(NAMES)}")
    return import_module(f"searchkit.engines.{name}")


def open_engine(name: str, path: Path) -> Engine:
    """The engine on what lies at `path`. Raises StoreError's kinds."""
    engine: Engine = _module(name).open_engine(path)
    return engine


def open_or_create(name: str, path: Path, schema: Schema) -> Engine:
    """The engine on what lies at `path`; where there is nothing, its first commit makes the index."""
    try:
        return open_engine(name, path)
    except NoIndexError:
        engine: Engine = _module(name).new_engine(path, schema)
        return engine


def open_to_replace(name: str, path: Path) -> Engine:
    """The engine on what lies at `path`, be it damaged or of another version, only to write all anew."""
    engine: Engine = _module(name).replace_engine(path)
    return engine


def verify_engine(name: str, path: Path) -> list[str]:
    """One sentence for each thing that is not as it was written."""
    problems: list[str] = _module(name).open_engine(path).verify()
    return problems
