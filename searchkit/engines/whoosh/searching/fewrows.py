"""A phrase in a few rows, one after the other in plain Python: calls of numpy would cost more than the work.

The words of a row stand side by side in the stream, a byte each, so the phrase is a string of bytes that is
looked for in it.  Where a word stands beside another, the places it could begin at are tried one by one.
The rarest word may share its class with others: then its list says where it stands.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from searchkit.engines.whoosh.arrays import NONE, Ints
from searchkit.engines.whoosh.searching.phraseplan import Plan
from searchkit.engines.whoosh.segments.textfield import TextField

MOST = 24  # rows that are read one by one
MOST_LISTED = 8  # the same, where the places of the rarest word are read as well


def starts_in(text: TextField, plan: Plan, rows: Ints, places: Sequence[int] = ()) -> Ints:
    """First positions of the phrase, a simple one, in these rows, in order.

    All hold the rarest word, unless its class is its own; if it is not, `places` says where its codes stand.
    """
    postings = None if plan.rarest.exact else plan.rarest.postings
    begins = text.words.starts.take(rows)
    ends = begins + text.words.lengths.take(rows)
    beside = {i: _between(plan.words[i].beside, begins, ends) for i in plan.anywhere.loose}
    stream, pattern, first = text.words.stream.data, plan.pattern, plan.order[0]
    found: list[int] = []
    for number, (begin, end) in enumerate(zip(begins.tolist(), ends.tolist(), strict=True)):
        row = bytes(stream[begin:end])
        starts = _places_of(pattern, row) if pattern in row else []
        if beside:
            here = {i: spots[number] for i, spots in beside.items() if spots[number]}
            starts = _with_beside(plan, row, here, begin, starts) if here else starts
        if starts and postings is not None:
            stands = postings.offsets_at(places[number])
            starts = [start for start in starts if start + first in stands]
        found += [begin + start for start in starts]
    return np.array(found, np.int64) if found else NONE


def _between(positions: Ints, begins: Ints, ends: Ints) -> list[Sequence[int]]:
    """Those of these positions (in order) that lie in each row."""
    lows, highs = positions.searchsorted(begins).tolist(), positions.searchsorted(ends).tolist()
    return [positions[low:high].tolist() if low < high else () for low, high in zip(lows, highs, strict=True)]


def _places_of(pattern: bytes, row: bytes) -> list[int]:
    """Where a string of bytes begins in another, overlaps too."""
    found: list[int] = []
    at = row.find(pattern)
    while at >= 0:
        found.append(at)
        at = row.find(pattern, at + 1)
    return found


def _with_beside(
    plan: Plan, row: bytes, beside: dict[int, Sequence[int]], begin: int, starts: list[int]
) -> list[int]:
    """All starts in a row, in order, some words standing at these positions beside others."""
    stands = {i: {position - begin for position in positions} for i, positions in beside.items()}
    tried = {place - i for i, places in stands.items() for place in places}
    fitting = {
        start
        for start in tried
        if 0 <= start <= len(row) - len(plan.pattern)
        and all(
            row[start + i] == word or start + i in stands.get(i, ()) for i, word in enumerate(plan.pattern)
        )
    }
    return sorted(fitting.union(starts))
