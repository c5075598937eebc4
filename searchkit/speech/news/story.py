"""One article read in order: who was named and who spoke up to each paragraph, as features."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from searchkit.speech.news.evidence import LEAST, Evidence, families
from searchkit.speech.roster import Roster

# A paragraph without quotation and without a word this likely to be a person's source has no speaker.
_ACTIVE = 0.04
# Who is this likely to speak in the paragraph before, or after, is asked about here too.
_BEFORE = 0.15
_AFTER = 0.5
_SPOKE = 0.35
_FAR = 9
_RECENT = 5
# What is left of a speaker's chance from one quotation to the next that names nobody.
_CARRY = 0.9

FACTS = 42

Chances = dict[int, float]
_NOBODY: Chances = {}
_NOTHING = Evidence()


@dataclass(slots=True)
class Table:
    """Pairs of a row and a person while they are collected."""

    row: list[int] = field(default_factory=list)
    person: list[int] = field(default_factory=list)
    name_spot: list[int] = field(default_factory=list)
    pronoun_spot: list[int] = field(default_factory=list)
    name: list[float] = field(default_factory=list)
    pronoun: list[float] = field(default_factory=list)
    facts: list[list[float]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Rows:
    """An article's part of the batch: evidence, number and quoted share of each paragraph in it.

    top_person  largest chance of a word to be a person's source;  runs_on  its quotation stays open
    """

    evidence: list[dict[int, Evidence]]
    paragraph: list[int]
    quoted: list[float]
    top_person: list[float]
    runs_on: list[bool]

    def follows(self, i: int) -> bool:
        """Whether row i is the paragraph right after the row before it."""
        return i > 0 and self.paragraph[i] == self.paragraph[i - 1] + 1


@dataclass(frozen=True, slots=True)
class _Ranked:
    """Chances of several persons, with the best two at hand."""

    chances: Chances
    best: float
    first: int
    second: float

    @classmethod
    def of(cls, chances: Chances) -> _Ranked:
        if not chances:
            return _NO_RANKS
        first = max(chances, key=chances.__getitem__)
        second = max((c for p, c in chances.items() if p != first), default=0.0)
        return cls(chances, chances[first], first, second)

    def of_others(self, person: int) -> float:
        """The best chance of anybody else."""
        return self.second if person == self.first else self.best


_NO_RANKS = _Ranked(_NOBODY, 0.0, -1, 0.0)


@dataclass(frozen=True, slots=True)
class _Moment:
    """What is known when a paragraph is reached."""

    i: int
    here: dict[int, Evidence]
    now: _Ranked
    before: _Ranked
    after: _Ranked
    carried: _Ranked
    sure_here: int
    sure_before: int
    sure_carried: int
    spoke_order: dict[int, int]
    mention_order: dict[int, int]
    people: int


class Story:
    """One article's rows in order, with what is known of its people up to each."""

    def __init__(self, rows: Rows, roster: Roster, names: Sequence[str]) -> None:
        self._rows = rows
        self._names = names
        code = {"m": 0.0, "f": 1.0}
        self._gender = [code.get(roster.gender.get(name, ""), 2.0) for name in names]
        self._kin = families(names)
        self._soft: list[Chances] = [
            {person: chance for person, e in row.items() if (chance := e.strength()) > LEAST}
            for row in rows.evidence
        ]
        self._carried = self._carry()
        self._totals = [0] * len(names)
        self._spoken = [0.0] * len(names)
        for row, soft in zip(rows.evidence, self._soft, strict=True):
            for person, item in row.items():
                if not item.alias:
                    self._totals[person] += item.times + item.quoted
            for person, chance in soft.items():
                self._spoken[person] += chance
        self._mentioned: dict[int, int] = {}  # person -> row last mentioned, oldest first
        self._spoke: dict[int, int] = {}  # person -> row last likely to have spoken, oldest first
        self._first_person = -1

    def _carry(self) -> list[Chances]:
        """Per row: who was speaking before, carried through quotations that name nobody."""
        result: list[Chances] = []
        state: Chances = {}
        for i, soft in enumerate(self._soft):
            if not self._rows.follows(i):
                state = {}
            result.append(state)
            strongest = max(soft.values(), default=0.0)
            kept = (1.0 - strongest) * _CARRY if self._rows.quoted[i] > 0.3 else 0.0
            state = {p: chance * kept for p, chance in state.items() if chance * kept > 0.05}
            for person, chance in soft.items():
                state[person] = max(chance, state.get(person, 0.0))
        return result

    def tell(self, table: Table, offset: int) -> None:
        """Add the article's pairs to the table; `offset` is the batch row of its first row."""
        rows = self._rows
        for i, here in enumerate(rows.evidence):
            joined = rows.follows(i)
            active = rows.quoted[i] > 0 or rows.top_person[i] > _ACTIVE
            if active or (joined and rows.runs_on[i - 1]):
                self._add(table, offset, i, here, self._soft[i - 1] if joined else _NOBODY)
            self._remember(i, here)

    def _remember(self, i: int, here: dict[int, Evidence]) -> None:
        for person, item in here.items():
            if item.times or item.quoted:
                self._mentioned.pop(person, None)
                self._mentioned[person] = i
                if self._first_person < 0:
                    self._first_person = person
        for person, chance in self._soft[i].items():
            if chance > _SPOKE:
                self._spoke.pop(person, None)
                self._spoke[person] = i

    def _candidates(self, i: int, here: dict[int, Evidence], before: Chances, after: Chances) -> list[int]:
        quoted = self._rows.quoted[i] > 0.1
        soft = self._soft[i]
        people = dict.fromkeys(person for person in here if quoted or person in soft)
        people.update(dict.fromkeys(p for p, chance in before.items() if chance > _BEFORE))
        people.update(dict.fromkeys(p for p, chance in after.items() if chance > _AFTER))
        if quoted:
            people.update(dict.fromkeys(self._carried[i]))
            recent = [p for p in reversed(self._spoke) if i - self._spoke[p] <= _RECENT][:4]
            people.update(dict.fromkeys(recent))
        return list(people)

    def _add(self, table: Table, offset: int, i: int, here: dict[int, Evidence], before: Chances) -> None:
        after = self._soft[i + 1] if i + 1 < len(self._soft) else _NOBODY
        people = self._candidates(i, here, before, after)
        carried = self._carried[i]
        moment = _Moment(
            i=i,
            here=here,
            now=_Ranked.of({p: e.strength() for p, e in here.items()}),
            before=_Ranked.of(before),
            after=_Ranked.of(after),
            carried=_Ranked.of(carried),
            sure_here=sum([1 for e in here.values() if e.strength() > 0.5]),
            sure_before=sum([1 for chance in before.values() if chance > 0.5]),
            sure_carried=sum([1 for chance in carried.values() if chance > 0.3]),
            spoke_order={p: rank for rank, p in enumerate(reversed(self._spoke))},
            mention_order={p: rank for rank, p in enumerate(reversed(self._mentioned))},
            people=len(people),
        )
        for person in people:
            item = here.get(person, _NOTHING)
            table.row.append(offset + i)
            table.person.append(person)
            table.name_spot.append(item.spot)
            table.pronoun_spot.append(item.pronoun_spot)
            table.name.append(max(item.best, 0.0))
            table.pronoun.append(item.pronoun)
            table.facts.append(
                [
                    *self._own(item, person, moment),
                    *self._around(person, moment),
                    *self._standing(person, moment),
                ]
            )

    def _own(self, item: Evidence, person: int, moment: _Moment) -> list[float]:
        """The evidence in the paragraph itself, and that for others."""
        strength = item.strength()
        return [
            item.second,
            item.total,
            item.full,
            item.alias,
            min(item.times, 6),
            min(item.quoted, 6),
            item.pronoun,
            item.pronoun_source,
            item.pronoun_share,
            item.pronoun_total,
            strength,
            moment.now.of_others(person),
            moment.sure_here - (strength > 0.5),
            moment.now.first == person,
            len(moment.here),
            moment.people,
        ]

    def _around(self, person: int, moment: _Moment) -> list[float]:
        """The evidence in the paragraphs before and behind."""
        i, before, after, carried = moment.i, moment.before, moment.after, moment.carried
        previous = self._rows.evidence[i - 1].get(person) if i else None
        return [
            before.chances.get(person, 0.0),
            before.of_others(person),
            before.best,
            moment.sure_before,
            after.chances.get(person, 0.0),
            after.of_others(person),
            self._soft[i - 2].get(person, 0.0) if i > 1 else 0.0,
            carried.chances.get(person, 0.0),
            carried.of_others(person),
            moment.sure_carried,
            previous.times if previous else 0,
            min(i - self._mentioned.get(person, -_FAR), _FAR),
            min(i - self._spoke.get(person, -_FAR), _FAR),
            moment.mention_order.get(person, _FAR),
            moment.spoke_order.get(person, _FAR),
        ]

    def _standing(self, person: int, moment: _Moment) -> list[float]:
        """What the person is in the article as a whole."""
        kin = self._kin.get(person, ())
        mine = self._totals[person]
        rival = max([self._totals[p] for p in kin], default=0)
        return [
            len(kin),
            mine / (1.0 + mine + rival),
            any(p in moment.here and moment.here[p].full for p in kin),
            self._gender[person],
            min(mine, 30),
            min(self._spoken[person] - self._soft[moment.i].get(person, 0.0), 8.0),
            " " in self._names[person],
            self._first_person == person,
            moment.i == 0,
            min(len(self._rows.evidence), 60),
            min(len(self._names), 40),
        ]
