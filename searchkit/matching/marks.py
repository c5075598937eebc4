"""Where the matches of a query stand, in characters: what a snippet marks."""

from __future__ import annotations

from typing import TypeAlias

from searchkit.matching.evaluate import evaluate
from searchkit.matching.leaves import leaf_row
from searchkit.matching.pieces import Span
from searchkit.matching.words import Analysed, spans
from searchkit.query.nodes import And, Or, Phrase, Query, Word

_Marked: TypeAlias = list[tuple[Query, list[Span]]] | None  # leaves, and where they match; None: not found


def marks(query: Query, document: Analysed, field: str) -> list[list[Span]]:
    """Characters of the matches in a field of each leaf that counts; one asked twice counts once.

    Of a leaf, those that overlap are one.  Leaves without a match there are left out; nothing is marked
    in a document that the query does not find.  It is what `evaluate` says, but words and rows of words,
    which most queries are made of, are marked without a set of positions for each match, and what is asked
    twice is looked for once.
    """
    found = _marked(query, document, field) or []
    return [characters for _, characters in found] if len(found) < 2 else list(dict(found).values())


def _marked(query: Query, document: Analysed, field: str) -> _Marked:
    match query:
        case Word() | Phrase() if (row := leaf_row(query, document.lang)) is not None:
            characters = document.words(query.field).characters_of(row)
            if not characters:
                return None
            return [(query, characters)] if query.field == field else []
        case And():
            found: list[tuple[Query, list[Span]]] = []
            for child in dict.fromkeys(query.children):
                leaves = _marked(child, document, field)
                if leaves is None:
                    return None
                found += leaves
            return found
        case Or():
            of_any = [_marked(child, document, field) for child in dict.fromkeys(query.children)]
            some = [leaves for leaves in of_any if leaves is not None]
            return [leaf for leaves in some for leaf in leaves] if some else None
    counting = evaluate(query, document)
    if counting is None:
        return None
    words = document.words(field)
    return [(leaf.leaf, words.characters(spans(leaf.matches))) for leaf in counting if leaf.field == field]
