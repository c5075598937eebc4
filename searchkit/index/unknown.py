"""Why nothing was found: words of a query that stand nowhere in the collection, and what is like them."""

from __future__ import annotations

import difflib
from dataclasses import replace

from searchkit.analysis import query_words
from searchkit.engines.base import Reader
from searchkit.query import Note, rewrite, walk
from searchkit.query.nodes import Everything, Not, Phrase, Query, Word

_OFFERED = 3  # words a note names
_SAME_START = 2  # letters that a slip is taken to have right: they bound the words looked at


def notes(tree: Query, reader: Reader) -> tuple[Note, ...]:
    """A note for each word asked for that no paragraph holds. Patterns are left out."""
    made: dict[str, Note] = {}
    wanted = rewrite(tree, lambda node: Everything() if isinstance(node, Not) else node)
    for leaf in walk(wanted):
        if isinstance(leaf, Word | Phrase) and leaf.field == "text":
            for word in _words(leaf):
                if word not in made and not reader.count(replace(leaf, text=word)):
                    made[word] = Note("unknown-word", _message(word, reader), *leaf.span)
    return tuple(made.values())


def _words(leaf: Word | Phrase) -> list[str]:
    """The words of a leaf, folded, as first read."""
    words = query_words(leaf.text, wildcards=isinstance(leaf, Phrase))
    return [slot.folded for word in words for slot in word.readings[0] if not slot.wild]


def _message(word: str, reader: Reader) -> str:
    near = suggestions(word, reader)
    return f"no paragraph holds “{word}”" + (f"; did you mean {' or '.join(near)} ?" if near else "")


def suggestions(word: str, reader: Reader) -> list[str]:
    """Words of the collection that `word` may be a slip of, likest first, then commonest."""
    counts = dict(reader.words(word[:_SAME_START]))
    close = difflib.get_close_matches(word, counts, n=4 * _OFFERED, cutoff=0.75)
    ratio = difflib.SequenceMatcher(b=word, autojunk=False)

    def likeness(other: str) -> tuple[float, int]:
        ratio.set_seq1(other)
        return -round(ratio.ratio(), 1), -counts[other]

    return sorted((other for other in close if other != word), key=likeness)[:_OFFERED]
