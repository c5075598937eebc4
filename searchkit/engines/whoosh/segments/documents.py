"""Documents that are added together, by column: every value is fetched from its document once.

Documents of one article share most of their values, and follow each other.  So values are looked at where
another object begins, and what was found is repeated.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain, compress, count, islice
from operator import is_, is_not, itemgetter, ne
from typing import Any, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from searchkit.engines.whoosh.arrays import Array, Ints, Mask
from searchkit.schema import Document, Speech

Key = TypeVar("Key")

_BEGINNING = 16  # documents that tell whether those after each other share a value


class Repeated(NamedTuple):
    """A column without its repetitions: an object that documents share with the one before is there once."""

    starts: Sequence[int]  # the first document of each value
    values: Sequence[Any]
    size: int  # documents

    @classmethod
    def of(cls, column: Sequence[Any]) -> Repeated:
        """Those of a column; all of it if its beginning holds no repetition."""
        if any(map(is_, islice(column, 1, _BEGINNING), column)):
            starts = _changes(column, is_not)
            return cls(starts, [column[start] for start in starts], len(column))
        return cls(range(len(column)), column, len(column))

    def at(self, documents: Sequence[int]) -> Sequence[Any]:
        """The values of some documents, given in order and each once."""
        if documents == self.starts:
            return self.values
        places: Sequence[int] = documents
        if len(self.values) < self.size:
            places = (np.searchsorted(self.starts, documents, "right") - 1).tolist()
        return list(map(self.values.__getitem__, places))

    def spread(self, found: Array) -> Array:
        """What was found for each value, for each document."""
        if len(found) == self.size:
            return found
        return found.repeat(np.diff(self.starts, append=self.size))


def _changes(values: Sequence[Any], differ: Callable[[Any, Any], bool]) -> list[int]:
    """Places of the values that differ from the one before; the first does."""
    return [0, *compress(count(1), map(differ, islice(values, 1, None), values))] if values else []


class SpeechRows(NamedTuple):
    """Stretches of speech of several documents by column, and how many of them each document has."""

    counts: list[int]
    starts: Ints
    ends: Ints
    speakers: Sequence[str]
    kinds: Sequence[str]

    @classmethod
    def of(cls, rows: Sequence[tuple[Speech, ...]]) -> SpeechRows:
        """Those of documents, one after the other."""
        spans = list(chain.from_iterable(rows))
        return cls(
            list(map(len, rows)),
            _whole([span.start for span in spans]),
            _whole([span.end for span in spans]),
            [span.speaker for span in spans],
            [span.kind for span in spans],
        )


def _whole(numbers: list[int]) -> Ints:
    """Whole numbers as an array. Raises TypeError where there are others."""
    if set(map(type, numbers)) <= {int}:
        return np.array(numbers, np.int64)
    found = np.array(numbers)
    if found.dtype.kind not in "iub":
        raise TypeError("a stretch of speech begins or ends between characters")
    return found.astype(np.int64)


class Documents:
    """A batch as encoders and checks read it."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.documents = documents
        self._values: list[Mapping[str, Any]] = [document.values for document in documents]
        self._columns: dict[str, list[Any]] = {}
        self._present: dict[str, int] = {}  # documents that have a field
        self._repeated: dict[str, Repeated] = {}
        self._encoded: dict[str, Repeated] = {}
        self._speech: dict[str, SpeechRows] = {}

    def __len__(self) -> int:
        return len(self.documents)

    @cached_property
    def ids(self) -> list[tuple[str, str, str]]:
        """Article, `#` and suffix of each id."""
        return [document.id.rpartition("#") for document in self.documents]

    @cached_property
    def numbers(self) -> list[int]:
        """The suffix of each id by `number_of`."""
        return [number_of(suffix) for _, _, suffix in self.ids]

    @cached_property
    def runs(self) -> list[tuple[str, slice]]:
        """Documents of one article that follow each other: the article, and their places."""
        articles = [article for article, _, _ in self.ids]
        starts = _changes(articles, ne)
        ends = [*starts[1:], len(articles)]
        return [(articles[start], slice(start, end)) for start, end in zip(starts, ends, strict=True)]

    def column(self, name: str, absent: object = None) -> list[Any]:
        """Value of a field in each document; `absent` (the same at every call) where it has none."""
        found = self._columns.get(name)
        if found is None:
            try:
                found = list(map(itemgetter(name), self._values))
                self._present[name] = len(found)
            except KeyError:
                found = [values.get(name, absent) for values in self._values]
                self._present[name] = sum(name in values for values in self._values)
            self._columns[name] = found
        return found

    def has_only(self, names: Iterable[str]) -> bool:
        """Whether no document has other fields than these; `column` was asked for all of them."""
        return sum(map(self._present.__getitem__, names)) == sum(map(len, self._values))

    def has_none(self, name: str) -> bool:
        """Whether no document has a field, for which `column` was asked."""
        return not self._present[name]

    def repeated(self, name: str, absent: object = None) -> Repeated:
        """The same without repetitions."""
        found = self._repeated.get(name)
        if found is None:
            found = self._repeated[name] = Repeated.of(self.column(name, absent))
        return found

    def keywords(self, name: str) -> Repeated:
        """Values of a keyword field."""
        return self.repeated(name, ())

    def encoded(self, name: str) -> Repeated:
        """Values of a text or stored field in UTF-8.

        Raises UnicodeEncodeError on lone surrogates, TypeError on what is no text.
        """
        found = self._encoded.get(name)
        if found is None:
            texts = self.repeated(name, "")
            found = self._encoded[name] = texts._replace(values=list(map(str.encode, texts.values)))
        return found

    def parts(self, names: Sequence[str], most: int) -> Iterator[Documents]:
        """The same documents, in batches whose texts in these fields hold at most so many bytes together.

        A batch of one document may hold more.
        """
        if len(self) < 2 or sum(_size(self.encoded(name)) for name in names) <= most:
            yield self
            return
        middle = len(self) // 2
        for half in (self.documents[:middle], self.documents[middle:]):
            yield from Documents(half).parts(names, most)

    def whole(self, name: str) -> tuple[Ints, Mask]:
        """Value of a number field in each document (0 where it has none), and which have none."""
        column = self.column(name)
        missing = np.zeros(len(column), np.bool_)
        if None in column:
            missing[:] = [value is None for value in column]
            column = [value or 0 for value in column]
        return np.array(column, np.int64), missing

    def speech(self, name: str) -> SpeechRows:
        """The stretches of all documents. Raises TypeError where one has no whole numbers."""
        found = self._speech.get(name)
        if found is None:
            found = self._speech[name] = SpeechRows.of(self.column(name, ()))
        return found


def _size(texts: Repeated) -> int:
    """Bytes of the texts of all documents together."""
    sizes = np.fromiter(map(len, texts.values), np.int64, len(texts.values))
    return int(texts.spread(sizes).sum())


def numbered(table: defaultdict[Key, int], keys: Sequence[Key]) -> npt.NDArray[np.int32]:
    """Number of each key in a `numbering`; new ones come into it in order."""
    return np.fromiter(map(table.__getitem__, keys), np.int32, len(keys))


@lru_cache(maxsize=1 << 16)
def number_of(suffix: str) -> int:
    """The suffix of an id as a number, if it is written as numbers are; else -1."""
    if suffix.isdecimal() and suffix.isascii() and len(suffix) < 10 and str(int(suffix)) == suffix:
        return int(suffix)
    return -1
