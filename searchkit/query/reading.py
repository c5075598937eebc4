"""What a reader typed, and how it was read."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date

from searchkit.errors import QueryError
from searchkit.query.dateranges import DateReader
from searchkit.query.nodes import And, DateRange, Query
from searchkit.query.notes import Note
from searchkit.query.parser import Parser
from searchkit.query.rewrite import place_speakers, walk
from searchkit.schema import Schema

MAX_LENGTH = 4000  # characters

# Direction marks that reorder what is shown: a query must look like what it asks.
_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True)
class Reading:
    """A query as read: `read_as` is its canonical form, which reads back to an equal `query`."""

    text: str
    query: Query
    read_as: str
    notes: tuple[Note, ...]


def parse(
    text: str,
    *,
    schema: Schema | None = None,
    today: date | None = None,
    date_order: str | None = None,
    strict: bool = False,
) -> Reading:
    """Read a query. Raises QueryError (and nothing else) for one that cannot be read.

    schema      the fields in use
    today       what relative dates count from; the real day where it is None
    date_order  "DMY" or "MDY": how 03/04/2021 is read; without it that is refused
    strict      refuse AND mixed with OR without brackets, which otherwise is a note
    """
    _check_text(text)
    dates = DateReader(today or date.today(), date_order)
    parser = Parser(text, schema or Schema(), dates, strict=strict)
    tree = place_speakers(parser.parse())
    notes = sorted([*parser.notes, *impossible_dates(tree)], key=lambda note: note.start)
    return Reading(text, tree, str(tree), tuple(notes))


def _check_text(text: str) -> None:
    if not text.strip():
        message = "the query is empty"
        raise QueryError("empty", message, 0, len(text), "write * for everything")
    if len(text) > MAX_LENGTH:
        message = f"the query has {len(text)} characters; {MAX_LENGTH} are the most"
        raise QueryError("too-long", message, MAX_LENGTH, len(text), "ask several queries")
    for place, ch in enumerate(text):
        if ch in _REORDERING or (unicodedata.category(ch) in ("Cc", "Cs") and ch not in "\t\n\r"):
            message = f"a control character (U+{ord(ch):04X}) stands in the query"
            raise QueryError("control-char", message, place, place + 1, "take it out")


def impossible_dates(tree: Query) -> list[Note]:
    """AND groups whose dates have no day in common: they can find nothing."""
    notes: list[Note] = []
    for group in (node for node in walk(tree) if isinstance(node, And)):
        ranges = [c for c in group.children if isinstance(c, DateRange)]
        first = max((r.first for r in ranges if r.first), default=None)
        last = min((r.last for r in ranges if r.last), default=None)
        if first is not None and last is not None and last < first:
            message = f"no day is both on or after {first} and on or before {last}"
            start = min(r.span[0] for r in ranges)
            notes.append(Note("no-common-day", message, start, max(r.span[1] for r in ranges)))
    return notes
