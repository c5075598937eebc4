"""Verbs of saying that say nothing: negated, imagined, of an idiom, or passive without a source."""

from __future__ import annotations

import re

from searchkit.patterns import lazy
from searchkit.speech.lexicon import IDIOM, IMAGINED, PASSIVE, SAY, UNSAID
from searchkit.speech.prose.cues import Cue
from searchkit.speech.prose.offices import WORD
from searchkit.speech.prose.passage import Passage

_NOT = lazy(r"(?:\bnot|n['’]t|\bnever)\s+(?:\w+\s+)?$")
_MIGHT = lazy(r"(?:\bnot|n['’]t|\bnever|\b(?:c|w|sh)ould|\bmight|\bmay)\s+(?:\w+\s+)?$")
_NOTHING = lazy(
    r"(?:nothing|little|no more|not a word)\b(?!\s+(?:but|except|other|beyond|more than))", re.IGNORECASE
)
_NOT_ENDS = ("n't", "n’t")
_NOTHING_BEGINS = frozenset("nNlL")
_WITHHELD = lazy(
    r"(?:\b(?:refus|declin)\w+\s+to|\bnot|n['’]t|\bnever)\s+(?:say|tell|reveal|disclose|discuss|explain|confirm)\s+$"
)
_SAY_ENDINGS = ("say ", "tell ", "veal ", "close ", "cuss ", "plain ", "firm ")
_WITHHELD_WITHIN = 24  # characters of "was refusing to disclose "
# "what happens if the minister says no": but not what somebody asked
_IF = lazy(r"(?<!ask)(?<!asked)(?<!asking)(?<!wonder)\s(?:if|unless)\s(?:the\s)?(?:[\w’'-]+\s){1,2}$")
_NEITHER = lazy(r"\b[Nn]either\s[^.;:“”\"]{1,80}\snor\s[^.;:“”\"]{1,60}$")
_NOT_BEHIND = lazy(r"\w+\s+nichts?\b(?!\s+nur\b)")  # "Varga sagte nicht, wann"
_OPENING_WITHIN = 400  # characters before a verb in which its sentence begins with "If"
_NEITHER_WITHIN = 150  # characters before a verb in which "Neither Varga nor Hale" stands
_WITHIN = 40  # characters before a verb that hold the two words before it


def is_unsaid(text: str, start: int, verb: int) -> bool:
    """Whether the verb of saying at `verb`, in the sentence from `start`, says nothing."""
    if _denies(_last_words(text, max(start, verb - _WITHIN), verb)) or _NOT_BEHIND.match(text, verb):
        return True
    first = WORD.search(text, start, verb)
    return first is not None and first.group().lower() in IMAGINED and "," not in text[start:verb]


def _last_words(text: str, start: int, end: int) -> list[str]:
    """The last two words of [start, end)."""
    words = text[start:end].split()[-2:]
    for word in words:
        if not word.isalpha():
            return WORD.findall(text, start, end)[-2:]
    return words  # of letters alone, which `WORD` finds too, in six times the time


def _denies(before: list[str]) -> bool:
    """Whether the two words before a verb negate it, make it a mere chance, or a passive."""
    for word in before:
        if word in UNSAID or word.endswith(_NOT_ENDS):  # "May" with a capital is a name
            return True
    return bool(before) and before[-1] in PASSIVE


def is_denied(passage: Passage, cue: Cue, place: int, named: bool) -> bool:
    """Whether what the model takes for a report is none, by the verb of its cue at `place`.

    named  its source has a name: of "would say" the model then judges better
    """
    text, lowered = passage.text, cue.lowered
    if (lowered == "say" or lowered.startswith(("declar", "wr"))) and _is_idiom(text, place):
        return True
    low = max(0, place - _NEITHER_WITHIN)
    if text.find(" nor ", low, place) >= 0 and _NEITHER.search(text, low, place):
        return True
    if lowered in SAY:
        pattern = _NOT if named else _MIGHT
        return bool(pattern.search(text, max(0, place - 12), place))
    start = max(0, place - _WITHIN)
    before = text[start:place]
    if ("if" in before or "unless" in before) and _IF.search(text, start, place):
        return True
    if not _denies(_last_words(text, start, place)) and not _may_imagine(text, place):
        return False
    return is_unsaid(text, passage.sentence_start(place), place)


def _is_idiom(text: str, place: int) -> bool:
    """Whether an idiom stands around the verb at `place`: most have none of its words near by."""
    start, end = max(0, place - 12), place + 40
    near = text[start:end].lower()
    if not ("declar" in near or "they say" in near or "wr" in near):
        return False
    return IDIOM.search(text, start, end) is not None


def _may_imagine(text: str, verb: int) -> bool:
    """A quick look for an English sentence that begins with one of IMAGINED, and goes on without a comma."""
    low = max(0, verb - _OPENING_WITHIN)
    near = text[text.rfind(",", low, verb) + 1 or low : verb]
    return (
        ("If " in near or "Had " in near or "Whether " in near)
        or ("Unless " in near or "Suppose " in near or "Imagine " in near)
    )  # fmt: skip


def is_nothing(text: str, start: int) -> bool:
    """ "nothing of the islets", or what somebody "refused to say": a report that begins so was not made."""
    if text[start : start + 1] in _NOTHING_BEGINS and _NOTHING.match(text, start) is not None:
        return True
    before = text[max(0, start - _WITHHELD_WITHIN) : start]
    return before.endswith(_SAY_ENDINGS) and _WITHHELD.search(before) is not None
