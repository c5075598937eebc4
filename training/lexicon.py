"""Word lists learned from the training articles: names (with the US census), cues, vocabulary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from searchkit.speech.people import fullnames, namelists
from searchkit.speech.people.readings import readings_of
from searchkit.speech.people.runs import capitals
from searchkit.speech.people.tokens import OPENING, tokenise, tokenise_all
from searchkit.speech.people.wordlists import FUNCTION_WORDS, TITLES
from searchkit.speech.people.wordshapes import CAPITAL, LOWER, shape
from training.data import TrainingArticle

# A census name weighs this much of a person seen in the training articles.
_CENSUS_GIVEN = 0.8
_CENSUS_GIVEN_COMMON_WORD = 0.2
_CENSUS_SURNAME = 0.5
_CENSUS_SURNAMES_USED = 20_000
_UNSEEN_SHARE = 0.0003
# Given names the census does not have are taken from this many articles on.
_LEARNED_GIVEN_ARTICLES = 3
# Nicknames that the news prints like given names.
_NOT_GIVEN = frozenset(["crooked"]) | TITLES
_VOCABULARY_COUNT = 3


@dataclass(frozen=True, slots=True)
class Census:
    """US Census 1990 name files: share of people, in percent, by lower-case name."""

    male: dict[str, float]
    female: dict[str, float]
    surnames: list[str]

    @classmethod
    def load(cls) -> Census:
        """Read the census files that the package `names` carries (public domain)."""
        root = files("names")

        def read(name: str) -> dict[str, float]:
            rows = (line.split() for line in root.joinpath(name).read_text().splitlines())
            return {row[0].lower(): float(row[1]) for row in rows}

        surnames = list(read("dist.all.last"))[:_CENSUS_SURNAMES_USED]
        return cls(read("dist.male.first"), read("dist.female.first"), surnames)

    def gender(self, name: str) -> str | None:
        """The gender at least 2.5 times as frequent, if there is one."""
        male = self.male.get(name, _UNSEEN_SHARE)
        female = self.female.get(name, _UNSEEN_SHARE)
        if male > 2.5 * female:
            return "m"
        return "f" if female > 2.5 * male else None


@dataclass(frozen=True, slots=True)
class _Counts:
    """In how many articles a word is a given name, a surname, capitalised inside a sentence, lower."""

    given: Counter[str]
    surname: Counter[str]
    capital: Counter[str]
    lower: Counter[str]
    full: Counter[str]


def _counts(articles: Sequence[TrainingArticle]) -> _Counts:
    counts = _Counts(Counter(), Counter(), Counter(), Counter(), Counter())
    for article in articles:
        names = [name.replace(" Jr.", "").split() for name in article.persons]
        counts.full.update(" ".join(words) for words in names if len(words) >= 2)
        counts.given.update({words[0].lower() for words in names if len(words) >= 2})
        counts.surname.update({words[-1].lower() for words in names})
        words = tokenise(article.paragraphs[1:]).words
        before = [".", *words]
        capital = {
            word.lower()
            for word, previous in zip(words, before, strict=False)
            if shape(word) & CAPITAL and previous not in {".", "!", "?", ":", OPENING}
        }
        counts.capital.update(capital)
        counts.lower.update({word for word in words if shape(word) & LOWER})
    return counts


def names(articles: Sequence[TrainingArticle], census: Census) -> dict[str, Any]:
    """The content of `names.json`: see `searchkit.speech.people.namelists`."""
    seen = _counts(articles)
    listed = set(census.male) | set(census.female)
    other = {
        word: float(times - max(seen.given[word], seen.surname[word]))
        for word, times in seen.capital.items()
        if times > max(seen.given[word], seen.surname[word])
    }
    for word, times in seen.lower.items():
        if times >= 3 and word not in listed:
            other[word] = other.get(word, 0.0) + min(times, 20) * 0.3
    given = {
        word: float(times)
        for word, times in seen.given.items()
        if word in listed
        or (
            times >= _LEARNED_GIVEN_ARTICLES
            and seen.lower[word] < 3
            and times > other.get(word, 0.0)
            and word.isalpha()
            and len(word) > 2
            and word not in _NOT_GIVEN
        )
    }
    for word in listed:
        if seen.lower[word] < 20:
            bonus = _CENSUS_GIVEN if seen.lower[word] < 3 else _CENSUS_GIVEN_COMMON_WORD
            given[word] = given.get(word, 0.0) + bonus
    surname = {word: float(n) for word, n in seen.surname.items() if seen.lower[word] < 8}
    for word in census.surnames:
        if seen.lower[word] < 3:
            surname[word] = surname.get(word, 0.0) + _CENSUS_SURNAME
    ambiguous = sorted(word for word in given if seen.lower[word] > 20)
    return {
        "given": _rounded(given),
        "surname": _rounded(surname),
        "other": _rounded(other),
        "gender": {w: g for w in sorted(listed) if w in given and (g := census.gender(w))},
        "ambiguous": dict.fromkeys(ambiguous, 1),
        "prominent": {n: k for n, k in sorted(seen.full.items()) if k >= 3},
    }


def grouped(lists: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The same with the words of one weight or gender in one string, as the file has them."""
    written: dict[str, Any] = dict(lists)
    for name in ("given", "surname", "other", "gender"):
        groups: dict[str, list[str]] = {}
        for word, value in lists[name].items():
            groups.setdefault(str(value), []).append(word)
        written[name] = {value: " ".join(words) for value, words in groups.items()}
    return written


