"""What a query finds in one document, without looking at the others: for marking matches in hits."""

from __future__ import annotations

import numpy as np

from searchkit.engines.whoosh.searching.evaluation import SegmentSearch
from searchkit.engines.whoosh.searching.matchset import Matches
from searchkit.engines.whoosh.segments.segment import Segment
from searchkit.matching import is_text_leaf
from searchkit.query.nodes import And, Not, Or, Query


class OneDocument:
    """A document of a segment under a query. Matches are found once a leaf."""

    def __init__(self, segment: Segment, search: SegmentSearch, number: int) -> None:
        self._segment = segment
        self._search = search
        self._number = number
        self._leaves: dict[Query, Matches] = {}

    def finds(self, query: Query) -> bool:
        """Whether a node finds the document."""
        match query:
            case And():
                return all(map(self.finds, query.children))
            case Or():
                return any(map(self.finds, query.children))
            case Not():
                return not self.finds(query.child)
        if is_text_leaf(query):
            return len(self.matches(query)) > 0
        return bool(self._search.accept(query)(np.array([self._number]))[0])

    def matches(self, leaf: Query) -> Matches:
        """Matches of a leaf, by their positions in the segment."""
        found = self._leaves.get(leaf)
        if found is None:
            field = self._search.text_field(leaf)
            if field is None:
                found = Matches.none()
            else:
                row = self._segment.text(field).rows.row(self._number)
                found = self._search.leaves(np.array([row])).matches(leaf, whole=True)
            self._leaves[leaf] = found
        return found
