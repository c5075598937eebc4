"""How likely a word is a given name, a surname, or neither: log-odds from census lists and news.

The lists are made by `training/lexicon.py`; the model card says from what.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from searchkit.remembered import Remembered

Value = TypeVar("Value")

_UNKNOWN_GIVEN = math.log(0.3 / 0.6)
_UNKNOWN_SURNAME = math.log(0.5 / 0.7)
_MIDDLE_NAME = -0.7
# Behind a given name that is little else, any word can be a surname ("Rex Early").
_HARDLY_ELSE = 1.0
_WORST_SURNAME = -1.7
_MEMO_WORDS = 1 << 16


def _odds() -> Remembered[str, float]:
    return Remembered(_MEMO_WORDS)


@dataclass(frozen=True, slots=True, eq=False)
class NameLists:
    """Name knowledge, words in lower case. (Compared by identity, to serve as a key of caches.)

    given, surname  weight as a name, from number of people and articles; absent: 0
    other           weight as a capitalised word that is no name; absent: 0
    gender          given name -> "m" or "f"
    ambiguous       given names that are also frequent common words
    prominent       full name -> number of news articles it was seen in
    """

    given: Mapping[str, float]
    surname: Mapping[str, float]
    other: Mapping[str, float]
    gender: Mapping[str, str]
    ambiguous: frozenset[str]
    prominent: Mapping[str, int]
    prominent_surnames: frozenset[str]
    _given_odds: Remembered[str, float] = field(default_factory=_odds, repr=False, compare=False)
    _surname_odds: Remembered[str, float] = field(default_factory=_odds, repr=False, compare=False)

    def knows_given(self, word: str) -> bool:
        """Whether `word` (lower case) is listed as a given name and is hardly anything else."""
        return self.given.get(word, 0.0) >= 0.8

    def given_odds(self, word: str) -> float:
        """Log-odds that a capitalised `word` (lower case) is a given name."""
        odds = self._given_odds.get(word)
        if odds is None:
            odds = math.log((self.given.get(word, 0.0) + 0.3) / (self.other.get(word, 0.0) + 0.6))
            self._given_odds.keep(word, odds)
        return odds

    def surname_odds(self, word: str) -> float:
        """Log-odds that a capitalised `word` (lower case) is a surname."""
        odds = self._surname_odds.get(word)
        if odds is None:
            odds = math.log((self.surname.get(word, 0.0) + 0.5) / (self.other.get(word, 0.0) + 0.7))
            self._surname_odds.keep(word, odds)
        return odds

    def odds(self, name: Sequence[str]) -> float:
        """Log-odds that these words are one person's name; 2 words and more start with a given one."""
        given = name[0].lower()
        total = self.surname_odds(name[-1].lower())
        if len(name) >= 2:
            if self.knows_given(given) and self.other.get(given, 0.0) < _HARDLY_ELSE:
                total = max(total, _WORST_SURNAME)
            total += 0.0 if given.endswith(".") else self.given_odds(given)
        middle = sum([len(word) > 2 for word in name[1:-1]]) if len(name) > 2 else 0
        return total + _MIDDLE_NAME * middle


def from_json(data: Mapping[str, Mapping[str, Any]]) -> NameLists:
    """Lists as `training/lexicon.py` writes them: words by weight, for that is read many times as fast."""
    prominent = {name: int(count) for name, count in data["prominent"].items()}
    return NameLists(
        given=_by_word(data["given"], float),
        surname=_by_word(data["surname"], float),
        other=_by_word(data["other"], float),
        gender=_by_word(data["gender"], str),
        ambiguous=frozenset(data["ambiguous"]),
        prominent=prominent,
        prominent_surnames=frozenset(
            name.split()[-1].lower() for name, count in prominent.items() if count >= 15
        ),
    )


def _by_word(groups: Mapping[str, str], read: Callable[[str], Value]) -> dict[str, Value]:
    """Each word with the value that its group is under."""
    found: dict[str, Value] = {}
    for value, words in groups.items():
        found |= dict.fromkeys(words.split(" "), read(value))
    return found


@cache
def english() -> NameLists:
    """The lists that come with the package, read once a process."""
    return from_json(json.loads(Path(__file__).with_name("names.json").read_text(encoding="utf-8")))
