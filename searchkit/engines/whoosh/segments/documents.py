"""Documents that are added together, by column: every value is fetched from its document once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain, groupby
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar

import numpy as np

from searchkit.engines.whoosh.arrays import Ints
from searchkit.schema import Document, Speech

Key = TypeVar("Key")


class SpeechRows(NamedTuple):
    """SpeechRows of speech of several documents by column, and how many of them each document has."""

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
    found = np.array(numbers or [0])[: len(numbers)]
    if found.dtype.kind not in "iub":
        raise TypeError("a stretch of speech begins or ends between characters")
    return found.astype(np.int64)


class Documents:
    """A batch as encoders and checks read it."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.documents = documents
        self.values: list[Mapping[str, Any]] = [document.values for document in documents]
        self._columns: dict[str, list[Any]] = {}
        self._encoded: dict[str, list[bytes]] = {}
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
    def runs(self) -> list[tuple[str, str, slice]]:
        """Documents of one article that follow each other: article, `#`, and their places."""
        found: list[tuple[str, str, slice]] = []
        begin = 0
        for (article, mark), some in groupby(self.ids, itemgetter(0, 1)):
            end = begin + sum(1 for _ in some)
            found.append((article, mark, slice(begin, end)))
            begin = end
        return found

    def column(self, name: str, absent: object = None) -> list[Any]:
        """Value of a field in each document; `absent` (the same at every call) where it has none."""
        found = self._columns.get(name)
        if found is None:
            found = self._columns[name] = [values.get(name, absent) for values in self.values]
        return found

    def keywords(self, name: str) -> list[tuple[str, ...]]:
        """Value of a keyword field in each document."""
        return self.column(name, ())

    def texts(self, name: str) -> list[str]:
        """Value of a text or stored field in each document."""
        return self.column(name, "")

    def encoded(self, name: str) -> list[bytes]:
        """The same in UTF-8. Raises UnicodeEncodeError on lone surrogates, TypeError on what is no text."""
        found = self._encoded.get(name)
        if found is None:
            found = self._encoded[name] = list(map(str.encode, self.texts(name)))
        return found

    def parts(self, names: Sequence[str], most: int) -> Iterator[Documents]:
        """The same documents, in batches whose texts in these fields hold at most so many bytes together.

        A batch of one document may hold more.
        """
        if len(self) < 2 or sum(len(text) for name in names for text in self.encoded(name)) <= most:
            yield self
            return
        middle = len(self) // 2
        for half in (self.documents[:middle], self.documents[middle:]):
            yield from Documents(half).parts(names, most)

    def speech(self, name: str) -> SpeechRows:
        """The stretches of all documents. Raises TypeError where one has no whole numbers."""
        found = self._speech.get(name)
        if found is None:
            found = self._speech[name] = SpeechRows.of(self.column(name, ()))
        return found


def numbered(table: dict[Key, int], keys: Sequence[Key]) -> list[int]:
    """Number of each key in a table; new ones are put into it in order."""
    known = list(map(table.get, keys))
    if None in known:
        return [table.setdefault(key, len(table)) for key in keys]
    return known  # type: ignore[return-value]  # none of them is None


@lru_cache(maxsize=1 << 16)
def number_of(suffix: str) -> int:
    """The suffix of an id as a number, if it is written as numbers are; else -1."""
    if suffix.isdecimal() and suffix.isascii() and len(suffix) < 10 and str(int(suffix)) == suffix:
        return int(suffix)
    return -1
