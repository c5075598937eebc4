"""Lists of postings that are not stored, because another list and the stream of words tell them.

Nearly every folded form is inflected in one language only: its occurrences are those of its stem whose word
has its class in the stream, and need not be kept again.  Where two inflections of a stem share a class, both
are stored.  Written forms that differ from their folded form only by a capital are told by a bit a position.
What stands beside the words (`Words.beside`) is kept for all lists alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from searchkit.engines.whoosh.arrays import Array, Ints, Mask, narrow, offsets
from searchkit.engines.whoosh.files.container import Container
from searchkit.engines.whoosh.segments.columns import Arrays

_COMMON = 1 << 13  # a stem that occurs so often is common,
_RARE = 16  # and a form of it rare that occurs so many times less


class Form(NamedTuple):
    """How one list is made: those words of list `parent` that have this class, and a capital if asked."""

    parent: int
    word_class: int
    capital: bool


@dataclass(frozen=True)
class Derivation:
    """The lists that are made, numbered behind those that are stored, in order of their parents.

    parent, word_class, capital   of each made list; parents are stored lists
    kin_list, kin_stem            all pairs of a stored list of a folded form and a stem list that holds it,
                                  in order of the stem lists
    """

    parent: Ints
    word_class: Array
    capital: Array
    kin_list: Ints
    kin_stem: Ints

    def arrays(self, name: str) -> Arrays:
        """The columns as they are stored."""
        return {
            f"{name}.derived_parent": narrow(self.parent),
            f"{name}.derived_class": self.word_class.astype(np.uint8),
            f"{name}.derived_capital": self.capital.astype(np.uint8),
            f"{name}.kin_list": narrow(self.kin_list),
            f"{name}.kin_stem": narrow(self.kin_stem),
        }

    @staticmethod
    def of(container: Container, name: str) -> Derivation:
        """That of a text field of an opened segment."""
        parent, kin_list, kin_stem = (
            container.array(f"{name}.{part}").astype(np.int64)
            for part in ("derived_parent", "kin_list", "kin_stem")
        )
        word_class, capital = (container.array(f"{name}.derived_{part}") for part in ("class", "capital"))
        return Derivation(parent, word_class, capital, kin_list, kin_stem)

    @cached_property
    def _plain(self) -> Ints:
        """Folded forms before each made list."""
        return offsets(self.capital == 0)

    def made_forms(self, stems: Ints) -> Ints:
        """How many folded forms are made of each of these stems' lists."""
        low, high = (self._plain.take(self.parent.searchsorted(stems, side)) for side in ("left", "right"))
        return high - low

    def has_all_kin(self, stems: Ints, lists: Ints) -> Mask:
        """Whether the stored lists of forms of each of these stems are all among some lists."""
        missing = offsets(np.isin(self.kin_list, lists, invert=True))
        low, high = (missing.take(self.kin_stem.searchsorted(stems, side)) for side in ("left", "right"))
        found: Mask = low == high
        return found

    def kin(self, stem: int) -> list[int]:
        """The stored lists of forms of a stem."""
        low, high = self.kin_stem.searchsorted([stem, stem + 1]).tolist()
        lists: list[int] = self.kin_list[low:high].tolist()
        return lists

    def __len__(self) -> int:
        return len(self.parent)

    def form(self, place: int) -> Form:
        """How the list at this place among the made ones is made."""
        return Form(int(self.parent[place]), int(self.word_class[place]), bool(self.capital[place]))


def made_of(form: Ints, stem: Ints, word_class: Array, occurrences: Ints, of_stem: Ints) -> Ints:
    """Of each form the stem whose list its own is made of; -1: it is stored.

    `form` and `stem` are all pairs of a form and a stem it belongs to; `word_class` and `occurrences` are
    those of each form, `of_stem` how often each stem occurs.  A form is made where it has no other stem, its
    class is its own among the forms of the stem, and it is not so rare a form of a common stem that finding
    it there would take long, while keeping it costs little.
    """
    _, cell, held = np.unique(stem << 8 | word_class.take(form), return_inverse=True, return_counts=True)
    alone = (np.bincount(form, minlength=len(occurrences)).take(form) == 1) & (held.take(cell) == 1)
    size = of_stem.take(stem)
    alone &= (size < _COMMON) | (occurrences.take(form) * _RARE >= size)
    found = np.full(len(occurrences), -1, np.int64)
    found[form[alone]] = stem[alone]
    return found


def in_order(parent: Ints, word_class: Array, capital: Mask) -> tuple[Ints, tuple[Ints, Array, Mask]]:
    """Places of made lists when they stand in order of their parents, and their columns in that order."""
    order = np.argsort(parent, kind="stable")
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    return place, (parent[order], word_class[order], capital[order])
