"""Words that somebody said: in which rows of a list they count, and how often."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import NamedTuple

import numpy as np

from searchkit.engines.whoosh.arrays import Array, Ints, Mask, locate, steps
from searchkit.engines.whoosh.searching.leaves import occurrences
from searchkit.engines.whoosh.searching.opened import Floats, Opened
from searchkit.engines.whoosh.searching.pruning import Held
from searchkit.engines.whoosh.segments.codes import OFTEN
from searchkit.engines.whoosh.segments.coverage import ALL, PART
from searchkit.engines.whoosh.segments.lists import DENSE, Made
from searchkit.engines.whoosh.segments.making import changed_in, coded, dense, sparse
from searchkit.engines.whoosh.segments.postings import Postings, nonzero
from searchkit.engines.whoosh.segments.segment import SPOKEN_TEXT, Segment


class SaidIn(NamedTuple):
    """In which of some rows a word is said; and places of those where only a part is, with how often.

    In the other rows it is said as often as it stands there.
    """

    found: Mask
    part: Ints
    frequencies: Ints


def said_in(
    segment: Segment,
    postings: Postings,
    rows: Ints | None,
    present: Mask | None,
    speakers: Sequence[int] | None,
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
    frequencies = _said_in_part(segment, postings, part if rows is None else rows.take(part), speakers)
    some = frequencies.nonzero()[0]
    part = part.take(some)
    found[part] = True
    return SaidIn(found, part, frequencies.take(some))


def _said_in_part(segment: Segment, postings: Postings, rows: Ints, speakers: Sequence[int] | None) -> Ints:
    """How often the word of a list is said in each of these rows, given in order; all of them hold it."""
    text, number = segment.text(SPOKEN_TEXT), postings.number
    if number < text.lists.stored and not text.words.has_wide(number):
        _, counts, first = postings.offsets_in(rows)
        return segment.coverage.inside(rows, counts, first, first, speakers)
    tokens = occurrences(text, number, rows)
    starts = text.words.starts.take(rows)
    counts = steps(np.append(tokens.begin.searchsorted(starts), len(tokens)))
    begun = starts.repeat(counts)
    return segment.coverage.inside(rows, counts, tokens.begin - begun, tokens.end - begun, speakers)


def as_said(segment: Segment, number: int) -> Postings:
    """The list of a word as somebody says it: made when first asked for, and kept for a while."""
    lists = segment.text(SPOKEN_TEXT).lists
    made = lists.made.get(~number)
    if made is None:
        made = _made(segment, Postings(lists, number))
        lists.keep(~number, made)
    return Postings(lists, ~number, made)


def _made(segment: Segment, postings: Postings) -> Made:
    rows = postings.rows()
    codes = postings.own_codes(rows).copy()
    said = said_in(segment, postings, rows, None, None)
    part = rows.take(said.part)
    lists = segment.text(SPOKEN_TEXT).lists
    codes[said.part], often = coded(lists, part, said.frequencies)
    often = changed_in(postings.often(), part, often)
    whole = segment.coverage.of(often[0], None) == ALL
    whole |= locate(part, often[0])[1]
    often = often[0][whole], often[1][whole]
    found = said.found.nonzero()[0]
    rows, codes = rows.take(found), codes.take(found)
    if postings.kind != DENSE:
        return sparse(rows, codes, often)
    column = np.zeros(lists.rows, np.uint8)
    column[rows] = codes
    return dense(column, often)


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
    found = said_in(segment, word.postings, rows, held.present, speakers)
    part = found.part if rows is None else rows.take(found.part)
    codes = held.codes[i].copy()
    codes[found.part] = word.scale.coder(found.frequencies, word.scale.lengths.take(part))
    often = (found.frequencies > OFTEN).nonzero()[0]
    if len(often):
        kept = {field.name: getattr(word, field.name) for field in fields(Opened)}
        word = SaidWord(**kept, rows=part.take(often), often=found.frequencies.take(often))
    changed = [codes if j == i else others for j, others in enumerate(held.codes)]
    return Held(rows, changed, found.found), word
