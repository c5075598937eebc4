"""Articles -> documents: attribution is the dear part, so it runs in several processes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from searchkit import speech
from searchkit.documents import documents
from searchkit.processes import cpus, in_order
from searchkit.records import Article, Sort
from searchkit.schema import Document
from searchkit.speech import Corrections
from searchkit.speech.collection import batches
from searchkit.speech.corrections import SpeakerCorrection

# Paragraphs a chunk: enough that the model works on many articles at once, and passing them on is cheap.
CHUNK = 400
# Collections up to this size are done before other processes would have started.
SMALL = 1200


@dataclass(frozen=True, slots=True)
class Prepared:
    """One article's documents; none where no paragraph of it is indexed, or where a `problem` says why."""

    article: str
    path: str
    documents: tuple[Document, ...]
    problem: str = ""


@dataclass(slots=True)
class Found:
    """What the attribution of many articles brought to light besides their documents.

    others    names of organisations that speak
    applied   how often each correction by hand fitted
    """

    others: set[str] = field(default_factory=set)
    applied: dict[SpeakerCorrection, int] = field(default_factory=dict)

    def add(self, other: Found) -> None:
        """Take in what another chunk brought."""
        self.others |= other.others
        for correction, times in other.applied.items():
            self.applied[correction] = self.applied.get(correction, 0) + times


_Chunk = list[Article]
_Done = tuple[list[Prepared], Found]


@dataclass(frozen=True, slots=True)
class Work:
    """What is done to every chunk. Sent to each process once."""

    corpus: str
    corrections: Corrections

    def __call__(self, chunk: _Chunk) -> _Done:
        """The documents of a chunk of articles, and what was found on the way."""
        self.corrections.applied.clear()
        found = Found()
        try:
            prepared = self._prepare(chunk, found)
        except Exception:  # a defect of ours: it must cost one article, not the build
            found = Found()
            self.corrections.applied.clear()
            prepared = [done for article in chunk for done in self._alone(article, found)]
        found.applied = dict(self.corrections.applied)
        return prepared, found

    def _prepare(self, chunk: _Chunk, found: Found) -> list[Prepared]:
        prepared: list[Prepared] = []
        for article in speech.attribute_batch(chunk, self.corrections):
            found.others.update(
                row.speaker.name
                for paragraph in article.paragraphs
                for row in paragraph.attributions
                if row.speaker.sort is Sort.ORGANISATION
            )
            prepared.append(Prepared(article.id, article.path, tuple(documents(article, self.corpus))))
        return prepared

    def _alone(self, article: Article, found: Found) -> list[Prepared]:
        try:
            return self._prepare([article], found)
        except Exception as defect:
            problem = f"a defect of searchkit ({type(defect).__name__}: {defect}); please report it"
            return [Prepared(article.id, article.path, (), problem)]


def prepare(
    articles: Iterable[Article], work: Work, found: Found, processes: int | None
) -> Iterator[Prepared]:
    """The documents of each article, in the order of the articles; `found` is added to on the way.

    Raises ProcessKilledError.
    """
    chunks = batches(articles, CHUNK)
    if processes is None:
        first = _first(chunks, SMALL)
        processes = cpus() if sum(map(_size, first)) >= SMALL else 1
        chunks = chain(first, chunks)
    for prepared, more in in_order(work, chunks, processes):
        found.add(more)
        yield from prepared


def _size(chunk: _Chunk) -> int:
    return sum(len(article.paragraphs) for article in chunk)


def _first(chunks: Iterator[_Chunk], paragraphs: int) -> list[_Chunk]:
    """Chunks of at least so many paragraphs together, or all there are."""
    taken: list[_Chunk] = []
    size = 0
    for chunk in chunks:
        taken.append(chunk)
        size += _size(chunk)
        if size >= paragraphs:
            break
    return taken
