"""Corpora -> index: adds, changes and deletes by content hash, or builds everything anew.

An index is a function of its corpora: an update leaves what a rebuild would have made, but for the
order in which articles were added.  Each build is one batch of the engine, so readers see all of it or
nothing, and a build that fails leaves the index as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from searchkit.engines.base import Engine
from searchkit.errors import ConfigError, IndexDamagedError, IndexVersionError, ProcessKilledError
from searchkit.index import planning
from searchkit.index.batch import Batch
from searchkit.index.corpora import check_place, given_corpora, open_corpora, schema_of, with_settings
from searchkit.index.loading import open_engine, open_or_create, open_to_replace
from searchkit.index.metadata import Metadata
from searchkit.index.planning import Plan
from searchkit.index.reports import OnProgress, Report


def build(
    paths: Sequence[str | Path] | str | Path,
    index_path: str | Path,
    *,
    config: str | Path | None = None,
    processes: int | None = None,
    engine: str = "whoosh",
    wait: float = 0.0,
    progress: OnProgress | None = None,
) -> Report:
    """Bring an index up to date with these paths; made where there is none.

    Articles that are new or changed are read and added; those that came from these paths and are no
    longer there are removed; what came from other paths stays.  `config` is a searchkit.toml for all
    paths, in place of the one that lies in or beside each.  `processes` attribute speakers at once (all
    cores, where the corpus is worth it); `wait` is how many seconds another writer is waited for.
    Raises ConfigError and StoreError's kinds; what is wrong with an article is in the report.
    """
    given = given_corpora([paths] if isinstance(paths, str | Path) else paths, config)
    check_place(index_path, given)
    store = open_or_create(engine, Path(index_path), schema_of(open_corpora(given)))

    def plan(made: Metadata) -> Plan:
        return planning.update(made, given, store.schema)

    try:
        return run(store, plan, place=index_path, processes=processes, wait=wait, progress=progress)
    finally:
        store.close()


def rebuild(
    index_path: str | Path,
    *,
    paths: Sequence[str | Path] | None = None,
    config: str | Path | None = None,
    processes: int | None = None,
    engine: str = "whoosh",
    wait: float = 0.0,
    progress: OnProgress | None = None,
) -> Report:
    """Build an index anew, from the paths it was built from or from `paths`, beside the old one.

    `config` is a searchkit.toml for all of them, from now on; without it each path keeps its own.
    Readers keep what they opened; the old index answers until the new one is complete.  One that is
    damaged or of another version is built anew too.  Raises as `build` does, and NoIndexError where there
    is none.
    """
    given = given_corpora(paths, config) if paths else ()
    check_place(index_path, given)
    read = Metadata.read
    try:
        store = open_engine(engine, Path(index_path))
    except (IndexDamagedError, IndexVersionError):
        store, read = open_to_replace(engine, Path(index_path)), Metadata.salvage

    def plan(made: Metadata) -> Plan:
        if not (given or made.corpora):
            message = f"what {index_path} was built from can no longer be read"
            raise ConfigError(message, "name the paths: searchkit rebuild PATH…")
        return planning.anew(made, given or with_settings(made.corpora, config))

    try:
        return run(
            store,
            plan,
            place=index_path,
            read=read,
            processes=processes,
            wait=wait,
            progress=progress,
        )
    finally:
        store.close()


def run(
    engine: Engine,
    plan: Callable[[Metadata], Plan],
    *,
    place: str | Path | None = None,
    read: Callable[[Mapping[str, str]], Metadata] = Metadata.read,
    processes: int | None = None,
    wait: float = 0.0,
    progress: OnProgress | None = None,
) -> Report:
    """Do what `plan` says of an engine's metadata, in one batch.

    `place` is where the engine keeps its files: they are no articles, should they lie in a corpus.
    """
    while True:
        generation = engine.generation()
        made = read(engine.metadata())
        planned = plan(made)
        schema = planned.schema if planned.fresh else None
        writer = engine.writer(wait=wait, fresh=planned.fresh, schema=schema)
        try:
            # Where another build came between, plan anew with what it left.
            if engine.generation() == generation:
                return Batch(engine, writer, planned, place, processes, progress).run(made)
        except MemoryError:
            message = "there is not enough memory; the index is as it was"
            raise ProcessKilledError(message, "free some memory, or try with --processes 1") from None
        finally:
            writer.cancel()  # does nothing after a commit
