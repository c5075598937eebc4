"""Tokens -> tree: recursive descent over the grammar of the query language.

    query = or          or  = and { ("OR" | "|" | "||") and }
    and   = near { ["AND" | "&&"] near }
    near  = not { ["NOT"] nearop not }
    not   = ("NOT" | "-" | "!") not | "+" not | atom
    atom  = "(" or ")" | field atom | ["="] leaf

Depth is bounded, so recursion is; every method reads on from `self._place`.
"""

from __future__ import annotations

import re
from dataclasses import replace

from searchkit.errors import QueryError
from searchkit.query import proximity, refusals, surprises
from searchkit.query.dateranges import DateReader
from searchkit.query.fields import QueryField, Takes, find_field
from searchkit.query.leaves import condition_leaf, text_leaf
from searchkit.query.lexer import Lexer, Token, TokenKind
from searchkit.query.nodes import And, Near, Not, Or, Query
from searchkit.query.notes import Note
from searchkit.query.rewrite import joined, spread_said
from searchkit.schema import Schema

MAX_LEAVES = 500
MAX_DEPTH = 40

_OPERAND_STARTS = frozenset(
    {
        TokenKind.OPEN,
        TokenKind.NOT,
        TokenKind.PLUS,
        TokenKind.EXACT,
        TokenKind.FIELD,
        TokenKind.WORD,
        TokenKind.PHRASE,
        TokenKind.BRACKET,
    }
)
_VALUE_STARTS = _OPERAND_STARTS - {TokenKind.NOT, TokenKind.PLUS}
_DATE_STARTS = frozenset({TokenKind.WORD, TokenKind.PHRASE, TokenKind.BRACKET, TokenKind.EXACT})
_VALUES = (Takes.NAME, Takes.VALUE)
_DATED = (Takes.DATES, Takes.BOUND)
_DAYS_AGO = re.compile(r"-[0-9]+[dwmyDWMY]")


