"""Lists that are made of rows and frequencies, or of other lists: their codes and all else kept of them."""

from __future__ import annotations

import numpy as np

from searchkit.engines.whoosh.arrays import Array, Ints, locate
from searchkit.engines.whoosh.segments.codes import OVERFLOW
from searchkit.engines.whoosh.segments.lists import DENSE, RANKS, SPARSE, Lists, Made


def dense(column: Array, often: tuple[Ints, Ints]) -> Made:
    """A list of a code a row; `often` as in Made."""
    return Made(int(np.count_nonzero(column)), DENSE, np.zeros(0, np.uint32), column, often, _best(column))


def sparse(rows: Ints, codes: Array, often: tuple[Ints, Ints]) -> Made:
    """A list of a code for each of some rows; `often` as in Made."""
    return Made(len(rows), SPARSE, rows.astype(np.uint32), codes, often, _best(codes))


def coded(lists: Lists, rows: Ints, frequencies: Ints) -> tuple[Array, tuple[Ints, Ints]]:
    """Codes of postings, and the rows and frequencies of those whose code is OVERFLOW."""
    codes = lists.coder(frequencies, lists.words.lengths.take(rows))
    over = codes == OVERFLOW
    return codes, (rows[over], frequencies[over])


def changed_in(old: tuple[Ints, Array], rows: Ints, new: tuple[Ints, Array]) -> tuple[Ints, Array]:
    """Rows and values of postings, with others in place of those of some rows."""
    stay = ~locate(rows, old[0])[1]
    own, values = (np.concatenate([a[stay], b]) for a, b in zip(old, new, strict=True))
    order = np.argsort(own, kind="stable")
    return own[order], values[order]


def _best(codes: Array) -> list[int]:
    """Codes of the best, 10th, 100th and 1,000th posting, without those whose code is OVERFLOW; 0: fewer."""
    held = np.bincount(codes, minlength=OVERFLOW + 1)[OVERFLOW - 1 :: -1].cumsum()  # from the best code down
    return [max(0, OVERFLOW - 1 - int(held.searchsorted(rank))) for rank in RANKS]
