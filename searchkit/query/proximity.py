"""What may stand beside NEAR: only what has positions, in one field, and not too deep."""

from __future__ import annotations

from searchkit.query import refusals
from searchkit.query.lexer import Token
from searchkit.query.nodes import Fuzzy, Near, Or, Phrase, Query, Wildcard, Word


def check(near: Near, operator: Token, deepest: int) -> None:
    """Raises QueryError where a side has no positions, or the sides stand in different fields."""
    fields: set[str] = set()
    for side in (near.left, near.right):
        if not _has_positions(side, fields):
            raise refusals.bad_proximity(operator, side)
    if len(fields) > 1:
        raise refusals.bad_proximity(operator, near.right)
    if _height(near) > deepest:
        raise refusals.too_deep(operator, deepest)


def _has_positions(tree: Query, fields: set[str]) -> bool:
    """Whether NEAR can stand beside it; the fields it looks in are added to `fields`."""
    match tree:
        case Word() | Wildcard() | Fuzzy() | Phrase():
            fields.add(tree.field)
            return True
        case Or():
            return all(_has_positions(child, fields) for child in tree.children)
        case Near():
            return _has_positions(tree.left, fields) and _has_positions(tree.right, fields)
    return False


def _height(tree: Query) -> int:
    match tree:
        case Near():
            return 1 + max(_height(tree.left), _height(tree.right))
        case Or():
            return 1 + max(map(_height, tree.children))
    return 1
