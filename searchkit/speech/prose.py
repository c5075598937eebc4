"""What the model found in prose, made fit to be published: checked, tidied, and filled by rules.

The model decides who speaks in a paragraph; it is unsure about weak signs, cuts what is said into pieces,
and leaves "the minister" unnamed.  Here weak signs need support, pieces become the clauses and quotations
they are of, and an office is given to the one person who holds it in the article.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from searchkit.analysis.sentences import sentences
from searchkit.records import Attribution, Kind, Person, Sort
from searchkit.speech import quotations
from searchkit.speech.lexicon import (
    ACCORDING,
    HEARSAY,
    IDIOM,
    NOBODY,
    NONE,
    ROLE_NOUNS,
    SAID_WORDS,
    SAY,
    TOPIC,
)
from searchkit.speech.quotations import Quotation
from searchkit.speech.reported import SAYING, Rules, is_unsaid
from searchkit.speech.roster import Roster

# Without a verb of saying or a quotation, a source must be at least so likely: a person, somebody unnamed.
WEAK_PERSON, WEAK_UNNAMED = 0.45, 0.5
_NOT = re.compile(r"(?:\bnot|n['’]t|\bnever)\s+(?:\w+\s+)?$")
_MIGHT = re.compile(r"(?:\bnot|n['’]t|\bnever|\b(?:c|w|sh)ould|\bmight|\bmay)\s+(?:\w+\s+)?$")
SOMEBODY = Person("", sort=Sort.UNNAMED)
NEAR = 400  # characters around a report in which its verb stands
_HIS = re.compile(r"(?:^|[.!?][”\"]?\s)(?P<source>(?:His|Her|Their|Its)\s+(?:[a-z-]+\s+){1,3})$")
NAME_WORDS = 3  # a quotation of at most so many words that begins with a capital is a name or a title


def settle(
    texts: Sequence[str],
    roster: Roster,
    skip: Collection[int],
    rows: Sequence[tuple[Attribution, ...]],
    transcript: bool = False,
) -> list[tuple[Attribution, ...]]:
    """The rows of the model for one article, one tuple a paragraph, as they are published.

    In a transcript what is no turn is the narrator's introduction: only clear signs count there.
    """
    rules = Rules(texts, roster)
    settled: list[tuple[Attribution, ...]] = []
    for number, text in enumerate(texts):
        if number in skip:
            settled.append(())
            continue
        own = [row for found in rows[number] if (row := _checked(found, text)) is not None]
        if transcript:
            own = [row for row in own if row.cue or row.kind is Kind.DIRECT]
        own = _filled(own, number, rules)
        own = _tidy(own, text, rules.marks[number])
        for row in own:
            rules.sources.spoke(row.speaker, number)
        settled.append(tuple(sorted(own, key=lambda row: (row.start, row.end))))
    return settled


def _checked(row: Attribution, text: str) -> Attribution | None:
    """The row, or None if its words were not said; a person who is too unlikely becomes somebody."""
    person = row.speaker.sort is Sort.PERSON
    source = row.speaker.name.lower()
    if HEARSAY.search(row.cue) if person else TOPIC.search(row.cue):
        return None
    if not person and (source in NOBODY or source.partition(" ")[0] in NONE):
        return None
    if ACCORDING.match(row.cue + " "):
        return row
    verb = next((w for w in reversed(row.cue.split()) if w.lower() in SAID_WORDS | SAY), "")
    if verb and _denied(verb, row, text):
        return None
    owned = _owned(verb, row, text) if verb and person else ""
    if owned:
        return replace(row, speaker=Person(owned, sort=Sort.UNNAMED))
    if verb or row.kind is Kind.DIRECT or row.confidence >= (WEAK_PERSON if person else WEAK_UNNAMED):
        return row
    return replace(row, speaker=SOMEBODY) if person else None


def _place(verb: str, row: Attribution, text: str) -> int | None:
    """Where the verb of a row stands: the nearest place to its words."""
    near = re.compile(rf"\b{re.escape(verb)}\b")
    places = [m.start() for m in near.finditer(text, max(0, row.start - NEAR), row.end + NEAR)]
    return min(places, key=lambda p: min(abs(p - row.start), abs(p - row.end)), default=None)


def _owned(verb: str, row: Attribution, text: str) -> str:
    """ "His deputy", where a sentence begins so before the verb: somebody, but not he."""
    place = _place(verb, row, text)
    match = _HIS.search(text[max(0, place - NEAR) : place]) if place is not None else None
    return match["source"].strip() if match else ""


def _denied(verb: str, row: Attribution, text: str) -> bool:
    """Whether the verb nearest to the words is negated, imagined, or of an idiom."""
    place = _place(verb, row, text)
    if place is None or row.kind is Kind.DIRECT:
        return False
    if IDIOM.search(text, max(0, place - 12), place + 24):
        return True
    if verb.lower() in SAY:  # of "to say", "would say" the model judges better
        unsaid = _NOT if row.speaker.name else _MIGHT
        return bool(unsaid.search(text[max(0, place - 12) : place]))
    start = max(text.rfind(mark, 0, place) + 1 for mark in (". ", "? ", "! ", "” "))
    return is_unsaid(text, start, place)


def _filled(own: list[Attribution], number: int, rules: Rules) -> list[Attribution]:
    """Unnamed sources named, and quotations with a named source that the model gave to nobody."""
    text = rules.texts[number]
    persons = [row for row in own if row.speaker.sort is Sort.PERSON]
    others = [row for row in own if row.speaker.sort is not Sort.PERSON]
    saying = SAYING.search(text)  # "a saying by X: “…”" stands inside what somebody else says of it
    unclaimed = _unclaimed(
        rules.marks[number], text, saying.end() if saying else 0, [] if saying else persons
    )
    unnamed = any(_may_be_named(row) for row in others)
    if not (unnamed or unclaimed or (not own and ACCORDING.search(text))):
        return own
    found = [row for row in rules.paragraph(number) if row.speaker.sort is Sort.PERSON]
    named = [row for row in found if row.method == "role" or ACCORDING.match(row.cue + " ")]
    named += [row for row in found if row.method == "cue" and row.start in unclaimed]
    if saying and named:
        return [row for row in own if not _in_sentence_of(saying, named, row, text)] + named
    speakers = {row.speaker for row in persons}
    kept = persons + [row for row in others if not _replaced(row, named)]
    return kept + [row for row in named if row.speaker not in speakers]


def _in_sentence_of(saying: re.Match[str], named: Sequence[Attribution], row: Attribution, text: str) -> bool:
    """Whether a row is a report around a saying, or the saying itself: neither is its speaker's."""
    begin = max(text.rfind(mark, 0, saying.start()) for mark in (". ", "! ", "? "))
    stop = text.find(". ", named[-1].end)
    inside = row.end > begin and (stop < 0 or row.start < stop)
    return inside and (row.kind is Kind.INDIRECT or row.end > named[0].start)


