"""What the rules know better than the model: offices, "according to", quotations that it gave to nobody."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import islice

from searchkit.patterns import lazy
from searchkit.records import Attribution, Kind, Person, Sort
from searchkit.speech.lexicon import PRONOUNS, ROLE_NOUNS, SAID_WORDS
from searchkit.speech.people.mentions import Mention
from searchkit.speech.prose.cues import judged
from searchkit.speech.prose.cuewords import SAYING
from searchkit.speech.prose.offices import WORD
from searchkit.speech.prose.passage import Passage
from searchkit.speech.prose.reported import Rules
from searchkit.speech.prose.signed import apposed, seconds, signed

_BEFORE_BY = lazy(r"([^\W\d_]+d) by ")
_WHILE = ", while "
_CLAIM = lazy(
    r"['’]s?\s+(?:\w+\s+)?(?P<noun>accusation|admission|allegation|announcement|argument|assertion|assurance|belief|"
    r"boast|claim|complaint|contention|denial|insistence|pledge|prediction|promise|remark|statement|suggestion|"
    r"threat|view|vow|warning)s?\s+$"
)
MOST_SECONDS = 20  # sources behind ", and its chair," in a paragraph
_PERSON, _DIRECT, _INDIRECT = Sort.PERSON, Kind.DIRECT, Kind.INDIRECT  # see `prose`
_NOTHING: frozenset[int] = frozenset()
CLAIM_WITHIN = 40  # characters before "that" in which "Grebe's angry claim" stands
SURE = 0.85  # a rule's source so likely gives its name to a source that the model left without one


def filled(own: list[Attribution], passage: Passage, rules: Rules) -> list[Attribution]:
    """The model's rows of one paragraph: unnamed sources named, quotations of nobody given to theirs."""
    text, mentions = passage.text, rules.sources.roster.of(passage.number)
    if own:
        own = [
            _in_own_clause(row, passage, mentions)
            if row.kind is _DIRECT
            else _by_noun(row, passage, mentions)
            for row in own
        ]
    second = apposed(text, mentions) if mentions else []
    if second or (mentions and passage.marks):
        own = _with_beside(own, passage, mentions, second)
    others = [row for row in own if row.speaker.sort is not _PERSON]
    # "a saying by X: “…”" stands inside what somebody else says of it
    saying = SAYING.search(text) if passage.marks and _may_quote(text) else None
    unclaimed = _unclaimed(passage, saying, own) if passage.whole else _NOTHING
    according = _may_accord(text)
    shared = len(others) < len(own) and _may_share(own, text)
    passive = not own and _may_be_passive(text)
    if not (according or unclaimed or shared or passive or (others and _may_name(others, text))):
        return own
    found = rules.paragraph(passage.number)
    if shared:
        own = [part for row in own for part in _divided(row, found, text)]
    named = [row for row in found if row.speaker.sort is _PERSON and _is_better(row, others, unclaimed)]
    if saying and named:
        return [row for row in own if not _in_sentence_of(saying.start(), named, row, passage)] + named
    elsewhere = [row for row in found if according and _is_according(row)]
    displaced = {row: other for row in own for other in elsewhere if _is_of_another(row, other, passage)}
    named += [row for row in displaced.values() if row not in named]
    named += [row for row in found if row.cue.endswith(" by") and row.kind is _INDIRECT]
    if not own:  # "according to two officials": nobody else speaks here
        named += [row for row in elsewhere if row not in named]
    kept = [
        row
        for row in own
        if row not in displaced and (row.speaker.sort is _PERSON or not _overlaps(row, named))
    ]
    return kept + [row for row in named if not _overlaps(row, kept)]


def may_speak(text: str, mentions: Sequence[Mention]) -> bool:
    """Whether anybody may speak in a paragraph without quotations, of which the model finds nothing."""
    return _may_accord(text) or _may_be_passive(text) or bool(apposed(text, mentions))


def _with_beside(
    own: list[Attribution], passage: Passage, mentions: Sequence[Mention], second: Sequence[Mention]
) -> list[Attribution]:
    """The rows, with sources that stand beside their words: behind a dash, or behind ", and its chair,".

    second  those of the mentions that are `apposed`
    """
    behind_dashes = list(signed(passage, mentions)) if passage.marks else []
    behind_commas = list(islice(seconds(passage, second), MOST_SECONDS)) if second else []
    if not (behind_dashes or behind_commas):
        return own
    told = [row for row in own if row.cue and row.speaker.sort is _PERSON]
    found = [row for row in behind_dashes if not _overlaps(row, told)]
    for row in behind_commas:
        # the model has taken the clause for a part of what the first source says
        own = [_before(one, row.start) for one in own if one.start < row.start and one.speaker != row.speaker]
        found.append(row)
    return [row for row in own if not _overlaps(row, found)] + found


def _before(row: Attribution, end: int) -> Attribution:
    return row.at(row.start, end) if row.end > end else row


def _may_quote(text: str) -> bool:
    """A quick look for the words of `SAYING`, with the space behind them."""
    return (
        ("saying " in text or "words " in text or "phrase " in text)
        or ("quote " in text or "dictum " in text or "statement " in text)
    )  # fmt: skip


