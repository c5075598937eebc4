"""Which piece of a paragraph is shown: the units that hold the most matches, and what there is room for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import takewhile

from searchkit.matching import Span, Words
from searchkit.snippets.units import sentences_near, word_around, words_before, words_behind


def best(
    text: str, words: Words, by_leaf: Sequence[Sequence[Span]], matches: Sequence[Span], length: int
) -> Span:
    """Characters of the piece of a text that is shown; `matches` are those of all leaves together.

    It is put together of units: sentences, and words of sentences longer than `length`. See `snippet`.
    """
    sentences = sentences_near(text, matches, length)
    units = _marked(text, words, sentences, matches or [(sentences[0][0], sentences[0][0])], length)
    shown = _core(units, by_leaf, length) if len(units) > 1 else units[0]
    starts = [start for start, _ in sentences]
    first, last = bisect_right(starts, shown[0]) - 1, bisect_right(starts, shown[1] - 1) - 1

    def fits(sentence: Span) -> bool:
        return sentence[1] - sentence[0] <= length

    before = list(takewhile(fits, reversed(sentences[:first])))
    behind = list(takewhile(fits, sentences[last + 1 :]))
    if not fits(sentences[first]):
        before = words_before(text, words, sentences[first], shown, matches, length)[::-1] + before
    if not fits(sentences[last]):
        behind = words_behind(text, words, sentences[last], shown, matches, length) + behind
    return _padded(shown, before, behind, length)


def _marked(
    text: str, words: Words, sentences: Sequence[Span], matches: Sequence[Span], length: int
) -> list[Span]:
    """The units that hold a match, in order."""
    starts = [start for start, _ in sentences]
    found: list[Span] = []
    behind = -1  # the end of the last of them
    for match in matches:
        if match[0] < behind and match[1] <= behind:
            continue
        unit = sentences[bisect_right(starts, match[0]) - 1]
        if unit[1] - unit[0] > length:
            unit = word_around(text, words, unit, match)
        if unit[0] < behind:
            unit = (found.pop()[0], unit[1])
        found.append(unit)
        behind = unit[1]
    return found


def _core(units: Sequence[Span], by_leaf: Sequence[Sequence[Span]], length: int) -> Span:
    """The stretch, from the beginning of a unit to the end of one, that holds the most in `length`."""
    starts = [start for start, _ in units]
    holding: list[list[int]] = [[] for _ in units]  # leaves of the matches in each, as often as they match
    for leaf, leaf_spans in enumerate(by_leaf):
        for start, _ in leaf_spans:
            holding[bisect_right(starts, start) - 1].append(leaf)
    inside: dict[int, int] = {}  # leaf -> its matches in the window
    best, best_worth = units[0], (0, 0)
    begin = 0
    for (_, end), leaves in zip(units, holding, strict=True):
        for leaf in leaves:
            inside[leaf] = inside.get(leaf, 0) + 1
        while units[begin][1] < end and end - starts[begin] > length:
            for leaf in holding[begin]:
                inside[leaf] -= 1
                if not inside[leaf]:
                    del inside[leaf]
            begin += 1
        worth = (len(inside), sum(inside.values()))
        if worth > best_worth:
            best, best_worth = (starts[begin], end), worth
    return best


def _padded(shown: Span, before: Sequence[Span], behind: Sequence[Span], length: int) -> Span:
    """What is shown with, in turn, as much as there is room for of what follows and stands before.

    `before` and `behind` are units, the nearest first: whole sentences, and words of its own ones.
    """
    start, end = shown
    low = high = 0  # units taken
    grown = True
    while grown:
        grown = False
        if high < len(behind) and behind[high][1] - start <= length:
            high, end, grown = high + 1, behind[high][1], True
        if low < len(before) and end - before[low][0] <= length:
            low, start, grown = low + 1, before[low][0], True
    return start, end
