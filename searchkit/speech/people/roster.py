"""The people of one article: every mention of a name, resolved to the full name used there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

import numpy as np

from searchkit.speech.people import cases, fullnames, genders, namelists, namesakes
from searchkit.speech.people.mentions import Matcher, Mention
from searchkit.speech.people.readings import readings_of
from searchkit.speech.people.runs import Capitals, capitals
from searchkit.speech.people.tokens import Tokens, tokenise_all
from searchkit.speech.people.wordlists import NAME_SUFFIXES, ROLES, SHORT_TITLES
from searchkit.speech.people.wordshapes import LETTERS, ROLE, TITLE, shape

_paragraph = attrgetter("paragraph")
FORMS = ("full", "surname", "title", "given", "lone")
# How far before and behind a name its role noun is looked for, in words.
_ROLE_BEFORE = 3
_ROLE_WINDOW = 7
_APPOSITION_ENDS = frozenset(["who", "which", "said", "says", ",", "."])


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


class Paper(NamedTuple):
    """What the people of an article are found in.

    title  is searched for names too where it is not among the paragraphs
    known  full names sure to be people's (labels, bylines, given speakers)
    """

    paragraphs: Sequence[str]
    title: str = ""
    lang: str = "en"
    known: Sequence[str] = ()


def build(paragraphs: Sequence[str], title: str = "", lang: str = "en", known: Sequence[str] = ()) -> Roster:
    """The people of an article (see `Paper`)."""
    return build_all([Paper(paragraphs, title, lang, known)])[0]


def build_all(papers: Sequence[Paper]) -> list[Roster]:
    """`build` for several articles at once: the same rosters, made faster."""
    articles = list(tokenise_all([paper.paragraphs for paper in papers]))
    return list(map(_roster, papers, articles, capitals(articles), _near_roles(articles)))


def _roster(paper: Paper, tokens: Tokens, runs: Capitals, near: _NearRoles) -> Roster:
    readings = readings_of(tokens.table, namelists.english())
    extra = "" if paper.title in paper.paragraphs[:3] else paper.title
    found = fullnames.find(tokens, runs, readings, paper.lang, paper.known, extra)
    matcher = Matcher(tokens, found, readings)
    mentions = _in_nominative(_with_genders(matcher, matcher.mentions()), found.counts)
    mentions = namesakes.told_apart(mentions, matcher.by_surname, matcher.weight, matcher.gender, tokens)
    return Roster(
        mentions=tuple(mentions),
        gender=matcher.gender,
        roles=_roles(mentions, tokens, near),
        tokens=tokens,
        headings=tuple(runs.headings),
        _by_paragraph={number: tuple(own) for number, own in groupby(mentions, _paragraph)},
    )


def _with_genders(matcher: Matcher, mentions: list[Mention]) -> list[Mention]:
    """The mentions, after `matcher.gender` was completed from the whole article.

    "Ms. Hale" is Robin Hale after all, whatever the census says of Robin, if the article calls him her.
    """
    known, tokens = matcher.gender, matcher.tokens
    known |= genders.complete(matcher.found.counts, mentions, tokens, known)
    same: dict[str, str] = {}
    for (surname, gender), name in matcher.strangers.items():
        holders = frozenset(matcher.by_surname.get(surname, ()))
        meant = [n for n, told in genders.by_context(holders, mentions, tokens).items() if told == gender]
        if len(meant) == 1:
            same[name] = meant[0]
            known[meant[0]] = gender
    return [m._replace(name=same.get(m.name, m.name)) for m in mentions] if same else mentions


def _in_nominative(mentions: list[Mention], names: Iterable[str]) -> list[Mention]:
    """The mentions; "Леной Брандт" is Лена Брандт where the article has both."""
    if max(names, default="") < cases.CYRILLIC:
        return mentions
    called = cases.nominatives(dict.fromkeys(m.name for m in mentions if m.form == "full"))
    return [m._replace(name=called.get(m.name, m.name)) for m in mentions] if called else mentions


def _fits(words: Sequence[str], name: Sequence[str]) -> bool:
    """Whether the printed words can mean the person of that full name."""
    if len(words) == 1:
        return words[0] in (name[-1], " ".join(name))
    return (
        words[-1] == name[-1]
        and words[0][0] == name[0][0]
        and (words[0] == name[0] or min(len(words[0]), len(name[0])) == 1)
    )


class _NearRoles(NamedTuple):
    """Where role nouns are near, by the word: most names have none.

    before  one stands among the words before this one
    behind  this one is a comma, and one stands among those behind it
    """

    before: bytes
    behind: bytes


def _near_roles(articles: Sequence[Tokens]) -> Iterator[_NearRoles]:
    """Of each article; near the ends of its paragraphs the noun may stand in the next one."""
    if not articles:
        return
    shapes = np.concatenate([tokens.shapes for tokens in articles])
    numbers = np.concatenate([tokens.numbers for tokens in articles])
    counts = np.concatenate([[0], np.cumsum(shapes & ROLE > 0, dtype=np.int32)])
    places = np.arange(len(counts))
    first = places + 1  # behind the comma
    before = counts > counts.take(places - _ROLE_BEFORE, mode="clip")
    behind = counts.take(first + _ROLE_WINDOW, mode="clip") > counts.take(first, mode="clip")
    behind &= np.append(numbers == articles[0].table.find(","), False)
    begin = 0
    for tokens in articles:
        own = slice(begin, begin + len(tokens.ids) + 1)  # and the place behind the last word
        begin += len(tokens.ids)
        yield _NearRoles(before[own].tobytes(), behind[own].tobytes())


def _roles(mentions: Sequence[Mention], tokens: Tokens, near: _NearRoles) -> dict[str, tuple[str, ...]]:
    """Role nouns that stand right before a name, or in the apposition behind it."""
    roles: defaultdict[str, dict[str, None]] = defaultdict(dict)
    before, behind = near
    for mention in mentions:
        if before[mention.first]:
            roles[mention.name] |= dict.fromkeys(_roles_before(mention, tokens))
        if behind[mention.last] and mention.form == "full":
            roles[mention.name] |= dict.fromkeys(_roles_behind(mention, tokens))
    return {name: tuple(nouns) for name, nouns in roles.items() if nouns}


def _roles_before(mention: Mention, tokens: Tokens) -> list[str]:
    """ "the former mayor Greta Moss": the nouns that stand before a name with no sign between."""
    found: list[str] = []
    first = max(tokens.bounds[mention.paragraph], mention.first - _ROLE_BEFORE)
    shapes, lowered = tokens.table.shapes, tokens.table.lowered
    for number in reversed(tokens.ids[first : mention.first]):
        if shapes[number] & ROLE:
            word = lowered[number].strip(".")
            found.append(SHORT_TITLES.get(word, word))
        elif not shapes[number] & LETTERS:
            break
    return found


def _roles_behind(mention: Mention, tokens: Tokens) -> list[str]:
    """ "Greta Moss, the mayor of Lenn,": those of the apposition behind a name and its comma."""
    found: list[str] = []
    first = mention.last + 1
    last = min(tokens.bounds[mention.paragraph + 1], first + _ROLE_WINDOW)
    for word in map(tokens.table.lowered.__getitem__, tokens.ids[first:last]):
        if word in ROLES:
            found.append(word)
        elif word in _APPOSITION_ENDS:
            break
    return found
