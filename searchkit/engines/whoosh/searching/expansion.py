"""Which lists of postings a slot of a query stands for: one form, a pattern, or words a few letters off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import compress
from typing import NamedTuple

import numpy as np

from searchkit.analysis import Slot
from searchkit.engines.whoosh.arrays import Array, Ints, Mask, distinct
from searchkit.engines.whoosh.files.strings import decode, encode
from searchkit.engines.whoosh.searching.matchset import Check
from searchkit.engines.whoosh.segments.forms import FOLDED, WRITTEN, folded_key, stem_key, written_key
from searchkit.engines.whoosh.segments.fuzzy import kept
from searchkit.engines.whoosh.segments.gathering import rows_of
from searchkit.engines.whoosh.segments.postings import Postings, nonzero
from searchkit.engines.whoosh.segments.segment import Segment
from searchkit.engines.whoosh.segments.textfield import TextField
from searchkit.matching import Leaf, pattern, within
from searchkit.query.nodes import Fuzzy, Word

_SCATTERED = 8  # below one row in so many sorting is cheaper than marking them and looking for the marks
_COUNTED = 16  # and below one in so many it is cheaper than marking and counting
_BEGINNING = 1 << 12  # rows that are looked through for the first of many


class Expansion(NamedTuple):
    """The lists of a slot in one segment; `forms` names them where they come of a pattern or fuzzy word."""

    lists: tuple[int, ...]
    forms: tuple[str, ...] = ()


Resolve = Callable[[Leaf, Slot], Expansion]  # what a slot of a leaf stands for in a segment


def slot_lists(leaf: Leaf, slot: Slot, segment: Segment, check: Check) -> Expansion:
    """What a slot of `leaf` stands for in a segment."""
    field = segment.text(leaf.field)
    match leaf:
        case Fuzzy():
            return _near(field, slot.folded, leaf.distance, check)
        case Word(exact=False):
            found = (field.find(stem_key(slot.folded, language)) for language in segment.languages)
            return Expansion(tuple(number for number in found if number >= 0))
    as_written = leaf.exact and slot.written != slot.folded
    wanted = slot.written if as_written else slot.folded
    if slot.wild:
        begin = min((wanted.find(sign) for sign in "*?" if sign in wanted), default=len(wanted))
        return _fitting(field, WRITTEN if as_written else FOLDED, wanted, begin, check)
    number = field.find(written_key(wanted) if as_written else folded_key(wanted))
    return Expansion((number,) if number >= 0 else ())


def _fitting(field: TextField, form: bytes, wanted: str, begin: int, check: Check) -> Expansion:
    """Entries of one form that fit a pattern whose first sign stands at `begin`."""
    entries, lists = field.entries(form + encode(wanted[:begin]))
    if wanted[begin:] == "*":
        return Expansion(tuple(lists.tolist()), tuple(decode(entry[1:]) for entry in entries))
    return _chosen(entries, lists, pattern(wanted), check)


def _near(field: TextField, word: str, distance: int, check: Check) -> Expansion:
    """Folded forms at most so many letters off."""
    places = field.folded_near(word, distance)
    entries, lists = field.lexicon.several(places), field.list_numbers.take(places)
    if distance == 1:
        beginning, end = kept(word)
        same = [entry.startswith(beginning, 1) or entry.endswith(end) for entry in entries]
        entries, lists = list(compress(entries, same)), lists[same]
    return _chosen(entries, lists, lambda form: within(word, form, distance), check)


def _chosen(entries: Sequence[bytes], lists: Array, fits: Callable[[str], object], check: Check) -> Expansion:
    """Those of the entries that fit."""
    chosen: list[int] = []
    names: list[str] = []
    for i, (entry, number) in enumerate(zip(entries, lists.tolist(), strict=True)):
        if i % 4096 == 0:
            check()
        name = decode(entry[1:])
        if fits(name):
            chosen.append(number)
            names.append(name)
    return Expansion(tuple(chosen), tuple(names))


def union_rows(field: TextField, lists: tuple[int, ...]) -> Ints:
    """Rows in which one of the lists has a posting, in order."""
    if len(lists) == 1:
        return Postings(field.lists, lists[0]).rows()
    rows = rows_of(field.lists, lists)
    if len(rows) * _SCATTERED < field.rows.count:
        rows.sort()
        return distinct(rows).astype(np.int64)  # narrow numbers are sorted in half the time
    return nonzero(_marked(field, rows))


def first_of_union(field: TextField, lists: tuple[int, ...], count: int) -> tuple[int, Ints]:
    """How many rows have a posting in one of the lists, and the first `count` of them."""
    if len(lists) == 1:
        only = Postings(field.lists, lists[0])
        return only.df, only.rows()[:count]
    rows = rows_of(field.lists, lists)
    if len(rows) * _COUNTED < field.rows.count:
        rows.sort()
        again = int(np.count_nonzero(rows[1:] == rows[:-1]))
        return len(rows) - again, distinct(rows[: count + again])[:count].astype(np.int64)
    marked = _marked(field, rows)
    beginning, first = _BEGINNING, nonzero(marked[:_BEGINNING])
    while len(first) < count and beginning < len(marked):
        beginning *= 8
        first = nonzero(marked[:beginning])
    return int(np.count_nonzero(marked)), first[:count]


def _marked(field: TextField, rows: Array) -> Mask:
    mask = np.zeros(field.rows.count, np.bool_)
    mask[rows] = True
    return mask
