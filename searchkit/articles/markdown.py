"""Markdown with YAML front matter.

Front matter is read as nothing but texts: no type is guessed (a date stays as printed), no object is
made, and aliases, the stuff of YAML bombs, are refused.  Of the markup only what is not text goes; a
paragraph's `start` is its place in the file, markup included.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

from searchkit.articles.assemble import assemble, check_size, origin_of
from searchkit.articles.decoding import decode
from searchkit.articles.files import File, read_bytes
from searchkit.articles.layout import Block, check_lines
from searchkit.articles.limits import FRONT_MATTER_CHARS
from searchkit.articles.metadata import collect
from searchkit.articles.report import Note
from searchkit.config import Config
from searchkit.errors import ArticleError
from searchkit.patterns import lazy
from searchkit.records import Article

_FRONT_MATTER = lazy(r"\s*---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)

_LINE = lazy(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_HEADING = lazy(r"(#{1,6})\s+(?=\S)")
_UNDERLINE = lazy(r"\s{0,3}(?:=+|-+)\s*")
_BULLET = lazy(r"\s{0,3}[*+]\s+(?=\S)")
_ITEM = lazy(r"\s{0,3}(?:[*+-]|1[.)])\s+\S")  # what ends a paragraph, as in CommonMark
_NUMBERED = lazy(r"\s{0,3}\d{1,3}[.)]\s+\S")
_QUOTE = lazy(r"\s*(?:>\s?)+")
_RULE = lazy(r"\s{0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,}|\\?#{3,}\s*)")
PARTED = "* * *"  # what a rule is read as: it parts an interview from what follows
_FENCE = lazy(r"\s{0,3}(?:```|~~~)")

# None of these looks past the next opening bracket: hostile input must not make them slow.
_LINK = lazy(r"!?\[([^\[\]]*)\](?:\([^)\s\[]*(?:\s+\"[^\"\[]*\")?\)|\[[^\[\]]*\])")
_MARK = lazy(r"\\?(\*{1,3}|_{1,3})")
_ESCAPE = lazy(r"\\([\\`*_{}\[\]()#+.!<>~|-])")
_TAG = lazy(r"</?[A-Za-z][^<>]{0,200}>")
_ALL_BOLD = lazy(r"(\*\*|__)(?=\S)(?:(?!\1).)+\1[.:?!]?", re.DOTALL)
_OPENS_TURN = lazy(r"\s*(?:\*\*|__|[–—] )")


def read(file: File, config: Config) -> Iterator[Article | Note]:
    """The one article of a Markdown file. Raises ArticleError."""
    data = read_bytes(file)
    text = decode(data, file.place, fallback=config.encoding)
    table, body = front_matter(text, file.place)
    meta = collect(table, config)
    meta.id = ""  # a file's id is its place; front matter of sites carries numbers of all kinds
    origin = origin_of(file, data, config, "front matter")
    yield from assemble(origin, meta, blocks(text, body, file.place), config)


def front_matter(text: str, place: str) -> tuple[dict[str, Any], int]:
    """The table at the head of a file and where the text begins. Raises ArticleError."""
    match = _FRONT_MATTER.match(text, 0, FRONT_MATTER_CHARS)
    if match is None:
        if text.lstrip()[:4].rstrip() == "---" and re.search(r"^---\s*$", text[4:], re.MULTILINE):
            raise ArticleError(place, f"its front matter is longer than {FRONT_MATTER_CHARS:,} characters")
        return {}, 0
    table = _load_yaml(match[1], place)
    return table, match.end()


def _load_yaml(text: str, place: str) -> dict[str, Any]:
    import yaml  # loaded only where a corpus has Markdown

    from searchkit.articles.front_matter import TextLoader

    try:
        table = yaml.load(text, TextLoader)
    except (yaml.YAMLError, RecursionError, ValueError) as problem:
        said = " ".join(str(problem).split())[:200]
        raise ArticleError(place, f"its front matter is not YAML: {said}") from None
    if table is None or table == "":
        return {}
    if not isinstance(table, dict):
        raise ArticleError(place, "its front matter is no table of key: value")
    return table


def blocks(text: str, body: int = 0, place: str = "") -> list[Block]:
    """Paragraphs, headings and list items below the front matter, markup taken out.

    Raises ArticleError, at `place`, where there are too many lines or too long a paragraph.
    """
    check_lines(text, place)
    found: list[Block] = []
    for start, line, raw, level in _chunks(text, body):
        check_size(place, raw, line)
        clean = plain(raw)
        if clean and (found or raw != PARTED):
            role = "title" if level == 1 and not found else ""
            bold = level > 0 or _ALL_BOLD.fullmatch(raw.strip()) is not None
            found.append(Block(clean, start, line, role, bold))
    return found


def plain(text: str) -> str:
    """Markdown without its marks, lines joined."""
    text = _without_comments(text)
    text = _LINK.sub(r"\1", text)
    text = _without_emphasis(text)
    text = _ESCAPE.sub(r"\1", _TAG.sub("", text))
    if "&" in text:
        text = html.unescape(text)
    lines = (line.strip(" \t") for line in text.splitlines())
    return " ".join(line.removesuffix("\\") for line in lines if line).strip()


def _without_comments(text: str) -> str:
    kept, place = [], 0
    while (opened := text.find("<!--", place)) >= 0 and (closed := text.find("-->", opened)) >= 0:
        kept.append(text[place:opened])
        place = closed + 3
    return "".join([*kept, text[place:]])


def _without_emphasis(text: str) -> str:
    """Take out pairs of * and _ marks; one that has no partner is text. One pass, as it must be."""
    opened: dict[str, int] = {}
    marks: list[tuple[int, int]] = []
    for match in _MARK.finditer(text):
        start, end = match.span()
        before, after = text[start - 1 : start], text[end : end + 1]
        mark = match[1]
        inside_word = before.isalnum() and after.isalnum()
        if match[0][0] == "\\" or (inside_word and mark in ("*", "_", "__")):
            continue
        if mark in opened and before and not before.isspace():
            marks += [(opened.pop(mark), len(mark)), (start, len(mark))]
        elif after and not after.isspace():
            opened[mark] = start
    kept, place = [], 0
    for start, width in sorted(marks):
        kept.append(text[place:start])
        place = start + width
    return "".join([*kept, text[place:]])


def _chunks(text: str, body: int) -> Iterator[tuple[int, int, str, int]]:
    """(start, line, raw text, heading level) of each block; level 0 is no heading."""
    number = text.count("\n", 0, body)
    paragraph: list[tuple[int, int, str]] = []
    fenced = False

    def flush(level: int = 0) -> Iterator[tuple[int, int, str, int]]:
        if paragraph:
            start, line, _ = paragraph[0]
            yield start, line, "".join(raw for _, _, raw in paragraph), level
            paragraph.clear()

    for match in _LINE.finditer(text, body):
        raw, number = match[0], number + 1
        bare = raw.strip()
        start = match.start() + len(raw) - len(raw.lstrip())
        if _FENCE.match(raw):
            fenced = not fenced
            yield from flush()
        elif fenced and bare:
            paragraph.append((start, number, raw))
        elif len(paragraph) == 1 and bare and _UNDERLINE.fullmatch(raw):
            yield from flush(1 if "=" in bare else 2)
        elif not bare:
            yield from flush()
        elif len(bare) < 80 and _RULE.fullmatch(raw):
            yield from flush()
            yield start, number, PARTED, 0
        elif heading := _HEADING.match(bare):
            yield from flush()
            yield start + heading.end(), number, bare[heading.end() :].rstrip("# "), len(heading[1])
        else:
            if paragraph and _starts_anew(paragraph[0][2], paragraph[-1][2], raw):
                yield from flush()
            # The mark of "- …" and "1. …" stays: it may be a dash of dialogue, or be referred to.
            bullet = _BULLET.match(raw)
            cut = bullet.end() if bullet else 0
            quote = _QUOTE.match(raw, cut)
            cut = quote.end() if quote else cut
            inner = raw[cut:]
            if inner.strip():
                start = match.start() + cut + len(inner) - len(inner.lstrip())
                paragraph.append((start, number, inner.lstrip(" \t")))
            else:
                yield from flush()
    yield from flush()


def _starts_anew(first: str, before: str, line: str) -> bool:
    """A list item, or somebody who speaks behind a hard line break."""
    if _ITEM.match(line) or (_NUMBERED.match(line) and _NUMBERED.match(first)):
        return True
    ends = before.rstrip("\r\n")
    return ends.endswith(("  ", "\\")) and _OPENS_TURN.match(line) is not None
