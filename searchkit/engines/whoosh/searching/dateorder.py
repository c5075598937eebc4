"""The newest or oldest of the documents that hold words, without sorting all of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from searchkit.engines.whoosh.arrays import Array, Ints, greatest
from searchkit.engines.whoosh.searching.opened import Opened
from searchkit.engines.whoosh.searching.pruning import Held
from searchkit.engines.whoosh.segments import bitmaps
from searchkit.engines.whoosh.segments.bitmaps import Bitmap
from searchkit.engines.whoosh.segments.datecolumn import DateColumn

_LIKELY = 4  # times as many documents are looked at as should hold enough
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
    return held, _merged_by(dates, held.documents, newest)


def foremost(
    words: Sequence[Opened], among: Sequence[Bitmap], dates: DateColumn, count: int, newest: bool
) -> tuple[int, Held, Ints] | None:
    """How many documents hold all words and are in all of some bitmaps, and what `by_date` gives of these.

    Found among the newest (oldest) of all documents; None where not enough of these are such.
    """
    if not all(word.long for word in words):
        return None
    lists = [*[word.bitmap for word in words], *among]
    documents = dates.foremost(newest)
    if len(lists) == 1:  # some of these will do
        documents = documents[: _LIKELY * count * words[0].scale.lists.rows // words[0].df]
    some = bitmaps.held(documents, lists).nonzero()[0][:count]
    if len(some) < count:
        return None
    total = words[0].df if len(lists) == 1 else bitmaps.total(bitmaps.common(lists))
    documents = documents.take(some)
    held = Held(documents, [word.codes_at(documents) for word in words])
    return total, held, _merged_by(dates, documents, newest)


def _merged_by(dates: DateColumn, documents: Ints, newest: bool) -> Ints:
    """Keys of documents, by which those of several segments are put in order."""
    days = dates.first.take(dates.codes.take(documents))
    return -days if newest else np.where(days == 0, np.iinfo(np.int64).max, days)


def _floor(held: Held, keys: Array, count: int) -> int:
    """A key that at least `count` documents reach, by every so many of them; 0 if unknown."""
    every = slice(None, None, len(keys) // _SAMPLE)
    sample = keys[every]
    if held.present is not None:
        sample = sample[held.present[every]]
    return int(np.partition(sample, len(sample) - count)[-count]) if len(sample) >= count else 0
