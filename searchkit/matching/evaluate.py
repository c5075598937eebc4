"""One function a node: does it find a document, and where do its words stand."""

from __future__ import annotations

from collections.abc import Iterable, Set
from datetime import date
from typing import NamedTuple, TypeAlias

from searchkit.dates import DateSpan
from searchkit.matching.leaves import Leaf, leaf_matches
from searchkit.matching.proximity import Steps, near, not_near
from searchkit.matching.words import Analysed, Match
from searchkit.query.nodes import (
    Absent,
    And,
    DateRange,
    Everything,
    Fuzzy,
    Name,
    Near,
    Not,
    Or,
    Phrase,
    Present,
    Query,
    Said,
    Value,
    Wildcard,
    Word,
)

TextLeaf: TypeAlias = Leaf | Near | Said
_TEXT_LEAVES = (Word, Wildcard, Fuzzy, Phrase, Near)


class LeafMatches(NamedTuple):
    """A leaf that counts in a document: the field it looks in and its matches there, never none."""

    leaf: TextLeaf
    field: str
    matches: Set[Match]


Found: TypeAlias = tuple[LeafMatches, ...] | None  # None: not found


def is_text_leaf(query: Query) -> bool:
    """Whether a node is a leaf that has matches: words, Near, and Said of these."""
    if isinstance(query, Said):
        return not isinstance(query.child, Everything)
    return isinstance(query, _TEXT_LEAVES)


def evaluate(query: Query, document: Analysed) -> Found:
    """None if `query` does not find the document, else the leaves that count in it, in their order."""
    match query:
        case Word() | Wildcard() | Fuzzy() | Phrase():
            matches = _words(query, document, Steps(query.span))
            return (LeafMatches(query, query.field, matches),) if matches else None
        case And():
            return _all(query, document)
        case Or():
            return _any(query, document)
        case Not():
            return () if evaluate(query.child, document) is None else None
        case Said(child=Everything()):
            return () if _stretches(query, document) else None
        case Near() | Said():
            field = leaf_field(query)
            matches = _matches(query, document, field, Steps(query.span))
            return (LeafMatches(query, field, matches),) if matches else None
    return () if _holds(query, document) else None


def leaf_field(query: Query) -> str:
    """The field that a leaf looks in: its own, or that of the first leaf in it."""
    match query:
        case Near():
            return leaf_field(query.left)
        case Said():
            return leaf_field(query.child)
        case Or() | And():
            return leaf_field(query.children[0])
        case Word() | Wildcard() | Fuzzy() | Phrase():
            return query.field
    return "text"


def tally(matches: Iterable[Match]) -> int:
    """How often a leaf occurs, for its score: the number of different extents of its matches."""
    return len({(match[0], match[-1]) for match in matches})


def _all(query: And, document: Analysed) -> Found:
    found: list[LeafMatches] = []
    for child in query.children:
        leaves = evaluate(child, document)
        if leaves is None:
            return None
        found += leaves
    return tuple(found)


def _any(query: Or, document: Analysed) -> Found:
    found = [leaves for child in query.children if (leaves := evaluate(child, document)) is not None]
    return tuple(leaf for leaves in found for leaf in leaves) if found else None


def _matches(query: Query, document: Analysed, field: str, steps: Steps) -> set[Match]:
    """Matches of a leaf in one field; none if it looks in another."""
    match query:
        case Word() | Wildcard() | Fuzzy() | Phrase():
            return _words(query, document, steps) if query.field == field else set()
        case Or():
            return set().union(*(_matches(child, document, field, steps) for child in query.children))
        case Near():
            left = _matches(query.left, document, field, steps)
            right = _matches(query.right, document, field, steps) if left else set()
            join = not_near if query.negated else near
            return join(left, right, query.distance, query.ordered, steps)
        case Said():
            return _said(query, document, field, steps)
    raise TypeError(f"{type(query).__name__} has no positions, so it cannot stand in a Near or Said")


def _words(query: Leaf, document: Analysed, steps: Steps) -> set[Match]:
    """Matches of words, found once however often a query asks for them."""
    found = document.matches.get(query)
    if found is None:
        found = document.matches[query] = leaf_matches(query, document.words(query.field), steps)
    return found


def _said(query: Said, document: Analysed, field: str, steps: Steps) -> set[Match]:
    stretches = _stretches(query, document) if field == "text" else []
    matches = _matches(query.child, document, field, steps) if stretches else set()
    return {m for m in matches if any(first <= m[0] and m[-1] < last for first, last in stretches)}


def _stretches(query: Said, document: Analysed) -> list[tuple[int, int]]:
    speakers = {value for name in query.by for value in _values(name)}
    return [(first, last) for first, last, speaker in document.speech if not query.by or speaker in speakers]


def _values(name: Name) -> tuple[str, ...]:
    if name.values is None:
        raise ValueError(f"the name “{name.name}” is not bound to stored values yet")
    return name.values


def _holds(query: Query, document: Analysed) -> bool:
    """Nodes without words."""
    match query:
        case Everything():
            return True
        case Name():
            return not set(_values(query)).isdisjoint(document.document.keywords(query.field))
        case Value():
            wanted = query.value.casefold()
            return any(v.casefold() == wanted for v in document.document.keywords(query.field))
        case Present():
            return _has_value(query.field, document)
        case Absent():
            return not _has_value(query.field, document)
        case DateRange():
            return _in_range(query, document.document.values.get("date"))
    raise TypeError(f"{type(query).__name__} is not a query node")


def _has_value(field: str, document: Analysed) -> bool:
    value = document.document.values.get(field)
    return len(document.words(field)) > 0 if isinstance(value, str) else value not in (None, ())


def _in_range(query: DateRange, span: DateSpan | None) -> bool:
    if span is None:
        return False
    first, last = query.first or date.min, query.last or date.max
    inside = first <= span.start and span.last <= last
    touches = first <= span.last and span.start <= last
    return touches and not inside if query.overlap else inside
