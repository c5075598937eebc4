"""Case forms of Slavic names: "с Леной Брандт" and "Лена Брандт" are one person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations

CYRILLIC = "\u0400"
_SOFT = "аяйьоий"  # endings that a case takes off before it puts its own
_MOST_ALIKE = 50  # names of one beginning that are compared with each other
_ENDINGS = 3  # letters of the longest ending: -ого, -ами
_NOMINATIVE = frozenset("бвгджзйклмнпрстфхцчшщьаяоіїєґ")  # last letters of given names as they are called
_OBLIQUE = ("ом", "ем", "ём", "ой", "ою", "ею")  # last letters of a name that somebody is spoken of with


def is_form(word: str, name: str) -> bool:
    """Whether a word may be a case form of a name: the same but for the ending."""
    stem = name[:-1] if name[-1] in _SOFT else name
    return len(stem) > 2 and word.startswith(stem) and len(word) - len(stem) <= _ENDINGS


def nominatives(names: Iterable[str]) -> dict[str, str]:
    """Full name in a case -> the same name as it is called, where both are among the names."""
    alike: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for name in names:
        if name[:1] >= CYRILLIC and " " in name:
            alike[name[:2], name.rpartition(" ")[2][:3]].append(name)
    found: dict[str, str] = {}
    for own in alike.values():
        for one, other in combinations(own[:_MOST_ALIKE], 2):
            for form, called in ((one, other), (other, one)):
                if form not in found and called not in found and _is_case_of(form, called):
                    found[form] = called
                    break
    return found


def _is_case_of(form: str, called: str) -> bool:
    (given, *_, surname), (first, *_, last) = form.split(), called.split()
    # "Александра Орлова" is a woman, and a case of Александр Орлов: only endings that nobody is called by
    if _is_oblique(first) or not _is_oblique(given):
        return False
    return (given == first or _alike(given, first)) and (surname == last or is_form(surname, last))


def _is_oblique(given: str) -> bool:
    return given.endswith(_OBLIQUE) or given[-1] not in _NOMINATIVE


def _alike(form: str, given: str) -> bool:
    """Павлом and Павел, Олегу and Олег: the stem is the same, but for a vowel that comes and goes."""
    stem = given[:-1] if given[-1] in _SOFT else given
    fleeting = stem[:-2] + stem[-1] if len(stem) > 3 and stem[-2] in "еёо" else stem
    return any(
        form.startswith(one) and len(form) - len(one) <= _ENDINGS for one in (stem, fleeting) if len(one) > 2
    )
