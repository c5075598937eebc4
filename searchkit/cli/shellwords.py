"""What the shell did to a query before we saw it: quotation marks taken away, `-word` made an option."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from searchkit.patterns import lazy

if TYPE_CHECKING:
    from searchkit.query import Note

_PLAIN = lazy(r"[^\W_][\w'’.&/-]*")
_FIELD = lazy(r"[-!+]?(?:[A-Za-z_]+:)?")
_PHRASE_WORDS = 6  # a longer row of words is rather a list than a phrase


def joined(command: str, words: Sequence[str]) -> tuple[str, Note | None]:
    """The query that separate shell words make, and a note where they may have been quoted."""
    text = " ".join(words)
    return text, _lost_quotes(command, words, text)


def _lost_quotes(command: str, words: Sequence[str], text: str) -> Note | None:
    pieces = text.split()
    if 2 <= len(pieces) <= _PHRASE_WORDS and all(map(_is_plain, pieces)):
        phrase = _typed(command, f'"{text}"')
        return _note(f"these are separate words, in any order; as a phrase: {phrase}", text)
    if len(words) > 1 and any(map(_was_quoted, words)):
        meant = " ".join(_requoted(word) if _was_quoted(word) else word for word in words)
        return _note(f"the shell took quotation marks away; with them: {_typed(command, meant)}", text)
    return None


def _note(message: str, text: str) -> Note:
    from searchkit.query import Note

    return Note("shell-quotes", message, 0, len(text))


def _is_plain(word: str) -> bool:
    from searchkit.query.lexer import is_operator

    # In small letters "and" may be a word of a phrase, "near/8" hardly.
    return _PLAIN.fullmatch(word) is not None and not is_operator(word.upper() if "/" in word else word)


def _was_quoted(word: str) -> bool:
    """One shell word that holds several words and no mark of the language: `speaker:Anna Varga`."""
    value = _FIELD.sub("", word, count=1)
    return len(value.split()) > 1 and all(map(_is_plain, value.split()))


def _requoted(word: str) -> str:
    field = _FIELD.match(word)
    name = field.group() if field else ""
    return f'{name}"{word[len(name) :]}"'


def _typed(command: str, query: str) -> str:
    import shlex

    dashes = "-- " if query.startswith("-") else ""
    return f"searchkit {command} {dashes}{shlex.quote(query)}"


def taken_for_option(command: str, option: str, words: Sequence[str]) -> tuple[str, str]:
    """Message and hint for `search brexit -tax`; `words` are those of the query."""
    query = " ".join(words)
    message = f"“{option}” was taken for an option"
    return message, f"to leave out a word, put the whole query in quotes: {_typed(command, query)}"
