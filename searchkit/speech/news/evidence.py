"""What the spots of a paragraph say for each person: names that look like sources, and pronouns."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from searchkit.speech.news.batch import Batch, Bools, Floats, Ints
from searchkit.speech.news.cast import Cast
from searchkit.speech.news.groups import Reals, begins, distinct, places
from searchkit.speech.news.resolution import Readings
from searchkit.speech.news.spots import Spots
from searchkit.speech.people.roster import FORMS

_FULL = FORMS.index("full")
_GIVEN = FORMS.index("given")
# Evidence weaker than this is none.
LEAST = 0.02


class Evidence(NamedTuple):
    """k pairs of a row and a person for whom something stands there, by rising key.

    key             row * number of persons + person
    turn            rises in the order in which the paragraph speaks of them
    best, spot      strongest name (-1: none) and its spot (-1)
    second, total   strength of the second name, and of all
    times, quoted   mentions outside and inside quotation marks
    full, alias     the full name stands here; only a namesake's surname does
    pronoun...      the same of pronouns and role nouns that may mean the person
    strength        the chance that the person is a source here, by the better kind of evidence
    """

    key: Ints
    row: Ints
    person: Ints
    turn: Ints
    best: Reals
    spot: Ints
    second: Reals
    total: Reals
    times: Ints
    quoted: Ints
    full: Bools
    alias: Bools
    pronoun: Reals
    pronoun_spot: Ints
    pronoun_source: Reals
    pronoun_share: Reals
    pronoun_total: Reals
    strength: Reals


class _Strongest(NamedTuple):
    """By rising key: the strongest of what has that key (`at`), the second, the sum, how many."""

    key: Ints
    at: Ints
    best: Reals
    second: Reals
    total: Reals
    times: Ints


class _ByPronoun(NamedTuple):
    """What pronouns and role nouns say for each of the k pairs."""

    chance: Reals
    spot: Ints
    source: Reals
    share: Reals
    total: Reals

    @classmethod
    def none(cls, size: int) -> _ByPronoun:
        """Nothing said for any of `size` pairs."""
        return cls(np.zeros(size), np.full(size, -1), np.zeros(size), np.zeros(size), np.zeros(size))

    def put(
        self, at: Ints, strongest: _Strongest, reading: Ints, readings: Readings, chance: Reals, share: Floats
    ) -> None:
        """Note the strongest readings of the pairs `at`; `chance` is that of spots, `share` of readings."""
        spot = readings.spot[reading]
        self.chance[at], self.total[at] = strongest.best, strongest.total
        self.spot[at], self.source[at], self.share[at] = spot, chance[spot], share[reading]


def _strongest(key: Ints, chance: Reals) -> _Strongest:
    """Of equal ones the first is the strongest."""
    order = np.lexsort((-chance, key))
    key, chance = key[order], chance[order]
    first = begins(key)
    last = np.append(first[1:], len(key))
    second = np.where(last - first > 1, chance[np.minimum(first + 1, len(key) - 1)], 0.0)
    total = np.add.reduceat(chance, first) if len(key) else chance
    return _Strongest(key[first], order[first], chance[first], second, total, last - first)


def collect(
    batch: Batch, spots: Spots, source: Floats, readings: Readings, share: Floats, cast: Cast
) -> Evidence:
    """The evidence of a batch. `source` [m] and `share` are the chances of spots and readings."""
    chance = source.astype(np.float64)
    of_article = cast.base[batch.article[spots.row]]
    own_key = spots.row * cast.count + of_article + spots.person
    named = np.flatnonzero((spots.person >= 0) & ~spots.quoted)
    quoted = np.flatnonzero((spots.person >= 0) & spots.quoted)
    meant = chance[readings.spot] * share.astype(np.float64)
    read = np.flatnonzero(meant >= LEAST)
    at_spot = readings.spot[read]
    read_key = spots.row[at_spot] * cast.count + of_article[at_spot] + readings.person[read]

    names = _strongest(own_key[named], chance[named])
    name_spot = named[names.at]
    alias_key, alias_at = _namesakes(names.key, name_spot, spots, cast)
    key = distinct(np.concatenate([own_key[named], own_key[quoted], read_key, alias_key]))
    size = len(key)
    turn = np.full(size, np.iinfo(np.int64).max)
    seen = np.concatenate([named, quoted, len(chance) + read])
    seen_key = np.concatenate([own_key[named], own_key[quoted], read_key])
    np.minimum.at(turn, places(key, seen_key), seen)

    at = places(key, names.key)
    best, spot, second, total = np.full(size, -1.0), np.full(size, -1), np.zeros(size), np.zeros(size)
    times, full, alias = np.zeros(size, np.int64), np.zeros(size, bool), np.zeros(size, bool)
    best[at], spot[at], second[at], total[at], times[at] = (
        names.best, name_spot, names.second, names.total, names.times,
    )  # fmt: skip
    full[places(key, own_key[named[spots.kind[named] == _FULL]])] = True
    at = places(key, alias_key)
    best[at], spot[at], alias[at] = names.best[alias_at], name_spot[alias_at], True

    pronouns = _strongest(read_key, meant[read])
    by_pronoun = _ByPronoun.none(size)
    by_pronoun.put(places(key, pronouns.key), pronouns, read[pronouns.at], readings, chance, share)
    return Evidence(
        key=key,
        row=key // max(cast.count, 1),
        person=key % max(cast.count, 1),
        turn=turn,
        best=best,
        spot=spot,
        second=second,
        total=total,
        times=times,
        quoted=np.bincount(places(key, own_key[quoted]), minlength=size),
        full=full,
        alias=alias,
        pronoun=by_pronoun.chance,
        pronoun_spot=by_pronoun.spot,
        pronoun_source=by_pronoun.source,
        pronoun_share=by_pronoun.share,
        pronoun_total=by_pronoun.total,
        strength=np.maximum(np.maximum(best, by_pronoun.chance), 0.0),
    )


def _namesakes(key: Ints, spot: Ints, spots: Spots, cast: Cast) -> tuple[Ints, Ints]:
    """Let a bare surname speak for every person of that surname who is not named in the row.

    Keys of those persons, and whose name (place in `key`) it is: the first one's of the row.
    """
    kind = spots.kind[spot]
    bare = np.flatnonzero((kind != _FULL) & (kind != _GIVEN))
    other, of = cast.kin(key[bare] % max(cast.count, 1))
    owner = bare[of]
    target = key[owner] - key[owner] % max(cast.count, 1) + other
    free = places(key, target) < 0
    target, owner = target[free], owner[free]
    # of several owners the one that the row names first
    order = np.lexsort((spot[owner], target))
    target, owner = target[order], owner[order]
    first = begins(target)
    return target[first], owner[first]
