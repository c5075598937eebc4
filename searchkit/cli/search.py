"""`searchkit search QUERY`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from searchkit.cli import output
from searchkit.cli.exits import Exit
from searchkit.cli.options import Format, asking, conditions, open_index
from searchkit.cli.paragraphs import write_hit
from searchkit.cli.screen import Screen, Stream

if TYPE_CHECKING:
    from searchkit.index import Index
    from searchkit.index.hits import Hit
    from searchkit.index.results import CountResult, SearchResult
    from searchkit.query import Note

SORTS = ("score", "newest", "oldest", "document")


@asking(
    click.option(
        "--limit", type=click.IntRange(min=0), default=10, show_default=True, help="Hits on a page."
    ),
    click.option("--offset", type=click.IntRange(min=0), default=0, help="Hits passed over before it."),
    click.option("--sort", type=click.Choice(SORTS), help="Order of hits.  [default: score]"),
    click.option("--all", "everything", is_flag=True, help="All hits, in the order of the documents."),
    click.option("--context", type=click.IntRange(min=0), default=0, help="Neighbouring paragraphs to show."),
)
def command(query: str, shell_note: Note | None, index_path: Path, **given: Any) -> int:
    """Find paragraphs, best first, with what matched marked.

    \b
      searchkit search '"collective security" speaker:varga date:2021-06..2021-12'
      searchkit search 'ally -pact' --since 2021 --json

    The query language: words (inflections too), "phrases", title: speaker: said: mentions: by: source:
    role: lang: date: and since: until:, AND OR NOT and brackets, NEAR/5, tax*, starmer~1. Put the query
    in single quotes, or the shell takes its marks away.
    """
    screen, format = Screen.of(given["color"]), Format.of(given)
    if given["everything"]:
        _refuse_paging(given)
    with open_index(index_path) as index:
        if given["everything"]:
            return _write_all(screen, format, index, query, shell_note, given)
        found = index.search(
            query,
            limit=given["limit"],
            offset=given["offset"],
            sort=given["sort"] or "score",
            **conditions(given),
        )
        output.show_reading(screen, found.read_as, _notes(found, shell_note))
        page = _Page(index, found.hits, given["context"])
        output.emit(
            screen,
            format,
            document=lambda: output.with_note(found.to_json(), shell_note) | {"hits": list(page.rows())},
            rows=page.rows,
            text=page.write,
        )
        if format.name == "text":
            _say_total(screen, found)
        return Exit.DONE if found.total else Exit.NOTHING


def _refuse_paging(given: dict[str, Any]) -> None:
    if given["offset"] or given["sort"] not in (None, "document"):
        raise click.UsageError("--all gives every hit in the order of the documents: no --offset, no --sort.")


class _Page:
    """Hits with their neighbours, as rows or as text."""

    def __init__(self, index: Index, hits: Any, context: int) -> None:
        self._index, self._hits, self._context = index, hits, context

    def _neighbours(self, hit: Hit) -> tuple[tuple[Hit, ...], tuple[Hit, ...]]:
        if not self._context:
            return (), ()
        shown = self._index.show(hit.id, self._context)
        return shown.before, shown.after

    def rows(self) -> Iterator[dict[str, Any]]:
        """One object a hit; with `before` and `after` where neighbours were asked for."""
        for hit in self._hits:
            row = hit.to_json()
            if self._context:
                before, after = self._neighbours(hit)
                row["before"] = [other.to_json() for other in before]
                row["after"] = [other.to_json() for other in after]
            yield row

    def write(self, out: Stream) -> None:
        """For a reader."""
        for hit in self._hits:
            write_hit(out, hit, *self._neighbours(hit))


def _write_all(
    screen: Screen, format: Format, index: Index, query: str, note: Note | None, given: dict[str, Any]
) -> int:
    """Every hit, in constant memory; the JSON document too is written as it comes."""
    counted = index.count(query, **conditions(given))
    output.show_reading(screen, counted.read_as, _notes(counted, note))
    page = _Page(index, index.every(query, **conditions(given)), given["context"])
    if format.name == "json":
        head = output.dumps(output.with_note(counted.to_json(), note) | {"offset": 0})
        screen.out.line(f'{head[:-1]}, "hits": [')
        for number, row in enumerate(page.rows(), start=1):
            screen.out.line(output.dumps(row) + ("," if number < counted.total else ""))
        screen.out.line("]}")
    else:
        output.emit(screen, format, document=dict, rows=page.rows, text=page.write)
    return Exit.DONE if counted.total else Exit.NOTHING


def _notes(answer: SearchResult | CountResult, note: Note | None) -> list[Note]:
    return [note, *answer.notes] if note else list(answer.notes)


def _say_total(screen: Screen, found: SearchResult) -> None:
    message = f"{output.plural(found.total, 'paragraph')} found"
    if found.hits:
        last = found.offset + len(found.hits)
        message += f", {found.offset + 1} to {last} shown"
        if last < found.total:
            message += f"; --offset {last} for the next, --all for all"
    elif 0 < found.total <= found.offset:
        message += f", none behind --offset {found.offset}"
    screen.err.line(message)
