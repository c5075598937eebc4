"""Counts over all paragraphs found: by a field, or by day, month, year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from searchkit.engines.base import Bucket, Reader
from searchkit.index.metadata import Namesakes
from searchkit.index.people import persons
from searchkit.query.nodes import Query
from searchkit.records import Person
from searchkit.schema import FieldKind, Schema


def field(by: str, schema: Schema) -> str:
    """The name of a field (by its name or alias) or Bucket that can be counted by. ValueError if none."""
    if by in tuple(Bucket):
        return by
    known = schema.get(by)
    if known is None or known.kind is not FieldKind.KEYWORD or not known.queryable:
        fields = [f.name for f in schema.of_kind(FieldKind.KEYWORD) if f.queryable]
        raise ValueError(f"cannot count by “{by}”; counts go by {', '.join([*Bucket, *fields])}")
    return known.name


def by_field(reader: Reader, tree: Query, by: str, known: Namesakes, deadline: float) -> Mapping[str, int]:
    """Number of paragraphs for each value; persons with all their spellings, each paragraph once."""
    if by in tuple(Bucket):
        return dict(sorted(reader.counts(tree, by, deadline=deadline).items()))
    of_field = reader.schema.get(by)
    alike = None
    if of_field and of_field.personal and by != "source":
        alike = spellings(persons(reader.values(by), known))
    counted = reader.counts(tree, by, alike=alike, deadline=deadline)
    return dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))


def spellings(people: Iterable[Person]) -> dict[str, str]:
    """The name of a person for each other spelling: what makes the counts of them one."""
    return {alias: person.name for person in people for alias in person.aliases}
