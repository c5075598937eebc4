"""Corrections by hand: `corrections.toml` beside the corpus, kept through every rebuild.

    [[speaker]]                          # in this paragraph it is X ("" for nobody)
    article = "2021/09/pact"
    paragraph = "We have no allies, so we can only"     # how its text begins
    is = "Anna Varga"

    [[not-speaker]]                      # X here is not X: what was attributed to that name is dropped
    article = "2021/09/pact"
    paragraph = "Varga has said before that"
    is-not = "Anna Varga"
    is = "Tom Varga"                     # optional: who it is instead

    [[same]]                             # one person under several names, everywhere
    names = ["Anna Varga", "A. V. Varga-Holm"]

    [[apart]]                            # not one person, though the names agree
    names = ["Tom Hale", "Thomas Hale"]

A paragraph is found by how its text begins, in the article of that id: numbers change when boilerplate
rules do.  What no longer fits is reported, never dropped in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from searchkit.config import read_toml
from searchkit.errors import ConfigError
from searchkit.names import same_person
from searchkit.patterns import lazy
from searchkit.records import Article, Attribution, Kind, Paragraph, Person

FILE_NAME = "corrections.toml"
PREFIX = 60  # characters of a paragraph that a written correction keeps
CORRECTION = "correction"
_SPACE = lazy(r"\s+")
_TABLES = {
    "speaker": ({"article", "paragraph", "is"}, set()),
    "not-speaker": ({"article", "paragraph", "is-not"}, {"is"}),
    "same": ({"names"}, set()),
    "apart": ({"names"}, set()),
}


class SpeakerCorrection(NamedTuple):
    """In the paragraph that begins so it is `speaker` ("" nobody); `instead_of`: only rows of that name."""

    article: str
    prefix: str
    speaker: str
    instead_of: str | None = None

    def __str__(self) -> str:
        said = f"not {self.instead_of}" if self.instead_of else f"{self.speaker or 'nobody'}"
        return f"{self.article}: “{self.prefix}” is {said}"


@dataclass(slots=True)
class Corrections:
    """The content of a corrections file, and what became of it.

    applied counts the paragraphs each correction changed or confirmed; `unfit` lists those that found
    none. Apply it to every article first.
    """

    speakers: tuple[SpeakerCorrection, ...] = ()
    same: tuple[tuple[str, ...], ...] = ()
    apart: tuple[tuple[str, ...], ...] = ()
    applied: dict[SpeakerCorrection, int] = field(default_factory=dict)

    def apply(self, article: Article) -> Article:
        """`article` with the corrections that name it."""
        own = [c for c in self.speakers if c.article == article.id]
        if not own:
            return article
        paragraphs = list(article.paragraphs)
        for correction in own:
            for place, paragraph in enumerate(paragraphs):
                if key(paragraph.text).startswith(correction.prefix):
                    paragraphs[place] = _corrected(paragraph, correction)
                    self.applied[correction] = self.applied.get(correction, 0) + 1
        return replace(article, paragraphs=tuple(paragraphs))

    def unfit(self) -> tuple[SpeakerCorrection, ...]:
        """Corrections whose paragraph was in none of the articles."""
        return tuple(c for c in self.speakers if c not in self.applied)

    def count(self, found: Mapping[SpeakerCorrection, int]) -> None:
        """Adds what another process applied."""
        for correction, times in found.items():
            self.applied[correction] = self.applied.get(correction, 0) + times


def key(text: str) -> str:
    """How a paragraph's text is compared: one space for any white space."""
    return _SPACE.sub(" ", text).strip()


def prefix_of(text: str, others: Iterable[str] = ()) -> str:
    """The shortest beginning, of at least PREFIX characters, that no other paragraph of the article has."""
    own = key(text)
    size = min(PREFIX, len(own))
    rivals = [key(other) for other in others]
    while size < len(own) and any(r.startswith(own[:size]) and r != own for r in rivals):
        size += PREFIX
    return own[:size]


