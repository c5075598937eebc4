"""Pairs of a paragraph and a person who may speak in it, with the evidence for that.

Evidence is a name that looks like a source, a pronoun that looks like one and may mean the person,
and what the neighbouring paragraphs say where a quotation names no speaker at all.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from searchkit.speech.news.batch import Batch, Ints
from searchkit.speech.news.cast import Cast
from searchkit.speech.news.evidence import collect
from searchkit.speech.news.groups import pick, places
from searchkit.speech.news.labels import Label
from searchkit.speech.news.resolution import Readings
from searchkit.speech.news.spots import ROLE, Floats, Spots
from searchkit.speech.news.story import Story
from searchkit.speech.news.wordtypes import COLON, CUE_LEVEL, KIND


class Pairs(NamedTuple):
    """q pairs. row [q], person [q] (article's number), features [q, ...].

    name_spot, pronoun_spot  [q] the best evidence of each kind, -1 for none
    name, pronoun            [q] its strength
    """

    row: Ints
    person: Ints
    features: Floats
    name_spot: Ints
    pronoun_spot: Ints
    name: Floats
    pronoun: Floats


def row_facts(batch: Batch, posteriors: Floats) -> Floats:
    """[r, ROW_FACTS] what a paragraph is like as a whole; enough to ask whether anybody speaks."""
    if not len(batch.starts):
        return np.zeros((0, ROW_FACTS), np.float32)
    size = batch.lengths.astype(np.float32)
    # Boundary tokens after a row have no posteriors, so a row reaches to the next one's start.
    total = np.add.reduceat(posteriors, batch.starts, axis=0)
    top = np.maximum.reduceat(posteriors, batch.starts, axis=0)
    quoted = batch.quoted.astype(np.float32)
    last = batch.starts + batch.lengths - 1
    sentences = batch.sentence[last] - batch.sentence[batch.starts] + 1
    longest = np.maximum.reduceat(batch.quote_length, batch.starts)
    columns = [
        total[:, Label.CONTENT] / size,
        total[:, Label.OUTSIDE] / size,
        *(np.minimum(total[:, label], 6) for label in range(Label.CUE, len(Label))),
        *(top[:, label] for label in range(Label.CUE, len(Label))),
        np.add.reduceat(quoted, batch.starts) / size,
        quoted[batch.starts],
        quoted[last],
        batch.runs_on,
        batch.heading,
        np.minimum(sentences, 8),
        np.minimum(size, 120),
        np.minimum(longest, 60),
        batch.table[last, KIND] == COLON,
        np.minimum(batch.paragraph, 4),
        np.maximum.reduceat(batch.table[:, CUE_LEVEL], batch.starts),
    ]
    return np.stack([np.asarray(column, np.float32) for column in columns], 1)


ROW_FACTS = 23
_QUOTED, _ENDS_QUOTED, _RUNS_ON, _ENDS_COLON = 12, 14, 15, 20
_TOP_PERSON, _TOP_CUE = 9, 7
# Of the previous row.
_PREVIOUS = (0, _TOP_CUE, _QUOTED, _ENDS_QUOTED, _RUNS_ON, _ENDS_COLON)


def pairs(
    batch: Batch,
    facts: Floats,
    spots: Spots,
    spot_features: Floats,
    source: Floats,
    readings: Readings,
    share: Floats,
    cast: Cast,
) -> Pairs:
    """All pairs worth weighing. `source` [m] and `share` are the chances of spots and readings."""
    evidence = collect(batch, spots, source, readings, share, cast)
    story = Story(batch, cast, evidence, facts[:, _QUOTED], facts[:, _TOP_PERSON])
    row, person = story.pairs()
    at = places(evidence.key, row * max(cast.count, 1) + person)
    name_spot, pronoun_spot = pick(evidence.spot, at, -1), pick(evidence.pronoun_spot, at, -1)
    best = np.full((len(row), spot_features.shape[1]), -1, np.float32)
    best[name_spot >= 0] = spot_features[name_spot[name_spot >= 0]]
    kind = np.full((len(row), 1), -1, np.float32)
    kind[pronoun_spot >= 0, 0] = spots.kind[pronoun_spot[pronoun_spot >= 0]] == ROLE
    previous = np.full((len(row), len(_PREVIOUS)), -1, np.float32)
    joined = story.follows[row]
    previous[joined] = facts[row[joined] - 1][:, _PREVIOUS]
    return Pairs(
        row=row,
        person=person - cast.base[batch.article[row]],
        features=np.concatenate([best, kind, facts[row], previous, story.facts(row, person)], 1),
        name_spot=name_spot,
        pronoun_spot=pronoun_spot,
        name=np.maximum(pick(evidence.best, at, 0.0), 0.0).astype(np.float32),
        pronoun=pick(evidence.pronoun, at, 0.0).astype(np.float32),
    )
