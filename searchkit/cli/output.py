"""Results as text, JSON, JSONL or CSV. JSON is the shape that results give of themselves, with a version."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from searchkit.cli.options import Format
from searchkit.cli.screen import Screen, Stream
from searchkit.harmless import cell, clean, escape_json

if TYPE_CHECKING:
    from searchkit.query import Note

MARK = "**"  # round what matched, where there is no colour

Row = Mapping[str, Any]


def _encoder() -> Callable[[Any], str]:
    """JSON on one line, as `json.dumps` writes it; of trees: circles are not looked for.

    `JSONEncoder.encode` makes its encoder in C anew for each value, a fifth of the time of a row.
    """
    told = json.JSONEncoder(ensure_ascii=False, check_circular=False)
    make = getattr(json.encoder, "c_make_encoder", None)
    if make is None:  # another Python than CPython
        return told.encode
    signs = told.key_separator, told.item_separator
    encoder = make(None, told.default, json.encoder.encode_basestring, None, *signs, False, False, True)
    return lambda value: "".join(encoder(value, 0))


_encode = _encoder()


def dumps(value: Any, *, indent: int | None = None) -> str:
    """JSON that no terminal is harmed by."""
    if indent is None:
        return escape_json(_encode(value))
    return escape_json(json.dumps(value, ensure_ascii=False, indent=indent))


def emit(
    screen: Screen,
    format: Format,
    *,
    document: Callable[[], Any],
    rows: Callable[[], Iterable[Row]],
    text: Callable[[Stream], None],
) -> None:
    """Print a result in the chosen form; only what that form needs is made."""
    match format.name:
        case "json":
            screen.out.line(dumps(document(), indent=2))
        case "jsonl":
            for row in rows():
                screen.out.line(dumps(row))
        case "csv":
            write_csv(screen.out, rows())
        case _:
            text(screen.out)


def write_csv(out: Stream, rows: Iterable[Row]) -> None:
    """A header of the first row's keys, and one line a row (RFC 4180); lists are joined with "; "."""
    import csv

    writer = csv.writer(out.stream, lineterminator="\n")
    for number, row in enumerate(rows):
        cells = dict(_cells(row))
        if number == 0:
            writer.writerow(cells)
        writer.writerow(cells.values())


def _cells(row: Row) -> Iterator[tuple[str, str]]:
    for name, value in row.items():
        if name == "columns":
            yield from ((column, _cell(values)) for column, values in value.items())
        elif name == "snippet":
            yield name, cell("".join(_marked(piece) for piece in value))
        else:
            yield name, _cell(value)


def _marked(piece: Row) -> str:
    return f"{MARK}{piece['text']}{MARK}" if piece["marked"] else str(piece["text"])


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return cell("; ".join(value))
    if isinstance(value, list | dict):
        return dumps(value)
    return str(value) if isinstance(value, int | float) else cell(str(value))


def show_reading(screen: Screen, read_as: str, notes: Iterable[Note]) -> None:
    """How a query was read and what to know, on stderr."""
    screen.err.line(f"{screen.err.style('hint', 'read as:')} {clean(read_as)}")
    for note in notes:
        screen.note(note.message)


def with_note(document: dict[str, Any], note: Note | None) -> dict[str, Any]:
    """A result's JSON with a note of the command line among its notes."""
    if note is None:
        return document
    return document | {"notes": [note.to_json(), *document["notes"]]}


def plural(number: int, one: str, many: str | None = None) -> str:
    """1 paragraph, 1,204 paragraphs."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
