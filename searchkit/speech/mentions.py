"""Where the people of an article are named: every mention, resolved to the full name used there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from operator import attrgetter
from typing import NamedTuple

from searchkit.speech import fullnames, genders, namelists
from searchkit.speech.fullnames import FullNames
from searchkit.speech.runs import Run
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


class _Named(NamedTuple):
    """A mention in a run of capitals: its words by their places in the run."""

    first: int
    last: int
    name: str
    form: str


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
        self._read: dict[tuple[int, ...], list[_Named]] = {}
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
        ids, words = self.tokens.ids, self.tokens.table.words
        for run in sorted([*self.found.runs, *self._alone()], key=attrgetter("start")):
            paragraph = run.paragraph
            begin, offset = self.tokens.bounds[paragraph], run.start
            for first, last, name, form in self._named(run):
                first, last = first + offset, last + offset
                starts = self.tokens.starts(paragraph)
                start, end = starts[first - begin], starts[last - 1 - begin] + len(words[ids[last - 1]])
                result.append(Mention(paragraph, start, end, name, form, first, last))
        return result

    def _named(self, run: Run) -> list[_Named]:
        """The mentions of a run: the same words behind the same title name the same persons again.

        (What is learnt between is the gender of unknown persons, and only from a title that fits them.)
        """
        ids, start, paragraph = self.tokens.ids, run.start, run.paragraph
        before = ids[start - 1] if run.title and start > self.tokens.bounds[paragraph] else -1
        key = (before, run.core - start, self.found.headings[paragraph], *ids[start : run.end])
        named = self._read.get(key)
        if named is None:
            named = self._read[key] = self._worked_out(run)
        return named

    def _worked_out(self, run: Run) -> list[_Named]:
        named: list[_Named] = []
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
            named.append(_Named(position - run.start, end - run.start, name, form))
            position = end
        return named

    def _alone(self) -> Iterator[Run]:
        """Capitalised words between small ones that can be a name: most only begin a sentence."""
        ids, bounds = self.tokens.ids, self.tokens.bounds
        shapes, lowered = self.tokens.table.shapes, self.tokens.table.lowered
        likely: dict[int, bool] = {}  # by number of a word
        for i, paragraph in self.found.singles:
            can_be = likely.get(ids[i])
            if can_be is None:
                word = lowered[ids[i]]
                can_be = word in self.by_surname or word in self.by_given or self._stands_alone(word)
                likely[ids[i]] = can_be
            titled = shapes[ids[i - 1]] & TITLE and i > bounds[paragraph]
            if can_be or titled:
                title = lowered[ids[i - 1]].strip(".") if titled else None
                yield Run(i, i + 1, paragraph, i, i + 1, title)

    def _stands_alone(self, word: str) -> bool:
        """Whether a word is a surname by itself, without a title or a full name."""
        return self.lists.surname_odds(word) > _LONE_ACCEPT or word in self.lists.prominent_surnames

    def _match(self, position: int, run: Run) -> tuple[int, str, str] | None:
        """End, canonical name and form of the mention that starts at `position`, if one does."""
        word = self.tokens.lower(position)
        return (
            (word in self.by_given and self._full(position, run, word))
            or (word in self.by_surname and self._surname(position, run, word))
            or (word in self.by_given and self._given(position, run, word))
            or self._lone(position, run, word)
            or None
        )

    def _full(self, position: int, run: Run, word: str) -> tuple[int, str, str] | None:
        for end in range(min(run.end, position + 5), position + 1, -1):
            name = self.found.canonical.get((word, self.tokens.lower(end - 1)))
            if name is not None:
                return end, name, "full"
        return None

    def _surname(self, position: int, run: Run, word: str) -> tuple[int, str, str] | None:
        namesakes = self.by_surname[word]
        shape = self.tokens.shape
        heading = self.found.headings[run.paragraph]
        goes_on = position + 1 < run.last and shape(position + 1) & CAPITAL
        if goes_on and not heading:
            return None
        title = self._before(position, run)
        titled = title is not None and bool(shape(position - 1) & TITLE)
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
        printed = f"{self.tokens.word(position - 1)} {self.tokens.word(position)}"
        name = self.strangers.setdefault((self.tokens.lower(position), gender), printed)
        self.gender[name] = gender
        return name

    def _another_given(self, position: int, run: Run) -> bool:
        """Whether the word before makes this surname a new person's ("Lena Novak", unlisted)."""
        before = position - 1
        if before < run.core:
            return False
        return (
            self.tokens.lower(before) not in self.by_surname
            and self.lists.odds(list(map(self.tokens.word, range(run.core, position + 1)))) > 0
        )

    def _given(self, position: int, run: Run, word: str) -> tuple[int, str, str] | None:
        if run.end - run.start != 1 or fullnames.stands(self.tokens, word):
            return None
        if self.tokens.shape(position) & (FUNCTION | DATE):
            return None
        return position + 1, max(self.by_given[word], key=self.weight.__getitem__), "given"

    def _lone(self, position: int, run: Run, word: str) -> tuple[int, str, str] | None:
        """A surname whose full name the article never gives."""
        printed = self.tokens.word(position)
        if position != run.last - 1 or run.core < position or len(printed) < 3:
            return None
        if self.tokens.shape(position) & (FUNCTION | DATE | TITLE) or word in self.by_given:
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
        return self.tokens.lower(position - 1).strip(".")
