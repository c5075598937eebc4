"""What a query asks of documents beside its words: conditions, which do not score."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from searchkit.engines.whoosh.arrays import Ints
from searchkit.engines.whoosh.searching.leaves import bound
from searchkit.engines.whoosh.segments.bitmaps import Bitmap
from searchkit.engines.whoosh.segments.holders import Values
from searchkit.engines.whoosh.segments.segment import Segment
from searchkit.matching import is_text_leaf
from searchkit.query.nodes import Absent, And, DateRange, Name, Or, Phrase, Present, Query, Value, Word
from searchkit.schema import FieldKind, Schema

NAMED = (Name, Value)
_WORDLESS = (Name, Value, DateRange, Present, Absent)
_LEAVES = (Word, Phrase)
_GROUPS = (And, Or)
_FEWER = 4  # so many times fewer holders than documents of a word are begun with


class Split(NamedTuple):
    """The parts of an And, or one part: what scores; conditions; whether none of these can hold a word."""

    leaves: Sequence[Query]
    conditions: Sequence[Query]
    wordless: bool


def split(query: Query) -> Split:
    """The parts of a query."""
    leaves: list[Query] = []
    conditions: list[Query] = []
    wordless = True
    for node in query.children if isinstance(query, And) else (query,):
        if isinstance(node, _WORDLESS):
            conditions.append(node)
        elif isinstance(node, _LEAVES) or scores(node):
            leaves.append(node)
        else:
            conditions.append(node)
            wordless = False
    return Split(leaves, conditions, wordless)


def scores(query: Query) -> bool:
    """Whether a node scores (nothing under Not does)."""
    if isinstance(query, _GROUPS):
        return any(map(scores, query.children))
    return is_text_leaf(query)


def values_in(segment: Segment, schema: Schema, query: Query) -> Values | None:
    """The values that a node asks for in a keyword field of a segment; None for another node."""
    if isinstance(query, Name):
        known = segment.named.get((query.field, query.values))
        if known is not None:
            return known
    elif not isinstance(query, Value):
        return None
    field = schema.get(query.field)
    if field is None or field.kind is not FieldKind.KEYWORD:
        return None
    keyword = segment.keyword(query.field)
    if isinstance(query, Value):
        return keyword.folded_values(query.value)
    return segment.named.keep((query.field, query.values), keyword.values_of(bound(query)))


class Narrowed(NamedTuple):
    """What conditions on names and values allow, and the conditions that are left to be tested.

    `few`: all documents that can be found, in order; None: there are many.
    `among`: they are in all of these.
    """

    conditions: Sequence[Query]
    few: Ints | None
    among: Sequence[Bitmap]


def narrowed(segment: Segment, schema: Schema, conditions: Sequence[Query], smallest: int) -> Narrowed:
    """Conditions on documents of words, the rarest of which stands in so many."""
    few: Ints | None = None
    among: list[Bitmap] = []
    left: list[Query] = []
    for node in conditions:
        asked = values_in(segment, schema, node)
        if asked is None:
            left.append(node)
        elif asked.many and (few is not None or asked.holding * _FEWER > smallest):
            among.append(asked.bitmap)
        elif few is None and (held := asked.few_holders(smallest)) is not None:
            few = held
        else:
            left.append(node)
    return Narrowed(left, few, among)
