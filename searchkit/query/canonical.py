"""Query tree -> its canonical form, which reads back to an equal tree.

Every group inside another stands in brackets, every operator is written out, and what would be taken for
an operator is escaped.
"""

from __future__ import annotations

import re
from datetime import date
from typing import assert_never

from searchkit.query import nodes
from searchkit.query.lexer import FIELD, MARKS, is_operator

_NEEDS_ESCAPE = re.compile(rf"[\\()|~*?{''.join(MARKS)}]|&(?=&)")
_LEADING = re.compile(r"[-!+=\[\]{}<>]|[^\s:\\]*\.\.")
_PLAIN_NAME = re.compile(r"\w[\w.,'’/#@&-]*")


def render(tree: nodes.Query) -> str:
    """The canonical form of a tree."""
    match tree:
        case nodes.And():
            return " AND ".join(_inner(child) for child in tree.children)
        case nodes.Or():
            return " OR ".join(_inner(child) for child in tree.children)
        case nodes.Not():
            return f"NOT {_inner(tree.child)}"
        case nodes.Near():
            return f"{_inner(tree.left)} {_near(tree)} {_inner(tree.right)}"
        case nodes.Said():
            return f"said:{_inner(tree.child)}"
        case _:
            return _leaf(tree)


def _inner(tree: nodes.Query) -> str:
    grouped = isinstance(tree, nodes.And | nodes.Or | nodes.Near)
    return f"({render(tree)})" if grouped else render(tree)


def _near(tree: nodes.Near) -> str:
    operator = f"{'PRE' if tree.ordered else 'NEAR'}/{tree.distance}"
    return f"NOT {operator}" if tree.negated else operator


def _leaf(leaf: nodes.Leaf) -> str:
    match leaf:
        case nodes.Word():
            return _field(leaf.field) + _exact(leaf.exact) + _word(leaf.text)
        case nodes.Wildcard():
            return _field(leaf.field) + _exact(leaf.exact) + _pattern(leaf.pattern)
        case nodes.Fuzzy():
            return f"{_field(leaf.field)}{_word(leaf.text)}~{leaf.distance}"
        case nodes.Phrase():
            slop = f"~{leaf.slop}" if leaf.slop else ""
            return _field(leaf.field) + _exact(leaf.exact) + _quoted(leaf.text) + slop
        case nodes.Name():
            return f"{leaf.field}:{_name(leaf.name)}"
        case nodes.Value():
            return f"{leaf.field}:{_name(leaf.value)}"
        case nodes.Present():
            return f"{leaf.field}:*"
        case nodes.Absent():
            return f"{leaf.field}:none"
        case nodes.DateRange():
            return f"date:{_days(leaf.first, leaf.last)}"
        case nodes.Everything():
            return "*"
        case _:
            assert_never(leaf)


def _days(first: date | None, last: date | None) -> str:
    if first == last and first is not None:
        return first.isoformat()
    return f"{first.isoformat() if first else ''}..{last.isoformat() if last else ''}"


def _field(name: str) -> str:
    return "" if name == "text" else f"{name}:"


def _exact(exact: bool) -> str:
    return "=" if exact else ""


def _word(text: str) -> str:
    """A literal word, with escapes where it would be read as something else."""
    escaped = _NEEDS_ESCAPE.sub(r"\\\g<0>", text)
    return _guarded(escaped)


def _pattern(text: str) -> str:
    escaped = _NEEDS_ESCAPE.sub(lambda m: m[0] if m[0] in "*?" else f"\\{m[0]}", text)
    return _guarded(escaped)


def _guarded(escaped: str) -> str:
    """No operator, no field, no range."""
    if is_operator(escaped) or _LEADING.match(escaped):
        return f"\\{escaped}"
    field = FIELD.match(escaped)
    return f"{field[1]}\\:{escaped[field.end() :]}" if field else escaped


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _name(name: str) -> str:
    """A name or value, quoted unless it is one plain word."""
    plain = _PLAIN_NAME.fullmatch(name) and not is_operator(name) and name.casefold() != "none"
    return name if plain and "&&" not in name else _quoted(name)
