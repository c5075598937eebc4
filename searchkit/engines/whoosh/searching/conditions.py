"""What a query asks of documents beside its words: conditions, which do not score."""

from __future__ import annotations

from collections.abc import Sequence

from searchkit.engines.whoosh.arrays import Ints
from searchkit.engines.whoosh.searching.evaluation import SegmentSearch
from searchkit.matching import is_text_leaf
from searchkit.query.nodes import And, Name, Or, Query


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


def begun(
    segment: SegmentSearch, conditions: Sequence[Query], smallest: int
) -> tuple[Sequence[Query], Ints | None]:
    """Documents to start from, where a name has fewer than any word, and the other conditions."""
    for node in conditions:
        named = segment.values(node) if isinstance(node, Name) else None
        base = named.few_holders(smallest) if named else None
        if base is not None:
            return [other for other in conditions if other is not node], base
    return conditions, None
