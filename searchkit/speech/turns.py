"""Turns of transcripts: labels, questions and answers, bold questions, dash dialogue.

One pass over an article finds what could be labels, a second decides which are, a third walks through the
paragraphs with one piece of state: who has the floor.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from searchkit.records import Paragraph, Person, Sort
from searchkit.speech import signs
from searchkit.speech.acceptance import accept
from searchkit.speech.floor import QUESTION, Floor, Turn
from searchkit.speech.holders import Holders
from searchkit.speech.labels import Label, read
from searchkit.speech.roster import Roster
from searchkit.speech.vocabulary import Vocabulary

ASKING, CALM = 0.6, 0.35  # shares of turns that ask: of an interviewer, of one who answers


def read_labels(
    paragraphs: Sequence[Paragraph], free: Collection[int], words: Vocabulary
) -> dict[int, Label]:
    """Index of paragraph -> label, of those that are labels in this article."""
    possible = {}
    for index in free:
        label = read(paragraphs[index].text)
        if label:
            possible[index] = label
    return accept(possible, words) if possible else {}


def track(
    paragraphs: Sequence[Paragraph],
    free: Collection[int],
    labels: Mapping[int, Label],
    roster: Roster,
    words: Vocabulary,
) -> dict[int, Turn]:
    """Index of paragraph -> turn, for the paragraphs that turns decide.

    free    paragraphs that are neither title nor boilerplate nor given a speaker by their source
    labels  from `read_labels`
    """
    found = signs.find(paragraphs, free, labels, roster)
    if found is None:
        return {}
    floor = Floor(paragraphs, found, Holders(labels.values(), words, roster), roster)
    turns = {index: turn for index in sorted(free) if (turn := floor.hear(index)) is not None}
    return _name_interviewers(turns, words.texts)


def _name_interviewers(turns: dict[int, Turn], texts: Sequence[str]) -> dict[int, Turn]:
    """Named persons who mostly ask, beside others who do not, have the role question."""
    asks: dict[Person, list[bool]] = {}  # of each turn: whether a paragraph of it ends as a question
    for index, turn in turns.items():
        if turn.speaker is None or turn.speaker.sort is not Sort.PERSON:
            continue
        own = asks.setdefault(turn.speaker, [])
        if turn.method != "carried" or not own:
            own.append(False)
        own[-1] |= texts[index].rstrip(' *_»”"').endswith(("?", "？"))
    share = {person: sum(own) / len(own) for person, own in asks.items()}
    if not share or min(share.values()) > CALM:
        return turns
    asking = {p for p, part in share.items() if part >= ASKING and len(asks[p]) > 1}
    return {
        index: replace(turn, role=QUESTION) if turn.speaker in asking else turn
        for index, turn in turns.items()
    }
