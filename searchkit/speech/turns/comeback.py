"""Whether the narrator of an article has the word again, in a paragraph without a sign of its own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from searchkit.names import parse
from searchkit.records import Paragraph, Person, Sort
from searchkit.speech.people.roster import Roster
from searchkit.speech.prose.quotations import has_marks, in_paragraph, is_sentence, mask
from searchkit.speech.turns.acceptance import HEADING
from searchkit.speech.turns.narrator import (
    LONGEST_BREAK,
    has_verb_of_saying,
    may_come_back,
    speaks_of_self,
    speaks_to_somebody,
    tells_of,
)
from searchkit.speech.turns.signs import Signs

if TYPE_CHECKING:
    from searchkit.speech.prose.reported import Rules

REACH, SPOKEN = 8, 0.4  # paragraphs that tell whether a speech goes on, and how many of them say I or you
SURELY = 2  # paragraphs behind the last sign in which somebody speaks; one between two signs is enough
MIN_SIGNS = 4  # turns from which their paragraphs tell how the rest is set


class Narrator:
    """Who waits while others have the floor."""

    def __init__(self, paragraphs: Sequence[Paragraph], signs: Signs, roster: Roster) -> None:
        self.paragraphs = paragraphs
        self.roster = roster
        self.labels = signs.labels
        self.dashes = signs.dashes
        self.signs = sorted((*signs.labels, *signs.bold, *signs.dashes))
        self.last = self.signs[-1] if self.signs else -1
        self.last_label = max(signs.labels, default=-1)
        self.went_on = 0  # how sure it is that turns go on over paragraphs without a sign

    def wait(self, index: int) -> None:
        """A paragraph without a sign was the floor's."""
        self.went_on += SURELY if index < self.last else speaks_to_somebody(self.paragraphs[index].text)

    def is_back(self, index: int, speaker: Person) -> bool:
        """Whether a paragraph is the narrator's, and not of the one who has the floor."""
        text = self.paragraphs[index].text
        if tells_of(text, index, speaker, self.roster):
            return True
        if self._is_record:
            return False
        doubtful = (
            may_come_back(text)
            or self._others_quoted(index, text, speaker)
            or self._is_afterword(index, text)
        )
        return doubtful and not self._goes_on(index)

    @cached_property
    def _is_record(self) -> bool:
        """Whether there is no narrator: labels in capitals, or one label before all, as records have them."""
        if len(self.labels) < len(self.signs):
            return False
        names = [label.printed for label in self.labels.values() if len(label.printed) > 1]
        if names and all(name.isupper() for name in names):
            return True
        before = self.paragraphs[: max(0, self.last)]
        return (
            len(self.signs) == 1
            and len(before) <= HEADING
            and all(len(paragraph.text) <= LONGEST_BREAK for paragraph in before)
        )

    def _others_quoted(self, index: int, text: str, speaker: Person) -> bool:
        """Behind the last label: somebody else is quoted by name, and nobody says "I"."""
        if index < self.last_label or self.dashes or not self.labels:
            return False
        if speaks_of_self(text) and not has_marks(text):
            return False  # most paragraphs: the rules need not read the article
        marks = self._rules.marks[index]
        outside = mask(text, marks)
        if speaks_of_self(outside):
            return False
        if any(is_sentence(text, mark) for mark in marks) and has_verb_of_saying(outside):
            return True
        return any(
            row.method == "cue" and parse(row.speaker.name).given and row.speaker != speaker
            for row in self._rules.paragraph(index)
            if row.speaker.sort is Sort.PERSON
        )

    @cached_property
    def _rules(self) -> Rules:
        from searchkit.speech.prose.reported import Rules

        return Rules([paragraph.text for paragraph in self.paragraphs], self.roster)

    def _is_afterword(self, index: int, text: str) -> bool:
        """Behind the last sign, where no turn had a second paragraph: nobody speaks or is addressed."""
        behind = index > self.last and len(self.signs) >= MIN_SIGNS and self.went_on < SURELY
        return behind and not speaks_to_somebody(text)

    def _goes_on(self, index: int) -> bool:
        """Whether what stands behind, up to the next sign, is speech: I or you outside of quotations."""
        end = next((sign for sign in self.signs if sign > index), len(self.paragraphs))
        behind = [paragraph.text for paragraph in self.paragraphs[index + 1 : min(end, index + 1 + REACH)]]
        spoken = sum(speaks_to_somebody(mask(t, in_paragraph(t)) if has_marks(t) else t) for t in behind)
        return len(behind) > 1 and spoken >= SPOKEN * len(behind)