class Parser:
    """Reads one query; `notes` holds what could surprise."""

    def __init__(self, text: str, schema: Schema, dates: DateReader, *, strict: bool) -> None:
        self.notes: list[Note] = []
        self._text = text
        self._lexer = Lexer(text, schema)
        self._schema = schema
        self._dates = dates
        self._strict = strict
        self._place = 0
        self._last: Token | None = None
        self._field: QueryField | None = None
        self._depth = 0
        self._leaves = 0
        self._pluses: list[Token] = []
        self._apostrophe = surprises.Apostrophes()

    def parse(self) -> Query:
        """The tree of the whole query. Raises QueryError."""
        tree = self._or()
        token = self._peek()
        if token.kind is TokenKind.CLOSE:
            raise refusals.extra_close(token)
        return tree

    # Tokens

    def _peek(self) -> Token:
        return self._lexer.token_at(self._place)

    def _take(self) -> Token:
        token = self._peek()
        self._place, self._last = token.end, token
        return token

    def _glued(self) -> bool:
        """Whether something stands right here, without a space."""
        return self._place < len(self._text) and not self._text[self._place].isspace()

    def _deepen(self, token: Token) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise refusals.too_deep(token, MAX_DEPTH)

    # Operators

    def _or(self) -> Query:
        outer, self._pluses = self._pluses, []
        start = self._peek().start
        operands, mixed = [], False
        while True:
            operand, several = self._and()
            operands.append(operand)
            mixed = mixed or several
            if self._peek().kind is not TokenKind.OR:
                break
            self._take()
        span = (start, self._place)
        if len(operands) > 1:
            self.notes.extend(surprises.plus_beside_or(plus) for plus in self._pluses)
            if mixed:
                self._note_mixed(span)
        self._pluses = outer
        return joined(Or, operands, span)

    def _note_mixed(self, span: tuple[int, int]) -> None:
        note = surprises.mixed_and_or(span)
        if self._strict:
            hint = "put brackets round what belongs together"
            raise QueryError(note.code, note.message, *span, hint)
        self.notes.append(note)

    def _and(self) -> tuple[Query, bool]:
        """The tree, and whether it has several members without brackets round them."""
        start = self._peek().start
        members = [self._near()]
        while True:
            kind = self._peek().kind
            if kind is TokenKind.AND:
                self._take()
            elif kind not in _OPERAND_STARTS:
                break
            self._check_no_to()
            members.append(self._near())
        return joined(And, members, (start, self._place)), len(members) > 1

    def _check_no_to(self) -> None:
        """`date:2021 TO 2022` would otherwise look for the word."""
        token = self._peek()
        after_dates = self._last is not None and self._last.kind is TokenKind.DATES
        if after_dates and token.kind is TokenKind.WORD and token.text == "TO":
            raise refusals.stray_range(token)

    def _near(self) -> Query:
        start = self._peek().start
        left = self._not()
        while operator := self._near_operator():
            negated = self._peek().kind is TokenKind.NOT
            self._place, self._last = operator.end, operator
            right = self._not()
            ordered = operator.text.startswith(("PRE", "ADJ"))
            if operator.text.startswith("ADJ"):
                self.notes.append(surprises.adjacent(operator))
            span = (start, self._place)
            left = Near(left, right, operator.distance, ordered, negated, span)
            proximity.check(left, operator, MAX_DEPTH)
        return left

    def _near_operator(self) -> Token | None:
        token = self._peek()
        if token.kind is TokenKind.NOT and token.text == "NOT":
            token = self._lexer.token_at(token.end)
        return token if token.kind is TokenKind.NEAR else None

    def _not(self) -> Query:
        token = self._peek()
        if token.kind not in (TokenKind.NOT, TokenKind.PLUS) or self._days_ago(token):
            return self._atom()
        self._take()
        if token.text != "NOT" and not self._glued():
            raise refusals.loose_sign(token)
        self._deepen(token)
        if token.kind is TokenKind.PLUS:
            self._pluses.append(token)
            operand = self._not()
        else:
            operand = Not(self._not(), (token.start, self._place))
        self._depth -= 1
        return replace(operand, span=(token.start, self._place))

    # Atoms

    def _atom(self) -> Query:
        before, token = self._last, self._peek()
        if self._dates_due() and (token.kind in _DATE_STARTS or self._days_ago(token)):
            return self._date(token.start)
        self._take()
        match token.kind:
            case TokenKind.OPEN:
                return self._group(token)
            case TokenKind.FIELD:
                return self._fielded(token)
            case TokenKind.EXACT:
                return self._exactly(token)
            case TokenKind.WORD | TokenKind.PHRASE:
                return self._leaf(token)
            case TokenKind.BRACKET:
                raise refusals.stray_range(token)
        raise refusals.nothing_there(token, before)

    def _group(self, opening: Token) -> Query:
        self._deepen(opening)
        if self._peek().kind is TokenKind.END:
            raise refusals.open_paren(opening)
        tree = self._or()
        if self._take().kind is not TokenKind.CLOSE:
            raise refusals.open_paren(opening)
        self._depth -= 1
        return replace(tree, span=(opening.start, self._place))

    def _fielded(self, token: Token) -> Query:
        field = find_field(token.text, self._schema)
        if field is None:  # the lexer gives known fields only
            raise AssertionError(token)
        if self._field is not None:
            raise refusals.nested_field(token, self._field)
        self._check_value_follows(token, field)
        self._field = field
        start, grouped = self._place, self._peek().kind is TokenKind.OPEN
        tree = self._date(start) if self._dates_due() and not grouped else self._atom()
        self._field = None
        if not grouped:
            self._see_neighbour(field, start)
        if field.takes is Takes.SPEECH:
            tree = spread_said(tree)
        return replace(tree, span=(token.start, self._place))

    def _see_neighbour(self, field: QueryField, start: int) -> None:
        """A note where the word behind a field's value looks as if it were meant for the field too."""
        dated, joiner = field.takes in _DATED, self._peek()
        word = self._lexer.token_at(joiner.end) if surprises.joins(joiner, dated) else joiner
        if word.kind not in (TokenKind.WORD, TokenKind.PHRASE):
            return
        value, typed = self._text[start : self._place], self._text[word.start : word.end]
        if not dated:
            self.notes.extend(surprises.beside_value(field, value, joiner, word, typed))
        elif (longer := self._dates.longer(value, self._text[self._place :])) or self._dates.reads(word.text):
            self.notes.append(surprises.beside_date(field, value, joiner, word, typed, longer))

    def _check_value_follows(self, token: Token, field: QueryField) -> None:
        if not self._glued():
            raise refusals.empty_field(token, field)
        behind = self._peek()
        opens = behind.kind in _VALUE_STARTS
        if field.takes in _DATED:  # -30d, >2021: whatever is no date is refused as one
            opens = self._text[self._place] not in ")|"
        if not opens:
            raise refusals.empty_field(token, field, behind)

    def _exactly(self, sign: Token) -> Query:
        token = self._take() if self._glued() else sign
        if token.kind is TokenKind.FIELD:
            raise refusals.exact_field(sign, token)
        if token.kind not in (TokenKind.WORD, TokenKind.PHRASE):
            raise refusals.exact_nothing(sign)
        if self._field is not None and self._field.takes in _VALUES:
            raise refusals.exact_value(sign, token, self._field)
        return self._leaf(token, sign)

    def _leaf(self, token: Token, sign: Token | None = None) -> Query:
        self._count_leaf(token)
        field = self._field
        if field is not None and field.takes in _VALUES:
            leaf = condition_leaf(token, field)
            self.notes.extend(surprises.of_condition(token, self._text, field))
        else:
            if field is None and token.kind is TokenKind.WORD and self._dates.is_range(token.text):
                raise refusals.stray_range(token)
            name = field.name if field is not None else "text"
            leaf = text_leaf(token, name, exact=sign is not None)
            self.notes.extend(surprises.of_text(token, leaf))
        self.notes.extend(self._apostrophe.see(token))
        return replace(leaf, span=(sign.start, token.end)) if sign else leaf

    # Dates

    def _dates_due(self) -> bool:
        return self._field is not None and self._field.takes in _DATED

    def _days_ago(self, token: Token) -> bool:
        """-30d where a date is due."""
        return self._dates_due() and _DAYS_AGO.match(self._text, token.start) is not None

    def _date(self, start: int) -> Query:
        field = self._field
        assert field is not None
        token = self._lexer.dates_at(start)
        self._place, self._last = token.end, token
        self._count_leaf(token)
        try:
            return self._dates.condition(field, token.text, token.start)
        except QueryError as error:
            error.hint = self._dates.meant(field, token.text, self._text[token.end :]) or error.hint
            raise

    def _count_leaf(self, token: Token) -> None:
        self._leaves += 1
        if self._leaves > MAX_LEAVES:
            raise refusals.too_many_leaves(token, MAX_LEAVES)
