"""Several articles as one flat array of tokens, ready for vectorised work.

Only the paragraphs to be tagged are in it, with boundary tokens between them, so that a feature that
looks a few words away never sees another paragraph.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from searchkit.speech.news.wordtypes import BOUNDARY, FULL_STOP, KIND, WordTypes
from searchkit.speech.roster import Roster
from searchkit.speech.tokens import CLOSING, OPENING

PADDING = 4

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Batch:
    """n tokens, r paragraphs ("rows") and k sentences.

    types      [n] row in the table of word types
    table      [n, COLUMNS] the words' rows
    cue        [n] the words' shares as a cue
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

    def index(self, roster: Roster, article: int, token: int, paragraph: int) -> int:
        """Where a token of an article's own numbering stands in the batch."""
        row = self.base[article][paragraph]
        return int(self.starts[row]) + token - roster.tokens.bounds[paragraph]


def gather(rosters: Sequence[Roster], skip: Sequence[Collection[int]], types: WordTypes) -> Batch:
    """The batch of all paragraphs of these articles but the skipped and the empty ones."""
    words: list[str] = [BOUNDARY] * PADDING
    quoted: list[int] = [0] * PADDING
    lengths: list[int] = [0] * PADDING
    names: list[int] = [0] * PADDING
    starts: list[int] = []
    sizes: list[int] = []
    articles: list[int] = []
    paragraphs: list[int] = []
    heading: list[bool] = []
    runs_on: list[bool] = []
    base: list[list[int]] = []
    for number, (roster, left_out) in enumerate(zip(rosters, skip, strict=True)):
        tokens = roster.tokens
        rows = [-1] * tokens.paragraphs
        for p in range(tokens.paragraphs):
            first, last = tokens.bounds[p], tokens.bounds[p + 1]
            if first == last or p in left_out:
                continue
            rows[p] = len(starts)
            starts.append(len(words))
            sizes.append(last - first)
            articles.append(number)
            paragraphs.append(p)
            heading.append(roster.headings[p])
            runs_on.append(tokens.runs_on[p])
            flags = tokens.quoted[first:last]
            own = tokens.words[first:last]
            lengths.extend(_quote_lengths(own, flags) if 1 in flags else flags)
            marks = [0] * (last - first)
            for mention in roster.of(p):
                marks[mention.first - first : mention.last - first] = [1] + [2] * (
                    mention.last - mention.first - 1
                )
            names.extend(marks)
            words.extend(own)
            quoted.extend(flags)
            for column in (quoted, lengths, names):
                column.extend([0] * PADDING)
            words.extend([BOUNDARY] * PADDING)
        base.append(rows)
    ids = types.ids(words)
    table = types.table[ids]
    start = np.array(starts, np.int64)
    row, sentence, sentence_starts = _sentences(table[:, KIND] == FULL_STOP, start)
    return Batch(
        types=ids,
        table=table,
        cue=types.cue[ids],
        quoted=np.array(quoted, np.uint32),
        quote_length=np.array(lengths, np.uint32),
        name=np.array(names, np.uint32),
        row=row,
        sentence=sentence,
        starts=start,
        lengths=np.array(sizes, np.int64),
        article=np.array(articles, np.int64),
        paragraph=np.array(paragraphs, np.int64),
        heading=np.array(heading, bool),
        runs_on=np.array(runs_on, bool),
        sentence_starts=sentence_starts,
        base=base,
    )


def _quote_lengths(words: Sequence[str], quoted: Sequence[int]) -> list[int]:
    """For each word of a quotation the number of words in it, marks not counted; else 0."""
    result = [0] * len(words)
    start = -1
    for i, flag in enumerate([*quoted, 0]):
        ends = start >= 0 and (not flag or words[i] == OPENING)
        if ends:
            stop = i
            size = stop - start - (words[start] == OPENING) - (words[stop - 1] == CLOSING)
            result[start:stop] = [max(size, 1)] * (stop - start)
            start = -1
        if flag and start < 0:
            start = i
        if flag and words[i] == CLOSING:
            result[start : i + 1] = [max(i - start - 1, 1)] * (i + 1 - start)
            start = -1
    return result


def _sentences(stop: npt.NDArray[np.bool_], starts: Ints) -> tuple[Ints, Ints, Ints]:
    """Row and sentence of each token, and where sentences start. Boundary tokens end a row."""
    opens = np.zeros(len(stop), bool)
    opens[starts] = True
    row = np.maximum(np.cumsum(opens) - 1, 0)
    opens[1:] |= stop[:-1]
    opens[0] = True
    return row, np.cumsum(opens) - 1, np.flatnonzero(opens)
