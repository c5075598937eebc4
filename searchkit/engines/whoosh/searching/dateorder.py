"""The newest or oldest of the documents that hold words, without sorting all of them."""

from __future__ import annotations

import numpy as np

from searchkit.engines.whoosh.arrays import Array, Ints
from searchkit.engines.whoosh.searching.pruning import Held
from searchkit.engines.whoosh.segments.datecolumn import DateColumn
from searchkit.engines.whoosh.segments.postings import nonzero

_SAMPLE = 4096  # documents looked at for a first floor


def by_date(held: Held, dates: DateColumn, count: int, newest: bool) -> tuple[Held, Ints]:
    """The newest (oldest) documents that count, undated ones last, ties by document; keys to merge by."""
    keys = dates.ranks if held.documents is None else dates.ranks.take(held.documents)
    if not newest:
        keys = -keys  # unsigned: the first day is the greatest, no day stays 0
    if len(keys) > 2 * _SAMPLE:
        held = held.chosen(keys >= _floor(held, keys, count))
    else:
        held = held.chosen(None)
    assert held.documents is not None
    keys = dates.ranks.take(held.documents)
    held = held.take(greatest(keys if newest else -keys, count))
    assert held.documents is not None
    days = dates.first.take(dates.codes.take(held.documents))
    return held, -days if newest else np.where(days == 0, np.iinfo(np.int64).max, days)


def _floor(held: Held, keys: Array, count: int) -> int:
    """A key that at least `count` documents reach, by every so many of them; 0 if unknown."""
    every = slice(None, None, len(keys) // _SAMPLE)
    sample = keys[every]
    if held.present is not None:
        sample = sample[held.present[every]]
    return int(np.partition(sample, len(sample) - count)[-count]) if len(sample) >= count else 0


def greatest(keys: Array, count: int) -> Ints:
    """Places of the `count` greatest keys, greatest first; of equal ones those that stand first."""
    if len(keys) > count:
        edge = np.partition(keys, len(keys) - count)[-count]
        above = nonzero(keys > edge)
        places = np.concatenate([above, nonzero(keys == edge)[: count - len(above)]])
    else:
        places = np.arange(len(keys))
    return places.take((-keys.take(places).astype(np.int64)).argsort(kind="stable"))
