"""One batch of changes: new segments, deletions, merges, and the one step that makes them visible."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice

import numpy as np

from searchkit.analysis.vectorised import Chunker
from searchkit.engines.whoosh.files import deletions, toc
from searchkit.engines.whoosh.files.lock import Lock
from searchkit.engines.whoosh.files.storage import Storage
from searchkit.engines.whoosh.files.toc import Entry, Toc
from searchkit.engines.whoosh.segments.documents import Documents
from searchkit.engines.whoosh.segments.segment import Segment
from searchkit.engines.whoosh.segments.snapshot import View
from searchkit.engines.whoosh.writing.accepting import Check, Ids
from searchkit.engines.whoosh.writing.building import BATCH, SegmentBuilder
from searchkit.engines.whoosh.writing.keys import Keys
from searchkit.engines.whoosh.writing.policy import choose
from searchkit.errors import IndexWriteError, NoIndexError, StoreError
from searchkit.processes import keep_temporaries, without_collections
from searchkit.schema import Document

SEGMENT_WORDS = 100_000_000  # words after which a segment is written: bounds memory
SEGMENT_DOCUMENTS = 1 << 20
_MOST_CHUNKS = 1_000_000  # distinct chunks after which the chunker starts anew


class Writer:
    """Collects one batch. Leaving its context without a commit cancels it."""

    def __init__(
        self, storage: Storage, lock: Lock, base: Toc, views: Sequence[View], processes: int
    ) -> None:
        keep_temporaries()
        self._storage = storage
        self._lock = lock
        self._base = base
        self._schema = base.schema
        self._views = [View(view.segment, view.base, view.live) for view in views]
        self._processes = processes
        self._chunker = Chunker()
        self._keys = Keys(self._chunker.vocabulary)
        self._builder = self._new_builder()
        self._check = Check(self._schema)
        self._ids = Ids(self._committed)
        self._written: list[str] = []
        self._changed: set[int] = set()
        self._new: list[Entry] = []
        self._merge_all = False
        self._open = True

    @property
    def metadata(self) -> Mapping[str, str]:
        """What the last commit kept."""
        return self._base.metadata

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *_: object) -> None:
        self.cancel()

    def add(self, documents: Iterable[Document]) -> int:
        """Add documents; returns how many. Raises ValueError on an id that is taken or a value of no use.

        Where the writer has several processes, they share the work of one call: give it a long stream.
        """
        self._check_open()
        accepted = self._accepted(documents)
        if self._processes > 1:
            from searchkit.engines.whoosh.writing import parallel  # brings multiprocessing with it

            begun = list(islice(accepted, parallel.BATCHES))
            if len(begun) == parallel.BATCHES:
                return self._add_in_parallel(chain(begun, accepted))
            accepted = iter(begun)
        return self._add_here(accepted)

    def _accepted(self, documents: Iterable[Document]) -> Iterator[Documents]:
        """Batches of documents that can be kept, their ids taken."""
        stream = iter(documents)
        while some := list(islice(stream, BATCH)):
            with without_collections():
                batch = Documents(some)
                self._check(batch)
                self._ids.take(batch)
            yield batch

    def _add_in_parallel(self, batches: Iterator[Documents]) -> int:
        from searchkit.engines.whoosh.writing import parallel

        self._flush()
        chunks = (
            parallel.Chunk(self._name("seg"), list(chain.from_iterable(batch.documents for batch in some)))
            for some in iter(lambda: list(islice(batches, parallel.BATCHES)), [])
        )
        count = 0
        for entry in parallel.build(self._storage, self._schema, chunks, self._processes):
            self._new.append(entry)
            count += entry.documents
        return count

    def _add_here(self, batches: Iterable[Documents]) -> int:
        count = 0
        for batch in batches:
            with without_collections():
                self._builder.add(batch)
                if self._is_full():
                    self._flush()
            count += len(batch)
        return count

    def _is_full(self) -> bool:
        builder = self._builder
        words = builder.positions >= SEGMENT_WORDS or self._chunker.size > _MOST_CHUNKS
        return words or builder.documents >= SEGMENT_DOCUMENTS

    def delete(self, articles: Collection[str]) -> int:
        """Delete all committed documents of these articles; returns how many documents."""
        self._check_open()
        count = 0
        for place, view in enumerate(self._views):
            for article in articles:
                doomed = view.living(view.segment.ids.article(article))
                if len(doomed):
                    if place not in self._changed:
                        live = (
                            np.ones(view.segment.documents, np.bool_)
                            if view.live is None
                            else view.live.copy()
                        )
                        view = self._views[place] = View(view.segment, view.base, live)
                        self._changed.add(place)
                    view.live[doomed] = False  # type: ignore[index]
                    count += len(doomed)
        self._ids.release(articles)
        return count

    def commit(self, metadata: Mapping[str, str] | None = None) -> None:
        """Make the batch visible, atomically and durably; the writer is closed."""
        self._check_open()
        with without_collections():
            self._commit(metadata)

    def _commit(self, metadata: Mapping[str, str] | None) -> None:
        try:
            self._forget_chunks()  # no text will be cut any more, and what is still to do needs the memory
            self._flush()
            expected = sum(
                int(v.live.sum()) if v.live is not None else v.segment.documents for v in self._views
            )
            entries = self._merged(self._keep_old() + self._new)
            if sum(e.documents - e.deleted for e in entries) != expected + sum(
                e.documents for e in self._new
            ):
                raise IndexWriteError("a merge did not keep every document; nothing of this batch was kept")
            kept = self._base.metadata if metadata is None else dict(metadata)
            published = Toc(self._base.generation + 1, self._base.columns, tuple(entries), kept)
            self._lock.check()
            self._check_present(entries)
            toc.publish(self._storage, published)
        except BaseException:
            self.cancel()
            raise
        for name in self._storage.names():
            if name not in published.files and toc.is_ours(name):
                self._storage.remove(name)
        self._close()

    def cancel(self) -> None:
        """Forget the batch; nothing of it stays behind. Does nothing after a commit."""
        if self._open:
            if not self._is_published():
                for name in self._written:
                    self._storage.remove(name)
            self._close()

    def _is_published(self) -> bool:
        """Whether the next generation is there: a commit may be interrupted right after its switch."""
        try:
            return toc.latest(self._storage) > self._base.generation
        except NoIndexError:
            return False
        except StoreError:
            return True  # who knows; the next writer sweeps

    def merge_all(self) -> None:
        """Let the commit merge all segments into one."""
        self._merge_all = True

    def _close(self) -> None:
        self._open = False
        self._views = []
        self._builder.close()
        self._lock.release()

    def _check_open(self) -> None:
        if not self._open:
            raise ValueError("this writer is closed")

    def _committed(self, article: str) -> Iterator[str]:
        for view in self._views:
            ids = view.segment.ids
            for document in view.living(ids.article(article)).tolist():
                yield ids.get(document)

    def _name(self, suffix: str) -> str:
        self._written.append(toc.new_name(suffix))
        return self._written[-1]

    def _flush(self) -> None:
        """Write what the builder holds as a segment."""
        if self._builder.documents:
            name = self._name("seg")
            size = self._builder.write(name)
            self._new.append(Entry(name, size, self._builder.documents))
            if self._chunker.size > _MOST_CHUNKS:
                self._forget_chunks()
            self._builder.close()
            self._builder = self._new_builder()

    def _forget_chunks(self) -> None:
        self._builder.settle()
        self._chunker.forget()
        self._keys = Keys(self._chunker.vocabulary)

    def _new_builder(self) -> SegmentBuilder:
        return SegmentBuilder(self._schema, self._chunker, self._keys, self._storage)

    def _keep_old(self) -> list[Entry]:
        """Entries of the segments of before, with their new deletions."""
        kept: list[Entry] = []
        for place, (entry, view) in enumerate(zip(self._base.segments, self._views, strict=True)):
            if place in self._changed and view.live is not None:
                name = self._name("del")
                deletions.write(self._storage, name, view.live)
                deleted = entry.documents - int(view.live.sum())
                entry = Entry(entry.file, entry.size, entry.documents, name, deleted)
            if entry.deleted < entry.documents:
                kept.append(entry)
        return kept

    def _merged(self, entries: list[Entry]) -> list[Entry]:
        """Entries after the merges that the policy asks for."""
        new = len(self._new)
        while True:
            begin, end = (0, len(entries)) if self._merge_all else choose(entries, new)
            if self._merge_all and len(entries) == 1 and not entries[0].deleted:
                return entries
            if begin == end:
                return entries
            self._merge_all, new = False, 0
            entries[begin:end] = [self._merge(entries[begin:end])]

    def _merge(self, entries: Sequence[Entry]) -> Entry:
        from searchkit.engines.whoosh.writing.merging import merge  # most commits merge nothing

        views = [self._view(entry) for entry in entries]
        name = self._name("seg")
        documents = merge(views, self._schema, self._storage, name)
        return Entry(name, self._storage.size(name), documents)

    def _view(self, entry: Entry) -> View:
        live = None
        if entry.deletions:
            live = deletions.read(self._storage, entry.deletions, entry.documents)
        return View(Segment(self._storage, entry.file), 0, live)

    def _check_present(self, entries: Sequence[Entry]) -> None:
        """Nobody may have swept our files (a second writer, after the lock file was removed by hand)."""
        names = set(self._storage.names())
        for entry in entries:
            for name in entry.files:
                if name not in names:
                    raise IndexWriteError(
                        f"{self._storage.path / name} was removed while it was being written; "
                        "nothing of this batch was kept",
                        "run it again, one writer at a time",
                    )
