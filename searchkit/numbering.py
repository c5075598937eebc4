"""Numbers for things in the order in which they come."""

from __future__ import annotations

from collections import defaultdict
from itertools import count
from typing import TypeVar

Key = TypeVar("Key")


def numbering(*first: Key) -> defaultdict[Key, int]:
    """A table that gives whatever it is asked for its number: `first` from 0 on, what is new the next one.

    Keys come into it by being asked for; nothing else may add to it.
    """
    numbers: defaultdict[Key, int] = defaultdict(count().__next__)
    for key in first:
        numbers[key]  # asking is adding
    return numbers
