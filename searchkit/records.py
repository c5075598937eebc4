"""What is passed from room to room: articles, their paragraphs, and who speaks in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from searchkit.dates import DateSpan


class Kind(StrEnum):
    """How somebody's words stand in a paragraph."""

    TURN = "turn"  # a labelled or dashed turn of a transcript
    DIRECT = "direct"  # inside quotation marks
    INDIRECT = "indirect"  # reported speech
    AUTHOR = "author"  # the author's own narration


class Sort(StrEnum):
    """What a speaker is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    UNNAMED = "unnamed"  # "a senior official"


@dataclass(frozen=True, slots=True)
class Person:
    """A speaker: canonical name, its spellings as printed, and what it is."""

    name: str
    aliases: tuple[str, ...] = ()
    sort: Sort = Sort.PERSON

    @property
    def spellings(self) -> tuple[str, ...]:
        """The canonical name and the others."""
        return self.name, *self.aliases

    def __reduce__(self) -> tuple[Any, ...]:
        # as a dataclass does by itself, in a third of the time: processes exchange these by the thousand
        return Person, (self.name, self.aliases, self.sort)


class Attribution(NamedTuple):
    """One row of the ledger: characters [start, end) of the paragraph's text are `speaker`'s.

    `cue` is what showed it as printed ("said", the label "Mr X:"; empty where there is none), `method`
    how (given, label, dash, carried, cue, role, pronoun, model, byline, correction), `confidence` the
    chance in 0..1 that the speaker is right.
    """

    speaker: Person
    start: int
    end: int
    kind: Kind
    cue: str = ""
    method: str = ""
    confidence: float = 1.0

    def at(self, start: int, end: int, kind: Kind | None = None) -> Attribution:
        """The same row for other characters; twice as fast as `_replace`."""
        speaker, _, _, own, cue, method, confidence = self
        return Attribution(speaker, start, end, kind or own, cue, method, confidence)

    def to_json(self) -> dict[str, Any]:
        """The row as every door gives it."""
        speaker, start, end, kind, cue, method, confidence = self
        return {
            "speaker": speaker.name,
            "aliases": list(speaker.aliases),
            "sort": speaker.sort,
            "start": start,
            "end": end,
            "kind": kind,
            "cue": cue,
            "method": method,
            "confidence": round(confidence, 3),
        }


# Roles that are kept in reports but not indexed.
UNINDEXED_ROLES = frozenset({"boilerplate", "byline"})


class Paragraph(NamedTuple):
    """One non-empty line or block of the file, verbatim.

    n       its number among all of them, from 0 (title and boilerplate count)
    role    one of schema.ROLES, or boilerplate, or byline
    start   offset of its first character in the decoded file (or in the row's text)
    line    its line in the file, from 1
    given   speaker named by the source itself (a column), where there is one; "" says: nobody
    """

    n: int
    text: str
    role: str = "narration"
    start: int = 0
    line: int = 0
    date: DateSpan | None = None
    given: str | None = None
    bold: bool = False  # set in bold or as a heading in the source: a hint for questions and labels
    attributions: tuple[Attribution, ...] = ()
    mentions: tuple[str, ...] = ()

    def spoken(
        self, role: str, attributions: tuple[Attribution, ...], mentions: tuple[str, ...]
    ) -> Paragraph:
        """The same paragraph with what attribution found; twice as fast as `_replace`."""
        n, text, _, start, line, date, given, bold, _, _ = self
        return Paragraph(n, text, role, start, line, date, given, bold, attributions, mentions)


@dataclass(frozen=True, slots=True)
class Article:
    """One publication.

    id      stable across rebuilds and machines: from the file's place in the corpus, or a given id
    date    first date of publication, with how it was found; None stays None (`date:none`)
    digest  hash of the bytes it was read from; another digest means: read it again
    columns user's own metadata, by the configured names
    """

    id: str
    title: str
    paragraphs: tuple[Paragraph, ...]
    authors: tuple[str, ...] = ()
    date: DateSpan | None = None
    source: str = ""
    url: str = ""
    lang: str = "en"
    path: str = ""
    digest: str = ""
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
