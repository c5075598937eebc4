"""Documents that hold one of some values: what names and values of a query ask of a keyword column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from searchkit.engines.whoosh.arrays import Array, Ints, distinct, joined
from searchkit.engines.whoosh.segments.bitmaps import Bitmap, rows

if TYPE_CHECKING:  # it makes them, and remembers them
    from searchkit.engines.whoosh.segments.columns import KeywordColumn

_FEW_LISTS = 16  # united without ado; of more lists that are long a bitmap is kept
_MANY = 512  # one document in so many is worth a bitmap
_KEPT = 1 << 10  # holders that are kept once they were asked for


class Values:
    """Values of a keyword field that are asked for, looked up. Never changes.

    `listed`: whether holders are stored, so that they can be found without looking through all documents.
    `holding`: how many documents hold each of them, together (not listed: all, as far as is known).
    `many`: whether so many documents may hold one of them that a bitmap of these is worth having.
    """

    __slots__ = ("_few", "_views", "codes", "holding", "keyword", "listed", "many")

    def __init__(self, keyword: KeywordColumn, codes: Sequence[int]) -> None:
        self.keyword = keyword
        self.codes = codes
        self.listed = keyword.listed
        self.holding = keyword.holding(codes) if self.listed else len(keyword.counts)
        self.many = not self.listed or self.holding * _MANY > len(keyword.counts)
        self._views: list[Array] | None = None  # of holders that are stored one by one
        self._few: Ints | None = None  # all holders, where they are few

    @property
    def bitmap(self) -> Bitmap:
        """Documents that hold one of them as bits."""
        return self.keyword.bitmap(self.codes)

    def holders(self) -> Ints:
        """Documents that hold one of them, in order."""
        if len(self.codes) == 1:
            return self._held()[0].astype(np.int64)
        if len(self.codes) > _FEW_LISTS and self.listed and self.many:
            return rows(self.bitmap.words)
        return distinct(np.sort(joined(self._held()))).astype(np.int64)

    def few_holders(self, most: int) -> Ints | None:
        """Documents that hold one of them, where they are at most so many."""
        if self.holding > most:
            return None
        found = self._few
        if found is None:
            found = self.holders()
            if len(found) <= _KEPT:
                found.setflags(write=False)
                self._few = found
        return found

    def first_holders(self, count: int) -> tuple[int, list[int]]:
        """How many documents hold one of them, and the first `count` of these."""
        held = self._held()[0] if len(self.codes) == 1 else self.holders()
        return len(held), held[:count].tolist()

    def _held(self) -> list[Array]:
        held = self._views
        if held is None:
            held = [self.keyword.holders(code) for code in self.codes]
            if self.keyword.holders_stored:
                self._views = held
        return held
