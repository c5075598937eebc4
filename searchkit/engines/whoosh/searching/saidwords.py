"""Words that somebody said: in which rows of a list they count, and how often."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import NamedTuple

from searchkit.engines.whoosh.arrays import Array, Ints, Mask, locate
from searchkit.engines.whoosh.searching.matchset import by_row
from searchkit.engines.whoosh.searching.opened import Floats, Opened
from searchkit.engines.whoosh.searching.pruning import Held
from searchkit.engines.whoosh.segments.codes import OFTEN
from searchkit.engines.whoosh.segments.coverage import ALL, PART
from searchkit.engines.whoosh.segments.lists import nonzero
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
    doubtful = part if rows is None else rows.take(part)
    text = segment.text(SPOKEN_TEXT)
    at = text.positions_in(number, doubtful)
    at = at[segment.coverage.within(doubtful).inside(at, at, speakers)]
    spoken, frequencies = by_row(text, at)
    part = part.take(doubtful.searchsorted(spoken))
    found[part] = True
    return SaidIn(found, part, frequencies)


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
