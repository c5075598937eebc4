"""`searchkit speakers`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from searchkit.cli import output
from searchkit.cli.exits import Exit
from searchkit.cli.options import Format, index_option, open_index, output_options
from searchkit.cli.screen import Screen, Stream
from searchkit.harmless import clean

if TYPE_CHECKING:
    from searchkit.index.about import Speaker, Speakers


@click.command()
@click.argument("name", required=False)
@click.option("--limit", type=click.IntRange(min=0), default=50, show_default=True, help="Lines on a page.")
@click.option("--offset", type=click.IntRange(min=0), default=0, help="Lines passed over before it.")
@click.option("--all", "everybody", is_flag=True, help="All of them.")
@index_option
@output_options
def command(
    name: str | None, limit: int, offset: int, everybody: bool, index_path: Path, **given: Any
) -> int:
    """Who speaks: paragraphs, spellings, first and last date; with NAME, whom it fits or begins.

    \b
      searchkit speakers
      searchkit speakers varga --json
    """
    screen, format = Screen.of(given["color"]), Format.of(given)
    with open_index(index_path) as index:
        found = index.speakers(name, limit=None if everybody else limit, offset=offset)
    output.emit(
        screen,
        format,
        document=found.to_json,
        rows=lambda: [person.to_json() for person in found],
        text=lambda out: _write(out, found),
    )
    if format.name == "text":
        screen.err.line(_counted(found, name))
    for note in found.notes:
        screen.note(note)
    return Exit.DONE if found.total else Exit.NOTHING


def _counted(found: Speakers, name: str | None) -> str:
    if found.total or name is None:
        return f"{output.plural(found.total, 'speaker')}, {len(found.people):,} shown"
    meant = f"; did you mean {' or '.join(found.nearest)} ?" if found.nearest else ""
    return clean(f"no speaker in this index is called “{name}”{meant}")


def _write(out: Stream, found: Speakers) -> None:
    for person in found:
        out.line(f"{person.paragraphs:>8,}  {_described(out, person)}")


def _described(out: Stream, person: Speaker) -> str:
    described = out.style("strong", clean(person.name))
    others = [alias for alias in person.aliases if alias != person.name]
    if others:
        described += out.style("dim", clean(f" (also {', '.join(others)})"))
    if person.sort != "person":
        described += f" [{clean(person.sort)}]"
    dates = dict.fromkeys(str(date) for date in (person.first, person.last) if date)
    return f"{described}  {' – '.join(dates)}".rstrip()
