"""Small operations on arrays that every room of the engine needs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

NONE: Ints = np.zeros(0, np.int64)


def offsets(counts: npt.ArrayLike) -> Ints:
    """Where each group begins, and at the end where the last one ends."""
    given = np.asarray(counts, np.int64)
    found = np.zeros(len(given) + 1, np.int64)
    np.cumsum(given, out=found[1:])
    return found


def steps(edges: Array) -> Ints:
    """How far each edge is from the next."""
    wide = edges.astype(np.int64)
    distances: Ints = wide[1:] - wide[:-1]
    return distances


def ragged(starts: Ints, counts: Ints) -> Ints:
    """The numbers starts[i] ... starts[i] + counts[i] - 1, for every i in turn."""
    ends: Ints = counts.cumsum()
    numbers = np.arange(int(ends[-1]) if len(ends) else 0)
    numbers += (starts - (ends - counts)).repeat(counts)
    return numbers


def narrow(values: Array) -> Array:
    """The same non-negative numbers in the smallest unsigned type that holds them."""
    return values.astype(narrowest(int(values.max(initial=0))))


def narrowest(largest: int) -> npt.DTypeLike:
    """The smallest unsigned type that holds `largest`."""
    for kind in (np.uint8, np.uint16, np.uint32):
        if largest <= np.iinfo(kind).max:
            return kind
    return np.int64


def joined(arrays: Iterable[Array], dtype: npt.DTypeLike = np.int64) -> Array:
    """All of them in one; empty of `dtype` if there are none."""
    some = list(arrays)
    return np.concatenate(some) if some else np.zeros(0, dtype)


def distinct(values: Array) -> Array:
    """Sorted values without repetitions, of values that are sorted already."""
    if len(values) < 2:
        return values
    new = np.empty(len(values), np.bool_)
    new[0] = True
    np.not_equal(values[1:], values[:-1], out=new[1:])
    return values[new]


def greatest(keys: Array, count: int) -> Ints:
    """Places of the `count` greatest keys, greatest first; of equal ones those that stand first."""
    if len(keys) > count:
        edge = np.partition(keys, len(keys) - count)[-count]
        above = (keys > edge).nonzero()[0]
        places = np.concatenate([above, (keys == edge).nonzero()[0][: count - len(above)]])
    else:
        places = np.arange(len(keys))
    return places.take((-keys.take(places).astype(np.int64)).argsort(kind="stable"))


def locate(sorted_values: Array, wanted: Array) -> tuple[Ints, Mask]:
    """Where each wanted value stands in sorted values (some place if it does not), and whether it does."""
    if not len(sorted_values):
        return np.zeros(len(wanted), np.int64), np.zeros(len(wanted), np.bool_)
    at = sorted_values.searchsorted(wanted)
    np.minimum(at, len(sorted_values) - 1, out=at)
    return at, sorted_values.take(at) == wanted


def row_starts(lengths: Ints) -> Ints:
    """First position of each row, and behind the last one."""
    return offsets(lengths + 1)
