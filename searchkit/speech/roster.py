"""The people of one article: every mention of a name, resolved to the full name used there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from searchkit.speech import fullnames, genders, namelists
from searchkit.speech.fullnames import FullNames, Run, gender_of_title
from searchkit.speech.tokens import Tokens, tokenise
from searchkit.speech.wordlists import NAME_SUFFIXES, ROLES, SHORT_TITLES, STRONG_TITLES
from searchkit.speech.wordshapes import CAPITAL, DATE, FUNCTION, TITLE, shape

FORMS = ("full", "surname", "title", "given", "lone")
# A listed name weighs this much of a mention for each news article it was seen in.
_PROMINENCE = 0.02
# How far before and behind a name its role noun is looked for, in words.
_ROLE_WINDOW = 7
_LONE_ACCEPT = 1.2


@dataclass(frozen=True, slots=True)
class Mention:
    """One name as it stands in the text.

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


@dataclass(frozen=True, slots=True)
class Roster:
    """The people of one article.

    mentions  in reading order
    gender    canonical name -> "m" or "f"; absent: unknown
    roles     canonical name -> role nouns it was seen with, lower case
    tokens    the words that mentions were found in
    headings  per paragraph: it looks like a headline
    """

    mentions: tuple[Mention, ...]
    gender: Mapping[str, str]
    roles: Mapping[str, tuple[str, ...]]
    tokens: Tokens
    headings: tuple[bool, ...]
    _by_paragraph: Mapping[int, tuple[Mention, ...]]

    def of(self, paragraph: int) -> Sequence[Mention]:
        """Mentions in one paragraph, in reading order."""
        return self._by_paragraph.get(paragraph, ())

    def names(self) -> tuple[str, ...]:
        """Canonical names, in order of first mention."""
        return tuple(dict.fromkeys(mention.name for mention in self.mentions))

    def resolve(self, printed: str) -> str | None:
        """The person meant by "Mr. Varga", "VARGA" or "Minister Varga"; None if none or several."""
        words = [word.strip(".,:;()*_").lower() for word in printed.replace("\xa0", " ").split()]
        words = [word for word in words if word and word not in NAME_SUFFIXES]
        while len(words) > 1 and shape(words[0]) & TITLE:
            words = words[1:]
        if not words:
            return None
        fits = [name for name in self.names() if _fits(words, name.lower().split())]
        return fits[0] if len(fits) == 1 else None


def build(paragraphs: Sequence[str], title: str = "", lang: str = "en", known: Sequence[str] = ()) -> Roster:
    """The people of an article.

    `title` is searched for names too where it is not among the paragraphs. `known` are full names
    sure to be people's (labels, bylines, given speakers).
    """
    tokens = tokenise(paragraphs)
    lists = namelists.english()
    extra = "" if title in paragraphs[:3] else title
    found = fullnames.find(tokens, lists, lang, known, extra)
    matcher = _Matcher(tokens, found, lists)
    mentions = _with_genders(matcher, matcher.mentions())
    by_paragraph: defaultdict[int, list[Mention]] = defaultdict(list)
    for mention in mentions:
        by_paragraph[mention.paragraph].append(mention)
    return Roster(
        mentions=tuple(mentions),
        gender=matcher.gender,
        roles=_roles(mentions, tokens),
        tokens=tokens,
        headings=tuple(found.headings),
        _by_paragraph={n: tuple(items) for n, items in by_paragraph.items()},
    )


def _with_genders(matcher: _Matcher, mentions: list[Mention]) -> list[Mention]:
    """The mentions, after `matcher.gender` was completed from the whole article.

    "Ms. Hale" is Robin Hale after all, whatever the census says of Robin, if the article calls him her.
    """
    known, tokens = matcher.gender, matcher.tokens
    known |= genders.complete(matcher.found.counts, mentions, tokens, known)
    same: dict[str, str] = {}
    for (surname, gender), name in matcher.strangers.items():
        holders = frozenset(matcher.by_surname[surname])
        meant = [n for n, told in genders.by_context(holders, mentions, tokens).items() if told == gender]
        if len(meant) == 1:
            same[name] = meant[0]
            known[meant[0]] = gender
    return [replace(m, name=same.get(m.name, m.name)) for m in mentions] if same else mentions


def _fits(words: Sequence[str], name: Sequence[str]) -> bool:
    """Whether the printed words can mean the person of that full name."""
    if len(words) == 1:
        return words[0] in (name[-1], " ".join(name))
    return (
        words[-1] == name[-1]
        and words[0][0] == name[0][0]
        and (words[0] == name[0] or min(len(words[0]), len(name[0])) == 1)
    )


