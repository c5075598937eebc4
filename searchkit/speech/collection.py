"""What only the collection knows: one name for one person across articles, and many articles at once.

Within an article "MR. ZELLER:" may stay a surname because his given name is printed elsewhere.  Over a
collection it joins the only person of that surname, or the one that nearly all its uses mean.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise

from searchkit.names import cluster
from searchkit.processes import in_order
from searchkit.records import Article, Attribution, Paragraph, Person, Sort
from searchkit.speech import news
from searchkit.speech.corrections import Corrections, SpeakerCorrection
from searchkit.speech.people import genders
from searchkit.speech.pipeline import attribute_batch

BATCH_PARAGRAPHS = 1_200  # what is done once a batch costs less then; more would only take memory
WINDOW_PARAGRAPHS = 50_000
JOINED = 0.9  # a name that the collection completed is at most so sure


def attribute_all(
    articles: Iterable[Article], corrections: Corrections | None = None, processes: int = 1
) -> Iterator[Article]:
    """`attribute` for many articles, in their order, with one name for one person (see `unify`).

    Memory is bounded: persons are put together over at most WINDOW_PARAGRAPHS at a time. With several
    processes batches are worked on side by side; counts of applied corrections come back to
    `corrections` either way.
    """
    window: list[Article] = []
    size = 0
    for article in _attributed(articles, corrections, processes):
        window.append(article)
        size += len(article.paragraphs)
        if size >= WINDOW_PARAGRAPHS:
            yield from unify(window, corrections)
            window, size = [], 0
    yield from unify(window, corrections)


def _attributed(
    articles: Iterable[Article], corrections: Corrections | None, processes: int
) -> Iterator[Article]:
    own = replace(corrections, applied={}) if corrections is not None else None
    if processes > 1:
        news.load()  # before the processes begin: those that are forked share it
    work = partial(_work, own)
    for done, applied in in_order(work, batches(articles, BATCH_PARAGRAPHS), processes):
        if corrections is not None:
            corrections.count(applied)
        yield from done


def _work(
    corrections: Corrections | None, batch: list[Article]
) -> tuple[list[Article], dict[SpeakerCorrection, int]]:
    """A batch attributed, and what of the corrections fitted."""
    if corrections is None:
        return attribute_batch(batch), {}
    corrections.applied.clear()
    return attribute_batch(batch, corrections), dict(corrections.applied)


def batches(articles: Iterable[Article], paragraphs: int) -> Iterator[list[Article]]:
    """Runs of whole articles, each of at least so many paragraphs but the last."""
    batch: list[Article] = []
    size = 0
    for article in articles:
        batch.append(article)
        size += len(article.paragraphs)
        if size >= paragraphs:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def unify(articles: Sequence[Article], corrections: Corrections | None = None) -> list[Article]:
    """The articles with one name for one person: spellings and bare surnames of the whole collection.

    Counts speakers and people mentioned. Needs all articles at once; an index does the same over its
    stored names.
    """
    used: list[str] = []
    ends = [0]  # of the names of each article
    others: set[str] = set()
    person = Sort.PERSON  # see `prose`
    for article in articles:
        for paragraph in article.paragraphs:
            used += paragraph.mentions
            for row in paragraph.attributions:
                speaker = row.speaker
                if speaker.sort is person:
                    used.append(speaker.name)
                else:
                    others.add(speaker.name)
        ends.append(len(used))
    counts = Counter(used)
    same = [pair for names in corrections.same for pair in _pairs(names)] if corrections else []
    apart = [pair for names in corrections.apart for pair in _pairs(names)] if corrections else []
    named = {name: count for name, count in counts.items() if name not in others}
    persons = cluster(named, (), same, apart, genders.titled(named))
    canonical = {alias: person.name for person in persons for alias in person.aliases}
    return [
        article if canonical.keys().isdisjoint(used[first:last]) else _renamed(article, canonical)
        for article, (first, last) in zip(articles, pairwise(ends), strict=True)
    ]


def _pairs(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    for number, name in enumerate(names):
        for other in names[number + 1 :]:
            yield name, other


def _renamed(article: Article, canonical: Mapping[str, str]) -> Article:
    return replace(article, paragraphs=tuple([_paragraph(p, canonical) for p in article.paragraphs]))


def _paragraph(paragraph: Paragraph, canonical: Mapping[str, str]) -> Paragraph:
    if canonical.keys().isdisjoint(paragraph.mentions):
        for row in paragraph.attributions:
            if row.speaker.name in canonical:
                break
        else:
            return paragraph
    rows = tuple(_row(row, canonical) for row in paragraph.attributions)
    mentions = tuple(dict.fromkeys(canonical.get(name, name) for name in paragraph.mentions))
    return paragraph._replace(attributions=rows, mentions=mentions)


def _row(row: Attribution, canonical: Mapping[str, str]) -> Attribution:
    name = canonical.get(row.speaker.name)
    if name is None or row.speaker.sort is not Sort.PERSON:
        return row
    aliases = tuple(dict.fromkeys((*row.speaker.aliases, row.speaker.name)))
    speaker = Person(name, aliases)
    longer = len(name.split()) > len(row.speaker.name.split())
    return row._replace(speaker=speaker, confidence=min(row.confidence, JOINED) if longer else row.confidence)
