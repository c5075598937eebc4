"""Which lists of postings a slot of a query stands for: one form, a pattern, or words a few letters off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from searchkit.analysis import Slot
from searchkit.engines.whoosh.arrays import Ints
from searchkit.engines.whoosh.columns import decode
from searchkit.engines.whoosh.forms import FOLDED, WRITTEN, folded_key, stem_key, written_key
from searchkit.engines.whoosh.matchset import Check
from searchkit.engines.whoosh.segment import Segment
from searchkit.engines.whoosh.textfield import TextField
from searchkit.matching import pattern, within
from searchkit.query.nodes import Fuzzy, Phrase, Wildcard, Word

Leaf = Word | Wildcard | Fuzzy | Phrase


@dataclass(frozen=True, slots=True)
class Expansion:
    """The lists of a slot in one segment; `forms` names them where they come of a pattern or fuzzy word."""

    lists: tuple[int, ...]
    forms: tuple[str, ...] = ()


def expands(leaf: Leaf, slot: Slot) -> bool:
    """Whether a slot stands for as many words as fit it."""
    return slot.wild or isinstance(leaf, Fuzzy)


def slot_lists(leaf: Leaf, slot: Slot, segment: Segment, check: Check) -> Expansion:
    """What a slot of `leaf` stands for in a segment."""
    field = segment.text(leaf.field)
    match leaf:
        case Fuzzy():
            distance = leaf.distance
            return _scan(field, FOLDED, "", lambda form: within(slot.folded, form, distance), check)
        case Word(exact=False):
            found = (field.find(stem_key(slot.folded, language)) for language in segment.languages)
            return Expansion(tuple(number for number in found if number >= 0))
    as_written = leaf.exact and slot.written != slot.folded
    wanted = slot.written if as_written else slot.folded
    if slot.wild:
        begin = min((wanted.find(sign) for sign in "*?" if sign in wanted), default=len(wanted))
        return _scan(field, WRITTEN if as_written else FOLDED, wanted[:begin], pattern(wanted), check)
    number = field.find(written_key(wanted) if as_written else folded_key(wanted))
    return Expansion((number,) if number >= 0 else ())


def _scan(
    field: TextField, form: bytes, prefix: str, fits: Callable[[str], object], check: Check
) -> Expansion:
    """Entries of one form that begin with `prefix` and fit."""
    entries, lists = field.entries(form + prefix.encode("utf-8", "surrogatepass"))
    chosen: list[int] = []
    names: list[str] = []
    for i, entry in enumerate(entries):
        if i % 4096 == 0:
            check()
        name = decode(entry[1:])
        if fits(name):
            chosen.append(int(lists[i]))
            names.append(name)
    return Expansion(tuple(chosen), tuple(names))


def union_rows(field: TextField, lists: Sequence[int]) -> Ints:
    """Rows in which one of the lists has a posting, in order."""
    if len(lists) == 1:
        return field.postings(lists[0])[0]
    mask = np.zeros(field.rows.count, np.bool_)
    for number in lists:
        mask[field.postings(number)[0]] = True
    return np.flatnonzero(mask)
