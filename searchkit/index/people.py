"""From a name in a query to the values stored for it: all spellings of the persons it fits.

A person is a cluster of stored names (see `searchkit.names`).  Only the clusters that a query touches are
worked out: a cluster never holds names that share no word, so those that share one with the names that
fit are enough.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from searchkit import names
from searchkit.index.metadata import Namesakes
from searchkit.query import Note
from searchkit.query.nodes import Span
from searchkit.records import Person, Sort

NEAREST = 3  # names offered when none fits


def persons(counts: Mapping[str, int], known: Namesakes) -> list[Person]:
    """Everybody behind stored names, by falling count."""
    return names.cluster(counts, known.others & counts.keys(), known.same, known.apart, known.titled)


class Unsure(NamedTuple):
    """A surname alone that is kept apart, for it may be any of several `bearers`."""

    person: Person
    bearers: list[str]


class Fitting(NamedTuple):
    """Whom a name in a query fits, by falling count; and surnames alone that may be one of them."""

    people: list[Person]
    unsure: list[Unsure]


class Directory:
    """Stored names of one field by the words that spellings of one person share.

    Made once (some 15 µs a name); after that a name costs what it fits, not what there is.
    """

    def __init__(self, counts: Mapping[str, int], known: Namesakes) -> None:
        self._counts, self._known = counts, known
        self._by_key: dict[str, list[str]] = defaultdict(list)
        for name in counts:
            parts = names.parse(name)
            for key in {parts.surname, parts.whole, *parts.given}:
                self._by_key[key].append(name)

    def fitting(self, name: str) -> Fitting:
        """The persons whom a name in a query fits."""
        found = {stored for stored in self._sharing(_keys(name)) if names.matches(name, stored)}
        found |= self._declared(found, name)
        if not found:
            return Fitting([], [])
        near = persons({stored: self._counts[stored] for stored in self._related(found)}, self._known)
        people = [p for p in near if not found.isdisjoint(p.spellings)]
        return Fitting(people, self._unsure(people, near))

    def _unsure(self, people: list[Person], near: list[Person]) -> list[Unsure]:
        bare = [p for p in near if p.sort is Sort.PERSON and not names.parse(p.name).given]
        full = [p for p in near if p.sort is Sort.PERSON and names.parse(p.name).given]
        meant = {p.name for p in people}
        unsure = [Unsure(one, [p.name for p in full if self._may_be(one, p)]) for one in bare]
        return [u for u in unsure if u.person.name not in meant and not meant.isdisjoint(u.bearers)]

    def _may_be(self, bare: Person, full: Person) -> bool:
        """Whether a surname alone can be this person's, as far as its title and corrections say."""
        if names.parse(bare.name).surname != names.parse(full.name).surname:
            return False
        pairs = {frozenset((a, b)) for a in bare.spellings for b in full.spellings}
        if not pairs.isdisjoint(map(frozenset, self._known.apart)):
            return False
        holders = self._known.titled.get(bare.name, ())
        return not holders or not set(holders).isdisjoint(full.spellings)

    def _sharing(self, keys: Iterable[str]) -> set[str]:
        return {name for key in keys for name in self._by_key.get(key, ())}

    def _declared(self, found: set[str], name: str) -> set[str]:
        """Names declared to be one person with what was found or typed."""
        typed = names.fold(name)
        pairs = (p for p in self._known.same if any(n in found or names.fold(n) == typed for n in p))
        return {n for pair in pairs for n in pair if n in self._counts}

    def _related(self, found: set[str]) -> set[str]:
        """The names that could be in one cluster with those found."""
        related = self._sharing(key for name in found for key in _keys(name))
        for pair in self._known.same:
            if not related.isdisjoint(pair):
                related.update(name for name in pair if name in self._counts)
        return related


def _keys(name: str) -> tuple[str, ...]:
    """Words one of which two spellings of one person share: surname, or given name (order swapped)."""
    parts = names.parse(name)
    return (parts.surname, parts.whole, *parts.given[:1])


def told(unsure: Iterable[Unsure], counts: Mapping[str, int], field: str) -> Iterator[str]:
    """What to say of surnames of which nobody knows whose they are."""
    for person, bearers in unsure:
        paragraphs = sum(counts.get(name, 0) for name in person.spellings)
        who = " or ".join(bearers) if len(bearers) <= NEAREST else f"any of {len(bearers)} people"
        number = "1 paragraph" if paragraphs == 1 else f"{paragraphs:,} paragraphs"
        remedy = f"{field}:{quoted(person.name)} finds all of them"
        yield f"“{person.name}” ({number}) may be {who}, and is kept apart: {remedy}"


def quoted(name: str) -> str:
    """A name as it is written in a query."""
    return name if name.isalnum() else '"' + name.replace('"', '\\"') + '"'


def taken_for_one(
    people: Iterable[Person], counts: Mapping[str, int], known: Namesakes, place: Span
) -> Iterator[Note]:
    """Notes on spellings among `counts` of which only one has a middle name.

    John Quincy Adams was not John Adams, though a middle name is nearly always left out at will.
    """
    declared = {frozenset(pair) for pair in known.same}
    for person in people:
        for alias in person.aliases:
            doubtful = alias in counts and names.differ_in_middle(person.name, alias)
            if doubtful and frozenset((person.name, alias)) not in declared:
                both = f"{person.name} ({counts.get(person.name, 0):,}) and {alias} ({counts[alias]:,})"
                remedy = f'searchkit correct --apart "{person.name}" "{alias}"'
                message = f"{both} are taken for one person; if they are two: {remedy}"
                yield Note("one-person", message, *place)


_WORD = re.compile(r"\w+")


def _words(name: str) -> list[str]:
    words = _WORD.findall(names.fold(name))
    return words[1:] if len(words) > 1 and words[0] == "the" else words


def outlets(name: str, stored: Collection[str]) -> list[str]:
    """Publications of this name: called so in full, else those with these words in their name."""
    asked = _words(name)
    if not asked:
        return []
    equal = [s for s in stored if _words(s) == asked]
    return sorted(equal or (s for s in stored if _holds(_words(s), asked)))


def _holds(words: list[str], run: list[str]) -> bool:
    return any(words[at : at + len(run)] == run for at in range(len(words) - len(run) + 1))


def nearest(name: str, counts: Mapping[str, int]) -> list[str]:
    """Stored names most like one that fits nobody, by likeness of the whole or of one of its words."""
    import difflib

    asked = names.fold(name)
    spelled: dict[str, str] = {}
    for stored in sorted(counts, key=lambda s: counts[s]):
        folded = names.fold(stored)
        for word in folded.split():
            spelled[word] = stored
        spelled[folded] = stored
    close = difflib.get_close_matches(asked, spelled, n=2 * NEAREST, cutoff=0.7)
    return list(dict.fromkeys(spelled[c] for c in close))[:NEAREST]
