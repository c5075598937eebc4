"""Documents that hold one of some values: what names and values of a query ask of a keyword column."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from searchkit.engines.whoosh.arrays import Array, Ints, distinct, joined
from searchkit.engines.whoosh.segments.bitmaps import Bitmap, rows
from searchkit.engines.whoosh.segments.columns import KeywordColumn

_FEW_LISTS = 16  # united without ado; of more lists that are long a bitmap is kept
_MANY = 512  # one document in so many is worth a bitmap


class Values(NamedTuple):
    """Values of a keyword field that are asked for."""

    keyword: KeywordColumn
    codes: list[int]

    @property
    def listed(self) -> bool:
        """Whether holders are stored, so that they can be found without looking through all documents."""
        return self.keyword.listed

    def holders(self) -> Ints:
        """Documents that hold one of them, in order."""
        if len(self.codes) > _FEW_LISTS and self.listed and self.many:
            return rows(self.bitmap.words)
        return _united(self._held())

    @property
    def holding(self) -> int:
        """How many documents hold each of them, together; of a field whose holders are stored."""
        return self.keyword.holding(self.codes)

    @property
    def many(self) -> bool:
        """Whether so many documents may hold one of them that a bitmap of these is worth having."""
        keyword = self.keyword
        return not keyword.listed or self.holding * _MANY > len(keyword.counts)

    @property
    def bitmap(self) -> Bitmap:
        """Documents that hold one of them as bits."""
        return self.keyword.bitmap(self.codes)

    def few_holders(self, most: int) -> Ints | None:
        """Documents that hold one of them, where they are at most so many."""
        if self.listed and self.holding > most:
            return None
        held = self._held()
        return _united(held) if sum(map(len, held)) <= most else None

    def _held(self) -> list[Array]:
        return [self.keyword.holders(code) for code in self.codes]


def _united(held: list[Array]) -> Ints:
    """Documents that stand in one of these, each in order."""
    if len(held) == 1:
        return held[0].astype(np.int64)
    return distinct(np.sort(joined(held))).astype(np.int64)
