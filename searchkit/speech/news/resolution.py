"""Whom "he", "she" and "the mayor" mean: candidates among the persons named before, with features."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice, pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from searchkit.speech.news.batch import Batch, Bools, Ints
from searchkit.speech.news.groups import Reals, begins
from searchkit.speech.news.spots import PRONOUN_HE, ROLE, Floats, Spots
from searchkit.speech.news.wordtypes import KIND, POSSESSIVE
from searchkit.speech.people.roster import Roster

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


class _Recent:
    """The persons of an article named so far."""

    def __init__(self, roster: Roster, names: Sequence[str]) -> None:
        self._gender = [roster.gender.get(name) for name in names]
        self._roles = [roster.roles.get(name, ()) for name in names]
        self._seen: dict[int, None] = {}  # the most recently named last

    def note(self, person: int) -> None:
        """A person is named."""
        self._seen.pop(person, None)
        self._seen[person] = None

    def meant(self, kind: int, role: str) -> tuple[list[int], list[bool]]:
        """Persons that a spot may mean, and which are known to be such; the most recently named first."""
        if kind == ROLE:
            recent = list(reversed(self._seen))
            holders = [person for person in recent if role in self._roles[person]]
            others = [person for person in recent[:3] if person not in holders]
            persons = (holders + others)[:_MOST_CANDIDATES]
            return persons, [n < len(holders) for n in range(len(persons))]
        gender, opposite = self._gender, "f" if kind == PRONOUN_HE else "m"
        fitting = (person for person in reversed(self._seen) if gender[person] != opposite)
        persons = list(islice(fitting, _MOST_CANDIDATES))
        return persons, [gender[person] is not None for person in persons]


class _Asked(NamedTuple):
    """The p pairs of a spot that is to be read and a person, in order, those of one spot side by side.

    spot, person  [p];  fit [p] the person is known to be one that the spot can mean
    of, rank      [p] which spot it is, counted from 0, and which of its persons
    first         [s] the first pair of each of the s spots
    """

    spot: Ints
    person: Ints
    fit: Bools
    of: Ints
    rank: Ints
    first: Ints

    def table(self, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """[s, most] values of pairs, a spot a line; -1 where there are no more."""
        table = np.full((len(self.first), _MOST_CANDIDATES), -1, values.dtype)
        table[self.of, self.rank] = values
        return table


class _Facts(NamedTuple):
    """Of each pair what is known of the person when the spot comes, by the mentions before it.

    word, sentence, row, form, possessive  of the last mention
    source, position  in the sentence of that: the best chance to be a source, and the first place
    last_source       word of the last mention that is likely a source, -1: none
    times, quoted     mentions out of quotation marks, and in them;  total  in the whole article
    """

    word: Ints
    sentence: Ints
    row: Ints
    form: Ints
    possessive: Bools
    source: Reals
    position: Ints
    last_source: Ints
    times: Ints
    quoted: Ints
    total: Ints


def readings(
    batch: Batch,
    spots: Spots,
    source: Floats,
    rosters: Sequence[Roster],
    names: Sequence[Sequence[str]],
) -> Readings:
    """All readings worth weighing. `source` [m] is each spot's chance to be a source."""
    chance = source.astype(np.float64)
    asked = _asked(batch, spots, chance, rosters, names)
    if not len(asked.spot):
        return Readings(asked.spot, asked.person, np.zeros((0, FEATURES), np.float32))
    base = np.cumsum([0, *map(len, names)])[batch.article[spots.row]]
    facts = _facts(batch, spots, chance, base + spots.person, asked, base[asked.spot] + asked.person)
    columns = [
        *_of_persons(batch, spots, chance, asked, facts),
        *_of_chains(batch, spots, asked, facts),
    ]
    return Readings(asked.spot, asked.person, np.stack(columns, 1).astype(np.float32))


def _asked(
    batch: Batch,
    spots: Spots,
    chance: Reals,
    rosters: Sequence[Roster],
    names: Sequence[Sequence[str]],
) -> _Asked:
    """Goes through the spots in reading order, and asks whom those without a name may mean."""
    spot: list[int] = []
    person: list[int] = []
    fit: list[bool] = []
    named = spots.person >= 0
    at = np.flatnonzero(~spots.quoted & (named | (chance > WORTH)))
    article = batch.article[spots.row[at]]
    bounds = article.searchsorted(np.arange(len(rosters) + 1)).tolist()
    columns = (at, spots.person[at], spots.kind[at], batch.words[spots.first[at]])
    steps = list(zip(*(column.tolist() for column in columns), strict=True))
    for roster, people, (start, end) in zip(rosters, names, pairwise(bounds), strict=True):
        recent = _Recent(roster, people)
        for number, who, kind, word in steps[start:end]:
            if who >= 0:
                recent.note(who)
                continue
            role = roster.tokens.table.words[word] if kind == ROLE else ""
            persons, known = recent.meant(kind, role)
            spot += [number] * len(persons)
            person += persons
            fit += known
    return _numbered(np.array(spot, np.int64), np.array(person, np.int64), np.array(fit, bool))


def _numbered(spot: Ints, person: Ints, fit: Bools) -> _Asked:
    first = begins(spot)
    of = np.repeat(np.arange(len(first)), np.diff(first, append=len(spot)))
    return _Asked(spot, person, fit, of, np.arange(len(spot)) - first[of], first)


