"""Words that somebody said: in which rows of a list they count, and how often."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import NamedTuple

import numpy as np

from searchkit.engines.whoosh.arrays import Array, Ints, Mask, locate
from searchkit.engines.whoosh.searching.leaves import occurrences
from searchkit.engines.whoosh.searching.opened import Floats, Opened
from searchkit.engines.whoosh.searching.pruning import Best, Held, best_of_one, top
from searchkit.engines.whoosh.segments import bitmaps
from searchkit.engines.whoosh.segments.codes import OFTEN
from searchkit.engines.whoosh.segments.coverage import ALL, PART
from searchkit.engines.whoosh.segments.postings import SEARCHED, nonzero
from searchkit.engines.whoosh.segments.segment import SPOKEN_TEXT, Segment


class SaidIn(NamedTuple):
    """In which of some rows a word is said; and places of those where only a part is, with how often.

    In the other rows it is said as often as it stands there.
    """

    found: Mask
    part: Ints
    frequencies: Ints


def said_in(
    segment: Segment, number: int, rows: Ints | None, present: Mask | None, speakers: Sequence[int] | None
) -> SaidIn:
    """Where the word of a list is said (by one of the speakers): in rows that hold it where `present`.

    None: all rows of the segment; present in all of them.
    """
    extent = segment.coverage.of(rows, speakers)
    found = extent == ALL
    in_doubt = extent == PART
    if present is not None:
        found &= present
        in_doubt &= present
    part = nonzero(in_doubt)
    frequencies = _said_in_part(segment, number, part if rows is None else rows.take(part), speakers)
    some = frequencies.nonzero()[0]
    part = part.take(some)
    found[part] = True
    return SaidIn(found, part, frequencies.take(some))


def _said_in_part(segment: Segment, number: int, rows: Ints, speakers: Sequence[int] | None) -> Ints:
    """How often the word of a list is said in each of these rows, given in order."""
    text = segment.text(SPOKEN_TEXT)
    tokens = occurrences(text, number, rows)
    of = text.words.starts.take(rows).searchsorted(tokens.begin, "right") - 1
    inside = segment.coverage.inside(rows, of, tokens.begin, tokens.end, speakers)
    return np.bincount(of[inside], minlength=len(rows))


def best_said(word: Opened, segment: Segment, count: int, floor: float) -> tuple[int, Best]:
    """How many documents of a word somebody says it in, and the best; those below `floor` may be left out."""
    number, coverage = word.postings.number, segment.coverage
    if word.df <= SEARCHED:
        rows = word.postings.rows()
        extent = coverage.of(rows, None)
        total, rows = int(np.count_nonzero(extent == ALL)), rows.take((extent == PART).nonzero()[0])
    else:
        whole, part = coverage.bits
        held = word.bitmap.words
        total, rows = bitmaps.total(held & whole.words), bitmaps.rows(held & part.words)
    frequencies = _said_in_part(segment, number, rows, None)
    some = frequencies.nonzero()[0]
    rows, frequencies = rows.take(some), frequencies.take(some)
    documents, scores = best_of_one(word, count, floor, coverage.bits[0])
    documents = np.concatenate([documents, rows])
    scores = np.concatenate([scores, word.scale.parts(word.weight, rows, frequencies)])
    order = documents.argsort()
    return total + len(rows), top(documents.take(order), scores.take(order), count)


@dataclass(frozen=True)
class SaidWord(Opened):
    """A word that was said in some rows more often than codes tell, but not as often as it stands there."""

    rows: Ints
    often: Ints

    def frequencies(self, documents: Ints, codes: Array) -> Floats:
        """How often it is said in documents."""
        frequencies = super().frequencies(documents, codes)
        at, found = locate(self.rows, documents)
        frequencies[found] = self.often.take(at[found])
        return frequencies


def said(
    held: Held, i: int, word: Opened, segment: Segment, speakers: Sequence[int] | None
) -> tuple[Held, Opened]:
    """Of documents that hold the i-th word those in which it is said, with codes of how often."""
    rows = held.documents
    found = said_in(segment, word.postings.number, rows, held.present, speakers)
    part = found.part if rows is None else rows.take(found.part)
    codes = held.codes[i].copy()
    codes[found.part] = word.scale.coder(found.frequencies, word.scale.lengths.take(part))
    often = (found.frequencies > OFTEN).nonzero()[0]
    if len(often):
        kept = {field.name: getattr(word, field.name) for field in fields(Opened)}
        word = SaidWord(**kept, rows=part.take(often), often=found.frequencies.take(often))
    changed = [codes if j == i else others for j, others in enumerate(held.codes)]
    return Held(rows, changed, found.found), word
