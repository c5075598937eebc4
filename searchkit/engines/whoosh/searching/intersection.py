"""Documents of one segment that hold all of some words: the rarest word first, the others looked up in it."""

from __future__ import annotations

from collections.abc import Sequence

from searchkit.engines.whoosh.arrays import Array, Ints, Mask
from searchkit.engines.whoosh.searching.opened import Opened
from searchkit.engines.whoosh.searching.pruning import Held
from searchkit.engines.whoosh.segments import bitmaps
from searchkit.engines.whoosh.segments.bitmaps import Bitmap
from searchkit.engines.whoosh.segments.postings import nonzero

Codes = dict[int, Array]  # by the place of the word in the query


def of_all(words: Sequence[Opened], few: Ints | None = None, among: Sequence[Bitmap] = ()) -> Held:
    """Documents (of a `few`, in order, where given) that hold all words and are in all of some bitmaps."""
    order = sorted(range(len(words)), key=lambda i: words[i].df)
    if few is not None:
        return _looked_up(words, order, bitmaps.within(few, among), {})
    rarest, *others = [words[i] for i in order]
    if not among and all(word.dense for word in words):  # a list that is made may be long and not dense
        return _of_all_dense(words)
    if rarest.long and (among or not all(word.dense for word in others)):
        return _in_all_bitmaps(words, rarest, among)
    if among:
        rows, places = rarest.postings.within(among)
        codes = rarest.postings.codes.take(places)
    else:
        rows = rarest.postings.rows()
        codes = rarest.postings.own_codes(rows)
    return _looked_up(words, order[1:], rows, {order[0]: codes})


def _looked_up(words: Sequence[Opened], order: Sequence[int], documents: Ints, codes: Codes) -> Held:
    """Of these documents those that hold words, looked up in this order; `codes` of the others are known."""
    present = None
    for i in order:
        if present is not None:
            some = nonzero(present)
            documents, codes = documents.take(some), {j: own.take(some) for j, own in codes.items()}
        present = words[i].codes_at(documents)
        codes = {**codes, i: present}
    mask = None if present is None else present != 0
    return Held(documents, [codes[i] for i in range(len(words))], mask)


def _in_all_bitmaps(words: Sequence[Opened], rarest: Opened, among: Sequence[Bitmap]) -> Held:
    """The same of long lists: the rows that those which are not dense have in common, and the rarest one."""
    listed = [word.bitmap for word in words if word is rarest or not word.dense]
    rows = bitmaps.rows(bitmaps.common([*listed, *among]))
    at, below = bitmaps.split(rows)
    codes = [word.codes_held(rows, at, below) for word in words]
    present: Mask | None = None
    for word, own in zip(words, codes, strict=True):
        if word.dense and word is not rarest:
            present = own != 0 if present is None else present & (own != 0)
    return Held(rows, codes, present)


def _of_all_dense(words: Sequence[Opened]) -> Held:
    codes = [word.postings.codes for word in words]
    present = codes[0] != 0
    for own in codes[1:]:
        present &= own != 0
    return Held(None, codes, present)
