"""A printed name taken apart: titles off, given names, surname with its particle, suffix.

"Foreign Minister Sergei V. Lavrov", "LAVROV, Sergei", "С. Лавров" and "Лавров С.В." have the surname
Lavrov and a first given name that agrees.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from searchkit.names.folding import fold, skeleton
from searchkit.names.words import ARTICLES, COURTESY_TITLES, GIVEN_NAME_FORMS, PARTICLES, SUFFIXES, TITLES
from searchkit.patterns import lazy

_PARENTHESES = lazy(r"\([^)]*\)|\[[^\]]*\]")
_NICKNAME = lazy(r'\s["“«]([^"”»]+)["”»]\s')
_POSSESSIVE = lazy(r"['’]s\b|['’]$")
_INITIAL_END = lazy(r"\.(?=\w)")
_EDGES = " .,;:!?*_\"“”«»„‘’'–—-"


class PersonalName(NamedTuple):
    """A name in skeletons (see folding), in the order given names, surname. (A tuple: collections have many.)

    given    given names and initials; empty for a bare surname
    surname  last name without its particle
    particle "von", "de la", "al"; empty for most
    suffix   "jr", "iii"; empty for most
    whole    all words run together, so that "Kim Jong-un" is "Kim Jong Un"
    """

    given: tuple[str, ...]
    surname: str
    particle: str = ""
    suffix: str = ""
    whole: str = ""


@cache
def forms() -> dict[str, frozenset[int]]:
    """Skeleton of a given name -> the groups of forms it stands in (Bill, William)."""
    groups: dict[str, set[int]] = {}
    for number, line in enumerate(GIVEN_NAME_FORMS):
        for form in line.split():
            groups.setdefault(skeleton(form), set()).add(number)
    return {form: frozenset(numbers) for form, numbers in groups.items()}


def is_title(word: str) -> bool:
    """Whether a printed word is a title or an office ("Mr.", "Minister")."""
    return fold(word).strip(".") in TITLES


def has_courtesy_title(printed: str) -> bool:
    """Whether a name begins with "Mr." or the like, which tells a gender and no office."""
    return fold(printed.split(" ", 1)[0]).strip(".") in COURTESY_TITLES


def _words(printed: str) -> tuple[list[str], str]:
    """Words of the name in natural order, titles off, and its suffix."""
    # Nearly all names are letters and spaces.
    words = printed.split() if printed.replace(" ", "").isalpha() else _cleaned(printed)
    suffix = ""
    while len(words) > 1 and fold(words[-1]) in SUFFIXES:
        suffix = fold(words.pop())
    return _without_titles(words), suffix


def _cleaned(printed: str) -> list[str]:
    """Words without the signs around them, brackets and nicknames off, what stands before a comma last."""
    text = _NICKNAME.sub(" ", _PARENTHESES.sub(" ", printed))
    head, comma, tail = text.partition(",")
    if comma and tail.strip() and fold(tail).strip(" .") not in SUFFIXES:
        text = f"{tail} {head}" if len(head.split()) <= 3 and len(tail.split()) <= 3 else head
    words = [w.strip(_EDGES) for w in _INITIAL_END.sub(". ", _POSSESSIVE.sub("", text)).split()]
    return [w for w in words if w]


def _without_titles(words: list[str]) -> list[str]:
    start = 0
    while start < len(words) - 1:
        word = fold(words[start])
        is_article = word in ARTICLES and (word == "the" or fold(words[start + 1]) in TITLES)
        if not is_article and (word in PARTICLES or word not in TITLES):
            break
        start += 1
    return words[start:]


def _initials_first(words: list[str]) -> list[str]:
    """ "Лавров С.В.": the words with the initials that stand behind them before them."""
    first = next(n for n, word in enumerate(words) if len(word) == 1)
    return words[first:] + words[:first] if all(len(word) == 1 for word in words[first:]) else words


@lru_cache(maxsize=65536)
def parse(printed: str) -> PersonalName:
    """The parts of a printed name. Never fails: a name with no letters has an empty surname."""
    words, suffix = _words(printed)
    if words and len(words[-1]) == 1:
        words = _initials_first(words)
    bones = [b for b in map(skeleton, words) if b]
    if not bones:
        return PersonalName((), "")
    start = len(bones) - 1
    while start > 0 and fold(words[start - 1]) in PARTICLES:
        start -= 1
    surname, particle = bones[-1], " ".join(bones[start:-1])
    prefix, dash, _ = fold(words[-1]).partition("-")
    if dash and prefix in ("al", "el") and len(surname) > 4:  # al-Assad
        surname, particle = surname.removeprefix(prefix), prefix
    return PersonalName(tuple(bones[:start]), surname, particle, suffix, "".join(bones))
