"""One paragraph of prose: its text, its quotations, and its sentences for the few who ask for them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property

from searchkit.analysis.sentences import sentences
from searchkit.speech import quotations
from searchkit.speech.quotations import Quotation

_MAY_END = frozenset(".!?…")


class Passage:
    """Paragraph `number` of an article; `marks` are its quotations."""

    def __init__(self, number: int, text: str, marks: Sequence[Quotation]) -> None:
        self.number = number
        self.text = text
        self.marks = marks

    @cached_property
    def whole(self) -> list[Quotation]:
        """Quotations that are sentences."""
        return [quoted for quoted in self.marks if quotations.is_sentence(self.text, quoted)]

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in sentences(self.text)]

    def sentence(self, place: int) -> int:
        """Number of the sentence in which a place stands, from 1."""
        return bisect_right(self._starts, place)

    def sentence_start(self, place: int) -> int:
        """Where the sentence begins in which a place stands."""
        return self._starts[max(0, self.sentence(place) - 1)]

    def is_one_sentence(self, start: int, end: int) -> bool:
        """Whether two places surely stand in one sentence: nothing between them could end it."""
        return _MAY_END.isdisjoint(self.text[start:end])

    def nearest(self, word: str, start: int, end: int, within: int) -> int | None:
        """Where a word stands nearest to [start, end), at most `within` characters away; None if nowhere."""
        text, best = self.text, None
        low, high = max(0, start - within), end + within
        at = text.find(word, low, high)
        while at >= 0:
            stop = at + len(word)
            if not (text[at - 1 : at].isalnum() or text[stop : stop + 1].isalnum()):
                distance = min(abs(at - start), abs(at - end))
                if best is None or distance < best[0]:
                    best = distance, at
            at = text.find(word, stop, high)
        return best[1] if best else None
