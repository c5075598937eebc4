"""Rows -> articles: one row an article, or one row a paragraph.

A row is an article if it has `paragraphs` (a list), or if it has a `text` and stands alone with its id.
Rows that name a speaker or a number, or that share an id and stand together, are paragraphs of one
article.  A `speaker` that is there and empty says: nobody known.  No more than one article is held, so
the size of a file does not matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from itertools import chain
from typing import Any

from searchkit.articles import layout
from searchkit.articles.assemble import (
    Origin,
    assemble,
    check_size,
    checked_id,
    hasher,
    language_of,
)
from searchkit.articles.dating import given_date, row_date
from searchkit.articles.files import File
from searchkit.articles.head import same_title
from searchkit.articles.layout import Block
from searchkit.articles.limits import FILE_BYTES
from searchkit.articles.metadata import check_value, check_values, collect
from searchkit.articles.report import Note, Skipped, skipped
from searchkit.config import Config, plain_key
from searchkit.dates import DateSpan
from searchkit.errors import ArticleError
from searchkit.records import Article, Paragraph

Row = tuple[int, bytes, Mapping[str, Any]]  # number in the file from 1, bytes, values by key

# So many rows that cannot be read at the start of a file: it is not what its name says.
_GIVE_UP = 50


def read(file: File, config: Config, rows: Iterable[Row | Skipped]) -> Iterator[Article | Note | Skipped]:
    """The articles of a file's rows. Raises ArticleError where the file cannot be read on."""
    articles = _Articles(file, config)
    refused, good = 0, False
    try:
        for row in rows:
            if isinstance(row, Skipped):
                taken: Iterable[Article | Note | Skipped] = (row,)
                fits = False
            else:
                fits, taken = articles.take(*row)
            yield from taken
            good, refused = good or fits, refused + (not fits)
            if not good and refused >= _GIVE_UP:
                message = f"none of its first {refused} rows can be read; the rest is left"
                raise ArticleError(file.place, message)
    except ArticleError as problem:
        if articles.open is not None:
            name = articles.open.name or f"row {articles.open.first}"
            message = f"{problem.message}; the article “{name[:60]}” before it may be cut, and is left out"
            raise ArticleError(problem.place, message, problem.hint) from None
        raise
    if articles.open is not None:
        yield from articles.open.articles()
    elif not refused:
        raise ArticleError(file.place, "holds no rows")


class _Articles:
    """Sorts rows into articles; `open` is the one that rows are still added to."""

    def __init__(self, file: File, config: Config) -> None:
        self._file, self._config = file, config
        self._keys: dict[tuple[str, ...], dict[str, str]] = {}
        self._hash = hasher(config)
        self.open: _Open | None = None

    def take(
        self, number: int, data: bytes, row: Mapping[str, Any]
    ) -> tuple[bool, Iterable[Article | Note | Skipped]]:
        """Add a row. Gives whether it can be read, and what is to be said or is complete by it."""
        keys = self._known_keys(row)
        before = self.open
        try:
            name = _as_text(row[keys["id"]]) if "id" in keys else ""
            if before is not None and name and name == before.name and before.goes_on(keys):
                article = before
            else:
                # Also where its first row cannot be read: the others keep their numbers.
                article = self.open = _Open(self._file, self._config, name, number, row, self._hash.copy())
            article.add(number, data, row, keys)
        except ArticleError as problem:
            refused = Skipped(f"{self._file.place}:{number}", problem.message, problem.hint)
            return False, chain(self._complete(before), (refused,))
        return True, self._complete(before)

    def _complete(self, before: _Open | None) -> Iterable[Article | Note | Skipped]:
        return before.articles() if before is not None and before is not self.open else ()

    def _known_keys(self, row: Mapping[str, Any]) -> dict[str, str]:
        """Known field -> the key that holds it here; the same for all rows with the same keys."""
        shape = tuple(row)
        keys = self._keys.get(shape)
        if keys is None:
            plain = {plain_key(key): key for key in shape}
            keys = {}
            for known, name in self._config.keys.items():
                if known in plain:
                    keys.setdefault(name, plain[known])
            if len(self._keys) < 1000:  # rows of ever new shapes must not fill memory
                self._keys[shape] = keys
        return keys


