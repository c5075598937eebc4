"""What the model found in prose, made fit to be published: checked, tidied, and filled by rules.

The model decides who speaks in a paragraph; it is unsure about weak signs, cuts what is said into pieces,
and leaves "the minister" unnamed.  Here weak signs need support, pieces become the clauses and quotations
they are of, and an office is given to the one person who holds it in the article.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence

from searchkit.patterns import lazy
from searchkit.records import Attribution, Kind, Person, Sort
from searchkit.speech.lexicon import NOBODY, NONE, VERBS
from searchkit.speech.people.roster import Roster
from searchkit.speech.prose.carrying import carried_on, open_at_end
from searchkit.speech.prose.cues import Cue, judged
from searchkit.speech.prose.filling import filled, may_speak
from searchkit.speech.prose.passage import Passage
from searchkit.speech.prose.quotations import Quotation
from searchkit.speech.prose.reported import Rules
from searchkit.speech.prose.signed import signed_below
from searchkit.speech.prose.strangers import SOMEBODY, without_strangers
from searchkit.speech.prose.unsaid import is_denied, is_nothing

# In Python 3.11 a member of an enumeration takes ten times as long to look up as a name of the module.
_PERSON, _DIRECT, _INDIRECT = Sort.PERSON, Kind.DIRECT, Kind.INDIRECT
# Without a verb of saying or a quotation a source must be at least so likely; without any sign, so.
WEAK, WEAK_SIGN = 0.5, 0.6
NEAR = 400  # characters around a report in which its verb stands
_HIS = lazy(r"(?:^|[.!?][”\"]?\s)(?P<source>(?:His|Her|Their|Its)\s+(?:[a-z-]+\s+){1,3})$")
_REST = lazy(r"(?:[ ][\w’'-]+){1,3}(?=[.!?](?:[”\"\s]|$))")
_OWNED_WITHIN = 60  # characters before a verb that hold "His deputy foreign minister"
SCRAP_WORDS = 4  # a report of fewer words beside a quotation is none
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
        found, marks = rows[number], rules.marks[number]
        if number in skip or not (found or marks or may_speak(text, roster.of(number))):
            settled.append(())
            continue
        passage = Passage(number, text, marks)
        own = [row for each in found if (row := _checked(each, passage)) is not None]
        own = without_strangers(own, passage, roster.of(number))
        if transcript:
            own = [row for row in own if row.cue or row.kind is _DIRECT]
        if marks and number + 1 < len(texts):
            below = signed_below(passage, texts[number + 1])
            own = [below] if below else own
        own = filled(own, passage, rules)
        if own:
            own = _tidy(own, passage)
            _remember(own, number, rules)
        elif marks and marks[0].opened_before and marks[0].start:  # a mark opens it anew
            own = _carried_on(marks, rules.marks[number - 1], settled[-1])
        settled.append(tuple(sorted(own, key=_span) if len(own) > 1 else own))
    return settled


def _carried_on(
    quoted: Sequence[Quotation], before: Sequence[Quotation], rows: Sequence[Attribution]
) -> list[Attribution]:
    """A quotation that goes on with the one left open in the paragraph before is the same person's."""
    speaker = open_at_end(before, rows, None)
    return list(carried_on(quoted, speaker)) if speaker is not None and speaker.sort is _PERSON else []


def _remember(rows: Sequence[Attribution], number: int, rules: Rules) -> None:
    """Who spoke last here: whom pronouns of the paragraphs that follow may mean."""
    for row in reversed(rows):
        if row.speaker.sort is _PERSON:
            rules.sources.spoke(row.speaker, number)
            return


def _span(row: Attribution) -> tuple[int, int]:
    return row.start, row.end


def _checked(row: Attribution, passage: Passage) -> Attribution | None:
    """The row, or None if its words were not said; a person who is too unlikely becomes somebody."""
    speaker, start, _, kind, words, _, confidence = row
    person = speaker.sort is _PERSON
    if not person and speaker.name and _is_nobody(speaker.name):
        return None
    cue = judged(words)
    if cue.hearsay if person else cue.topic:
        return None
    if person and cue.spoken_of:
        return row._replace(speaker=SOMEBODY)
    if cue.according:
        return row
    if kind is not _DIRECT:
        if is_nothing(passage.text, start):
            return None
        if not cue.verb and confidence < (WEAK_SIGN if _is_unseen(row, passage) else WEAK):
            # somebody speaks, but this person is too unlikely
            return row._replace(speaker=SOMEBODY) if person and not cue.topic else None
    return _by_verb(row, cue, passage, person) if cue.verb else row


def _by_verb(row: Attribution, cue: Cue, passage: Passage, person: bool) -> Attribution | None:
    """The row; None if its verb of saying is denied; of somebody if "His deputy" stands before it."""
    reported = row.kind is not _DIRECT
    if not (reported or (person and passage.has_owners())):
        return row
    place = passage.nearest(cue.verb, row.start, row.end, NEAR)
    if place is None:
        return row
    if reported and _says_not(row, cue, place, passage):
        return None
    owned = _owned(passage, place) if person else ""
    return row._replace(speaker=Person(owned, sort=Sort.UNNAMED)) if owned else row


def _is_unseen(row: Attribution, passage: Passage) -> bool:
    """Whether only quoted words that are no sentence made the model think of speech: “so-called”."""
    whole = row.start == 0 and row.end >= len(passage.text) - 1
    return whole and not (row.cue or row.speaker.name or passage.whole) and bool(passage.marks)


