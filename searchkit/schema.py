"""The fields of a document: one list, from which the query language and every engine derive theirs.

A document is one paragraph.  Adding a field is one line in `FIELDS`; engines are general in the kinds.
User columns (front matter, CSV, JSONL) are added by `Schema.with_columns`.

SCHEMA_VERSION history
    1   first release
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from operator import index
from typing import Any, SupportsIndex

from searchkit.dates import DateSpan

SCHEMA_VERSION = 1
JSON_VERSION = 1  # of all shapes printed; a key may be added without a new one, none changed or taken away

ROLES = ("narration", "question", "answer", "quote", "indirect", "title")

# Conditions of the query language that are no fields of a document: no column can have these names.
RESERVED = frozenset({"said", "since", "from", "until", "to", "after", "before"})


class FieldKind(StrEnum):
    """What values of a field are, and so how an engine keeps them."""

    TEXT = "text"  # str: words with positions
    KEYWORD = "keyword"  # tuple[str, ...]: exact values, several a document, may be empty
    NUMBER = "number"  # int
    DATE = "date"  # dates.DateSpan | None
    SPEECH = "speech"  # tuple[Speech, ...]: who speaks which characters of `text`
    STORED = "stored"  # str: given back by fetch, not searchable


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a document. `aliases` are further names in queries; `values` a closed list."""

    name: str
    kind: FieldKind
    aliases: tuple[str, ...] = ()
    personal: bool = False  # values are names of persons or outlets: matched by folded name
    queryable: bool = True
    values: tuple[str, ...] = ()


FIELDS: tuple[Field, ...] = (
    Field("text", FieldKind.TEXT),  # words of the paragraph
    Field("title", FieldKind.TEXT),  # words of its article's title
    Field("speech", FieldKind.SPEECH, queryable=False),  # who speaks which words
    Field("speaker", FieldKind.KEYWORD, personal=True),  # somebody whose words stand here
    Field("mentions", FieldKind.KEYWORD, personal=True),  # a person named in the paragraph
    Field("by", FieldKind.KEYWORD, aliases=("author",), personal=True),  # author of the article
    Field("source", FieldKind.KEYWORD, aliases=("outlet",), personal=True),  # publication
    Field("role", FieldKind.KEYWORD, values=ROLES),  # what the paragraph is in its article
    Field("lang", FieldKind.KEYWORD),  # language, ISO 639-1
    Field("article", FieldKind.KEYWORD),  # id of the article
    Field("n", FieldKind.NUMBER, queryable=False),  # place of the paragraph in its article
    Field("date", FieldKind.DATE),  # date of the paragraph, else of its article
    Field("origin", FieldKind.KEYWORD, queryable=False),  # first paragraph only: digest, id, corpus
    Field("record", FieldKind.STORED, queryable=False),  # JSON: what only showing needs
)


@dataclass(frozen=True, slots=True)
class Schema:
    """The fields in use: the built-in ones and a user's own columns (keywords)."""

    fields: tuple[Field, ...] = FIELDS
    _by_name: dict[str, Field] = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        names = {name: f for f in self.fields for name in (f.name, *f.aliases)}
        object.__setattr__(self, "_by_name", names)

    def __iter__(self) -> Iterator[Field]:
        return iter(self.fields)

    def get(self, name: str) -> Field | None:
        """The field with this name or alias, or None."""
        return self._by_name.get(name)

    def of_kind(self, kind: FieldKind) -> tuple[Field, ...]:
        """All fields of one kind, in order."""
        return tuple(f for f in self.fields if f.kind is kind)

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the user's own columns."""
        return tuple(f.name for f in self.fields[len(FIELDS) :])

    def with_columns(self, names: Iterable[str]) -> Schema:
        """This schema with further keyword fields. Raises ValueError on a name already taken."""
        added: list[Field] = []
        for name in names:
            if name in RESERVED or name in self._by_name or any(f.name == name for f in added):
                raise ValueError(f"the field “{name}” exists already")
            added.append(Field(name, FieldKind.KEYWORD))
        return Schema(self.fields + tuple(added))

    def check(self, document: Document) -> None:
        """Raises ValueError, naming the document and the field, if an engine could not keep it."""
        if not _is_text(document.id) or "#" not in document.id:
            raise ValueError(f"the document id {document.id!r} is not of the form article#n")
        for name, value in document.values.items():
            known = self._by_name.get(name)
            if known is None or known.name != name:
                raise ValueError(f"document “{document.id}”: there is no field “{name}”")
            if not _HOLDS[known.kind](value):
                raise ValueError(
                    f"document “{document.id}”: the {known.kind} field “{name}” cannot hold {value!r:.60}"
                )


@dataclass(frozen=True, slots=True)
class Speech:
    """Characters [start, end) of a paragraph's text that `speaker` speaks.

    `kind` is turn, direct, indirect or author; `said:` does not search spans of kind author.
    """

    start: int
    end: int
    speaker: str
    kind: str


@dataclass(frozen=True, slots=True)
class Document:
    """What an engine stores: id `article#n` and one value a field, by its kind (see FieldKind).

    A field that is absent from `values` is empty: "" for text, () for keywords and speech, None for dates.
    """

    id: str
    values: Mapping[str, Any]

    @property
    def article(self) -> str:
        """Id of the article: the id without its `#n`."""
        return self.id.rpartition("#")[0]

    def text(self, name: str = "text") -> str:
        """Value of a text or stored field."""
        value: str = self.values.get(name) or ""
        return value

    def keywords(self, name: str) -> tuple[str, ...]:
        """Values of a keyword field."""
        value: tuple[str, ...] = self.values.get(name) or ()
        return value


def _is_text(value: object) -> bool:
    """Text that UTF-8 can hold: no lone surrogates."""
    try:
        return isinstance(value, str) and value.encode() is not None
    except UnicodeEncodeError:
        return False


def _is_keywords(value: object) -> bool:
    return isinstance(value, tuple) and all(map(_is_text, value))


def _is_speech(value: object) -> bool:
    return isinstance(value, tuple) and all(
        isinstance(s, Speech) and _is_stretch(s.start, s.end) and _is_text(s.speaker) and _is_text(s.kind)
        for s in value
    )


def _is_stretch(start: object, end: object) -> bool:
    if not (isinstance(start, SupportsIndex) and isinstance(end, SupportsIndex)):
        return False
    return 0 <= index(start) <= index(end) < 1 << 31


_HOLDS: dict[FieldKind, Callable[[object], bool]] = {
    FieldKind.TEXT: _is_text,
    FieldKind.STORED: _is_text,
    FieldKind.KEYWORD: _is_keywords,
    FieldKind.NUMBER: lambda value: isinstance(value, int) and -(2**63) <= value < 2**63,
    FieldKind.DATE: lambda value: value is None or isinstance(value, DateSpan),
    FieldKind.SPEECH: _is_speech,
}