class _Open:
    """One article while its rows come in."""

    def __init__(
        self, file: File, config: Config, name: str, number: int, row: Mapping[str, Any], hash: blake2b
    ) -> None:
        self.name = name
        self._file, self._config = file, config
        self.first, self._row = number, row
        self._hash = hash
        self._size = 0
        self._rows = 0
        self._refused = 0
        self._printed = ""  # date of the first row
        self._by_paragraph = False
        self._list: list[Any] | None = None
        self._paragraphs: list[tuple[int, int, str, str | None, DateSpan | None]] = []

    def goes_on(self, keys: Mapping[str, str]) -> bool:
        """Whether a row with the same id is a further paragraph."""
        return self._list is None and "paragraphs" not in keys

    def add(self, number: int, data: bytes, row: Mapping[str, Any], keys: Mapping[str, str]) -> None:
        """Add a row. Raises ArticleError where it holds no usable text."""
        try:
            self._add(number, data, row, keys)
        except ArticleError:
            self._refused += 1
            raise

    def _add(self, number: int, data: bytes, row: Mapping[str, Any], keys: Mapping[str, str]) -> None:
        n, self._rows = self._rows, self._rows + 1
        self._size += len(data)
        self._hash.update(data)
        if self._size > FILE_BYTES:
            self._paragraphs.clear()
            return
        if "paragraphs" in keys and isinstance(row[keys["paragraphs"]], list):
            self._list = row[keys["paragraphs"]]
            return
        if "text" not in keys:
            hint = 'say which key does, as in [fields] text = "…" in searchkit.toml'
            raise ArticleError("", f"no key holds the text (there are {', '.join(row)})"[:300], hint)
        self._by_paragraph = self._by_paragraph or "speaker" in keys or "n" in keys or n > 0
        printed = _as_text(row[keys["date"]]) if "date" in keys else ""
        if n == 0:
            self._printed = printed
        text = _as_text(row[keys["text"]]).strip()
        if not text:
            return
        if self._by_paragraph:  # the whole text of an article may be longer
            check_size("", text, number)
        given = _as_text(row[keys["speaker"]]).strip() if "speaker" in keys else None
        check_value(given or "", "")
        date = row_date(printed, self._config.date_order) if printed else None
        if printed and date is None and printed != self._printed:
            # Without a date of its own it would get its article's, which it does not have.
            raise ArticleError("", f"its date “{printed[:40]}” cannot be read")
        self._paragraphs.append((n, number, text, given, date))

    def articles(self) -> Iterator[Article | Note | Skipped]:
        """The article, or why there is none; nothing where each of its rows was reported already."""
        if not self._paragraphs and self._list is None and self._refused == self._rows:
            return
        place = f"{self._file.place}:{self.first}"
        try:
            if self._size > FILE_BYTES:
                size = FILE_BYTES // 2**20
                raise ArticleError(place, f"an article of more than {size} MiB (“{self.name[:60]}”)")
            yield from self._build(place)
        except ArticleError as problem:
            yield skipped(place, problem)

    def _build(self, place: str) -> Iterator[Article | Note]:
        meta = collect(self._row, self._config)
        number = f"{self._file.id}:{self.first}"
        origin = Origin(place, self._file.place, number, self._hash.hexdigest(), "column")
        if self._list is not None:
            texts = [_bare_text(item, place) for item in self._list]
            numbers = [i for i, text in enumerate(texts) if text]  # empty ones keep their number only
            blocks = [Block(texts[i], 0, self.first) for i in numbers]
            yield from assemble(origin, meta, blocks, self._config, numbers)
        elif not self._by_paragraph:
            texts = [text for _, _, text, _, _ in self._paragraphs]
            blocks = [b._replace(line=self.first) for t in texts for b in layout.blocks(t, place)]
            yield from assemble(origin, meta, blocks, self._config)
        elif not self._paragraphs:
            raise ArticleError(place, "holds no text")
        else:
            yield from self._from_paragraphs(origin)

    def _from_paragraphs(self, origin: Origin) -> Iterator[Article | Note]:
        """Rows say what each paragraph is; only the title is looked for among them."""
        meta = collect(self._row, self._config)
        check_values(meta, origin.place)
        date, notes = given_date(meta.dates, origin.how, origin.place, self._config)
        yield from notes
        _, line, text, _, _ = self._paragraphs[0]
        check_size(origin.place, text, line)  # of the first row it was not yet known what it is
        paragraphs = [
            Paragraph(n, text, "narration", 0, line, None if own == date else own, given)
            for n, line, text, given, own in self._paragraphs
        ]
        if same_title(paragraphs[0].text, meta.title):
            paragraphs[0] = paragraphs[0]._replace(role="title")
        yield Article(
            id=checked_id(meta.id or origin.id, origin.place),
            title=meta.title,
            paragraphs=tuple(paragraphs),
            authors=meta.authors,
            date=date,
            source=meta.source or self._config.source,
            url=meta.url,
            lang=language_of(meta, [p.text for p in paragraphs[:40]], self._config),
            path=origin.path,
            digest=origin.digest,
            columns=meta.columns,
        )


def _as_text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    raise ArticleError("", f"a text is expected where {type(value).__name__} stands")


def _bare_text(value: Any, place: str) -> str:
    """An item of `paragraphs`."""
    if not isinstance(value, str):
        raise ArticleError(place, f"`paragraphs` holds {type(value).__name__}, not only texts")
    return value.strip()
