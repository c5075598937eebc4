"""What of a query could surprise, as notes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from searchkit.query.errors import shown
from searchkit.query.fields import QueryField, Takes
from searchkit.query.leaves import DEFAULT_FUZZY
from searchkit.query.lexer import Token, TokenKind
from searchkit.query.nodes import Fuzzy, Phrase, Query
from searchkit.query.notes import Note

_LOWERCASE = re.compile(r"(?:and|or|not)|(?:near|pre|adj)(?:/[0-9]+)?", re.IGNORECASE)
_QUESTION = re.compile(r"(?<!\\)\?(?=\s|$)")
_BOOST = re.compile(r"\^[0-9.]+$")
_TILDE = re.compile(r"\w~[0-9]")
_SECOND_NAME = re.compile(r"\s+(?!(?:AND|OR|NOT|NEAR|PRE|ADJ|W)\b)([^\W\d_][\w'’-]*)")


def mixed_and_or(span: tuple[int, int]) -> Note:
    """AND and OR without brackets."""
    message = "AND binds before OR; brackets say what belongs together"
    return Note("mixed-and-or", message, *span)


def plus_beside_or(plus: Token) -> Note:
    """`+tax OR levy`."""
    message = "“+” demands nothing beside OR; write AND for what must be there"
    return Note("plus-beside-or", message, plus.start, plus.end)


def adjacent(operator: Token) -> Note:
    """ADJ, which other systems understand in several ways."""
    message = f"“{operator.text}” is PRE/{operator.distance}: in this order"
    return Note("adjacent", message, operator.start, operator.end)


def of_text(token: Token, leaf: Query) -> Iterator[Note]:
    """Notes on one word or phrase."""
    place = (token.start, token.end)
    if token.kind is TokenKind.WORD and _LOWERCASE.fullmatch(token.text):
        message = f"{shown(token.text)} is searched as a word; operators are written in capitals"
        yield Note("lowercase-operator", message, *place)
    if _QUESTION.search(token.text):
        message = "“?” stands for one letter; for a question mark itself write \\?"
        yield Note("question-mark", message, *place)
    if isinstance(leaf, Fuzzy) and not token.suffix:
        message = f"“~” alone is ~{DEFAULT_FUZZY}: so many letters off"
        yield Note("fuzzy-default", message, *place)
    if isinstance(leaf, Phrase) and leaf.slop and " " not in leaf.text:
        message = f"one word has nothing to move; for other spellings write {leaf.text}~1"
        yield Note("slop-of-one-word", message, *place)
    if token.kind is TokenKind.PHRASE and _TILDE.search(token.text):
        message = "“~” inside quotation marks is no operator; it stands behind them"
        yield Note("tilde-in-phrase", message, *place)
    if token.kind is TokenKind.WORD and _BOOST.search(token.text):
        yield Note("no-boost", "“^” weighs nothing here; it is part of the word", *place)


def of_condition(token: Token, text: str, field: QueryField) -> Iterator[Note]:
    """`speaker:Anna Varga`: only the first word belongs to the field."""
    if field.takes is not Takes.NAME or token.kind is not TokenKind.WORD:
        return
    second = _SECOND_NAME.match(text, token.end)
    if second is not None and token.text[0].isupper() and second[1][0].isupper():
        message = (
            f"{shown(token.text)} is a name by itself here; "
            f'for the whole name write {field.typed}:"{token.text} {second[1]}"'
        )
        yield Note("bare-name", message, token.start, second.end())


class Apostrophes:
    """Sees single marks round words: 'prime minister' is two words, not a phrase."""

    def __init__(self) -> None:
        self._opening: Token | None = None

    def see(self, token: Token) -> Iterator[Note]:
        """Take the next word; a note where it closes what an earlier one opened."""
        if token.kind is not TokenKind.WORD:
            return
        if token.text[0] in "'‘" and self._opening is None:
            self._opening = token
        if self._opening is not None and len(token.text) > 1 and token.text[-1] in "'’":
            message = 'single marks make no phrase; for the words as they stand write "…"'
            yield Note("single-marks", message, self._opening.start, token.end)
            self._opening = None
