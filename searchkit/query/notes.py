"""Notes: what a query was read as where that could surprise. The query runs; the reader is told."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Note:
    """A stable `code`, a message in plain words, and the place [start, end) in the query."""

    code: str
    message: str
    start: int
    end: int

    def to_json(self) -> dict[str, Any]:
        """Code, message, start, end."""
        return asdict(self)
