"""From the model's findings to attributions: persons above the threshold, else other sources."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from searchkit.records import Attribution, Person, Sort
from searchkit.speech.news import naming, spans
from searchkit.speech.news.batch import Batch, Bools, Ints
from searchkit.speech.news.candidates import Pairs
from searchkit.speech.news.labels import Label
from searchkit.speech.news.model import Findings, Thresholds
from searchkit.speech.news.spans import Piece, Source, Words
from searchkit.speech.news.spots import Floats
from searchkit.speech.roster import Roster
from searchkit.speech.tokens import Tokens

# A run of words this likely to be an organisation or unnamed source is reported beside persons.
_OTHER = 0.6
# And this likely where nobody else is known to speak.
_OTHER_ALONE = 0.15
# A word this likely to be content is part of what is said.
_CONTENT = 0.5
# Without evidence of at least this strength in the paragraph a speaker is carried over to it.
_EVIDENCE = 0.1

Paragraphs = list[tuple[Attribution, ...]]


def report(findings: Findings, rosters: list[Roster], thresholds: Thresholds) -> list[Paragraphs]:
    """Per article and paragraph the attributions found."""
    result: list[Paragraphs] = [[()] * roster.tokens.paragraphs for roster in rosters]
    speakers = _speakers(findings, thresholds)
    batch, columns = findings.batch, _columns(findings)
    somebody = np.flatnonzero(findings.speaks > thresholds.speaks).tolist()
    for row in sorted({*somebody, *speakers}):
        article, paragraph = int(batch.article[row]), int(batch.paragraph[row])
        words = _words(batch, columns, rosters[article].tokens, row)
        persons = speakers.get(row, [])
        least = _OTHER if persons else _OTHER_ALONE
        others = _others(words, persons, float(findings.speaks[row]), least)
        result[article][paragraph] = spans.attributions(words, persons + others)
    return result


def _speakers(findings: Findings, least: Thresholds) -> dict[int, list[Source]]:
    """Persons by row, likeliest first."""
    pairs, found, batch = findings.pairs, findings.spots, findings.batch
    falling = np.argsort(-findings.chance, kind="stable")
    likely = falling[findings.chance[falling] > least.person].tolist()
    evidence = [_evidence(pairs, i) for i in likely]
    misread = _misread(findings, likely, evidence)
    result: dict[int, list[Source]] = {}
    for i, (spot, method) in zip(likely, evidence, strict=True):
        if i in misread:
            continue
        row = int(pairs.row[i])
        start = int(batch.starts[row])
        result.setdefault(row, []).append(
            Source(
                person=Person(findings.names[int(batch.article[row])][int(pairs.person[i])]),
                first=int(found.first[spot]) - start if spot >= 0 else -1,
                last=int(found.last[spot]) - start if spot >= 0 else -1,
                method=method,
                confidence=round(float(findings.chance[i]), 3),
                direct=bool(findings.direct[i] > least.direct),
            )
        )
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


@dataclass(frozen=True, slots=True)
class _Columns:
    """Columns of `Words` for the whole batch, and its pieces: first, last, quoted, [r + 1] by row."""

    solid: Ints
    cue: Floats
    other: Floats
    first: Ints
    last: Ints
    quoted: Bools
    pieces: Ints


def _columns(findings: Findings) -> _Columns:
    batch = findings.batch
    said, other = findings.posteriors[:, Label.CONTENT], findings.posteriors[:, Label.OTHER]
    quoted = batch.quoted > 0
    inside = (said > _CONTENT) | quoted
    cut = (quoted[1:] != quoted[:-1]) | (batch.sentence[1:] != batch.sentence[:-1])
    joined = np.concatenate([[False], inside[1:] & inside[:-1] & ~cut])
    first = np.flatnonzero(inside & ~joined)
    last = np.flatnonzero(inside & ~np.concatenate([joined[1:], [False]])) + 1
    solid = np.concatenate([[0], np.cumsum(batch.solid)])
    spoken = solid[last] > solid[first]
    first, last = first[spoken], last[spoken]
    return _Columns(
        solid=solid,
        cue=findings.posteriors[:, Label.CUE],
        other=np.where(other > said, other, 0),
        first=first,
        last=last,
        quoted=quoted[first],
        pieces=np.searchsorted(first, np.append(batch.starts, len(inside))),
    )


def _words(batch: Batch, columns: _Columns, tokens: Tokens, row: int) -> Words:
    paragraph, start = int(batch.paragraph[row]), int(batch.starts[row])
    first, last = tokens.bounds[paragraph], tokens.bounds[paragraph + 1]
    here = slice(start, start + last - first)
    own = slice(columns.pieces[row], columns.pieces[row + 1])
    pieces = zip(
        (columns.first[own] - start).tolist(),
        (columns.last[own] - start).tolist(),
        columns.quoted[own].tolist(),
        strict=True,
    )
    return Words(
        text=tokens.texts[paragraph],
        words=tokens.words[first:last],
        offsets=tokens.offsets(paragraph),
        sentence=batch.sentence[here].tolist(),
        solid=columns.solid[start : start + last - first + 1].tolist(),
        quoted=tokens.quoted[first:last].tolist(),
        cue=columns.cue[here].tolist(),
        other=columns.other[here].tolist(),
        pieces=[Piece(*piece) for piece in pieces],
    )


def _others(words: Words, persons: list[Source], speaks: float, least: float) -> list[Source]:
    """Organisations and unnamed sources: runs of words that the tagger takes for one."""
    runs = _runs(words, least)
    taken = [range(person.first, person.last) for person in persons if person.first >= 0]
    found: list[Source] = []
    for first, last, chance in runs:
        if any(i in span for span in taken for i in range(first, last)):
            continue
        confidence = chance if persons else speaks
        found.append(
            Source(
                person=_named(words, first, last),
                first=first,
                last=last,
                method="model",
                confidence=round(confidence, 3),
                direct=_mostly_quoted(words),
            )
        )
    if not persons and not found:
        nobody = Person("", (), Sort.UNNAMED)
        found.append(Source(nobody, -1, -1, "model", round(speaks, 3), _mostly_quoted(words)))
    if not persons and len(found) > 1:
        # Beyond the likeliest, only the sure ones.
        best = max(runs, key=lambda run: run[2])
        sure = {(first, last) for first, last, chance in runs if chance > _OTHER}
        sure.add(best[:2])
        found = [source for source in found if (source.first, source.last) in sure]
    return found


def _mostly_quoted(words: Words) -> bool:
    """Whether more of the content is inside quotation marks than outside."""
    spoken = sum(piece.last - piece.first for piece in words.pieces)
    return 2 * sum(p.last - p.first for p in words.pieces if p.quoted) > spoken


def _runs(words: Words, least: float) -> list[tuple[int, int, float]]:
    """(first, last, chance) of runs of words likely to be another source."""
    runs: list[tuple[int, int, float]] = []
    if max(words.other) <= least:
        return runs
    start, top = -1, 0.0
    for i, chance in enumerate([*words.other, 0.0]):
        if chance > least:
            if start < 0:
                start, top = i, 0.0
            top = max(top, chance)
        elif start >= 0:
            if words.speaks(start, i):
                runs.append((start, i, top))
            start = -1
    return runs


def _named(words: Words, first: int, last: int) -> Person:
    """The source of a run of words, without a name where the run holds none."""
    phrase = naming.noun_phrase(words.words, words.cue, first, last)
    if phrase is None:
        return Person("", (), Sort.UNNAMED)
    first, last = phrase
    printed = words.text[words.offsets[first][0] : words.offsets[last - 1][1]]
    opens = first == 0 or words.sentence[first] != words.sentence[first - 1]
    return Person(printed, (), naming.sort_of(words.words[first:last], opens))
