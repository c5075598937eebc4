"""Counts over all paragraphs found: by a field, or by day, month, year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice

from searchkit.engines.base import Bucket, Reader
from searchkit.index.metadata import Namesakes
from searchkit.index.people import persons, taken_for_one
from searchkit.query import Note
from searchkit.query.nodes import Query
from searchkit.records import Person
from searchkit.schema import FieldKind, Schema

_DOUBTS = 5  # pairs of spellings that are named


def field(by: str, schema: Schema) -> str:
    """The name of a field (by its name or alias) or Bucket that can be counted by. ValueError if none."""
    if by in tuple(Bucket):
        return by
    known = schema.get(by)
    if known is None or known.kind is not FieldKind.KEYWORD or not known.queryable:
        fields = [f.name for f in schema.of_kind(FieldKind.KEYWORD) if f.queryable]
        raise ValueError(f"cannot count by “{by}”; counts go by {', '.join([*Bucket, *fields])}")
    return known.name


def by_field(
    reader: Reader, tree: Query, by: str, known: Namesakes, deadline: float
) -> tuple[Mapping[str, int], tuple[Note, ...]]:
    """Number of paragraphs for each value, and what to know of them.

    Persons are counted with all their spellings, each paragraph once.
    """
    if by in tuple(Bucket):
        return dict(sorted(reader.counts(tree, by, deadline=deadline).items())), ()
    of_field = reader.schema.get(by)
    if not (of_field and of_field.personal and by != "source"):
        return _commonest_first(reader.counts(tree, by, deadline=deadline)), ()
    people = persons(reader.values(by), known)
    counted = reader.counts(tree, by, alike=spellings(people), deadline=deadline)
    found = [person for person in people if person.aliases and person.name in counted]
    doubts: tuple[Note, ...] = ()
    if any(taken_for_one(found, reader.values(by), known, tree.span)):
        spelled = reader.counts(tree, by, deadline=deadline)
        doubts = tuple(islice(taken_for_one(found, spelled, known, tree.span), _DOUBTS))
    return _commonest_first(counted), doubts


def _commonest_first(counted: Mapping[str, int]) -> Mapping[str, int]:
    return dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))


def spellings(people: Iterable[Person]) -> dict[str, str]:
    """The name of a person for each other spelling: what makes the counts of them one."""
    return {alias: person.name for person in people for alias in person.aliases}
