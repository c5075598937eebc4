"""An index whose next commit merges, and that commit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from history import articles, read

from searchkit.engines.whoosh import create_engine, open_engine


def base(path: Path) -> dict[str, str]:
    """Seven small segments, one with deletions: the next commit merges."""
    engine = create_engine(path)
    for n in range(7):
        with engine.writer() as writer:
            writer.add(articles(f"small{n}", "gone" if n == 3 else f"more{n}", paragraphs=3))
            writer.commit()
    return next_state(path, lambda writer: writer.delete(["gone"]))


def next_state(path: Path, change: Callable[[Any], object]) -> dict[str, str]:
    with open_engine(path).writer() as writer:
        change(writer)
        writer.commit()
    found = read(path)
    assert found is not None
    return found


def change(writer: Any) -> None:
    writer.delete(["small1"])
    writer.add(articles("new", "newer", paragraphs=3))
