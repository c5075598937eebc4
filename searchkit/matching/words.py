"""The words of one document, to be looked up by any of their forms."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import cache, cached_property, lru_cache
from typing import TypeAlias

from searchkit.analysis import Token, TokenKind, stem, tokenise
from searchkit.query.nodes import Query
from searchkit.schema import Document, Speech

Place: TypeAlias = tuple[int, int]  # position and width of a token
Match: TypeAlias = tuple[int, ...]  # the positions covered, in order
Forms: TypeAlias = Mapping[str, list[Place]]


@cache
def pattern(wild: str) -> Callable[[str], object]:
    """Test of a whole form against a pattern: `*` is any letters, also none; `?` is exactly one."""
    parts = (".*" if c == "*" else "." if c == "?" else re.escape(c) for c in re.sub(r"\*+", "*", wild))
    return re.compile("".join(parts), re.DOTALL).fullmatch


_stem = lru_cache(maxsize=1 << 15)(stem)  # the words of one paragraph come again in the next


def _in_order(found: Mapping[str, list[Place]]) -> Forms:
    return {key: sorted(set(places)) if len(places) > 1 else places for key, places in found.items()}


class Words:
    """The tokens of one text field in one language."""

    def __init__(self, text: str, lang: str = "") -> None:
        self.lang = lang
        self.tokens = tokenise(text)

    @cached_property
    def words(self) -> list[Token]:
        """The token of kind WORD at each position."""
        return [t for t in self.tokens if t.kind is TokenKind.WORD]

    def __len__(self) -> int:
        """Number of positions."""
        return len(self.words)

    @cached_property
    def folded(self) -> Forms:
        """Folded form -> its places, in order."""
        return self._by(lambda t: t.folded)

    @cached_property
    def written(self) -> Forms:
        """Written form -> its places, in order."""
        return self._by(lambda t: t.written)

    @cached_property
    def stemmed(self) -> Forms:
        """Stem -> its places, in order."""
        merged: dict[str, list[Place]] = defaultdict(list)
        for form, places in self.folded.items():
            merged[_stem(form, self.lang)] += places
        return _in_order(merged)

    def _by(self, form: Callable[[Token], str]) -> Forms:
        found: dict[str, list[Place]] = defaultdict(list)
        for t in self.tokens:
            found[form(t)].append((t.position, t.width))
        return _in_order(found)

    def inside(self, start: int, end: int) -> tuple[int, int]:
        """Positions [first, last) of the words that lie whole inside characters [start, end)."""
        first = bisect_left(self.words, start, key=lambda t: t.start)
        last = bisect_right(self.words, end, key=lambda t: t.end)
        return first, max(first, last)


class Analysed:
    """A document with the words of its text fields, cut when first asked for."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.lang = next(iter(document.keywords("lang")), "")
        self.matches: dict[Query, set[Match]] = {}  # of leaves asked for so far
        self._words: dict[str, Words] = {}

    def words(self, field: str = "text") -> Words:
        """The words of a text field."""
        if field not in self._words:
            self._words[field] = Words(self.document.text(field), self.lang)
        return self._words[field]

    @cached_property
    def speech(self) -> list[tuple[int, int, str]]:
        """Positions [first, last) and speaker of every stretch of speech that holds a word."""
        spans: tuple[Speech, ...] = self.document.values.get("speech") or ()
        placed = ((*self.words().inside(s.start, s.end), s.speaker) for s in spans if s.kind != "author")
        return [p for p in placed if p[0] < p[1]]
