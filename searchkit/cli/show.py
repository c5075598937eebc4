"""`searchkit show ARTICLE#N`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from searchkit.cli import output
from searchkit.cli.exits import Exit
from searchkit.cli.options import Format, index_option, open_index, output_options
from searchkit.cli.paragraphs import heading, speaking, write_neighbour
from searchkit.cli.screen import Screen, Stream
from searchkit.harmless import clean

if TYPE_CHECKING:
    from searchkit.index.about import Shown
    from searchkit.index.hits import Hit


@click.command()
@click.argument("id", metavar="ARTICLE#N")
@click.option("--context", type=click.IntRange(min=0), default=2, show_default=True, help="Neighbours shown.")
@click.option("--why", is_flag=True, help="Why each speaker: the evidence, in words.")
@index_option
@output_options
def command(id: str, context: int, why: bool, index_path: Path, **given: Any) -> int:
    """One paragraph with its neighbours; with --why, what shows who speaks.

    \b
      searchkit show 'interviews/varga-2021#7' --why
    """
    screen, format = Screen.of(given["color"]), Format.of(given)
    with open_index(index_path) as index:
        shown = index.show(id, context)
    output.emit(
        screen,
        format,
        document=lambda: _document(shown, why),
        rows=lambda: [hit.to_json() for hit in (*shown.before, shown.paragraph, *shown.after)],
        text=lambda out: _write(out, shown, why),
    )
    return Exit.DONE


def reasons(hit: Hit) -> list[str]:
    """Why each speaker of a paragraph is thought to be one, a sentence each."""
    from searchkit.records import Paragraph
    from searchkit.speech import why

    paragraph = Paragraph(hit.n, hit.text, hit.role)
    return [why(attribution, paragraph) for attribution in hit.attributions]


def _document(shown: Shown, why: bool) -> dict[str, Any]:
    document = shown.to_json()
    return document | {"why": reasons(shown.paragraph)} if why else document


def _write(out: Stream, shown: Shown, why: bool) -> None:
    hit = shown.paragraph
    out.line(heading(out, hit))
    if hit.by:
        out.line(f"by {clean(', '.join(hit.by))}")
    out.line()
    for other in shown.before:
        write_neighbour(out, other)
    out.line(f"  > #{hit.n} {out.style('strong', speaking(hit))}")
    out.line(f"    {clean(hit.text)}")
    for other in shown.after:
        write_neighbour(out, other)
    out.line()
    if why:
        for reason in reasons(hit) or ["nothing shows who speaks here"]:
            out.line(f"why: {clean(reason)}")
    out.line(out.style("dim", clean(f"{hit.id}  {hit.path}:{hit.line}  {hit.url}".rstrip())))
