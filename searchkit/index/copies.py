"""Articles with the same text: the same interview under two ids is counted twice, and the answer says so.

Told by a hash of the words, so a copy is found whatever format, title or metadata it comes with; one that
was cut or edited is not, nor are a few words that two people may say.  Both stay: which of them to leave
out, only the user knows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from searchkit.query import Note
from searchkit.query.nodes import And, Name, Query
from searchkit.query.rewrite import joined

if TYPE_CHECKING:
    from searchkit.documents import Origin

Copies = tuple[tuple[str, ...], ...]  # ids of the articles of one text, sorted; two and more

_LISTED = 3  # texts a note names


def among(origins: Iterable[Origin]) -> Copies:
    """The articles that share a text."""
    by_text: dict[str, list[str]] = defaultdict(list)
    for origin in origins:
        by_text[origin.text].append(origin.article)
    return tuple(sorted(tuple(sorted(ids)) for ids in by_text.values() if len(ids) > 1))


def number(copies: Copies) -> int:
    """How many articles only repeat another."""
    return sum(len(ids) - 1 for ids in copies)


def notes(
    tree: Query, total: int, copies: Copies, counts: Callable[[Query, str], Mapping[str, int]]
) -> tuple[Note, ...]:
    """A note where a bound tree that finds `total` paragraphs finds some of them in several copies."""
    if not copies or total < 2:
        return ()
    ids = tuple(id for group in copies for id in group)
    inside = joined(And, [tree, Name("article", "", ids)], tree.span)
    found = counts(inside, "article")
    groups = [[id for id in group if found.get(id)] for group in copies]
    again = sum(_again([found[id] for id in group]) for group in groups)
    if not again:
        return ()
    meant = [group for group in groups if len(group) > 1]
    return (Note("copies", _message(again, total, meant), *tree.span),)


def _again(numbers: Sequence[int]) -> int:
    """Paragraphs counted more than once, of those found in each article of one text."""
    return sum(numbers) - max(numbers, default=0)


def _message(again: int, total: int, groups: Sequence[Sequence[str]]) -> str:
    listed = "; ".join(" = ".join(group) for group in groups[:_LISTED])
    more = f" and {len(groups) - _LISTED:,} more texts" if len(groups) > _LISTED else ""
    verb = "is" if again == 1 else "are"
    what = f"{again:,} of the {total:,} paragraphs {verb} counted again, in another article of the same text"
    return f"{what}: {listed}{more}"
