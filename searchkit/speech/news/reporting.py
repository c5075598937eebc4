"""From the model's findings to attributions: persons above the threshold, else other sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from searchkit.records import Attribution, Person, Sort
from searchkit.speech.news import naming, spans
from searchkit.speech.news.batch import Batch, Bools, Ints
from searchkit.speech.news.candidates import Pairs
from searchkit.speech.news.labels import Label
from searchkit.speech.news.model import Findings, Thresholds
from searchkit.speech.news.spans import Columns, Paragraph, Piece, Source
from searchkit.speech.news.wordtypes import NO_SIGN
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
_METHODS = ("carried", "model", "pronoun")
_CARRIED, _MODEL, _PRONOUN = range(3)
_NOBODY = Person("", (), Sort.UNNAMED)

Paragraphs = list[tuple[Attribution, ...]]


class Run(NamedTuple):
    """Words [first, last) likely to be a source that is no person, with the chance of the likeliest."""

    first: int
    last: int
    chance: float


def report(findings: Findings, rosters: list[Roster], thresholds: Thresholds) -> list[Paragraphs]:
    """Per article and paragraph the attributions found."""
    result: list[Paragraphs] = [[()] * roster.tokens.paragraphs for roster in rosters]
    speakers = _speakers(findings, thresholds)
    speaks = findings.speaks.tolist()
    somebody = np.flatnonzero(findings.speaks > thresholds.speaks).tolist()
    rows = sorted({*somebody, *speakers})
    beside, alone = _runs(findings, _OTHER), _runs(findings, _OTHER_ALONE)
    for row, article, paragraph in _paragraphs(findings, rosters, rows):
        sources = speakers.get(row, [])
        runs = (beside if sources else alone).get(row, ())
        if runs or not sources:
            sources = sources + _others(paragraph, sources, runs, speaks[row])
        result[article][paragraph.number] = spans.attributions(paragraph, sources)
    return result


def _speakers(findings: Findings, least: Thresholds) -> dict[int, list[Source]]:
    """Persons by row, likeliest first."""
    pairs, found = findings.pairs, findings.spots
    falling = np.argsort(-findings.chance, kind="stable")
    likely = falling[findings.chance[falling] > least.person]
    spot, method = _evidence(pairs, likely)
    misread = _misread(findings, likely, spot, method)
    rows = pairs.row[likely]
    columns = (
        rows,
        findings.batch.article[rows],
        pairs.person[likely],
        np.where(spot >= 0, found.first[spot], -1),
        np.where(spot >= 0, found.last[spot], -1),
        method,
        findings.chance[likely],
        findings.direct[likely] > least.direct,
    )
    persons: dict[tuple[int, int], Person] = {}
    result: dict[int, list[Source]] = {}
    for n, (row, article, who, first, last, how, chance, direct) in enumerate(
        zip(*(column.tolist() for column in columns), strict=True)
    ):
        if n in misread:
            continue
        person = persons.get((article, who))
        if person is None:
            person = persons[article, who] = Person(findings.names[article][who])
        source = Source(person, first, last, _METHODS[how], round(chance, 3), direct)
        result.setdefault(row, []).append(source)
    return result


def _evidence(pairs: Pairs, which: Ints) -> tuple[Ints, Ints]:
    """For some pairs the spot that shows best that the person speaks, -1 for none, and the method."""
    name, pronoun = pairs.name[which].astype(np.float64), pairs.pronoun[which].astype(np.float64)
    spot = np.where(pronoun > name, pairs.pronoun_spot[which], pairs.name_spot[which])
    method = np.where(pronoun > name, _PRONOUN, _MODEL)
    carried = np.maximum(name, pronoun) < _EVIDENCE
    spot[carried], method[carried] = -1, _CARRIED
    return spot, method


def _misread(findings: Findings, likely: Ints, spot: Ints, method: Ints) -> set[int]:
    """Places in `likely` (pairs by falling chance) whose pronoun means somebody else.

    It means whom its paragraph named before it, or else the likeliest: one "she" is one person.
    """
    pairs, found = findings.pairs, findings.spots
    by_pronoun = np.flatnonzero(method == _PRONOUN)
    pair, pronoun = likely[by_pronoun], spot[by_pronoun]
    name = pairs.name_spot[pair]
    named = (name >= 0) & (found.person[name] == pairs.person[pair])
    named &= found.first[name] < found.first[pronoun]
    meant: dict[int, tuple[bool, int]] = {}
    misread: set[int] = set()
    for n, at, before in zip(by_pronoun.tolist(), pronoun.tolist(), named.tolist(), strict=True):
        rival = meant.get(at)
        if rival is None or (before and not rival[0]):
            meant[at] = before, n
            misread.update([] if rival is None else [rival[1]])
        else:
            misread.add(n)
    return misread


def _paragraphs(
    findings: Findings, rosters: Sequence[Roster], rows: Sequence[int]
) -> Iterator[tuple[int, int, Paragraph]]:
    """The paragraphs of these rows of the batch, each with its row and its article."""
    batch = findings.batch
    columns, (first, last, quoted) = _columns(findings), _pieces(findings)
    bounds = np.searchsorted(first, np.append(batch.starts, len(batch.table))).tolist()
    pieces = list(map(Piece, first.tolist(), last.tolist(), quoted.tolist()))
    places = (batch.article, batch.paragraph, batch.starts, batch.lengths)
    for row, article, number, start, length in zip(rows, *(a[rows].tolist() for a in places), strict=True):
        tokens = rosters[article].tokens
        paragraph = Paragraph(
            columns=columns,
            tokens=tokens,
            text=tokens.texts[number],
            start=start,
            end=start + length,
            shift=tokens.bounds[number] - start,
            number=number,
            pieces=pieces[bounds[row] : bounds[row + 1]],
        )
        yield row, article, paragraph


def _columns(findings: Findings) -> Columns:
    batch = findings.batch
    cue = findings.posteriors[:, Label.CUE]
    likely = np.flatnonzero(cue > _CUE)
    unquoted = likely[batch.quoted[likely] == 0]
    return Columns(
        sentence=batch.sentence,
        sentence_starts=batch.sentence_starts.tolist(),
        solid=_solid_before(batch),
        signs=batch.signs.tobytes(),
        cue=cue,
        likely_cues=likely.tolist(),
        unquoted=unquoted.tolist(),
        chances=cue[unquoted].tolist(),
        cue_bounds=np.searchsorted(unquoted, np.append(batch.sentence_starts, len(cue))).tolist(),
    )


def _solid_before(batch: Batch) -> Ints:
    """[n + 1] how many words before each one are more than punctuation."""
    return np.concatenate([[0], np.cumsum(batch.signs == NO_SIGN)])


def _pieces(findings: Findings) -> tuple[Ints, Ints, Bools]:
    """Runs of words [first, last) that somebody says, and whether they are in quotation marks."""
    batch = findings.batch
    quoted = batch.quoted > 0
    inside = (findings.posteriors[:, Label.CONTENT] > _CONTENT) | quoted
    cut = (quoted[1:] != quoted[:-1]) | (batch.sentence[1:] != batch.sentence[:-1])
    joined = np.concatenate([[False], inside[1:] & inside[:-1] & ~cut, [False]])
    first = np.flatnonzero(inside & ~joined[:-1])
    last = np.flatnonzero(inside & ~joined[1:]) + 1
    spoken = _solid_before(batch)
    some = spoken[last] > spoken[first]
    return first[some], last[some], quoted[first[some]]


def _runs(findings: Findings, least: float) -> dict[int, list[Run]]:
    """By row the runs of words this likely to be a source that is no person."""
    batch = findings.batch
    other = findings.posteriors[:, Label.OTHER].astype(np.float64)
    other[findings.posteriors[:, Label.CONTENT] >= other] = 0
    at = np.flatnonzero(other > least)
    if not len(at):
        return {}
    begin = np.flatnonzero(np.diff(at, prepend=-2) > 1)
    first, last = at[begin], at[np.append(begin[1:], len(at)) - 1] + 1
    chance = np.maximum.reduceat(other[at], begin)
    solid = _solid_before(batch)
    some = solid[last] > solid[first]
    runs: dict[int, list[Run]] = {}
    columns = (batch.row[first], first, last, chance)
    for row, *run in zip(*(column[some].tolist() for column in columns), strict=True):
        runs.setdefault(row, []).append(Run(*run))
    return runs


def _others(
    paragraph: Paragraph, persons: Sequence[Source], runs: Sequence[Run], speaks: float
) -> list[Source]:
    """Organisations and unnamed sources beside `persons`: runs of words that the tagger takes for one."""
    free = [run for run in runs if not any(_overlap(run, person) for person in persons)]
    direct = bool(free or not persons) and _mostly_quoted(paragraph)
    if not persons and not free:
        return [Source(_NOBODY, -1, -1, "model", round(speaks, 3), direct)]
    if not persons:
        # Beyond the likeliest, only the sure ones.
        best = max(free, key=lambda run: run.chance)
        free = [run for run in free if run is best or run.chance > _OTHER]
    return [
        Source(
            person=_named(paragraph, run.first, run.last),
            first=run.first,
            last=run.last,
            method="model",
            confidence=round(run.chance if persons else speaks, 3),
            direct=direct,
        )
        for run in free
    ]


def _overlap(run: Run, source: Source) -> bool:
    return source.first < run.last and run.first < source.last


def _mostly_quoted(paragraph: Paragraph) -> bool:
    """Whether more of the content is inside quotation marks than outside."""
    size = 0
    for first, last, quoted in paragraph.pieces:
        size += last - first if quoted else first - last
    return size > 0


def _named(paragraph: Paragraph, first: int, last: int) -> Person:
    """The source of a run of words, without a name where the run holds none."""
    words = paragraph.words(first, last)
    phrase = naming.noun_phrase(words, paragraph.columns.cue[first:last].tolist(), 0, last - first)
    if phrase is None:
        return _NOBODY
    begin, end = first + phrase[0], first + phrase[1]
    sort = naming.sort_of(words[slice(*phrase)], paragraph.opens_sentence(begin))
    return Person(paragraph.printed(begin, end), (), sort)
