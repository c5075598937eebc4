"""How likely a word is a given name, a surname, or neither: log-odds from census lists and news.

The lists are made by `training/lexicon.py`; the model card says from what.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar

from searchkit.remembered import Remembered

Value = TypeVar("Value")

_SURE_GIVEN = 0.8
_MIDDLE_NAME = -0.7
# Behind a given name that is little else, any word can be a surname ("Rex Early").
_HARDLY_ELSE = 1.0
_WORST_SURNAME = -1.7
_MEMO_WORDS = 1 << 16


@dataclass(frozen=True, eq=False)
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

    @cached_property
    def _sure(self) -> frozenset[str]:
        """Given names that are hardly anything else."""
        return frozenset([word for word, weight in self.given.items() if weight >= _SURE_GIVEN])

    @cached_property
    def _as_given(self) -> Mapping[str, tuple[float, float]]:
        return _AsGiven(self)

    @cached_property
    def _as_surname(self) -> Mapping[str, float]:
        return _AsSurname(self)

    def knows_given(self, word: str) -> bool:
        """Whether `word` (lower case) is listed as a given name and is hardly anything else."""
        return word in self._sure

    def given_odds(self, word: str) -> float:
        """Log-odds that a capitalised `word` (lower case) is a given name."""
        return math.log((self.given.get(word, 0.0) + 0.3) / (self.other.get(word, 0.0) + 0.6))

    def surname_odds(self, word: str) -> float:
        """Log-odds that a capitalised `word` (lower case) is a surname."""
        return math.log((self.surname.get(word, 0.0) + 0.5) / (self.other.get(word, 0.0) + 0.7))

    def odds(self, name: Sequence[str]) -> float:
        """Log-odds that these words are one person's name; 2 words and more start with a given one."""
        total = self._as_surname[name[-1]]
        if len(name) == 1:
            return total
        given, least = self._as_given[name[0]]
        total = max(total, least) + given
        return total + _MIDDLE_NAME * sum([len(word) > 2 for word in name[1:-1]]) if len(name) > 2 else total


class _AsSurname(Remembered[str, float]):
    """A word as printed -> its log-odds as the last of a name."""

    def __init__(self, lists: NameLists) -> None:
        super().__init__(_MEMO_WORDS)
        self._lists = lists

    def __missing__(self, word: str) -> float:
        return self.keep(word, self._lists.surname_odds(word.lower()))


class _AsGiven(Remembered[str, tuple[float, float]]):
    """A word as printed -> its log-odds as the first of a name, and the least that those of the last are."""

    def __init__(self, lists: NameLists) -> None:
        super().__init__(_MEMO_WORDS)
        self._lists = lists

    def __missing__(self, word: str) -> tuple[float, float]:
        lists, given = self._lists, word.lower()
        sure = lists.knows_given(given) and lists.other.get(given, 0.0) < _HARDLY_ELSE
        odds = 0.0 if given.endswith(".") else lists.given_odds(given)
        return self.keep(word, (odds, _WORST_SURNAME if sure else -math.inf))


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
