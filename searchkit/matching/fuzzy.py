"""How many letters two words are apart."""

from __future__ import annotations


def _different(a: str, b: str) -> tuple[str, str]:
    """Both without what both begin with, and end with: it is left as it is."""
    shorter = min(len(a), len(b))
    begin = end = 0
    while begin < shorter and a[begin] == b[begin]:
        begin += 1
    while end < shorter - begin and a[-1 - end] == b[-1 - end]:
        end += 1
    return a[begin : len(a) - end], b[begin : len(b) - end]


def within(a: str, b: str, limit: int) -> bool:
    """Whether `a` becomes `b` by at most `limit` insertions, deletions, changes or swaps of neighbours.

    Optimal string alignment distance (Damerau-Levenshtein in which no part is edited twice), by rows.
    """
    if abs(len(a) - len(b)) > limit:
        return False
    a, b = _different(a, b)
    if max(len(a), len(b)) <= limit:
        return True
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, last, row = row, before, [i]
        for j, y in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > limit and min(before) > limit:
            return False
    return row[-1] <= limit
