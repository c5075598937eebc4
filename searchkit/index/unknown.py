"""Why nothing was found: words and values that stand nowhere in the collection, and what is like them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence, Sized
from dataclasses import replace

from searchkit.analysis import query_words
from searchkit.engines.base import Reader
from searchkit.query import Note, rewrite, walk
from searchkit.query.nodes import Everything, Fuzzy, Not, Phrase, Query, Value, Wildcard, Word

_OFFERED = 3  # words a note names
_GUESSED = 20  # notes
_SAME_START = 2  # letters that a slip is taken to have right: they bound the words looked at


def notes(tree: Query, reader: Reader) -> tuple[Note, ...]:
    """A note for each word, pattern and value asked for that stands nowhere.

    For the first _GUESSED of them it offers others: to look for these takes longer than the search.
    """
    made: dict[str, Note] = {}
    wanted = rewrite(tree, lambda node: Everything() if isinstance(node, Not) else node)
    for leaf in dict.fromkeys(walk(wanted)):
        for note in _unknown(leaf, reader, made):
            made.setdefault(note.message, note)
    return tuple(made.values())


def _unknown(leaf: Query, reader: Reader, made: Sized) -> Iterator[Note]:
    """What of a leaf stands nowhere; `made` are the notes taken so far."""
    match leaf:
        case Word() | Phrase():
            for word in dict.fromkeys(_words(leaf)):
                if not reader.count(replace(leaf, text=word)):
                    near = suggestions(word, reader) if len(made) < _GUESSED and leaf.field == "text" else []
                    yield Note("unknown-word", f"{_holder(leaf)} holds “{word}”{_meant(near)}", *leaf.span)
        case Wildcard() | Fuzzy():
            if not reader.count(leaf):
                yield Note("unknown-word", f"{_holder(leaf)} holds a word like {leaf}", *leaf.span)
        case Value():
            if not reader.count(leaf):
                near = _values_like(leaf.value, reader.values(leaf.field)) if len(made) < _GUESSED else []
                yield Note("unknown-value", f"no paragraph has {leaf}{_meant(near)}", *leaf.span)


def _holder(leaf: Word | Phrase | Wildcard | Fuzzy) -> str:
    return "no paragraph" if leaf.field == "text" else f"no {leaf.field}"


def _meant(near: Sequence[str]) -> str:
    return f"; did you mean {' or '.join(near)} ?" if near else ""


def _values_like(value: str, values: Iterable[str]) -> list[str]:
    """Stored values most like one that nobody has, or that hold it."""
    by_folded = {stored.casefold(): stored for stored in values}
    asked = value.casefold()
    close = difflib.get_close_matches(asked, by_folded, n=_OFFERED, cutoff=0.7)
    close = close or sorted(folded for folded in by_folded if asked in folded)[:_OFFERED]
    return [by_folded[folded] for folded in close]


def _words(leaf: Word | Phrase) -> list[str]:
    """The words of a leaf, folded, as first read."""
    words = query_words(leaf.text, wildcards=isinstance(leaf, Phrase))
    return [slot.folded for word in words for slot in word.readings[0] if not slot.wild]


def suggestions(word: str, reader: Reader) -> list[str]:
    """Words of the collection that `word` may be a slip of, likest first, then commonest."""
    counts = dict(reader.words(word[:_SAME_START]))
    close = difflib.get_close_matches(word, counts, n=4 * _OFFERED, cutoff=0.75)
    ratio = difflib.SequenceMatcher(b=word, autojunk=False)

    def likeness(other: str) -> tuple[float, int]:
        ratio.set_seq1(other)
        return -round(ratio.ratio(), 1), -counts[other]

    return sorted((other for other in close if other != word), key=likeness)[:_OFFERED]
