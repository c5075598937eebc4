"""Several articles as one flat array of tokens, ready for vectorised work.

Only the paragraphs to be tagged are in it, with boundary tokens between them, so that a feature that
looks a few words away never sees another paragraph.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from searchkit.speech.news.wordtypes import BOUNDARY, FULL_STOP, KIND, Rows, WordTypes
from searchkit.speech.roster import FORMS, Roster
from searchkit.speech.tokens import CLOSING, OPENING, number_alike

PADDING = 4

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]


class Mentions(NamedTuple):
    """m names: words [first, last), index into FORMS, number of the person in the article."""

    first: Ints
    last: Ints
    kind: Ints
    person: Ints

    def placed(self, places: Ints) -> Mentions:
        """The mentions whose words are taken, where `places` says these stand; -1 is nowhere."""
        first = places[self.first]
        here = first >= 0
        size = self.last - self.first
        return Mentions(first[here], (first + size)[here], self.kind[here], self.person[here])

    def flags(self, total: int) -> npt.NDArray[np.uint32]:
        """[total] 1 for the first word of a name, 2 for another one, 0 for the rest."""
        edges = np.zeros(total + 1, np.int64)
        np.add.at(edges, self.first, 2)
        np.add.at(edges, self.last, -2)
        flags = np.cumsum(edges[:-1]).astype(np.uint32)
        flags[self.first] = 1
        return flags


class Batch(NamedTuple):
    """n tokens, r paragraphs ("rows") and k sentences.

    words      [n] numbers of words;  places all but those of boundaries
    types      what is known of each word (`wordtypes`)
    table      [n, COLUMNS] the words' rows
    cue        [n] the words' shares as a cue;  signs [n] what they are as signs
    quoted     [n] inside quotation marks;  quote_length [n] words of the quotation it is in
    name       [n] 1 first word of a person's name, 2 another one, 0 none;  mentions all names
    row        [n] which row it is in;  sentence [n] which sentence
    starts, lengths      [r]
    article, paragraph   [r] where the row comes from
    heading, runs_on     [r]
    sentence_starts      [k]
    base       per article: row of each of its paragraphs, -1 where it is left out
    """

    words: Ints
    places: Ints
    types: Rows
    table: npt.NDArray[np.uint32]
    cue: npt.NDArray[np.float32]
    signs: npt.NDArray[np.uint8]
    quoted: npt.NDArray[np.uint32]
    quote_length: npt.NDArray[np.uint32]
    name: npt.NDArray[np.uint32]
    mentions: Mentions
    row: Ints
    sentence: Ints
    starts: Ints
    lengths: Ints
    article: Ints
    paragraph: Ints
    heading: npt.NDArray[np.bool_]
    runs_on: npt.NDArray[np.bool_]
    sentence_starts: Ints
    base: list[list[int]]


class _Collected:
    """The articles one behind the other: all their words, and which paragraphs are taken."""

    def __init__(self, rosters: Sequence[Roster], skip: Sequence[Collection[int]]) -> None:
        self.begins: list[int] = []  # first word of each article
        self.starts: list[int] = []  # of each paragraph taken: its first word, its length
        self.lengths: list[int] = []
        self.articles: list[int] = []
        self.paragraphs: list[int] = []
        self.heading: list[bool] = []
        self.runs_on: list[bool] = []
        self.base: list[list[int]] = []
        begin = 0
        for number, (roster, left_out) in enumerate(zip(rosters, skip, strict=True)):
            self.begins.append(begin)
            self._add(number, roster, left_out, begin)
            begin += len(roster.tokens.ids)

    def _add(self, number: int, roster: Roster, skip: Collection[int], begin: int) -> None:
        """Take the paragraphs of an article that are neither skipped nor empty."""
        bounds = roster.tokens.bounds
        taken = [p for p in range(len(bounds) - 1) if bounds[p] < bounds[p + 1] and p not in skip]
        rows = [-1] * (len(bounds) - 1)
        for row, p in enumerate(taken, len(self.starts)):
            rows[p] = row
        self.base.append(rows)
        self.starts += [begin + bounds[p] for p in taken]
        self.lengths += [bounds[p + 1] - bounds[p] for p in taken]
        self.articles += [number] * len(taken)
        self.paragraphs += taken
        self.heading += [roster.headings[p] for p in taken]
        self.runs_on += [roster.tokens.runs_on[p] for p in taken]

    def mentions(self, rosters: Sequence[Roster], names: Sequence[Sequence[str]]) -> Mentions:
        """All mentions of all articles, by the words of the whole."""
        first: list[int] = []
        last: list[int] = []
        kind: list[int] = []
        person: list[int] = []
        for begin, roster, people in zip(self.begins, rosters, names, strict=True):
            if roster.mentions:
                numbers = {name: n for n, name in enumerate(people)}
                _, _, _, printed, forms, firsts, lasts = zip(*roster.mentions, strict=True)
                first += [begin + i for i in firsts]
                last += [begin + i for i in lasts]
                kind += map(_FORM.__getitem__, forms)
                person += map(numbers.__getitem__, printed)
        return Mentions(*(np.array(column, np.int64) for column in (first, last, kind, person)))


_FORM = {form: number for number, form in enumerate(FORMS)}


def gather(
    rosters: Sequence[Roster],
    names: Sequence[Sequence[str]],
    skip: Sequence[Collection[int]],
    types: WordTypes,
) -> Batch:
    """The batch of all paragraphs of these articles but the skipped and the empty ones.

    `names` are the people of each article, in the order that numbers them.
    """
    found = _Collected(rosters, skip)
    words, numbers, marks = number_alike([r.tokens for r in rosters], (BOUNDARY, OPENING, CLOSING))
    known = types.rows(words)
    sizes = np.array(found.lengths, np.int64)
    before = np.cumsum(sizes) - sizes
    starts = before + PADDING * np.arange(1, len(sizes) + 1)
    total = int(sizes.sum()) + PADDING * (len(sizes) + 1)
    within = np.arange(int(sizes.sum()))
    source = within + np.repeat(np.array(found.starts, np.int64) - before, sizes)
    place = within + np.repeat(starts - before, sizes)
    boundary, opening, closing = marks
    ids = np.full(total, boundary, np.int64)
    ids[place] = np.concatenate(numbers)[source]
    quoted = np.zeros(total, np.uint32)
    quoted[place] = np.frombuffer(b"".join([r.tokens.quoted for r in rosters]), np.uint8)[source]
    placed = np.full(found.begins[-1] + len(numbers[-1]), -1, np.int64)
    placed[source] = place
    mentions = found.mentions(rosters, names).placed(placed)
    table = known.table.take(ids, axis=0)
    row, sentence, sentence_starts = _sentences(table[:, KIND] == FULL_STOP, starts)
    return Batch(
        words=ids,
        places=place,
        types=known,
        table=table,
        cue=known.cue[ids],
        signs=known.signs[ids],
        quoted=quoted,
        quote_length=_quote_lengths(quoted > 0, ids == opening, ids == closing),
        name=mentions.flags(total),
        mentions=mentions,
        row=row,
        sentence=sentence,
        starts=starts,
        lengths=sizes,
        article=np.array(found.articles, np.int64),
        paragraph=np.array(found.paragraphs, np.int64),
        heading=np.array(found.heading, bool),
        runs_on=np.array(found.runs_on, bool),
        sentence_starts=sentence_starts,
        base=found.base,
    )


def _quote_lengths(quoted: Bools, opening: Bools, closing: Bools) -> npt.NDArray[np.uint32]:
    """For each word of a quotation the number of words in it, marks not counted; else 0."""
    at = np.flatnonzero(quoted)  # never the first word, which is a boundary
    begins = ~quoted[at - 1] | opening[at] | closing[at - 1]
    number = np.cumsum(begins)
    size = np.bincount(number[~opening[at] & ~closing[at]], minlength=len(at) + 1)
    lengths = np.zeros(len(quoted), np.uint32)
    lengths[at] = np.maximum(size[number], 1)
    return lengths


def _sentences(stop: Bools, starts: Ints) -> tuple[Ints, Ints, Ints]:
    """Row and sentence of each token, and where sentences start. Boundary tokens end a row."""
    opens = np.concatenate([[True], stop[:-1]])
    opens[starts] = True
    sentence_starts = np.flatnonzero(opens)
    row = _numbered(np.append(0, starts[1:]), len(stop)) if len(starts) else np.zeros(len(stop), np.int64)
    return row, _numbered(sentence_starts, len(stop)), sentence_starts


def _numbered(starts: Ints, total: int) -> Ints:
    """Of `total` tokens which run each is in; the first run starts at 0."""
    return np.repeat(np.arange(len(starts)), np.diff(starts, append=total))
