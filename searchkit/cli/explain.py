"""`searchkit explain QUERY`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from searchkit.cli import output, problems
from searchkit.cli.exits import Exit
from searchkit.cli.options import (
    Format,
    output_options,
    query_argument,
    query_command,
    strict_option,
    today_option,
)
from searchkit.cli.plain import clean
from searchkit.cli.screen import Screen, Stream
from searchkit.errors import QueryError

if TYPE_CHECKING:
    from searchkit.query import Note, Reading

VERSION = 1


@query_command()
@query_argument
@today_option
@strict_option
@output_options
def command(query: str, shell_note: Note | None, today: date | None, strict: bool, **given: Any) -> int:
    """How a query is read, what of it could surprise, or where it is wrong. Needs no index.

    \b
      searchkit explain 'tax cut OR levy'
      searchkit explain --json --today 2026-11-21 'date:"last month"'
    """
    from searchkit import query as language

    screen, format = Screen.of(given["color"]), Format.of(given)
    try:
        reading = language.parse(query, today=today, strict=strict)
    except QueryError as error:
        if format.name == "text":
            raise
        refused = problems.error_json(error)
        output.emit(screen, format, document=lambda: refused, rows=lambda: [refused], text=_nothing)
        return Exit.USAGE
    output.emit(
        screen,
        format,
        document=lambda: _document(reading, shell_note),
        rows=lambda: [_document(reading, shell_note)],
        text=lambda out: _write(out, reading, shell_note),
    )
    return Exit.DONE


def _nothing(_out: Stream) -> None:
    """Text errors are shown by the command class."""


def _document(reading: Reading, note: Note | None) -> dict[str, Any]:
    from searchkit import query as language

    document = {
        "version": VERSION,
        "read_as": reading.read_as,
        "notes": [own.to_json() for own in reading.notes],
        "query": language.to_json(reading.query),
    }
    return output.with_note(document, note)


def _write(out: Stream, reading: Reading, note: Note | None) -> None:
    out.line(clean(reading.read_as))
    for own in [note, *reading.notes] if note else reading.notes:
        out.line(f"{out.style('hint', 'note:')} {clean(own.message)}")
