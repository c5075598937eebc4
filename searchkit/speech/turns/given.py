"""Speakers that the source names itself: a column, a key, an attribute of each paragraph.

What stands there is often a label ("MS. QUILL", "THE PRESIDENT", "Q"), so it is read as one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from searchkit.names import fold
from searchkit.records import Paragraph, Person, Sort
from searchkit.speech.lexicon import ORGANISATION_WORDS
from searchkit.speech.turns.floor import ANSWER, NARRATION, QUESTION, QUOTE, Turn
from searchkit.speech.turns.holders import INTERVIEWER, Holders
from searchkit.speech.turns.labels import Holder, Label
from searchkit.speech.turns.openings import read


def read_given(paragraphs: Sequence[Paragraph]) -> dict[str, Label]:
    """Given name as printed -> the label it is, for those that can be read as one."""
    found: dict[str, Label] = {}
    for name in dict.fromkeys(p.given for p in paragraphs if p.given):
        label = read(f"{name}: .")
        if label and label.end > len(name):  # all of it: the "A." of "A. Quill" is no label
            found[name] = label
    return found


def take(paragraphs: Sequence[Paragraph], labels: Mapping[str, Label], holders: Holders) -> dict[int, Turn]:
    """Index of paragraph -> turn, of all paragraphs with a given speaker; "" is nobody."""
    several = len({p.given for p in paragraphs if p.given}) > 1
    turns: dict[int, Turn] = {}
    for index, paragraph in enumerate(paragraphs):
        if paragraph.given is None:
            continue
        name = paragraph.given.strip()
        if not name:
            turns[index] = Turn(NARRATION, None)
            continue
        speaker, confidence = _speaker(paragraph.given, labels, holders)
        if not speaker.name:  # "A" for answers, where nothing tells who answers
            turns[index] = Turn(ANSWER, None)
            continue
        role = QUESTION if speaker == INTERVIEWER else ANSWER if several else QUOTE
        span = ((0, len(paragraph.text)),)
        turns[index] = Turn(role, speaker, span, paragraph.given, "given", confidence)
    return turns


def _speaker(name: str, labels: Mapping[str, Label], holders: Holders) -> tuple[Person, float]:
    label = labels.get(name)
    if label is None:
        organisation = any(fold(word) in _organisations() for word in name.split())
        return Person(name.strip(), sort=Sort.ORGANISATION if organisation else Sort.PERSON), 1.0
    speaker, confidence = holders.resolve(label)
    if label.holder is Holder.PERSON and speaker.name == name:
        return speaker, 1.0
    return speaker, confidence


@cache
def _organisations() -> frozenset[str]:
    return frozenset(map(fold, ORGANISATION_WORDS))
