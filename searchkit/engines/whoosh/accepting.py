"""What a writer accepts: values of the right kinds, ids that are not taken."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from searchkit.dates import DateSpan
from searchkit.schema import Document, FieldKind, Schema, Speech

_MOST = 1 << 16  # plain numbers up to here are kept as bits


def _is_speech(value: object) -> bool:
    return isinstance(value, Speech) and 0 <= value.start <= value.end < 1 << 31


_TESTS: dict[FieldKind, Callable[[object], bool]] = {
    FieldKind.TEXT: lambda value: isinstance(value, str),
    FieldKind.STORED: lambda value: isinstance(value, str),
    FieldKind.KEYWORD: lambda v: isinstance(v, tuple | list) and all(isinstance(x, str) for x in v),
    FieldKind.NUMBER: lambda value: isinstance(value, int) and abs(value) < 1 << 62,
    FieldKind.DATE: lambda value: isinstance(value, DateSpan) and value.start < value.end,
    FieldKind.SPEECH: lambda v: isinstance(v, tuple | list) and all(map(_is_speech, v)),
}


def check_values(schema: Schema, documents: Sequence[Document]) -> None:
    """Raises ValueError naming the first document with a value that its field cannot hold."""
    for field in schema:
        name, test = field.name, _TESTS[field.kind]
        for document in documents:
            value = document.values.get(name)
            if value is not None and not test(value):
                raise ValueError(f"document “{document.id}”: {name} cannot hold {value!r:.80}")


class Ids:
    """The ids that are taken: those added in a batch, and those committed before and not deleted in it."""

    def __init__(self, committed: Callable[[str], Iterable[str]]) -> None:
        self._committed = committed  # ids of the live documents of an article
        self._before: dict[str, _Suffixes] = {}
        self._added: dict[str, _Suffixes] = {}

    def take(self, documents: Sequence[Document]) -> None:
        """Take the ids of documents. Raises ValueError naming the first that is taken already."""
        for document in documents:
            article, _, suffix = document.id.rpartition("#")
            before = self._before.get(article)
            if before is None:
                before = self._before[article] = _Suffixes()
                for id in self._committed(article):
                    before.take(id.rpartition("#")[2])
                self._added.setdefault(article, _Suffixes())
            if suffix in before or not self._added[article].take(suffix):
                raise ValueError(f"there is a document “{document.id}” already")

    def release(self, articles: Collection[str]) -> None:
        """The committed documents of these articles were deleted."""
        for article in articles:
            self._before.pop(article, None)


class _Suffixes:
    """A set of `n`s of ids: plain numbers as bits of one integer, so that a million cost little."""

    __slots__ = ("_bits", "_others")

    def __init__(self) -> None:
        self._bits = 0
        self._others: set[str] = set()

    def __contains__(self, suffix: str) -> bool:
        number = _plain(suffix)
        return suffix in self._others if number is None else bool(self._bits >> number & 1)

    def take(self, suffix: str) -> bool:
        """Add one; False if it was there."""
        if suffix in self:
            return False
        number = _plain(suffix)
        if number is None:
            self._others.add(suffix)
        else:
            self._bits |= 1 << number
        return True


def _plain(suffix: str) -> int | None:
    if suffix.isdecimal() and suffix.isascii() and len(suffix) < 6 and str(int(suffix)) == suffix:
        number = int(suffix)
        return number if number < _MOST else None
    return None
