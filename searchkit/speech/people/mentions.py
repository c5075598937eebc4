"""Where the people of an article are named: every mention, resolved to the full name used there."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from searchkit.speech.people import genders
from searchkit.speech.people.fullnames import FullNames
from searchkit.speech.people.readings import Reading, Readings
from searchkit.speech.people.tokens import Tokens
from searchkit.speech.people.wordshapes import CAPITAL, DATE, FUNCTION, TITLE, shape

# A listed name weighs this much of a mention for each news article it was seen in.
_PROMINENCE = 0.02
_LONGEST_NAME = 5


class Mention(NamedTuple):
    """One name as it stands in the text. (A tuple because an article has hundreds.)

    paragraph    index into the paragraphs given
    start, end   characters of that paragraph, the name alone, without its title
    name         canonical name in this article; a lone surname stays one ("Varga")
    form         full, surname, title (a surname behind a title), given, lone (no full name known)
    first, last  its words, [first, last) of the article's tokens
    """

    paragraph: int
    start: int
    end: int
    name: str
    form: str
    first: int
    last: int


_Row = tuple[int, int, int, str, str, int, int]
# A mention of its fields. (Its own constructors are Python, which takes longer than all the rest of it.)
_mention: Callable[[_Row], Mention] = partial(tuple.__new__, Mention)

# A mention in a run of capitals: its words, [first, last) of the run; the name; the form.
_Named = tuple[int, int, str, str]


class Matcher:
    """Finds the mentions of an article, knowing its full names."""

    def __init__(self, tokens: Tokens, found: FullNames, readings: Readings) -> None:
        self.tokens = tokens
        self.found = found
        self.readings = readings
        self.lists = lists = readings.lists
        self.gender: dict[str, str] = {}
        # surname and gender -> "Ms. Hale", who is no Hale named
        self.strangers: dict[tuple[str, str], str] = {}
        self.by_surname: dict[str, list[str]] = {}
        self.by_given: dict[str, list[str]] = {}
        self.weight: dict[str, float] = {}
        for name, times in found.counts.items():
            words = name.lower().split()
            given, surname = words[0], words[-1]
            self.by_surname.setdefault(surname, []).append(name)
            self.by_given.setdefault(given, []).append(name)
            self.weight[name] = times + _PROMINENCE * lists.prominent.get(name, 0)
            titled = found.titled.get(name)
            gender = titled.most_common(1)[0][0] if titled else genders.of_given(given, lists.gender)
            if gender:
                self.gender[name] = gender

        self._words = {*self.by_surname, *self.by_given}  # that names begin with

    def mentions(self) -> list[Mention]:
        """All mentions, in reading order; learns genders from titles on the way.

        The same words behind the same title name the same persons again. (What is learnt between is the
        gender of unknown persons, and only from a title that fits them.)
        """
        rows: list[_Row] = []
        named: dict[Reading, list[_Named]] = {}
        starts, ends = self.tokens.starts.data, self.tokens.ends.data
        for begin, paragraph, run in self._runs():
            found = named.get(run)
            if found is None:
                found = named[run] = self._named(run)
            for at, behind, name, form in found:
                first, last = begin + at, begin + behind
                rows.append((paragraph, starts[first], ends[last - 1], name, form, first, last))
        return list(map(_mention, rows))

    def _runs(self) -> list[tuple[int, int, Reading]]:
        """First word and paragraph of each run, and what it is by itself, in reading order.

        Only of those that a name can stand in.
        """
        tokens, words, readings = self.tokens, self._words, self.readings
        ids, packed, lowered, lone = tokens.ids, tokens.packed, tokens.table.lowered, readings.lone
        runs, singles, titled, headings = self.found.capitals
        found = [
            (first, paragraph, reading)
            for (first, _, paragraph, _, _), reading in zip(runs, self.found.readings, strict=True)
            if reading.lone or not words.isdisjoint(reading.lowered)
        ]
        likely = [place for place in singles if lone[number := ids[place]] or lowered[number] in words]
        behind_titles = frozenset(titled)
        bounds, width = tokens.bounds, ids.itemsize
        for place in behind_titles.union(likely):
            paragraph = bisect_right(bounds, place) - 1
            before = ids[place - 1] if place in behind_titles else -1
            word = packed[width * place : width * (place + 1)]
            found.append((place, paragraph, readings[word, before, headings[paragraph], False, ""]))
        found.sort()  # no two begin at one place
        return found

    def _named(self, run: Reading) -> list[_Named]:
        """The mentions of a run."""
        named: list[_Named] = []
        at = 0
        while at < len(run.words):
            match = self._match(at, run)
            if match is None:
                at += 1
                continue
            end, name, form = match
            if form == "title":
                gender = genders.gender_of_title(_before(at, run))
                if gender:
                    self.gender.setdefault(name, gender)
            named.append((at, end, name, form))
            at = end
        return named

    def _match(self, at: int, run: Reading) -> tuple[int, str, str] | None:
        """End, canonical name and form of the mention that starts at a word of a run, if one does."""
        word = run.lowered[at]
        is_given = word in self.by_given
        match = self._full(at, run, word) if is_given else None
        if match is None and word in self.by_surname:
            match = self._surname(at, run, word)
        if match is not None:
            return match
        if is_given:
            return self._given(at, run, word)
        return self._lone(at, run) if run.lone and at == run.core else None

    def _full(self, at: int, run: Reading, word: str) -> tuple[int, str, str] | None:
        for end in range(min(len(run.words), at + _LONGEST_NAME), at + 1, -1):
            name = self.found.canonical.get((word, run.lowered[end - 1]))
            if name is not None:
                return end, name, "full"
        return None

    def _surname(self, at: int, run: Reading, word: str) -> tuple[int, str, str] | None:
        namesakes = self.by_surname[word]
        goes_on = at + 1 < run.last and shape(run.words[at + 1]) & CAPITAL
        if goes_on and not run.heading:
            return None
        title = _before(at, run)
        titled = title is not None and (at == 0 or bool(shape(run.words[at - 1]) & TITLE))
        if not (titled or run.heading) and self._another_given(at, run):
            return None
        gender = genders.gender_of_title(title)
        if gender:
            namesakes = [n for n in namesakes if self.gender.get(n, gender) == gender]
            if not namesakes:
                return at + 1, self._stranger(at, run, gender), "title"
        name = max(namesakes, key=self.weight.__getitem__)
        return at + 1, name, "title" if titled else "surname"

    def _stranger(self, at: int, run: Reading, gender: str) -> str:
        """Somebody of a surname whose title fits nobody named in full: the title stays with the name."""
        title = run.words[at - 1] if at else run.before
        name = self.strangers.setdefault((run.lowered[at], gender), f"{title} {run.words[at]}")
        self.gender[name] = gender
        return name

    def _another_given(self, at: int, run: Reading) -> bool:
        """Whether the word before makes this surname a new person's ("Lena Novak", unlisted)."""
        if at <= run.core:
            return False
        return (
            run.lowered[at - 1] not in self.by_surname and self.lists.odds(run.words[run.core : at + 1]) > 0
        )

    def _given(self, at: int, run: Reading, word: str) -> tuple[int, str, str] | None:
        if len(run.words) != 1 or self.tokens.has(word):
            return None
        if shape(run.words[at]) & (FUNCTION | DATE):
            return None
        return at + 1, max(self.by_given[word], key=self.weight.__getitem__), "given"

    def _lone(self, at: int, run: Reading) -> tuple[int, str, str]:
        """A surname whose full name the article never gives."""
        printed = run.words[at]
        gender = genders.gender_of_title(run.title)
        if gender and self.gender.get(printed, gender) != gender:
            return at + 1, self._stranger(at, run, gender), "title"
        return at + 1, printed, "title" if run.title else "lone"


def _before(at: int, run: Reading) -> str | None:
    """The bare lower-case word before a word of a run; before its first, only a title is one."""
    if at:
        return run.lowered[at - 1].strip(".")
    return run.before.lower().strip(".") or None
