"""The codes of refused queries, and the messages that more than one place gives."""

from __future__ import annotations

from searchkit.errors import QueryError

# Stable and documented. The last three are raised where a query meets a collection.
CODES = (
    "empty",
    "too-long",
    "too-deep",
    "too-many-leaves",
    "control-char",
    "dangling-escape",
    "open-quote",
    "empty-phrase",
    "open-paren",
    "extra-close",
    "empty-group",
    "missing-operand",
    "mixed-and-or",
    "bad-distance",
    "bad-proximity",
    "slow-wildcard",
    "bad-fuzzy",
    "no-word",
    "unknown-field",
    "empty-field",
    "nested-field",
    "bad-value",
    "bad-date",
    "no-such-date",
    "ambiguous-date",
    "short-year",
    "reversed-range",
    "open-range",
    "bad-range",
    "stray-range",
    "no-speaker",
    "too-many-expansions",
    "timeout",
)

_SHOWN = 60  # characters of the query that a message repeats


def shown(text: str) -> str:
    """`text` in quotation marks, cut where it is long."""
    return f"“{text if len(text) <= _SHOWN else text[: _SHOWN - 1] + '…'}”"


def nearest(word: str, known: tuple[str, ...]) -> str | None:
    """The one of `known` that `word` may be a slip of."""
    from difflib import get_close_matches

    if len(word) > _SHOWN:
        return None
    close = get_close_matches(word.casefold(), known, n=1, cutoff=0.6)
    return close[0] if close else None


def unknown_field(name: str, whole: str, start: int, known: tuple[str, ...]) -> QueryError:
    """`whole` is what was typed, field and value; `start` its place."""
    close = nearest(name, known)
    quoted = whole.replace("\\", "\\\\").replace('"', '\\"')
    if close:
        hint = f'did you mean {close}: ?  To search for the text itself, quote it: "{quoted}"'
    else:
        hint = f'the fields are {", ".join(known)}; to search for the text itself, quote it: "{quoted}"'
    message = f"no field {shown(name)}"
    return QueryError("unknown-field", message, start, start + len(name), hint)


def missing_operand(operator: str, start: int, end: int, side: str) -> QueryError:
    """`side` is where words are missing: after, before, or both for NEAR and its kind."""
    if side == "both":
        message = f"“{operator}” needs words on both sides"
        hint = f"for example: tax {operator} cut"
    elif side == "before":
        message = f"“{operator}” needs something to search for before it"
        hint = f'to search for the word, quote it: "{operator.lower()}"'
        if not operator.isalpha():
            hint = f"for example: tax {operator} levy"
    else:
        message = f"“{operator}” needs something to search for after it"
        hint = f"for example: tax {operator} levy"
    return QueryError("missing-operand", message, start, end, hint)
