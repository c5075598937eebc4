"""When an article was published: the first source that says so, and how it was found.

Order: given metadata; a line near the top or a dateline; a "Published:" line elsewhere; a title that
names the day with its weekday ("Sitting of Tuesday, 29 January 2013"); the file's name; its address.
Dates in the text never count, and a date without a year is no date.  One in the far future or past is
taken, with a note.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from searchkit.articles.head import Head, with_weekday
from searchkit.articles.report import Note
from searchkit.config import Config
from searchkit.dates import DateProblem, DateSpan, find_written, parse, parse_stamp
from searchkit.patterns import lazy
from searchkit.records import Article

_AHEAD = timedelta(days=90)  # magazines are dated ahead, but not by more
_PRINT = date(1500, 1, 1)  # nothing in print that is older comments on politics

# In these languages 03/04/2021 is always the third of April; in English it is not.
_DAY_FIRST = frozenset("bg cs da de el es fi fr hr it nl pl pt ro ru sk sl sr sv tr uk".split())

# 2021-09-15, 2021_09_15, 20210915, 2021-09 standing alone in a file name.
_IN_NAME = lazy(
    r"(?<![0-9A-Za-z])((?:1[5-9]|20)[0-9]{2})([-_.]?)(0[1-9]|1[0-2])(?:\2(0[1-9]|[12][0-9]|3[01]))?(?![0-9])"
)
_IN_ADDRESS = lazy(r"/((?:19|20)[0-9]{2})/(0?[1-9]|1[0-2])(?:/(0?[1-9]|[12][0-9]|3[01]))?(?=/|$)")


def order_for(lang: str, config: Config) -> str | None:
    """How numeric dates in a text of this language are read; None where that cannot be known."""
    return config.date_order or ("DMY" if lang in _DAY_FIRST else None)


@lru_cache(maxsize=1024)
def _stamp(text: str, order: str | None, how: str) -> DateSpan:
    """A given date; many articles have the same. Raises DateProblem."""
    return replace(parse_stamp(text, order=order), found=how)


def row_date(text: str, order: str | None) -> DateSpan | None:
    """The date of a row; None where it cannot be read (the article's own is reported on)."""
    try:
        return _stamp(text, order, "column")
    except DateProblem:
        return None


def given_date(texts: list[str], how: str, place: str, config: Config) -> tuple[DateSpan | None, list[Note]]:
    """The first given date that can be read, and a note on each that cannot."""
    notes: list[Note] = []
    for text in texts:
        try:
            return _stamp(text, config.date_order, how), notes
        except DateProblem as problem:
            notes.append(Note(place, f"date not taken: {problem.message}", problem.hint))
    return None, notes


def doubts(article: Article, place: str) -> Iterator[Note]:
    """A note on the first date of an article that can hardly be right. It is taken as it stands."""
    latest = date.today() + _AHEAD
    given = (article.date, *(paragraph.date for paragraph in article.paragraphs))
    for span in given:
        if span and not _PRINT <= span.start <= latest:
            why = "lies in the future" if span.start > latest else "is older than print"
            yield Note(place, f"the date {span} {why}", "it is taken as it stands: mend it if it is a slip")
            return


def date_found(head: Head, url: str, name: str, order: str | None) -> DateSpan | None:
    """The date that the article itself shows; `name` is that of its file, "" if it is not its own."""
    if head.dates:
        return replace(head.dates[0], found="line near the top")
    if head.published:
        return replace(head.published[0], found="publication line")
    written = find_written(head.title, order=order)
    if day := with_weekday(head.title, written):
        return replace(day, found="title")
    return _in_name(name, written) or _in_address(url)


def _in_name(place: str, in_title: list[tuple[int, int, DateSpan]]) -> DateSpan | None:
    """A date in a file's name. Eight digits may be any number: the title must not say otherwise."""
    for match in _IN_NAME.finditer(place.rpartition("/")[2]):
        if not match[2] and not match[4]:
            continue  # 202109 in a name is more often a number than a month
        iso = "-".join(filter(None, (match[1], match[3], match[4])))
        found = _read(iso, match[0], "file name")
        others = [span for _, _, span in in_title if found and span.start != found.start]
        if found and (match[2] or not others):
            return found
    return None


def _in_address(url: str) -> DateSpan | None:
    match = _IN_ADDRESS.search(url)
    if match is None:
        return None
    iso = "-".join(part.zfill(2) for part in match.groups() if part)
    return _read(iso, match[0].strip("/"), "address")


def _read(iso: str, printed: str, how: str) -> DateSpan | None:
    try:
        return replace(parse(iso), printed=printed, found=how)
    except DateProblem:
        return None
