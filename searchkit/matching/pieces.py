"""What stands between two spaces of a text, by one kind of forms: worked out once, for it comes again."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from operator import attrgetter
from sys import intern
from typing import NamedTuple, TypeAlias

from searchkit.analysis import Token, TokenKind, stem
from searchkit.analysis.tokens import ByChunk, tokenise

Place: TypeAlias = tuple[int, int]  # position and width of a token
Span: TypeAlias = tuple[int, int]  # characters [start, end)


class Piece(NamedTuple):
    """The tokens of a piece. Counted from its beginning."""

    forms: tuple[str, ...]  # of each token
    length: int  # positions
    places: tuple[Place, ...]  # of each token
    edges: tuple[Span, ...]  # of the word at each position


class Forms:
    """One kind of forms.

    pieces  tokens by piece
    single  by piece its form, if it is one word of one form, as nearly all are: the very object that `intern`
            gives, so that a form is looked for without touching the others; "" if it holds no word, else None
    """

    def __init__(self, form: Callable[[Token], str]) -> None:
        self._form = form
        self.pieces = ByChunk(self._piece)
        self.single = ByChunk(self._single)

    def _piece(self, text: str) -> Piece:
        tokens = tokenise(text)
        edges = tuple((t.start, t.end) for t in tokens if t.kind is TokenKind.WORD)
        places = tuple((t.position, t.width) for t in tokens)
        return Piece(tuple(map(self._form, tokens)), len(edges), places, edges)

    def _single(self, text: str) -> str | None:
        tokens = tokenise(text)
        if not tokens:
            return ""
        different = {(self._form(t), t.position, t.width) for t in tokens}
        return intern(different.pop()[0]) if len(different) == 1 else None


FOLDED = Forms(attrgetter("folded"))
WRITTEN = Forms(attrgetter("written"))


@cache
def stems(lang: str) -> Forms:
    """Stems in a language."""
    return Forms(lambda token: stem(token.folded, lang))
