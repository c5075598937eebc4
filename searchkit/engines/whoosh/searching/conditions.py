"""What a query asks of documents beside its words: conditions, which do not score."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from searchkit.engines.whoosh.arrays import Ints
from searchkit.engines.whoosh.searching.evaluation import SegmentSearch
from searchkit.engines.whoosh.segments.bitmaps import Bitmap
from searchkit.matching import is_text_leaf
from searchkit.query.nodes import And, Or, Query


def split(query: Query) -> tuple[Sequence[Query], Sequence[Query]]:
    """What an And of a query asks for that scores, and conditions; anything else is one part."""
    nodes: Sequence[Query] = query.children if isinstance(query, And) else (query,)
    scoring = [scores(node) for node in nodes]
    return (
        [node for node, some in zip(nodes, scoring, strict=True) if some],
        [node for node, some in zip(nodes, scoring, strict=True) if not some],
    )


def scores(query: Query) -> bool:
    """Whether a node scores (nothing under Not does)."""
    if isinstance(query, And | Or):
        return any(map(scores, query.children))
    return is_text_leaf(query)


class Narrowed(NamedTuple):
    """What conditions on names and values allow, and the conditions that are left to be tested.

    `few`: all documents that can be found, in order; None: there are many.
    `among`: they are in all of these.
    """

    conditions: Sequence[Query]
    few: Ints | None
    among: Sequence[Bitmap]


def narrowed(segment: SegmentSearch, conditions: Sequence[Query], smallest: int) -> Narrowed:
    """Conditions on documents of words, the rarest of which stands in so many."""
    few: Ints | None = None
    among: list[Bitmap] = []
    left: list[Query] = []
    for node in conditions:
        asked = segment.values(node)
        if asked is None:
            left.append(node)
        elif asked.many:
            among.append(asked.bitmap)
        elif few is None and (held := asked.few_holders(smallest)) is not None:
            few = held
        else:
            left.append(node)
    return Narrowed(left, few, among)
