"""Whom "he", "she" and "the mayor" mean: candidates among the persons named before, with features."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from searchkit.speech.news.batch import Batch, Ints
from searchkit.speech.news.spots import PRONOUN_HE, ROLE, Floats, Spots
from searchkit.speech.news.wordtypes import KIND, POSSESSIVE
from searchkit.speech.roster import Roster

# A pronoun less likely than this to be a source is not resolved.
WORTH = 0.08
_MOST_CANDIDATES = 6
_SOURCE = 0.4
_FAR = 12
FEATURES = 24


class Readings(NamedTuple):
    """p pairs of a spot and a person it may mean. spot [p], person [p] (article's number), features."""

    spot: Ints
    person: Ints
    features: Floats


@dataclass(slots=True)
class _Seen:
    """What is known of a person when a pronoun comes."""

    word: int
    sentence: int
    row: int
    form: int
    source: float
    position: int
    possessive: bool
    times: int = 0
    last_source: int = -1
    quoted_times: int = 0


class _Reader:
    """Goes through one article's spots in reading order."""

    def __init__(self, roster: Roster, names: Sequence[str], totals: Sequence[int]) -> None:
        self.gender = [roster.gender.get(name) for name in names]
        self.roles = [frozenset(roster.roles.get(name, ())) for name in names]
        self.totals = totals
        self.seen: dict[int, _Seen] = {}
        self.previous: dict[str, tuple[int, int]] = {}  # gender -> (word, likely person)

    def candidates(self, kind: int, role: str) -> list[int]:
        """Persons the spot may mean, the most recently named first."""
        recent = sorted(self.seen, key=lambda person: -self.seen[person].word)
        if kind == ROLE:
            holders = [person for person in recent if role in self.roles[person]]
            others = [person for person in recent[:3] if person not in holders]
            return (holders + others)[:_MOST_CANDIDATES]
        gender = "m" if kind == PRONOUN_HE else "f"
        fitting = [person for person in recent if self.gender[person] in (gender, None)]
        return fitting[:_MOST_CANDIDATES]


def readings(
    batch: Batch,
    spots: Spots,
    source: Floats,
    rosters: Sequence[Roster],
    names: Sequence[Sequence[str]],
) -> Readings:
    """All readings worth weighing. `source` [m] is each spot's chance to be a source."""
    spot_of: list[int] = []
    person_of: list[int] = []
    features: list[list[float]] = []
    article_of = batch.article[spots.row]
    ends = np.searchsorted(article_of, np.arange(len(rosters)), side="right").tolist()
    columns = _Columns.of(batch, spots, source)
    start = 0
    for number, end in enumerate(ends):
        totals = np.bincount(
            spots.person[start:end][spots.person[start:end] >= 0], minlength=len(names[number])
        ).tolist()
        reader = _Reader(rosters[number], names[number], totals)
        for spot in range(start, end):
            if columns.person[spot] >= 0:
                _note(reader, columns, spot)
            elif columns.source[spot] > WORTH and not columns.quoted[spot]:
                role = ""
                if columns.kind[spot] == ROLE:
                    role = _word(batch, rosters[number], number, columns, spot)
                for person, row in _weigh(reader, columns, spot, role):
                    spot_of.append(spot)
                    person_of.append(person)
                    features.append(row)
        start = end
    return Readings(
        np.array(spot_of, np.int64),
        np.array(person_of, np.int64),
        np.array(features, np.float32).reshape(-1, FEATURES),
    )


class _Columns(NamedTuple):
    """Facts of spots as plain lists, which single steps read faster than arrays."""

    word: list[int]
    row: list[int]
    paragraph: list[int]
    sentence: list[int]
    position: list[int]
    kind: list[int]
    person: list[int]
    quoted: list[bool]
    possessive: list[bool]
    source: list[float]
    row_start: list[int]

    @classmethod
    def of(cls, batch: Batch, spots: Spots, source: Floats) -> _Columns:
        sentence = batch.sentence[spots.first]
        return cls(
            word=spots.first.tolist(),
            row=spots.row.tolist(),
            paragraph=batch.paragraph[spots.row].tolist(),
            sentence=sentence.tolist(),
            position=(spots.first - batch.sentence_starts[sentence]).tolist(),
            kind=spots.kind.tolist(),
            person=spots.person.tolist(),
            quoted=spots.quoted.tolist(),
            possessive=(batch.table[spots.last, KIND] == POSSESSIVE).tolist(),
            source=source.tolist(),
            row_start=batch.starts[spots.row].tolist(),
        )


def _word(batch: Batch, roster: Roster, article: int, columns: _Columns, spot: int) -> str:
    """The word of a spot as printed."""
    begin = roster.tokens.bounds[columns.paragraph[spot]]
    return roster.tokens.word(begin + columns.word[spot] - columns.row_start[spot])


def _note(reader: _Reader, columns: _Columns, spot: int) -> None:
    """Remember a mention of a person."""
    person, source = columns.person[spot], columns.source[spot]
    seen = reader.seen.get(person)
    if columns.quoted[spot]:
        if seen is not None:
            seen.quoted_times += 1
        return
    word, sentence, position = columns.word[spot], columns.sentence[spot], columns.position[spot]
    if seen is None:
        seen = reader.seen[person] = _Seen(word, sentence, 0, 0, source, position, False)
    elif seen.sentence == sentence:
        seen.source = max(source, seen.source)
        seen.position = min(position, seen.position)
    else:
        seen.sentence, seen.source, seen.position = sentence, source, position
    seen.word, seen.row, seen.form = word, columns.paragraph[spot], columns.kind[spot]
    seen.possessive = columns.possessive[spot]
    seen.times += 1
    if source > _SOURCE:
        seen.last_source = word


def _weigh(reader: _Reader, columns: _Columns, spot: int, role: str) -> list[tuple[int, list[float]]]:
    """Candidates of one spot with their features."""
    kind = columns.kind[spot]
    people = reader.candidates(kind, role)
    if not people:
        return []
    word, paragraph, sentence = columns.word[spot], columns.paragraph[spot], columns.sentence[spot]
    seen = reader.seen
    speakers = sorted((p for p in people if seen[p].last_source >= 0), key=lambda p: -seen[p].last_source)
    near = sum(1 for p in people if paragraph - seen[p].row <= 1)
    key = "role" if kind == ROLE else "m" if kind == PRONOUN_HE else "f"
    before, chain = reader.previous.get(key, (-1, -1))
    rows: list[tuple[int, list[float]]] = []
    for rank, person in enumerate(people):
        facts = seen[person]
        rival = max((seen[p].source for p in people if p != person), default=-1.0)
        fit = (
            float(role in reader.roles[person]) if kind == ROLE else float(reader.gender[person] is not None)
        )
        rows.append(
            (
                person,
                [
                    kind,
                    columns.source[spot],
                    fit,
                    rank,
                    math.log1p(word - facts.word),
                    min(sentence - facts.sentence, _FAR),
                    min(paragraph - facts.row, _FAR),
                    facts.source,
                    rival,
                    facts.form,
                    min(facts.position, 20),
                    facts.possessive,
                    min(facts.times, 20),
                    min(reader.totals[person], 30),
                    min(facts.quoted_times, 5),
                    near,
                    len(people),
                    speakers.index(person) if person in speakers else _FAR,
                    math.log1p(word - facts.last_source) if facts.last_source >= 0 else _FAR,
                    min(columns.position[spot], 20),
                    min(word - columns.row_start[spot], 80),
                    float(chain == person) if chain >= 0 else -1.0,
                    float(facts.word > before),
                    math.log1p(word - before) if before >= 0 else _FAR,
                ],
            )
        )
    reader.previous[key] = (word, _likely(reader, people, before, chain))
    return rows


def _likely(reader: _Reader, people: Sequence[int], before: int, chain: int) -> int:
    """A plain guess that the next pronoun is compared with: the chain goes on unless broken."""
    newer = [person for person in people if reader.seen[person].word > before]
    if chain in people and not newer:
        return chain
    pool = newer or people
    return max(pool, key=lambda person: (reader.seen[person].source > _SOURCE, reader.seen[person].word))


def shares(found: Readings, chance: npt.NDArray[np.float32]) -> Floats:
    """[p] chances scaled so that those of one spot sum to 1 at most."""
    if not len(chance):
        return chance
    total = np.bincount(found.spot, weights=chance)
    scaled: Floats = (chance / np.maximum(total[found.spot], 1.0)).astype(np.float32)
    return scaled
