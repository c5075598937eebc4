"""`searchkit explain QUERY`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from searchkit.cli import output, problems
from searchkit.cli.exits import Exit
from searchkit.cli.options import (
    Format,
    open_index,
    output_options,
    query_argument,
    query_command,
    strict_option,
    today_option,
)
from searchkit.cli.screen import Screen, Stream
from searchkit.errors import QueryError
from searchkit.harmless import clean
from searchkit.schema import JSON_VERSION

if TYPE_CHECKING:
    from searchkit.index import Explained
    from searchkit.query import Note, Reading


@query_command()
@query_argument
@click.option(
    "--index",
    "index_path",
    type=click.Path(path_type=Path),
    help="Read it as this index would: its columns, its order of 03/04/2021, whom names stand for.",
)
@today_option
@strict_option
@output_options
def command(
    query: str,
    shell_note: Note | None,
    index_path: Path | None,
    today: date | None,
    strict: bool,
    **given: Any,
) -> int:
    """How a query is read, what of it could surprise, or where it is wrong. Needs no index.

    \b
      searchkit explain 'tax cut OR levy'
      searchkit explain --json --today 2026-11-21 'date:"last month"'
    """
    screen, format = Screen.of(given["color"]), Format.of(given)
    try:
        reading = _read(query, index_path, today, strict)
    except QueryError as error:
        if format.name == "text":
            raise
        refused = problems.error_json(error)
        output.emit(screen, format, document=lambda: refused, rows=lambda: [refused], text=_nothing)
        return Exit.USAGE
    output.emit(
        screen,
        format,
        document=lambda: output.with_note(_document(reading), shell_note),
        rows=lambda: [output.with_note(_document(reading), shell_note)],
        text=lambda out: _write(out, reading, shell_note),
    )
    return Exit.DONE


def _read(query: str, index_path: Path | None, today: date | None, strict: bool) -> Reading | Explained:
    from searchkit import query as language

    if index_path is None:
        return language.parse(query, today=today, strict=strict)
    with open_index(index_path) as index:
        return index.explain(query, today=today, strict=strict)


def _nothing(_out: Stream) -> None:
    """Text errors are shown by the command class."""


def _document(reading: Reading | Explained) -> dict[str, Any]:
    from searchkit import query as language

    if not isinstance(reading, language.Reading):
        return reading.to_json()
    return {
        "version": JSON_VERSION,
        "read_as": reading.read_as,
        "notes": [own.to_json() for own in reading.notes],
        "query": language.to_json(reading.query),
    }


def _write(out: Stream, reading: Reading | Explained, note: Note | None) -> None:
    out.line(clean(reading.read_as))
    for own in [note, *reading.notes] if note else reading.notes:
        out.line(f"{out.style('hint', 'note:')} {clean(own.message)}")
    for name, values in getattr(reading, "names", {}).items():
        out.line(f"{out.style('hint', 'names:')} {clean(name + ' stands for ' + ', '.join(values))}")
