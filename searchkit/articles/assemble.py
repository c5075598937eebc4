"""Metadata and blocks -> Article: the last step of every reader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import NamedTuple

from searchkit.articles import language
from searchkit.articles.dating import date_found, given_date, order_for
from searchkit.articles.files import File
from searchkit.articles.head import Head, read_head
from searchkit.articles.layout import Block
from searchkit.articles.limits import ID_CHARS, PARAGRAPH_CHARS
from searchkit.articles.metadata import Metadata, check_values
from searchkit.articles.report import Note
from searchkit.config import Config
from searchkit.errors import ArticleError
from searchkit.records import Article, Paragraph


class Origin(NamedTuple):
    """Where an article comes from. `how` names the kind of metadata, for the date's origin."""

    place: str  # path, or path:row
    path: str
    id: str  # used where the metadata give none
    digest: str
    how: str
    name: str = ""  # file name that may hold a date; none where a file holds many articles


def hasher(config: Config) -> blake2b:
    """The hash of an article's bytes, begun with the settings they are read with."""
    return blake2b(digest_size=16, salt=config.fingerprint)


def origin_of(file: File, data: bytes, config: Config, how: str) -> Origin:
    """The origin of an article that is a file of its own."""
    digest = hasher(config)
    digest.update(data)
    return Origin(file.place, file.place, file.id, digest.hexdigest(), how, file.place)


def assemble(
    origin: Origin, meta: Metadata, blocks: Sequence[Block], config: Config, numbers: Sequence[int] = ()
) -> Iterator[Article | Note]:
    """Roles, date and language; then the article. Raises ArticleError.

    `numbers` are the blocks' places in their article, where these are not 0, 1, 2 ...
    """
    check_sizes(origin.place, blocks)
    check_values(meta, origin.place)
    lang = language_of(meta, [block.text for block in blocks], config)
    order = order_for(lang, config)
    head = read_head(blocks, meta.title, order)
    date, notes = given_date(meta.dates, origin.how, origin.place, config)
    yield from notes
    yield Article(
        id=checked_id(meta.id or origin.id, origin.place),
        title=" ".join(head.title.split()),
        paragraphs=_paragraphs(blocks, head, numbers),
        authors=meta.authors or tuple(dict.fromkeys(head.authors)),
        date=date or date_found(head, meta.url, origin.name, order),
        source=meta.source or config.source,
        url=meta.url,
        lang=lang,
        path=origin.path,
        digest=origin.digest,
        columns=meta.columns,
    )


def _paragraphs(blocks: Sequence[Block], head: Head, numbers: Sequence[int]) -> tuple[Paragraph, ...]:
    return tuple(
        [
            Paragraph(n, text, role or "narration", start, line, None, given, bold)
            for n, (text, start, line, _, bold, given), role in zip(
                numbers or range(len(blocks)), blocks, head.roles, strict=True
            )
        ]
    )


def check_sizes(place: str, blocks: Sequence[Block]) -> None:
    """Raises ArticleError where there is no text, or a paragraph that is none."""
    if not blocks:
        raise ArticleError(place, "holds no text")
    for block in blocks:
        check_size(place, block.text, block.line)


def check_size(place: str, text: str, line: int) -> None:
    """Raises ArticleError where a paragraph is longer than `PARAGRAPH_CHARS`."""
    if len(text) > PARAGRAPH_CHARS:
        raise ArticleError(
            place,
            f"a paragraph of {len(text):,} characters at line {line} (at most {PARAGRAPH_CHARS:,})",
            "break it into paragraphs",
        )


def checked_id(text: str, place: str) -> str:
    """An id that can stand in results and on a command line. Raises ArticleError."""
    if len(text) > ID_CHARS:
        hint = 'say which key is the id, as in [fields] id = "…", and which the text'
        raise ArticleError(place, f"its id has {len(text):,} characters (at most {ID_CHARS})", hint)
    if not text.isprintable() or ".." in text.split("/"):
        raise ArticleError(place, f"“{text[:60]!a}” cannot be an id")
    return text


def language_of(meta: Metadata, texts: Sequence[str], config: Config) -> str:
    """The given language as ISO 639-1, else the detected one, else the configured one."""
    given = meta.lang.replace("_", "-").partition("-")[0].lower()
    if 2 <= len(given) <= 3 and given.isascii() and given.isalpha():
        return given
    if config.lang:
        return config.lang
    return language.detect_in(texts)
