"""Which segments to merge: neighbours of one size, so that few segments stay and order is kept.

Segments are in levels of a factor of eight.  Eight neighbours at or below a level are merged into one of the
next, so every document is rewritten about once a level; above the lowest never for fewer others than itself
has: a few articles added to a million paragraphs are merged among themselves.  A segment that is half deleted
is rewritten alone.
Only neighbours are merged: documents stay in the order in which they were added.  Segments of one batch are
merged at its commit: a collection that was indexed at once is one segment, and fast from the start.
"""

from __future__ import annotations

from collections.abc import Sequence

from searchkit.engines.whoosh.files.toc import Entry

FACTOR = 8
SMALLEST = 1024  # documents of the lowest level
LARGEST = 8_000_000  # documents of a merged segment at most


def choose(entries: Sequence[Entry], new: int) -> tuple[int, int]:
    """The next segments [begin, end) to merge; begin == end: none. The last `new` are of one batch."""
    if new > 1 and sum(entry.documents for entry in entries[-new:]) <= LARGEST:
        return len(entries) - new, len(entries)
    for place, entry in enumerate(entries):
        if entry.deleted * 2 > entry.documents:
            return place, place + 1
    level = SMALLEST
    while level < LARGEST:
        for begin, end in _runs(entries, level):
            sizes = [entry.documents - entry.deleted for entry in entries[begin:end]]
            worth = level == SMALLEST or 2 * max(sizes, default=0) <= sum(sizes)
            if len(sizes) >= FACTOR and worth and sum(sizes) <= LARGEST:
                return begin, end
        level *= FACTOR
    return 0, 0


def _runs(entries: Sequence[Entry], level: int) -> list[tuple[int, int]]:
    """Neighbours that all have at most `level` documents."""
    runs: list[tuple[int, int]] = []
    begin = 0
    for place, entry in enumerate(entries):
        if entry.documents > level:
            runs.append((begin, place))
            begin = place + 1
    runs.append((begin, len(entries)))
    return runs
