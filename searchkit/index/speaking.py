"""Who speaks in a collection, how often, and from when to when."""

from __future__ import annotations

from collections.abc import Mapping

from searchkit import names
from searchkit.dates import DateSpan
from searchkit.engines.base import Order, Reader
from searchkit.index.about import Speaker, Speakers
from searchkit.index.counting import spellings
from searchkit.index.metadata import Namesakes
from searchkit.index.people import Directory, Unsure, nearest, persons, told
from searchkit.query.nodes import And, Everything, Name, Present, Query
from searchkit.records import Person


def speakers(reader: Reader, known: Namesakes, name: str | None, limit: int | None, offset: int) -> Speakers:
    """One page of the speakers, by falling number of paragraphs; see `Index.speakers`."""
    values = reader.values("speaker")
    found, unsure = (persons(values, known), []) if name is None else _named(name, values, known)
    paragraphs = reader.counts(Everything(), "speaker", alike=spellings(found))
    counted = [(paragraphs.get(person.name, 0), person) for person in found]
    counted.sort(key=lambda pair: (-pair[0], pair[1].name))
    page = counted[offset:] if limit is None else counted[offset : offset + limit]
    near = () if found or name is None else tuple(nearest(name, values))
    people = tuple(_speaker(reader, person, count, values) for count, person in page)
    return Speakers(len(found), people, near, tuple(told(unsure, values, "speaker")))


def number(reader: Reader, known: Namesakes) -> int:
    """Number of persons, organisations and unnamed sources who speak."""
    return len(persons(reader.values("speaker"), known))


def first_and_last(reader: Reader, *within: Query) -> tuple[DateSpan | None, DateSpan | None]:
    """The outermost dates of the paragraphs that all of the trees find; None where none is dated."""
    dated = And((*within, Present("date"))) if within else Present("date")
    ends: list[DateSpan | None] = []
    for order in (Order.OLDEST, Order.NEWEST):
        page = reader.search(dated, limit=1, order=order).hits
        ends.append(reader.fetch([page[0].id])[0].values["date"] if page else None)
    return ends[0], ends[1]


def _named(name: str, values: Mapping[str, int], known: Namesakes) -> tuple[list[Person], list[Unsure]]:
    fit = Directory(values, known).fitting(name)
    if fit.people:
        return fit
    start = names.fold(name.strip())
    return [p for p in persons(values, known) if any(_begins(n, start) for n in p.spellings)], []


def _begins(name: str, start: str) -> bool:
    """Whether the name, or a word of it, begins so."""
    folded = names.fold(name)
    return bool(start) and (folded.startswith(start) or f" {start}" in folded)


def _speaker(reader: Reader, person: Person, count: int, values: Mapping[str, int]) -> Speaker:
    aliases = tuple(name for name in person.aliases if name in values)
    first, last = first_and_last(reader, Name("speaker", person.name, (person.name, *aliases)))
    return Speaker(person.name, aliases, str(person.sort), count, first, last)
