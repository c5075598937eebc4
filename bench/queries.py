"""The classes of queries, made from the collection itself: at least fifty asks in each.

How common a word is, is taken from the first 10,000 paragraphs, which are a fair sample of the whole;
phrases, speakers and dates are taken from paragraphs that are there, so that they are found.  Everything
is drawn with a seed: the same collection gives the same asks.
"""

from __future__ import annotations

import random
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from bench.asks import Ask, Form, Task
from bench.rows import Row
from searchkit.analysis import TokenKind, stem, tokenise

SAMPLE = 10_000
COUNT = 50
_SEED = 7
_PLAIN = re.compile(r"[a-z]{2,}")  # words on which every tokeniser agrees
_MIN_PREFIX, _MAX_EXPANSIONS = 4, 120  # wildcards of more than 1,024 words are refused by searchkit


@dataclass(frozen=True, slots=True)
class Sample:
    """What asks are drawn from."""

    words: list[tuple[float, str]]  # share of the paragraphs that hold a stem, its commonest form; sorted
    texts: list[tuple[Row, list[str]]]  # paragraphs and their plain words, "" where one is not plain
    share: dict[str, float]  # of every plain word, by its stem
    prefixes: list[str]  # beginnings of four letters that several words have, and not too many

    def between(self, low: float, high: float) -> list[str]:
        """Words that stand in this share of the paragraphs."""
        first, end = (bisect_left(self.words, (limit, "")) for limit in (low, high))
        return [word for _, word in self.words[first:end]]


def sample(rows: Iterable[Row]) -> Sample:
    """The sample of these rows."""
    found: Counter[str] = Counter()
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    texts: list[tuple[Row, list[str]]] = []
    for row in rows:
        tokens = [t.folded for t in tokenise(row.text) if t.kind is TokenKind.WORD]
        words = [folded if _PLAIN.fullmatch(folded) else "" for folded in tokens]
        texts.append((row, words))
        stems = {word: stem(word, "en") for word in set(words) if word}
        for word in filter(None, words):
            forms[stems[word]][word] += 1
        found.update(set(stems.values()))
    size = max(1, len(texts))
    ranked = sorted((count / size, forms[s].most_common(1)[0][0]) for s, count in found.items())
    share = {word: found[s] / size for s, counter in forms.items() for word in counter}
    prefixes = Counter(word[:_MIN_PREFIX] for word in share if len(word) > _MIN_PREFIX)
    usable = sorted(p for p, count in prefixes.items() if 3 <= count <= _MAX_EXPANSIONS)
    return Sample(ranked, texts, share, usable)


def classes(drawn: Sample) -> dict[str, list[Ask]]:
    """All classes by name, in the order of the report."""
    made: dict[str, list[Ask]] = {}
    for name, draw in _CLASSES.items():
        rng = random.Random(f"{_SEED} {TWINS.get(name, name)}")
        asks = list(dict.fromkeys(draw(drawn, rng) for _ in range(COUNT * 4)))[:COUNT]
        # There are fewer than fifty words in a third of all paragraphs: they come again.
        made[name] = [asks[i % len(asks)] for i in range(COUNT)]
    return made


def _one(low: float, high: float) -> Callable[[Sample, random.Random], Ask]:
    return lambda drawn, rng: Ask((rng.choice(drawn.between(low, high)),))


def _rare(drawn: Sample, rng: random.Random) -> Ask:
    """A word that stands in one paragraph of the sample: about 0.01 % of the whole."""
    return Ask((rng.choice(drawn.between(0.0, drawn.words[0][0] * 1.5)),))


def _some(form: Form, *ranges: tuple[float, float]) -> Callable[[Sample, random.Random], Ask]:
    def draw(drawn: Sample, rng: random.Random) -> Ask:
        words: list[str] = []
        for low, high in ranges:
            words.append(rng.choice([w for w in drawn.between(low, high) if w not in words]))
        return Ask(tuple(words), form)

    return draw


def _phrase(length: int, common: int, floor: float = 0.15) -> Callable[[Sample, random.Random], Ask]:
    """A phrase of `length` words of which at least `common` stand in a share `floor` of all paragraphs."""

    def draw(drawn: Sample, rng: random.Random) -> Ask:
        return Ask(_stretch(drawn, rng, length, common, floor)[1], Form.PHRASE)

    return draw