def _corrected(paragraph: Paragraph, correction: SpeakerCorrection) -> Paragraph:
    rows: list[Attribution] = []
    if correction.instead_of is not None:
        for row in paragraph.attributions:
            if not same_person(row.speaker.name, correction.instead_of):
                rows.append(row)
            elif correction.speaker:
                rows.append(_confirmed(row, correction.speaker))
    elif correction.speaker:
        spoken = [row for row in paragraph.attributions if row.kind is not Kind.AUTHOR]
        rows = [_confirmed(row, correction.speaker) for row in spoken] or [
            Attribution(Person(correction.speaker), 0, len(paragraph.text), Kind.TURN, "", CORRECTION, 1.0)
        ]
    role = paragraph.role
    if all(row.kind is Kind.AUTHOR for row in rows):
        role = "narration"
    elif role == "narration":
        role = "quote"
    return paragraph._replace(attributions=tuple(rows), role=role)


def _confirmed(row: Attribution, speaker: str) -> Attribution:
    return row._replace(speaker=Person(speaker), method=CORRECTION, confidence=1.0)


def read(path: Path) -> Corrections:
    """The corrections in a file; none where there is no file. Raises ConfigError with the place."""
    if not path.exists():
        return Corrections()
    data = read_toml(path)
    speakers = [_speaker(path, t) for t in _tables(path, data, "speaker")]
    speakers += [_speaker(path, t) for t in _tables(path, data, "not-speaker")]
    unknown = sorted(set(data) - set(_TABLES))
    if unknown:
        raise ConfigError(f"{path}: unknown table [[{unknown[0]}]]", f"known: {', '.join(_TABLES)}")
    groups = {
        name: tuple(_names(path, name, t) for t in _tables(path, data, name)) for name in ("same", "apart")
    }
    return Corrections(tuple(speakers), groups["same"], groups["apart"])


def _tables(path: Path, data: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    tables = data.get(name, [])
    if not isinstance(tables, list) or not all(isinstance(t, dict) for t in tables):
        raise ConfigError(f"{path}: {name} must be written as [[{name}]] tables")
    required, optional = _TABLES[name]
    for number, table in enumerate(tables, 1):
        missing = required - set(table)
        surplus = set(table) - required - optional
        if missing or surplus:
            key = min(missing or surplus)
            what = f"lacks the key “{key}”" if missing else f"has an unknown key “{key}”"
            raise ConfigError(f"{path}: [[{name}]] number {number} {what}")
    return tables


def _speaker(path: Path, table: Mapping[str, Any]) -> SpeakerCorrection:
    values = [table["article"], table["paragraph"], table.get("is", ""), table.get("is-not", "")]
    if not all(isinstance(value, str) for value in values):
        raise ConfigError(f"{path}: article, paragraph and names must be strings")
    if not key(values[1]):
        raise ConfigError(f"{path}: a correction of {values[0]} names no paragraph")
    return SpeakerCorrection(values[0], key(values[1]), values[2].strip(), values[3].strip() or None)


def _names(path: Path, table: str, entry: Mapping[str, Any]) -> tuple[str, ...]:
    names = entry["names"]
    if not isinstance(names, list) or len(names) < 2 or not all(isinstance(n, str) for n in names):
        raise ConfigError(f"{path}: [[{table}]] needs two names or more")
    return tuple(names)


def add(path: Path, correction: SpeakerCorrection) -> None:
    """Appends a correction of one paragraph; what stands in the file, comments too, stays as it is."""
    lines = ["[[not-speaker]]" if correction.instead_of else "[[speaker]]"]
    lines += [f"article = {_quoted(correction.article)}", f"paragraph = {_quoted(correction.prefix)}"]
    if correction.instead_of:
        lines.append(f"is-not = {_quoted(correction.instead_of)}")
    if correction.speaker or not correction.instead_of:
        lines.append(f"is = {_quoted(correction.speaker)}")
    _append(path, lines)


def add_names(path: Path, names: Iterable[str], same: bool) -> None:
    """Appends that names are one person, or (`same` false) that they are not."""
    table = "same" if same else "apart"
    _append(path, [f"[[{table}]]", f"names = [{', '.join(map(_quoted, names))}]"])


def _append(path: Path, lines: Iterable[str]) -> None:
    read(path)  # nothing is added to a file that cannot be read back
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    gap = "" if not before else "\n" if before.endswith("\n") else "\n\n"
    # Through a temporary file: a reader never sees half of it.
    temporary = path.with_name(path.name + ".new")
    temporary.write_text(before + gap + "\n".join(lines) + "\n", encoding="utf-8")
    temporary.replace(path)


def _quoted(text: str) -> str:
    """A TOML basic string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda m: f"\\u{ord(m[0]):04x}", escaped) + '"'
