"""What a run of capitalised words is by itself, whatever else the article says.

Titles are taken off its front; what is left is somebody's full name by the log-odds of its first and last
word and by the title before it, or the surname of somebody whose full name may stand nowhere. News repeats
itself, so runs that were read before are remembered.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from itertools import pairwise
from operator import itemgetter, or_

from searchkit.remembered import Remembered
from searchkit.speech.people.genders import is_patronymic, knows_given
from searchkit.speech.people.namelists import NameLists
from searchkit.speech.people.wordlists import FRENCH_TITLES, NAME_SUFFIXES, PARTICLES, PLACES, STRONG_TITLES
from searchkit.speech.people.wordshapes import ALL_CAPITALS, DATE, FUNCTION, PARTICLE, TITLE, shape
from searchkit.speech.people.wordtable import WordTable

_ACCEPT = -1.2
_OWN_GIVEN = 0.6  # log-odds of a given name of our own list, whatever else the word is
_UNHEARD = -3.5
_LONE_ACCEPT = 1.2
_LONGEST_NAME = 5
_NO_NAMES = FUNCTION | ALL_CAPITALS | DATE  # the last two can be one as long as they are short
_SHORTEST_LONE = 3
_MEMO = 1 << 14
_MEMO_WORDS = 1 << 16

# A run whose reading is asked for: its words (`Tokens.packed`); the number of the title in small letters
# before it, or -1; whether it stands in a headline; whether its first word begins a sentence, and stands in
# small letters elsewhere in the article; the language.
Asked = tuple[bytes, int, bool, bool, str]

# Languages that write every noun with a capital: only listed given names make a name there.
_CAPITALISED_NOUNS = frozenset(["de", "lb"])


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
    unheard         two words, the second in no list: a name where the second stands alone elsewhere
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
    weak: Sequence[tuple[str, str]] = ()
    unheard: bool = False


class Readings(Remembered[Asked, Reading]):
    """The readings of runs whose words are numbered by a table; each is made when first asked for.

    lone  number of a word -> whether it is a surname wherever it stands alone in running text
    """

    def __init__(self, table: WordTable, lists: NameLists) -> None:
        super().__init__(_MEMO)
        self.table = table
        self.lists = lists
        self.lone = _Lone(table, lists)

    def __missing__(self, asked: Asked) -> Reading:
        return self.keep(asked, self._read(*asked))

    def _read(self, run: bytes, title: int, heading: bool, opener: bool, lang: str) -> Reading:
        printed, small, shape_of, lists = self.table.words, self.table.lowered, self.table.shapes, self.lists
        numbers = array("i", run)
        if len(numbers) > 1:
            all_of = itemgetter(*numbers)
            words, lowered, shapes = all_of(printed), all_of(small), all_of(shape_of)
        else:
            words, lowered, shapes = (printed[numbers[0]],), (small[numbers[0]],), (shape_of[numbers[0]],)
        nouns = lang in _CAPITALISED_NOUNS
        read = _stripped(words, lowered, shapes, printed[title] if title >= 0 else "", heading)
        if lang == "fr" and read.last - read.core > 1 and lowered[read.core] in FRENCH_TITLES:
            read.core, read.title = read.core + 1, lowered[read.core].strip(".")
        if heading:
            read.weak = weak_names(words, lists)
        elif read.last - read.core == 1:
            core = read.core
            read.lone = _is_lone(words[core], lowered[core], shapes[core], read.title, lists)
        else:
            name = words[read.core : read.last]
            if len(name) > 2:
                skipped = _before_name(name, opener and read.core == 0, nouns, lists)
                read.core, name = read.core + skipped, name[skipped:]
            read.name = _accepted(name, shapes[read.core : read.last], read.title, lists, nouns)
            if read.name is None and len(name) > 2:
                read.weak = weak_names(name, lists)
            elif read.name is None and not nouns:
                read.unheard = _is_unheard(name, shapes[read.core : read.last], lists)
        return read


class _Lone(Remembered[int, bool]):
    """Numbers of words -> whether they are surnames by themselves; worked out when first asked for."""

    def __init__(self, table: WordTable, lists: NameLists) -> None:
        super().__init__(_MEMO_WORDS)
        self._table = table
        self._lists = lists

    def __missing__(self, number: int) -> bool:
        table = self._table
        word, mask = table.words[number], table.shapes[number]
        return self.keep(number, _is_lone(word, table.lowered[number], mask, None, self._lists))


@lru_cache(2)
def readings_of(table: WordTable, lists: NameLists) -> Readings:
    """Those of a table: of the one in use, and of the one that took its place."""
    return Readings(table, lists)


def weak_names(words: Sequence[str], lists: NameLists) -> list[tuple[str, str]]:
    """Neighbours of which the first is a listed given name, and the second may be a surname."""
    knows = lists.knows_given
    return [
        (given, surname)
        for given, surname in pairwise(words)
        if knows(given.lower()) and _is_weak(given, surname, lists)
    ]


def _is_weak(given: str, surname: str, lists: NameLists) -> bool:
    first, last = given.lower(), surname.lower()
    return (
        surname[0].isupper()
        and not (shape(given) | shape(surname)) & (FUNCTION | TITLE | DATE)
        and lists.given[first] > lists.other.get(first, 0.0)
        and lists.other.get(last, 0.0) <= lists.surname.get(last, 0.0) + 1
    )


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
    bare = title and title.lower().strip(".")  # most have none
    return Reading(words, lowered, before, heading, core, last, bare or None)


def _before_name(name: Sequence[str], opener: bool, nouns: bool, lists: NameLists) -> int:
    """How many of three words and more stand before the name."""
    skipped = 0
    if nouns:
        # "Plan von Anna Varga": only a listed given name tells where the nouns end.
        while len(name) > 2 and (name[0] in PARTICLES or not _is_given(name[0], lists)):
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
    if _has_none(name, shapes):
        return None
    if nouns and not _is_given(name[0], lists):
        likely = title in STRONG_TITLES
    else:
        bonus = _title_bonus(title)
        likely = lists.odds(name) + bonus > _ACCEPT or (
            knows_given(name[0].lower()) and lists.odds(name[-1:]) + _OWN_GIVEN + bonus > _ACCEPT
        )
    joined = " ".join(name)
    return joined if likely and not _is_compound(name[-1]) and joined.lower() not in PLACES else None


def _has_none(words: tuple[str, ...], shapes: Sequence[int]) -> bool:
    """Whether one of the words is part of no name: a function word, a month, an acronym."""
    return bool(reduce(or_, shapes) & _NO_NAMES) and any(
        mask & _NO_NAMES and (mask & FUNCTION or len(word) > 3)
        for word, mask in zip(words, shapes, strict=True)
    )


def _is_unheard(name: tuple[str, ...], shapes: Sequence[int], lists: NameLists) -> bool:
    """Whether two words may be a name that no list knows: "Casper Lindqvist", where Casper is a town."""
    surname = name[-1].lower()
    return (
        len(name) == 2
        and surname not in lists.other
        and name[0] not in PARTICLES
        and len(surname) > _SHORTEST_LONE
        and not reduce(or_, shapes) & (TITLE | PARTICLE)
        and not _has_none(name, shapes)
        and not _is_compound(name[-1])
        and " ".join(name).lower() not in PLACES
        and lists.odds(name) > _UNHEARD
    )


def _is_given(word: str, lists: NameLists) -> bool:
    """Whether a word is a given name of a list: the census's and the news', or our own."""
    return lists.knows_given(word.lower()) or knows_given(word.lower())


def _is_compound(word: str) -> bool:
    """ "Harvard-trained" and the like: a capital first part and a lower-case last one."""
    head, _, tail = word.rpartition("-")
    return bool(head) and tail[:1].islower()


def _is_lone(printed: str, word: str, mask: int, title: str | None, lists: NameLists) -> bool:
    """Whether a word behind a title, or alone, is a surname."""
    if len(printed) < _SHORTEST_LONE or mask & (FUNCTION | DATE | TITLE):
        return False
    listed = word in lists.surname
    if title is None and not listed:  # no other is likely enough, nor a surname for sure
        return False
    if lists.surname_odds(word) + _title_bonus(title) > _LONE_ACCEPT:
        return True
    sure = title in STRONG_TITLES or word in lists.prominent_surnames
    return sure and (title is not None or listed)


def _title_bonus(title: str | None) -> float:
    """What a title before a name adds to its log-odds."""
    if title is None:
        return 0.0
    return 1.5 if title in STRONG_TITLES else 0.7
