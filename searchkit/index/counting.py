"""Counts over all paragraphs found: by a field, or by day, month, year."""

from __future__ import annotations

from collections.abc import Mapping

from searchkit.engines.base import Bucket, Reader
from searchkit.index.metadata import Namesakes
from searchkit.index.people import persons
from searchkit.query.nodes import And, Name, Query
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
    counted = dict(reader.counts(tree, by, deadline=deadline))
    if by in tuple(Bucket):
        return dict(sorted(counted.items()))
    by_person = reader.schema.get(by)
    if by_person and by_person.personal and by != "source":
        counted = _by_person(reader, tree, by, counted, known, deadline)
    return dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))


def _by_person(
    reader: Reader, tree: Query, by: str, counted: Mapping[str, int], known: Namesakes, deadline: float
) -> dict[str, int]:
    nobody = {"": counted[""]} if "" in counted else {}
    found: dict[str, int] = {}
    for person in persons(reader.values(by), known):
        spellings = [name for name in (person.name, *person.aliases) if name in counted]
        if len(spellings) == 1:
            found[person.name] = counted[spellings[0]]
        elif spellings:
            one = And((tree, Name(by, person.name, tuple(spellings))))
            found[person.name] = reader.count(one, deadline=deadline)
    return found | nobody


def paragraphs(reader: Reader, by: str, person: Person, values: Mapping[str, int]) -> int:
    """Number of paragraphs that hold a person under any spelling."""
    spellings = tuple(name for name in (person.name, *person.aliases) if name in values)
    if len(spellings) == 1:
        return values[spellings[0]]
    return reader.count(Name(by, person.name, spellings))
