"""From sources to spans: which words are whose, by which cue, direct or reported.

Places are words of the whole batch, so that its columns serve every paragraph as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from searchkit.records import Attribution, Kind, Person
from searchkit.speech.news.batch import Bools, Ints
from searchkit.speech.news.groups import Reals, begins, largest, ranges
from searchkit.speech.news.text import Text
from searchkit.speech.news.wordtypes import EDGE

# What a sentence boundary between words and their source counts, in words.
_SENTENCE_STEP = 20
# What a sure cue between words and their source counts against that.
_TIE = 10
# What it counts to give words to a speaker who is not named in the paragraph.
_ABSENT = 25
_DIRECT, _INDIRECT = Kind.DIRECT, Kind.INDIRECT  # a member of an enumeration takes long to look up


class Source(NamedTuple):
    """Somebody who speaks in the paragraph, `direct` in quotation marks.

    [first, last) are the words that say so; first -1: none do.
    """

    person: Person
    first: int
    last: int
    method: str
    confidence: float
    direct: bool = False


class Piece(NamedTuple):
    """Words [first, last) that are somebody's, all in or all out of quotation marks."""

    first: int
    last: int
    quoted: bool


class Pieces(NamedTuple):
    """All runs of words that somebody says, cut where a quotation or a sentence begins or ends, in order."""

    first: Ints
    last: Ints
    quoted: Bools


class _Owned(NamedTuple):
    """Pieces with whose they are, by rising owner (place in the list of all sources) and in reading order."""

    owner: Ints
    first: Ints
    last: Ints
    quoted: Bools


def attributions(
    text: Text, pieces: Pieces, rows: Sequence[int], sources: Sequence[Sequence[Source]]
) -> list[tuple[Attribution, ...]]:
    """The spans of the sources of each of these rows, in reading order. Every source has one at least."""
    everyone = list(chain.from_iterable(sources))
    if not everyone:
        return [()] * len(rows)
    told_at = np.array([source.first for source in everyone])
    direct = np.array([source.direct for source in everyone])
    row = np.repeat(np.arange(len(sources)), list(map(len, sources)))
    owned = _joined(_shares(text, pieces, text.batch.starts[rows][row], everyone), direct, text.solid)
    near = told_at[owned.owner]
    cues = text.cues(np.where((near < 0) | text.has_cue_of_their_own(owned.first, near), owned.first, near))
    begin, end = text.characters(*_trimmed(owned, text.batch.signs))
    of = row[owned.owner]
    order = np.lexsort((end, begin, of))
    columns = (np.arange(len(order)), owned.owner, begin, end, direct[owned.owner] & owned.quoted)
    found: list[Attribution] = []
    for n, owner, start, stop, quoted in zip(*(column[order].tolist() for column in columns), strict=True):
        person, _, _, method, confidence, _ = everyone[owner]
        kind = _DIRECT if quoted else _INDIRECT
        found.append(Attribution(person, start, stop, kind, cues[n], method, confidence))
    bounds = of[order].searchsorted(np.arange(len(sources) + 1)).tolist()
    return [tuple(found[first:last]) for first, last in pairwise(bounds)]


def _shares(text: Text, pieces: Pieces, starts: Ints, everyone: Sequence[Source]) -> _Owned:
    """Each source with the pieces it is nearest to, or else with what it may say.

    `starts` is the first word of the paragraph of each source, rising.
    """
    lengths = text.batch.lengths[text.batch.row[starts]]
    taken, of = ranges(pieces.first.searchsorted(starts), pieces.first.searchsorted(starts + lengths))
    first, last = pieces.first[taken], pieces.last[taken]
    told = np.array([(source.first, source.last) for source in everyone], np.int64)[of]
    order = np.lexsort((_costs(text, first, last, *told.T), taken))
    nearest = order[begins(taken[order])]
    owner = of[nearest]
    without = np.flatnonzero(np.bincount(owner, minlength=len(everyone)) == 0)
    others = [_fallback(text, int(starts[n]), everyone[n]) for n in without.tolist()]
    other_first, other_last, _ = np.array(others, np.int64).reshape(-1, 3).T
    quoted = np.append(pieces.quoted[taken[nearest]], np.zeros(len(others), bool))
    owner = np.append(owner, without)
    order = np.argsort(owner, kind="stable")
    first, last = np.append(first[nearest], other_first), np.append(last[nearest], other_last)
    return _Owned(owner[order], first[order], last[order], quoted[order])


def _costs(text: Text, first: Ints, last: Ints, source_first: Ints, source_last: Ints) -> Reals:
    """How far words [first, last) are from sources that may own them; smaller is likelier."""
    before = source_last <= first
    low, high = np.where(before, source_last, last), np.where(before, first, source_first)
    sentence = text.batch.sentence
    steps = np.abs(sentence[source_first] - sentence[first])
    # A cue on the way ties them together.
    tied = (steps == 0) & (source_first >= 0)
    tie = largest(text.cue, np.where(tied, low, high), high).astype(np.float64)
    costs = high - low + _SENTENCE_STEP * steps - _TIE * tie
    costs = np.where(before | (source_first >= last), costs, 2 * _SENTENCE_STEP)
    return np.where(source_first < 0, _ABSENT, costs)


def _joined(owned: _Owned, direct: Bools, solid: Ints) -> _Owned:
    """Neighbouring pieces of an owner as one where only punctuation lies between.

    What is only reported takes the words it quotes with it ("that it was “no use” now").
    """
    owner, first, last, quoted = owned
    apart = owner[1:] != owner[:-1]
    apart |= (quoted[1:] != quoted[:-1]) & direct[owner[1:]]
    apart |= solid[first[1:]] > solid[last[:-1]]
    begin = np.flatnonzero(np.concatenate([[True], apart]))
    final = np.append(begin[1:], len(owner)) - 1
    return _Owned(owner[begin], first[begin], last[final], quoted[begin])


def _trimmed(owned: _Owned, signs: npt.NDArray[np.uint8]) -> tuple[Ints, Ints]:
    """Words of pieces without the punctuation and quotation marks at their edges; one word at least."""
    begins, ends = np.flatnonzero(signs < EDGE), np.flatnonzero(signs != EDGE)
    first = np.append(begins, len(signs))[begins.searchsorted(owned.first)]
    first = np.minimum(first, owned.last - 1)
    last = np.append(ends, -1)[ends.searchsorted(owned.last) - 1] + 1
    return first, np.maximum(last, first + 1)


def _fallback(text: Text, start: int, source: Source) -> Piece:
    """Where no content was seen: the longer side of the source's sentence, else the paragraph at `start`."""
    if source.first < 0:
        return Piece(*text.paragraph(start), False)
    first, last = text.sentence(source.first)
    before, begin = Piece(first, source.first, False), source.last
    cues = text.likely_cues
    cue = cues[cues.searchsorted(first) : cues.searchsorted(last)].tolist()
    if cue and cue[0] >= source.last and cue[-1] + 1 < last:
        begin = cue[-1] + 1
    after = Piece(begin, last, False)
    longer = max((after, before), key=lambda piece: piece.last - piece.first)
    return longer if longer.last > longer.first else Piece(first, last, False)
