"""`searchkit count QUERY`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from searchkit.cli import output
from searchkit.cli.exits import Exit
from searchkit.cli.options import Format, asking, conditions, open_index
from searchkit.cli.screen import Screen, Stream
from searchkit.harmless import clean

if TYPE_CHECKING:
    from searchkit.index.results import CountResult, CountsResult
    from searchkit.query import Note


@asking(
    click.option(
        "--by",
        metavar="FIELD",
        help="Count for each speaker, source, by, mentions, role, lang, article, day, month, year or column.",
    )
)
def command(query: str, shell_note: Note | None, index_path: Path, by: str | None, **given: Any) -> int:
    """Count the paragraphs found: exactly, all of them.

    \b
      searchkit count '"no allies" speaker:varga'
      searchkit count 'said:sanctions' --by month --csv
    """
    screen, format = Screen.of(given["color"]), Format.of(given)
    with open_index(index_path) as index:
        counted: CountResult
        if by is None:
            counted = index.count(query, **conditions(given))
        else:
            counted = _counts(index, query, by, given)
    output.show_reading(
        screen, counted.read_as, [shell_note, *counted.notes] if shell_note else counted.notes
    )
    output.emit(
        screen,
        format,
        document=lambda: output.with_note(counted.to_json(), shell_note),
        rows=lambda: _rows(counted),
        text=lambda out: _write(out, counted),
    )
    return Exit.DONE if counted.total else Exit.NOTHING


def _counts(index: Any, query: str, by: str, given: dict[str, Any]) -> CountsResult:
    try:
        counted: CountsResult = index.counts(query, by, **conditions(given))
    except ValueError as error:
        raise click.UsageError(f"{error}.") from None
    return counted


def _rows(counted: CountResult) -> Iterator[dict[str, Any]]:
    counts = getattr(counted, "counts", None)
    if counts is None:
        yield {"total": counted.total}
    else:
        yield from ({counted.to_json()["by"]: value, "count": number} for value, number in counts.items())


def _write(out: Stream, counted: CountResult) -> None:
    counts = getattr(counted, "counts", None)
    if counts is None:
        out.line(str(counted.total))
        return
    for value, number in counts.items():
        out.line(f"{number:>8,}  {clean(value) if value else out.style('dim', '(none)')}")
