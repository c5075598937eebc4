"""Who is the source of a verb of saying: the noun phrase before or behind it.

A source is a person (by name, pronoun or office), an organisation or somebody unnamed.  What is none of
these is no source, and the verb attributes nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from searchkit.names import is_title, parse
from searchkit.patterns import lazy
from searchkit.records import Person, Sort
from searchkit.speech.lexicon import (
    FEMALE,
    MALE,
    ORGANISATION_WORDS,
    PRONOUNS,
    ROLE_NOUNS,
)
from searchkit.speech.people.cases import is_form
from searchkit.speech.people.mentions import Mention
from searchkit.speech.people.roster import Roster
from searchkit.speech.prose.nounphrases import GAP, OUR, Source, described, group, has_organisation, subject
from searchkit.speech.prose.offices import WORD, Offices

_QUOTED_NAME = lazy(r"[\"“«„]([^\"”»“]{2,60})[\"”»“]\s*$")
# "Mr Malkov laughed and said", "Varga walked to the door and said": one subject of two verbs
_ALSO_DID = lazy(r"^\s+[a-z]+(?:\s+[a-z’']+){0,5}\s+and\s+(?:then\s+)?$")
# "Tomas Rehn of the Labour Alliance said"
_OF_PLACE = lazy(r"^ (?:of|from) (?:the )?[\w’' -]{2,40} $")
# "kritisierte der Ökonom Jens Albers.": a name that no list knows, at the end of the phrase
_NAME_BEHIND = lazy(
    r"\s+(?:(?!(?:an?|one|another|some|each)\s)[^\W\d_]+\s+){0,5}?(?P<name>[A-ZА-ЯÄÖÜÉ][^\W\d_]+\s(?:von\s|de\s)?[A-ZА-ЯÄÖÜÉ][^\W\d_]+)(?=\s*[.,;:–—]|\s*$)"
)
_CAPITALS = lazy(r"(?:[A-ZА-ЯÄÖÜ][^\W\d_A-ZА-Я]{2,}\s){2}[A-ZА-ЯÄÖÜ][^\W\d_A-ZА-Я]{2,}")
_HEAD_OF_STATE = lazy(
    r"\b(?:head of state|head of government|глава государства|глава держави|staatsoberhaupt|"
    r"jefe de(?:l)? estado|chef de l['’]état)\b",
    re.IGNORECASE,
)
_FRENCH_TITLE = lazy(r"^(?:M\. (?=\S+ \S)|Mme |Mlle |Monsieur |Madame )")
_NUMERAL = lazy(r"\s+([IVX]{1,5})\b")
_WITHIN = lazy(r"\b(?:to|with|by|of|from|in|at|for|on)\s", re.IGNORECASE)
_BELONGINGS = frozenset(
    """
    account ad ads administration adviser advisers advisor advisors aide aides allies ally analysis biography
    campaign camp card data delegate delegates donor donors fan fans figures filing filings friend friends
    loyalist loyalists office official officials operative people plan poll polling polls records report
    research son spokesman spokesperson spokeswoman staff staffer staffers statement strategist supporter
    supporters surrogate surrogates team transcript voter voters website
    """.split()
)


class Sources:
    """Finds sources in one article; remembers who was named and who spoke last."""

    def __init__(self, texts: Sequence[str], roster: Roster) -> None:
        self.texts = texts
        self.roster = roster
        self.offices = Offices(texts, roster)
        self.last: Person | None = None  # who spoke last
        self.last_paragraph = -9
        self.unlisted: dict[str, str] = {}  # surname -> full name, of those the roster does not know

    def spoke(self, speaker: Person, paragraph: int) -> None:
        """Remembers a speaker for the pronouns that follow."""
        if speaker.sort is Sort.PERSON:
            self.last, self.last_paragraph = speaker, paragraph

    def _mentions(self, paragraph: int, start: int, end: int) -> Sequence[Mention]:
        """Mentions that begin in [start, end) of a paragraph."""
        mentions = self.roster.of(paragraph)
        first = bisect_left(mentions, start, key=_place)
        return mentions[first : bisect_left(mentions, end, first, key=_place)]

    def only_person(self, paragraph: int, start: int, end: int) -> Source | None:
        """The one person named in [start, end) of a paragraph."""
        inside = self._mentions(paragraph, start, end)
        if len({m.name for m in inside}) != 1:
            return None
        first = inside[0]
        return Source(_person(first, self.texts[paragraph]), first.start, first.end, "cue", 0.8)

    def opening_office(self, paragraph: int, masked: str, start: int, end: int) -> Source | None:
        """The office that opens [start, end) of a paragraph: "The chairman closed with a proverb:"."""
        words = [word for word, _ in zip(WORD.finditer(masked, start, end), range(4), strict=False)]
        if not words or words[0][0].lower() != "the":
            return None
        office = next((word for word in words[1:] if word[0] in ROLE_NOUNS), None)
        return self._office(paragraph, office[0], office.start(), office.end()) if office else None

    def before(self, paragraph: int, masked: str, start: int, verb: int) -> Source | None:
        """The source in [start, verb) of a paragraph, directly before the verb."""
        text = self.texts[paragraph]
        for mention in reversed(self._mentions(paragraph, start, verb)):
            if mention.end <= verb:
                gap = masked[mention.end : verb]
                if not _owned(masked, mention) and (
                    GAP.match(gap) or _ALSO_DID.match(gap) or _OF_PLACE.match(gap)
                ):
                    return Source(_person(mention, text), mention.start, mention.end, "cue", 0.93)
                # "Anna Varga, head of the office, ... said": an apposition of any length
                if mention.start - start <= 60 and masked[mention.end : mention.end + 1] == ",":
                    return Source(_person(mention, text), mention.start, mention.end, "cue", 0.88)
        return self._phrase(paragraph, text, masked, start, verb)

    def behind(self, paragraph: int, masked: str, verb_end: int, limit: int) -> Source | None:
        """The source that follows a verb: "said Anna Varga", "сказал министр"."""
        text = self.texts[paragraph]
        for mention in self._mentions(paragraph, verb_end, limit):
            between = masked[verb_end : mention.start]
            words = WORD.findall(between)
            if "," in between or "§" in between or len(words) > 12:
                break
            if _is_modifier(masked, mention):
                break
            if len(words) <= 6 or mention.form == "full":
                return Source(_person(mention, text), mention.start, mention.end, "cue", 0.92)
        unlisted = _NAME_BEHIND.match(masked, verb_end, limit)
        if unlisted and not has_organisation(unlisted["name"]):
            name = unlisted["name"]
            self.unlisted[parse(name).surname] = name
            return Source(Person(name), unlisted.start("name"), unlisted.end("name"), "cue", 0.85)
        words = list(WORD.finditer(masked, verb_end, min(limit, verb_end + 60)))[:4]
        if words and words[0][0].lower() in PRONOUNS:
            return self._pronoun(paragraph, words[0])
        for word in words[:3]:
            if word[0].lower() in ROLE_NOUNS:
                return self._office(paragraph, word[0].lower(), word.start(), word.end())
        words = list(WORD.finditer(masked, verb_end, min(limit, verb_end + _NEAR)))
        return group(masked, text, words)

    def named(self, paragraph: int, masked: str, start: int, limit: int) -> Source | None:
        """The source behind "according to": up to the next comma."""
        text = self.texts[paragraph]
        stop = masked.find(",", start, limit)
        stop = limit if stop < 0 else stop
        for mention in self._mentions(paragraph, start, stop)[:1]:
            before = masked[start : mention.start]
            if _WITHIN.search(before) or _is_modifier(masked, mention):
                return described(masked, text, start, stop)
            return Source(_person(mention, text), mention.start, mention.end, "cue", 0.92)
        words = list(WORD.finditer(masked, start, stop))
        if words and words[0][0].lower() in PRONOUNS:
            owns = OUR.search(masked, 0, words[0].end() + 1) and len(words) > 1
            return described(masked, text, start, stop) if owns else self._pronoun(paragraph, words[0])
        for word in words[:4]:
            name = self._by_surname(word[0])
            if name:
                return Source(Person(name), word.start(), word.end(), "cue", 0.88)
        found = group(masked, text, words)
        if found:
            return found
        for word in words[:3]:
            if word[0].lower() in ROLE_NOUNS:
                return self._office(paragraph, word[0].lower(), word.start(), word.end())
        return described(masked, text, start, stop)

    def _by_surname(self, word: str) -> str | None:
        """A known person by a surname, in a Slavic case too: Сарина is Олег Сарин."""
        if not word[:1].isupper():
            return None
        if parse(word).surname in self.unlisted:
            return self.unlisted[parse(word).surname]
        if word[0] < "\u0400":
            return None
        fits = [n for n in self.roster.names() if is_form(word, n.split()[-1])]
        return fits[0] if len(fits) == 1 else None

    def _phrase(self, paragraph: int, text: str, masked: str, start: int, verb: int) -> Source | None:
        """A pronoun, an office, an organisation or unnamed people right before the verb."""
        words = list(WORD.finditer(masked, max(start, verb - _NEAR), verb))
        for word in reversed(words[-5:]):
            if not GAP.match(masked[word.end() : verb]):
                break
            lowered = word[0].lower()
            if lowered in PRONOUNS and lowered not in ("his", "her", "him", "его", "її", "ihr"):
                return self._pronoun(paragraph, word)
            if lowered in ROLE_NOUNS and lowered not in ORGANISATION_WORDS:
                found = self._office(paragraph, lowered, word.start(), word.end())
                if found:
                    return found
        match = _HEAD_OF_STATE.search(masked, max(start, verb - 60), verb)
        if match and GAP.match(masked[match.end() : verb]):
            return self._held(self.offices.ruler(paragraph), match.start(), match.end())
        quoted = _QUOTED_NAME.search(text, start, verb)
        if quoted and has_organisation(text[start : quoted.start()]):
            speaker = Person(quoted[1].strip(), sort=Sort.ORGANISATION)
            return Source(speaker, quoted.start(1), quoted.end(1), "cue", 0.9)
        return group(masked, text, words, verb) or subject(masked, text, start, verb)

    def _office(self, paragraph: int, noun: str, start: int, end: int) -> Source | None:
        """ "the minister", printed at [start, end)."""
        near = self.last is not None and paragraph - self.last_paragraph <= 2
        last = self.last.name if self.last and near else ""
        return self._held(self.offices.holder(paragraph, noun, start, last), start, end)

    @staticmethod
    def _held(holder: tuple[str, float] | None, start: int, end: int) -> Source | None:
        return Source(Person(holder[0]), start, end, "role", holder[1]) if holder else None

    def _pronoun(self, paragraph: int, word: re.Match[str]) -> Source | None:
        """Whom he or she is: the last speaker if near, else the last person named, of that gender."""
        lowered = word[0].lower()
        gender = "f" if lowered in FEMALE else "m" if lowered in MALE else ""
        if self._stranger(paragraph, word.start()):
            return None
        opener = next(iter(self._mentions(paragraph, 0, min(SUBJECT_WITHIN, word.start()))), None)
        if opener and self.last_paragraph < paragraph and self._agrees(opener.name, gender):
            return Source(Person(opener.name), word.start(), word.end(), "pronoun", 0.8)
        if self.last and paragraph - self.last_paragraph <= 2 and self._agrees(self.last.name, gender):
            return Source(self.last, word.start(), word.end(), "pronoun", 0.82)
        for number in range(paragraph, max(-1, paragraph - 3), -1):
            for mention in reversed(self.roster.of(number)):
                early = number < paragraph or mention.end <= word.start()
                if early and self._agrees(mention.name, gender):
                    return Source(Person(mention.name), word.start(), word.end(), "pronoun", 0.7)
        return None

    def _stranger(self, paragraph: int, end: int) -> bool:
        """Whether a name that the roster does not know stands before the pronoun: it may mean that one."""
        known = [(m.start, m.end) for m in self._mentions(paragraph, 0, end)]
        return any(
            not any(start < match.end() and match.start() < stop for start, stop in known)
            for match in _CAPITALS.finditer(self.texts[paragraph], 0, end)
        )

    def _agrees(self, name: str, gender: str) -> bool:
        return not gender or self.roster.gender.get(name, gender) == gender


_NEAR = 80  # characters before or behind a verb in which a noun phrase is its source
SUBJECT_WITHIN = 60  # characters of a paragraph in which its first sentence names its subject


def _place(mention: Mention) -> int:
    return mention.start


def _person(mention: Mention, text: str) -> Person:
    """The person of a mention; a ruler with the numeral behind the name: Alexander III."""
    numeral = _NUMERAL.match(text, mention.end)
    if not numeral:
        return Person(_FRENCH_TITLE.sub("", mention.name))
    words = mention.name.split()
    while len(words) > 1 and is_title(words[0]):
        words = words[1:]
    return Person(f"{' '.join(words)} {numeral[1]}")


def _owned(masked: str, mention: Mention) -> bool:
    """ "Varga's spokesman": the person owns what follows."""
    return masked[mention.end : mention.end + 2] in ("'s", "’s")


def _is_modifier(masked: str, mention: Mention) -> bool:
    """ "Varga's friends", "the Varga campaign", "a Varga adviser": the name only tells whose they are."""
    if _owned(masked, mention):
        return True
    word = WORD.match(masked, mention.end + 1) if masked[mention.end : mention.end + 1] == " " else None
    return word is not None and word[0].lower() in _BELONGINGS
