"""Who came last: events of an article in order, asked for the latest ones before a paragraph."""

from __future__ import annotations

import numpy as np

from searchkit.speech.news.batch import Ints
from searchkit.speech.news.groups import ranges

# Events looked through in one go, to bound memory in long articles.
_MOST = 1 << 20


class Events:
    """e events by row and turn: a person is named there, or likely to speak.

    first_row  by article: its first row;  article [r] by row;  persons how many there are
    """

    def __init__(self, row: Ints, person: Ints, turn: Ints, article: Ints, persons: int) -> None:
        order = np.lexsort((turn, row))
        self.row, self.person = row[order], person[order]
        self.persons = persons
        self._count = len(row)
        # Of each event the next one of the same person, and all of them by person.
        by_person = np.argsort(self.person, kind="stable")
        self._of_person = self.person[by_person] * (self._count + 1) + by_person
        self._next = np.full(self._count, self._count)
        same = self.person[by_person[1:]] == self.person[by_person[:-1]]
        self._next[by_person[:-1][same]] = by_person[1:][same]
        rows = np.arange(len(article))
        self.before = np.searchsorted(self.row, rows)  # events before each row
        opens = np.searchsorted(article, article)  # first row of each row's article
        self.begin = self.before[opens]

    def latest(self, row: Ints, person: Ints) -> Ints:
        """The last event of a person before a row; -1 for none."""
        before = self.before[row]
        key = person * (self._count + 1)
        at = np.searchsorted(self._of_person, key + before) - 1
        found = self._of_person[at] - key if self._count else at
        return np.where((at >= 0) & (found >= 0), found, -1)

    def rank(self, row: Ints, event: Ints, none: int) -> Ints:
        """How many other persons came between an event and a row; `none` for event -1."""
        first, last = event + 1, self.before[row]
        first = np.where(event < 0, last, first)
        size = np.cumsum(last - first)
        result = np.zeros(len(row), np.int64)
        start = 0
        while start < len(row):
            done = int(size[start - 1]) if start else 0
            end = max(start + 1, int(np.searchsorted(size, done + _MOST)))
            at, of = ranges(first[start:end], last[start:end])
            others = self._next[at] >= last[start:end][of]
            result[start:end] = np.bincount(of[others], minlength=end - start)
            start = end
        return np.where(event < 0, none, result)

    def recent(self, row: Ints, rows: int, most: int) -> tuple[Ints, Ints]:
        """The latest `most` persons of the `rows` rows before each row: places in `row`, persons."""
        last = self.before[row]
        earliest = np.maximum(self.begin[row], self.before[np.maximum(row - rows, 0)])
        at, of = ranges(earliest, last)
        final = self._next[at] >= last[of]
        at, of = at[final], of[final]
        behind = np.searchsorted(of, of, side="right") - np.arange(len(of))
        near = behind <= most
        return of[near], self.person[at[near]]
