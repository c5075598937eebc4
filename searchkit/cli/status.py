"""`searchkit status`."""

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
    from searchkit.index.about import Status


@click.command()
@index_option
@output_options
def command(index_path: Path, **given: Any) -> int:
    """What the index holds, from which paths, when and by which versions it was made.

    \b
      searchkit status
      searchkit status --index archive/ --json
    """
    screen, format = Screen.of(given["color"]), Format.of(given)
    with open_index(index_path) as index:
        status = index.status()
    output.emit(
        screen,
        format,
        document=status.to_json,
        rows=lambda: [status.to_json()],
        text=lambda out: _write(out, status),
    )
    for note in status.notes:
        screen.note(note)
    return Exit.DONE


def _write(out: Stream, status: Status) -> None:
    dates = " – ".join(dict.fromkeys(str(d) for d in (status.first, status.last) if d)) or "none"
    copies = f"{status.copies:,} {'has' if status.copies == 1 else 'have'}"
    versions = ", ".join(f"{name} {number}" for name, number in status.versions.items())
    lines = {
        "index": f"{status.path} ({status.size_bytes / 1e6:,.1f} MB, engine {status.engine})",
        "articles": f"{status.articles:,}" + (f"; {copies} the text of another" if status.copies else ""),
        "paragraphs": f"{status.paragraphs:,}",
        "speakers": f"{status.speakers:,}",
        "dates": f"{dates}; {status.undated:,} undated",
        "read from": ", ".join(status.corpora),
        "columns": ", ".join(status.columns) or "none of your own",
        "built": status.built,
        "versions": versions,
    }
    for name, value in lines.items():
        out.line(f"{out.style('strong', f'{name:<11}')} {clean(value)}")
