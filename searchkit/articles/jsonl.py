"""JSON Lines: one object a line (jsonlines.org), in UTF-8; and JSON files with one such table or list."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from searchkit.articles import rows
from searchkit.articles.decoding import check
from searchkit.articles.files import File, open_bytes, read_bytes
from searchkit.articles.limits import FILE_BYTES
from searchkit.articles.report import Note, Skipped
from searchkit.config import Config
from searchkit.errors import ArticleError
from searchkit.records import Article

_parse = json.JSONDecoder().decode  # strict: a bare control character in a string is an error

# Escapes that may make characters that are none: NUL, halves of surrogate pairs.
_SUSPECT = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")


def read(file: File, config: Config) -> Iterator[Article | Note | Skipped]:
    """All articles of the file; bad lines are reported. Raises ArticleError as `rows.read`."""
    yield from rows.read(file, config, _rows(file))


def read_json(file: File, config: Config) -> Iterator[Article | Note | Skipped]:
    """A JSON file that is one object, or a list of such. Raises ArticleError as `rows.read`."""
    data = read_bytes(file).removeprefix(b"\xef\xbb\xbf")
    whole = _row(data, 1, file, (dict, list))
    if isinstance(whole, Skipped):
        raise ArticleError(file.place, whole.reason, whole.hint)
    _, _, value = whole
    listed = value if isinstance(value, list) else [value]
    yield from rows.read(file, config, _listed(listed, file))


def _listed(values: list[Any], file: File) -> Iterator[rows.Row | Skipped]:
    for number, value in enumerate(values, 1):
        if isinstance(value, dict):
            yield number, json.dumps(value, ensure_ascii=False).encode(), value
        else:
            yield Skipped(f"{file.place}:{number}", "is no JSON object", "each item must be one {…}")


def _rows(file: File) -> Iterator[rows.Row | Skipped]:
    with open_bytes(file) as stream:
        number = 0
        while line := stream.readline(FILE_BYTES + 1):
            number += 1
            if len(line) > FILE_BYTES:
                size = FILE_BYTES // 2**20
                message = f"a line of more than {size} MiB; the file is not read on from here"
                raise ArticleError(f"{file.place}:{number}", message)
            if number == 1:
                line = line.removeprefix(b"\xef\xbb\xbf")
            if not line.isspace():
                yield _row(line, number, file)


def _row(
    line: bytes, number: int, file: File, kinds: tuple[type, ...] = (dict,)
) -> tuple[int, bytes, Any] | Skipped:
    """One parsed value with its bytes, or why there is none."""
    try:
        row = _parse(line.decode("utf-8"))
    except UnicodeDecodeError as problem:
        return Skipped(f"{file.place}:{number}", f"is not UTF-8 (byte {problem.start} of the line)")
    except (ValueError, RecursionError) as problem:
        return Skipped(f"{file.place}:{number}", f"is not JSON: {problem}"[:200])
    if not isinstance(row, kinds):
        return Skipped(f"{file.place}:{number}", "is no JSON object", "each line must be one {…}")
    if _SUSPECT.search(line) and (reason := check("".join(_strings(row)))):
        return Skipped(f"{file.place}:{number}", reason)
    return number, line, row


def _strings(value: Any) -> Iterator[str]:
    """Every text in a value, keys included."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            yield item
        elif isinstance(item, dict):
            yield from item
            waiting += item.values()
        elif isinstance(item, list):
            waiting += item
