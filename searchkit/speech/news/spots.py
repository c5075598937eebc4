"""Spots: places that can name a speaker (a name, he or she, a role noun), and their evidence.

The features of a spot are the tagger's posteriors on and around it, the nearest cues of its sentence
and the share of quotation there. They feed the trees that say whether the spot is a source.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from searchkit.speech.news.batch import Batch, Ints
from searchkit.speech.news.groups import largest
from searchkit.speech.news.labels import Label
from searchkit.speech.news.wordtypes import (
    COLON,
    COMMA,
    CUE_LEVEL,
    DEFINITE,
    HE,
    KIND,
    ROLE_NOUN,
    SHE,
    WHO,
)
from searchkit.speech.people.roster import FORMS

Floats = npt.NDArray[np.float32]

# Kinds of spot: the forms of a name, then these.
PRONOUN_HE = len(FORMS)
PRONOUN_SHE = PRONOUN_HE + 1
ROLE = PRONOUN_HE + 2

# Where no word stands between; the trees were trained with this value.
_NO_KIND = np.uint32(0xFFFFFFFF)
_AHEAD = 14  # words to the right of a spot where its cue is looked for
_BEHIND = 12  # and to the left
_AROUND = 30  # words on either side where a rival source is looked for


class Spots(NamedTuple):
    """m spots, by row and position.

    first, last  [m] words [first, last) of the batch;  row [m]
    kind         [m] index into FORMS, PRONOUN_HE, PRONOUN_SHE or ROLE
    person       [m] index into the article's names; -1 for pronouns and role nouns
    quoted       [m] inside quotation marks (then no source)
    """

    first: Ints
    last: Ints
    row: Ints
    kind: Ints
    person: Ints
    quoted: npt.NDArray[np.bool_]


def find(batch: Batch) -> Spots:
    """All spots of a batch."""
    kinds = batch.table[:, KIND]
    outside = batch.name == 0
    role = np.flatnonzero((kinds == ROLE_NOUN) & outside)
    places = {
        PRONOUN_HE: np.flatnonzero((kinds == HE) & outside),
        PRONOUN_SHE: np.flatnonzero((kinds == SHE) & outside),
        ROLE: role[_stands_alone(batch, role)],
    }
    others = np.concatenate([*places.values()])
    nobody = np.full(len(others), -1)
    named = batch.mentions
    first = np.concatenate([named.first, others])
    kind = np.concatenate([named.kind, *(np.full(len(at), name) for name, at in places.items())])
    order = np.argsort(first, kind="stable")
    begin, end = first[order], np.concatenate([named.last, others + 1])[order]
    return Spots(
        first=begin,
        last=end,
        row=batch.row[begin],
        kind=kind[order],
        person=np.concatenate([named.person, nobody])[order],
        quoted=(batch.quoted[begin] > 0) & ~_labels(batch, begin, end),
    )


def _labels(batch: Batch, first: Ints, last: Ints) -> npt.NDArray[np.bool_]:
    """Names that open a paragraph before a colon: a speaker's label, even in quotation marks."""
    opens = first - batch.starts[batch.row[first]] <= 2
    labels: npt.NDArray[np.bool_] = opens & (batch.table[last, KIND] == COLON)
    return labels


def _stands_alone(batch: Batch, at: Ints) -> npt.NDArray[np.bool_]:
    """Of words at these places: behind "the" or "this", with no name right after: "the mayor"."""
    before = batch.table[at[:, None] - [1, 2, 3], KIND] == DEFINITE
    named = batch.name[at[:, None] + [1, 2]] == 1
    alone: npt.NDArray[np.bool_] = before.any(1) & ~named.any(1)
    return alone


class Sentences(NamedTuple):
    """Per sentence [k]: largest posteriors of some labels, mean of content, share in quotation marks."""

    cue: Floats
    soft_cue: Floats
    other: Floats
    content: Floats
    quoted: Floats


def sentences(batch: Batch, posteriors: Floats) -> Sentences:
    """Sums over sentences; boundary tokens count in none."""
    at = batch.sentence_starts
    inside = np.zeros(len(batch.words), np.float32)
    inside[batch.places] = 1
    size: Floats = np.maximum(np.add.reduceat(inside, at), np.float32(1))
    cue, soft_cue, other = (
        np.maximum.reduceat(posteriors[:, label], at) for label in (Label.CUE, Label.SOFT_CUE, Label.OTHER)
    )
    content, quoted = (
        (np.add.reduceat(column, at) / size).astype(np.float32)
        for column in (posteriors[:, Label.CONTENT], batch.quoted.astype(np.float32))
    )
    return Sentences(cue, soft_cue, other, content, quoted)