def _unclaimed(
    marks: Sequence[Quotation], text: str, start: int, rows: Sequence[Attribution]
) -> frozenset[int]:
    """Where quotations begin that are sentences and that no row touches."""
    ends = sorted(row.end for row in rows)
    starts = sorted(row.start for row in rows)
    return frozenset(
        q.start
        for q in marks
        # rows that begin before its end, less those that end before its start
        if q.start > start and bisect_left(starts, q.end) == bisect_right(ends, q.start)
        and quotations.is_sentence(text, q)
    )  # fmt: skip


def _may_be_named(row: Attribution) -> bool:
    """Whether an unnamed source could be somebody: "the minister", "according to him"."""
    words = row.speaker.name.lower().split()
    if not words or ACCORDING.match(row.cue + " "):
        return True
    return words[-1] in ROLE_NOUNS or (words[0] == "the" and "head" in words)


def _replaced(row: Attribution, named: Iterable[Attribution]) -> bool:
    """Whether an unnamed row is about words that now have a name."""
    return any(other.start < row.end and row.start < other.end for other in named)


def _tidy(rows: list[Attribution], text: str, marks: Sequence[Quotation]) -> list[Attribution]:
    """Pieces of one speaker in one sentence as one report; quotations with their own ends."""
    tidied: list[Attribution] = []
    whole = [q for q in marks if quotations.is_sentence(text, q)] if rows else []
    ends = [q.end for q in whole]
    by_speaker: dict[Person, list[Attribution]] = {}
    for row in rows:
        by_speaker.setdefault(row.speaker, []).append(row)
    for own in by_speaker.values():
        pieces: list[Attribution] = []
        quoted: dict[Quotation, Attribution] = {}
        for row in own:
            place = bisect_right(ends, row.start)
            if place < len(whole) and _mostly(row, whole[place]):
                quoted.setdefault(whole[place], row)
            else:
                pieces.append(row)
        tidied += [replace(r, start=q.start, end=q.end, kind=Kind.DIRECT) for q, r in quoted.items()]
        tidied += _reports([row for row in pieces if not _is_name(row, text)], text)
    return tidied


def _mostly(row: Attribution, quoted: Quotation) -> bool:
    """Whether a piece lies in a quotation."""
    shared = min(row.end, quoted.end) - max(row.start, quoted.start)
    return shared > 0 and 2 * shared >= row.end - row.start


def _reports(pieces: list[Attribution], text: str) -> list[Attribution]:
    """One report for the pieces of each sentence; quoted parts of it stand beside it."""
    if len(pieces) < 2:
        return pieces
    starts = [start for start, _ in sentences(text)]
    by_sentence: dict[int, list[Attribution]] = {}
    for row in pieces:
        by_sentence.setdefault(bisect_right(starts, row.start), []).append(row)
    reports: list[Attribution] = []
    for own in by_sentence.values():
        reports += [row for row in own if row.kind is Kind.DIRECT]
        reported = [row for row in own if row.kind is Kind.INDIRECT]
        if reported:
            first, last = min(row.start for row in own), max(row.end for row in own)
            while last < len(text) and text[last - 1].isalnum() and text[last].isalnum():
                last += 1
            reports.append(replace(reported[0], start=first, end=last))
    return reports


def _is_name(row: Attribution, text: str) -> bool:
    """ "Land of Meaning": quoted, but nobody's words."""
    words = text[row.start : row.end].split() if row.kind is Kind.DIRECT else []
    return 0 < len(words) <= NAME_WORDS and words[0][:1].isupper() and words[-1][:1].isupper()
