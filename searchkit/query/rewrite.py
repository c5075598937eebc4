"""Rebuilding trees."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from searchkit.query.nodes import And, Name, Near, Not, Or, Query, Said, Span


def rewrite(tree: Query, change: Callable[[Query], Query]) -> Query:
    """The tree with `change` applied to every node, children first, names in `Said.by` included.

    `change` must give a Name for a Name of `by`.
    """
    match tree:
        case And() | Or():
            children = tuple(rewrite(child, change) for child in tree.children)
            return change(replace(tree, children=children))
        case Not():
            return change(replace(tree, child=rewrite(tree.child, change)))
        case Near():
            left, right = rewrite(tree.left, change), rewrite(tree.right, change)
            return change(replace(tree, left=left, right=right))
        case Said():
            by = tuple(name for name in map(change, tree.by) if isinstance(name, Name))
            return change(replace(tree, child=rewrite(tree.child, change), by=by))
    return change(tree)


def walk(tree: Query) -> Iterator[Query]:
    """Every node, parents first, left to right; names in `Said.by` are not nodes of their own."""
    yield tree
    match tree:
        case And() | Or():
            for child in tree.children:
                yield from walk(child)
        case Not() | Said():
            yield from walk(tree.child)
        case Near():
            yield from walk(tree.left)
            yield from walk(tree.right)


def joined(kind: type[And] | type[Or], children: list[Query], span: Span) -> Query:
    """AND or OR of `children`, flattened; of one child, that child."""
    if len(children) == 1:
        return children[0]
    flat: list[Query] = []
    for child in children:
        flat.extend(child.children if isinstance(child, kind) else (child,))
    return kind(tuple(flat), span)


def spread_said(tree: Query) -> Query:
    """`said:` over a group, on each of its members; NEAR is one of them."""
    match tree:
        case And() | Or():
            return replace(tree, children=tuple(spread_said(child) for child in tree.children))
        case Not():
            return replace(tree, child=spread_said(tree.child))
    return Said(tree, span=tree.span)


def place_speakers(tree: Query, by: tuple[Name, ...] = ()) -> Query:
    """The tree with each Said knowing the speakers named beside it in its AND group.

    A group of its own speakers keeps to them; one without takes those of the group around it.
    """
    match tree:
        case And():
            named = tuple(name for child in tree.children for name in _speakers(child))
            children = tuple(place_speakers(child, named or by) for child in tree.children)
            return replace(tree, children=children)
        case Or():
            return replace(tree, children=tuple(place_speakers(c, by) for c in tree.children))
        case Not():
            return replace(tree, child=place_speakers(tree.child, by))
        case Said():
            return replace(tree, by=by)
    return tree


def _speakers(condition: Query) -> tuple[Name, ...]:
    """The names in `speaker:x` or an OR of such; none for anything else."""
    members = condition.children if isinstance(condition, Or) else (condition,)
    names = tuple(m for m in members if isinstance(m, Name) and m.field == "speaker")
    return names if len(names) == len(members) else ()
