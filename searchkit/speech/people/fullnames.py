"""Full names of an article: which runs of capitalised words are somebody's given name and surname.

Language-neutral but for the word lists: a run counts as a name by what its words are (`readings`), and
against the article's own use of the same words in lower case.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from searchkit.speech.people.genders import gender_of_title
from searchkit.speech.people.namelists import NameLists
from searchkit.speech.people.readings import Reading, Readings, weak_names
from searchkit.speech.people.runs import Capitals
from searchkit.speech.people.tokens import Tokens

_CYRILLIC = "\u0400"


@dataclass(slots=True)
class FullNames:
    """What a first reading of the article tells about its people.

    capitals  its capitalised words;  readings  what each run of them is by itself
    counts    full name -> how often;  canonical  (first, last word) -> full name, in lower case
    titled    full name -> genders its titles tell
    """

    capitals: Capitals
    readings: list[Reading]
    counts: Counter[str] = field(default_factory=Counter)
    canonical: dict[tuple[str, str], str] = field(default_factory=dict)
    titled: dict[str, Counter[str]] = field(default_factory=dict)


def find(
    tokens: Tokens, capitals: Capitals, readings: Readings, lang: str, known: Sequence[str], title: str
) -> FullNames:
    """All full names of an article, with what its runs of capitals are by themselves."""
    found = FullNames(capitals, list(_readings(tokens, capitals, readings, lang)))
    titled: dict[str, Counter[str]] = {}
    opening: dict[str, int] = {}
    weak: list[tuple[str, str]] = []
    unheard: list[tuple[str, ...]] = []
    for run, reading in zip(capitals.runs, found.readings, strict=True):
        name = reading.name
        if name is None:
            weak += reading.weak
            if reading.unheard:
                unheard.append(reading.words[reading.core : reading.last])
            continue
        opening[name] = opening.get(name, 0) + (run[-1] and reading.core == 0)
        gender = gender_of_title(reading.title)
        if gender:
            titled.setdefault(name, Counter())[gender] += 1
    found.counts.update([run.name for run in found.readings if run.name is not None])
    weak += weak_names(title.split(), readings.lists)
    if weak:
        _add_weak(found, tokens, weak)
    if unheard:
        alone, find_word = set(map(tokens.ids.__getitem__, capitals.singles)), tokens.table.find
        found.counts.update([" ".join(words) for words in unheard if find_word(words[-1]) in alone])
    _drop_openers(found.counts, opening, readings.lists)
    for name in known:
        if name.split():
            found.counts[" ".join(name.split())] += 1
    _merge(found, titled)
    return found


def _readings(tokens: Tokens, capitals: Capitals, readings: Readings, lang: str) -> Iterator[Reading]:
    """What each run is by itself."""
    ids, packed, headings = tokens.ids, tokens.packed, capitals.headings
    width = ids.itemsize
    for first, last, paragraph, titled, opens in capitals.runs:
        heading = headings[paragraph]
        opener = opens and last - first > 2 and not heading and tokens.has(tokens.lower(first))
        run = packed[width * first : width * last]
        yield readings[run, ids[first - 1] if titled else -1, heading, opener, lang]


def _add_weak(found: FullNames, tokens: Tokens, weak: Sequence[tuple[str, str]]) -> None:
    """Names seen only in headings or inside longer runs ("The Ada Stone Show").

    They need a surname that the running text repeats.
    """
    known = {name.rsplit(" ", 1)[-1].lower() for name in found.counts}
    asked = {surname for _, surname in weak if surname.lower() not in known}
    repeated = {surname for surname in asked if _times(surname, found.capitals, tokens) >= 2}
    found.counts.update([f"{given} {surname}" for given, surname in weak if surname in repeated])


def _times(word: str, capitals: Capitals, tokens: Tokens) -> int:
    """How often a capitalised word stands outside of headings."""
    paragraphs = (bisect_right(tokens.bounds, place) - 1 for place in tokens.places(word))
    return sum(not capitals.headings[paragraph] for paragraph in paragraphs)


def _drop_openers(counts: Counter[str], opening: Mapping[str, int], lists: NameLists) -> None:
    """Undo "Several Novak" and "Will Sanders": a word that only opens a sentence before a surname."""
    if not any(times and times == counts[name] for name, times in opening.items()):
        return
    surnames = Counter([name.rsplit(" ", 1)[-1].lower() for name in counts])
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
