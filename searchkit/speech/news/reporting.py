"""From the model's findings to attributions: persons above the threshold, else other sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from searchkit.records import Attribution, Person, Sort
from searchkit.speech.news import naming, spans
from searchkit.speech.news.batch import Batch, Ints
from searchkit.speech.news.candidates import Pairs
from searchkit.speech.news.groups import Reals
from searchkit.speech.news.labels import Label
from searchkit.speech.news.model import Findings, Thresholds
from searchkit.speech.news.spans import Pieces, Source
from searchkit.speech.news.text import Text
from searchkit.speech.people.roster import Roster

# A run of words this likely to be an organisation or unnamed source is reported beside persons.
_OTHER = 0.6
# And this likely where nobody else is known to speak.
_OTHER_ALONE = 0.15
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
    batch = findings.batch
    result: list[Paragraphs] = [[()] * roster.tokens.paragraphs for roster in rosters]
    text = Text(batch, findings.posteriors[:, Label.CUE], [roster.tokens for roster in rosters])
    pieces = _pieces(findings, text.solid)
    speakers = _speakers(findings, thresholds)
    somebody = np.flatnonzero(findings.speaks > thresholds.speaks).tolist()
    rows = sorted({*somebody, *speakers})
    sources = _with_others(text, rows, speakers, findings, _mostly_quoted(batch, pieces))
    attributed = spans.attributions(text, pieces, rows, sources)
    columns = (batch.article[rows].tolist(), batch.paragraph[rows].tolist())
    for article, paragraph, attributions in zip(*columns, attributed, strict=True):
        result[article][paragraph] = attributions
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


def _pieces(findings: Findings, solid: Ints) -> Pieces:
    """Runs of words that somebody says."""
    batch = findings.batch
    quoted = batch.quoted > 0
    inside = (findings.posteriors[:, Label.CONTENT] > _CONTENT) | quoted
    cut = (quoted[1:] != quoted[:-1]) | (batch.sentence[1:] != batch.sentence[:-1])
    joined = np.concatenate([[False], inside[1:] & inside[:-1] & ~cut, [False]])
    first = np.flatnonzero(inside & ~joined[:-1])
    last = np.flatnonzero(inside & ~joined[1:]) + 1
    some = solid[last] > solid[first]
    return Pieces(first[some], last[some], quoted[first[some]])


def _mostly_quoted(batch: Batch, pieces: Pieces) -> list[bool]:
    """By row whether more of the content is inside quotation marks than outside."""
    size = pieces.last - pieces.first
    sizes = np.where(pieces.quoted, size, -size)
    balance = np.bincount(batch.row[pieces.first], sizes, minlength=len(batch.starts))
    more: list[bool] = (balance > 0).tolist()
    return more


def _runs(findings: Findings, solid: Ints) -> tuple[dict[int, list[Run]], dict[int, list[Run]]]:
    """By row the runs of words likely to be a source that is no person: beside one, and alone."""
    likely = np.flatnonzero(findings.posteriors[:, Label.OTHER] >= np.float32(_OTHER_ALONE))
    other, content = findings.posteriors[likely][:, [Label.OTHER, Label.CONTENT]].astype(np.float64).T
    apart = (content < other) & (other > _OTHER_ALONE)
    at, other = likely[apart], other[apart]
    sure = other > _OTHER
    return _runs_of(findings.batch, at[sure], other[sure], solid), _runs_of(findings.batch, at, other, solid)


def _runs_of(batch: Batch, at: Ints, other: Reals, solid: Ints) -> dict[int, list[Run]]:
    """By row the runs of these words, whose chances are given."""
    if not len(at):
        return {}
    begin = np.flatnonzero(np.diff(at, prepend=-2) > 1)
    first, last = at[begin], at[np.append(begin[1:], len(at)) - 1] + 1
    chance = np.maximum.reduceat(other, begin)
    some = solid[last] > solid[first]
    runs: dict[int, list[Run]] = {}
    columns = (batch.row[first], first, last, chance)
    for row, *run in zip(*(column[some].tolist() for column in columns), strict=True):
        runs.setdefault(row, []).append(Run(*run))
    return runs


def _with_others(
    text: Text,
    rows: Sequence[int],
    speakers: Mapping[int, list[Source]],
    findings: Findings,
    quoted: Sequence[bool],
) -> list[list[Source]]:
    """By row its speakers, and organisations and unnamed sources: words that the tagger takes for one.

    `quoted` tells of each row whether it is mostly a quotation.
    """
    speaks = findings.speaks.tolist()
    beside, alone = _runs(findings, text.solid)
    chosen: list[tuple[int, Run, float]] = []
    sources: list[list[Source]] = []
    for n, row in enumerate(rows):
        persons = speakers.get(row)
        if persons:
            free = _free(beside[row], persons) if row in beside else []
            chosen += [(n, run, run.chance) for run in free]
        else:
            free = _alone(alone.get(row, []))
            chosen += [(n, run, speaks[row]) for run in free]
        own = list(persons or ())
        if not own and not free:
            own.append(Source(_NOBODY, -1, -1, "model", round(speaks[row], 3), quoted[row]))
        sources.append(own)
    named = _named(text, [run for _, run, _ in chosen])
    for (n, run, chance), person in zip(chosen, named, strict=True):
        sources[n].append(Source(person, run.first, run.last, "model", round(chance, 3), quoted[rows[n]]))
    return sources


def _free(runs: Sequence[Run], persons: Sequence[Source]) -> list[Run]:
    """The runs that are no part of a person's name."""
    return [run for run in runs if not any(_overlap(run, person) for person in persons)]


def _alone(runs: Sequence[Run]) -> list[Run]:
    """Of runs that stand beside no person the likeliest, and the sure ones."""
    if len(runs) < 2:
        return list(runs)
    best = max(runs, key=lambda run: run.chance)
    return [run for run in runs if run is best or run.chance > _OTHER]


def _overlap(run: Run, source: Source) -> bool:
    return source.first < run.last and run.first < source.last


def _named(text: Text, runs: Sequence[Run]) -> list[Person]:
    """The source of each run of words, without a name where the run holds none."""
    persons = [_NOBODY] * len(runs)
    words = [text.words(run.first, run.last) for run in runs]
    found: list[tuple[int, int, int]] = []
    for n, run in enumerate(runs):
        cue = text.cue[run.first : run.last].tolist()
        phrase = naming.noun_phrase(words[n], cue, 0, len(cue))
        if phrase is not None:
            found.append((n, *phrase))
    of, begin, end = np.array(found, np.int64).reshape(-1, 3).T
    shift = np.array([run.first for run in runs], np.int64)[of]
    names, opens = text.printed(begin + shift, end + shift), text.opens_sentence(begin + shift)
    for (n, first, last), name, opening in zip(found, names, opens, strict=True):
        persons[n] = Person(name, (), naming.sort_of(words[n][first:last], opening))
    return persons
