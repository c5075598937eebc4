"""What a build says while it runs, and at its end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from searchkit.articles.report import Note, Skipped
from searchkit.schema import JSON_VERSION


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is: articles read, paragraphs added, and the article at hand."""

    articles: int
    paragraphs: int
    place: str


OnProgress = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did. All but `paragraphs` count articles.

    read        found in the corpora, and readable
    removed     in the index before, and no longer in the corpora
    paragraphs  in the index now
    skipped     what could not be read, and why;  `notes`: what a user may want to know besides
    applied     corrections by hand that fitted;  `unfit`: those that no paragraph fits any more
    """

    read: int
    added: int
    changed: int
    unchanged: int
    removed: int
    paragraphs: int
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[Note, ...] = ()
    applied: int = 0
    unfit: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """All of it."""
        return {
            "version": JSON_VERSION,
            "read": self.read,
            "added": self.added,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "removed": self.removed,
            "paragraphs": self.paragraphs,
            "skipped": [{"place": s.place, "reason": s.reason, "hint": s.hint} for s in self.skipped],
            "notes": [{"place": n.place, "message": n.message, "hint": n.hint} for n in self.notes],
            "corrections": {"applied": self.applied, "unfit": list(self.unfit)},
        }
