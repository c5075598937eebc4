"""Whom "he", "she" and "the mayor" mean: candidates among the persons named before, with features."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
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


class _Spot(NamedTuple):
    """A spot as plain numbers, which single steps read faster than arrays.

    word, paragraph, sentence  where it is;  position in the sentence, depth in the paragraph, in words
    """

    number: int
    word: int
    paragraph: int
    sentence: int
    position: int
    depth: int
    kind: int
    person: int
    quoted: bool
    possessive: bool
    source: float


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
    """Goes through one article's spots in reading order.

    seen      what is known of each person named so far, the most recently named last
    previous  kind of a spot -> the last one's word, and the person it likely meant
    """

    def __init__(self, roster: Roster, names: Sequence[str], totals: Sequence[int]) -> None:
        self.roster = roster
        self.gender = [roster.gender.get(name) for name in names]
        self.roles = [roster.roles.get(name, ()) for name in names]
        self.totals = totals
        self.seen: dict[int, _Seen] = {}
        self.previous: dict[int, tuple[int, int]] = {}

    def candidates(self, kind: int, role: str) -> list[int]:
        """Persons the spot may mean, the most recently named first."""
        if kind == ROLE:
            recent = list(reversed(self.seen))
            holders = [person for person in recent if role in self.roles[person]]
            others = [person for person in recent[:3] if person not in holders]
            return (holders + others)[:_MOST_CANDIDATES]
        opposite = "f" if kind == PRONOUN_HE else "m"
        fitting = (person for person in reversed(self.seen) if self.gender[person] != opposite)
        return list(islice(fitting, _MOST_CANDIDATES))


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
    every = list(_spots(batch, spots, source))
    bounds = np.searchsorted(batch.article[spots.row], np.arange(len(rosters) + 1)).tolist()
    for roster, people, (start, end) in zip(rosters, names, pairwise(bounds), strict=True):
        named = spots.person[start:end]
        totals = np.bincount(named[named >= 0], minlength=len(people)).tolist()
        reader = _Reader(roster, people, totals)
        for spot in every[start:end]:
            if spot.person >= 0:
                _note(reader, spot)
            elif spot.source > WORTH and not spot.quoted:
                role = _word(roster, spot) if spot.kind == ROLE else ""
                persons = reader.candidates(spot.kind, role)
                spot_of += [spot.number] * len(persons)
                person_of += persons
                features += _weigh(reader, spot, role, persons)
    return Readings(
        np.array(spot_of, np.int64),
        np.array(person_of, np.int64),
        np.array(features, np.float32).reshape(-1, FEATURES),
    )


def _spots(batch: Batch, spots: Spots, source: Floats) -> Iterator[_Spot]:
    sentence = batch.sentence[spots.first]
    columns = (
        np.arange(len(spots.first)),
        spots.first,
        batch.paragraph[spots.row],
        sentence,
        spots.first - batch.sentence_starts[sentence],
        spots.first - batch.starts[spots.row],
        spots.kind,
        spots.person,
        spots.quoted,
        batch.table[spots.last, KIND] == POSSESSIVE,
        source,
    )
    return map(_Spot._make, zip(*(column.tolist() for column in columns), strict=True))


def _word(roster: Roster, spot: _Spot) -> str:
    """The word of a spot as printed."""
    return roster.tokens.word(roster.tokens.bounds[spot.paragraph] + spot.depth)


def _note(reader: _Reader, spot: _Spot) -> None:
    """Remember a mention of a person."""
    seen = reader.seen.get(spot.person)
    if spot.quoted:
        if seen is not None:
            seen.quoted_times += 1
        return
    _, word, paragraph, sentence, position, _, kind, person, _, possessive, source = spot
    if seen is None:
        seen = _Seen(word, sentence, 0, 0, source, position, False)
    else:
        del reader.seen[person]
        if seen.sentence == sentence:
            seen.source = max(source, seen.source)
            seen.position = min(position, seen.position)
        else:
            seen.sentence, seen.source, seen.position = sentence, source, position
    reader.seen[person] = seen
    seen.word, seen.row, seen.form, seen.possessive = word, paragraph, kind, possessive
    seen.times += 1
    if source > _SOURCE:
        seen.last_source = word


def _weigh(reader: _Reader, spot: _Spot, role: str, people: Sequence[int]) -> list[list[float]]:
    """Features of each of the candidates of one spot."""
    if not people:
        return []
    _, word, paragraph, sentence, position, depth, kind, _, _, _, source = spot
    known = [reader.seen[person] for person in people]
    speakers = sorted((-facts.last_source, n) for n, facts in enumerate(known) if facts.last_source >= 0)
    turns = {n: turn for turn, (_, n) in enumerate(speakers)}
    near = sum([paragraph - facts.row <= 1 for facts in known])
    second, best = sorted([-1.0, -1.0, *[facts.source for facts in known]])[-2:]
    before, chain = reader.previous.get(kind, (-1, -1))
    rows: list[list[float]] = []
    for rank, (person, facts) in enumerate(zip(people, known, strict=True)):
        fit = role in reader.roles[person] if kind == ROLE else reader.gender[person] is not None
        rows.append(
            [
                kind,
                source,
                fit,
                rank,
                math.log1p(word - facts.word),
                min(sentence - facts.sentence, _FAR),
                min(paragraph - facts.row, _FAR),
                facts.source,
                second if facts.source == best else best,
                facts.form,
                min(facts.position, 20),
                facts.possessive,
                min(facts.times, 20),
                min(reader.totals[person], 30),
                min(facts.quoted_times, 5),
                near,
                len(people),
                turns.get(rank, _FAR),
                math.log1p(word - facts.last_source) if facts.last_source >= 0 else _FAR,
                min(position, 20),
                min(depth, 80),
                chain == person if chain >= 0 else -1.0,
                facts.word > before,
                math.log1p(word - before) if before >= 0 else _FAR,
            ]
        )
    reader.previous[kind] = (word, _likely(reader, people, before, chain))
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
