"""What reading says about files, beside the articles it gives."""

from __future__ import annotations

from dataclasses import dataclass

from searchkit.errors import SearchkitError


@dataclass(frozen=True, slots=True)
class Skipped:
    """An article that should have been read and was not. `place` is path or path:row."""

    place: str
    reason: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Something a user may want to know: a file left out by rule, a date that was not taken."""

    place: str
    message: str
    hint: str = ""


def skipped(place: str, error: SearchkitError) -> Skipped:
    """The report of an error, at its own place if it names one."""
    return Skipped(getattr(error, "place", place), error.message, error.hint)
