"""One token, and the field it stands behind -> one leaf of the tree, or the reason why not."""

from __future__ import annotations

from searchkit.analysis import query_words
from searchkit.errors import QueryError
from searchkit.query.errors import nearest, shown
from searchkit.query.fields import QueryField, Takes
from searchkit.query.lexer import (
    MAX_DISTANCE,
    Token,
    TokenKind,
    bad_distance,
    has_wildcard,
    literal,
    pattern,
    read_distance,
)
from searchkit.query.nodes import (
    Absent,
    Everything,
    Fuzzy,
    Name,
    Phrase,
    Present,
    Query,
    Value,
    Wildcard,
    Word,
)

MAX_FUZZY = 2  # letters
DEFAULT_FUZZY = 1
MIN_PREFIX = 2  # letters before the first wildcard


def text_leaf(token: Token, field: str, *, exact: bool = False) -> Query:
    """A word, wildcard, fuzzy word or phrase; `*` alone is everything, or any value of the field."""
    if token.kind is TokenKind.PHRASE:
        return _phrase(token, field, exact)
    span = (token.start, token.end)
    if token.suffix is not None:
        return _fuzzy(token, field, exact)
    if token.text == "*" and not exact:
        return Everything(span) if field == "text" else Present(field, span)
    if not has_wildcard(token.text):
        text = literal(token.text)
        _check_words(text, token, wildcards=False)
        return Word(text, exact, field, span)
    text = pattern(token.text)
    _check_words(text, token, wildcards=True)
    if " " in text:  # an escaped wildcard beside a real one
        return Phrase(" ".join(text.split()), exact=exact, field=field, span=span)
    return Wildcard(text, exact, field, span)


def _phrase(token: Token, field: str, exact: bool) -> Phrase:
    text = " ".join(pattern(token.text).split())
    if not token.text.strip():
        raise _empty_phrase(token)
    _check_words(text, token, wildcards=True)
    slop = 0
    if token.suffix is not None:
        slop = read_distance(token.suffix)
        if not 0 <= slop <= MAX_DISTANCE:
            raise bad_distance(token.end - len(token.suffix) - 1, token.end, least=0)
    return Phrase(text, slop, exact, field, (token.start, token.end))


def _fuzzy(token: Token, field: str, exact: bool) -> Fuzzy:
    start, end = token.start, token.end
    if not token.text:
        message = "“~” must stand right behind a word"
        raise QueryError("bad-fuzzy", message, start, end, "for example: starmer~1")
    if has_wildcard(token.text):
        message = "a word has wildcards or “~”, not both"
        raise QueryError("bad-fuzzy", message, start, end, "for example: starm* or starmer~1")
    if exact:
        message = "“=” asks for the word as written, “~” for other spellings"
        raise QueryError("bad-fuzzy", message, start, end, "leave out one of them")
    if token.suffix not in ("", "0", "1", "2"):
        raise QueryError(
            "bad-fuzzy",
            f"fuzzy distance is 0, 1 or {MAX_FUZZY} letters",
            start,
            end,
            'for words near each other use "two words"~5 or NEAR/5',
        )
    text = literal(token.text)
    _check_words(text, token, wildcards=False)
    distance = int(token.suffix) if token.suffix else DEFAULT_FUZZY
    return Fuzzy(text, distance, field, (start, end))


def _check_words(text: str, token: Token, *, wildcards: bool) -> None:
    """There is something to search for, and no wildcard so early that it costs a scan."""
    words = query_words(text, wildcards=wildcards)
    slots = [slot for word in words for reading in word.readings for slot in reading]
    for slot in slots:
        if slot.wild and not _starts_late(slot.folded):
            raise QueryError(
                "slow-wildcard",
                f"{shown(slot.written)} starts with a wildcard too early; "
                f"at least {MIN_PREFIX} letters must come first",
                token.start,
                token.end,
                "" if "*" in slot.written else "for a question mark itself write \\?",
            )
    if not slots:
        raise QueryError(
            "no-word",
            f"{shown(text)} has no letters or digits to search for",
            token.start,
            token.end,
            "leave it out, or write the word that stands beside it",
        )


def _starts_late(word: str) -> bool:
    first = min(i for i in (word.find("*"), word.find("?")) if i >= 0)
    return sum(ch.isalnum() for ch in word[:first]) >= MIN_PREFIX


def condition_leaf(token: Token, field: QueryField) -> Query:
    """A name or a value of a field; `none` and `*` ask whether there is one."""
    span = (token.start, token.end)
    if token.suffix is not None:
        what = "a name" if field.takes is Takes.NAME else "a value"
        raise QueryError(
            "bad-value",
            f"“~” cannot stand behind {what}",
            *span,
            f"write {field.typed}: and the name in full, or an alias" if field.takes is Takes.NAME else "",
        )
    if token.kind is TokenKind.PHRASE:
        text = " ".join(literal(token.text).split())
        if not text:
            raise _empty_phrase(token)
    elif token.text == "*":
        return Present(field.name, span)
    elif has_wildcard(token.text):
        raise _wildcard_value(token, field)
    else:
        text = literal(token.text)
        if text.casefold() == "none":
            return Absent(field.name, span)
    if not any(ch.isalnum() for ch in text):
        message = f"{shown(text)} has no letters or digits to search for"
        raise QueryError("no-word", message, *span)
    if field.takes is Takes.NAME:
        return Name(field.name, text, span=span)
    return Value(field.name, _checked_value(text, field, token), span)


def _checked_value(text: str, field: QueryField, token: Token) -> str:
    if field.name == "lang":
        if len(text) not in (2, 3) or not text.isascii() or not text.isalpha():
            raise QueryError(
                "bad-value",
                f"{shown(text)} is not a language code",
                token.start,
                token.end,
                "languages have two letters (ISO 639-1): lang:en, lang:uk, lang:de",
            )
        return text.lower()
    if not field.values or text.casefold() in field.values:
        return text.casefold() if field.values else text
    close = nearest(text, field.values)
    raise QueryError(
        "bad-value",
        f"{field.typed}: has no value {shown(text)}",
        token.start,
        token.end,
        (f"did you mean {field.typed}:{close} ?  " if close else "")
        + f"The values are {', '.join(field.values)}",
    )


def _wildcard_value(token: Token, field: QueryField) -> QueryError:
    return QueryError(
        "bad-value",
        f"{field.typed}: takes no wildcards",
        token.start,
        token.end,
        f'quote it if that is the value itself: {field.typed}:"{literal(token.text)}"'
        if field.takes is Takes.VALUE
        else f"write the name or an alias, or {field.typed}:* for anybody",
    )


def _empty_phrase(token: Token) -> QueryError:
    message = "nothing between the quotation marks"
    return QueryError("empty-phrase", message, token.start, token.end)
