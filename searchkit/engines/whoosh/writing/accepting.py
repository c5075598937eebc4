"""What a writer accepts: values that fields can hold, and ids that are not taken."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import chain
from operator import itemgetter

from searchkit.dates import DateSpan
from searchkit.engines.whoosh.segments.documents import Documents, number_of
from searchkit.schema import FieldKind, Schema, Speech

_MOST = 1 << 16  # plain numbers up to here are kept as bits


class Check:
    """`Schema.check` for many documents at once: by column, and singly only where something is odd."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._names = {field.name for field in schema}
        self._good: set[object] = set()  # rows of keywords that were looked at
        kinds = {
            FieldKind.TEXT: self._texts,
            FieldKind.STORED: self._texts,
            FieldKind.KEYWORD: self._keywords,
            FieldKind.NUMBER: self._numbers,
            FieldKind.DATE: self._dates,
            FieldKind.SPEECH: self._speech,
        }
        self._columns = [(field.name, kinds[field.kind]) for field in schema]

    def __call__(self, documents: Documents) -> None:
        """Raises ValueError naming the first document that cannot be kept."""
        if not self._fine(documents):
            for document in documents.documents:
                self._schema.check(document)

    def _fine(self, documents: Documents) -> bool:
        try:
            "\n".join([document.id for document in documents.documents]).encode()
            good = all(test(name, documents) for name, test in self._columns)
            return good and documents.has_only(self._names) and all(map(itemgetter(1), documents.ids))
        except (TypeError, UnicodeEncodeError, OverflowError):
            return False

    def _texts(self, name: str, documents: Documents) -> bool:
        return documents.encoded(name) is not None

    def _keywords(self, name: str, documents: Documents) -> bool:
        for row in set(documents.keywords(name).values) - self._good:
            if type(row) is not tuple:
                return False
            "".join(row).encode()
            if len(self._good) < 1 << 16:
                self._good.add(row)
        return True

    def _numbers(self, name: str, documents: Documents) -> bool:
        kinds = set(map(type, documents.column(name)))
        if kinds != {int}:
            return documents.has_none(name)
        numbers, _ = documents.whole(name)
        return bool(((numbers > -1 << 62) & (numbers < 1 << 62)).all())

    def _dates(self, name: str, documents: Documents) -> bool:
        return set(map(type, documents.repeated(name).values)) <= {DateSpan, type(None)}

    def _speech(self, name: str, documents: Documents) -> bool:
        rows = documents.column(name, ())
        if not set(map(type, rows)) <= {tuple} or not set(map(type, chain.from_iterable(rows))) <= {Speech}:
            return False
        _, starts, ends, speakers, kinds = documents.speech(name)
        "".join({*speakers, *kinds}).encode()
        return bool(((starts >= 0) & (starts <= ends) & (ends < 1 << 31)).all())


class Ids:
    """The ids that are taken: those added in a batch, and those committed before and not deleted in it."""

    def __init__(self, committed: Callable[[str], Iterable[str]]) -> None:
        self._committed = committed  # ids of the live documents of an article
        self._before: dict[str, _Suffixes] = {}
        self._added: dict[str, _Suffixes] = {}

    def take(self, documents: Documents) -> None:
        """Take the ids of documents. Raises ValueError naming the first that is taken already."""
        for article, places in documents.runs:
            before = self._before.get(article)
            if before is None:
                before = self._before[article] = _Suffixes()
                for id in self._committed(article):
                    before.take(id.rpartition("#")[2])
                self._added.setdefault(article, _Suffixes())
            added = self._added[article]
            if added.take_run(documents.numbers[places], before):
                continue
            for _, _, suffix in documents.ids[places]:
                if (before and suffix in before) or not added.take(suffix):
                    raise ValueError(f"there is a document “{article}#{suffix}” already")

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

    def __bool__(self) -> bool:
        return bool(self._bits or self._others)

    def __contains__(self, suffix: str) -> bool:
        number = number_of(suffix)
        return bool(self._bits >> number & 1) if 0 <= number < _MOST else suffix in self._others

    def take_run(self, numbers: Sequence[int], others: _Suffixes) -> bool:
        """Add numbers, if they follow each other and neither this nor `others` has one; False if not."""
        first, last = numbers[0], numbers[-1]
        if first < 0 or last >= _MOST or list(numbers) != list(range(first, last + 1)):
            return False
        run = (1 << last + 1) - (1 << first)
        if (self._bits | others._bits) & run:
            return False
        self._bits |= run
        return True

    def take(self, suffix: str) -> bool:
        """Add one; False if it was there."""
        number = number_of(suffix)
        if 0 <= number < _MOST:
            new = not self._bits >> number & 1
            self._bits |= 1 << number
        else:
            new = suffix not in self._others
            self._others.add(suffix)
        return new
