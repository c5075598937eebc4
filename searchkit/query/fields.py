"""The names that may stand before a colon: those of the schema, and the language's own."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from searchkit.schema import FieldKind, Schema


class Takes(StrEnum):
    """What stands behind the colon of a field."""

    WORDS = "words"  # text, title: words, phrases, wildcards
    SPEECH = "speech"  # said: the same, inside somebody's speech
    NAME = "name"  # speaker, mentions, by, source
    VALUE = "value"  # role, lang, article, a user's columns
    DATES = "dates"  # date: any date or range
    BOUND = "bound"  # since, until, after, before: one date


# The language's own names. The four bounds are conditions on the field `date`.
_OWN = {
    "said": ("text", Takes.SPEECH),
    "since": ("since", Takes.BOUND),
    "from": ("since", Takes.BOUND),
    "until": ("until", Takes.BOUND),
    "to": ("until", Takes.BOUND),
    "after": ("after", Takes.BOUND),
    "before": ("before", Takes.BOUND),
}

_BY_KIND = {
    FieldKind.TEXT: Takes.WORDS,
    FieldKind.KEYWORD: Takes.VALUE,
    FieldKind.DATE: Takes.DATES,
}

OWN_NAMES = tuple(_OWN)


class QueryField(NamedTuple):
    """A field as used in a query: as typed, the field or bound it means, and what it takes."""

    typed: str
    name: str
    takes: Takes
    values: tuple[str, ...] = ()  # the closed list, where there is one


def find_field(typed: str, schema: Schema) -> QueryField | None:
    """The field called so, in any case of letters; None if there is none."""
    for name in (typed, typed.casefold()):
        if name in _OWN:
            return QueryField(name, *_OWN[name])
        field = schema.get(name)
        if field is not None and field.queryable:
            takes = Takes.NAME if field.personal else _BY_KIND[field.kind]
            return QueryField(name, field.name, takes, field.values)
    return None


def field_names(schema: Schema) -> tuple[str, ...]:
    """All names that may stand before a colon, aliases last."""
    queryable = [f for f in schema if f.queryable]
    aliases = [alias for f in queryable for alias in f.aliases]
    return (*(f.name for f in queryable), *_OWN, *aliases)