def _says_not(row: Attribution, cue: Cue, place: int, passage: Passage) -> bool:
    """Whether the verb at `place` says that a report of its own sentence was not made."""
    if not is_denied(passage, cue, place, bool(row.speaker.name)):
        return False
    # "did not respond" is all the model found of a source; "said" may stand for several sentences
    return cue.negated or passage.sentence(place) == passage.sentence(row.start)


def _is_nobody(source: str) -> bool:
    lowered = source.lower()
    return lowered in NOBODY or lowered.partition(" ")[0] in NONE


def _owned(passage: Passage, place: int) -> str:
    """ "His deputy", where a sentence begins so before the verb: somebody, but not he."""
    if not passage.has_owners():
        return ""
    match = _HIS.search(passage.text[max(0, place - _OWNED_WITHIN) : place])
    return match["source"].strip() if match else ""


def _tidy(rows: list[Attribution], passage: Passage) -> list[Attribution]:
    """Pieces of one speaker in one sentence as one report; quotations with their own ends."""
    text = passage.text
    if len(rows) == 1 and not passage.whole:  # of most paragraphs
        return [] if _is_name(rows[0], text) else [_finished(rows[0], text)]
    tidied: list[Attribution] = []
    for own in _by_speaker(rows):
        quoted, pieces = _quoted(own, passage.whole)
        tidied += [row.at(q.start, q.end, _DIRECT) for q, row in quoted]
        reports = _reports([row for row in pieces if not _is_name(row, text)], passage)
        tidied += [_finished(row, text) for row in reports if not (quoted and _is_scrap(row, text))]
    return tidied


def _by_speaker(rows: list[Attribution]) -> Iterable[list[Attribution]]:
    first = rows[0].speaker
    if not [row for row in rows if row.speaker is not first]:  # of most paragraphs
        return (rows,)
    speakers: dict[Person, list[Attribution]] = {}
    for row in rows:
        speakers.setdefault(row.speaker, []).append(row)
    return speakers.values()


def _quoted(
    rows: list[Attribution], whole: Sequence[Quotation]
) -> tuple[list[tuple[Quotation, Attribution]], list[Attribution]]:
    """The first row in each quotation that is a sentence; and the rows that are in none."""
    if not whole:
        return [], rows
    ends = [q.end for q in whole]
    quoted: dict[int, Attribution] = {}
    pieces: list[Attribution] = []
    for row in rows:
        place = bisect_right(ends, row.start)
        if place < len(whole) and _mostly(row, whole[place]):
            quoted.setdefault(place, row)
        else:
            pieces.append(row)
    return [(whole[place], row) for place, row in quoted.items()], pieces


def _mostly(row: Attribution, quoted: Quotation) -> bool:
    """Whether a piece lies in a quotation."""
    shared = min(row.end, quoted.end) - max(row.start, quoted.start)
    return shared > 0 and 2 * shared >= row.end - row.start


def _reports(pieces: list[Attribution], passage: Passage) -> list[Attribution]:
    """One report for the pieces of each sentence; quoted parts of it stand beside it."""
    if len(pieces) < 2:
        return pieces
    reports: list[Attribution] = []
    for own in _by_sentence(pieces, passage):
        reported = [row for row in own if row.kind is _INDIRECT]
        if len(reported) < len(own):
            reports += [row for row in own if row.kind is _DIRECT]
        if reported:
            reports.append(_joined(reported[0], own, passage.text))
    return reports


def _by_sentence(pieces: list[Attribution], passage: Passage) -> Iterable[list[Attribution]]:
    starts = [row.start for row in pieces]
    if passage.is_one_sentence(min(starts), max(starts)):
        return (pieces,)
    numbers = passage.sentences_of(starts)
    grouped: dict[int, list[Attribution]] = {}
    for number, row in zip(numbers, pieces, strict=True):
        grouped.setdefault(number, []).append(row)
    return grouped.values()


def _joined(report: Attribution, pieces: Sequence[Attribution], text: str) -> Attribution:
    """A report from the first piece to the last, to the end of its last word."""
    first, last = report.start, report.end
    if len(pieces) > 1:
        first, last = min([row.start for row in pieces]), max([row.end for row in pieces])
    while last < len(text) and text[last - 1].isalnum() and text[last].isalnum():
        last += 1
    return report.at(first, last)


def _is_scrap(row: Attribution, text: str) -> bool:
    """A few words that the tagger took for a report beside what the person is quoted with."""
    return row.kind is _INDIRECT and len(text[row.start : row.end].split(None, SCRAP_WORDS)) < SCRAP_WORDS


def _finished(row: Attribution, text: str) -> Attribution:
    """A report that stops a few words before its sentence does, with these words: "by four per | cent"."""
    if row.kind is not _INDIRECT or not text.startswith(" ", row.end):
        return row
    rest = _REST.match(text, row.end)
    if rest is None or not VERBS.isdisjoint(rest[0].split()):
        return row
    return row.at(row.start, rest.end())


def _is_name(row: Attribution, text: str) -> bool:
    """ "Land of Meaning": quoted, but nobody's words."""
    if row.kind is not _DIRECT:
        return False
    words = text[row.start : row.end].split(None, NAME_WORDS)
    return 0 < len(words) <= NAME_WORDS and words[0][:1].isupper() and words[-1][:1].isupper()
