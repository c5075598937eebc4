"""Pairs of a paragraph and a person who may speak in it, with the evidence for that.

Evidence is a name that looks like a source, a pronoun that looks like one and may mean the person,
and what the neighbouring paragraphs say where a quotation names no speaker at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from searchkit.speech.news import story
from searchkit.speech.news.batch import Batch, Ints
from searchkit.speech.news.evidence import collect
from searchkit.speech.news.labels import Label
from searchkit.speech.news.resolution import Readings
from searchkit.speech.news.spots import ROLE, Floats, Spots
from searchkit.speech.news.story import Rows, Story, Table
from searchkit.speech.news.wordtypes import COLON, CUE_LEVEL, KIND
from searchkit.speech.roster import Roster


@dataclass(frozen=True, slots=True)
class Pairs:
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
    posteriors: Floats,
    facts: Floats,
    spots: Spots,
    spot_features: Floats,
    source: Floats,
    readings: Readings,
    share: Floats,
    rosters: Sequence[Roster],
    names: Sequence[Sequence[str]],
) -> Pairs:
    """All pairs worth weighing. `source` [m] and `share` are the chances of spots and readings."""
    evidence = collect(batch, spots, source, readings, share, names)
    table = Table()
    columns = (
        batch.paragraph.tolist(),
        facts[:, _QUOTED].tolist(),
        facts[:, _TOP_PERSON].tolist(),
        batch.runs_on.tolist(),
    )
    ends = np.searchsorted(batch.article, np.arange(len(rosters)), side="right").tolist()
    start = 0
    for roster, people, end in zip(rosters, names, ends, strict=True):
        rows = Rows(evidence[start:end], *(column[start:end] for column in columns))
        Story(rows, roster, people).tell(table, start)
        start = end
    return _finish(table, batch, facts, spot_features, spots)


def _finish(table: Table, batch: Batch, facts: Floats, spot_features: Floats, spots: Spots) -> Pairs:
    """The pairs with all their features."""
    row = np.array(table.row, np.int64)
    name_spot = np.array(table.name_spot, np.int64)
    pronoun_spot = np.array(table.pronoun_spot, np.int64)
    best = np.full((len(row), spot_features.shape[1]), -1, np.float32)
    best[name_spot >= 0] = spot_features[name_spot[name_spot >= 0]]
    kind = np.full((len(row), 1), -1, np.float32)
    kind[pronoun_spot >= 0, 0] = spots.kind[pronoun_spot[pronoun_spot >= 0]] == ROLE
    previous = np.full((len(row), len(_PREVIOUS)), -1, np.float32)
    joined = (row > 0) & (batch.article[row] == batch.article[row - 1])
    joined &= batch.paragraph[row] == batch.paragraph[row - 1] + 1
    previous[joined] = facts[row[joined] - 1][:, _PREVIOUS]
    own = np.array(table.facts, np.float32).reshape(-1, story.FACTS)
    return Pairs(
        row=row,
        person=np.array(table.person, np.int64),
        features=np.concatenate([best, kind, facts[row], previous, own], 1),
        name_spot=name_spot,
        pronoun_spot=pronoun_spot,
        name=np.array(table.name, np.float32),
        pronoun=np.array(table.pronoun, np.float32),
    )
