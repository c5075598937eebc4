"""Why a token cannot stand where it stands: the refusals of the parser."""

from __future__ import annotations

from searchkit.errors import QueryError
from searchkit.query.errors import missing_operand, shown
from searchkit.query.fields import QueryField, Takes
from searchkit.query.lexer import Token, TokenKind
from searchkit.query.nodes import And, Fuzzy, Not, Phrase, Query, Said, Wildcard, Word

_SIGNS = frozenset({TokenKind.NOT, TokenKind.PLUS})
_PREFIX_OR_JOINT = _SIGNS | {TokenKind.AND, TokenKind.OR}


def nothing_there(token: Token, before: Token | None) -> QueryError:
    """`token` begins no operand; `before` is the token it stands behind."""
    kind = before.kind if before is not None else None
    if before is not None and kind is TokenKind.NEAR:
        return missing_operand(before.text, before.start, before.end, "both")
    if before is not None and kind in _PREFIX_OR_JOINT:
        return missing_operand(before.text, before.start, before.end, "after")
    if token.kind is TokenKind.CLOSE:
        if before is not None and kind is TokenKind.OPEN:
            message = "nothing between the brackets"
            return QueryError("empty-group", message, before.start, token.end)
        return extra_close(token)
    side = "both" if token.kind is TokenKind.NEAR else "before"
    return missing_operand(token.text, token.start, token.end, side)


def extra_close(token: Token) -> QueryError:
    """A ) without its (."""
    return QueryError("extra-close", "this ) closes nothing", token.start, token.end, "take it out")


def open_paren(opening: Token) -> QueryError:
    """A ( without its )."""
    message = "this ( is never closed"
    return QueryError("open-paren", message, opening.start, opening.end, "add the closing )")


def loose_sign(token: Token) -> QueryError:
    """A sign between spaces, as a dash in a text."""
    return QueryError(
        "missing-operand",
        f"“{token.text}” needs something to search for right behind it",
        token.start,
        token.end,
        f'for example: {token.text}income, without a space; for a dash in a text: "a - b"',
    )


def stray_range(token: Token) -> QueryError:
    """A range without a field."""
    return QueryError(
        "stray-range",
        f"{shown(token.text)}: ranges belong to date:",
        token.start,
        token.end,
        "write date:2021-01..2021-06 or date:[2021-01 TO 2021-06]; "
        "to search for the text itself, put it in quotation marks",
    )


def nested_field(token: Token, outer: QueryField) -> QueryError:
    """A field inside the group of another."""
    return QueryError(
        "nested-field",
        f"{token.text}: cannot stand inside {outer.typed}:",
        token.start,
        token.end - 1,
        f"put it beside: {outer.typed}:… {token.text}:…",
    )


def empty_field(token: Token, field: QueryField, behind: Token | None = None) -> QueryError:
    """Nothing behind the colon; `behind` is the operator that stands there, if one does."""
    name = token.text
    hint = {
        Takes.DATES: 'write date:2021-09, date:2021-01..2021-06 or date:"last month"',
        Takes.BOUND: f"write {name}:2021-09",
        Takes.NAME: f'write {name}:name or {name}:"two names", without a space',
        Takes.VALUE: f"write {name}:value, without a space",
    }.get(field.takes, f'write {name}:word or {name}:"two words", without a space')
    if behind is not None and behind.text.isalpha():
        hint = f'“{behind.text}” is an operator; for the word write {name}:"{behind.text}"'
    elif behind is not None and behind.kind in _SIGNS:
        hint = f"“{behind.text}” stands before the field: {behind.text}{name}:…"
    return QueryError("empty-field", f"nothing after “{name}:”", token.start, token.end, hint)


def exact_field(sign: Token, field: Token) -> QueryError:
    """`=title:May`."""
    message = "“=” stands behind the field, before the word"
    hint = f"for example: {field.text}:=May"
    return QueryError("bad-value", message, sign.start, field.end, hint)


def exact_nothing(sign: Token) -> QueryError:
    """`=` with no word behind it."""
    message = "“=” needs a word or a phrase right behind it"
    hint = 'for example: =May or ="Home Secretary"'
    return QueryError("missing-operand", message, sign.start, sign.end, hint)


def exact_value(sign: Token, token: Token, field: QueryField) -> QueryError:
    """`speaker:=May`."""
    message = f"“=” cannot stand before a value of {field.typed}:"
    hint = "take it out"
    if field.takes is Takes.NAME:
        hint = "take it out; names are found under all their spellings"
    return QueryError("bad-value", message, sign.start, token.end, hint)


def bad_proximity(operator: Token, side: Query) -> QueryError:
    """Something without positions, or of another field, beside NEAR."""
    near = operator.text
    match side:
        case Not():
            hint = f"put NOT outside, as in NOT (tax {near} cut), or write tax NOT {near} cut"
        case And():
            hint = f"for all of them write tax {near} cut {near} levy; for any, OR"
        case Said():
            hint = f"put the field outside: said:(tax {near} cut)"
        case Word() | Wildcard() | Fuzzy() | Phrase():
            hint = f"both sides must be of one field: title:(tax {near} cut)"
        case _:
            hint = f"put field and date conditions outside: speaker:smith (tax {near} cut)"
    message = f"only words, phrases, wildcards and OR groups of them can stand beside {near}"
    return QueryError("bad-proximity", message, *side.span, hint)


def too_deep(token: Token, most: int) -> QueryError:
    """Too many levels."""
    message = f"brackets and operators stand more than {most} deep"
    hint = "take out brackets that are not needed, or ask several queries"
    return QueryError("too-deep", message, token.start, token.end, hint)


def too_many_leaves(token: Token, most: int) -> QueryError:
    """Too many words and conditions."""
    message = f"a query has at most {most} words and conditions"
    hint = "use a wildcard, a wider date range, or several queries"
    return QueryError("too-many-leaves", message, token.start, token.end, hint)
