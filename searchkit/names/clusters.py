"""One person under all spellings of a collection.

Names with a given name are put together where surname and given name agree; namesakes with other given
names stay apart.  A bare surname joins a full name only when one is beyond doubt: the only one with
that surname, or one that stands for nearly all of its namesakes' paragraphs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType

from searchkit.names.compare import agree, same_person
from searchkit.names.folding import fold
from searchkit.names.parts import PersonalName, forms, has_courtesy_title, parse
from searchkit.records import Person, Sort

_LAST_LATIN = "\u024f"
DOMINANT = 0.95  # share of a surname's uses that lets the bare surname join


def cluster(
    counts: Mapping[str, int],
    organisations: Collection[str] = (),
    same: Iterable[tuple[str, str]] = (),
    apart: Iterable[tuple[str, str]] = (),
    titled: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> list[Person]:
    """The persons (and organisations) behind printed names, by falling count.

    counts         printed name -> number of its uses
    organisations  names among them that are no persons: only equal spellings are put together
    same, apart    pairs of names that are, or are not, one person, whatever their spelling says
    titled         surname that kept its title -> full names that its gender allows, with uses or without:
                   where they are one person, "Ms Varga" is she

    The canonical name is the commonest full one; `aliases` are the others, commonest first.
    """
    ordered = sorted(counts, key=lambda name: (-counts[name], name))
    groups = _Groups(counts, apart)
    for one, other in same:
        groups.join(one, other)
    bearers = _Bearers()
    persons = [(name, parse(name)) for name in ordered if name not in organisations]
    for name in ordered:
        if name in organisations:
            groups.join_equal(name)
    # Initials after full given names: "A. Varga" must not bring Anna and Andrew together.
    for name, parts in sorted(persons, key=lambda pair: _is_initial(pair[1])):
        if parts.given:
            groups.join_full(name, bearers, parts)
    for name, parts in persons:
        if not parts.given and has_courtesy_title(name):
            groups.join_titled(name, titled.get(name, ()))
        elif not parts.given:
            groups.join_bare(name, bearers.of_surname[parts.surname])
    return groups.persons(frozenset(organisations))


def _is_initial(parts: PersonalName) -> bool:
    return bool(parts.given) and len(parts.given[0]) == 1


def _spelled_alike(surname: str, full: str) -> bool:
    """Whether a surname stands in a full name letter by letter, or is of another script, where none can.

    "Hasan" is hardly the only Amina Hassan of a collection.
    """
    if (surname[-1] > _LAST_LATIN) != (full[-1] > _LAST_LATIN):
        return True
    return fold(surname.split()[-1]) in map(fold, full.split())


class _Bearers:
    """Full names by what spellings of one person share, so that a name is compared with few others."""

    def __init__(self) -> None:
        self.of_surname: defaultdict[str, list[str]] = defaultdict(list)  # in the order of coming
        self._parts: dict[str, tuple[int, PersonalName]] = {}  # with its place in that order
        self._sharing: defaultdict[tuple[str, str | int], list[str]] = defaultdict(list)

    def add(self, name: str, parts: PersonalName) -> None:
        """Take in a full name."""
        surname, given = parts.surname, parts.given[0]
        self._parts[name] = len(self._parts), parts
        self.of_surname[surname].append(name)
        for key in (("", parts.whole), (surname, given), *_forms(surname, given)):
            self._sharing[key].append(name)

    def alike(self, parts: PersonalName) -> list[str]:
        """Those taken in whose name agrees with this one, in the order of coming."""
        surname, given = parts.surname, parts.given[0]
        near: set[str] = set(self.of_surname[surname]) if len(given) == 1 else set()
        # The same words; the same given name, as its initial or in another form; surname first.
        words = (("", parts.whole), (surname, given), (surname, given[0]), (given, surname))
        for key in (*words, *_forms(surname, given)):
            if key in self._sharing:
                near.update(self._sharing[key])
        if not near:
            return []
        known = sorted((*self._parts[name], name) for name in near)
        return [name for _, other, name in known if agree(parts, other)]


def _forms(surname: str, given: str) -> list[tuple[str, str | int]]:
    return [(surname, form) for form in forms().get(given, ())]


class _Groups:
    """Sets of names under construction: each name points to the list that holds its group."""

    def __init__(self, counts: Mapping[str, int], apart: Iterable[tuple[str, str]]) -> None:
        self.counts = counts
        self.group: dict[str, list[str]] = {}
        self.apart = {frozenset(pair) for pair in apart}
        self.equal: dict[str, str] = {}

    def join(self, one: str, other: str) -> None:
        """Puts two names into one group, with all that are there already."""
        a = self.group.setdefault(one, [one])
        b = self.group.setdefault(other, [other])
        if a is not b:
            a.extend(b)
            for name in b:
                self.group[name] = a

    def join_equal(self, name: str) -> None:
        """An organisation: together with what is spelled the same."""
        self.join(self.equal.setdefault("#" + parse(name).whole, name), name)

    def join_titled(self, name: str, holders: Collection[str]) -> None:
        """A surname that kept its title, for it fits nobody of its article: with the one whom it may mean."""
        used = [holder for holder in holders if holder in self.counts]
        if used and self.allowed(name, used[0]):
            group = self.group[used[0]]
            if all(holder in group or same_person(used[0], holder) for holder in holders):
                self.join(used[0], name)
        self.join(self.equal.setdefault("#" + fold(name).replace(".", ""), name), name)

    def join_full(self, name: str, bearers: _Bearers, parts: PersonalName) -> None:
        """A full name: together with what agrees, if that is one person."""
        agreeing = [other for other in bearers.alike(parts) if self.allowed(name, other)]
        if len({id(self.group[other]) for other in agreeing}) > 1:
            agreeing = [other for other in agreeing if parse(other).given[0] == parts.given[0]]
        self.group.setdefault(name, [name])
        if agreeing:
            self.join(agreeing[0], name)
        bearers.add(name, parts)

    def join_bare(self, name: str, holders: list[str]) -> None:
        """A bare surname: with the only or by far the commonest person of that surname."""
        uses: dict[int, int] = defaultdict(int)
        holders = [holder for holder in holders if _spelled_alike(name, holder)]
        for holder in holders:
            uses[id(self.group[holder])] += self.counts[holder]
        if uses:
            best = max(uses, key=lambda key: uses[key])
            first = next(h for h in holders if id(self.group[h]) == best)
            if uses[best] >= DOMINANT * sum(uses.values()) and self.allowed(name, first):
                self.join(first, name)
                return
        self.join_equal(name)

    def allowed(self, one: str, other: str) -> bool:
        """Whether no pair kept apart would come together."""
        return not self.apart or not any(
            frozenset((a, b)) in self.apart
            for a in self.group.get(one, [one])
            for b in self.group.get(other, [other])
        )

    def persons(self, organisations: frozenset[str]) -> list[Person]:
        """The groups as persons, by falling count."""
        groups = {id(group): group for group in self.group.values()}.values()
        people: list[tuple[int, Person]] = []
        for group in groups:
            total = sum([self.counts.get(name, 0) for name in group])
            names = sorted(group, key=self._rank) if len(group) > 1 else group
            sort = Sort.ORGANISATION if names[0] in organisations else Sort.PERSON
            people.append((total, Person(names[0], tuple(names[1:]), sort)))
        people.sort(key=lambda pair: (-pair[0], pair[1].name))
        return [person for _, person in people]

    def _rank(self, name: str) -> tuple[bool, int, str]:
        """Full names first, then the commonest."""
        return not parse(name).given, -self.counts.get(name, 0), name
