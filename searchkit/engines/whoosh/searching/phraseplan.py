"""How a phrase of folded forms is looked for in one segment: its words, their lists and classes."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import NamedTuple

import numpy as np

from searchkit.analysis import Slot
from searchkit.engines.whoosh.arrays import NONE, Ints, Mask, locate
from searchkit.engines.whoosh.files.strings import encode
from searchkit.engines.whoosh.segments.postings import SEARCHED, Postings
from searchkit.engines.whoosh.segments.textfield import TextField
from searchkit.matching import Leaf
from searchkit.query.nodes import Phrase

TOGETHER = 8  # words whose classes are compared at once


class Asked(NamedTuple):
    """One word of a phrase: the stored list that holds its occurrences, its class in the stream."""

    number: int
    postings: Postings  # its own list, or that of all its inflections
    occurrences: int  # of this list
    word_class: int
    exact: bool  # whether the class is this word's alone
    regular: bool  # whether that list can be asked by `Postings.holds`, and all in it are in the stream
    share: float  # of all rows, that are in that list
    beside: Ints  # positions of its occurrences beside other words
    companions: Mask  # classes of these other words
    others: Ints  # what of that list, if it is not its own, stands beside other words

    def stands_beside(self, position: int) -> bool:
        """Whether it stands beside another word at a position."""
        at = int(self.beside.searchsorted(position))
        return at < len(self.beside) and int(self.beside[at]) == position


class Compared(NamedTuple):
    """How places in the stream are compared with the words of a phrase."""

    loose: Sequence[int]  # places of the words that also stand beside others: these are checked apart
    strict: Sequence[int]  # those of the others, the rarest first
    classes: Sequence[tuple[np.uint64, np.uint64]]  # classes of these in eight places at once, and a mask


class Plan(NamedTuple):
    """A phrase in one segment: its words, and how it is looked for."""

    words: Sequence[Asked]
    order: Sequence[int]  # places of the words, the rarest first
    rarest: Asked  # the word that occurs least often
    readable: bool  # whether that one is soon found where its class is: whole rows can be read for it
    unsure: Sequence[int]  # places of the words that share their classes, the rarest first
    common: bool  # whether the list of the rarest word has a bitmap,
    long: Sequence[Postings]  # and those other lists that have one
    anywhere: Compared  # for any place in the stream
    listed: Compared  # for the places at which the list of the rarest word has it
    joined: Ints  # rows that hold all words, one of them joined with another: these are looked at apart
    pattern: bytes  # the classes of its words
    alike: bytes | None  # table by which all classes of words that stand beside each other become one
    sought: bytes  # the pattern by that table
    expected: float  # rows that hold all words, if these stood in rows by chance


def is_plain(leaf: Leaf, slots: Sequence[Slot]) -> bool:
    """Whether a leaf asks for folded forms one after the other."""
    return isinstance(leaf, Phrase) and not any(
        slot.wild or (leaf.exact and slot.written != slot.folded) for slot in slots
    )


def planned(text: TextField, numbers: Sequence[int], slots: Sequence[Slot]) -> Plan:
    """A phrase of folded forms, whose lists are given, to be looked for."""
    words = [_asked(text, number, slot) for number, slot in zip(numbers, slots, strict=True)]
    order = sorted(range(len(words)), key=lambda i: words[i].occurrences)
    rarest = words[order[0]]
    others = [word.postings for word in words if word.postings.number != rarest.postings.number]
    own = rarest.postings.number == numbers[order[0]]  # what its list has needs no check
    anywhere = _compared(words, order)
    pattern = bytes(word.word_class for word in words)
    alike = _alike([words[i] for i in anywhere.loose])
    return Plan(
        words=words,
        order=order,
        rarest=rarest,
        readable=rarest.exact or rarest.regular,
        unsure=[i for i in order if not words[i].exact],
        common=rarest.postings.df > SEARCHED,
        long=list({p.number: p for p in others if p.df > SEARCHED}.values()),
        anywhere=anywhere,
        listed=_compared(words, order[1:]) if own else anywhere,
        joined=rows_with_joined(text, [(number,) for number in numbers]),
        pattern=pattern,
        alike=alike,
        sought=pattern.translate(alike) if alike else pattern,
        expected=text.rows.count * prod(word.share for word in words),
    )


def _alike(loose: Sequence[Asked]) -> bytes | None:
    """Table that makes one class of those of these words and of all that they stand beside; None: of none."""
    if not loose:
        return None
    first = loose[0].word_class
    table = bytearray(range(256))
    for word in loose:
        for other in (word.word_class, *word.companions.nonzero()[0].tolist()):
            table[other] = first
    return bytes(table)


def _compared(words: Sequence[Asked], order: Sequence[int]) -> Compared:
    """How these of the words are compared."""
    strict = [i for i in order if not len(words[i].beside)]
    classes: list[tuple[np.uint64, np.uint64]] = []
    for begin in range(0, len(words), TOGETHER):
        some = [(8 * (i - begin), words[i].word_class) for i in strict if begin <= i < begin + TOGETHER]
        wanted, mask = sum(c << shift for shift, c in some), sum(0xFF << shift for shift, _ in some)
        classes.append((np.uint64(wanted), np.uint64(mask)))
    return Compared([i for i in order if len(words[i].beside)], strict, classes)


def _asked(text: TextField, number: int, slot: Slot) -> Asked:
    words, folded = text.words, encode(slot.folded)
    parent = text.parent(number)
    beside = words.beside(number)[0]
    companions = np.zeros(256, np.bool_)
    companions[words.stream.take(beside)] = True
    word_class = words.classes.of(folded)
    companions[word_class] = False
    postings = Postings(text.lists, parent)
    others = NONE if parent == number else words.beside(parent)[0]
    exact = words.classes.is_exact(folded)
    return Asked(
        number,
        postings,
        text.occurrences(parent),
        word_class,
        exact,
        not exact and not len(others) and not len(postings.often()[0]),
        postings.df / text.rows.count,
        beside,
        companions,
        others,
    )


def rows_with_joined(
    text: TextField, lists: Sequence[tuple[int, ...]], within_rows: Ints | None = None
) -> Ints:
    """Rows that hold all words, each by one of its lists, one of them joined: it covers several positions."""
    wide = [number for numbers in lists for number in numbers if text.words.has_wide(number)]
    if not wide:
        return NONE
    rows = np.unique(text.words.row_of(np.concatenate([text.words.wide(number) for number in wide])))
    if within_rows is not None:
        rows = rows[locate(within_rows, rows)[1]]
    for numbers in lists:
        if len(numbers) == 1:
            rows = Postings(text.lists, text.parent(numbers[0])).among(rows)[0]
    return rows
