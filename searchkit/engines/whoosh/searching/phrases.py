"""Words next to each other: positions of the rarest one, the others checked in the stream of classes.

The stream holds the word of each position only; where a word also occurs beside another one (`Varga` in
*Varga's*), those few occurrences are looked up as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from searchkit.analysis import Slot
from searchkit.engines.whoosh.arrays import Ints, Mask, distinct, joined, locate
from searchkit.engines.whoosh.files.strings import encode
from searchkit.engines.whoosh.searching.matchset import Check
from searchkit.engines.whoosh.segments.postings import nonzero
from searchkit.engines.whoosh.segments.textfield import TextField
from searchkit.matching import Leaf
from searchkit.query.nodes import Phrase

_PIECE = 1 << 18  # positions scanned at once: what stays in the processor's cache
_FEW = 64  # starts, for one in so many occurrences of a word, are confirmed in their own rows only
_OFTEN = 40  # a word that is at one in so many positions is found by scanning


@dataclass(frozen=True, slots=True)
class Asked:
    """One word of a phrase: its list, its class in the stream, how much is read to find it."""

    number: int
    occurrences: int  # of the list that is stored: its own, or that of all its inflections
    word_class: int
    exact: bool  # whether the class is this word's alone
    beside: Ints  # positions of its occurrences beside other words


def is_plain(leaf: Leaf, slots: Sequence[Slot]) -> bool:
    """Whether a leaf asks for folded forms one after the other."""
    return isinstance(leaf, Phrase) and not any(
        slot.wild or (leaf.exact and slot.written != slot.folded) for slot in slots
    )


def asked(text: TextField, number: int, slot: Slot) -> Asked:
    """A word of a phrase as it is checked in the stream."""
    classes, folded = text.words.classes, encode(slot.folded)
    word_class, exact = classes.of(folded), classes.is_exact(folded)
    occurrences = text.occurrences(text.parent(number))
    return Asked(number, occurrences, word_class, exact, text.words.beside(number)[0])


def adjacent(text: TextField, words: Sequence[Asked], check: Check, rows: Ints | None = None) -> Ints:
    """First positions of the phrase, in order; in these rows only, where given (in order).

    No word may have tokens that cover several positions.
    """
    order = sorted(range(len(words)), key=lambda i: words[i].occurrences)
    first, second = order[0], order[1]
    if rows is None and _is_scanned(text, words[first], words[second]):
        todo = order
        starts = _followed(text, words, todo, check, _scan(text, words, first, second, check))
    else:
        todo = order[1:]

        def narrow(at: Ints) -> Ints:
            return _followed(text, words, todo, check, at - first) + first

        starts = text.positions(words[first].number, rows, narrow) - first
    for i in todo:
        if not words[i].exact and len(starts):
            check()
            few = len(starts) * _FEW < words[i].occurrences
            here = text.positions(words[i].number, distinct(text.words.row_of(starts)) if few else rows)
            starts = starts[locate(here, starts + i)[1]]
    return starts


def _followed(
    text: TextField, words: Sequence[Asked], todo: Sequence[int], check: Check, starts: Ints
) -> Ints:
    """Those of these starts of the phrase at which some of its words may stand where they should."""
    starts = starts[int(starts.searchsorted(0)) :]
    for i in todo:
        check()
        starts = starts.take(nonzero(_may_stand(text, words[i], starts + i)))
    return starts


def _is_scanned(text: TextField, first: Asked, second: Asked) -> bool:
    return first.exact and second.exact and first.occurrences * _OFTEN > len(text.words.stream)


def _may_stand(text: TextField, word: Asked, positions: Ints) -> Mask:
    """Whether the stream, or what stands beside it, allows the word at these positions."""
    stands: Mask = text.words.stream.take(positions, mode="clip") == word.word_class
    if len(word.beside):
        stands |= locate(word.beside, positions)[1]
    return stands


def _scan(text: TextField, words: Sequence[Asked], first: int, second: int, check: Check) -> Ints:
    """Starts at which both words, whose classes are their own, stand in the stream or beside it."""
    stream = text.words.stream
    low, high = sorted((first, second))
    a, b = words[low].word_class, words[high].word_class
    found: list[Ints] = []
    last = len(stream) - high
    for begin in range(0, last, _PIECE):
        check()
        end = min(begin + _PIECE, last)
        both = stream[begin + low : end + low] == a
        both &= stream[begin + high : end + high] == b
        found.append(nonzero(both) + begin)
    beside = [words[i].beside - i for i in (first, second) if len(words[i].beside)]
    return np.unique(np.concatenate([*found, *beside])) if beside else joined(found)
