"""The embedded engine: a directory of segments, and the generation that is current."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from searchkit.engines.base import Feature
from searchkit.engines.whoosh.files import deletions, toc
from searchkit.engines.whoosh.files.lock import Lock
from searchkit.engines.whoosh.files.storage import REBUILD, Storage, damaged
from searchkit.engines.whoosh.files.toc import Entry, Toc
from searchkit.engines.whoosh.searching.reader import Reader
from searchkit.engines.whoosh.segments.segment import Segment
from searchkit.engines.whoosh.segments.snapshot import Snapshot, View
from searchkit.errors import IndexDamagedError, IndexVersionError, NoIndexError, StoreError
from searchkit.schema import Schema

if TYPE_CHECKING:
    from searchkit.engines.whoosh.writing.writer import Writer


def open_engine(path: str | Path) -> Engine:
    """The index at `path`. Raises NoIndexError, IndexVersionError, IndexDamagedError."""
    storage = Storage(path)
    toc.read(storage)
    return Engine(storage)


def create_engine(path: str | Path, schema: Schema | None = None) -> Engine:
    """The index at `path`, made empty with `schema` where there is none."""
    storage = Storage(path)
    storage.make()
    lock = Lock(storage.path)
    lock.acquire(wait=10.0)
    try:
        if not toc.exists(storage):
            toc.publish(storage, Toc(1, (schema or Schema()).columns))
    finally:
        lock.release()
    return open_engine(path)


def new_engine(path: str | Path, schema: Schema | None = None) -> Engine:
    """The index at `path`, or one to be made there: there is none to be seen until its first commit."""
    storage = Storage(path)
    storage.make()
    return Engine(storage, begun=Toc(0, (schema or Schema()).columns))


def replace_engine(path: str | Path) -> Engine:
    """The index at `path`, damaged or of another version, to be written anew: `writer(fresh=True)`.

    It is as if empty, but for the metadata that can still be read.  What is there stays as it is until the
    new one is committed.  Raises NoIndexError.
    """
    storage = Storage(path)
    toc.salvage(storage)
    return Engine(storage, replaced=True)


class Engine:
    """An opened index. Threads may share it; processes open their own."""

    features = frozenset(Feature)

    def __init__(self, storage: Storage, replaced: bool = False, begun: Toc | None = None) -> None:
        self._storage = storage
        self._replaced = replaced
        self._begun = begun  # what there is where nothing was committed yet; None: that is an error
        self._segments: weakref.WeakValueDictionary[str, Segment] = weakref.WeakValueDictionary()
        self._guard = threading.Lock()

    @property
    def schema(self) -> Schema:
        """Fields of the documents."""
        return self._toc().schema

    def reader(self) -> Reader:
        """The latest committed snapshot."""
        contents, views = self._open()
        return Reader(Snapshot(views), contents.schema, contents.generation)

    def writer(
        self, *, wait: float = 0.0, fresh: bool = False, schema: Schema | None = None, processes: int = 1
    ) -> Writer:
        """The one writer; waits so many seconds for another to finish, then IndexLockedError.

        With `fresh` it starts from nothing: its commit replaces all documents, and the schema if one is
        given, in one step, and nothing of the old ones is looked at: damage does not stop it.  With
        `processes` > 1 that many build segments at once.
        """
        from searchkit.engines.whoosh.writing.writer import Writer  # a search does not wait for it

        lock = Lock(self._storage.path)
        lock.acquire(wait)
        try:
            contents, views = (self._toc(), []) if fresh else self._open()
            if not self._replaced:  # else what is there stays, until the commit
                self._sweep(contents)
            if fresh:
                columns = (schema or contents.schema).columns
                contents = Toc(contents.generation, columns, (), contents.metadata)
            return Writer(self._storage, lock, contents, views, processes)
        except BaseException:
            lock.release()
            raise

    def optimise(self, *, wait: float = 0.0) -> None:
        """Merge all segments into one; deleted documents go."""
        with self.writer(wait=wait) as writer:
            writer.merge_all()
            writer.commit(writer.metadata)

    def generation(self) -> int:
        """Number of the latest commit; 0 before the first."""
        try:
            return toc.latest(self._storage)
        except NoIndexError:
            if self._begun is None:
                raise
            return self._begun.generation

    def newer(self, reader: Reader) -> bool:
        """Whether something was committed after `reader` was opened."""
        return self.generation() != reader.generation

    def metadata(self) -> Mapping[str, str]:
        """What the last commit kept."""
        return self._toc().metadata

    def size_bytes(self) -> int:
        """Bytes of the segments of the latest generation."""
        return sum(entry.size for entry in self._toc().segments)

    def verify(self) -> list[str]:
        """Check every byte of the latest generation; one sentence for each file that is damaged."""
        while True:
            contents = self._toc()
            problems = [problem for entry in contents.segments for problem in self._problems(entry)]
            if toc.latest(self._storage) == contents.generation:
                return problems  # else a commit removed files while we were reading them

    def _problems(self, entry: Entry) -> Iterator[str]:
        try:
            self._view(replace(entry, deletions=""), 0).segment.container.verify()
        except FileNotFoundError:
            yield f"{self._storage.path / entry.file} is missing"
        except StoreError as error:
            yield error.message
        if entry.deletions:
            try:
                deletions.read(self._storage, entry.deletions, entry.documents)
            except FileNotFoundError:
                yield f"{self._storage.path / entry.deletions} is missing"
            except StoreError as error:
                yield error.message

    def close(self) -> None:
        """Forget opened segments; readers in use keep theirs."""
        self._segments.clear()

    def _toc(self) -> Toc:
        try:
            return toc.read(self._storage)
        except NoIndexError:
            if self._begun is None:
                raise
            return self._begun
        except (IndexDamagedError, IndexVersionError):
            if not self._replaced:
                raise
            return toc.salvage(self._storage)

    def _open(self) -> tuple[Toc, list[View]]:
        """The current generation with its segments opened."""
        while True:
            contents = self._toc()
            views: list[View] = []
            try:
                for entry in contents.segments:
                    base = views[-1].base + views[-1].segment.documents if views else 0
                    views.append(self._view(entry, base))
            except FileNotFoundError as error:
                if toc.latest(self._storage) == contents.generation:
                    raise IndexDamagedError(f"{error.filename} is missing", REBUILD) from None
                continue  # a commit replaced it while we were opening
            return contents, views

    def _view(self, entry: Entry, base: int) -> View:
        with self._guard:
            segment = self._segments.get(entry.file)
            if segment is None:
                segment = self._segments[entry.file] = Segment(self._storage, entry.file)
        if segment.container.size != entry.size or segment.documents != entry.documents:
            raise damaged(self._storage.path / entry.file)
        live = None
        if entry.deletions:
            live = deletions.read(self._storage, entry.deletions, entry.documents)
        return View(segment, base, live)

    def _sweep(self, contents: Toc) -> None:
        """Remove what a writer that died left behind; the caller holds the lock."""
        needed = contents.files
        left = [name for name in self._storage.names() if name not in needed and toc.is_ours(name)]
        if left:
            # It may have died between its switch and the flush of it: else a power cut could take back
            # the switch, and not the removal of what was current before.
            self._storage.flush()
        for name in left:
            self._storage.remove(name)
