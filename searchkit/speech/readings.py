"""What a run of capitalised words is by itself, whatever else the article says.

Titles are taken off its front; what is left is somebody's full name by the log-odds of its first and last
word and by the title before it, or the surname of somebody whose full name may stand nowhere. News repeats
itself, so runs that were read before are remembered.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from searchkit.remembered import Remembered
from searchkit.speech.genders import is_patronymic, knows_given
from searchkit.speech.namelists import NameLists
from searchkit.speech.wordlists import NAME_SUFFIXES, PARTICLES, PLACES, STRONG_TITLES
from searchkit.speech.wordshapes import ALL_CAPITALS, DATE, FUNCTION, TITLE, shape
from searchkit.speech.wordtable import WordTable

_ACCEPT = -1.2
_LONE_ACCEPT = 1.2
_LONGEST_NAME = 5
_SHORTEST_LONE = 3
_MEMO = 1 << 14

# A run whose reading is asked for: the numbers of its words; that of the title in small letters before it, or
# -1; whether it stands in a headline; whether its first word begins a sentence, and stands in small letters
# elsewhere in the article; whether the language writes its nouns with capitals.
Asked = tuple[tuple[int, ...], int, bool, bool, bool]


@dataclass(slots=True, eq=False)
class Reading:
    """A run of capitalised words by itself. (Not frozen, for thousands are made; compared by identity.)

    words, lowered  as printed, and in lower case
    before          the title in small letters before it, as printed; "": none
    heading         it stands in a headline
    core, last      its words [core, last) are no titles, no "Jr.", and stand not before a name
    title           the nearest title, lower case without its dot
    name            the full name that the core is
    lone            the surname that the core is by itself, though no full name has it
    weak            names of two words in it that are some only where the running text has the second again
    """

    words: tuple[str, ...]
    lowered: tuple[str, ...]
    before: str
    heading: bool
    core: int
    last: int
    title: str | None
    name: str | None = None
    lone: bool = False
    weak: tuple[tuple[str, str], ...] = ()


class Readings(Remembered[Asked, Reading]):
    """The readings of runs whose words are numbered by a table; each is made when first asked for."""

    def __init__(self, table: WordTable, lists: NameLists) -> None:
        super().__init__(_MEMO)
        self.table = table
        self.lists = lists

    def __missing__(self, asked: Asked) -> Reading:
        return self.keep(asked, self._read(*asked))

    def alone(self, number: int, before: int = -1, heading: bool = False) -> Reading:
        """That of a word that stands alone."""
        return self[(number,), before, heading, False, False]

    def _read(
        self, numbers: tuple[int, ...], title: int, heading: bool, opener: bool, nouns: bool
    ) -> Reading:
        printed, small, lists = self.table.words, self.table.lowered, self.lists
        words, lowered = tuple([printed[n] for n in numbers]), tuple([small[n] for n in numbers])
        shapes = [self.table.shapes[n] for n in numbers]
        run = _stripped(words, lowered, shapes, printed[title] if title >= 0 else "", heading)
        if heading:
            run.weak = tuple(weak_names(words, lists))
        elif run.last - run.core == 1:
            run.lone = _is_lone(words[run.core], lowered[run.core], shapes[run.core], run.title, lists)
        else:
            name = words[run.core : run.last]
            skipped = _before_name(name, opener and run.core == 0, nouns, lists)
            run.core, name = run.core + skipped, name[skipped:]
            run.name = _accepted(name, shapes[run.core : run.last], run.title, lists, nouns)
            if run.name is None and len(name) > 2:
                run.weak = tuple(weak_names(name, lists))
        return run


@lru_cache(2)
def readings_of(table: WordTable, lists: NameLists) -> Readings:
    """Those of a table: of the one in use, and of the one that took its place."""
    return Readings(table, lists)


def weak_names(words: Sequence[str], lists: NameLists) -> Iterator[tuple[str, str]]:
    """Neighbours of which the first is a listed given name, and the second may be a surname."""
    blocked = FUNCTION | TITLE | DATE
    for given, surname in pairwise(words):
        first, last = given.lower(), surname.lower()
        if (
            lists.knows_given(first)
            and surname[0].isupper()
            and not (shape(given) | shape(surname)) & blocked
            and lists.given[first] > lists.other.get(first, 0.0)
            and lists.other.get(last, 0.0) <= lists.surname.get(last, 0.0) + 1
        ):
            yield given, surname


def _stripped(
    words: tuple[str, ...], lowered: tuple[str, ...], shapes: Sequence[int], before: str, heading: bool
) -> Reading:
    """A run with titles off its front and "Jr." off its end."""
    core, last, title = 0, len(words), before
    for place in range(last - 1):
        if shapes[place] & TITLE:
            core, title = place + 1, words[place]
    while last > core + 1 and lowered[last - 1] in NAME_SUFFIXES:
        last -= 1
    return Reading(words, lowered, before, heading, core, last, title.lower().strip(".") or None)


def _before_name(name: Sequence[str], opener: bool, nouns: bool, lists: NameLists) -> int:
    """How many of three words and more stand before the name."""
    skipped = 0
    if nouns:
        # "Plan von Anna Varga": only a listed given name tells where the nouns end.
        while len(name) > 2 and (name[0] in PARTICLES or not lists.knows_given(name[0].lower())):
            skipped += 1
            name = name[1:]
    while len(name) > 2 and _is_preamble(name, opener and not skipped, lists):
        skipped += 1
        name = name[1:]
    return skipped


def _is_preamble(name: Sequence[str], opener: bool, lists: NameLists) -> bool:
    """Whether the first of three words and more is no part of the name that follows it."""
    first = name[0].lower()
    if _is_initial(name[0]) or _is_initial(name[1]):
        return False
    if opener:
        return True
    if lists.knows_given(first) and first not in lists.ambiguous:
        return False
    if knows_given(first) or is_patronymic(name[1].lower()):
        return False
    odds = lists.odds(name)
    return odds < 0.5 and lists.odds(name[1:]) > odds


def _is_initial(word: str) -> bool:
    """Whether `word` is an initial: "J" or "J."."""
    return len(word) == 1 or (len(word) == 2 and word[1] == ".")


def _accepted(
    name: tuple[str, ...], shapes: Sequence[int], title: str | None, lists: NameLists, nouns: bool
) -> str | None:
    """The words as a full name, if they are likely enough one."""
    if len(name) > _LONGEST_NAME or len(name[0]) < 2 or name[0] in PARTICLES:
        return None
    for word, mask in zip(name, shapes, strict=True):
        if mask & FUNCTION or (mask & (ALL_CAPITALS | DATE) and len(word) > 3):
            return None
    if _is_compound(name[-1]) or " ".join(name).lower() in PLACES:
        return None
    if nouns and not lists.knows_given(name[0].lower()):
        return " ".join(name) if title in STRONG_TITLES else None
    odds = lists.odds(name) + _title_bonus(title)
    return " ".join(name) if odds > _ACCEPT else None


def _is_compound(word: str) -> bool:
    """ "Harvard-trained" and the like: a capital first part and a lower-case last one."""
    head, dash, tail = word.rpartition("-")
    return bool(dash and head and tail[:1].islower())


def _is_lone(printed: str, word: str, mask: int, title: str | None, lists: NameLists) -> bool:
    """Whether a word behind a title, or alone, is a surname."""
    if len(printed) < _SHORTEST_LONE or mask & (FUNCTION | DATE | TITLE):
        return False
    if lists.surname_odds(word) + _title_bonus(title) > _LONE_ACCEPT:
        return True
    sure = title in STRONG_TITLES or word in lists.prominent_surnames
    return sure and (title is not None or word in lists.surname)


def _title_bonus(title: str | None) -> float:
    """What a title before a name adds to its log-odds."""
    if title is None:
        return 0.0
    return 1.5 if title in STRONG_TITLES else 0.7
