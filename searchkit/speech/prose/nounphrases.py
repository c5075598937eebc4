"""Sources that are no person: organisations, unnamed people, and phrases that describe somebody."""

from __future__ import annotations

import re
from itertools import islice
from typing import NamedTuple

from searchkit.names import fold
from searchkit.patterns import lazy
from searchkit.records import Person, Sort
from searchkit.speech.labelwords import OUTLET_WORDS
from searchkit.speech.lexicon import ORGANISATION_WORDS, UNNAMED_PLURALS
from searchkit.speech.prose.offices import WORD

# What may stand between a source and its verb.
GAP = lazy(
    r"^(?:\s*\([^)]*\))?\s*(?:,[^§]*,)?\s*(?:(?:also|then|later|earlier|once|again|further|recently|today|"
    r"yesterday|now|repeatedly|however|previously|already|has|have|had|is|was|himself|herself|"
    r"тоже|также|затем|потом|ранее|позже|уже|теж|також|потім|раніше|auch|dann|später|hat|haben|hatte|"
    r"también|ha|había|aussi|a|avait|encore)\s+){0,3}$",
    re.IGNORECASE,
)
OUR = lazy(
    r"\b(?:this|my|our|his|her|their|its|мой|моя|наш|наша|мій|моя|mein|meine|unser|unsere|mi|nuestro|"
    r"nuestra|mon|notre)\s+$",
    re.IGNORECASE,
)
_LONGEST_SUBJECT, _LONGEST_GROUP = 14, 6  # words
_OUR_WITHIN = 24  # characters that hold one of them and the space behind it
_DETERMINER = lazy(r"\b(?:the|der|die|el|la|le|l['’]|этот|эта|цей|ця)\s*$", re.IGNORECASE)
_DETERMINERS = r"(?:an?|one|two|three|several|some|many|the|his|her|their|its|this|new|recent)"
# "her office", "two people in the hall", and no further than the next noun phrase
_PHRASE = lazy(
    rf"{_DETERMINERS}(?:\s(?:of|in|at|to|with|by|from|for|on|and|near)(?:\s{_DETERMINERS})?\s[\w’'-]+"
    rf"|\s(?!{_DETERMINERS}\s)[\w’'-]+){{1,8}}",
    re.IGNORECASE,
)
_ORGANISATIONS = frozenset(fold(word) for word in ORGANISATION_WORDS)


class Source(NamedTuple):
    """A source, printed at [start, end) of the paragraph; `method` is cue, pronoun or role (an office)."""

    speaker: Person
    start: int
    end: int
    method: str
    confidence: float


def subject(masked: str, text: str, start: int, end: int) -> Source | None:
    """Who begins the clause [start, end): "A senior official, who asked not to be named, said"."""
    words = list(islice(WORD.finditer(masked, start, end), _LONGEST_SUBJECT + 1))
    if not words or len(words) > _LONGEST_SUBJECT:
        return None
    for word in words[:3]:
        lowered = word[0].lower()
        unnamed = lowered in UNNAMED_PLURALS
        if unnamed or fold(lowered) in _ORGANISATIONS:
            first = _phrase_start(masked, words, word)
            sort = Sort.UNNAMED if unnamed else Sort.ORGANISATION
            return Source(Person(text[first : word.end()], sort=sort), first, word.end(), "cue", 0.8)
    return None


def group(masked: str, text: str, words: list[re.Match[str]], verb: int | None = None) -> Source | None:
    """An organisation or unnamed people in a short noun phrase: what `words` begin with.

    With `verb`, the place of one behind them: what they end with.
    """
    at_end = verb is not None
    words = words[-_LONGEST_GROUP:] if at_end else words[:_LONGEST_GROUP]
    for word in reversed(words) if at_end else words:
        if at_end and not GAP.match(masked[word.end() : verb]):
            return None
        lowered = word[0].lower()
        if OUR.search(masked, max(0, word.start() - _OUR_WITHIN), word.start()):
            return None
        if lowered in ORGANISATION_WORDS or fold(lowered) in _ORGANISATIONS:
            first = _phrase_start(masked, words, word)
            last = _phrase_end(masked, words, word)
            speaker = Person(text[first:last].strip(), sort=Sort.ORGANISATION)
            return Source(speaker, first, last, "cue", 0.85)
        if lowered in UNNAMED_PLURALS:
            first = _phrase_start(masked, words, word)
            speaker = Person(text[first : word.end()].strip(), sort=Sort.UNNAMED)
            return Source(speaker, first, word.end(), "cue", 0.85)
    return None


def described(masked: str, text: str, start: int, stop: int) -> Source | None:
    """ "her office", "a person close to Varga": what stands behind "according to", where it is no name."""
    phrase = _PHRASE.match(masked, start, stop)
    if phrase is None:
        return None
    return Source(Person(text[phrase.start() : phrase.end()], sort=Sort.UNNAMED), *phrase.span(), "cue", 0.8)


def has_organisation(text: str) -> bool:
    """Whether a word of the text is one that organisations or outlets are called by."""
    return any(w.lower() in ORGANISATION_WORDS or w.lower() in OUTLET_WORDS for w in WORD.findall(text))


def _phrase_start(masked: str, words: list[re.Match[str]], last: re.Match[str]) -> int:
    """Where the noun phrase of `last` begins: adjectives and names before it, no article."""
    index = words.index(last)
    while index > 0 and masked[words[index - 1].end() : words[index].start()].strip() == "":
        before = words[index - 1][0]
        if _DETERMINER.match(before) or before.lower() in ("a", "an", "some", "by", "to", "from", "that"):
            break
        index -= 1
    return words[index].start()


def _phrase_end(masked: str, words: list[re.Match[str]], first: re.Match[str]) -> int:
    """Where an organisation's name ends: words of organisations and capitals behind it."""
    end = first.end()
    for word in words[words.index(first) + 1 :]:
        goes_on = word[0].lower() in ORGANISATION_WORDS or word[0][:1].isupper()
        if not goes_on or masked[end : word.start()].strip():
            break
        end = word.end()
    return end
