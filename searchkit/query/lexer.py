"""Query string -> tokens, one at a place.

A token is a function of its place alone, so the parser may look ahead and may read a date where a date
is due.  All patterns are linear: each takes a character in one way only.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from searchkit.errors import QueryError
from searchkit.query.errors import shown, unknown_field
from searchkit.query.fields import field_names, find_field
from searchkit.schema import Schema

MAX_DISTANCE = 500  # words, of NEAR and of a phrase's slop
DEFAULT_DISTANCE = 10

WORD_OPERATORS = ("AND", "OR", "NOT")
NEAR_OPERATORS = ("NEAR", "PRE", "ADJ")

# Opening mark -> the marks that may close it.
MARKS = {'"': '"', "“": "”", "„": "“”", "«": "»", "”": "”", "»": "«"}
_MARK = "".join(MARKS)

# What is a field where an atom begins; 10:30 is a word.
FIELD = re.compile(r"([^\W\d][\w-]*):")

_RUN = re.compile(rf"(?:\\\S|[^\s()|{_MARK}\\&]|&(?!&))+")
_SPACE = re.compile(r"\s*")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_BEFORE_TILDE = re.compile(r"(?:\\.|[^\\~])*", re.DOTALL)
NEAR = re.compile(rf"({'|'.join(NEAR_OPERATORS)})(?:/(.*))?|([Ww])/([0-9]+)", re.DOTALL)
_QUOTED = r'"[^"]*"|“[^”]*”|„[^“”]*[“”]|«[^»]*»|”[^”]*”|»[^«]*«'
_DATE = re.compile(rf"(?:{_QUOTED}|[^\s()|{_MARK}])+")
_RANGE = re.compile(rf"[\[{{](?:{_QUOTED}|[^\]}}{_MARK}])*[\]}}]")


class TokenKind(StrEnum):
    """What a token is."""

    END = "end"
    OPEN = "("
    CLOSE = ")"
    AND = "and"
    OR = "or"
    NOT = "not"
    PLUS = "+"
    NEAR = "near"
    EXACT = "="
    FIELD = "field"
    WORD = "word"
    PHRASE = "phrase"
    BRACKET = "bracket"  # [ ] { }: part of a range, or astray
    DATES = "dates"  # only from `dates_at`


_SIGNS = {
    "(": TokenKind.OPEN,
    ")": TokenKind.CLOSE,
    "|": TokenKind.OR,
    "-": TokenKind.NOT,
    "!": TokenKind.NOT,
    "+": TokenKind.PLUS,
    "=": TokenKind.EXACT,
    **dict.fromkeys("[]{}", TokenKind.BRACKET),
}


class Token(NamedTuple):
    """Characters [start, end) of the query.

    text     as typed; of a phrase what stands between the marks, of a word what stands before `~`;
             of a field its name
    suffix   what stands behind `~`, None without one
    distance words, of a NEAR
    """

    kind: TokenKind
    start: int
    end: int
    text: str = ""
    suffix: str | None = None
    distance: int = 0


def literal(text: str) -> str:
    """What was typed, with its escapes resolved: every character stands for itself."""
    return _ESCAPED.sub(r"\1", text)


def pattern(text: str) -> str:
    """The same where `*` and `?` are wildcards; an escaped one becomes a space (see nodes.Phrase)."""
    return _ESCAPED.sub(lambda m: " " if m[1] in "*?" else m[1], text)


def has_wildcard(text: str) -> bool:
    """Whether an unescaped `*` or `?` stands in it."""
    bare = _ESCAPED.sub("", text)
    return "*" in bare or "?" in bare


def is_operator(word: str) -> bool:
    """Whether a word as typed is AND, OR, NOT, or NEAR of any kind."""
    return word in WORD_OPERATORS or NEAR.fullmatch(word) is not None


class Lexer:
    """The tokens of one query."""

    def __init__(self, text: str, schema: Schema) -> None:
        self.text = text
        self._schema = schema

    def token_at(self, place: int) -> Token:
        """The token that begins at or after `place`."""
        space = _SPACE.match(self.text, place)
        start = space.end() if space else place
        if start == len(self.text):
            return Token(TokenKind.END, start, start)
        ch = self.text[start]
        if ch in MARKS:
            return self._phrase(start)
        sign = self._sign(start, ch)
        return sign or self._run(start)

    def dates_at(self, start: int) -> Token:
        """The date or range of dates that begins at `start`."""
        if self.text[start] in "[{":
            m = _RANGE.match(self.text, start)
            if m is None:
                raise QueryError(
                    "open-range",
                    f"this “{self.text[start]}” is never closed",
                    start,
                    start + 1,
                    "write date:[2021-01 TO 2021-06]; ] includes the end, } leaves it out",
                )
            behind = _RUN.match(self.text, m.end())
            if behind is not None:
                raise QueryError(
                    "bad-range",
                    f"{shown(behind.group())} stands right behind the range",
                    *behind.span(),
                    "put a space between them",
                )
        else:
            m = _DATE.match(self.text, start)
            if m is None:
                return self._phrase(start)  # only an unclosed mark brings us here: it is refused there
        return Token(TokenKind.DATES, *m.span(), m.group())

    def _sign(self, start: int, ch: str) -> Token | None:
        pair = self.text[start : start + 2]
        if pair in ("||", "&&"):
            kind = TokenKind.OR if pair == "||" else TokenKind.AND
            return Token(kind, start, start + 2, pair)
        return Token(_SIGNS[ch], start, start + 1, ch) if ch in _SIGNS else None

    def _phrase(self, start: int) -> Token:
        closing = MARKS[self.text[start]]
        m = re.compile(rf"(?:\\.|[^\\{closing}])*", re.DOTALL).match(self.text, start + 1)
        end = m.end() if m else start
        if end >= len(self.text) or self.text[end] not in closing:
            raise QueryError(
                "open-quote",
                "this quotation mark is never closed",
                start,
                start + 1,
                f'add the closing {closing[-1]} , or write \\" for a literal mark',
            )
        inside = self.text[start + 1 : end]
        self._check_escapes(start + 1, inside)
        suffix = None
        end += 1
        if self.text.startswith("~", end):
            behind = _RUN.match(self.text, end)
            stop = behind.end() if behind else end + 1
            suffix, end = self.text[end + 1 : stop], stop
        return Token(TokenKind.PHRASE, start, end, inside, suffix)

    def _check_escapes(self, start: int, text: str) -> None:
        for m in _ESCAPED.finditer(text):
            if m[1].isspace():
                raise dangling_escape(start + m.start())

    def _run(self, start: int) -> Token:
        """A word, or an operator or field written with letters."""
        m = _RUN.match(self.text, start)
        if m is None or self.text.startswith("\\", m.end()):
            raise dangling_escape(m.end() if m else start)
        raw, end = m.group(), m.end()
        return self._operator(raw, start, end) or self._field(raw, start) or _word(raw, start, end)

    def _operator(self, raw: str, start: int, end: int) -> Token | None:
        if raw in WORD_OPERATORS:
            return Token(TokenKind(raw.lower()), start, end, raw)
        m = NEAR.fullmatch(raw)
        if m is None:
            return None
        digits = m[4] or m[2]
        distance = DEFAULT_DISTANCE if digits is None else read_distance(digits)
        if not 1 <= distance <= MAX_DISTANCE:
            at = start + raw.index("/") + 1
            raise bad_distance(min(at, end - 1), end)  # without a number, the stroke
        return Token(TokenKind.NEAR, start, end, raw, distance=distance)

    def _field(self, raw: str, start: int) -> Token | None:
        m = FIELD.match(raw)
        if m is None:
            return None
        if find_field(m[1], self._schema) is None:
            raise unknown_field(m[1], raw, start, field_names(self._schema))
        return Token(TokenKind.FIELD, start, start + m.end(), m[1])


def _word(raw: str, start: int, end: int) -> Token:
    m = _BEFORE_TILDE.match(raw)
    head = m.group() if m else raw
    suffix = raw[len(head) + 1 :] if len(head) < len(raw) else None
    return Token(TokenKind.WORD, start, end, head, suffix)


def read_distance(digits: str) -> int:
    """A distance as typed; -1 if it is no number."""
    return int(digits) if re.fullmatch("[0-9]{1,9}", digits) else -1


def bad_distance(start: int, end: int, least: int = 1) -> QueryError:
    """The refusal of a distance out of bounds."""
    message = f"the distance must be {least} to {MAX_DISTANCE} words"
    return QueryError("bad-distance", message, start, end, 'as in tax NEAR/5 cut or "tax cut"~5')


def dangling_escape(place: int) -> QueryError:
    """The refusal of a backslash before a space or at the end."""
    return QueryError(
        "dangling-escape",
        "a backslash with nothing after it",
        place,
        place + 1,
        "for a backslash write \\\\ ; for words with a space use quotes",
    )
