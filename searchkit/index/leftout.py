"""What a date condition decides only because a date is coarse or missing.

A paragraph dated "2021" may have been said in June; `date:2021-06` does not find it, and `-date:2021-06`
does.  Both are exact readings, and both can mislead whoever counts, so the answer says how many paragraphs
hang on it.  Counted by the engine: the same query with the condition widened, less the query itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from searchkit.query import Note, walk
from searchkit.query.nodes import Absent, And, DateRange, Not, Or, Query

Beyond = Callable[[DateRange], Query]  # what a date condition is widened by


def notes(tree: Query, total: int, count: Callable[[Query], int]) -> tuple[Note, ...]:
    """Notes for a bound tree that finds `total` paragraphs."""
    ranges = _ranges(tree)
    if not ranges:
        return ()
    place = (min(r.span[0] for r in ranges), max(r.span[1] for r in ranges))
    made: list[Note] = []
    for code, beyond, why in (
        ("coarse-dates", _touching, "has a date too coarse to decide"),
        ("undated", _undated, "has no date"),
    ):
        if not any(count(query) for query in {beyond(r): None for r in ranges}):
            continue  # cheap to ask, and most collections are dated to the day
        for negated, verdict in ((False, "left out"), (True, "kept in")):
            wider = _widened(tree, beyond, negated, under_not=False)
            number = 0 if wider == tree else abs(count(wider) - total)
            if number:
                made.append(Note(code, _message(number, verdict, why), *place))
    return tuple(made)


def _message(number: int, verdict: str, why: str) -> str:
    noun = "paragraph that matches otherwise" if number == 1 else "paragraphs that match otherwise"
    verb = why if number == 1 else why.replace("has", "have")
    return f"{number:,} {noun} {verb} and {'is' if number == 1 else 'are'} {verdict}"


def _touching(range_: DateRange) -> Query:
    return replace(range_, overlap=True)


def _undated(range_: DateRange) -> Query:
    return Absent("date")


def _widened(tree: Query, beyond: Beyond, negated: bool, under_not: bool) -> Query:
    """The tree with the date conditions widened that stand under a NOT, or those that do not."""
    match tree:
        case DateRange():
            return Or((tree, beyond(tree))) if negated == under_not else tree
        case Not():
            return replace(tree, child=_widened(tree.child, beyond, negated, not under_not))
        case And() | Or():
            children = tuple(_widened(c, beyond, negated, under_not) for c in tree.children)
            return replace(tree, children=children)
    return tree


def _ranges(tree: Query) -> list[DateRange]:
    return [node for node in walk(tree) if isinstance(node, DateRange)]
