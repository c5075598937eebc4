"""Small operations on numbered groups and ragged ranges, which numpy has no name for."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from searchkit.speech.news.batch import Bools, Ints

Reals = npt.NDArray[np.float64]


def ranges(first: Ints, last: Ints) -> tuple[Ints, Ints]:
    """All numbers of the ranges [first, last), one range behind the other, and which range each is of."""
    sizes = np.maximum(last - first, 0)
    of = np.repeat(np.arange(len(sizes)), sizes)
    behind = np.cumsum(sizes)
    return np.arange(len(of)) + (first - behind + sizes)[of], of


def places(keys: Ints, wanted: Ints) -> Ints:
    """Where each wanted key stands among rising keys; -1 where it does not."""
    if not len(keys):
        return np.full(len(wanted), -1)
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[at] == wanted, at, -1)


def pick(values: npt.NDArray[Any], at: Ints, default: float) -> npt.NDArray[Any]:
    """The values at these places, `default` where the place is -1."""
    if not len(values):
        return np.full(len(at), default, values.dtype)
    return np.where(at >= 0, values[at], default)


def distinct(keys: Ints) -> Ints:
    """The keys, rising, each once. (`np.unique` loads masked arrays, which cost more than all the rest.)"""
    rising = np.sort(keys)
    return rising[begins(rising)]


def begins(keys: Ints) -> Ints:
    """Where each run of equal keys begins."""
    return np.flatnonzero(np.concatenate([np.ones(min(len(keys), 1), bool), keys[1:] != keys[:-1]]))


def largest(values: npt.NDArray[np.float32], first: Ints, last: Ints) -> npt.NDArray[np.float32]:
    """The largest of values[first:last] for each range, 0 for an empty one. Quick where ranges rise."""
    edges = np.minimum(np.stack([first, last], 1).ravel(), len(values) - 1)
    found = np.maximum.reduceat(values, edges)[::2]
    found = np.maximum(found, np.where(last == len(values), values[-1], 0))
    return np.where(first < last, found, np.float32(0))


class Leaders(NamedTuple):
    """Of each of n groups the member with the largest value, that value, and the next one.

    first -1, best and second 0 where there is none.
    """

    first: Ints
    best: Reals
    second: Reals

    def of_others(self, group: Ints, member: Ints) -> Reals:
        """The largest value of anybody else in a group; group -1 is an empty one."""
        mine = self.first[group] == member
        found: Reals = np.where(group < 0, 0.0, np.where(mine, self.second[group], self.best[group]))
        return found


def leaders(group: Ints, member: Ints, value: Reals, turn: Ints, count: int) -> Leaders:
    """The leaders of `count` groups. `turn` decides between equal values: the smaller leads."""
    order = np.lexsort((turn, -value, group))
    group, member, value = group[order], member[order], value[order]
    at = begins(group)
    first, best, second = np.full(count, -1), np.zeros(count), np.zeros(count)
    first[group[at]], best[group[at]] = member[at], value[at]
    following = at + 1
    some = following < len(group)
    some[some] = group[following[some]] == group[at[some]]
    second[group[at[some]]] = value[following[some]]
    return Leaders(first, best, second)


def count_of(group: Ints, chosen: Bools, count: int) -> Ints:
    """How many of each group are chosen."""
    return np.bincount(group[chosen], minlength=count)
