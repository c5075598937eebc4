"""Where the people of an article are named: every mention, resolved to the full name used there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from searchkit.speech import fullnames, genders, namelists
from searchkit.speech.fullnames import FullNames, Run
from searchkit.speech.tokens import Tokens
from searchkit.speech.wordlists import STRONG_TITLES
from searchkit.speech.wordshapes import CAPITAL, DATE, FUNCTION, TITLE

# A listed name weighs this much of a mention for each news article it was seen in.
_PROMINENCE = 0.02
_LONE_ACCEPT = 1.2


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


def _start(run: Run) -> int:
    return run.start


class Matcher:
    """Finds the mentions of an article, knowing its full names."""

    def __init__(self, tokens: Tokens, found: FullNames, lists: namelists.NameLists) -> None:
        self.tokens = tokens
        self.found = found
        self.lists = lists
        self.gender: dict[str, str] = {}
        # surname and gender -> "Ms. Hale", who is no Hale named
        self.strangers: dict[tuple[str, str], str] = {}
        self.by_surname: defaultdict[str, list[str]] = defaultdict(list)
        self.by_given: defaultdict[str, list[str]] = defaultdict(list)
        self.weight: dict[str, float] = {}
        for name, times in found.counts.items():
            given, surname = name.split()[0].lower(), name.split()[-1].lower()
            self.by_surname[surname].append(name)
            self.by_given[given].append(name)
            self.weight[name] = times + _PROMINENCE * lists.prominent.get(name, 0)
            titled = found.titled.get(name)
            gender = titled.most_common(1)[0][0] if titled else genders.of_given(given, lists.gender)
            if gender:
                self.gender[name] = gender

    def mentions(self) -> list[Mention]:
        """All mentions, in reading order; learns genders from titles on the way."""
        result: list[Mention] = []
        starts, ends = self.tokens.starts, self.tokens.ends
        for run in sorted([*self.found.runs, *self._alone()], key=_start):
            position = run.start
            while position < run.end:
                match = self._match(position, run)
                if match is None:
                    position += 1
                    continue
                end, name, form = match
                if form == "title":
                    gender = genders.gender_of_title(self._before(position, run))
                    if gender:
                        self.gender.setdefault(name, gender)
                place = int(starts[position]), int(ends[end - 1])
                result.append(Mention(run.paragraph, *place, name, form, position, end))
                position = end
        return result

    def _alone(self) -> Iterator[Run]:
        """Capitalised words between small ones that can be a name: most only begin a sentence."""
        lowered, shapes, bounds = self.tokens.lowered, self.found.shapes, self.tokens.bounds
        of = self.found.paragraph.tolist()
        for i in self.found.singles:
            word = lowered[i]
            title = lowered[i - 1].strip(".") if i > bounds[of[i]] and shapes[i - 1] & TITLE else None
            if title or word in self.by_surname or word in self.by_given or self._stands_alone(word):
                yield Run(i, i + 1, of[i], i, i + 1, title)

    def _stands_alone(self, word: str) -> bool:
        """Whether a word is a surname by itself, without a title or a full name."""
        return self.lists.surname_odds(word) > _LONE_ACCEPT or word in self.lists.prominent_surnames

    def _match(self, position: int, run: Run) -> tuple[int, str, str] | None:
        """End, canonical name and form of the mention that starts at `position`, if one does."""
        word = self.tokens.lowered[position]
        return (
            (word in self.by_given and self._full(position, run, word))
            or (word in self.by_surname and self._surname(position, run, word))
            or (word in self.by_given and self._given(position, run, word))
            or self._lone(position, run, word)
            or None
        )

    def _full(self, position: int, run: Run, word: str) -> tuple[int, str, str] | None:
        lowered = self.tokens.lowered
        for end in range(min(run.end, position + 5), position + 1, -1):
            name = self.found.canonical.get((word, lowered[end - 1]))
            if name is not None:
                return end, name, "full"
        return None

    def _surname(self, position: int, run: Run, word: str) -> tuple[int, str, str] | None:
        namesakes = self.by_surname[word]
        shapes = self.found.shapes
        heading = self.found.headings[run.paragraph]
        goes_on = position + 1 < run.last and shapes[position + 1] & CAPITAL
        if goes_on and not heading:
            return None
        title = self._before(position, run)
        titled = title is not None and bool(shapes[position - 1] & TITLE)
        if not titled and not heading and self._another_given(position, run):
            return None
        gender = genders.gender_of_title(title)
        if gender:
            namesakes = [n for n in namesakes if self.gender.get(n, gender) == gender]
            if not namesakes:
                return position + 1, self._stranger(position, gender), "title"
        name = max(namesakes, key=self.weight.__getitem__)
        return position + 1, name, "title" if titled else "surname"

    def _stranger(self, position: int, gender: str) -> str:
        """Somebody of a surname whose title fits nobody named in full: the title stays with the name."""
        words = self.tokens.words
        printed = f"{words[position - 1]} {words[position]}"
        name = self.strangers.setdefault((self.tokens.lowered[position], gender), printed)
        self.gender[name] = gender
        return name

    def _another_given(self, position: int, run: Run) -> bool:
        """Whether the word before makes this surname a new person's ("Lena Novak", unlisted)."""
        before = position - 1
        if before < run.core:
            return False
        words = self.tokens.words
        return (
            self.tokens.lowered[before] not in self.by_surname
            and self.lists.odds(words[run.core : position + 1]) > 0
        )

    def _given(self, position: int, run: Run, word: str) -> tuple[int, str, str] | None:
        if run.end - run.start != 1 or fullnames.stands(self.tokens, word):
            return None
        if self.found.shapes[position] & (FUNCTION | DATE):
            return None
        return position + 1, max(self.by_given[word], key=self.weight.__getitem__), "given"

    def _lone(self, position: int, run: Run, word: str) -> tuple[int, str, str] | None:
        """A surname whose full name the article never gives."""
        printed = self.tokens.words[position]
        if position != run.last - 1 or run.core < position or len(printed) < 3:
            return None
        if self.found.shapes[position] & (FUNCTION | DATE | TITLE) or word in self.by_given:
            return None
        if self.found.headings[run.paragraph]:
            return None
        odds = self.lists.surname_odds(word) + fullnames.title_bonus(run.title)
        sure = run.title in STRONG_TITLES or word in self.lists.prominent_surnames
        if odds <= _LONE_ACCEPT and not (sure and (run.title or word in self.lists.surname)):
            return None
        gender = genders.gender_of_title(run.title)
        if gender and self.gender.get(printed, gender) != gender and position > 0:
            return position + 1, self._stranger(position, gender), "title"
        return position + 1, printed, "title" if run.title else "lone"

    def _before(self, position: int, run: Run) -> str | None:
        """The bare lower-case word before `position` in the same paragraph."""
        if position == self.tokens.bounds[run.paragraph]:
            return None
        return self.tokens.lowered[position - 1].strip(".")
