"""Full names of an article: which runs of capitalised words are somebody's given name and surname.

Language-neutral but for the word lists: a run counts as a name by the log-odds of its first and last
word, by a title before it, and against the article's own use of the same words in lower case.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from searchkit.speech.genders import gender_of_title, is_patronymic, knows_given
from searchkit.speech.namelists import NameLists
from searchkit.speech.tokens import OPENING, Bools, Tokens
from searchkit.speech.wordlists import (
    NAME_SUFFIXES,
    PARTICLES,
    STRONG_TITLES,
)
from searchkit.speech.wordshapes import (
    ALL_CAPITALS,
    CAPITAL,
    DATE,
    FUNCTION,
    LETTERS,
    LOWER,
    PARTICLE,
    SMALL,
    TITLE,
    shape,
)
from searchkit.speech.wordtable import Ints

# Words after which a capital letter says nothing.
_STOPS = frozenset([".", "!", "?", ":", ";", "-", "\u2014", "\u2013", "\u2018", "\u2022", OPENING])
# Languages that write every noun with a capital: only listed given names make a name there.
_CAPITALISED_NOUNS = frozenset(["de", "lb"])
_ACCEPT = -1.2
_LONGEST_NAME = 5
# A heading has fewer words than this, punctuation counted.
_HEADING_LENGTH = 40
_HEADING_SHARE = 0.55


@dataclass(slots=True)
class Run:
    """Capitalised words [start, end) of paragraph `paragraph`; [core, last) is it without titles."""

    start: int
    end: int
    paragraph: int
    core: int
    last: int
    title: str | None


@dataclass(slots=True)
class FullNames:
    """What a first reading of the article tells about its people.

    runs      those of two words and more, in reading order
    singles   places of capitalised words that stand alone, rising
    paragraph, shapes  of each word
    """

    runs: list[Run]
    singles: list[int]
    paragraph: Ints
    shapes: list[int]
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
    return index == tokens.bounds[paragraph] or tokens.words[index - 1] in _STOPS


def stands(tokens: Tokens, word: str) -> bool:
    """Whether the article has the word in small letters."""
    return tokens.table.find(word) in tokens.distinct


def find(tokens: Tokens, lists: NameLists, lang: str, known: Sequence[str], title: str) -> FullNames:
    """All full names of an article, with the runs of capitals they were found in."""
    found = _runs(tokens)
    titled: defaultdict[str, Counter[str]] = defaultdict(Counter)
    opening: Counter[str] = Counter()
    weak: list[int] = []
    for run in found.runs:
        strip(run, tokens, found.shapes)
        if found.headings[run.paragraph]:
            weak.extend(range(run.start, run.end - 1))
        elif run.last - run.core >= 2:
            name = _full_name(run, tokens, found.shapes, lists, lang)
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


def _runs(tokens: Tokens) -> FullNames:
    """Runs of capitalised words, and which paragraphs look like a heading."""
    shapes = tokens.table.masks(tokens.ids)
    bounds = np.array(tokens.bounds)
    paragraph = np.repeat(np.arange(len(bounds) - 1), np.diff(bounds))
    capital = shapes & (CAPITAL | FUNCTION) == CAPITAL
    together = (paragraph[1:] == paragraph[:-1]) & (tokens.quoted[1:] == tokens.quoted[:-1])
    member = capital.copy()
    small = shapes[1:-1] & PARTICLE > 0
    member[1:-1] |= small & capital[:-2] & capital[2:] & together[:-1] & together[1:]
    joined = np.zeros(len(shapes) + 1, bool)
    joined[1:-1] = member[1:] & member[:-1] & together
    starts = np.flatnonzero(member & ~joined[:-1])
    ends = np.flatnonzero(member & ~joined[1:]) + 1
    alone = ends - starts == 1
    longer = zip(*(part[~alone].tolist() for part in (starts, ends, paragraph[starts])), strict=True)
    return FullNames(
        runs=[Run(start, end, where, start, end, None) for start, end, where in longer],
        singles=starts[alone].tolist(),
        paragraph=paragraph,
        shapes=shapes.tolist(),
        headings=_headings(shapes, capital, bounds).tolist(),
    )


def _headings(shapes: Ints, capital: Bools, bounds: Ints) -> Bools:
    """Whether all words of a paragraph but the small ones are capitalised, and more than half of all."""

    def count(here: Bools) -> Ints:
        before = np.concatenate([[0], np.cumsum(here)])
        counted: Ints = before[bounds[1:]] - before[bounds[:-1]]
        return counted

    lower = shapes & (LOWER | FUNCTION | SMALL) == LOWER
    short = np.diff(bounds) < _HEADING_LENGTH
    headings: Bools = short & (count(lower) == 0)
    if headings.any():
        headings &= count(capital) > _HEADING_SHARE * count(shapes & LETTERS > 0)
    return headings


def strip(run: Run, tokens: Tokens, shapes: list[int]) -> None:
    """Take titles off the front and "Jr." off the end of a run."""
    words = tokens.words
    for i in range(run.start, run.end - 1):
        if shapes[i] & TITLE:
            run.core = i + 1
            run.title = words[i].lower().strip(".")
    while run.last > run.core + 1 and words[run.last - 1].lower() in NAME_SUFFIXES:
        run.last -= 1
    before = run.start - 1
    if run.title is None and before >= tokens.bounds[run.paragraph] and shapes[before] & TITLE:
        run.title = words[before].lower().strip(".")


def _full_name(
    run: Run,
    tokens: Tokens,
    shapes: list[int],
    lists: NameLists,
    lang: str,
) -> str | None:
    """The full name in a run of two words and more, moving its core past words before the name."""
    words = tokens.words
    name = words[run.core : run.last]
    if lang in _CAPITALISED_NOUNS:
        # "Plan von Anna Varga": only a listed given name tells where the nouns end.
        while len(name) > 2 and (name[0] in PARTICLES or not lists.knows_given(name[0].lower())):
            run.core += 1
            name = name[1:]
    while len(name) > 2 and _is_preamble(name, run, tokens, lists):
        run.core += 1
        name = name[1:]
    if len(name) > _LONGEST_NAME or len(name[0]) < 2 or name[0] in PARTICLES:
        return None
    for i in range(run.core, run.last):
        mask = shapes[i]
        if mask & FUNCTION or (mask & (ALL_CAPITALS | DATE) and len(words[i]) > 3):
            return None
    if _is_compound(name[-1]):
        return None
    if lang in _CAPITALISED_NOUNS and not lists.knows_given(name[0].lower()):
        return " ".join(name) if run.title in STRONG_TITLES else None
    odds = lists.odds(name) + title_bonus(run.title)
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
    pairs = [(tokens.words[i], tokens.words[i + 1]) for i in weak]
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
    alone = sum(
        1 for i in found.singles if tokens.ids[i] == number and not found.headings[found.paragraph[i]]
    )
    runs = [run for run in found.runs if not found.headings[run.paragraph]]
    return alone + sum(int((tokens.ids[run.start : run.end] == number).sum()) for run in runs)


def _drop_openers(counts: Counter[str], opening: Counter[str], lists: NameLists) -> None:
    """Undo "Several Novak" and "Will Sanders": a word that only opens a sentence before a surname."""
    surnames = Counter(name.rsplit(" ", 1)[-1].lower() for name in counts)
    for name, times in opening.items():
        if not times or counts[name] != times:
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
