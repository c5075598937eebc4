"""What `index` and `rebuild` share: their options and their report."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from searchkit.cli import output
from searchkit.cli.exits import Exit
from searchkit.cli.options import F, Format, index_option, output_options
from searchkit.cli.progress import ProgressLine
from searchkit.cli.screen import Screen, Stream

if TYPE_CHECKING:
    from searchkit.index.reports import Progress, Report

_SHOWN = 20  # skipped inputs listed as text; --json lists all


def build_options(command: F) -> F:
    """--config, --processes, --wait, --index, and those of output."""
    for option in (
        output_options,
        index_option,
        click.option(
            "--wait",
            type=click.FloatRange(min=0),
            default=0.0,
            metavar="SECONDS",
            help="How long to wait for another writer to finish.  [default: not at all]",
        ),
        click.option(
            "--processes", type=click.IntRange(min=1), help="How many at once.  [default: all cores]"
        ),
        click.option(
            "--config",
            type=click.Path(path_type=Path),
            help="A searchkit.toml for all paths, in place of those that lie in or beside them.",
        ),
    ):
        command = option(command)
    return command


def run(build: Callable[[Callable[[Progress], None]], Report], given: dict[str, Any]) -> int:
    """Build with progress shown, and report. `build` takes what is to be called on the way."""
    screen, format = Screen.of(given["color"]), Format.of(given)
    with ProgressLine(screen.err) as progress:
        report = build(progress)
    output.emit(
        screen,
        format,
        document=report.to_json,
        rows=lambda: [report.to_json()],
        text=lambda out: _write(out, report),
    )
    _show_skipped(screen, report)
    return Exit.SKIPPED if report.skipped else Exit.DONE


def _write(out: Stream, report: Report) -> None:
    changes = ", ".join(
        f"{number:,} {name}"
        for name, number in (
            ("added", report.added),
            ("changed", report.changed),
            ("unchanged", report.unchanged),
            ("removed", report.removed),
        )
        if number
    )
    out.line(f"{output.plural(report.read, 'article')} read: {changes or 'nothing to do'}")
    out.line(f"{output.plural(report.paragraphs, 'paragraph')} in the index")
    if report.applied:
        out.line(f"{output.plural(report.applied, 'correction')} applied")


def _show_skipped(screen: Screen, report: Report) -> None:
    for note in report.notes[:_SHOWN]:
        screen.note(f"{note.place}: {note.message}" + (f" ({note.hint})" if note.hint else ""))
    for unfit in report.unfit:
        screen.note(f"a correction fits no paragraph any more: {unfit}")
    for skipped in report.skipped[:_SHOWN]:
        screen.problem("skipped:", f"{skipped.place}: {skipped.reason}", skipped.hint)
    for what, number in (("notes", len(report.notes)), ("skipped", len(report.skipped))):
        if number > _SHOWN:
            screen.note(f"{number - _SHOWN:,} more {what}; --json lists all")