def _facts(batch: Batch, spots: Spots, chance: Reals, own: Ints, asked: _Asked, person: Ints) -> _Facts:
    """`own` [m] and `person` [p] are numbers of persons in the whole batch."""
    width = len(own) + 1
    named = spots.person >= 0
    mention = np.flatnonzero(named & ~spots.quoted)
    mention = mention[np.argsort(own[mention], kind="stable")]
    who, word = own[mention], spots.first[mention]
    key, wanted = who * width + mention, person * width + asked.spot
    sentence = batch.sentence[word]
    opens = np.concatenate([[True], (who[1:] != who[:-1]) | (sentence[1:] != sentence[:-1])])
    run = np.cumsum(opens) - 1
    # The largest so far of a run: later runs are lifted above all of the earlier ones, which is exact.
    lifted = np.maximum.accumulate(chance[mention] + 2.0 * run) - 2.0 * run
    source_at = np.maximum.accumulate(np.where(chance[mention] > _SOURCE, np.arange(len(mention)), -1))
    quoted = np.flatnonzero(named & spots.quoted)
    quoted_key = np.sort(own[quoted] * width + quoted)
    # Who is asked about has been named: the last mention before the spot, and the person's first.
    at = key.searchsorted(wanted) - 1
    begin = who.searchsorted(person)
    last_source = source_at[at]
    return _Facts(
        word=word[at],
        sentence=sentence[at],
        row=batch.paragraph[spots.row[mention[at]]],
        form=spots.kind[mention[at]],
        possessive=batch.table[spots.last[mention[at]], KIND] == POSSESSIVE,
        source=lifted[at],
        position=(word - batch.sentence_starts[sentence])[np.flatnonzero(opens)[run[at]]],
        last_source=np.where(last_source >= begin, word[last_source], -1),
        times=at - begin + 1,
        quoted=quoted_key.searchsorted(wanted) - quoted_key.searchsorted(key[begin]),
        total=np.bincount(own[named])[person],
    )


Column = npt.NDArray[Any]


def _of_persons(batch: Batch, spots: Spots, chance: Reals, asked: _Asked, facts: _Facts) -> list[Column]:
    """What a spot is, what is known of each of its persons, and of the others."""
    first, row = spots.first[asked.spot], spots.row[asked.spot]
    sentence, paragraph = batch.sentence[first], batch.paragraph[row]
    rows_away = paragraph - facts.row
    best, second = np.sort(asked.table(facts.source), 1)[:, :-3:-1][asked.of].T
    sources = asked.table(facts.last_source)
    later = (sources[asked.of] > facts.last_source[:, None]).sum(1)
    spoke = facts.last_source >= 0
    return [
        spots.kind[asked.spot],
        chance[asked.spot],
        asked.fit,
        asked.rank,
        np.log1p(first - facts.word),
        np.minimum(sentence - facts.sentence, _FAR),
        np.minimum(rows_away, _FAR),
        facts.source,
        np.where(facts.source == best, second, best),
        facts.form,
        np.minimum(facts.position, 20),
        facts.possessive,
        np.minimum(facts.times, 20),
        np.minimum(facts.total, 30),
        np.minimum(facts.quoted, 5),
        np.bincount(asked.of, rows_away <= 1)[asked.of],
        np.bincount(asked.of)[asked.of],
        np.where(spoke, later, _FAR),
        np.where(spoke, np.log1p(first - facts.last_source), _FAR),
        np.minimum(first - batch.sentence_starts[sentence], 20),
        np.minimum(first - batch.starts[row], 80),
    ]


def _of_chains(batch: Batch, spots: Spots, asked: _Asked, facts: _Facts) -> list[Column]:
    """Whom the spot of this kind before likely meant, and who was named since."""
    spot = asked.spot[asked.first]
    previous = _previous(batch.article[spots.row[spot]] * (ROLE + 1) + spots.kind[spot])
    word = spots.first[spot]
    before = np.where(previous >= 0, word[previous], -1)[asked.of]
    newer = facts.word > before
    chain = np.array(_chain(asked, facts, newer, previous), np.int64)[asked.of]
    return [
        np.where(chain < 0, -1, chain == asked.person),
        newer,
        np.where(before < 0, _FAR, np.log1p(word[asked.of] - before)),
    ]


def _previous(key: Ints) -> Ints:
    """The place of the same key before each one; -1 for none."""
    order = np.argsort(key, kind="stable")
    same = key[order[1:]] == key[order[:-1]]
    previous = np.full(len(key), -1)
    previous[order[1:][same]] = order[:-1][same]
    return previous


def _chain(asked: _Asked, facts: _Facts, newer: Bools, previous: Ints) -> list[int]:
    """By spot whom the one before likely meant, -1: unknown.

    A plain guess: the chain goes on unless somebody was named since; then it is the last who speaks.
    """
    some = asked.table(newer.astype(np.int8)).max(1) > 0
    pool = newer | ~some[asked.of]
    score = np.where(pool, facts.word + (facts.source > _SOURCE) * (facts.word.max() + 1), -1)
    likeliest = asked.person[asked.first + asked.table(score).argmax(1)]
    persons, bounds = asked.person.tolist(), [*asked.first.tolist(), len(asked.person)]
    chain: list[int] = []
    meant: list[int] = []
    steps = zip(previous.tolist(), some.tolist(), likeliest.tolist(), pairwise(bounds), strict=True)
    for place, broken, best, (start, end) in steps:
        last = meant[place] if place >= 0 else -1
        chain.append(last)
        meant.append(best if broken or last not in persons[start:end] else last)
    return chain


def shares(found: Readings, chance: npt.NDArray[np.float32]) -> Floats:
    """[p] chances scaled so that those of one spot sum to 1 at most."""
    if not len(chance):
        return chance
    total = np.bincount(found.spot, weights=chance)
    scaled: Floats = (chance / np.maximum(total[found.spot], 1.0)).astype(np.float32)
    return scaled