def titled_gender(articles: Sequence[TrainingArticle]) -> dict[str, str]:
    """Given name -> gender by "Mr." and the like in the articles, for names the census lacks.

    Needs `names.json` in place, for it reads the articles' rosters.
    """
    votes: dict[str, Counter[str]] = {}
    lists = namelists.english()
    read = list(tokenise_all([article.paragraphs for article in articles]))
    for tokens, runs in zip(read, capitals(read), strict=True):
        found = fullnames.find(tokens, runs, readings_of(tokens.table, lists), "en", (), "")
        for name, genders in found.titled.items():
            given = name.split()[0].lower()
            if given in lists.given and given not in lists.gender:
                votes.setdefault(given, Counter()).update(genders)
    return {word: counts.most_common(1)[0][0] for word, counts in sorted(votes.items())}


def _rounded(weights: dict[str, float]) -> dict[str, float]:
    return {word: round(weight, 1) for word, weight in sorted(weights.items())}


def cues(articles: Sequence[TrainingArticle]) -> dict[str, float]:
    """Lower-case word -> the share of its occurrences that stand inside a cue span."""
    inside: Counter[str] = Counter()
    everywhere: Counter[str] = Counter()
    for article in articles:
        texts = article.paragraphs
        for text in texts:
            everywhere.update(word.lower() for word in tokenise([text]).words)
        for link in article.links:
            words = set()
            for start, end in link.cue:
                words.update(w.lower() for w in tokenise([_cut(article, start, end)]).words)
            inside.update(words)
    allowed = FUNCTION_WORDS - {"said", "says", "asked", "according"}
    return {
        word: round(min(1.0, times / everywhere[word]), 3)
        for word, times in sorted(inside.items())
        if times >= 4
        and everywhere[word]
        and times / everywhere[word] > 0.08
        and word.isalpha()
        and word not in allowed
    }


def _cut(article: TrainingArticle, start: int, end: int) -> str:
    """The article's text [start, end), where it lies in a paragraph."""
    for base, text in zip(article.starts, article.paragraphs, strict=True):
        if base <= start < base + len(text):
            return text[start - base : end - base]
    return ""


def vocabulary(articles: Sequence[TrainingArticle]) -> list[str]:
    """Lower-case words that are frequent enough for a weight of their own."""
    counts: Counter[str] = Counter()
    for article in articles:
        counts.update(word.lower() for word in tokenise(article.paragraphs).words)
    return sorted(word for word, times in counts.items() if times >= _VOCABULARY_COUNT)
