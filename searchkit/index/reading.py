"""A query as typed, or a tree, with conditions beside it -> one tree bound to a snapshot, and notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypedDict

from searchkit import query as language
from searchkit.errors import QueryError
from searchkit.index.binding import Binder
from searchkit.index.results import Answer
from searchkit.query.nodes import And, Query
from searchkit.query.reading import impossible_dates
from searchkit.query.rewrite import joined, place_speakers, rewrite
from searchkit.schema import Schema


class Conditions(TypedDict, total=False):
    """What may stand beside a query.

    since, until      dates as typed in a query;   speaker, source: names, several mean any of them
    today             what relative dates count from (the real day)
    strict            refuse AND mixed with OR without brackets
    timeout           seconds the query may take
    """

    since: str | None
    until: str | None
    speaker: str | Sequence[str]
    source: str | Sequence[str]
    today: date | None
    strict: bool
    timeout: float


def check(conditions: Conditions) -> None:
    """Raises TypeError on a condition that there is not or is no text, ValueError on names of nobody."""
    for name in conditions:
        if name not in Conditions.__annotations__:
            known = ", ".join(Conditions.__annotations__)
            raise TypeError(f"there is no condition “{name}”; there are {known}")
    for name, day in (("since", conditions.get("since")), ("until", conditions.get("until"))):
        if not isinstance(day, str | None):
            raise TypeError(f'{name} is a date as typed in a query, as in {name}="2021-06"')
    for name, names in (("speaker", conditions.get("speaker")), ("source", conditions.get("source"))):
        if names is not None and not names:
            raise ValueError(f"{name} names nobody: leave it out, or name somebody")


def typed(conditions: Conditions) -> list[str]:
    """Each condition on the paragraphs in the query language."""
    made = [
        f"{name}:{_quoted(value)}"
        for name, value in (("since", conditions.get("since")), ("until", conditions.get("until")))
        if value is not None
    ]
    for name, values in (("speaker", conditions.get("speaker")), ("source", conditions.get("source"))):
        listed = [values] if isinstance(values, str) else values or ()
        if listed:
            made.append(" OR ".join(f"{name}:{_quoted(value)}" for value in listed))
    return made


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads queries for one snapshot: its fields, its order of 03/04/2021, its names."""

    schema: Schema
    date_order: str | None
    binder: Binder

    def read(self, asked: str | Query, conditions: Conditions) -> Answer:
        """What was asked, read and bound. Raises QueryError; its offsets count in the text asked."""
        check(conditions)
        notes: tuple[language.Note, ...] = ()
        tree = asked
        if isinstance(tree, str):
            own = self._parse(tree, conditions)
            tree, notes = own.query, own.notes
        beside = [self._condition(text, conditions) for text in typed(conditions)]
        if beside:
            tree = place_speakers(joined(And, [tree, *beside], tree.span))
            known = {note.code for note in notes}
            notes += tuple(note for note in impossible_dates(tree) if note.code not in known)
        bound, more = self.binder.bind(tree)
        return Answer(bound, str(tree), notes + more)

    def _parse(self, text: str, conditions: Conditions) -> language.Reading:
        return language.parse(
            text,
            schema=self.schema,
            today=conditions.get("today"),
            date_order=self.date_order,
            strict=conditions.get("strict", False),
        )

    def _condition(self, text: str, conditions: Conditions) -> Query:
        """A condition's tree, or its error; neither has a place in the query."""
        try:
            tree = self._parse(text, conditions).query
        except QueryError as problem:
            message = f"{text}: {problem.message}"
            raise QueryError(problem.code, message, 0, 0, problem.hint) from None
        return rewrite(tree, lambda node: replace(node, span=(0, 0)))
