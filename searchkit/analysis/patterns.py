"""Query words read by the tokeniser: what one typed word or phrase asks for, slot by slot."""

from __future__ import annotations

from typing import NamedTuple

from searchkit.analysis.tokens import tokenise
from searchkit.analysis.words import Token, TokenKind, analyse


class Slot(NamedTuple):
    """One position asked for. With `wild`, `folded` is a pattern of `*` and `?`."""

    written: str
    folded: str
    wild: bool = False


class QueryWord(NamedTuple):
    """One word as typed and its readings, each a row of slots at successive positions.

    Most words have one reading of one slot.  A hyphenated one has two: its parts, and joined.  A word of
    an unspaced script has one reading of several slots.
    """

    readings: tuple[tuple[Slot, ...], ...]


def query_words(text: str, *, wildcards: bool = False) -> tuple[QueryWord, ...]:
    """The words of a query leaf in order; empty where there is nothing to search for.

    With `wildcards`, `*` and `?` stand for letters; otherwise they separate words as in any text.
    """
    words: list[QueryWord] = []
    for piece in text.split() if wildcards else [text]:
        wild = wildcards and ("*" in piece or "?" in piece)
        tokens = list(analyse(piece, wildcards=True)[0]) if wild else tokenise(piece)
        words.extend(_group(tokens))
    return tuple(words)


def _slot(token: Token) -> Slot:
    return Slot(token.written, token.folded, "*" in token.folded or "?" in token.folded)


def _group(tokens: list[Token]) -> list[QueryWord]:
    """Tokens of a text -> words: those that a joined token spans belong together."""
    asked = [t for t in tokens if t.kind is TokenKind.WORD]
    joined = {t.position: t for t in tokens if t.kind is TokenKind.JOINED}
    words: list[QueryWord] = []
    i = 0
    while i < len(asked):
        whole = joined.get(asked[i].position)
        count = whole.width if whole else 1
        parts = tuple(_slot(t) for t in asked[i : i + count])
        words.append(QueryWord((parts, (_slot(whole),)) if whole else (parts,)))
        i += count
    return words
