"""The head and tail of an article: title, deck, byline, date lines; what is boilerplate.

Works on blocks in order, whatever the format they came in.  What is not plainly one of these stays
without a role, and so is part of the text: it costs less to index a caption than to lose a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from searchkit.articles.boilerplate import PUBLISHED, UPDATED, is_boilerplate, opens_comments
from searchkit.articles.bylines import authors_in, is_labelled_name, is_name, names
from searchkit.articles.layout import Block
from searchkit.dates import DateSpan, Precision, find_written
from searchkit.dates.words import FILLERS, fold, weekdays
from searchkit.patterns import lazy

_HEAD_BLOCKS = 16  # a head is never longer
_PROSE_CHARS = 80  # a sentence of this length is text
_BYLINE_CHARS = 110
_DATE_CHARS = 120
_TITLE_CHARS = 250
_DECK_CHARS = 400
_SIGNS = 20  # that one of two equal titles has more
_HEADING_WORDS = 9  # with the four of a day and its weekday
_DECK_WORDS = 5  # less is a place or a section

_TURN = lazy(
    r"(?:[QA][.:]\s|[QA]\s{2,}|[^\W\d_a-zа-яё][^a-zа-яё:]{1,40}:\s|[–—-]\s|[“\"„«]?[^“”\"„«»]{1,30}[”\"“»]\s?:)"
)
_NO_WORDS = lazy(r"[\W_]+")
_YEAR = lazy(r"[12][0-9]{3}")
_PLACE = lazy(r"(?:(?:[^\W\d_a-zа-яё][\w.'’-]* ?){1,3}\s*[,|•·–—]\s*){1,2}")
# A lead that introduces a guest is text: it says who answers below.
_INTRODUCES = lazy(
    r"\b(?:answer(?:s|ed)?\b.{0,40}\bquestions|(?:spoke|speaks|talks?|talked) (?:to|with)"
    r"|in conversation with|interviewed by|im Gespräch|beantwortet\w*\b.{0,40}\bFragen"
    r"|répond\w*\b.{0,20}\bquestions"
    r"|отве(?:тила?|чает) на вопросы|відпові(?:ла?|в|дає) на (?:за)?питання)\b",
    re.IGNORECASE,
)
_DATELINE = lazy(r"[^\n]{2,80}?(?:\s[—–―-]{1,2}|:|\.\s?[—–-])\s")
_DAYTIME = lazy(
    r"\b\d{1,2}[:.]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?|\b(?:Uhr|GMT|UTC|E[SD]T|CET|at|um|um die|ч|в)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Head:
    """What the blocks around the text say. `roles` has one entry a block, "" for text."""

    roles: list[str]
    title: str = ""
    authors: list[str] = field(default_factory=list)
    dates: list[DateSpan] = field(default_factory=list)  # lines near the top, dateline
    published: list[DateSpan] = field(default_factory=list)  # "Published:" lines elsewhere


def same_title(a: str, b: str) -> bool:
    """Whether two lines are one title, but for case, quotation marks, dashes and final dots."""
    if not a or len(a) > 2 * len(b) + _SIGNS or len(b) > 2 * len(a) + _SIGNS:
        return False
    return _bare(a) == _bare(b)


def _bare(text: str) -> str:
    return _NO_WORDS.sub(" ", text.casefold()).strip()


def read_head(blocks: Sequence[Block], title: str = "", order: str | None = None) -> Head:
    """Roles of all blocks, and the title, authors and dates that stand in them.

    `title` is the one already known from metadata; then none is looked for, only found again.
    """
    head = Head([block.role for block in blocks], title)
    end = _end_of_head(blocks)
    _mark_boilerplate(blocks, head, end, order)
    _find_title(blocks, head, end)
    _find_byline(blocks, head, end, order)
    _find_deck(blocks, head, end)
    if end < len(blocks):
        _find_dateline(blocks[end].text, head, order)
    _find_sitting(blocks[:end], head, order)
    return head


def _end_of_head(blocks: Sequence[Block]) -> int:
    """Index of the first block of text."""
    for i, block in enumerate(blocks[:_HEAD_BLOCKS]):
        if block.role or is_boilerplate(block.text) or authors_in(block.text):
            continue
        prose = len(block.text) > _PROSE_CHARS and block.text.rstrip("”\"»’')").endswith((".", "?", "!", "…"))
        # A deck is as long as prose: the byline or date behind it shows what it is.
        if prose and not any(_is_byline(b.text) or _date_line(b.text) for b in blocks[i + 1 : i + 3]):
            return i
        if i and _TURN.match(block.text):
            return i
    return min(len(blocks), _HEAD_BLOCKS)


def _is_byline(text: str) -> bool:
    return bool(authors_in(text)) and len(text) <= _BYLINE_CHARS


def _mark_boilerplate(blocks: Sequence[Block], head: Head, end: int, order: str | None) -> None:
    comments = False
    half = (len(blocks) + 1) // 2
    for i, block in enumerate(blocks):
        text = block.text
        comments = comments or (i >= half and opens_comments(text))
        if head.roles[i]:
            continue
        date = _date_line(text, order) if len(text) <= _DATE_CHARS else None
        named = i >= half and head.roles[i - 1] == "boilerplate" and _is_named_above(blocks, i)
        if date or comments or named or is_boilerplate(text):
            head.roles[i] = "boilerplate"
        if date and not UPDATED.match(text):
            if i < end:
                head.dates.append(date)
            elif PUBLISHED.match(text):
                head.published.append(date)


def _is_named_above(blocks: Sequence[Block], i: int) -> bool:
    """A few words under a heading of the page like "Article Categories:" that has none behind it."""
    above, text = blocks[i - 1].text if i else "", blocks[i].text
    return above.endswith(":") and len(text.split()) <= 4 and not text.endswith((".", "?", "!", "…"))


def _date_line(text: str, order: str | None = None) -> DateSpan | None:
    """The date of a line that is nothing else: "Published: …", weekday, time and a place beside it.

    Of "Published 3 May 2021, updated 5 May 2021" it is the first.
    """
    if len(text) > _DATE_CHARS or not _YEAR.search(text) or authors_in(text):
        return None
    found = find_written(text, order=order)
    if not found:
        return None
    before, after = text[: found[0][0]], text[found[-1][1] :]
    between = "".join(text[a[1] : b[0]] for a, b in pairwise(found))
    place = _PLACE.match(before)
    rest = (before[place.end() :] if place else before) + " " + between + " " + after
    words = re.findall(r"[^\W\d_]+", PUBLISHED.sub(" ", UPDATED.sub(" ", _DAYTIME.sub(" ", rest))))
    return found[0][2] if all(fold(w) in weekdays() or fold(w) in FILLERS for w in words) else None


def _find_title(blocks: Sequence[Block], head: Head, end: int) -> None:
    if not head.title:
        head.title = next((b.text for b in blocks if b.role == "title"), "")
    if not head.title:
        first = next((i for i in range(end) if not head.roles[i]), None)
        if first is not None and _can_be_title(blocks, first):
            head.roles[first], head.title = "title", blocks[first].text
    # Sites print the title again above the text.
    for i in range(min(end + 1, len(blocks))):
        if head.roles[i] in ("", "boilerplate") and same_title(blocks[i].text, head.title):
            head.roles[i] = "title"


def _can_be_title(blocks: Sequence[Block], i: int) -> bool:
    text = blocks[i].text
    if len(blocks) < 2 or len(text) > _TITLE_CHARS:
        return False
    if text.endswith((".", ":", ",", ";")) and not text.endswith("..."):
        return False
    if _TURN.match(text) or authors_in(text) or is_labelled_name(text):
        return False
    return not _label_comes_again(text, blocks[i + 1 :])


def _label_comes_again(text: str, after: Sequence[Block]) -> bool:
    """ "Varga: Shall we begin?" is a turn and no headline if there are more of them.

    Unless a byline or a date stands under it: headlines quote people so too.
    """
    label, colon, _ = text.partition(": ")
    if not colon or any(_is_byline(b.text) or _date_line(b.text) for b in after[:3]):
        return False
    return any(
        block.text.startswith(f"{label}:") and not same_title(block.text, text) for block in after[:40]
    )


def _find_byline(blocks: Sequence[Block], head: Head, end: int, order: str | None) -> None:
    for i in range(end):
        text = blocks[i].text
        if head.roles[i] == "byline":
            head.authors += authors_in(text) or names(text)
        if head.roles[i]:
            continue
        found = authors_in(text) if len(text) <= 200 else ()
        if found:
            head.roles[i] = "byline"
            head.authors += found
            head.dates += [span for _, _, span in find_written(text, order=order)]
        elif is_labelled_name(text):
            head.roles[i] = "byline"
        elif is_name(text) and i > 0:
            _read_bare_name(blocks, head, i)


def _read_bare_name(blocks: Sequence[Block], head: Head, i: int) -> None:
    """A name alone on its line: of the guest under a heading, of the author beside the date."""
    before = blocks[i - 1].text
    if before.endswith(":") and len(before) <= 60 and head.roles[i - 1] in ("", "boilerplate"):
        head.roles[i - 1], head.roles[i] = "boilerplate", "byline"
        return
    beside = [j for j in (i - 1, i + 1) if 0 <= j < len(blocks)]
    if any(head.roles[j] == "boilerplate" and find_written(blocks[j].text) for j in beside):
        head.roles[i] = "byline"
        head.authors.append(blocks[i].text)


def _find_deck(blocks: Sequence[Block], head: Head, end: int) -> None:
    """Lines between the title and the byline or the date under it."""
    titles = [i for i in range(end) if head.roles[i] == "title"]
    if not titles:
        return
    after = range(titles[-1] + 1, end)
    under = next((i for i in after if head.roles[i] in ("byline", "boilerplate")), None)
    if under is None or under - titles[-1] > 3:
        return
    for i in range(titles[-1] + 1, under):
        text = blocks[i].text
        long_enough = len(text.split()) >= _DECK_WORDS and len(text) <= _DECK_CHARS
        text_of_article = _TURN.match(text) or _INTRODUCES.search(text)
        if not head.roles[i] and long_enough and not text_of_article:
            head.roles[i] = "title"


def _find_sitting(blocks: Sequence[Block], head: Head, order: str | None) -> None:
    """ "Sitting of Tuesday, 4 April 2023" below a title: a heading, no sentence, that names its day."""
    for block, role in zip(blocks, head.roles, strict=False):
        text = block.text
        if role or len(text) > _DATE_CHARS or not _YEAR.search(text) or text.endswith((".", "?", "!", "…")):
            continue
        written = find_written(text, order=order)
        day = with_weekday(text, written)
        if day and len(text.split()) <= _HEADING_WORDS:
            head.dates.append(day)


def with_weekday(text: str, written: Sequence[tuple[int, int, DateSpan]]) -> DateSpan | None:
    """A date with its right weekday in front: nobody writes so of an anniversary."""
    for start, _, span in written:
        before = fold((text[:start].replace(",", " ").split() or [""])[-1])
        if span.precision is Precision.DAY and weekdays().get(before) == span.start.weekday():
            return span
    return None


def _find_dateline(text: str, head: Head, order: str | None) -> None:
    """ "TARVIN, Sept. 16, 2021 — …" at the start of the text."""
    match = _DATELINE.match(text)
    if match:
        head.dates += [span for _, _, span in find_written(match[0], order=order)][:1]
