"""Errors as a reader sees them."""

from __future__ import annotations

import unicodedata

from searchkit.cli.screen import Screen
from searchkit.errors import QueryError, SearchkitError
from searchkit.harmless import visible

_BESIDE = 50  # characters of a long query shown on each side of the place


def show_error(screen: Screen, error: SearchkitError) -> None:
    """Message and hint of any error of ours."""
    screen.problem("error:", error.message, error.hint)


def show_query_error(screen: Screen, error: QueryError, query: str) -> None:
    """The code, the message, the query with the place marked under it, the hint."""
    detail = _pointed(query, error.start, error.end) if error.end > error.start else ()
    screen.problem(f"error[{error.code}]:", error.message, error.hint, detail)


def error_json(error: QueryError) -> dict[str, object]:
    """What `explain --json` prints for a query that cannot be read."""
    return {
        "error": {
            "code": error.code,
            "message": error.message,
            "start": error.start,
            "end": error.end,
            "hint": error.hint,
        }
    }


def _pointed(query: str, start: int, end: int) -> tuple[str, str]:
    """The query, cut round the place where it is long, and carets below the place."""
    first, last = max(0, start - _BESIDE), min(len(query), max(end, start + _BESIDE))
    last = min(last, start + 2 * _BESIDE)
    before, after = "…" if first else "", "…" if last < len(query) else ""
    line = before + visible(query[first:last]) + after
    gap = _width(before + query[first:start])
    carets = max(1, _width(query[start : min(end, last)]))
    return line, " " * gap + "^" * carets


def _width(text: str) -> int:
    """Columns of a terminal: two for wide characters, none for combining ones."""
    return sum(
        0 if unicodedata.combining(ch) else 2 if unicodedata.east_asian_width(ch) in "WF" else 1
        for ch in text
    )
