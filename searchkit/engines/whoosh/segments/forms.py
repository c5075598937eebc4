"""The lexicon of a field: which forms of words stand in it, and which of them share one list of postings.

Every token is found under three forms, which are entries of one sorted lexicon and cannot collide:

    f<folded>              quoted words, patterns, fuzzy words
    s<language>NUL<stem>   bare words, by the language that stems the document
    w<written>             =Words; left out where the word is written as it folds

Most classes of inflection hold one folded form, and many folded forms one written form (names): then the
postings are the same, and the entries share one list.  Most other lists are not stored but made when asked
for (`derivation`).
"""

from __future__ import annotations

from searchkit.analysis.stems import stem
from searchkit.engines.whoosh.files.strings import encode

FOLDED, STEM, WRITTEN = b"f", b"s", b"w"


def folded_key(folded: str) -> bytes:
    """Lexicon entry of a folded form."""
    return FOLDED + encode(folded)


def stem_key(folded: str, language: str) -> bytes:
    """Lexicon entry of the inflections of a word in a language that `stem_language` gives."""
    return stem_beginning(language) + encode(stem(folded, language))


def stem_beginning(language: str) -> bytes:
    """What the lexicon entries of all inflections in a language begin with."""
    return STEM + language.encode() + b"\0"


def written_key(written: str) -> bytes:
    """Lexicon entry of a written form that differs from its folded form."""
    return WRITTEN + encode(written)


def capitalised(folded: str) -> str:
    """A folded form with a capital: the one written form that a bit in the stream tells."""
    return folded[:1].upper() + folded[1:]
