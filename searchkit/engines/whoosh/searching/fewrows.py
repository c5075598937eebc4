"""A phrase in a few rows, in plain Python: calls of numpy would cost more than the work.

The words of a row stand side by side in the stream, a byte each, with 0 behind the last.  So the rows are put
one behind the other, and the phrase is a string of bytes that is looked for in all of them at once.  Where a
word also stands beside others, their classes count as its own at first, and what is found is looked at again.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import TypeAlias

from searchkit.engines.whoosh.arrays import Ints
from searchkit.engines.whoosh.searching.phraseplan import Plan
from searchkit.engines.whoosh.segments.textfield import TextField

MOST = 64  # rows that are read this way

Place: TypeAlias = tuple[int, int, int]  # where a phrase begins: row, its first position, offset in the row


def places_in(text: TextField, plan: Plan, rows: Ints) -> list[Place]:
    """Where the stream, or what stands beside it, has the phrase in these rows, in order.

    Words that share their classes with others may not stand there.
    """
    starts, stream = text.words.starts.data, text.words.stream.data
    runs = _runs(rows.tolist())
    pieces: list[memoryview] = []
    for first, behind in runs:
        pieces.append(stream[starts[first] : starts[behind]])
    read = b"".join(pieces)
    found = _all(plan.sought, read.translate(plan.alike) if plan.alike else read)
    if not found:
        return []
    edges = list(accumulate(map(len, pieces), initial=0))
    places: list[Place] = []
    for at in found:
        number = bisect_right(edges, at) - 1
        first, behind = runs[number]
        position = starts[first] + at - edges[number]
        if not plan.alike or read.startswith(plan.pattern, at) or _stands(plan, read, at, position):
            row = bisect_right(starts, position, first, behind) - 1
            places.append((row, starts[row], position - starts[row]))
    return places


def _runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Ranges [first, behind) of rows that stand side by side: those of a speaker mostly do."""
    runs: list[tuple[int, int]] = []
    first = behind = -1
    for row in rows:
        if row != behind:
            runs.append((first, behind))
            first = row
        behind = row + 1
    runs.append((first, behind))
    return runs[1:]


def _all(pattern: bytes, read: bytes) -> list[int]:
    """Where a string of bytes begins in another, overlaps too."""
    found: list[int] = []
    at = read.find(pattern)
    while at >= 0:
        found.append(at)
        at = read.find(pattern, at + 1)
    return found


def _stands(plan: Plan, read: bytes, at: int, start: int) -> bool:
    """Whether the phrase begins at a position: each word has its class there, or stands beside another."""
    return all(
        read[at + i] == word_class or plan.words[i].stands_beside(start + i)
        for i, word_class in enumerate(plan.pattern)
    )
