"""The persons of a batch of articles under one numbering, with their families."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from searchkit.speech.news.batch import Bools, Floats, Ints
from searchkit.speech.news.groups import begins, ranges
from searchkit.speech.people.roster import Roster

_GENDER = {"m": 0.0, "f": 1.0}
_UNKNOWN = 2.0


@dataclass(frozen=True, slots=True)
class Cast:
    """g persons: those of an article are [base[a], base[a + 1]), in the order of its names.

    gender   [g] 0 he, 1 she, 2 unknown;  full [g] more than one word is known of the name
    family   [g] number of all those of an article with one surname
    begin, size  by family: its members are members[begin : begin + size]
    """

    base: Ints
    gender: Floats
    full: Bools
    family: Ints
    begin: Ints
    size: Ints
    members: Ints

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.family)

    def kin(self, person: Ints) -> tuple[Ints, Ints]:
        """The others of the same surname of each person, and the place of that person in `person`."""
        family = self.family[person]
        at, of = ranges(self.begin[family], self.begin[family] + self.size[family])
        other = self.members[at]
        apart = other != person[of]
        return other[apart], of[apart]


def assemble(rosters: Sequence[Roster], names: Sequence[Sequence[str]]) -> Cast:
    """The persons of these articles. `names` are each article's, in the order that numbers them."""
    gender: list[float] = []
    full: list[bool] = []
    family: list[int] = []
    families: dict[tuple[int, str], int] = {}
    for article, (roster, people) in enumerate(zip(rosters, names, strict=True)):
        for name in people:
            surname = name.rsplit(" ", 1)[-1]
            gender.append(_GENDER.get(roster.gender.get(name, ""), _UNKNOWN))
            full.append(len(surname) < len(name))
            family.append(families.setdefault((article, surname.lower()), len(families)))
    number = np.array(family, np.int64)
    members = np.argsort(number, kind="stable")
    return Cast(
        base=np.cumsum([0, *map(len, names)]),
        gender=np.array(gender, np.float32),
        full=np.array(full, bool),
        family=number,
        begin=begins(number[members]),
        size=np.bincount(number),
        members=members,
    )
