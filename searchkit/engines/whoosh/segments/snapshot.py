"""The segments of one generation as readers see them: which documents live, and sums over all of them."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from searchkit.engines.whoosh.arrays import Ints, Mask
from searchkit.engines.whoosh.segments.bitmaps import Bitmap
from searchkit.engines.whoosh.segments.segment import Segment
from searchkit.remembered import Remembered

_MOST_LOOKED_UP = 1024


@dataclass
class View:
    """A segment in a snapshot: its first document's number, and which documents live (None: all)."""

    segment: Segment
    base: int
    live: Mask | None
    _holding: dict[tuple[str, int], int] = field(default_factory=dict, repr=False)

    @cached_property
    def size(self) -> int:
        """Live documents."""
        return self.segment.documents if self.live is None else int(self.live.sum())

    @cached_property
    def alive(self) -> Bitmap | None:
        """Which documents live, as bits (None: all)."""
        return None if self.live is None else Bitmap.of(self.live)

    def living(self, documents: Ints) -> Ints:
        """Those of these documents that are not deleted."""
        return documents if self.live is None else documents[self.live[documents]]

    def holding(self, field: str, number: int) -> int:
        """Live documents in which a list of a text field has a posting."""
        text = self.segment.text(field)
        if self.live is None and text.rows.starts is None:
            return text.frequency(number)
        key = (field, number)
        if key not in self._holding:
            self._holding[key] = len(self.living(text.rows.documents(text.postings(number)[0])))
        return self._holding[key]

    def total_length(self, name: str) -> int:
        """Positions of a text field over all live documents."""
        text = self.segment.text(name)
        if self.live is None and text.rows.starts is None:
            return int(text.words.lengths.sum(dtype=np.int64))
        return int(self.lengths(name, self.living(np.arange(self.segment.documents))).sum())

    def lengths(self, field: str, documents: Ints) -> Ints:
        """Positions of a text field in these documents."""
        text = self.segment.text(field)
        rows = documents if text.rows.starts is None else text.rows.of_documents.take(documents)
        return text.words.lengths.take(rows).astype(np.int64)


class Snapshot:
    """All segments of a generation, in order of their documents."""

    def __init__(self, views: Sequence[View]) -> None:
        self.views = tuple(views)
        self.size = sum(view.size for view in views)
        # what words and patterns stand for in the lexicons
        self.looked_up: Remembered[Hashable, Any] = Remembered(_MOST_LOOKED_UP)
        self._averages: dict[str, float] = {}

    def average(self, field: str) -> float:
        """Mean number of positions of a text field over all live documents."""
        found = self._averages.get(field)
        if found is None:
            total = sum(view.total_length(field) for view in self.views)
            found = self._averages[field] = total / self.size if self.size else 0.0
        return found

    @cached_property
    def _bases(self) -> Ints:
        return np.array([view.base for view in self.views], np.int64)

    def locate(self, number: int) -> tuple[View, int]:
        """The view and local number of a document."""
        if len(self.views) == 1:
            return self.views[0], number
        view = self.views[int(self._bases.searchsorted(number, "right")) - 1]
        return view, number - view.base
