"""Plain text, in the layouts that scraping leaves, with or without a head of `Key: value` lines.

The head may stand between rules of `---`, as in Markdown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from searchkit.articles.assemble import assemble, origin_of
from searchkit.articles.decoding import decode
from searchkit.articles.files import File, read_bytes
from searchkit.articles.layout import Block, blocks
from searchkit.articles.metadata import Metadata, collect
from searchkit.articles.report import Note
from searchkit.config import Config, plain_key
from searchkit.patterns import lazy
from searchkit.records import Article

_KEY_VALUE = lazy(r"([^\W\d_][\w -]{1,30}):[ \t]+(\S.*)")
_RULE = lazy(r"\s*---[ \t]*(?:[\r\n]|\Z)")
_NOT_AN_END = lazy(r"[^\r\n]")
_HEAD_LINES = 20  # a head is never longer

# Roles of head lines by what they hold.
_ROLES = {"title": "title", "author": "byline"}
# One of these must be there, or the lines are the text's own: "Speaker: Order! Member: Shame!"
_TELLING = frozenset(("title", "date"))


def read(file: File, config: Config) -> Iterator[Article | Note]:
    """The one article of a text file. Raises ArticleError."""
    data = read_bytes(file)
    text = decode(data, file.place, fallback=config.encoding)
    how = "head of the file"
    if _has_front_matter(text, config):
        how = "front matter"
        meta, cut = _read_front_matter(text, file.place, config)
    else:
        meta, cut = _read_head_lines(blocks(text, file.place), config)
    yield from assemble(origin_of(file, data, config, how), meta, cut, config)


def _has_front_matter(text: str, config: Config) -> bool:
    """Whether the file opens with a rule, and a title or a date below it: a rule alone is only a rule."""
    if not _RULE.match(text):
        return False
    lines = text.lstrip().splitlines()[1 : _HEAD_LINES + 1]
    matches = map(_KEY_VALUE.fullmatch, takewhile(lambda line: not _RULE.match(line), lines))
    return any(match and config.keys.get(plain_key(match[1])) in _TELLING for match in matches)


def _read_front_matter(text: str, place: str, config: Config) -> tuple[Metadata, list[Block]]:
    """Metadata and the blocks below them, at their places in the file. Raises ArticleError."""
    from searchkit.articles.markdown import front_matter

    table, body = front_matter(text, place)
    meta = collect(table, config)
    meta.id = ""  # as in Markdown
    return meta, blocks(_NOT_AN_END.sub(" ", text[:body]) + text[body:], place)


def _read_head_lines(cut: list[Block], config: Config) -> tuple[Metadata, list[Block]]:
    """Metadata from two or more `Key: value` lines at the very top, and the blocks with their roles."""
    table, fields = _head_table(cut, config)
    if len(table) < 2 or not _TELLING & set(fields):
        return Metadata(), cut
    roles = [_ROLES.get(field, "boilerplate") for field in fields]
    marked = [block._replace(role=role) for block, role in zip(cut, roles, strict=False)]
    return collect(table, config), marked + cut[len(marked) :]


def _head_table(cut: Sequence[Block], config: Config) -> tuple[dict[str, str], list[str]]:
    """The lines as a table, and what each of them holds."""
    columns = {plain_key(name) for name in config.columns}
    table: dict[str, str] = {}
    fields: list[str] = []
    for block in cut[:_HEAD_LINES]:
        match = _KEY_VALUE.fullmatch(block.text)
        key = plain_key(match[1]) if match else ""
        field = "column" if key in columns else config.keys.get(key, "")
        if match is None or field in ("", "text", "paragraphs", "speaker", "n", "id"):
            break
        table[match[1]] = match[2]
        fields.append(field)
    return table, fields
