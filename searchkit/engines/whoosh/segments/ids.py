"""Ids of documents: `article#suffix`, kept as runs of one article and a suffix a document."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from searchkit.engines.whoosh.arrays import Array, Ints, joined, narrow, narrowest, steps
from searchkit.engines.whoosh.files.container import Container
from searchkit.engines.whoosh.files.strings import Strings, encode, pack
from searchkit.engines.whoosh.segments.columns import Arrays
from searchkit.engines.whoosh.segments.documents import Documents, number_of


class IdEncoder:
    """Ids `article#suffix`: runs of documents of one article, and a number or string a document."""

    def __init__(self) -> None:
        self._articles: list[bytes] = []
        self._starts: list[int] = []
        self._suffixes: list[Ints] = []
        self._odd: list[bytes] = []  # suffixes that are no plain number: -1 - place in this list
        self._last: str | None = None
        self._documents = 0

    def add(self, documents: Documents) -> None:
        """Take the ids of further documents."""
        for article, places in documents.runs:
            if article != self._last:
                self._last = article
                self._articles.append(encode(article + "#"))
                self._starts.append(self._documents + places.start)
        suffixes = np.array(documents.numbers, np.int64)
        for place in np.flatnonzero(suffixes < 0).tolist():
            suffixes[place] = -1 - len(self._odd)
            self._odd.append(encode(documents.ids[place][2]))
        self._suffixes.append(suffixes)
        self._documents += len(suffixes)

    def arrays(self) -> Arrays:
        """Runs in order of documents, and their order by name."""
        starts = np.array(self._starts, np.int64)
        return id_arrays(self._articles, starts, joined(self._suffixes), self._odd)


def id_arrays(articles: Sequence[bytes], starts: Ints, suffixes: Ints, odd: Sequence[bytes]) -> Arrays:
    """Arrays of ids. `starts` are the first documents of the runs."""
    order = sorted(range(len(articles)), key=articles.__getitem__)
    kind = np.int16 if len(suffixes) == 0 or np.abs(suffixes).max() < 1 << 15 else np.int32
    return {
        **pack("id.articles", [articles[i] for i in order], ordered=True),
        "id.runs": narrow(np.array(order, np.int64)),
        "id.starts": narrow(np.append(starts, len(suffixes))),
        "id.suffixes": suffixes.astype(kind),
        **pack("id.odd", odd),
    }


class IdColumn:
    """Ids of a segment, and the documents of an article."""

    def __init__(self, container: Container) -> None:
        self._names = Strings(container, "id.articles")  # sorted; an article may have several runs
        self._odd = Strings(container, "id.odd")
        self.runs = container.array("id.runs")  # run of each sorted name
        self.starts = container.array("id.starts")  # first document of each run, and how many there are
        self.suffixes = container.array("id.suffixes")

    def _name_of_run(self) -> Array:
        order = np.empty(len(self.runs), narrowest(len(self.runs)))
        order[self.runs] = np.arange(len(self.runs))
        return order

    @cached_property
    def _beginnings(self) -> memoryview:
        """Number of the name of each document: every page asks for some, at once found here."""
        return self._name_of_run().repeat(steps(self.starts)).data

    def get(self, document: int) -> str:
        """Id of one document."""
        return self.several([document])[0]

    def several(self, documents: Sequence[int]) -> list[str]:
        """Ids of documents."""
        names, suffixes = self._beginnings, self.suffixes.data
        beginning, odd = self._names.text, self._odd.text
        ids: list[str] = []
        for document in documents:
            suffix = suffixes[document]
            ids.append(beginning(names[document]) + (str(suffix) if suffix >= 0 else odd(-1 - suffix)))
        return ids

    def article(self, name: str) -> Ints:
        """Documents of an article (its `#` is not part of the name), in order."""
        found = self._documents(encode(name + "#"))
        return found if name else np.sort(joined([found, self._documents(b"")]))  # ids without any #

    def _documents(self, beginning: bytes) -> Ints:
        number = self._names.lower_bound(beginning)
        ranges = []
        while number < len(self._names) and self._names[number] == beginning:
            run = int(self.runs[number])
            ranges.append(np.arange(int(self.starts[run]), int(self.starts[run + 1])))
            number += 1
        return ranges[0] if len(ranges) == 1 else np.sort(joined(ranges))

    def find(self, id: str) -> Ints:
        """Documents with this id, in order: several where deleted ones are still there."""
        article, mark, suffix = id.rpartition("#")
        wanted = encode(suffix)
        documents = self._documents(encode(article + mark))
        suffixes = self.suffixes.take(documents)
        if number_of(suffix) >= 0:
            places = np.flatnonzero(suffixes == number_of(suffix)).tolist()
        else:
            odd = np.flatnonzero(suffixes < 0).tolist()
            places = [place for place in odd if self._odd[-1 - int(suffixes[place])] == wanted]
        return documents[places]

    def articles(self) -> list[bytes]:
        """Beginning (article and `#`) of each run, in order of runs."""
        names = list(self._names)
        return [names[i] for i in self._name_of_run().tolist()]

    def odd(self) -> list[bytes]:
        """Suffixes that are no plain numbers."""
        return list(self._odd)
