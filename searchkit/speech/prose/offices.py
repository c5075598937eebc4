"""Who "the minister" is: the one person of that office in the article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from searchkit.patterns import lazy
from searchkit.speech.lexicon import SAID_WORDS
from searchkit.speech.people.roster import Roster
from searchkit.speech.people.wordlists import ROLES as ROLES_ENGLISH

WORD = lazy(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_TITLE_WITHIN = 90  # characters before a name in which its office stands
_MODIFIED_WITHIN = 30  # characters before an office in which "deputy prime" stands
_BREAK = lazy(r"[.,;:!?“”\"«»]")
_OTHER = frozenset("vice former deputy acting ex first next new".split())
_DETERMINERS = frozenset("the a an this that his her its their our my".split())
_RULERS = frozenset("president президент präsident präsidentin presidente presidenta président".split())
NEARBY = 3  # paragraphs before, in which the holder of an office is still at hand
SURE, LIKELY = 0.8, 0.7


class _Held(NamedTuple):
    """A mention, and the words of its office: " foreign minister "."""

    paragraph: int
    start: int
    name: str
    office: str


class Offices:
    """The offices of one article."""

    def __init__(self, texts: Sequence[str], roster: Roster) -> None:
        self.texts = texts
        self.roster = roster

    def holder(self, paragraph: int, noun: str, start: int, last: str) -> tuple[str, float] | None:
        """Whom the office at `start` of a paragraph means, with the chance; None if nobody or several.

        last  who spoke last, near by; "" if nobody
        """
        noun = f"{self._modifier(paragraph, start)}{noun}"
        found = self.ruler(paragraph) if noun in _RULERS else None
        if found:
            return found
        holders = self._holders(paragraph, noun)
        if len(holders) == 1:
            return None if self._is_stranger(holders[0], paragraph, start) else (holders[0], SURE)
        if last and (last in holders or (not holders and self._fits(noun, last))):
            return last, SURE if holders else LIKELY
        return None

    def _modifier(self, paragraph: int, start: int) -> str:
        """ "deputy prime " before "minister", where the phrase speaks of another office; else ""."""
        before: list[str] = []
        for word in reversed(WORD.findall(self.texts[paragraph], max(0, start - _MODIFIED_WITHIN), start)):
            before.insert(0, word.lower())
            if word.lower() in _OTHER:
                return f"{' '.join(before)} "
            if word.lower() in _DETERMINERS or word[0].isupper():
                break
        return ""

    def ruler(self, paragraph: int) -> tuple[str, float] | None:
        """The president meant: the only one named so far, else the one whom the article is about."""
        counts: Counter[str] = Counter()
        rulers: dict[str, None] = {}
        for held in self._until(paragraph):
            counts[held.name] += 1
            words = held.office.split()
            if any(w in _RULERS and (i == 0 or words[i - 1] not in _OTHER) for i, w in enumerate(words)):
                rulers[held.name] = None
        ranked = sorted(rulers, key=lambda name: -counts[name])
        if not ranked or (len(ranked) > 1 and counts[ranked[0]] == counts[ranked[1]]):
            return None
        return ranked[0], SURE if len(ranked) == 1 else LIKELY

    @cached_property
    def _held(self) -> list[_Held]:
        """Every mention with the office before it: behind the name before, a comma or a verb of saying."""
        held: list[_Held] = []
        for number, text in enumerate(self.texts):
            before = 0
            for mention in self.roster.of(number):
                low = max(before, mention.start - _TITLE_WITHIN)
                beside = _BREAK.split(text[low : mention.start].lower())[-1]
                words = WORD.findall(beside)
                if not SAID_WORDS.isdisjoint(words):
                    words = words[max(i for i, word in enumerate(words, 1) if word in SAID_WORDS) :]
                held.append(_Held(number, mention.start, mention.name, f" {' '.join(words)} "))
                before = mention.end
        return held

    def _until(self, paragraph: int) -> Iterator[_Held]:
        for held in self._held:
            if held.paragraph > paragraph:
                break
            yield held

    def _holders(self, paragraph: int, noun: str) -> list[str]:
        """Persons named so far with that office, by the roster or right before a mention."""
        sign = f" {noun} "
        # two spaces between roles: no sign runs over them
        called = {name for name, roles in self.roster.roles.items() if sign in f" {'  '.join(roles)} "}
        found = [h.name for h in self._until(paragraph) if sign in h.office or h.name in called]
        return list(dict.fromkeys(found))

    def _is_stranger(self, holder: str, paragraph: int, start: int) -> bool:
        """Whether others are named before the office in its paragraph, and its holder not for long."""
        near = [held for held in self._until(paragraph) if held.paragraph >= paragraph - NEARBY]
        here = {held.name for held in near if held.paragraph == paragraph and held.start < start}
        return bool(here) and all(held.name != holder for held in near)

    def _fits(self, noun: str, name: str) -> bool:
        """Whether a person may be called so: of that gender, and not called otherwise."""
        gender = self.roster.gender.get(name, "")
        feminine = noun.endswith(("in", "woman", "ministra", "presidenta", "présidente"))
        if gender and (gender == "f") != feminine and (feminine or noun.endswith("man")):
            return False
        return noun not in ROLES_ENGLISH and not self.roster.roles.get(name)
