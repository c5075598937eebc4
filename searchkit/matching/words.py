"""The words of one document, to be looked up by any of their forms."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Set
from functools import cache, cached_property
from itertools import accumulate, pairwise
from operator import attrgetter
from typing import TypeAlias

from searchkit.analysis import Token, TokenKind, stem
from searchkit.analysis.tokens import ByChunk, analyse_chunk, count, parts
from searchkit.query.nodes import Query
from searchkit.schema import Document, Speech

Place: TypeAlias = tuple[int, int]  # position and width of a token
Match: TypeAlias = tuple[int, ...]  # the positions covered, in order
Forms: TypeAlias = ByChunk[tuple[str, ...]]  # one form of every token of a chunk


@cache
def pattern(wild: str) -> Callable[[str], object]:
    """Test of a whole form against a pattern: `*` is any letters, also none; `?` is exactly one."""
    signs = (".*" if c == "*" else "." if c == "?" else re.escape(c) for c in re.sub(r"\*+", "*", wild))
    return re.compile("".join(signs), re.DOTALL).fullmatch


def _forms(form: Callable[[Token], str]) -> Forms:
    return ByChunk(lambda chunk: tuple(map(form, analyse_chunk(chunk)[0])))


FOLDED = _forms(attrgetter("folded"))
WRITTEN = _forms(attrgetter("written"))


@cache
def stems(lang: str) -> Forms:
    """Stems in a language."""
    return _forms(lambda token: stem(token.folded, lang))


class Words:
    """The tokens of one text field in one language, as the tokeniser gives them for each of its chunks."""

    def __init__(self, text: str, lang: str = "") -> None:
        self.lang = lang
        self._parts = parts(text)
        self._chunks = self._parts[1::2]

    def __len__(self) -> int:
        """Number of positions."""
        return self._firsts[-1]

    def forms(self, kind: Forms) -> set[str]:
        """All forms of a kind that stand there."""
        return set().union(*map(kind.__getitem__, self._chunks))

    def places(self, kind: Forms, wanted: Set[str]) -> list[Place]:
        """The places of the tokens with one of these forms, in order."""
        apart = wanted.isdisjoint
        numbers = [n for n, forms in enumerate(map(kind.__getitem__, self._chunks)) if not apart(forms)]
        places = [
            (self._firsts[n] + token.position, token.width)
            for n in numbers
            for token, form in zip(self._tokens(n), kind[self._chunks[n]], strict=True)
            if form in wanted
        ]
        return sorted(set(places)) if len(places) > 1 else places

    def characters(self, first: int, last: int) -> tuple[int, int]:
        """Characters [start, end) of the words at the positions [first, last]."""
        start, end = self._word(first)
        return start, end if first == last else self._word(last)[1]

    def inside(self, start: int, end: int) -> tuple[int, int]:
        """Positions [first, last) of the words that lie whole inside characters [start, end)."""
        starts, ends = self._edges
        first = bisect_left(starts, start)
        last = bisect_right(ends, end)
        return first, max(first, last)

    @cached_property
    def joints(self) -> list[int]:
        """The characters at which a word begins right where another one ends (Chinese, Thai)."""
        found: list[int] = []
        for number, offset in enumerate(self._offsets):
            words = [t for t in self._tokens(number) if t.kind is TokenKind.WORD]
            found += (offset + b.start for a, b in pairwise(words) if a.end == b.start)
        return found

    def _word(self, position: int) -> tuple[int, int]:
        """Characters [start, end) of the word at a position."""
        chunk = bisect_right(self._firsts, position) - 1
        offset, at = self._offsets[chunk], position - self._firsts[chunk]
        tokens = self._tokens(chunk)
        word = tokens[0]
        if len(tokens) > 1:
            word = next(t for t in tokens if t.position == at and t.kind is TokenKind.WORD)
        return offset + word.start, offset + word.end

    def _tokens(self, number: int) -> tuple[Token, ...]:
        """The tokens of a chunk."""
        return analyse_chunk(self._chunks[number])[0]

    @cached_property
    def _firsts(self) -> list[int]:
        """First position of each chunk, and behind the last one."""
        return list(accumulate(map(count, self._chunks), initial=0))

    @cached_property
    def _offsets(self) -> list[int]:
        """First character of each chunk."""
        return list(accumulate(map(len, self._parts)))[: len(self._parts) - 1 : 2]

    @cached_property
    def _edges(self) -> tuple[list[int], list[int]]:
        """First characters of all words, and where each ends."""
        words = [
            (offset + t.start, offset + t.end)
            for number, offset in enumerate(self._offsets)
            for t in self._tokens(number)
            if t.kind is TokenKind.WORD
        ]
        return [start for start, _ in words], [end for _, end in words]


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
