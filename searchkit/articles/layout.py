"""Plain text -> blocks: what is a paragraph in a file.

Scraped text comes in three layouts, and one file may mix them: a line is a paragraph; paragraphs stand
between blank lines; lines are wrapped at a margin, with or without blank lines between paragraphs.
The non-empty lines are the paragraphs, unless the file is wrapped: then lines that were broken only
by the margin are one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from searchkit.articles.limits import LINES
from searchkit.errors import ArticleError
from searchkit.patterns import lazy

# Ends of lines, as text editors and web pages make them.
_LINE = lazy(r"[^\n\r\v\f\x85\u2028\u2029]+")
_ENDS = lazy(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")

_MARGIN = (30, 140)  # characters: no text is wrapped at less or at more
_SENTENCE_END = (".", "!", "?", "…", ":", '"', "”", "»", "“", ")", "]", "’")


class Block(NamedTuple):
    """A paragraph to be, verbatim: [start, start + len) of the text it was cut from, first at `line`.

    Readers that know more fill in more: `role` where the markup gives it, `bold`, the `given` speaker.
    """

    text: str
    start: int
    line: int
    role: str = ""
    bold: bool = False
    given: str | None = None


class _Line(NamedTuple):
    text: str  # without white space at its ends
    start: int
    indent: int
    number: int


def check_lines(text: str, place: str) -> None:
    """Raises ArticleError where a text has more than `LINES` lines."""
    lines = text.count("\n") + text.count("\r")
    if lines > 2 * LINES or len(_ENDS.findall(text)) > LINES:
        hint = "split it, or give it as JSONL with one row a paragraph"
        raise ArticleError(place, f"has more than {LINES:,} lines, too many for one article", hint)


def blocks(text: str, place: str = "") -> list[Block]:
    """Paragraphs of a plain text, in order; nothing but white space is left out.

    Raises ArticleError, at `place`, where there are too many lines.
    """
    check_lines(text, place)
    groups = list(_groups(text))
    margin = _wrapped_at(groups)
    found: list[Block] = []
    for group in groups:
        for lines in _unwrap(group, margin) if margin else ([line] for line in group):
            found.append(_joined(text, lines))
    return found


def _groups(text: str) -> Iterator[list[_Line]]:
    """Runs of lines without a blank line between them."""
    group: list[_Line] = []
    number, last = 1, 0
    for match in _LINE.finditer(text):
        ends = len(_ENDS.findall(text, last, match.start()))
        number, last = number + ends, match.end()
        bare = match[0].strip()
        if (ends > 1 or not bare) and group:
            yield group
            group = []
        if bare:
            indent = len(match[0]) - len(match[0].lstrip())
            group.append(_Line(bare, match.start() + indent, indent, number))
    if group:
        yield group


def _wrapped_at(groups: Sequence[Sequence[_Line]]) -> int:
    """The margin that lines were broken at; 0 where they were not.

    A broken line ends near the margin, and in the middle of a sentence: many of the next ones begin
    with a small letter. (Lists and poems have short lines too, but no such margin.)
    """
    pairs = [pair for group in groups for pair in pairwise(group)]
    if len(pairs) < 3:
        return 0
    lengths = sorted(len(line.text) + line.indent for line, _ in pairs)
    margin = lengths[int(0.95 * (len(lengths) - 1))]
    if not _MARGIN[0] <= margin <= _MARGIN[1]:
        return 0
    # Text set in a proportional font and copied from a page is ragged: allow for a word more.
    broken = sum(not _had_room(line, following, margin - 8) for line, following in pairs)
    goes_on = sum(following.text[0].islower() for _, following in pairs)
    return margin if broken >= 0.7 * len(pairs) and goes_on >= 0.25 * len(pairs) else 0


def _had_room(line: _Line, following: _Line, margin: int) -> bool:
    word = following.text.split(None, 1)[0]
    return line.indent + len(line.text) + 1 + len(word) <= margin


def _unwrap(group: Sequence[_Line], margin: int) -> Iterator[list[_Line]]:
    """Cut a run of wrapped lines where a paragraph ends: a short last line, an indented first one."""
    base = min(line.indent for line in group)
    paragraph = [group[0]]
    for line, following in pairwise(group):
        indented = following.indent > base and line.indent == base and following.indent < 12
        short = _had_room(line, following, margin) and len(line.text) < 0.85 * margin
        anew = not following.text[0].islower()
        ends = line.text.endswith(_SENTENCE_END)
        if anew and ((short and (ends or _stands_alone(line, margin))) or (indented and ends)):
            yield paragraph
            paragraph = []
        paragraph.append(following)
    yield paragraph


def _stands_alone(line: _Line, margin: int) -> bool:
    """Far from the margin without the end of a sentence: a heading, a byline, a date."""
    return len(line.text) < 0.6 * margin


def _joined(text: str, lines: Sequence[_Line]) -> Block:
    first, last = lines[0], lines[-1]
    return Block(text[first.start : last.start + len(last.text)], first.start, first.number)
