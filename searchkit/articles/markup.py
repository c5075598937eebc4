"""HTML -> tokens, in one pass whatever the input.

Written here because the parser of the standard library needs quadratic time on unclosed markup, and
because every piece of text must know its place in the file.  It does not check markup: it only has to
find tags, attributes and text as browsers do in all but the strangest pages.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from searchkit.patterns import lazy

# Elements whose content is no markup.
_RAW = ("script", "style", "textarea", "title", "noscript", "iframe", "xmp")
_NAME = lazy(r"/?([A-Za-z][^\s/>]{0,60})")
_ATTRIBUTE = lazy(r"""([^\s"'>/=]{1,80})(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_WIDEST_TAG = 20_000  # characters; attributes beyond are not looked at


@dataclass(frozen=True, slots=True)
class Tag:
    """<name attributes> or, with `closing`, </name>."""

    name: str
    closing: bool = False
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Text:
    """Characters between tags, entities replaced; `start` is its place in the file."""

    text: str
    start: int
    raw: str = ""  # name of the script, style, title ... it is the content of


def tokens(page: str) -> Iterator[Tag | Text]:
    """Tags and texts in order; comments, doctypes and processing instructions are left out."""
    place, low = 0, ""
    while place < len(page):
        opened = page.find("<", place)
        if opened < 0:
            opened = len(page)
        if opened > place:
            yield Text(html.unescape(page[place:opened]), place)
        if opened == len(page):
            return
        if page.startswith(("<!", "<?"), opened):
            place = _behind_declaration(page, opened)
            continue
        name = _NAME.match(page, opened + 1)
        if name is None:
            yield Text("<", opened)
            place = opened + 1
            continue
        closed = _end_of_tag(page, opened)
        tag = _tag(page, name, closed)
        yield tag
        place = closed + 1
        if tag.name in _RAW and not tag.closing:
            low = low or page.lower()
            end = low.find(f"</{tag.name}", place)
            end = end if end >= 0 else len(page)
            yield Text(page[place:end], place, tag.name)
            place = end


def _behind_declaration(page: str, opened: int) -> int:
    """Behind a comment, CDATA, doctype or instruction; an unclosed one ends with the file."""
    if page.startswith("<!--", opened):
        closed, width = page.find("-->", opened + 4), 3
    else:
        closed, width = page.find(">", opened), 1
    return closed + width if closed >= 0 else len(page)


def _end_of_tag(page: str, opened: int) -> int:
    """Index of its `>`: the first one outside quotation marks, looked for a few times."""
    first = page.find(">", opened)
    closed = first
    for _ in range(8):
        if closed < 0 or closed - opened > _WIDEST_TAG:
            break
        inner = page[opened:closed]
        if inner.count('"') % 2 == 0 and inner.count("'") % 2 == 0:
            return closed
        closed = page.find(">", closed + 1)
    return first if first >= 0 else len(page)


def _tag(page: str, name: re.Match[str], closed: int) -> Tag:
    if name[0].startswith("/"):
        return Tag(name[1].lower(), closing=True)
    attributes: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(page, name.end(), min(closed, name.end() + _WIDEST_TAG)):
        value = match[2] or match[3] or match[4] or ""
        attributes.setdefault(match[1].lower(), html.unescape(value))
    return Tag(name[1].lower(), attributes=attributes)
