"""Full names of an article: which runs of capitalised words are somebody's given name and surname.

Language-neutral but for the word lists: a run counts as a name by the log-odds of its first and last
word, by a title before it, and against the article's own use of the same words in lower case.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from searchkit.speech.genders import gender_of_title, is_patronymic, knows_given
from searchkit.speech.namelists import NameLists
from searchkit.speech.runs import Run, capitals, stripped
from searchkit.speech.tokens import OPENING, Tokens
from searchkit.speech.wordlists import PARTICLES, STRONG_TITLES
from searchkit.speech.wordshapes import ALL_CAPITALS, DATE, FUNCTION, TITLE, shape

# Words after which a capital letter says nothing.
_STOPS = frozenset([".", "!", "?", ":", ";", "-", "\u2014", "\u2013", "\u2018", "\u2022", OPENING])
# Languages that write every noun with a capital: only listed given names make a name there.
_CAPITALISED_NOUNS = frozenset(["de", "lb"])
_ACCEPT = -1.2
_LONGEST_NAME = 5
_CYRILLIC = "\u0400"
_MEMO_NAMES = 1 << 14


@dataclass(slots=True)
class FullNames:
    """What a first reading of the article tells about its people.

    runs      those of two words and more, in reading order
    singles   (place, paragraph) of capitalised words that stand alone, in reading order
    headings  per paragraph: it looks like a headline
    counts    full name -> how often;  canonical  (first, last word) -> full name, in lower case
    titled    full name -> genders its titles tell
    """

    runs: list[Run]
    singles: list[tuple[int, int]]
    headings: list[bool]
    counts: Counter[str] = field(default_factory=Counter)
    canonical: dict[tuple[str, str], str] = field(default_factory=dict)
    titled: dict[str, Counter[str]] = field(default_factory=dict)


def title_bonus(title: str | None) -> float:
    """What a title before a name adds to its log-odds."""
    if title is None:
        return 0.0
    return 1.5 if title in STRONG_TITLES else 0.7


def is_initial(word: str) -> bool:
    """Whether `word` is an initial: "J" or "J."."""
    return len(word) == 1 or (len(word) == 2 and word[1] == ".")


def starts_sentence(tokens: Tokens, index: int, paragraph: int) -> bool:
    """Whether a capital at `index` says nothing, for a sentence starts there."""
    return index == tokens.bounds[paragraph] or tokens.word(index - 1) in _STOPS


def stands(tokens: Tokens, word: str) -> bool:
    """Whether the article has the word in small letters."""
    return tokens.table.find(word) in tokens.distinct


def find(tokens: Tokens, lists: NameLists, lang: str, known: Sequence[str], title: str) -> FullNames:
    """All full names of an article, with the runs of capitals they were found in."""
    places = capitals(tokens)
    runs = [stripped(tokens, *place) for place in places.runs]
    found = FullNames(runs, places.singles, places.headings)
    titled: defaultdict[str, Counter[str]] = defaultdict(Counter)
    opening: Counter[str] = Counter()
    weak: list[int] = []
    for run in runs:
        if found.headings[run.paragraph]:
            weak.extend(range(run.start, run.end - 1))
        elif run.last - run.core >= 2:
            name = _full_name(run, tokens, lists, lang in _CAPITALISED_NOUNS)
            if name is None:
                if run.last - run.core > 2:
                    weak.extend(range(run.core, run.last - 1))
                continue
            found.counts[name] += 1
            opening[name] += starts_sentence(tokens, run.core, run.paragraph)
            gender = gender_of_title(run.title)
            if gender:
                titled[name][gender] += 1
    _add_weak(found, tokens, lists, weak, title)
    _drop_openers(found.counts, opening, lists)
    for name in known:
        if name.split():
            found.counts[" ".join(name.split())] += 1
    _merge(found, titled)
    return found


def _full_name(run: Run, tokens: Tokens, lists: NameLists, nouns: bool) -> str | None:
    """The full name in a run of two words and more, moving its core past words before the name.

    nouns  the language writes its nouns with capitals
    """
    name = tuple(map(tokens.word, range(run.core, run.last)))
    if nouns:
        # "Plan von Anna Varga": only a listed given name tells where the nouns end.
        while len(name) > 2 and (name[0] in PARTICLES or not lists.knows_given(name[0].lower())):
            run.core += 1
            name = name[1:]
    while len(name) > 2 and _is_preamble(name, run, tokens, lists):
        run.core += 1
        name = name[1:]
    return _accepted(name, run.title, lists, nouns)


@lru_cache(_MEMO_NAMES)
def _accepted(name: tuple[str, ...], title: str | None, lists: NameLists, nouns: bool) -> str | None:
    """The words as a full name, if they are likely enough one."""
    if len(name) > _LONGEST_NAME or len(name[0]) < 2 or name[0] in PARTICLES:
        return None
    for word in name:
        mask = shape(word)
        if mask & FUNCTION or (mask & (ALL_CAPITALS | DATE) and len(word) > 3):
            return None
    if _is_compound(name[-1]):
        return None
    if nouns and not lists.knows_given(name[0].lower()):
        return " ".join(name) if title in STRONG_TITLES else None
    odds = lists.odds(name) + title_bonus(title)
    return " ".join(name) if odds > _ACCEPT else None


def _is_preamble(name: Sequence[str], run: Run, tokens: Tokens, lists: NameLists) -> bool:
    """Whether the first of three words and more is no part of the name that follows it."""
    first = name[0].lower()
    if is_initial(name[0]) or is_initial(name[1]):
        return False
    if starts_sentence(tokens, run.core, run.paragraph) and stands(tokens, first):
        return True
    if lists.knows_given(first) and first not in lists.ambiguous:
        return False
    if knows_given(first) or is_patronymic(name[1].lower()):
        return False
    odds = lists.odds(name)
    return odds < 0.5 and lists.odds(name[1:]) > odds


def _is_compound(word: str) -> bool:
    """ "Harvard-trained" and the like: a capital first part and a lower-case last one."""
    head, dash, tail = word.rpartition("-")
    return bool(dash and head and tail[:1].islower())


def _add_weak(found: FullNames, tokens: Tokens, lists: NameLists, weak: list[int], title: str) -> None:
    """Names seen only in headings or inside longer runs ("The Ada Stone Show").

    They need a listed given name and a surname that the running text repeats.
    """
    pairs = [(tokens.word(i), tokens.word(i + 1)) for i in weak]
    words = title.split()
    pairs.extend(pairwise(words))
    surnames = {name.rsplit(" ", 1)[-1].lower() for name in found.counts}
    for given, surname in pairs:
        first, last = given.lower(), surname.lower()
        blocked = FUNCTION | TITLE | DATE
        if (
            not lists.knows_given(first)
            or not surname[0].isupper()
            or shape(given) & blocked
            or shape(surname) & blocked
            or last in surnames
            or lists.given[first] <= lists.other.get(first, 0.0)
            or lists.other.get(last, 0.0) > lists.surname.get(last, 0.0) + 1
        ):
            continue
        if _times(surname, found, tokens) >= 2:
            found.counts[f"{given} {surname}"] += 1


def _times(word: str, found: FullNames, tokens: Tokens) -> int:
    """How often a word stands in runs of capitals outside of headings."""
    number = tokens.table.find(word)
    ids, headings = tokens.ids, found.headings
    alone = sum(ids[i] == number and not headings[paragraph] for i, paragraph in found.singles)
    runs = [run for run in found.runs if not headings[run.paragraph]]
    return alone + sum(ids[run.start : run.end].count(number) for run in runs)


def _drop_openers(counts: Counter[str], opening: Counter[str], lists: NameLists) -> None:
    """Undo "Several Novak" and "Will Sanders": a word that only opens a sentence before a surname."""
    surnames = Counter(name.rsplit(" ", 1)[-1].lower() for name in counts)
    for name, times in opening.items():
        if not times or counts[name] != times or name[0] >= _CYRILLIC:  # whose given names no list has
            continue
        words = name.split()
        first, last = words[0].lower(), words[-1].lower()
        listed = lists.knows_given(first)
        if len(words) == 2:
            known = surnames[last] > 1 or last in lists.prominent_surnames
            if times == 1 and known and (not listed or first in lists.ambiguous):
                del counts[name]
        elif len(words) == 3 and not listed and lists.knows_given(words[1].lower()):
            del counts[name]
            counts[" ".join(words[1:])] += times


def _merge(found: FullNames, titled: dict[str, Counter[str]]) -> None:
    """Bring spellings with the same first and last word under the most frequent one."""
    merged: Counter[str] = Counter()
    for name, times in found.counts.most_common():
        words = name.lower().split()
        # "Leadership Anna Stone" is Anna Stone, if the article has her more often.
        tail = found.canonical.get((words[-2], words[-1])) if len(words) > 2 else None
        canonical = found.canonical.setdefault((words[0], words[-1]), tail or name)
        merged[canonical] += times
        if name in titled:
            found.titled.setdefault(canonical, Counter()).update(titled[name])
    found.counts = merged
