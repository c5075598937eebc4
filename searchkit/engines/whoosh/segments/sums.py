"""How often a list occurs before some of its postings: sums of what their codes say, by groups of codes.

With them the occurrences of one posting are found among those of the list without adding up all before it.
"""

from __future__ import annotations

import numpy as np

from searchkit.engines.whoosh.arrays import Array, Ints, offsets
from searchkit.engines.whoosh.segments.lists import Lists

GROUP = 8  # codes whose occurrences are summed up: what fits into one number

_STEPS = np.arange(GROUP)
_FEW = 512  # places that are looked up group by group, by the fewest calls
_ONE, _ONES, _LAST = np.uint64(1), np.uint64(0x0101010101010101), np.uint64(56)  # to add a number's bytes


def before_groups(lists: Lists, number: int, codes: Array) -> Array:
    """Occurrences of a list before each group of its codes; kept for a while.

    Frequencies above OFTEN count OFTEN + 1, here and in a group.
    """
    sums = lists.sums.get(number)
    if sums is None:
        edges = np.arange(0, len(codes), GROUP)
        added = np.add.reduceat(lists.frequency_of.take(codes), edges, dtype=np.int64)
        sums = lists.sums.keep(number, offsets(added).astype(np.uint32))
    return sums


def before_in_group(lists: Lists, codes: Array, places: Ints) -> Ints:
    """Occurrences before these places of codes in their groups; of many a group is added up in one number."""
    first = places & -GROUP
    if len(places) <= _FEW:
        groups = codes.take(first[:, None] + _STEPS, mode="clip")
        here = lists.frequency_of.take(groups) * ((places - first)[:, None] > _STEPS)
        before: Ints = here.sum(1, np.int64)
        return before
    eights = np.ndarray(len(codes) - 7, "<u8", codes, strides=(1,))
    at = np.minimum(first, len(eights) - 1)
    numbers = eights[at] >> ((first - at) << 3).view(np.uint64)
    numbers &= (_ONE << ((places - first) << 3).view(np.uint64)) - _ONE  # code 0 occurs not once
    frequencies = lists.frequency_of.take(numbers.view(np.uint8)).view("<u8")
    frequencies *= _ONES
    frequencies >>= _LAST
    found: Ints = frequencies.view(np.int64)
    return found
