"""Quotations that run over paragraphs: whose is open at the end of one, and goes on in the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from searchkit.records import Attribution, Kind, Person
from searchkit.speech.prose.quotations import Quotation


def carried_on(quoted: Sequence[Quotation], speaker: Person | None) -> Iterator[Attribution]:
    """The quotation that a paragraph begins with, where it goes on with that of the paragraph before."""
    if speaker and quoted and quoted[0].opened_before:
        yield Attribution(speaker, quoted[0].start, quoted[0].end, Kind.DIRECT, "", "carried", 0.9)


def open_at_end(
    quoted: Sequence[Quotation], rows: Sequence[Attribution], carried: Person | None
) -> Person | None:
    """Whose quotation is open at the end of the paragraph."""
    if not quoted or not quoted[-1].runs_on:
        return None
    last = quoted[-1]
    for row in reversed(rows):
        if row.start <= last.start and row.end >= last.end:
            return row.speaker
    return rows[-1].speaker if rows else carried if last.opened_before else None
