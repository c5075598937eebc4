"""What a date condition decides only because a date is coarse or missing.

A paragraph dated "2021" may have been said in June; `date:2021-06` does not find it, and `-date:2021-06`
does.  Both are exact readings, and both can mislead whoever counts, so the answer says how many paragraphs
hang on it.  Counted by the engine: the same query with the condition widened, less the query itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from searchkit.query import Note
from searchkit.query.nodes import Absent, And, DateRange, Not, Or, Query, Span

Widen = Callable[[DateRange], Query]


def notes(tree: Query, total: int, count: Callable[[Query], int]) -> tuple[Note, ...]:
    """Notes for a bound tree that finds `total` paragraphs."""
    spans = _date_spans(tree)
    if not spans:
        return ()
    place = (min(s for s, _ in spans), max(e for _, e in spans))
    made: list[Note] = []
    for code, widen, why in (
        ("coarse-dates", _touching, "has a date too coarse to decide"),
        ("undated", _undated, "has no date"),
    ):
        for negated, verdict in ((False, "left out"), (True, "kept in")):
            wider = _widened(tree, widen, negated, under_not=False)
            if wider == tree:
                continue
            number = abs(count(wider) - total)
            if number:
                made.append(Note(code, _message(number, verdict, why), *place))
    return tuple(made)


def _message(number: int, verdict: str, why: str) -> str:
    noun = "paragraph that matches otherwise" if number == 1 else "paragraphs that match otherwise"
    verb = why if number == 1 else why.replace("has", "have")
    return f"{number:,} {noun} {verb} and {'is' if number == 1 else 'are'} {verdict}"


def _touching(range_: DateRange) -> Query:
    return Or((range_, replace(range_, overlap=True)))


def _undated(range_: DateRange) -> Query:
    return Or((range_, Absent("date")))


def _widened(tree: Query, widen: Widen, negated: bool, under_not: bool) -> Query:
    """The tree with the date conditions widened that stand under a NOT, or those that do not."""
    match tree:
        case DateRange():
            return widen(tree) if negated == under_not else tree
        case Not():
            return replace(tree, child=_widened(tree.child, widen, negated, not under_not))
        case And() | Or():
            children = tuple(_widened(c, widen, negated, under_not) for c in tree.children)
            return replace(tree, children=children)
    return tree


def _date_spans(tree: Query) -> list[Span]:
    match tree:
        case DateRange():
            return [tree.span]
        case Not():
            return _date_spans(tree.child)
        case And() | Or():
            return [span for child in tree.children for span in _date_spans(child)]
    return []
