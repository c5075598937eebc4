"""PDF, with the extra `searchkit[pdf]`.

A PDF holds places of letters, not paragraphs: lines are put together as in wrapped text, and running
heads and page numbers are taken out where they stand on most pages.  Text that was scanned and never
recognised is reported, not guessed.
"""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from searchkit.articles.assemble import assemble, origin_of
from searchkit.articles.decoding import check
from searchkit.articles.files import File, read_bytes
from searchkit.articles.layout import blocks
from searchkit.articles.limits import FILE_BYTES
from searchkit.articles.metadata import Metadata
from searchkit.articles.report import Note
from searchkit.config import Config
from searchkit.errors import ArticleError, MissingExtraError
from searchkit.records import Article

_PAGES = 2000
_STEPS = 2_000_000  # of drawing; the longest of real documents have some 200,000


def read(file: File, config: Config) -> Iterator[Article | Note]:
    """The one article of a PDF file. Raises ArticleError, and MissingExtraError without pypdf."""
    data = read_bytes(file)
    pages = _pages(data, file.place)
    text = "\n".join("\n".join(page) for page in _without_running_heads(pages))
    if not text.strip():
        raise ArticleError(file.place, "holds no text, only pictures", "run text recognition over it first")
    if reason := check(text):
        raise ArticleError(file.place, reason)
    # Dates and authors inside PDF metadata are those of the program that made the file.
    yield from assemble(origin_of(file, data, config, "text"), Metadata(), blocks(text, file.place), config)


def _pages(data: bytes, place: str) -> list[list[str]]:
    """Lines of each page."""
    try:
        from pypdf import PdfReader
    except ImportError:
        raise MissingExtraError("PDF needs the package pypdf", "pip install 'searchkit[pdf]'") from None
    # It logs what it mends in a damaged file; without a handler that would go to standard error.
    logging.getLogger("pypdf").addHandler(logging.NullHandler())
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            raise ArticleError(place, "is encrypted")
        if len(reader.pages) > _PAGES:
            raise ArticleError(place, f"has more than {_PAGES:,} pages")
        steps = _Steps(place)
        return [_lines(page, steps) for page in reader.pages]
    except (ArticleError, MemoryError):
        raise
    except Exception as problem:  # on damaged files pypdf lets any type through
        raise ArticleError(place, f"is damaged: {type(problem).__name__}: {problem}"[:200]) from None


class _Steps:
    """Counts what is drawn: few packed bytes can ask for more of it than anybody has time for."""

    def __init__(self, place: str) -> None:
        self._place = place
        self._steps = _STEPS
        self._bytes = FILE_BYTES

    def unpacked(self, size: int) -> None:
        """A page was unpacked. Raises ArticleError."""
        self._bytes -= size
        if self._bytes < 0:
            raise ArticleError(self._place, f"unpacks to more than {FILE_BYTES >> 20} MB")

    def __call__(self, *_: object) -> None:
        self._steps -= 1
        if self._steps < 0:
            raise ArticleError(self._place, f"draws more than {_STEPS:,} letters, lines and pictures")


def _lines(page: Any, steps: _Steps) -> list[str]:
    contents = page.get_contents()
    if contents is not None:
        steps.unpacked(len(contents.get_data()))
    return str(page.extract_text(visitor_operand_before=steps)).splitlines()


def _without_running_heads(pages: Sequence[list[str]]) -> Iterator[list[str]]:
    """Pages without first and last lines that, numbers aside, most pages share and are no sentence."""
    edges = Counter(_shape(line) for page in pages for line in {*page[:1], *page[-1:]})
    often = max(2, len(pages) // 2)
    common = {s for s, count in edges.items() if count > often and not s.endswith((".", "!", "?"))}
    for page in pages:
        first = 1 if page and _shape(page[0]) in common else 0
        last = len(page) - 1 if len(page) > first and _shape(page[-1]) in common else len(page)
        yield page[first:last]


def _shape(line: str) -> str:
    return re.sub(r"\d+", "0", line.strip())
