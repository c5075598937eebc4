"""Which lists of a merged segment are stored, and how the others are made (`segments.derivation`).

A folded form belongs to the stems it belongs to in any of the segments; nothing is stemmed again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from searchkit.analysis.folding import fold
from searchkit.engines.whoosh.arrays import Array, Ints, Mask
from searchkit.engines.whoosh.files.strings import decode
from searchkit.engines.whoosh.segments.derivation import Derivation, in_order, made_of
from searchkit.engines.whoosh.segments.forms import FOLDED, STEM, WRITTEN, capitalised, written_key
from searchkit.engines.whoosh.segments.lists import Lists
from searchkit.engines.whoosh.segments.stream import Classes
from searchkit.engines.whoosh.segments.textfield import TextField


class Laid(NamedTuple):
    """The lists of a merged segment: the group of entries of each, and of each group the list (-1: gone)."""

    order: Ints
    number: Ints
    stored: int
    derivation: Derivation


class _Groups(NamedTuple):
    """Groups of entries that share a list: those of stems, and the entry of the folded form of each (-1)."""

    stem: Mask
    folded: Ints
    present: Mask


def lay_out(
    texts: Sequence[TextField],
    entries: Sequence[bytes],
    group: Ints,
    lists: Sequence[Ints],
    occurrences: Ints,
    classes: Classes,
) -> Laid:
    """Number the groups that occur: `group` is that of each entry, `lists` their lists by segment."""
    present = occurrences > 0
    groups = _groups(entries, group, present)
    word_class = _classes(entries, groups, classes)
    form, stem = _belongings([text.lists for text in texts], lists, groups)
    part_of = made_of(form, stem, word_class, occurrences, occurrences)
    part_of[groups.stem] = -1  # the form shares the stem's list
    plain, capital = _capitals(entries, group, groups)

    made = np.concatenate([np.flatnonzero(part_of >= 0), capital])
    is_made = np.zeros(len(present), np.bool_)
    is_made[made] = True
    kept = np.flatnonzero(present & ~is_made)
    number = np.full(len(present), -1, np.int64)
    number[kept] = np.arange(len(kept))
    source = np.concatenate([made[: len(made) - len(capital)], plain])  # whose class tells a made list
    parent = number[np.where(part_of[source] >= 0, part_of[source], source)]
    place, columns = in_order(parent, word_class[source], np.arange(len(made)) >= len(made) - len(capital))
    number[made] = len(kept) + place
    order = np.concatenate([kept, made[np.argsort(place)]])
    kin = np.flatnonzero(~is_made[form] & ~groups.stem[form])
    kin = kin[np.argsort(number[stem[kin]], kind="stable")]
    return Laid(order, number, len(kept), Derivation(*columns, number[form[kin]], number[stem[kin]]))


def _groups(entries: Sequence[bytes], group: Ints, present: Mask) -> _Groups:
    kind = np.array([entry[0] for entry in entries], np.uint8)
    stem = np.zeros(len(present), np.bool_)
    stem[group[kind == STEM[0]]] = True
    folded = np.full(len(present), -1, np.int64)
    forms = np.flatnonzero(kind == FOLDED[0])
    folded[group[forms]] = forms
    return _Groups(stem, folded, present)


def _classes(entries: Sequence[bytes], groups: _Groups, classes: Classes) -> Array:
    """Class of the folded form of each group; 0 where there is none."""
    found = np.zeros(len(groups.folded), np.uint8)
    some = np.flatnonzero(groups.folded >= 0)
    found[some] = [classes.of(entries[i][1:]) for i in groups.folded[some].tolist()]
    return found


def _belongings(segments: Sequence[Lists], lists: Sequence[Ints], groups: _Groups) -> tuple[Ints, Ints]:
    """All pairs of a group with a folded form, and the group of a stem that it belongs to in a segment."""
    pairs = [
        _pairs_of(segment, some, groups, np.flatnonzero((groups.folded >= 0) & groups.present & (some >= 0)))
        for segment, some in zip(segments, lists, strict=True)
    ]
    form, stem = (np.concatenate(column) for column in zip(*pairs, strict=True))
    some = groups.present[stem]
    pair = np.unique(form[some] * len(groups.present) + stem[some])
    return pair // max(1, len(groups.present)), pair % max(1, len(groups.present))


def _pairs_of(segment: Lists, lists: Ints, groups: _Groups, forms: Ints) -> tuple[Ints, Ints]:
    """The same, as one segment has them: made of the stem's list, sharing it, or noted as kin."""
    stem_of = np.full(len(segment.df), -1, np.int64)  # the group of the stem of each list
    stems = np.flatnonzero(groups.stem & (lists >= 0))
    stem_of[lists[stems]] = stems
    own = lists[forms]
    made = own >= segment.stored
    holding = own.copy()
    holding[made] = segment.derivation.parent.take(own[made] - segment.stored)
    stem = stem_of.take(holding)
    kin, kin_stem = segment.derivation.kin_list, segment.derivation.kin_stem
    form_of = np.full(len(segment.df), -1, np.int64)
    form_of[own] = forms
    found = stem >= 0
    noted = form_of.take(kin) >= 0
    return (
        np.concatenate([forms[found], form_of.take(kin[noted])]),
        np.concatenate([stem[found], stem_of.take(kin_stem[noted])]),
    )


def _capitals(entries: Sequence[bytes], group: Ints, groups: _Groups) -> tuple[Ints, Ints]:
    """Groups of folded forms, and of the same with a capital, where these have a list of their own.

    One that shares its stem's list is stored with it; the folded form may be made of that.
    """
    place = {entries[i]: i for i in range(len(entries)) if entries[i][:1] == WRITTEN}
    plain: list[int] = []
    capital: list[int] = []
    for number in np.flatnonzero((groups.folded >= 0) & groups.present).tolist():
        folded = decode(entries[groups.folded[number]][1:])
        written = place.get(written_key(capitalised(folded)))
        if written is not None and fold(capitalised(folded)) == folded:
            own = int(group[written])
            if own != number and groups.present[own] and not groups.stem[own]:
                plain.append(number)
                capital.append(own)
    return np.array(plain, np.int64), np.array(capital, np.int64)
