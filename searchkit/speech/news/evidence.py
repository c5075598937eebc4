"""What the spots of a paragraph say for each person: names that look like sources, and pronouns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from searchkit.speech.news.batch import Batch
from searchkit.speech.news.resolution import Readings
from searchkit.speech.news.spots import Floats, Spots
from searchkit.speech.roster import FORMS

_FULL = FORMS.index("full")
_GIVEN = FORMS.index("given")
# Evidence weaker than this is none.
LEAST = 0.02


@dataclass(slots=True)
class Evidence:
    """For one person in one paragraph.

    best, spot      strongest name and its spot; -1 for none
    second, total   strength of the second name, and of all
    times, quoted   mentions outside and inside quotation marks
    full, alias     the full name stands here; only a namesake's surname does
    pronoun...      the same of pronouns and role nouns that may mean the person
    """

    best: float = -1.0
    spot: int = -1
    second: float = 0.0
    total: float = 0.0
    times: int = 0
    quoted: int = 0
    full: bool = False
    alias: bool = False
    pronoun: float = 0.0
    pronoun_spot: int = -1
    pronoun_source: float = 0.0
    pronoun_share: float = 0.0
    pronoun_total: float = 0.0

    def strength(self) -> float:
        """The chance that the person is a source here, by the better kind of evidence."""
        return max(self.best, self.pronoun, 0.0)


def collect(
    batch: Batch,
    spots: Spots,
    source: Floats,
    readings: Readings,
    share: Floats,
    names: Sequence[Sequence[str]],
) -> list[dict[int, Evidence]]:
    """Per row: person -> evidence. `source` [m], `share` are the chances of spots and readings."""
    result: list[dict[int, Evidence]] = [{} for _ in range(len(batch.starts))]
    chances = source.tolist()
    rows = spots.row.tolist()
    _add_names(result, spots, rows, chances)
    read = zip(readings.spot.tolist(), readings.person.tolist(), share.tolist(), strict=True)
    for spot, person, part in read:
        chance = chances[spot] * part
        if chance < LEAST:
            continue
        item = result[rows[spot]].setdefault(person, Evidence())
        item.pronoun_total += chance
        if chance > item.pronoun:
            item.pronoun, item.pronoun_spot = chance, spot
            item.pronoun_source, item.pronoun_share = chances[spot], part
    _add_namesakes(result, batch, spots, names)
    return result


def _add_names(
    result: list[dict[int, Evidence]], spots: Spots, rows: list[int], chances: list[float]
) -> None:
    columns = zip(rows, spots.person.tolist(), spots.kind.tolist(), spots.quoted.tolist(), strict=True)
    for spot, (row, person, kind, quoted) in enumerate(columns):
        if person < 0:
            continue
        item = result[row].get(person)
        if item is None:
            item = result[row][person] = Evidence()
        if quoted:
            item.quoted += 1
            continue
        chance = chances[spot]
        item.times += 1
        item.total += chance
        item.full |= kind == _FULL
        if chance > item.best:
            item.second = max(item.second, item.best)
            item.best, item.spot = chance, spot
        else:
            item.second = max(item.second, chance)


def _add_namesakes(
    result: list[dict[int, Evidence]],
    batch: Batch,
    spots: Spots,
    names: Sequence[Sequence[str]],
) -> None:
    """Let a bare surname speak for every person of that surname, marked as an alias."""
    kin = [families(people) for people in names]
    for row, people in enumerate(result):
        family = kin[int(batch.article[row])]
        if not family:
            continue
        for person, item in list(people.items()):
            if person not in family or item.spot < 0 or item.alias:
                continue
            if int(spots.kind[item.spot]) in (_FULL, _GIVEN):
                continue
            for other in family[person]:
                namesake = people.setdefault(other, Evidence())
                if namesake.spot < 0:
                    namesake.best, namesake.spot = item.best, item.spot
                    namesake.alias = True


def families(people: Sequence[str]) -> dict[int, list[int]]:
    """Person -> the others of the same surname; only who has any."""
    by_surname: dict[str, list[int]] = {}
    for person, name in enumerate(people):
        by_surname.setdefault(name.rsplit(" ", 1)[-1].lower(), []).append(person)
    return {
        person: [other for other in kin if other != person]
        for kin in by_surname.values()
        if len(kin) > 1
        for person in kin
    }
