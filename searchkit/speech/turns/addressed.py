"""Given names by which people address each other: "Thank you, Jeff." right after Mr Zeller's turn.

A holder known by surname only takes the given name with which the next one begins, if it is a known given
name and nobody else of the article has it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from searchkit.names import parse, same_given
from searchkit.patterns import lazy
from searchkit.records import Person, Sort
from searchkit.speech.people.namelists import english
from searchkit.speech.people.roster import Roster
from searchkit.speech.turns.floor import Turn

_ADDRESS = lazy(
    r"\W*(?:(?:yes|yeah|well|okay|ok|great|all right|right|so|and|thanks|thank you)\b[^.,!?]{0,30},?\s+){0,3}"
    r"(?P<given>[^\W\d_]{2,15})[.,!?—–]",
    re.IGNORECASE,
)
CONFIDENCE = 0.85
OFTENER = 2  # times that one is called so rather than another, whom somebody else spoke past


def complete(turns: dict[int, Turn], texts: Sequence[str], roster: Roster) -> dict[int, Turn]:
    """The turns, with full names for surnames that are addressed by one given name."""
    names = _names(turns, texts, roster)
    if not names:
        return turns
    return {index: _renamed(turn, names) for index, turn in turns.items()}


def _renamed(turn: Turn, names: Mapping[Person, Person]) -> Turn:
    if turn.also:
        turn = turn._replace(also=tuple(_renamed(other, names) for other in turn.also))
    if turn.speaker is None or turn.speaker not in names:
        return turn
    return turn._replace(speaker=names[turn.speaker], confidence=min(turn.confidence, CONFIDENCE))


def _names(turns: Mapping[int, Turn], texts: Sequence[str], roster: Roster) -> dict[Person, Person]:
    bare = {t.speaker for t in turns.values() if t.speaker and _is_bare(t.speaker)}
    if not bare:
        return {}
    calls: dict[Person, Counter[str]] = defaultdict(Counter)
    elsewhere: set[str] = set()  # names said after somebody else's turn: those of who asked
    thanked: set[tuple[Person, str]] = set()
    for previous, given, thanks in _addresses(turns, texts):
        if previous in bare:
            calls[previous][given] += 1
        else:
            elsewhere.add(given)
        if thanks:
            thanked.add((previous, given))
    taken = _given_names(turns, roster)
    return {
        person: Person(f"{given} {person.name}", (*person.aliases, person.name))
        for person, counted in calls.items()
        if (given := _only(counted))
        and given not in elsewhere
        and ((person, given) in thanked or counted[given] > 1)
        and all(counted[given] >= OFTENER * other[given] for who, other in calls.items() if who != person)
        and not any(same_given(parse(given).surname, other) for other in taken)
    }


def _addresses(turns: Mapping[int, Turn], texts: Sequence[str]) -> Iterator[tuple[Person, str, bool]]:
    """Who had the floor, the given name with which the next one begins, and whether with thanks."""
    previous: Person | None = None
    for index, turn in sorted(turns.items()):
        if turn.speaker is None or turn.speaker == previous:
            continue
        match = _ADDRESS.match(texts[index], turn.spans[0][0] if turn.spans else 0)
        given = match["given"] if match else ""
        if previous and match and given[:1].isupper() and english().knows_given(given.lower()):
            yield previous, given, "thank" in match[0].lower()
        previous = turn.speaker


def _is_bare(speaker: Person) -> bool:
    return speaker.sort is Sort.PERSON and not parse(speaker.name).given


def _only(counted: Counter[str]) -> str:
    """The one given name, or none where people are called differently."""
    return next(iter(counted)) if len(counted) == 1 else ""


def _given_names(turns: Mapping[int, Turn], roster: Roster) -> set[str]:
    """Skeletons of the given names that people of the article have."""
    speakers = {t.speaker.name for t in turns.values() if t.speaker}
    return {given for name in (*speakers, *roster.names()) for given in parse(name).given[:1]}
