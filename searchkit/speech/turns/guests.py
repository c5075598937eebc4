"""Who answers, where no label says it: whom the lead, or the title, of an interview introduces."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from searchkit.names import parse, same_person
from searchkit.records import Paragraph
from searchkit.speech.turns.holders import Holders
from searchkit.speech.turns.narrator import announces_interview

ASIDE = frozenset({"byline", "boilerplate"})


def introduced(
    paragraphs: Sequence[Paragraph], first: int, holders: Holders, hosts: Sequence[str]
) -> str | None:
    """The one person whom the paragraphs before the first question, or the title, introduce.

    first  the paragraph of the first turn
    hosts  authors and whom bylines name: they ask
    """
    lead = [i for i in range(first - 1, -1, -1) if paragraphs[i].role not in ASIDE]
    # "X answered our questions" before all others, then what stands nearest
    lead.sort(key=lambda i: not announces_interview(paragraphs[i].text))
    for before in lead:
        names = _guests((m.name for m in holders.roster.of(before)), hosts)
        if len(names) == 1:
            return names[0]
    title = holders.words.title
    titled = _guests((n for n in holders.roster.names() if n in title), hosts)
    if titled:
        return titled[0] if len(titled) == 1 else None
    return holders.guest_of_title()


def _guests(names: Iterable[str], hosts: Sequence[str]) -> list[str]:
    """Those with a full name who do not ask the questions."""
    full = (name for name in dict.fromkeys(names) if parse(name).given)
    return [name for name in full if not any(same_person(name, host) for host in hosts)]
