"""`searchkit verify`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from searchkit.cli import output
from searchkit.cli.exits import Exit
from searchkit.cli.options import Format, index_option, output_options
from searchkit.cli.screen import Screen, Stream
from searchkit.harmless import clean


@click.command()
@index_option
@output_options
def command(index_path: Path, **given: Any) -> int:
    """Check every byte of the index against its checksums; exit code 4 where something is wrong.

    \b
      searchkit verify
    """
    from searchkit import index

    screen, format = Screen.of(given["color"]), Format.of(given)
    checked = index.verify(index_path)

    def write(out: Stream) -> None:
        if not checked.problems:
            out.line(f"{index_path}: {output.plural(checked.paragraphs, 'paragraph')}, all as written")

    output.emit(
        screen,
        format,
        document=checked.to_json,
        rows=lambda: [{"problem": problem} for problem in checked.problems],
        text=write,
    )
    for problem in checked.problems:
        screen.problem("error:", clean(problem))
    if checked.problems:
        screen.note(f"to mend it: searchkit rebuild --index {index_path}")
    return Exit.STORE if checked.problems else Exit.DONE
