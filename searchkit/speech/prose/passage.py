"""One paragraph of prose: its text, its quotations, and its sentences for the few who ask for them."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Sequence

from searchkit.analysis.sentences import sentences
from searchkit.speech.prose import quotations
from searchkit.speech.prose.quotations import Quotation


class Passage:
    """Paragraph `number` of an article; `marks` are its quotations."""

    __slots__ = ("_owners", "_starts", "marks", "number", "text", "whole")

    def __init__(self, number: int, text: str, marks: Sequence[Quotation]) -> None:
        self.number = number
        self.text = text
        self.marks = marks
        # quotations that are sentences
        self.whole = [quoted for quoted in marks if quotations.is_sentence(text, quoted)] if marks else []
        self._starts: list[int] = []
        self._owners: bool | None = None

    def has_owners(self) -> bool:
        """Whether a sentence here may begin as "His deputy" does; looked for when first asked."""
        if self._owners is None:
            text = self.text
            self._owners = "His " in text or "Her " in text or "Their " in text or "Its " in text
        return self._owners

    def _sentences(self) -> list[int]:
        """Where sentences begin; found when first asked for, as few paragraphs are."""
        if not self._starts:
            self._starts = [start for start, _ in sentences(self.text)]
        return self._starts

    def sentence(self, place: int) -> int:
        """Number of the sentence in which a place stands, from 1."""
        return bisect_right(self._sentences(), place)

    def sentences_of(self, places: Sequence[int]) -> list[int]:
        """Numbers of the sentences in which places stand; only from the first to the last is read."""
        first, last = min(places), max(places)
        starts: list[int] = []
        for start, _ in sentences(self.text, self.text.rfind(" ", 0, first) + 1):
            if start > last:
                break
            starts.append(start)
        return [bisect_right(starts, place) for place in places]

    def sentence_start(self, place: int) -> int:
        """Where the sentence begins in which a place stands."""
        return self._sentences()[max(0, self.sentence(place) - 1)]

    def is_one_sentence(self, start: int, end: int) -> bool:
        """Whether two places surely stand in one sentence: nothing between them could end it."""
        between = self.text[start:end]
        return not ("." in between or "!" in between or "?" in between or "…" in between)

    def nearest(self, word: str, start: int, end: int, within: int) -> int | None:
        """Where a word stands nearest to [start, end), at most `within` characters away; None if nowhere."""
        text, best, least = self.text, None, sys.maxsize
        high = end + within
        at = text.find(word, max(0, start - within), high)
        while at >= 0:
            stop = at + len(word)
            if not (text[at - 1 : at].isalnum() or text[stop : stop + 1].isalnum()):
                distance = min(abs(at - start), abs(at - end))
                if distance < least:
                    best, least = at, distance
            at = text.find(word, stop, high)
        return best
