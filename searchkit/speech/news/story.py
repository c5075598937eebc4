"""Articles read in order: who was named and who spoke up to each paragraph, as features of pairs."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from searchkit.speech.news.batch import Batch, Bools, Floats, Ints
from searchkit.speech.news.cast import Cast
from searchkit.speech.news.evidence import LEAST, Evidence
from searchkit.speech.news.groups import Leaders, Reals, begins, count_of, distinct, leaders, pick, places
from searchkit.speech.news.recency import Events

# A paragraph without quotation and without a word this likely to be a person's source has no speaker.
_ACTIVE = 0.04
# Who is this likely to speak in the paragraph before, or after, is asked about here too.
_BEFORE = 0.15
_AFTER = 0.5
_SPOKE = 0.35
_FAR = 9
_RECENT_ROWS, _RECENT_PERSONS = 5, 4
# What is left of a speaker's chance from one quotation to the next that names nobody.
_CARRY = 0.9
_CARRIED = 0.05

FACTS = 42

Column = Ints | Reals | Floats | Bools


class Chances(NamedTuple):
    """Persons who may speak, by rising key (row * persons + person), of all rows.

    sure  by row: how many are likely;  ranked by row
    """

    key: Ints
    chance: Reals
    sure: Ints
    ranked: Leaders

    def at(self, row: Ints, key: Ints) -> Reals:
        """The chance of a key, 0 where it is not known or `row` is -1."""
        return np.where(row < 0, 0.0, pick(self.chance, places(self.key, key), 0.0))


class Story:
    """The rows of a batch in order, with what is known of their people up to each.

    quoted  [r] share of words in quotation marks;  top_person [r] largest chance of a person's source
    follows [r] whether it is the paragraph right after the row before it
    """

    def __init__(
        self, batch: Batch, cast: Cast, evidence: Evidence, quoted: Floats, top_person: Floats
    ) -> None:
        self._cast, self._evidence = cast, evidence
        self._persons = max(cast.count, 1)
        self._quoted = quoted.astype(np.float64)
        rows = np.arange(len(batch.starts))
        self._first_row = np.searchsorted(batch.article, batch.article)
        self._number = rows - self._first_row
        self._article = batch.article
        self._last_row = np.searchsorted(batch.article, batch.article, side="right") - 1
        follows = self._number > 0
        follows[1:] &= batch.paragraph[1:] == batch.paragraph[:-1] + 1
        self.follows = follows
        runs_on = np.concatenate([[False], batch.runs_on[:-1]]) & follows
        self._active = (self._quoted > 0) | (top_person > _ACTIVE) | runs_on
        self._all = self._chances(evidence.key, evidence.strength, evidence.turn, evidence.strength > 0.5)
        soft = evidence.strength > LEAST
        self._soft_turn = evidence.turn[soft]
        self._soft = self._chances(
            evidence.key[soft], evidence.strength[soft], self._soft_turn, evidence.strength[soft] > 0.5
        )
        self._carried = self._carry()
        named = (evidence.times > 0) | (evidence.quoted > 0)
        self._mentioned = Events(
            evidence.row[named], evidence.person[named], evidence.turn[named], batch.article, self._persons
        )
        spoke = self._soft.chance > _SPOKE
        self._spoke = Events(
            *divmod(self._soft.key[spoke], self._persons),
            self._soft_turn[spoke],
            batch.article,
            self._persons,
        )

    def _chances(self, key: Ints, chance: Reals, turn: Ints, sure: Bools) -> Chances:
        row, person = divmod(key, self._persons)
        count = len(self._number)
        return Chances(key, chance, count_of(row, sure, count), leaders(row, person, chance, turn, count))

    def _carry(self) -> Chances:
        """Per row: who was speaking before, carried through quotations that name nobody."""
        row, person = divmod(self._soft.key, self._persons)
        chance = self._soft.chance
        kept = np.where(self._quoted > 0.3, (1.0 - self._soft.ranked.best) * _CARRY, 0.0)
        keys: list[Ints] = []
        chances: list[Reals] = []
        while len(row):
            row = row + 1
            inside = row < len(self.follows)
            inside[inside] = self.follows[row[inside]]
            row, person, chance = row[inside], person[inside], chance[inside]
            keys.append(row * self._persons + person)
            chances.append(chance)
            chance = chance * kept[row]
            left = chance > _CARRIED
            row, person, chance = row[left], person[left], chance[left]
        key = np.concatenate([np.zeros(0, np.int64), *keys])
        found = np.concatenate([np.zeros(0), *chances])
        order = np.lexsort((-found, key))
        first = order[begins(key[order])]
        return self._chances(key[first], found[first], np.zeros(len(first), np.int64), found[first] > 0.3)

    def pairs(self) -> tuple[Ints, Ints]:
        """Row and person of every pair worth weighing."""
        evidence, soft = self._evidence, self._soft
        quoted = self._quoted > 0.1
        soft_row, soft_person = divmod(soft.key, self._persons)
        carried_row, carried_person = divmod(self._carried.key, self._persons)
        asking = np.flatnonzero(self._active & quoted)
        recent_at, recent_person = self._spoke.recent(asking, _RECENT_ROWS, _RECENT_PERSONS)
        here = quoted[evidence.row] | (evidence.strength > LEAST)
        before = (soft.chance > _BEFORE) & (soft_row < len(quoted) - 1)
        before[before] = self.follows[soft_row[before] + 1]
        after = (soft.chance > _AFTER) & (self._number[soft_row] > 0)
        carried = quoted[carried_row]
        row = np.concatenate(
            [
                evidence.row[here],
                soft_row[before] + 1,
                soft_row[after] - 1,
                carried_row[carried],
                asking[recent_at],
            ]
        )
        person = np.concatenate(
            [
                evidence.person[here],
                soft_person[before],
                soft_person[after],
                carried_person[carried],
                recent_person,
            ]
        )
        active = self._active[row]
        key = distinct(row[active] * self._persons + person[active])
        return key // self._persons, key % self._persons

    def facts(self, row: Ints, person: Ints) -> Floats:
        """[q, FACTS] the features of these pairs."""
        at = places(self._evidence.key, row * self._persons + person)
        columns = [
            *self._own(row, person, at),
            *self._around(row, person),
            *self._standing(row, person),
        ]
        return np.stack([np.asarray(column, np.float32) for column in columns], 1)

    def _own(self, row: Ints, person: Ints, at: Ints) -> list[Column]:
        """The evidence in the paragraph itself, and that for others."""
        e, now = self._evidence, self._all
        strength = pick(e.strength, at, 0.0)
        size = len(self._number)
        return [
            pick(e.second, at, 0.0),
            pick(e.total, at, 0.0),
            pick(e.full, at, 0),
            pick(e.alias, at, 0),
            np.minimum(pick(e.times, at, 0), 6),
            np.minimum(pick(e.quoted, at, 0), 6),
            pick(e.pronoun, at, 0.0),
            pick(e.pronoun_source, at, 0.0),
            pick(e.pronoun_share, at, 0.0),
            pick(e.pronoun_total, at, 0.0),
            strength,
            now.ranked.of_others(row, person),
            now.sure[row] - (strength > 0.5),
            now.ranked.first[row] == person,
            np.bincount(e.row, minlength=size)[row],
            np.bincount(row, minlength=size)[row],
        ]

    def _around(self, row: Ints, person: Ints) -> list[Column]:
        """The evidence in the paragraphs before and behind."""
        soft, carried, width = self._soft, self._carried, self._persons
        number = self._number[row]
        key = row * width + person
        before = np.where(self.follows[row], row - 1, -1)
        after = np.where(row < self._last_row[row], row + 1, -1)
        second = np.where(number > 1, row - 2, -1)
        previous = np.where(number > 0, places(self._evidence.key, key - width), -1)
        mention, speech = self._mentioned.latest(row, person), self._spoke.latest(row, person)
        return [
            soft.at(before, key - width),
            soft.ranked.of_others(before, person),
            np.where(before < 0, 0.0, soft.ranked.best[before]),
            np.where(before < 0, 0, soft.sure[before]),
            soft.at(after, key + width),
            soft.ranked.of_others(after, person),
            soft.at(second, key - 2 * width),
            carried.at(row, key),
            carried.ranked.of_others(row, person),
            carried.sure[row],
            pick(self._evidence.times, previous, 0),
            np.minimum(row - pick(self._mentioned.row, mention, -_FAR * len(self._number)), _FAR),
            np.minimum(row - pick(self._spoke.row, speech, -_FAR * len(self._number)), _FAR),
            self._mentioned.rank(row, mention, _FAR),
            self._spoke.rank(row, speech, _FAR),
        ]

    def _standing(self, row: Ints, person: Ints) -> list[Column]:
        """What the person is in the article as a whole."""
        cast, e = self._cast, self._evidence
        own = ~e.alias
        totals: Reals = np.bincount(e.person[own], (e.times + e.quoted)[own], minlength=cast.count).astype(
            np.float64
        )
        soft_person = self._soft.key % self._persons
        spoken = np.bincount(soft_person, self._soft.chance, minlength=cast.count)
        everybody = np.arange(cast.count)
        of_family = leaders(cast.family, everybody, totals, everybody, cast.count)
        rival = of_family.of_others(cast.family[person], person)
        mine = totals[person]
        return [
            cast.size[cast.family[person]] - 1,
            mine / (1.0 + mine + rival),
            self._kin_in_full(row, person),
            cast.gender[person],
            np.minimum(mine, 30),
            np.minimum(spoken[person] - self._soft.at(row, row * self._persons + person), 8.0),
            cast.full[person],
            self._named_first(row, person),
            self._number[row] == 0,
            np.minimum(self._last_row[row] - self._first_row[row] + 1, 60),
            np.minimum(np.diff(cast.base)[self._article[row]], 40),
        ]

    def _kin_in_full(self, row: Ints, person: Ints) -> Bools:
        """Whether the full name of somebody else of the family stands in the row."""
        e, family = self._evidence, self._cast.family
        full = np.flatnonzero(e.full)
        of_family = np.sort(e.row[full] * self._persons + family[e.person[full]])
        first = begins(of_family)
        count = np.diff(first, append=len(of_family))
        all_of = pick(count, places(of_family[first], row * self._persons + family[person]), 0)
        own = pick(e.full, places(e.key, row * self._persons + person), 0)
        others: Bools = all_of > own
        return others

    def _named_first(self, row: Ints, person: Ints) -> Bools:
        """Whether a person was the first of the article to be named before a row."""
        events = self._mentioned
        first = events.begin[row]
        some = first < events.before[row]
        named = pick(events.person, np.where(some, first, -1), -1)
        found: Bools = named == person
        return found
