"""Who has the floor: one walk through the paragraphs of a transcript.

A paragraph with no sign of its own goes on with the floor; stage directions are nobody's; where the
narrator comes back, the floor is empty.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from searchkit.records import Paragraph, Person, Sort
from searchkit.speech.prose import dialogue
from searchkit.speech.prose.quotations import has_marks, in_paragraph
from searchkit.speech.turns.comeback import Narrator
from searchkit.speech.turns.guests import introduced
from searchkit.speech.turns.holders import INTERVIEWER, Holders
from searchkit.speech.turns.inline import Inline
from searchkit.speech.turns.labels import Holder, Label
from searchkit.speech.turns.narrator import (
    is_break,
    is_stage_direction,
    speaks_of_self,
    tells_of,
)
from searchkit.speech.turns.openings import words_begin
from searchkit.speech.turns.signs import Signs

QUESTION, ANSWER, QUOTE, NARRATION = "question", "answer", "quote", "narration"


class Turn(NamedTuple):
    """What one paragraph of a transcript is.

    speaker     None: nobody's words (stage direction, narrator between turns)
    spans       characters spoken
    cue         label or attributing verb as printed; empty where the turn only goes on
    method      label, carried, dash
    also        turns of others that begin inside the paragraph
    """

    role: str
    speaker: Person | None
    spans: tuple[tuple[int, int], ...] = ()
    cue: str = ""
    method: str = ""
    confidence: float = 1.0
    also: tuple[Turn, ...] = ()


class Floor:
    """Who has the floor, while the paragraphs go by."""

    def __init__(
        self,
        paragraphs: Sequence[Paragraph],
        signs: Signs,
        holders: Holders,
        hosts: Sequence[str] = (),
    ) -> None:
        self.paragraphs = paragraphs
        self.labels = labels = signs.labels
        self.bold = bold = signs.bold
        self.headings = signs.headings
        self.dashes = signs.dashes
        self.listed = signs.listed
        self.holders = holders
        self.roster = holders.roster
        self.outlets = any(label.holder is Holder.OUTLET for label in labels.values())
        self.lettered = any(label.holder is Holder.ANSWER for label in labels.values())
        self.interview = bool(bold) or any(not label.quoted for label in labels.values())
        self.hosts = hosts  # authors and whom bylines name: they ask
        self.last_sign = max((*labels, *bold, *signs.dashes), default=-1)
        self.inline = Inline(labels, {i: paragraphs[i].text for i in labels})
        self.narrator = Narrator(paragraphs, signs, holders.roster)
        self.speaker: Person | None = None  # who has the floor now
        self.expert: Person | None = None  # who was last named, and answers
        self.answering: Person | None = None  # who was named before the expert, and may answer him
        self.role = ANSWER
        self.asked = False  # a question came since the narrator spoke last
        self.others = False  # somebody else had the floor before
        self.confidence = 1.0

    def hear(self, index: int) -> Turn | None:
        """The turn of the next paragraph; None: turns do not decide it."""
        text = self.paragraphs[index].text
        if is_break(text):
            if not text.strip(" *").startswith("<"):
                self._leave()
            return Turn(NARRATION, None)
        if index in self.listed:
            self._leave()
            return Turn(NARRATION, None)
        if index in self.headings or (self.speaker is not None and is_stage_direction(text)):
            return Turn(NARRATION, None)
        if index in self.labels:
            return self._divided(index, self._labelled(index, self.labels[index]))
        if index in self.bold:
            return self._question(text, "", "label", 0.95)
        if index in self.dashes:
            return self._dashed(index, text)
        turn = self._carried(index, text)
        return self._divided(index, turn) if turn is not None else None

    def _divided(self, index: int, turn: Turn) -> Turn:
        """The turn up to where another label stands inside its paragraph; what follows is that one's."""
        text = self.paragraphs[index].text
        if turn.speaker is None or not turn.spans:
            return turn
        start = turn.spans[0][0]
        inside = list(self.inline.find(text, start))
        if not inside:
            return turn
        ends = [*(place for place, _ in inside[1:]), len(text)]
        also = [self._labelled(index, label, end) for (_, label), end in zip(inside, ends, strict=True)]
        first = text[: inside[0][0]].rstrip()
        return turn._replace(spans=((start, max(start, len(first))),), also=tuple(also))

    def _leave(self) -> None:
        self.speaker = None
        self.asked = False

    def _take(self, speaker: Person, role: str, confidence: float) -> None:
        if self.speaker is not None and self.speaker != speaker:
            self.others = True
        self.speaker, self.role, self.confidence = speaker, role, confidence

    def _question(self, text: str, cue: str, method: str, confidence: float, start: int = 0) -> Turn:
        self._take(INTERVIEWER, QUESTION, confidence)
        self.asked = True
        return Turn(QUESTION, INTERVIEWER, ((start, len(text)),), cue, method, confidence)

    def _labelled(self, index: int, label: Label, end: int = sys.maxsize) -> Turn:
        """The turn that a label opens, up to `end` of its paragraph."""
        text = self.paragraphs[index].text[:end].rstrip()
        start = label.end + (dialogue.begins_with_dash(text[label.end :]) if self.dashes else 0)
        if label.holder in (Holder.QUESTION, Holder.OUTLET):
            speaker, confidence = self.holders.resolve(label)
            self._take(speaker, QUESTION, confidence)
            self.asked = True
        elif label.holder is Holder.ANSWER:
            self.expert = self._witness() or self.expert
            speaker, confidence = self._interviewee(index)
            self._take(speaker, ANSWER, confidence)
        else:
            speaker, confidence = self.holders.resolve(label)
            role = ANSWER if self.asked or self.others or self._others_follow() else QUOTE
            self._take(speaker, role, confidence)
            self.asked = True
            if speaker.sort is Sort.PERSON:
                if self.expert is not None and self.expert != speaker:
                    self.answering = self.expert
                self.expert = speaker
        return Turn(
            self.role, speaker, ((min(start, len(text)), len(text)),), label.printed, "label", confidence
        )

    def _witness(self) -> Person | None:
        """Who answered before, where somebody with a name has just asked: "MR HALE: When?", "A. At four."."""
        return self.answering if self.speaker == self.expert else None

    def _others_follow(self) -> bool:
        return len({label.printed for label in self.labels.values()}) > 1

    def _interviewee(self, index: int) -> tuple[Person, float]:
        """Who answers a question, where no label says it: the one named last before the first question."""
        if self.expert is not None:
            return self.expert, 0.95
        first = min((*self.labels, *self.bold, *self.dashes, index))
        named = introduced(self.paragraphs, first, self.holders, self.hosts)
        if named:
            self.expert = Person(named)
            return self.expert, 0.9
        return Person("interviewee", sort=Sort.UNNAMED), 0.9

    def _dashed(self, index: int, text: str) -> Turn | None:
        found = dialogue.clauses(text, index, self.roster)
        start = dialogue.begins_with_dash(text)
        if found:
            speaker = self._speaker_of(found[0], index)
            if speaker is None:
                self._leave()
                return None
            replies = self.asked and (self.role == QUESTION or speaker == self.speaker)
            role = ANSWER if replies else QUOTE
            self._take(speaker, role, 0.97)
            self.expert = speaker
            spans = tuple(dialogue.words_around(text, start, len(text), found))
            return Turn(role, speaker, spans, found[0].verb, "dash", 0.97)
        if self._asks(text):
            return self._question(text, "–", "dash", 0.85, start)
        speaker, confidence = self._interviewee(index)
        role = ANSWER if self.asked else QUOTE
        self._take(speaker, role, confidence)
        return Turn(role, speaker, ((start, len(text)),), "–", "dash", confidence)

    def _asks(self, text: str) -> bool:
        """A dash with no label asks where questions have no label either and it ends with one."""
        if self.outlets or self.lettered or self.bold:
            return False
        answering = self.role == QUESTION and self.speaker is not None
        return not answering and text.rstrip(' »”"').endswith("?")

    def _speaker_of(self, clause: dialogue.Clause, index: int) -> Person | None:
        if clause.speaker:
            known = self.holders.roster.resolve(clause.speaker)
            return Person(known or clause.speaker)
        if self.expert is None and self.asked:
            self._interviewee(index)  # "the expert explained" behind the first question
        if self.expert and dialogue.agrees(clause.refers, self.roster.gender.get(self.expert.name, "")):
            return self.expert
        return None

    def _carried(self, index: int, text: str) -> Turn | None:
        """A paragraph with no sign: the floor's, the narrator's again, or not for turns to decide."""
        if self.speaker is None and self.bold and self.expert is None and self._before_first(index):
            return None
        if self.speaker is None:
            return None
        if self.role == QUESTION and index - 1 in self.bold:
            speaker, confidence = self._interviewee(index)
            below = index > self.narrator.last  # below "Thank you."
            if below and tells_of(text, index, speaker, self.roster):
                self._leave()
                return None
            self._take(speaker, ANSWER, confidence)
            return Turn(ANSWER, speaker, ((0, len(text)),), "", "label", confidence)
        marks = in_paragraph(text) if has_marks(text, 2) else []
        opened = bool(marks) and marks[0].start <= 2 and marks[0].runs_on
        if not opened and self.narrator.is_back(index, self.speaker):
            self._leave()
            return None
        if not (self.interview or opened or self._still_open(index) or self._between_replies(index, text)):
            self._leave()
            return None
        self.narrator.wait(index)
        self.confidence = max(0.9, self.confidence - 0.002)
        start = marks[0].start if opened else words_begin(text)
        return Turn(self.role, self.speaker, ((start, len(text)),), "", "carried", self.confidence)

    @cached_property
    def _told(self) -> bool:
        """Whether a narrator stands between the dashes: "– Yes, – said Anna Varga."."""
        return any(dialogue.clauses(self.paragraphs[i].text, i, self.roster) for i in self.dashes)

    def _between_replies(self, index: int, text: str) -> bool:
        """A paragraph without a dash among questions and answers that have one: the answer goes on."""
        if not self.asked or self.role != ANSWER or index > self.last_sign or not self.dashes:
            return False
        return speaks_of_self(text) or not self._told

    def _before_first(self, index: int) -> bool:
        return index < min(self.bold)

    def _still_open(self, index: int) -> bool:
        """A quotation opened in the paragraph before and not closed there."""
        marks = in_paragraph(self.paragraphs[index - 1].text) if index else []
        return bool(marks) and marks[-1].runs_on
