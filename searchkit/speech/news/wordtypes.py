"""Words as rows of small integers: what the tagger's features are hashed from.

A word's row holds its identity (or, for rare words, its shape), class, suffix, stem, and how often it
is a cue. Rows are worked out once per word of the process.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt

from searchkit.speech.people.namelists import NameLists
from searchkit.speech.people.tokens import CLOSING, OPENING
from searchkit.speech.people.wordlists import PRONOUN_GENDER, ROLES
from searchkit.speech.people.wordshapes import (
    ALL_CAPITALS,
    CAPITAL,
    FUNCTION,
    LETTERS,
    LOWER,
    TITLE,
)
from searchkit.speech.people.wordtable import WordTable

WORD, CLASS, SUFFIX, STEM, CUE_LEVEL, KIND = range(6)
COLUMNS = 6

# Values of the KIND column.
PLAIN, FULL_STOP, HE, SHE, ROLE_NOUN, COLON, WHO, POSSESSIVE, COMMA, DEFINITE, AND = range(11)
_KINDS = {
    ".": FULL_STOP,
    "!": FULL_STOP,
    "?": FULL_STOP,
    ":": COLON,
    ",": COMMA,
    "who": WHO,
    "the": DEFINITE,
    "The": DEFINITE,
    "this": DEFINITE,
    "and": AND,
    "or": AND,
    "'s": POSSESSIVE,
    "\u2019s": POSSESSIVE,
    "'": POSSESSIVE,
    "\u2019": POSSESSIVE,
    **dict.fromkeys(ROLES, ROLE_NOUN),
    **{
        form: HE if gender == "m" else SHE
        for word, gender in PRONOUN_GENDER.items()
        for form in (word, word.capitalize())
    },
}
_PLAIN_WORD = LETTERS | LOWER  # in small letters, and nothing else is known of it
# By the bits of a word's case: its form.
_CASE = CAPITAL | ALL_CAPITALS | LOWER
_FORMS = {LOWER: "l", CAPITAL: "C", CAPITAL | ALL_CAPITALS: "A"}

# What a word is as a sign: none; one that can stand anywhere in what is said; one that can only stand within
# it; one that can end it, but not begin it.
NO_SIGN, SIGN, EDGE, STOP = range(4)
_EDGES = frozenset([",", ";", ":", "-", "\u2014", "\u2013", OPENING, CLOSING])

BOUNDARY = "\n"
# An unlisted inflection of a listed cue word counts a little less than the listed one.
_INFLECTED = 0.8
_INFLECTIONS = ("ed", "es", "ng")
_ALWAYS_CUES = frozenset(["said", "says", "asked"])


class Lexicon(NamedTuple):
    """What the tagger knows of words: those with weights of their own, and cue words.

    cues  lower-case word -> the share of its occurrences that are part of a cue
    """

    vocabulary: frozenset[str]
    cues: Mapping[str, float]
    names: NameLists


def stem(word: str) -> str:
    """A light stem that brings the forms of an English verb together."""
    if len(word) <= 4:
        return word
    if word[-1] == "g":
        word = word.removesuffix("ing")
    elif word.endswith(("ied", "ies")):
        word = word[:-3] + "y"
    elif word.endswith(("ed", "es")):
        word = word[:-2]
    elif word[-1] == "s" and word[-2] != "s":
        word = word[:-1]
    if len(word) > 3 and word[-1] == word[-2]:
        word = word[:-1]
    return word.removesuffix("e")


class Rows(NamedTuple):
    """By number of the word in `words`: its row, its share as a cue, what it is as a sign."""

    words: WordTable | None
    table: npt.NDArray[np.uint32]
    cue: npt.NDArray[np.float32]
    signs: npt.NDArray[np.uint8]


_NO_ROWS = Rows(None, np.zeros((0, COLUMNS), np.uint32), np.zeros(0, np.float32), np.zeros(0, np.uint8))


class WordTypes:
    """The rows of all words of a table, which grow with it."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._stem_cues: dict[str, float] = {}
        for word, share in lexicon.cues.items():
            key = stem(word)
            self._stem_cues[key] = max(self._stem_cues.get(key, 0.0), share)
        self._lock = threading.Lock()
        self._rows = _NO_ROWS

    def rows(self, words: WordTable) -> Rows:
        """The rows of every word the table has by now."""
        with self._lock:
            if words is not self._rows.words:
                self._rows = _NO_ROWS
            known, size = len(self._rows.table), len(words.words)
            if size > known:
                self._rows = self._added(words, known, size)
            return self._rows

    def _added(self, words: WordTable, known: int, size: int) -> Rows:
        new = _new_words(words, known, size)
        cue = np.array(self._cues(new), np.float64)
        small = np.array(new.masks, np.uint16) & LOWER > 0
        listed = np.fromiter(map(_ALWAYS_CUES.__contains__, new.lower), bool, size - known)
        level = (cue > 0).astype(np.uint32) + (cue > 0.3) + (cue > 0.6)
        levels = (level * small).tolist()
        level *= small | listed
        columns = (
            _hashes(self._identities(new)),
            _hashes(["c" + each for each in self._classes(new, levels)]),
            _hashes([f"s{form}{lower[-3:]}" for form, lower in zip(new.forms, new.lower, strict=True)]),
            _hashes(["m" + stemmed for stemmed in new.stems]),
            level,
            [_KINDS.get(word, PLAIN) for word in new.printed],
        )
        table = np.stack([np.asarray(column, np.uint32) for column in columns], 1)
        return Rows(
            words,
            np.concatenate([self._rows.table, table]),
            np.concatenate([self._rows.cue, np.where(level > 0, cue, 0).astype(np.float32)]),
            np.concatenate([self._rows.signs, np.frombuffer(bytes(map(_sign, new.printed)), np.uint8)]),
        )

    def _identities(self, new: _New) -> list[str]:
        known = self._lexicon.vocabulary
        return [
            "w" + lower if lower in known else f"u{form}{lower[-2:]}"
            for lower, form in zip(new.lower, new.forms, strict=True)
        ]

    def _cues(self, new: _New) -> list[float]:
        """How often each word is a cue; of an inflection that is not listed, by that of its stem."""
        stems = self._stem_cues
        return [
            _INFLECTED * stems.get(stemmed, 0.0)
            if share is None and mask & LOWER and len(lower) > 4 and lower[-2:] in _INFLECTIONS
            else share or 0.0
            for lower, stemmed, mask, share in zip(
                new.lower, new.stems, new.masks, map(self._lexicon.cues.get, new.lower), strict=True
            )
        ]

    def _classes(self, new: _New, levels: Sequence[int]) -> list[str]:
        """The classes of the words; `levels` say how often those in small letters are a cue."""
        return [
            "L" + (lower[-3:] if len(lower) > 4 else lower)
            if mask == _PLAIN_WORD and not level
            else self._class(word, lower, mask, form, level)
            for word, lower, mask, form, level in zip(
                new.printed, new.lower, new.masks, new.forms, levels, strict=True
            )
        ]

    def _class(self, word: str, lower: str, mask: int, form: str, level: int) -> str:
        suffix = lower[-3:] if len(lower) > 4 else lower
        if level:
            return f"V{level}{suffix}"
        if mask & FUNCTION or not mask & LETTERS:
            return f"F{0 if word[0].isdigit() else lower}"
        if mask & TITLE:
            return f"t{form}"
        if mask & CAPITAL:
            names = self._lexicon.names
            given = "f" if lower in names.given else ""
            return f"N{form}{given}{'s' if lower in names.surname else ''}"
        return "L" + suffix


class _New(NamedTuple):
    """New words: as printed, in lower case with straight apostrophes, their masks, forms and stems.

    forms  "A" capitals only, "C" a capital, "l" a small letter, "d" a figure; a sign is its own
    """

    printed: list[str]
    lower: list[str]
    masks: list[int]
    forms: list[str]
    stems: list[str]


def _new_words(words: WordTable, known: int, size: int) -> _New:
    printed, masks = words.words[known:size], words.shapes[known:size].tolist()
    lower = [word.replace("\u2019", "'") for word in words.lowered[known:size]]
    forms = [
        _FORMS.get(mask & _CASE) or ("d" if word[0].isdigit() else word)
        for word, mask in zip(printed, masks, strict=True)
    ]
    return _New(printed, lower, masks, forms, list(map(stem, lower)))


def _hashes(values: Iterable[str]) -> npt.NDArray[np.uint32]:
    return np.array([crc32(value.encode()) for value in values], np.uint32)


def _sign(word: str) -> int:
    if word[0].isalnum():
        return NO_SIGN
    return STOP if word == "." else EDGE if word in _EDGES else SIGN
