"""Do all engines find the same? They are given one analysis and compared paragraph by paragraph.

Tokenisers and stemmers differ, so on natural text engines find different paragraphs and nothing follows
from it.  Here every paragraph is reduced to its plain words as searchkit's analysis folds them, and the
peers are handed their stems in a second field; then a difference is somebody's fault.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bench import rows
from bench.asks import Ask
from bench.building import build
from bench.peers import peers
from bench.peers.base import Session
from bench.queries import classes, sample
from bench.rows import Row
from searchkit.analysis import TokenKind, stem, tokenise


@dataclass(frozen=True, slots=True)
class Checked:
    """Asks on which two engines or more could be compared, those on which all agreed, and the others."""

    rows: int
    engines: tuple[str, ...]
    asks: int
    agreed: int
    differences: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "rows": self.rows,
            "engines": self.engines,
            "asks": self.asks,
            "agreed": self.agreed,
            "differences": self.differences,
        }


def plain(source: Path, size: int) -> Iterator[Row]:
    """Rows reduced to plain words: `text` folded, `stems` stemmed. Where none is left, nobody speaks."""
    for row in rows.read(source, size):
        tokens = (t.folded for t in tokenise(row.text) if t.kind is TokenKind.WORD)
        words = [word for word in tokens if word.isascii() and word.isalpha()]
        text = " ".join(words)
        speech = tuple((0, len(text), speaker, kind) for _, _, speaker, kind in row.speech if text)
        yield replace(row, text=text, speech=speech, stems=" ".join(stem(word, "en") for word in words))


def cross_check(modules: list[str], source: Path, size: int, work: Path) -> Checked:
    """Build every engine on the plain rows, ask all classes, compare the sets of ids found."""
    file = work / f"plain-{size:09}.jsonl"
    rows.write(file, plain(source, size))
    sessions: dict[str, Session] = {}
    for module in modules:
        build(module, file, size, work / "check" / module, check=True)
        sessions[module] = peers(module)[0].open(work / "check" / module, check=True)
    asked = classes(sample(rows.read(file, size)))
    asks = list(dict.fromkeys(ask for group in asked.values() for ask in group))
    compared, differences = 0, []
    for ask in asks:
        found = _found(sessions, ask)
        compared += len(found) > 1
        if len(set(found.values())) > 1 or _totals(sessions, ask) - {len(ids) for ids in found.values()}:
            differences.append(f"{ask}: " + ", ".join(f"{name} {len(ids)}" for name, ids in found.items()))
    for session in sessions.values():
        session.close()
    return Checked(size, tuple(sessions), compared, compared - len(differences), tuple(differences))


def _found(sessions: dict[str, Session], ask: Ask) -> dict[str, frozenset[str]]:
    answers = {name: session.found(ask) for name, session in sessions.items()}
    return {name: ids for name, ids in answers.items() if ids is not None}


def _totals(sessions: dict[str, Session], ask: Ask) -> set[int]:
    """The totals that engines give when they are asked for a page, snippets or counts instead."""
    runs = (session.prepare(ask) for session in sessions.values())
    return {run() for run in runs if run is not None}
