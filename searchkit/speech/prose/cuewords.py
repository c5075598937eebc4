"""Words that show a source by rule: verbs of saying, and those of "according to" and of "a saying by".

Most sentences have none.  The words of an article are in its tokens already, each looked up in lower case
once a process: so a paragraph is asked for cue words there, and read for the few that it has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from searchkit.patterns import lazy
from searchkit.speech.lexicon import SAID_WORDS
from searchkit.speech.people.tokens import Tokens

_SAYINGS = frozenset(
    "saying words phrase quote dictum statement слова фраза worte wort palabras frase mots".split()
)
SAYING = lazy(rf"\b(?:{'|'.join(sorted(_SAYINGS))})\s+(?:by|of|from|von|de|d['’])\s+", re.IGNORECASE)
# One of these stands in whatever `lexicon.ACCORDING` matches.
_ACCORDING = frozenset(
    """
    according words opinion view словам мнению согласно словами думку відповідно angaben worten ansicht laut
    según acuerdo juicio selon d'après d’après
    """.split()
)
_ALL = SAID_WORDS | _SAYINGS | _ACCORDING
# A word from its first letter to its last: `offices.WORD`, where it does not begin inside another one.
_WHOLE = lazy(r"(?<![^\W\d_])(?<![^\W\d_]['’-])[^\W\d_]+(?:['’-][^\W\d_]+)*")


class CueWord(NamedTuple):
    """A word as printed at [start, end) of its paragraph, and what it may show."""

    start: int
    end: int
    printed: str

    @property
    def is_said(self) -> bool:
        """Whether it is a verb of saying."""
        return self.printed.lower() in SAID_WORDS

    @property
    def is_saying(self) -> bool:
        """Whether it may begin what `SAYING` matches."""
        return self.printed.lower() in _SAYINGS

    @property
    def is_according(self) -> bool:
        """Whether it may stand in what `lexicon.ACCORDING` matches."""
        return self.printed.lower() in _ACCORDING


def find(masked: str, paragraph: int, tokens: Tokens) -> list[CueWord]:
    """The cue words of a paragraph in order; `masked` is its text without what is quoted."""
    first, last = tokens.bounds[paragraph : paragraph + 2]
    lowered, words = tokens.table.lowered, tokens.table.words
    own = tokens.ids[first:last]
    seen = [lowered[number] for number in own]
    known = _ALL.intersection(seen)
    printed = (
        {words[number] for number, word in zip(own, seen, strict=True) if word in known} if known else set()
    )
    if masked.count(".") > masked.count(". ") + masked.endswith("."):
        # "said.Varga": one token where the space behind a full stop is missing
        several = " ".join([words[number] for number in own if "." in words[number]])
        printed.update(word for word in several.replace(".", " ").split() if word.lower() in _ALL)
    return sorted(found for word in printed for found in _places(masked, word))


def _places(masked: str, word: str) -> Iterator[CueWord]:
    at = masked.find(word)
    while at >= 0:
        end = at + len(word)
        whole = _WHOLE.match(masked, at)
        if whole and whole.end() == end:
            yield CueWord(at, end, word)
        at = masked.find(word, end)
