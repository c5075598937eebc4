"""What of a query could surprise, as notes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from searchkit.query.errors import shown
from searchkit.query.fields import QueryField, Takes
from searchkit.query.leaves import DEFAULT_FUZZY
from searchkit.query.lexer import Token, TokenKind, is_operator
from searchkit.query.nodes import Fuzzy, Phrase, Query
from searchkit.query.notes import Note

_QUESTION = re.compile(r"(?<!\\)\?(?=\s|$)")
_BOOST = re.compile(r"\^[0-9.]+$")
_TILDE = re.compile(r"\w~[0-9]")
_RANGE_WORDS = ("to", "until")  # between two dates, in small letters
_NEXT_NAME = re.compile(r"\s+([^\W\d_][\w'’-]*\.?)(/\S*)?")


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
    if token.kind is TokenKind.WORD and _means_operator(token.text):
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


def _means_operator(word: str) -> bool:
    """`or`, `Near/5`; but `pre/post` is a word."""
    _, _, distance = word.partition("/")
    return is_operator(word.upper()) and (not distance or distance.isdecimal())


def of_condition(token: Token, text: str, field: QueryField) -> Iterator[Note]:
    """`speaker:Anna Varga`: only the first word belongs to the field."""
    if field.takes is not Takes.NAME or token.kind is not TokenKind.WORD:
        return
    behind = list(_names_behind(text, token.end))
    if behind and token.text[0].isupper():
        name = " ".join([token.text, *(match[1] for match in behind)])
        remedy = f'for the whole name write {field.typed}:"{name}"'
        message = f"{shown(token.text)} is a name by itself here; {remedy}"
        yield Note("bare-name", message, token.start, behind[-1].end(1))


def _names_behind(text: str, place: int) -> Iterator[re.Match[str]]:
    """The word that may go on a name, with the initials before it."""
    while match := _NEXT_NAME.match(text, place):
        if not match[1][0].isupper() or is_operator(match[0].strip()):
            return
        yield match
        if len(match[1].rstrip(".")) > 1:
            return
        place = match.end()


def joins(token: Token, dated: bool) -> bool:
    """Whether it stands between two values of one field (`dated`: two dates) in what people type."""
    return token.kind in (TokenKind.OR, TokenKind.AND) or (dated and _means_range(token))


def _means_range(token: Token) -> bool:
    return token.kind is TokenKind.WORD and token.text in _RANGE_WORDS


def beside_date(field: QueryField, value: str, joiner: Token, word: Token, typed: str, longer: str) -> Note:
    """`date:2021 OR 2022`, `date:2021 to 2022`, `date:2021 Sept`: only the first belongs to the field.

    `value` is the field's, `typed` the word behind it, `joiner` what joins them (the word where nothing
    does), `longer` the date of several words that they make, "" where the word is a date by itself.
    """
    if longer:
        remedy = f'quote a date of several words: {field.typed}:"{longer}"'
    elif _means_range(joiner):
        remedy = f"a range is written with two dots: date:{value}..{typed}"
    elif field.takes is Takes.DATES:
        remedy = f"for either date write {field.typed}:({value} OR {typed})"
    else:
        remedy = f"a date needs its field: date:{typed}"
    return Note("bare-date", f"{shown(typed)} is looked for in the text; {remedy}", word.start, word.end)


def beside_value(field: QueryField, value: str, joiner: Token, word: Token, typed: str) -> Iterator[Note]:
    """`speaker:varga OR lunt`, `said:collective security`: only the first belongs to the field."""
    place = (word.start, word.end)
    if joiner.kind is TokenKind.OR:
        remedy = f"for either in “{field.typed}:” write {field.typed}:({value} OR {typed})"
        yield Note("bare-alternative", f"{shown(typed)} is looked for in the text; {remedy}", *place)
    elif field.takes is Takes.SPEECH and joiner is word and word.kind is TokenKind.WORD:
        remedy = f"for both in speech write {field.typed}:({value} {typed})"
        yield Note("bare-speech", f"{shown(typed)} is looked for in all of the text; {remedy}", *place)


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
