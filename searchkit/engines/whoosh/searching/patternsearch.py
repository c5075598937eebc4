"""The straight way of a pattern or fuzzy word alone: all it finds score alike, so the first are its page.

What this way does not know goes the general way (`ranking`), with equal results.
"""

from __future__ import annotations

from searchkit.engines.bm25 import CONSTANT
from searchkit.engines.whoosh.searching.expansion import first_of_union, union_rows
from searchkit.engines.whoosh.searching.matchset import Check
from searchkit.engines.whoosh.searching.pruning import Found
from searchkit.engines.whoosh.searching.search import Search
from searchkit.engines.whoosh.segments.snapshot import Snapshot
from searchkit.matching import leaf_slot
from searchkit.query.nodes import Fuzzy, Wildcard
from searchkit.remembered import Remembered
from searchkit.schema import Schema

_MOST_KNOWN = 1024  # patterns whose lists are known to a snapshot


class PatternSearch:
    """Searches for one pattern on a snapshot. Threads may share it."""

    def __init__(self, snapshot: Snapshot, schema: Schema) -> None:
        self._snapshot = snapshot
        self._schema = schema
        # Lists of a pattern in every segment; None where the general way must be taken.
        self._known: Remembered[Wildcard | Fuzzy, list[tuple[int, ...]] | None] = Remembered(_MOST_KNOWN)

    def page(self, query: Wildcard | Fuzzy, count: int, check: Check) -> Found | None:
        """Exact total and the first `count` documents; None where the general way must be taken."""
        try:
            known = self._known[query]
        except KeyError:
            known = self._known.keep(query, self._look_up(query, check))
        if known is None:
            return None
        total = 0
        page: list[int] = []
        for view, lists in zip(self._snapshot.views, known, strict=True):
            check()
            if not lists:
                continue
            text, wanted = view.segment.text(query.field), count - len(page)
            if view.live is None:
                found, first = first_of_union(text, lists, wanted)
            else:
                living = view.living(union_rows(text, lists))
                found, first = len(living), living[:wanted]
            total += found
            page += (first + view.base).tolist()
        return total, page, [CONSTANT] * len(page)

    def _look_up(self, query: Wildcard | Fuzzy, check: Check) -> list[tuple[int, ...]] | None:
        """The lists of one word in every segment. Raises QueryError where it stands for too many words."""
        search = Search(query, self._snapshot, self._schema, check)
        slot = leaf_slot(query)
        if slot is None:
            return None
        lists = [search.resolver(view)(query, slot).lists for view in self._snapshot.views]
        views = zip(self._snapshot.views, lists, strict=True)
        documents = all(view.segment.text(query.field).rows.starts is None for view, some in views if some)
        return lists if documents else None
