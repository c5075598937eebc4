"""CSV and TSV with a header line (RFC 4180), in any encoding, separated by , ; tab or |."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import TextIOWrapper

from searchkit.articles import rows
from searchkit.articles.decoding import check, encoding_of
from searchkit.articles.files import File, open_bytes
from searchkit.articles.limits import FILE_BYTES
from searchkit.articles.report import Note, Skipped
from searchkit.config import Config, plain_key
from searchkit.errors import ArticleError
from searchkit.records import Article

_SAMPLE = 2**18  # bytes from which the encoding is told
_SEPARATORS = ",;\t|"


def read(file: File, config: Config) -> Iterator[Article | Note | Skipped]:
    """All articles of the file; bad rows are reported. Raises ArticleError as `rows.read`."""
    yield from rows.read(file, config, _rows(file, config))


def _rows(file: File, config: Config) -> Iterator[rows.Row | Skipped]:
    with open_bytes(file) as stream:
        sample = stream.read(_SAMPLE)
        if len(sample) == _SAMPLE:  # not to be cut inside a character
            sample = sample[: sample.rfind(b"\n") + 1]
    encoding = encoding_of(sample, file.place, config.encoding)
    with open_bytes(file) as stream:
        text = TextIOWrapper(stream, encoding=encoding, newline="")
        try:
            yield from _parse(text, file, config)
        except UnicodeDecodeError as problem:
            raise ArticleError(file.place, f"cannot be decoded: {problem}") from None


def _parse(text: TextIOWrapper, file: File, config: Config) -> Iterator[rows.Row | Skipped]:
    header_line = text.readline(FILE_BYTES).removeprefix("\ufeff")
    separator = max(_SEPARATORS, key=header_line.count)
    header = next(csv.reader([header_line], delimiter=separator), [])
    known = {config.keys.get(plain_key(key)) for key in header}
    if not known & {"text", "paragraphs"}:
        hint = 'say which one, as in [fields] text = "…" in searchkit.toml'
        raise ArticleError(file.place, f"no column holds the text ({', '.join(header)})"[:300], hint)
    csv.field_size_limit(FILE_BYTES)  # the module's own limit is 128 KiB a field; speeches are longer
    reader = csv.reader(text, delimiter=separator, strict=True)
    while True:
        line = reader.line_num + 2  # the header was read before
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            place = f"{file.place}:{line}"
            raise ArticleError(place, f"is not CSV from here on: {problem}") from None
        if values:
            yield _row(values, header, line, file)


def _row(values: list[str], header: list[str], number: int, file: File) -> rows.Row | Skipped:
    place = f"{file.place}:{number}"
    if len(values) != len(header):
        return Skipped(place, f"has {len(values)} fields, the header has {len(header)}")
    data = "\x1f".join(values)
    if reason := check(data):
        return Skipped(place, reason)
    return number, data.encode(), dict(zip(header, values, strict=True))
