"""Reading one generation: the port's Reader over array segments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

import numpy as np

from searchkit.engines.base import Bucket, Order, Scored, TopDocs
from searchkit.engines.limits import check_deadline
from searchkit.engines.whoosh.arrays import Ints
from searchkit.engines.whoosh.files.strings import decode
from searchkit.engines.whoosh.searching.onedocument import OneDocument
from searchkit.engines.whoosh.searching.patternsearch import PatternSearch
from searchkit.engines.whoosh.searching.pruning import Found
from searchkit.engines.whoosh.searching.ranking import Ranking
from searchkit.engines.whoosh.searching.search import Search
from searchkit.engines.whoosh.searching.wordsearch import MOST, WordSearch
from searchkit.engines.whoosh.segments.forms import FOLDED
from searchkit.engines.whoosh.segments.segment import SPOKEN_TEXT
from searchkit.engines.whoosh.segments.snapshot import Snapshot, View
from searchkit.matching import is_text_leaf, leaf_field
from searchkit.processes import keep_temporaries
from searchkit.query.nodes import And, DateRange, Fuzzy, Not, Or, Query, Wildcard, Word
from searchkit.schema import Document, FieldKind, Schema

_PATTERNS = (Wildcard, Fuzzy)
_SCORE, _NEWEST, _DOCUMENT = Order.SCORE, Order.NEWEST, Order.DOCUMENT  # members of an Enum take time to find
# No frame of Python is made for these.
_scored: Callable[[tuple[str, float]], Scored] = partial(tuple.__new__, Scored)
_top_docs: Callable[[tuple[int, tuple[Scored, ...]]], TopDocs] = partial(tuple.__new__, TopDocs)
_TOGETHER = 1 << 10  # ids that are held at once while going through all


class Reader:
    """A snapshot of one commit. It keeps its segments however the index goes on; threads may share it."""

    def __init__(self, snapshot: Snapshot, schema: Schema, generation: int) -> None:
        keep_temporaries()
        self.schema = schema
        self.generation = generation
        self._snapshot = snapshot
        self._words = WordSearch(snapshot, schema)
        self._patterns = PatternSearch(snapshot, schema)
        self._page: tuple[list[str], list[int]] | dict[str, int] = {}  # numbers of the last page by id

    @property
    def size(self) -> int:
        """Number of documents."""
        return self._snapshot.size

    @property
    def views(self) -> Sequence[View]:
        """Its segments, in order of their documents."""
        return self._snapshot.views

    def search(
        self,
        query: Query,
        *,
        limit: int = 10,
        offset: int = 0,
        order: Order = Order.SCORE,
        deadline: float | None = None,
    ) -> TopDocs:
        """The page [offset, offset + limit) of the documents found, in order."""
        found = self._straight(query, offset + limit, order, deadline) if limit > 0 else None
        if found is not None:
            total, numbers, scores = found
            if offset:
                numbers, scores = numbers[offset:], scores[offset:]
        else:
            total, page = Ranking(self._search(query, deadline)).page(order, offset, limit)
            numbers, scores = [number for number, _ in page], [score for _, score in page]
        ids = self._ids(numbers)
        self._page = ids, numbers
        return _top_docs((total, tuple(map(_scored, zip(ids, scores, strict=True)))))

    def count(self, query: Query, *, deadline: float | None = None) -> int:
        """Exact number of documents found."""
        search = self._search(query, deadline)
        return sum(len(found) for _, found in search.found())

    def every(self, query: Query, *, deadline: float | None = None) -> Iterator[str]:
        """Ids of all documents found, in document order."""
        for view, found in self._search(query, deadline).found():
            for begin in range(0, len(found), _TOGETHER):
                yield from view.segment.ids.several(found[begin : begin + _TOGETHER].tolist())

    def counts(
        self,
        query: Query,
        by: str,
        *,
        alike: Mapping[str, str] | None = None,
        deadline: float | None = None,
    ) -> Mapping[str, int]:
        """Number of documents found for each value of a keyword field, or for each Bucket of the date."""
        tally = self._tally(by, alike or {})
        counted: Counter[str] = Counter()
        for view, found in self._search(query, deadline).found():
            counted.update(tally(view, found))
        return counted

    def matches(self, query: Query, id: str) -> tuple[tuple[int, int], ...]:
        """Match spans in the text of one document. Raises KeyError where there is none with this id."""
        view, document = self._snapshot.locate(self._number(id))
        search = self._search(query, None)
        one = OneDocument(view.segment, search.in_segment(view), document)
        if not one.finds(query):
            return ()
        text = view.segment.text(SPOKEN_TEXT)
        begin = int(text.words.starts[text.rows.row(document)])
        runs: list[tuple[int, int]] = []
        for leaf in counting_leaves(query, one.finds):
            if leaf_field(leaf) == SPOKEN_TEXT:
                matches = one.matches(leaf)
                pairs = zip((matches.first - begin).tolist(), (matches.last - begin).tolist(), strict=True)
                for first, last in pairs:
                    runs += _joined(zip(first, last, strict=True), reach=1)
        return tuple(_joined(runs, reach=0))

    def fetch(self, ids: Sequence[str]) -> list[Document]:
        """The documents with these ids, in this order. Raises KeyError naming one that is not there."""
        numbers = self._numbers(ids)
        if len(self._snapshot.views) == 1:
            return self._snapshot.views[0].segment.fetch(numbers, self.schema, ids)
        found: dict[int, Document] = {}
        for view, places in self._by_view(numbers):
            here = [numbers[place] - view.base for place in places]
            documents = view.segment.fetch(here, self.schema, [ids[place] for place in places])
            found.update(zip(places, documents, strict=True))
        return [found[place] for place in range(len(ids))]

    def values(self, field: str) -> Mapping[str, int]:
        """All values of a keyword field with the number of documents that hold each."""
        counted: Counter[str] = Counter()
        for view in self._snapshot.views:
            keyword = view.segment.keyword(field)
            for code, holding in keyword.tally(view.living(np.arange(view.segment.documents))).items():
                if code >= 0:
                    counted[keyword.names[code]] += holding
        return counted

    def words(self, prefix: str = "", *, limit: int | None = None) -> list[tuple[str, int]]:
        """Folded words of the text that begin with `prefix`, with document counts, in order of the word."""
        counted: Counter[str] = Counter()
        for view in self._snapshot.views:
            text = view.segment.text(SPOKEN_TEXT)
            entries, lists = text.entries(FOLDED + prefix.encode("utf-8", "surrogatepass"))
            for entry, number in zip(entries, lists.tolist(), strict=True):
                holding = (
                    text.frequency(number)
                    if view.live is None
                    else len(view.living(text.postings(number)[0]))
                )
                if holding:
                    counted[decode(entry[1:])] += holding
        return sorted(counted.items())[:limit]

    def close(self) -> None:
        """Let go of files and maps. Closing twice is fine."""
        self._snapshot = Snapshot(())
        self._words = WordSearch(self._snapshot, self.schema)
        self._patterns = PatternSearch(self._snapshot, self.schema)
        self._page = {}

    def _straight(self, query: Query, count: int, order: Order, deadline: float | None) -> Found | None:
        """The page up to `count` by a straight way, where one knows the query and the order."""
        if count > MOST or order is _DOCUMENT:
            return None
        if deadline is None and order is _SCORE and isinstance(query, Word):
            known = self._words.known(query, count)
            if known is not None:
                return known
        if isinstance(query, DateRange):
            return None
        check = partial(check_deadline, deadline)
        if isinstance(query, _PATTERNS):
            return self._patterns.page(query, count, check) if order is _SCORE else None
        if order is _SCORE:
            return self._words.page(query, count, check)
        return self._words.dated(query, count, order is _NEWEST, check)

    def _search(self, query: Query, deadline: float | None) -> Search:
        return Search(query, self._snapshot, self.schema, partial(check_deadline, deadline))

    def _ids(self, numbers: Sequence[int]) -> list[str]:
        """Ids of documents, segment by segment."""
        if len(self._snapshot.views) == 1:
            return self._snapshot.views[0].segment.ids.several(numbers)
        found = [""] * len(numbers)
        for view, places in self._by_view(numbers):
            ids = view.segment.ids.several([numbers[place] - view.base for place in places])
            for place, id in zip(places, ids, strict=True):
                found[place] = id
        return found

    def _by_view(self, numbers: Sequence[int]) -> Iterator[tuple[View, list[int]]]:
        """The segments that hold documents with these numbers, and the places of theirs among the numbers."""
        for view in self._snapshot.views:
            begin, end = view.base, view.base + view.segment.documents
            places = [place for place, number in enumerate(numbers) if begin <= number < end]
            if places:
                yield view, places

    def _numbers(self, ids: Sequence[str]) -> Sequence[int]:
        page = self._page
        if isinstance(page, tuple) and page[0] == ids:  # what is fetched is the last page, mostly
            return page[1]
        return [self._number(id) for id in ids]

    def _number(self, id: str) -> int:
        page = self._page
        if isinstance(page, tuple):  # one after the other, or some of it
            page = self._page = dict(zip(*page, strict=True))
        if id in page:
            return page[id]
        for view in reversed(self._snapshot.views):
            found = view.living(view.segment.ids.find(id))
            if len(found):
                return view.base + int(found[0])
        raise KeyError(id)

    def _tally(self, by: str, alike: Mapping[str, str]) -> Callable[[View, Ints], Mapping[str, int]]:
        known = self.schema.get(by)
        if known and known.kind is FieldKind.KEYWORD and not isinstance(by, Bucket):
            return lambda view, found: _tally_keyword(view, known.name, found, alike)
        if by not in tuple(Bucket):
            raise ValueError(f"cannot count by “{by}”: it is neither a keyword field nor day, month or year")
        bucket = Bucket(by)
        return lambda view, found: view.segment.date().tally(found, bucket)


def counting_leaves(query: Query, finds: Callable[[Query], bool]) -> Iterator[Query]:
    """The leaves that count in a document that is found: see searchkit.matching."""
    match query:
        case And():
            for child in query.children:
                yield from counting_leaves(child, finds)
        case Or():
            for child in query.children:
                if finds(child):
                    yield from counting_leaves(child, finds)
        case Not():
            return
        case _ if is_text_leaf(query):
            yield query


def _tally_keyword(view: View, field: str, found: Ints, alike: Mapping[str, str]) -> Mapping[str, int]:
    keyword = view.segment.keyword(field)
    names, groups = keyword.names, None
    if alike:
        numbers: dict[str, int] = {}
        of_names = [numbers.setdefault(alike.get(name, name), len(numbers)) for name in names]
        names, groups = list(numbers), np.array(of_names, np.int64)
    tallied = keyword.tally(found, groups)
    return {names[number] if number >= 0 else "": count for number, count in tallied.items()}


def _joined(runs: Iterable[tuple[int, int]], reach: int) -> list[tuple[int, int]]:
    """Runs in order; those that begin at most `reach` behind the end of another are one with it."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted(runs):
        if merged and first <= merged[-1][1] + reach:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged
