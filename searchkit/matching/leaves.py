"""What a leaf asks for in words, and where each of these stands in a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from functools import lru_cache
from sys import intern
from typing import TypeAlias

from searchkit.analysis import QueryWord, Slot, query_words, stem
from searchkit.matching.fuzzy import within
from searchkit.matching.pieces import FOLDED, WRITTEN, Forms, Place, stems
from searchkit.matching.proximity import Reading, Steps, adjacent, sloppy
from searchkit.matching.words import Match, Row, Words, pattern
from searchkit.query.nodes import And, Fuzzy, Near, Not, Or, Phrase, Query, Said, Wildcard, Word

Leaf: TypeAlias = Word | Wildcard | Fuzzy | Phrase


def leaf_words(leaf: Leaf) -> tuple[QueryWord, ...]:
    """The words a leaf asks for, in order."""
    match leaf:
        case Wildcard():
            return _read(leaf.pattern, True)
        case Phrase():
            return _read(leaf.text, True)
    return _read(leaf.text, False)


@lru_cache(maxsize=4096)
def _read(text: str, wildcards: bool) -> tuple[QueryWord, ...]:
    return query_words(text, wildcards=wildcards)


def word_leaves(query: Query) -> Iterator[Leaf]:
    """Every leaf of words in a tree, wherever it stands."""
    match query:
        case Word() | Wildcard() | Fuzzy() | Phrase():
            yield query
        case And() | Or():
            for child in query.children:
                yield from word_leaves(child)
        case Not() | Said():
            yield from word_leaves(query.child)
        case Near():
            yield from word_leaves(query.left)
            yield from word_leaves(query.right)


def weighed(query: Query) -> Iterator[tuple[Leaf, Slot]]:
    """The words whose rarity gives a leaf its weight: of each word in it the slots of its first reading."""
    match query:
        case Word() | Wildcard() | Fuzzy() | Phrase():
            yield from ((query, slot) for word in leaf_words(query) for slot in word.readings[0])
        case Or():
            for child in query.children:
                yield from weighed(child)
        case Said():
            yield from weighed(query.child)
        case Near():
            yield from weighed(query.left)
            if not query.negated:  # else those are the words that are not there
                yield from weighed(query.right)


def expands(leaf: Leaf, slot: Slot) -> bool:
    """Whether a slot stands for as many words as fit it."""
    return slot.wild or isinstance(leaf, Fuzzy)


def fits(leaf: Leaf, slot: Slot, words: Words) -> bool:
    """Whether a slot of a leaf fits some token of its field."""
    return bool(_places(leaf, slot, words))


def is_constant(leaf: Query) -> bool:
    """Whether a leaf scores a constant: a wildcard or fuzzy word, alone or quoted."""
    if isinstance(leaf, Phrase):
        words = leaf_words(leaf)
        return len(words) == 1 and all(len(r) == 1 and r[0].wild for r in words[0].readings)
    return isinstance(leaf, Wildcard | Fuzzy)


def expansions(leaf: Leaf, words: Words) -> Iterator[tuple[str, Set[str]]]:
    """What each wild or fuzzy slot of a leaf stands for among the words of its field."""
    for word in leaf_words(leaf):
        for slot in (slot for reading in word.readings for slot in reading):
            if expands(leaf, slot):
                yield slot.folded, _fitting(leaf, slot, words)[1]


def leaf_matches(leaf: Leaf, words: Words, steps: Steps) -> set[Match]:
    """All matches of a leaf among the words of its field, found in so many `steps` at most."""
    row = leaf_row(leaf, words.lang)
    if row is not None and len(row) == 1:
        ((kind, form),) = row
        return {(p,) if width == 1 else tuple(range(p, p + width)) for p, width in words.places(kind, {form})}
    asked = leaf_words(leaf)
    if not asked:
        return set()  # only signs were asked for
    known: dict[Slot, list[Place]] = {}
    placed: list[list[Reading]] = []
    for word in asked:
        readings = [_reading(leaf, reading, words, known) for reading in word.readings]
        if not any(all(reading) for reading in readings):
            return set()
        placed.append(readings)
    found = adjacent(placed)
    if isinstance(leaf, Phrase) and leaf.slop:
        found |= sloppy(placed, leaf.slop, steps)
    return found


def leaf_slot(leaf: Leaf) -> Slot | None:
    """The slot of a leaf that is one word with one reading of one slot; None for any other."""
    words = leaf_words(leaf)
    if len(words) != 1 or len(words[0].readings) != 1 or len(words[0].readings[0]) != 1:
        return None
    return words[0].readings[0][0]


@lru_cache(maxsize=4096)
def leaf_row(leaf: Leaf, lang: str) -> Row | None:
    """What a leaf asks for, if that is one form for each of its words, next to each other: most do."""
    if isinstance(leaf, Phrase) and leaf.slop:
        return None
    words = leaf_words(leaf)
    if not words or any(len(word.readings) != 1 for word in words):
        return None
    slots = [slot for word in words for slot in word.readings[0]]
    if any(expands(leaf, slot) for slot in slots):
        return None
    return tuple((kind, intern(form)) for kind, form in (_form(leaf, slot, lang) for slot in slots))


def _reading(leaf: Leaf, slots: Sequence[Slot], words: Words, known: dict[Slot, list[Place]]) -> Reading:
    for slot in slots:
        if slot not in known:
            known[slot] = _places(leaf, slot, words)
    return [known[slot] for slot in slots]


def _places(leaf: Leaf, slot: Slot, words: Words) -> list[Place]:
    """The places of all tokens that a slot fits."""
    return words.places(*_fitting(leaf, slot, words))


def _fitting(leaf: Leaf, slot: Slot, words: Words) -> tuple[Forms, Set[str]]:
    """The forms, of the kind that a slot asks for, that it fits; a single one may stand nowhere."""
    if isinstance(leaf, Fuzzy):
        return FOLDED, {f for f in words.forms(FOLDED) if within(slot.folded, f, leaf.distance)}
    kind, wanted = _form(leaf, slot, words.lang)
    if slot.wild:
        fits = pattern(wanted)
        return kind, {f for f in words.forms(kind) if fits(f)}
    return kind, {wanted}


def _form(leaf: Leaf, slot: Slot, lang: str) -> tuple[Forms, str]:
    """The form that a slot asks for, and its kind; of a wild one its pattern."""
    if isinstance(leaf, Word) and not leaf.exact:
        return stems(lang), stem(slot.folded, lang)
    as_written = not isinstance(leaf, Fuzzy) and leaf.exact and slot.written != slot.folded
    return (WRITTEN, slot.written) if as_written else (FOLDED, slot.folded)
