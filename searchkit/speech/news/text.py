"""The words of a batch as printed: where they stand in the text, their sentences, and the cues among them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from searchkit.speech.news.batch import Batch, Bools, Floats, Ints
from searchkit.speech.news.groups import begins, ranges
from searchkit.speech.news.wordtypes import NO_SIGN
from searchkit.speech.people.tokens import Tokens

# A word this likely to be a cue is printed as one.
_CUE = 0.3
# What a word of distance counts against the chance of a cue.
_AWAY = 0.01


class Text:
    """The n words of a batch, which are the words of the articles' `tokens`.

    cue          [n] chance of each to be a cue;  likely_cues  places of the likely ones, rising
    solid        [n + 1] number of words before it that are more than punctuation
    """

    def __init__(self, batch: Batch, cue: Floats, tokens: Sequence[Tokens]) -> None:
        self.batch, self.cue = batch, cue
        self.solid: Ints = np.concatenate([[0], np.cumsum(batch.signs == NO_SIGN)])
        self.likely_cues = np.flatnonzero(cue > _CUE)
        self._cues = self.likely_cues[batch.quoted[self.likely_cues] == 0]
        self._cue_bounds = self._cues.searchsorted(np.append(batch.sentence_starts, len(cue)))
        self._tokens = tokens
        begin = np.cumsum([0, *[len(each.ids) for each in tokens]])
        first = [tokens[article].bounds[number] for article, number in self._paragraphs(slice(None))]
        # By row: how much further on its words stand among all words of all articles.
        self._shift = begin[batch.article] + np.array(first, np.int64) - batch.starts
        self._starts = np.concatenate([each.starts for each in tokens])
        self._ends = np.concatenate([each.ends for each in tokens])

    def _paragraphs(self, rows: Ints | slice) -> list[tuple[int, int]]:
        """Number of the article, and of the paragraph in it, of some rows."""
        batch = self.batch
        return list(zip(batch.article[rows].tolist(), batch.paragraph[rows].tolist(), strict=True))

    def words(self, first: int, last: int) -> list[str]:
        """Words [first, last) as printed."""
        return self._printed_words(self.batch.words[first:last])

    def _printed_words(self, numbers: Ints) -> list[str]:
        table = self.batch.types.words
        return [] if table is None else list(map(table.words.__getitem__, numbers.tolist()))

    def characters(self, first: Ints, last: Ints) -> tuple[Ints, Ints]:
        """Where runs of words [first, last) begin and end in the texts of their paragraphs."""
        shift = self._shift[self.batch.row[first]]
        return self._starts[first + shift], self._ends[last - 1 + shift]

    def printed(self, first: Ints, last: Ints) -> list[str]:
        """The text of runs of words [first, last)."""
        start, end = self.characters(first, last)
        paragraphs = self._paragraphs(self.batch.row[first])
        return [
            self._tokens[article].texts[number][a:b]
            for (article, number), a, b in zip(paragraphs, start.tolist(), end.tolist(), strict=True)
        ]

    def paragraph(self, word: int) -> tuple[int, int]:
        """The words [first, last) of the paragraph of a word."""
        row = self.batch.row[word]
        start = int(self.batch.starts[row])
        return start, start + int(self.batch.lengths[row])

    def sentence(self, word: int) -> tuple[int, int]:
        """The words [first, last) of the sentence of a word."""
        starts, number = self.batch.sentence_starts, self.batch.sentence[word]
        end = self.paragraph(word)[1]
        last = min(int(starts[number + 1]), end) if number + 1 < len(starts) else end
        return int(starts[number]), last

    def opens_sentence(self, words: Ints) -> list[bool]:
        """Whether a sentence begins with each of these words."""
        opens: list[bool] = (self.batch.sentence_starts[self.batch.sentence[words]] == words).tolist()
        return opens

    def has_cue_of_their_own(self, words: Ints, near: Ints) -> Bools:
        """Whether words stand in another sentence than `near`, and it has a cue outside of what is quoted."""
        sentence = self.batch.sentence[words]
        found: Bools = self._cue_bounds[sentence] < self._cue_bounds[sentence + 1]
        found &= sentence != self.batch.sentence[near]
        return found

    def cues(self, near: Ints) -> list[str]:
        """The likeliest cue of the sentence of each of these words, as printed; "" where there is none."""
        sentence = self.batch.sentence[near]
        at, of = ranges(self._cue_bounds[sentence], self._cue_bounds[sentence + 1])
        chance = self.cue[self._cues[at]].astype(np.float64) - _AWAY * np.abs(self._cues[at] - near[of])
        order = np.lexsort((-chance, of))
        best = order[begins(of[order])]
        first, last = (edge[at[best]] for edge in self._phrases())
        cues = [""] * len(near)
        single = last - first == 1
        for which, printed in (
            (single, self._printed_words(self.batch.words[first[single]])),
            (~single, self.printed(first[~single], last[~single])),
        ):
            for n, cue in zip(of[best[which]].tolist(), printed, strict=True):
                cues[n] = cue
        return cues

    def _phrases(self) -> tuple[Ints, Ints]:
        """For each cue the words [first, last) of the run of cues of a sentence that it is in."""
        sentence = self.batch.sentence[self._cues]
        apart = (np.diff(self._cues) > 1) | (sentence[1:] != sentence[:-1])
        opens = np.concatenate([np.ones(min(len(sentence), 1), bool), apart])
        run = np.cumsum(opens) - 1
        begin = np.flatnonzero(opens)
        end = np.append(begin[1:], len(sentence)) - 1
        return self._cues[begin[run]], self._cues[end[run]] + 1