class _Matcher:
    """Finds the mentions of an article, knowing its full names."""

    def __init__(self, tokens: Tokens, found: FullNames, lists: namelists.NameLists) -> None:
        self.tokens = tokens
        self.found = found
        self.lists = lists
        self.gender: dict[str, str] = {}
        self.strangers: dict[
            tuple[str, str], str
        ] = {}  # surname and gender -> "Ms. Hale", who is no Hale named
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
        for run in self.found.runs:
            position = run.start
            while position < run.end:
                match = self._match(position, run)
                if match is None:
                    position += 1
                    continue
                end, name, form = match
                if form == "title":
                    gender = gender_of_title(self._before(position, run))
                    if gender:
                        self.gender.setdefault(name, gender)
                result.append(
                    Mention(
                        paragraph=run.paragraph,
                        start=self.tokens.spans[position][0],
                        end=self.tokens.spans[end - 1][1],
                        name=name,
                        form=form,
                        first=position,
                        last=end,
                    )
                )
                position = end
        return result

    def _match(self, position: int, run: Run) -> tuple[int, str, str] | None:
        """End, canonical name and form of the mention that starts at `position`, if one does."""
        word = self.tokens.words[position].lower()
        return (
            self._full(position, run, word)
            or self._surname(position, run, word)
            or self._given(position, run, word)
            or self._lone(position, run, word)
        )

    def _full(self, position: int, run: Run, word: str) -> tuple[int, str, str] | None:
        if word not in self.by_given:
            return None
        words = self.tokens.words
        for end in range(min(run.end, position + 5), position + 1, -1):
            name = self.found.canonical.get((word, words[end - 1].lower()))
            if name is not None:
                return end, name, "full"
        return None

    def _surname(self, position: int, run: Run, word: str) -> tuple[int, str, str] | None:
        namesakes = self.by_surname.get(word)
        if not namesakes:
            return None
        shapes = self.found.shapes
        heading = self.found.headings[run.paragraph]
        goes_on = position + 1 < run.last and shapes[position + 1] & CAPITAL
        if goes_on and not heading:
            return None
        title = self._before(position, run)
        titled = title is not None and bool(shapes[position - 1] & TITLE)
        if not titled and not heading and self._another_given(position, run):
            return None
        gender = gender_of_title(title)
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
        name = self.strangers.setdefault((words[position].lower(), gender), printed)
        self.gender[name] = gender
        return name

    def _another_given(self, position: int, run: Run) -> bool:
        """Whether the word before makes this surname a new person's ("Lena Novak", unlisted)."""
        before = position - 1
        if before < run.core:
            return False
        words = self.tokens.words
        return (
            words[before].lower() not in self.by_surname
            and self.lists.odds(words[run.core : position + 1]) > 0
        )

    def _given(self, position: int, run: Run, word: str) -> tuple[int, str, str] | None:
        if run.end - run.start != 1 or word not in self.by_given or word in self.found.lower:
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
        gender = gender_of_title(run.title)
        if gender and self.gender.get(printed, gender) != gender and position > 0:
            return position + 1, self._stranger(position, gender), "title"
        return position + 1, printed, "title" if run.title else "lone"

    def _before(self, position: int, run: Run) -> str | None:
        """The bare lower-case word before `position` in the same paragraph."""
        if position == self.tokens.bounds[run.paragraph]:
            return None
        return self.tokens.words[position - 1].lower().strip(".")


def _roles(mentions: Sequence[Mention], tokens: Tokens) -> dict[str, tuple[str, ...]]:
    """Role nouns that stand right before a name, or in the apposition behind it."""
    words = tokens.words
    roles: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for mention in mentions:
        low = max(tokens.bounds[mention.paragraph], mention.first - 3)
        for i in range(mention.first - 1, low - 1, -1):
            word = words[i].lower().strip(".")
            role = SHORT_TITLES.get(word, word)
            if role in ROLES:
                roles[mention.name][role] = None
            elif not words[i][0].isalpha() or i == mention.first - 3:
                break
        if mention.form != "full" or words[mention.last : mention.last + 1] != [","]:
            continue
        high = min(tokens.bounds[mention.paragraph + 1], mention.last + 1 + _ROLE_WINDOW)
        for i in range(mention.last + 1, high):
            word = words[i].lower()
            if word in ROLES:
                roles[mention.name][word] = None
            elif word in ("who", "which", "said", "says", ",", "."):
                break
    return {name: tuple(found) for name, found in roles.items()}
