"""Several articles as one flat array of tokens, ready for vectorised work.

Only the paragraphs to be tagged are in it, with boundary tokens between them, so that a feature that
looks a few words away never sees another paragraph.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from searchkit.speech.news.wordtypes import BOUNDARY, FULL_STOP, KIND, Rows, WordTypes
from searchkit.speech.people.roster import FORMS, Roster
from searchkit.speech.people.tokens import CLOSING, OPENING, number_alike

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


class _Taken(NamedTuple):
    """Which paragraphs of the articles are taken, all words of all articles one behind the other.

    begins  per article: its first word;  starts, lengths  of each paragraph taken: its first word, its words
    article, paragraph  where it is from;  heading, runs_on  of it
    """

    begins: Ints
    starts: Ints
    lengths: Ints
    article: Ints
    paragraph: Ints
    heading: Bools
    runs_on: Bools


def _taken(rosters: Sequence[Roster], skip: Sequence[Collection[int]]) -> _Taken:
    """The paragraphs that are neither skipped nor empty."""
    tokens = [roster.tokens for roster in rosters]
    begins = np.cumsum([0, *[len(each.ids) for each in tokens]])
    counts = np.array([each.paragraphs for each in tokens])
    before = np.cumsum(counts) - counts
    article = np.repeat(np.arange(len(tokens)), counts)
    starts, ends = (
        np.array(list(chain.from_iterable(each.bounds[part] for each in tokens)), np.int64)
        for part in (slice(0, -1), slice(1, None))
    )
    taken = starts < ends
    for first, left_out in zip(before.tolist(), skip, strict=True):
        taken[[first + paragraph for paragraph in left_out]] = False
    at = np.flatnonzero(taken)
    return _Taken(
        begins=begins[:-1],
        starts=(begins[article] + starts)[at],
        lengths=(ends - starts)[at],
        article=article[at],
        paragraph=(np.arange(len(taken)) - before[article])[at],
        heading=np.array(list(chain.from_iterable(roster.headings for roster in rosters)), bool)[at],
        runs_on=np.array(list(chain.from_iterable(each.runs_on for each in tokens)), bool)[at],
    )


def _mentions(rosters: Sequence[Roster], names: Sequence[Sequence[str]], begins: Ints) -> Mentions:
    """All mentions of all articles, by the words of the whole; `begins` is each article's first one."""
    first: list[int] = []
    last: list[int] = []
    kind: list[int] = []
    person: list[int] = []
    for roster, people in zip(rosters, names, strict=True):
        if roster.mentions:
            numbers = {name: n for n, name in enumerate(people)}
            _, _, _, printed, forms, firsts, lasts = zip(*roster.mentions, strict=True)
            first += firsts
            last += lasts
            kind += map(_FORM.__getitem__, forms)
            person += map(numbers.__getitem__, printed)
    begin = np.repeat(begins, [len(roster.mentions) for roster in rosters])
    within = [np.array(column, np.int64) for column in (first, last, kind, person)]
    return Mentions(begin + within[0], begin + within[1], *within[2:])


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
    found = _taken(rosters, skip)
    words, numbers, marks = number_alike([r.tokens for r in rosters], (BOUNDARY, OPENING, CLOSING))
    known = types.rows(words)
    sizes = found.lengths
    before = np.cumsum(sizes) - sizes
    starts = before + PADDING * np.arange(1, len(sizes) + 1)
    total = int(sizes.sum()) + PADDING * (len(sizes) + 1)
    within = np.arange(int(sizes.sum()))
    source = within + np.repeat(found.starts - before, sizes)
    place = within + np.repeat(starts - before, sizes)
    boundary, opening, closing = marks
    ids = np.full(total, boundary, np.int64)
    ids[place] = np.concatenate(numbers)[source]
    quoted = np.zeros(total, np.uint32)
    quoted[place] = np.frombuffer(b"".join([r.tokens.quoted for r in rosters]), np.uint8)[source]
    placed = np.full(sum(map(len, numbers)), -1, np.int64)
    placed[source] = place
    mentions = _mentions(rosters, names, found.begins).placed(placed)
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
        article=found.article,
        paragraph=found.paragraph,
        heading=found.heading,
        runs_on=found.runs_on,
        sentence_starts=sentence_starts,
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