def features(batch: Batch, posteriors: Floats, spots: Spots, facts: Sentences) -> Floats:
    """[m, FEATURES] evidence of each spot."""
    if not len(spots.first):
        return np.zeros((0, FEATURES), np.float32)
    first, last = spots.first, spots.last
    here = posteriors[last - 1]
    after, before = posteriors[last], posteriors[first - 1]
    sentence = batch.sentence[first]
    following = np.minimum(sentence + 1, len(facts.quoted) - 1)
    same_row = batch.row[batch.sentence_starts[following]] == spots.row
    right = _nearest(batch, posteriors, sentence, last[:, None] + np.arange(_AHEAD))
    left = _nearest(batch, posteriors, sentence, first[:, None] - 1 - np.arange(_BEHIND))
    next_kind, third_kind = batch.table[last, KIND], batch.table[last + 1, KIND]
    relative = (next_kind == WHO) | ((next_kind == COMMA) & (third_kind == WHO))
    relative_source = np.where(next_kind == WHO, after[:, Label.PERSON], 0) + np.where(
        relative & (next_kind != WHO), posteriors[last + 1, Label.PERSON], 0
    )
    source = np.maximum(here[:, Label.PERSON], posteriors[first, Label.PERSON])
    columns = [
        source,
        here[:, Label.OTHER],
        here[:, Label.SOFT_SOURCE],
        here[:, Label.CONTENT],
        here[:, Label.OUTSIDE],
        after[:, Label.CUE],
        after[:, Label.CONTENT],
        after[:, Label.PERSON],
        before[:, Label.CUE],
        before[:, Label.CONTENT],
        before[:, Label.PERSON],
        relative_source + 0.01 * relative,
        next_kind,
        third_kind,
        *right,
        *left,
        facts.cue[sentence],
        facts.soft_cue[sentence],
        facts.other[sentence],
        facts.content[sentence],
        facts.quoted[sentence],
        np.where(same_row, facts.quoted[following], -1),
        np.where(same_row, facts.content[following], -1),
        _rival(batch, posteriors, spots, sentence),
        first - batch.sentence_starts[sentence],
        first - batch.starts[spots.row],
        batch.heading[spots.row],
        spots.kind,
        *_neighbours(batch, spots, source),
    ]
    return np.stack([np.asarray(column, np.float32) for column in columns], 1)


FEATURES = 44


def _nearest(batch: Batch, posteriors: Floats, sentence: Ints, window: Ints) -> list[Floats]:
    """Of the likeliest cue in a window of the sentence: its posteriors, distance, lexicon entry."""
    inside = batch.sentence.take(window, mode="clip") == sentence[:, None]
    hard = posteriors[:, Label.CUE].take(window, mode="clip") * inside
    best = hard.argmax(1)
    rows = np.arange(len(window))
    token = window[rows, best]
    found = hard[rows, best]
    some = found > 0.01
    soft = posteriors[:, Label.SOFT_CUE].take(window, mode="clip") * inside
    return [
        found,
        np.where(some, best, window.shape[1]).astype(np.float32),
        np.where(some, batch.cue.take(token, mode="clip"), 0).astype(np.float32),
        np.where(some, batch.table[:, CUE_LEVEL].take(token, mode="clip"), 0).astype(np.float32),
        soft.max(1),
    ]


def _neighbours(batch: Batch, spots: Spots, source: Floats) -> list[Floats]:
    """Of the spot before and behind: words between (-1: none in the sentence), source, link, kind."""
    columns: list[Floats] = []
    count = len(spots.first)
    sentence = batch.sentence[spots.first]
    for step in (-1, 1):
        other = np.clip(np.arange(count) + step, 0, count - 1)
        near = (sentence[other] == sentence) & (other != np.arange(count))
        if step < 0:
            between, link = spots.first - spots.last[other], spots.first - 1
        else:
            between, link = spots.first[other] - spots.last, spots.last
        columns += [
            np.where(near, np.minimum(between, 20), -1).astype(np.float32),
            np.where(near, source[other], -1).astype(np.float32),
            np.where(near & (between <= 3), batch.table[link, KIND], _NO_KIND).astype(np.float32),
            np.where(near, spots.kind[other], -1).astype(np.float32),
        ]
    return columns


def _rival(batch: Batch, posteriors: Floats, spots: Spots, sentence: Ints) -> Floats:
    """The best posterior as a person's source of another word near by in the sentence."""
    begin, end = (
        batch.sentence_starts[sentence],
        np.append(batch.sentence_starts, len(batch.words))[sentence + 1],
    )
    person = posteriors[:, Label.PERSON]
    before = largest(person, np.maximum(begin, spots.first - _AROUND), spots.first)
    behind = largest(person, spots.last, np.minimum(end, spots.first + _AROUND + 1))
    rival: Floats = np.maximum(before, behind)
    return rival
