"""Plain text, in the layouts that scraping leaves."""

from __future__ import annotations

from collections.abc import Iterator

from searchkit.articles.assemble import assemble, origin_of
from searchkit.articles.decoding import decode
from searchkit.articles.files import File, read_bytes
from searchkit.articles.layout import blocks
from searchkit.articles.metadata import Metadata
from searchkit.articles.report import Note
from searchkit.config import Config
from searchkit.records import Article


def read(file: File, config: Config) -> Iterator[Article | Note]:
    """The one article of a text file. Raises ArticleError."""
    data = read_bytes(file)
    text = decode(data, file.place, fallback=config.encoding)
    origin = origin_of(file, data, config, "text")
    yield from assemble(origin, Metadata(), blocks(text, file.place), config)
