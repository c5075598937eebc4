"""A query tree meets a collection: every name gets the values stored for it.

A name that fits nobody is an error with the nearest names, so that a slip is never read as silence; a name
that fits several persons is searched as all of them, and a note lists them, unless one is called just so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING

from searchkit import names
from searchkit.errors import QueryError
from searchkit.index.metadata import Namesakes
from searchkit.query import Note, rewrite
from searchkit.query.nodes import Name, Query
from searchkit.records import Person

if TYPE_CHECKING:
    from searchkit.index.people import Directory, Fitting

_LISTED = 6  # persons a note names

_WHO = {
    "speaker": ("speaker", "speakers"),
    "mentions": ("person named in the texts", "persons"),
    "by": ("author", "authors"),
    "source": ("publication", "publications"),
}


@dataclass(slots=True)
class Binder:
    """Binds trees to the values of one snapshot.

    `values` gives the stored values of a field with document counts; it is asked once a field.
    """

    values: Callable[[str], Mapping[str, int]]
    known: Namesakes
    _seen: dict[str, Mapping[str, int]] = field(default_factory=dict)
    _directories: dict[str, Directory] = field(default_factory=dict)

    def bind(self, tree: Query) -> tuple[Query, tuple[Note, ...]]:
        """The tree with every Name bound, and the notes. Raises QueryError("no-speaker")."""
        notes: dict[tuple[str, str], tuple[Note, ...]] = {}
        bound: dict[tuple[str, str], tuple[str, ...]] = {}

        def change(node: Query) -> Query:
            if not isinstance(node, Name):
                return node
            key = (node.field, node.name)
            if key not in bound:
                bound[key], notes[key] = self._resolve(node)
            return replace(node, values=bound[key])

        return rewrite(tree, change), tuple(chain.from_iterable(notes.values()))

    def _counts(self, name: str) -> Mapping[str, int]:
        if name not in self._seen:
            self._seen[name] = self.values(name)
        return self._seen[name]

    def _resolve(self, node: Name) -> tuple[tuple[str, ...], tuple[Note, ...]]:
        from searchkit.index import people  # only where a query names somebody

        counts = self._counts(node.field)
        found, unsure = self._fitting(node, counts)
        if not found:
            raise _nobody(node, counts)
        meant = [p for p in found if names.is_called(node.name, p.name)] or found
        values = tuple(n for p in meant for n in p.spellings if n in counts)
        notes = [_several(node, meant, counts)] if len(meant) > 1 else []
        if len(meant) < len(found):
            notes.append(_others(node, [p for p in found if p not in meant], counts))
        if len(meant) == 1:
            notes += people.taken_for_one(meant, counts, self.known, node.span)
        notes += (Note("maybe-same", told, *node.span) for told in people.told(unsure, counts, node.field))
        return values, tuple(notes)

    def _fitting(self, node: Name, counts: Mapping[str, int]) -> Fitting:
        from searchkit.index import people

        if node.field == "source":
            return people.Fitting([Person(s) for s in people.outlets(node.name, counts)], [])
        if node.field not in self._directories:
            self._directories[node.field] = people.Directory(counts, self.known)
        return self._directories[node.field].fitting(node.name)


def _several(node: Name, found: list[Person], counts: Mapping[str, int]) -> Note:
    message = (
        f"“{node.name}” fits {len(found)} {_WHO[node.field][1]}, all of them are searched: "
        f"{_listed(found, counts)} (paragraphs in brackets)"
    )
    return Note("several-people", message, *node.span)


def _others(node: Name, others: list[Person], counts: Mapping[str, int]) -> Note:
    message = f"“{node.name}” fits others too, who are not searched: {_listed(others, counts)}"
    return Note("other-people", f"{message} (paragraphs in brackets)", *node.span)


def _listed(people: list[Person], counts: Mapping[str, int]) -> str:
    shown = ", ".join(f"{p.name} ({sum(counts.get(n, 0) for n in p.spellings):,})" for p in people[:_LISTED])
    return f"{shown} and {len(people) - _LISTED} more" if len(people) > _LISTED else shown


def _nobody(node: Name, counts: Mapping[str, int]) -> QueryError:
    from searchkit.index import people

    near = people.nearest(node.name, counts)
    if near:
        hint = f"did you mean {' or '.join(f'{node.field}:{people.quoted(name)}' for name in near)} ?"
    elif counts:
        common = sorted(counts, key=lambda name: (-counts[name], name))[:3]
        hint = f"the commonest here are {', '.join(common)}"
    else:
        hint = f"no paragraph of this index has a value for {node.field}:"
    message = f"no {_WHO[node.field][0]} in this index is called “{node.name}”"
    return QueryError("no-speaker", message, *node.span, hint)