def _stretch(
    drawn: Sample, rng: random.Random, length: int, common: int, floor: float = 0.15, spoken: bool = False
) -> tuple[Row, tuple[str, ...]]:
    while True:
        row, words = rng.choice(drawn.texts)
        if len(words) < length or (spoken and not _plain_speaker(row)):
            continue
        at = rng.randrange(len(words) - length + 1)
        piece = tuple(words[at : at + length])
        if all(piece) and sum(drawn.share[word] >= floor for word in piece) >= common:
            return row, piece


def _plain_speaker(row: Row) -> str:
    """The first speaker, unless the name would need escaping in a query."""
    return next((name for name in row.speakers[:1] if not re.search(r'["*?\\]', name)), "")


def _spoken_phrase(drawn: Sample, rng: random.Random) -> Ask:
    row, words = _stretch(drawn, rng, 2, 1, spoken=True)
    return Ask(words, Form.PHRASE, speaker=_plain_speaker(row))


def _with_speaker(base: Callable[[Sample, random.Random], Ask]) -> Callable[[Sample, random.Random], Ask]:
    def draw(drawn: Sample, rng: random.Random) -> Ask:
        row = rng.choice([row for row, _ in rng.choices(drawn.texts, k=50) if _plain_speaker(row)])
        return replace(base(drawn, rng), speaker=_plain_speaker(row))

    return draw


def _with_years(
    base: Callable[[Sample, random.Random], Ask], span: int
) -> Callable[[Sample, random.Random], Ask]:
    def draw(drawn: Sample, rng: random.Random) -> Ask:
        year = int(rng.choice(drawn.texts)[0].date[:4])
        return replace(base(drawn, rng), years=(year, year + span - 1))

    return draw


def _with(
    base: Callable[[Sample, random.Random], Ask], **changes: object
) -> Callable[[Sample, random.Random], Ask]:
    return lambda drawn, rng: replace(base(drawn, rng), **changes)  # type: ignore[arg-type]


def _prefix(drawn: Sample, rng: random.Random) -> Ask:
    return Ask((rng.choice(drawn.prefixes),), Form.PREFIX)


def _fuzzy(drawn: Sample, rng: random.Random) -> Ask:
    words = [word for word in drawn.between(0.001, 0.1) if 5 <= len(word) <= 9]
    return Ask((rng.choice(words),), Form.FUZZY)


_COMMON, _TOP = (0.03, 0.3), (0.3, 1.0)
_common = _one(*_COMMON)
_CLASSES: dict[str, Callable[[Sample, random.Random], Ask]] = {
    "term, rare (about 0.01 %)": _rare,
    "term, in 0.3-3 %": _one(0.003, 0.03),
    "term, in 3-30 %": _common,
    "term, in 10 %": _one(0.07, 0.15),
    "term, in 30 % and more": _one(0.25, 1.0),
    "AND of two common": _some(Form.ALL, _COMMON, _COMMON),
    "AND, very common and middling": _some(Form.ALL, _TOP, (0.003, 0.03)),
    "OR of three common": _some(Form.ANY, _COMMON, _COMMON, (0.003, 0.03)),
    "OR of three, one very common": _some(Form.ANY, _TOP, _COMMON, (0.003, 0.03)),
    "phrase of 2, both very common": _phrase(2, 2, 0.3),
    "phrase of 2, one common": _phrase(2, 1),
    "phrase of 3, two common": _phrase(3, 2),
    "phrase of 4, two common": _phrase(4, 2),
    "phrase and speaker": _spoken_phrase,
    "term and date range (3 years)": _with_years(_common, 3),
    "term and speaker": _with_speaker(_common),
    "speaker alone": _with_speaker(lambda drawn, rng: Ask((), Form.NONE)),
    "prefix of 4 letters": _prefix,
    "fuzzy, one letter off": _fuzzy,
    "newest ten": _with(_common, task=Task.NEWEST),
    "with snippets": _with(_common, task=Task.SNIPPETS),
    "phrase with snippets": _with(_phrase(3, 2), task=Task.SNIPPETS),
    "counts by year": _with(_common, task=Task.YEARS),
    "said: term": _with(_common, said=True),
    "said: phrase": _with(_phrase(3, 2), said=True),
    "said: term by a speaker": _with(_with_speaker(_common), said=True),
}
# Drawn with the seed of another class, so that both ask for the same words and their costs compare.
TWINS = {
    "said: term": "term, in 3-30 %",
    "said: phrase": "phrase of 3, two common",
    "said: term by a speaker": "term and speaker",
    "newest ten": "term, in 3-30 %",
    "with snippets": "term, in 3-30 %",
    "phrase with snippets": "phrase of 3, two common",
    "counts by year": "term, in 3-30 %",
}
