"""JSON Lines: one object a line (jsonlines.org), in UTF-8, packed or not."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from searchkit.articles import rows
from searchkit.articles.decoding import check
from searchkit.articles.files import File, open_bytes, unpacking
from searchkit.articles.limits import FILE_BYTES
from searchkit.articles.report import Note, Skipped
from searchkit.config import Config
from searchkit.errors import ArticleError
from searchkit.records import Article

# Escapes that may make characters that are none: NUL, halves of surrogate pairs.
_SUSPECT = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")


def read(file: File, config: Config) -> Iterator[Article | Note | Skipped]:
    """All articles of the file; bad lines are reported. Raises ArticleError as `rows.read`."""
    yield from rows.read(file, config, _rows(file))


def _rows(file: File) -> Iterator[rows.Row | Skipped]:
    with open_bytes(file) as stream, unpacking(file):
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


def _row(line: bytes, number: int, file: File) -> rows.Row | Skipped:
    place = f"{file.place}:{number}"
    try:
        row = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as problem:
        return Skipped(place, f"is not UTF-8 (byte {problem.start} of the line)")
    except (ValueError, RecursionError) as problem:
        return Skipped(place, f"is not JSON: {problem}"[:200])
    if not isinstance(row, dict):
        return Skipped(place, "is no JSON object", "each line must be one {…}")
    if _SUSPECT.search(line) and (reason := check(json.dumps(row, ensure_ascii=False))):
        return Skipped(place, reason)
    if "\0" in "".join(v for v in row.values() if isinstance(v, str)):
        return Skipped(place, "holds NUL characters: not a text")
    return number, line, row
