"""Which ids are taken: each document of a batch needs one of its own."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from searchkit.schema import Document

_MOST = 1 << 16  # plain numbers up to here are kept as bits


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
