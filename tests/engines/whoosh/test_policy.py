"""Which segments are merged, and when."""

from __future__ import annotations

import random

from searchkit.engines.whoosh.files.toc import Entry
from searchkit.engines.whoosh.writing.policy import FACTOR, choose


def committed(entries: list[Entry], documents: int) -> tuple[list[Entry], int]:
    """The segments after a commit of so many documents, and how many documents its merges wrote."""
    entries = [*entries, Entry("new", 1, documents)]
    written = 0
    while True:
        begin, end = choose(entries, 1)
        if begin == end:
            return entries, written
        total = sum(entry.documents for entry in entries[begin:end])
        entries[begin:end] = [Entry("merged", 1, total)]
        written += total


def test_articles_added_to_a_large_index_do_not_rewrite_it() -> None:
    entries = [Entry("large", 1, 1_000_000)]
    for _ in range(200):
        entries, written = committed(entries, 5)
        assert written < 5 * 200
    assert len(entries) < 2 * FACTOR


def test_many_commits_of_any_size_leave_few_segments_and_rewrite_little() -> None:
    chance = random.Random(7)
    entries: list[Entry] = []
    added = rewritten = most = 0
    for _ in range(3_000):
        documents = int(10 ** chance.uniform(0, 4))
        entries, written = committed(entries, documents)
        added, rewritten, most = added + documents, rewritten + written, max(most, len(entries))
    assert sum(entry.documents for entry in entries) == added
    assert most < 4 * FACTOR
    assert rewritten < 8 * added


def test_a_segment_that_is_half_deleted_is_rewritten_alone() -> None:
    entries = [Entry("a", 1, 100), Entry("b", 1, 100, "b.del", 51), Entry("c", 1, 100)]
    assert choose(entries, 1) == (1, 2)