def _is_better(row: Attribution, others: Sequence[Attribution], unclaimed: frozenset[int]) -> bool:
    """Whether a person found by rule is to be added."""
    if row.method == "role" or _is_according(row):
        return True
    if row.method == "cue" and row.start in unclaimed:
        return True
    nameless = (o for o in others if not o.speaker.name and row.cue in o.cue.split())
    return row.method == "cue" and row.confidence >= SURE and _overlaps(row, nameless)


def _by_noun(row: Attribution, passage: Passage, mentions: Sequence[Mention]) -> Attribution:
    """ "Mr Grebe's claim that he had warned": the model finds no source of a report, for no verb has one."""
    if row.speaker.name or row.speaker.sort is _PERSON:
        return row
    claim = _CLAIM.search(passage.text, max(0, row.start - CLAIM_WITHIN), row.start)
    if claim is None:
        return row
    for mention in mentions:
        if mention.end == claim.start():
            confidence = min(row.confidence, SURE)
            speaker = Person(mention.name)
            return row._replace(speaker=speaker, cue=claim["noun"], method="cue", confidence=confidence)
    return row


def _in_own_clause(row: Attribution, passage: Passage, mentions: Sequence[Mention]) -> Attribution:
    """ "Morel keeps her promise; Tarvin speaks of “a sad day”": behind a semicolon somebody else speaks."""
    if row.cue or row.speaker.sort is not _PERSON:
        return row
    clause = passage.text.rfind("; ", 0, row.start) + 1
    if clause == 0 or passage.sentence(clause) != passage.sentence(row.start):
        return row
    named = [m.start for m in mentions if m.name == row.speaker.name]
    words = {word.lower() for word in WORD.findall(passage.text, clause, row.start)}
    if not words or not PRONOUNS.isdisjoint(words) or not named or any(clause < m for m in named):
        return row
    return row._replace(speaker=Person("", sort=Sort.UNNAMED))


def _divided(row: Attribution, found: Sequence[Attribution], text: str) -> list[Attribution]:
    """A report cut before ", while" where a rule finds that the clause behind it is somebody else's."""
    at = text.find(_WHILE)
    others = [
        other
        for other in found
        if other.start > at and other.method == "cue" and other.speaker != row.speaker
        and other.speaker.sort is _PERSON and other.confidence >= SURE and _overlaps(row, [other])
    ]  # fmt: skip
    if row.kind is not _INDIRECT or not others:
        return [row]
    return [row.at(row.start, at), *others] if row.start < at else others


def _is_according(row: Attribution) -> bool:
    return judged(row.cue).according


def _is_of_another(row: Attribution, other: Attribution, passage: Passage) -> bool:
    """Whether a report is what another says "according to" introduces: no verb of its own stands with it."""
    if row.kind is not _INDIRECT or row.speaker == other.speaker or not _overlaps(row, [other]):
        return False
    verb = judged(row.cue).verb
    place = passage.nearest(verb, row.start, row.end, len(passage.text)) if verb else None
    return place is None or passage.sentence(place) != passage.sentence(other.start)


def _in_sentence_of(start: int, named: Sequence[Attribution], row: Attribution, passage: Passage) -> bool:
    """Whether a row is a report around a saying, or the saying itself: neither is its speaker's."""
    first, last = passage.sentence(start), passage.sentence(named[-1].end)
    inside = first <= passage.sentence(max(row.start, row.end - 1)) and passage.sentence(row.start) <= last
    return inside and (row.kind is _INDIRECT or row.end > named[0].start)


def _unclaimed(passage: Passage, saying: re.Match[str] | None, own: Sequence[Attribution]) -> frozenset[int]:
    """Where quotations begin that are sentences and no person's: behind a saying, whoever has them."""
    rows = [] if saying else [row for row in own if row.speaker.sort is _PERSON]
    start = saying.end() if saying else 0
    ends = sorted(row.end for row in rows)
    starts = sorted(row.start for row in rows)
    return frozenset(
        q.start
        for q in passage.whole
        # rows that begin before its end, less those that end before its start
        if q.start > start and bisect_left(starts, q.end) == bisect_right(ends, q.start)
    )


def _may_accord(text: str) -> bool:
    """A quick look for "according to" and its like."""
    if "n the " in text and (
        "n the words of" in text or "n the opinion of" in text or "n the view of" in text
    ):
        return True
    return "ccording to" in text


def _may_be_passive(text: str) -> bool:
    """A quick look for "it was announced by the council that"."""
    return "d by " in text and " that " in text and not SAID_WORDS.isdisjoint(_BEFORE_BY.findall(text))


def _may_share(own: Sequence[Attribution], text: str) -> bool:
    """Whether a report runs over ", while", behind which somebody else may speak."""
    at = text.find(_WHILE)
    return at >= 0 and any(row.kind is _INDIRECT and row.end > at for row in own)


def _may_name(others: Iterable[Attribution], text: str) -> bool:
    return any(_may_be_named(row, text) for row in others)


def _may_be_named(row: Attribution, text: str) -> bool:
    """Whether a source could be somebody: "the minister", "according to him", "laughed and said"."""
    words = row.speaker.name.lower().split()
    if not words:
        verb = judged(row.cue).verb
        return bool(verb) and (f" and {verb}" in text or " who " in text)
    return words[-1] in ROLE_NOUNS or _is_according(row) or (words[0] == "the" and "head" in words)


def _overlaps(row: Attribution, others: Iterable[Attribution]) -> bool:
    """Whether a row shares words with another."""
    return any(other.start < row.end and row.start < other.end for other in others)
