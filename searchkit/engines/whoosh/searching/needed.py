"""In which rows words can be near each other: those that hold every word as often as the query asks for it.

Placing words far apart from each other costs as many steps as there are ways to do it; so rows in which
there can be none are left out first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from searchkit.engines.whoosh.arrays import Ints
from searchkit.engines.whoosh.searching.expansion import Resolve
from searchkit.engines.whoosh.segments.postings import Postings
from searchkit.engines.whoosh.segments.textfield import TextField
from searchkit.matching import leaf_words
from searchkit.query.nodes import Fuzzy, Near, Phrase, Query, Said, Wildcard, Word

_FEWER = 4  # rows are worth choosing if there are so many times fewer of them than of the commonest word


def rows_with_all(query: Query, text: TextField, resolve: Resolve) -> Ints | None:
    """Rows outside which a leaf has no match; None where there is no use in choosing them."""
    if isinstance(query, Said):
        return rows_with_all(query.child, text, resolve)
    if not (isinstance(query, Near) or (isinstance(query, Phrase) and query.slop)):
        return None
    wanted = Counter(map(text.parent, _lists(query, text.name, resolve)))
    if len(wanted) < 2 and max(wanted.values(), default=1) < 2:
        return None
    postings = sorted((Postings(text.lists, number) for number in wanted), key=lambda p: p.df)
    rows = postings[0].rows()
    for own in postings:
        rows, places = own.among(rows)
        if wanted[own.number] > 1:  # its tokens may not share a position
            rows = rows[own.frequencies(rows, own.codes.take(places)) >= wanted[own.number]]
    few = len(rows) * _FEWER < postings[-1].df or max(wanted.values()) > 1
    return rows if few else None


def _lists(query: Query, field: str, resolve: Resolve) -> Iterator[int]:
    """The lists of which every match holds a token, each as often as it does."""
    match query:
        case Near():
            yield from _lists(query.left, field, resolve)
            if not query.negated:
                yield from _lists(query.right, field, resolve)
        case Said():
            yield from _lists(query.child, field, resolve)
        case Word() | Wildcard() | Fuzzy() | Phrase() if query.field == field:
            for word in leaf_words(query):
                if len(word.readings) == 1:
                    for slot in word.readings[0]:
                        lists = resolve(query, slot).lists
                        if len(lists) == 1:
                            yield lists[0]
