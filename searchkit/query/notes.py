"""Notes: what a query was read as where that could surprise. The query runs; the reader is told."""

from __future__ import annotations

from typing import Any, NamedTuple


class Note(NamedTuple):
    """A stable `code`, a message in plain words, and the place [start, end) in the query."""

    code: str
    message: str
    start: int
    end: int

    def to_json(self) -> dict[str, Any]:
        """Code, message, start, end."""
        return self._asdict()
