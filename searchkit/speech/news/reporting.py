"""From the model's findings to attributions: persons above the threshold, else other sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from searchkit.records import Attribution, Person, Sort
from searchkit.speech.news import naming, spans
from searchkit.speech.news.batch import Bools, Ints
from searchkit.speech.news.candidates import Pairs
from searchkit.speech.news.labels import Label
from searchkit.speech.news.model import Findings, Thresholds
from searchkit.speech.news.spans import Columns, Paragraph, Piece, Source
from searchkit.speech.roster import Roster

# A run of words this likely to be an organisation or unnamed source is reported beside persons.
_OTHER = 0.6
# And this likely where nobody else is known to speak.
_OTHER_ALONE = 0.15
# A word this likely to be a cue is printed as one.
_CUE = 0.3
# A word this likely to be content is part of what is said.
_CONTENT = 0.5
# Without evidence of at least this strength in the paragraph a speaker is carried over to it.
_EVIDENCE = 0.1

Paragraphs = list[tuple[Attribution, ...]]


def report(findings: Findings, rosters: list[Roster], thresholds: Thresholds) -> list[Paragraphs]:
    """Per article and paragraph the attributions found."""
    result: list[Paragraphs] = [[()] * roster.tokens.paragraphs for roster in rosters]
    speakers = _speakers(findings, thresholds)
    speaks = findings.speaks.tolist()
    somebody = np.flatnonzero(findings.speaks > thresholds.speaks).tolist()
    rows = sorted({*somebody, *speakers})
    articles = findings.batch.article[rows].tolist()
    for row, article, paragraph in zip(rows, articles, _paragraphs(findings, rosters, rows), strict=True):
        persons = speakers.get(row, [])
        least = _OTHER if persons else _OTHER_ALONE
        others = _others(paragraph, persons, speaks[row], least)
        result[article][paragraph.number] = spans.attributions(paragraph, persons + others)
    return result


def _speakers(findings: Findings, least: Thresholds) -> dict[int, list[Source]]:
    """Persons by row, likeliest first."""
    pairs, found = findings.pairs, findings.spots
    falling = np.argsort(-findings.chance, kind="stable")
    likely = falling[findings.chance[falling] > least.person]
    evidence = [_evidence(pairs, i) for i in likely.tolist()]
    misread = _misread(findings, likely.tolist(), evidence)
    rows, chances = pairs.row[likely], findings.chance[likely].tolist()
    people = zip(findings.batch.article[rows].tolist(), pairs.person[likely].tolist(), strict=True)
    direct = (findings.direct[likely] > least.direct).tolist()
    persons: dict[tuple[int, int], Person] = {}
    result: dict[int, list[Source]] = {}
    for n, (i, row, who) in enumerate(zip(likely.tolist(), rows.tolist(), people, strict=True)):
        if i in misread:
            continue
        spot, method = evidence[n]
        person = persons.get(who)
        if person is None:
            person = persons[who] = Person(findings.names[who[0]][who[1]])
        first, last = (int(found.first[spot]), int(found.last[spot])) if spot >= 0 else (-1, -1)
        source = Source(person, first, last, method, round(chances[n], 3), direct[n])
        result.setdefault(row, []).append(source)
    return result


def _evidence(pairs: Pairs, i: int) -> tuple[int, str]:
    """The spot that shows best that the person of a pair speaks, -1 for none, and what it is."""
    name, pronoun = float(pairs.name[i]), float(pairs.pronoun[i])
    if max(name, pronoun) < _EVIDENCE:
        return -1, "carried"
    return (int(pairs.pronoun_spot[i]), "pronoun") if pronoun > name else (int(pairs.name_spot[i]), "model")


def _misread(findings: Findings, likely: list[int], evidence: list[tuple[int, str]]) -> set[int]:
    """Pairs whose pronoun means somebody else: whom its paragraph named before it, or else the likeliest.

    `likely` are pairs by falling chance. One "she" is one person.
    """
    pairs, found = findings.pairs, findings.spots
    meant: dict[int, tuple[bool, int]] = {}
    misread: set[int] = set()
    for i, (spot, method) in zip(likely, evidence, strict=True):
        if method != "pronoun":
            continue
        name = int(pairs.name_spot[i])
        named = name >= 0 and found.person[name] == pairs.person[i] and found.first[name] < found.first[spot]
        rival = meant.get(spot)
        if rival is None or (named and not rival[0]):
            meant[spot] = bool(named), i
            misread.update([] if rival is None else [rival[1]])
        else:
            misread.add(i)
    return misread


def _paragraphs(findings: Findings, rosters: Sequence[Roster], rows: Sequence[int]) -> Iterator[Paragraph]:
    """The paragraphs of these rows of the batch."""
    batch = findings.batch
    columns, (first, last, quoted) = _columns(findings), _pieces(findings)
    bounds = np.searchsorted(first, np.append(batch.starts, len(batch.table))).tolist()
    pieces = list(zip(first.tolist(), last.tolist(), quoted.tolist(), strict=True))
    places = (batch.article, batch.paragraph, batch.starts, batch.lengths)
    for row, article, number, start, length in zip(rows, *(a[rows].tolist() for a in places), strict=True):
        tokens = rosters[article].tokens
        yield Paragraph(
            columns=columns,
            tokens=tokens,
            text=tokens.texts[number],
            start=start,
            end=start + length,
            shift=tokens.bounds[number] - start,
            number=number,
            pieces=[Piece(*piece) for piece in pieces[bounds[row] : bounds[row + 1]]],
        )


def _columns(findings: Findings) -> Columns:
    batch = findings.batch
    cue, other = findings.posteriors[:, Label.CUE], findings.posteriors[:, Label.OTHER]
    other = np.where(other > findings.posteriors[:, Label.CONTENT], other, 0)
    likely = np.flatnonzero(cue > _CUE)
    return Columns(
        sentence=batch.sentence,
        sentence_starts=batch.sentence_starts.tolist(),
        solid=np.concatenate([[0], np.cumsum(batch.solid)]),
        cue=cue,
        other=other,
        likely_cues=likely.tolist(),
        unquoted=likely[batch.quoted[likely] == 0].tolist(),
        likely_others=np.flatnonzero(other > _OTHER_ALONE).tolist(),
    )


def _pieces(findings: Findings) -> tuple[Ints, Ints, Bools]:
    """Runs of words [first, last) that somebody says, and whether they are in quotation marks."""
    batch = findings.batch
    quoted = batch.quoted > 0
    inside = (findings.posteriors[:, Label.CONTENT] > _CONTENT) | quoted
    cut = (quoted[1:] != quoted[:-1]) | (batch.sentence[1:] != batch.sentence[:-1])
    joined = np.concatenate([[False], inside[1:] & inside[:-1] & ~cut, [False]])
    first = np.flatnonzero(inside & ~joined[:-1])
    last = np.flatnonzero(inside & ~joined[1:]) + 1
    spoken = np.concatenate([[0], np.cumsum(batch.solid)])
    some = spoken[last] > spoken[first]
    return first[some], last[some], quoted[first[some]]


def _others(paragraph: Paragraph, persons: list[Source], speaks: float, least: float) -> list[Source]:
    """Organisations and unnamed sources: runs of words that the tagger takes for one."""
    runs = _runs(paragraph, least)
    if not runs and persons:
        return []
    free = [run for run in runs if not any(_overlap(run, person) for person in persons)]
    direct = bool(free or not persons) and _mostly_quoted(paragraph)
    if not persons and not free:
        return [Source(Person("", (), Sort.UNNAMED), -1, -1, "model", round(speaks, 3), direct)]
    if not persons:
        # Beyond the likeliest, only the sure ones.
        best = max(free, key=lambda run: run[2])
        free = [run for run in free if run is best or run[2] > _OTHER]
    return [
        Source(
            person=_named(paragraph, first, last),
            first=first,
            last=last,
            method="model",
            confidence=round(chance if persons else speaks, 3),
            direct=direct,
        )
        for first, last, chance in free
    ]


def _overlap(run: tuple[int, int, float], source: Source) -> bool:
    return source.first < run[1] and run[0] < source.last


def _mostly_quoted(paragraph: Paragraph) -> bool:
    """Whether more of the content is inside quotation marks than outside."""
    spoken = sum(piece.last - piece.first for piece in paragraph.pieces)
    return 2 * sum(p.last - p.first for p in paragraph.pieces if p.quoted) > spoken


def _runs(paragraph: Paragraph, least: float) -> list[tuple[int, int, float]]:
    """(first, last, chance) of runs of words likely to be another source."""
    columns = paragraph.columns
    runs: list[tuple[int, int, float]] = []
    for i in spans.between(columns.likely_others, paragraph.start, paragraph.end):
        chance = float(columns.other[i])
        if chance <= least:
            continue
        if runs and runs[-1][1] == i:
            runs[-1] = runs[-1][0], i + 1, max(runs[-1][2], chance)
        else:
            runs.append((i, i + 1, chance))
    return [run for run in runs if paragraph.speaks(*run[:2])]


def _named(paragraph: Paragraph, first: int, last: int) -> Person:
    """The source of a run of words, without a name where the run holds none."""
    words = paragraph.words(first, last)
    phrase = naming.noun_phrase(words, paragraph.columns.cue[first:last].tolist(), 0, last - first)
    if phrase is None:
        return Person("", (), Sort.UNNAMED)
    begin, end = first + phrase[0], first + phrase[1]
    sort = naming.sort_of(words[slice(*phrase)], paragraph.opens_sentence(begin))
    return Person(paragraph.printed(begin, end), (), sort)
