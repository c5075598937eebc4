"""Article with attributions -> Documents: one for each paragraph that is indexed.

What is searched are the fields of the schema; what only showing needs (where the paragraph stands in its
file, how its date was found, the ledger of attributions) goes into `record` as JSON, read back by
`read_record`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from searchkit.dates import DateSpan
from searchkit.records import UNINDEXED_ROLES, Article, Attribution, Kind, Paragraph, Person, Sort
from searchkit.schema import Document, Speech

_SEPARATOR = "\t"
_TEXT = ":"  # parts the hash of the text from that of the bytes
_SHORT = 10  # words; who says less may have said it twice
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Origin(NamedTuple):
    """What a build compares: hashes of what an article was read from and of its text, its id, its corpus.

    Kept as the value of `origin` on an article's first document, so that it is committed, and deleted,
    with the article itself.
    """

    digest: str
    article: str
    corpus: str  # the path given to the build: folder or file, absolute
    text: str = ""  # the same for two articles of the same words, unless these are few

    def __str__(self) -> str:
        return _SEPARATOR.join((f"{self.digest}{_TEXT}{self.text}", self.article, self.corpus))

    @classmethod
    def read(cls, value: str) -> Origin:
        """The origin behind a stored value."""
        hashes, article, corpus = value.split(_SEPARATOR, 2)
        digest, _, text = hashes.partition(_TEXT)
        return cls(digest, article, corpus, text)


class Record(NamedTuple):
    """What `record` holds: only what showing needs.

    `offset` is the place of the paragraph's first character in its decoded file, `line` its line from 1.
    """

    url: str
    path: str
    offset: int
    line: int
    date_printed: str
    date_found: str
    attributions: tuple[Attribution, ...]


def documents(article: Article, corpus: str = "") -> Iterator[Document]:
    """The documents of an article, in order. Paragraphs of an unindexed role give none."""
    shared = _article_values(article)
    indexed = [paragraph for paragraph in article.paragraphs if paragraph.role not in UNINDEXED_ROLES]
    text = _text_hash(article.id, indexed)
    origin: tuple[str, ...] = (str(Origin(article.digest, article.id, corpus, text)),)
    for paragraph in indexed:
        values = shared | _paragraph_values(article, paragraph)
        if origin:
            values["origin"], origin = origin, ()
        yield Document(f"{article.id}#{paragraph.n}", values)


def _text_hash(id: str, indexed: Sequence[Paragraph]) -> str:
    """Of the words but the title, however they are cut into lines and paragraphs; a short text is its own."""
    from hashlib import blake2b  # dear to load, and no search needs it

    words = " ".join(paragraph.text for paragraph in indexed if paragraph.role != "title").split()
    text = " ".join(words) if len(words) >= _SHORT else id
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def is_named(speaker: Person) -> bool:
    """Whether a speaker can be asked for by name: "a senior official" has spoken, but is nobody's name."""
    return speaker.sort is not Sort.UNNAMED and bool(speaker.name)


def _article_values(article: Article) -> dict[str, Any]:
    return {
        **article.columns,
        "title": article.title,
        "by": article.authors,
        "source": (article.source,) if article.source else (),
        "lang": (article.lang,) if article.lang else (),
        "article": (article.id,),
    }


def _paragraph_values(article: Article, paragraph: Paragraph) -> dict[str, Any]:
    ledger = paragraph.attributions
    date = paragraph.date or article.date
    return {
        "text": paragraph.text,
        "speech": tuple(Speech(a.start, a.end, a.speaker.name, str(a.kind)) for a in ledger),
        "speaker": tuple(
            dict.fromkeys(a.speaker.name for a in ledger if a.end > a.start and is_named(a.speaker))
        ),
        "mentions": paragraph.mentions,
        "role": (paragraph.role,),
        "n": paragraph.n,
        "date": date,
        "record": _record(article, paragraph, date),
    }


def _record(article: Article, paragraph: Paragraph, date: DateSpan | None) -> str:
    row: dict[str, Any] = {"offset": paragraph.start, "line": paragraph.line}
    if article.url:
        row["url"] = article.url
    if article.path:
        row["path"] = article.path
    if date and (date.printed or date.found):
        row["date"] = (date.printed, date.found)
    if paragraph.attributions:
        row["ledger"] = [_ledger_row(a) for a in paragraph.attributions]
    return _encode(row)


def _ledger_row(a: Attribution) -> list[Any]:
    who = a.speaker
    confidence = round(a.confidence, 3)
    return [who.name, who.sort, who.aliases, a.start, a.end, a.kind, a.cue, a.method, confidence]


def _attribution(row: list[Any]) -> Attribution:
    name, sort, aliases, start, end, kind, cue, method, confidence = row
    person = Person(name, tuple(aliases), Sort(sort))
    return Attribution(person, start, end, Kind(kind), cue, method, confidence)


def read_record(document: Document) -> Record:
    """What the document's `record` says."""
    row = json.loads(document.text("record"))
    printed, found = row.get("date", ("", ""))
    return Record(
        url=row.get("url", ""),
        path=row.get("path", ""),
        offset=row["offset"],
        line=row["line"],
        date_printed=printed,
        date_found=found,
        attributions=tuple(_attribution(a) for a in row.get("ledger", ())),
    )


def dated(document: Document, record: Record) -> DateSpan | None:
    """The document's date with how it was printed and found, which engines do not keep."""
    date: DateSpan | None = document.values.get("date")
    return date and replace(date, printed=record.date_printed, found=record.date_found)
