"""Several articles as one flat array of tokens, ready for vectorised work.

Only the paragraphs to be tagged are in it, with boundary tokens between them, so that a feature that
looks a few words away never sees another paragraph.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from searchkit.speech.news.wordtypes import BOUNDARY, FULL_STOP, KIND, WordTypes
from searchkit.speech.roster import Roster
from searchkit.speech.tokens import CLOSING, OPENING

PADDING = 4

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Batch:
    """n tokens, r paragraphs ("rows") and k sentences.

    types      [n] row in the table of word types
    table      [n, COLUMNS] the words' rows
    cue        [n] the words' shares as a cue;  solid [n] more than punctuation
    quoted     [n] inside quotation marks;  quote_length [n] words of the quotation it is in
    name       [n] 1 first word of a person's name, 2 another one, 0 none
    row        [n] which row it is in;  sentence [n] which sentence
    starts, lengths      [r]
    article, paragraph   [r] where the row comes from
    heading, runs_on     [r]
    sentence_starts      [k]
    base       per article: row of each of its paragraphs, -1 where it is left out
    """

    types: Ints
    table: npt.NDArray[np.uint32]
    cue: npt.NDArray[np.float32]
    solid: Bools
    quoted: npt.NDArray[np.uint32]
    quote_length: npt.NDArray[np.uint32]
    name: npt.NDArray[np.uint32]
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


@dataclass(slots=True)
class _Collected:
    """The articles' paragraphs put one behind the other, still without boundary tokens."""

    words: list[str] = field(default_factory=list)
    quoted: list[int] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    articles: list[int] = field(default_factory=list)
    paragraphs: list[int] = field(default_factory=list)
    heading: list[bool] = field(default_factory=list)
    runs_on: list[bool] = field(default_factory=list)
    base: list[list[int]] = field(default_factory=list)
    names: list[int] = field(default_factory=list)  # first words of mentions
    inside: list[int] = field(default_factory=list)  # their other words

    def add(self, number: int, roster: Roster, skip: Collection[int]) -> None:
        """Take the paragraphs of an article that are neither skipped nor empty."""
        tokens = roster.tokens
        rows = [-1] * tokens.paragraphs
        for p in range(tokens.paragraphs):
            first, last = tokens.bounds[p], tokens.bounds[p + 1]
            if first == last or p in skip:
                continue
            rows[p] = len(self.sizes)
            moved = len(self.words) - first
            for mention in roster.of(p):
                self.names.append(mention.first + moved)
                self.inside.extend(range(mention.first + moved + 1, mention.last + moved))
            self.words += tokens.words[first:last]
            self.quoted += tokens.quoted[first:last]
            self.sizes.append(last - first)
            self.articles.append(number)
            self.paragraphs.append(p)
            self.heading.append(roster.headings[p])
            self.runs_on.append(tokens.runs_on[p])
        self.base.append(rows)


def gather(rosters: Sequence[Roster], skip: Sequence[Collection[int]], types: WordTypes) -> Batch:
    """The batch of all paragraphs of these articles but the skipped and the empty ones."""
    found = _Collected()
    for number, (roster, left_out) in enumerate(zip(rosters, skip, strict=True)):
        found.add(number, roster, left_out)
    sizes = np.array(found.sizes, np.int64)
    before = np.concatenate([[0], np.cumsum(sizes)])
    starts = before[:-1] + PADDING * np.arange(1, len(sizes) + 1)
    place = np.arange(len(found.words)) + np.repeat(starts - before[:-1], sizes)
    total = len(found.words) + PADDING * (len(sizes) + 1)
    boundary, opening, closing = types.ids([BOUNDARY, OPENING, CLOSING]).tolist()
    ids = np.full(total, boundary, np.int64)
    ids[place] = types.ids(found.words)
    quoted = np.zeros(total, np.uint32)
    quoted[place] = found.quoted
    name = np.zeros(total, np.uint32)
    name[place[found.names]] = 1
    name[place[found.inside]] = 2
    table = types.table[ids]
    row, sentence, sentence_starts = _sentences(table[:, KIND] == FULL_STOP, starts)
    return Batch(
        types=ids,
        table=table,
        cue=types.cue[ids],
        solid=types.solid[ids],
        quoted=quoted,
        quote_length=_quote_lengths(quoted > 0, ids == opening, ids == closing),
        name=name,
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
    begins = quoted.copy()
    begins[1:] &= ~quoted[:-1] | opening[1:] | closing[:-1]
    number = np.cumsum(begins)
    size = np.bincount(number[quoted & ~opening & ~closing], minlength=int(number[-1]) + 1)
    return np.where(quoted, np.maximum(size[number], 1), 0).astype(np.uint32)


def _sentences(stop: Bools, starts: Ints) -> tuple[Ints, Ints, Ints]:
    """Row and sentence of each token, and where sentences start. Boundary tokens end a row."""
    opens = np.zeros(len(stop), bool)
    opens[starts] = True
    row = np.maximum(np.cumsum(opens) - 1, 0)
    opens[1:] |= stop[:-1]
    opens[0] = True
    return row, np.cumsum(opens) - 1, np.flatnonzero(opens)
