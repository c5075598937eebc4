"""One batch on one index: read, compare, attribute, write, check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from searchkit import articles
from searchkit.articles import Note, Skipped
from searchkit.config import FILE_NAME
from searchkit.documents import Origin
from searchkit.engines.base import Engine, Writer
from searchkit.errors import IndexDamagedError
from searchkit.index import copies
from searchkit.index.corpora import OpenCorpus
from searchkit.index.metadata import Metadata, inside
from searchkit.index.planning import Plan
from searchkit.index.preparing import Found, Prepared, Work, prepare
from searchkit.index.reports import OnProgress, Progress, Report
from searchkit.names import has_courtesy_title
from searchkit.records import Article
from searchkit.speech.people import genders

TOGETHER = 2000  # documents given to the engine at once
_PERSONAL = ("speaker", "mentions")

_GONE = (
    "not there any more: its articles stay as they were read, but its settings and corrections are dropped"
)
_GONE_HINT = "bring it back, or leave it out for good: searchkit rebuild PATH… with the paths to keep"


@dataclass(slots=True)
class _Tally:
    """Counts of a build as it goes on; see Report."""

    read: int = 0
    added: int = 0
    unchanged: int = 0
    paragraphs: int = 0
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    unfit: list[str] = field(default_factory=list)


class Batch:
    """Carries out a plan with an open writer."""

    def __init__(
        self,
        engine: Engine,
        writer: Writer,
        plan: Plan,
        place: str | Path | None,
        processes: int | None,
        progress: OnProgress | None,
    ) -> None:
        self._engine, self._writer, self._plan = engine, writer, plan
        self._place = place
        self._processes, self._progress = processes, progress
        self._tally = _Tally()
        self._found = Found()
        self._old: dict[str, Origin] = {}
        self._seen: set[str] = set()  # articles met in this build
        self._kept: set[str] = set()  # of these, the ones that are in the index after it
        self._checked: set[str] = set()  # unchanged, attributed only to see whether corrections fit
        self._waiting: list[Prepared] = []  # to be added together: an engine is faster on many
        self._outdated: list[str] = []  # articles to be deleted before they are
        self._generation = 0  # before this build
        self._left = 0  # paragraphs that were in the index before and stay
        self._names: set[str] = set()  # of persons, in what is new
        self._new: dict[str, tuple[Origin, str]] = {}  # what is new, and where it was read from

    def run(self, before: Metadata) -> Report:
        """Read the corpora and commit what is new; `before` is what the last build left."""
        self._generation = self._engine.generation()
        self._look_at_old()
        size = self._left
        self._tally.notes += [Note(path, _GONE, _GONE_HINT) for path in self._plan.gone]
        for corpus in self._plan.read:
            self._read(corpus)
        gone = self._gone()
        if gone and not self._plan.fresh:
            self._left -= self._writer.delete(gone)
        made = self._made(gone)
        if self._plan.fresh or self._left != size or self._tally.paragraphs or made != before:
            built = datetime.now(UTC).isoformat(timespec="seconds")
            self._writer.commit(replace(made, built=built).write())
            self._check()
        return self._report(len(gone))

    def _look_at_old(self) -> None:
        try:
            with closing(self._engine.reader()) as reader:
                origins = map(Origin.read, reader.values("origin"))
                self._old = {origin.article: origin for origin in origins}
                self._left = 0 if self._plan.fresh else reader.size
        except IndexDamagedError:
            if not self._plan.fresh:
                raise  # where all is made anew, nothing of the old is needed

    def _read(self, corpus: OpenCorpus) -> None:
        """Write what is new of one corpus."""
        found = Found()
        work = Work(corpus.corpus.path, corpus.corrections)
        for prepared in prepare(self._articles(corpus), work, found, self._processes):
            if prepared.article not in self._checked:
                self._write(prepared)
        self._flush()
        corpus.corrections.count(found.applied)
        self._tally.unfit += map(str, corpus.corrections.unfit())
        self._found.add(found)

    def _articles(self, corpus: OpenCorpus) -> Iterator[Article]:
        """The articles that must be attributed; whatever else reading says goes into the report."""
        for item in articles.read(Path(corpus.corpus.path), corpus.config_without(self._place)):
            if isinstance(item, Skipped):
                self._tally.skipped.append(item)
            elif isinstance(item, Note):
                self._tally.notes.append(item)
            elif self._is_taken(item):
                reason = f"the id “{item.id}” is taken by an article of another corpus"
                hint = "index the folder that holds both"
                self._tally.skipped.append(Skipped(item.path, reason, hint))
            else:
                yield from self._if_new(replace(item, digest=corpus.digest(item)), corpus)

    def _is_taken(self, article: Article) -> bool:
        """Whether another corpus has an article of this id."""
        old = self._old.get(article.id)
        if article.id in self._seen:  # ids of one corpus differ
            return True
        return old is not None and not self._plan.fresh and not self._is_read(old)

    def _is_read(self, origin: Origin) -> bool:
        """Whether an article came from the corpora that this build reads."""
        return any(inside(origin.corpus, corpus.corpus.path) for corpus in self._plan.read)

    def _if_new(self, article: Article, corpus: OpenCorpus) -> Iterator[Article]:
        self._tally.read += 1
        self._seen.add(article.id)
        same = self._is_known(Origin(article.digest, article.id, corpus.corpus.path))
        if same:
            self._tally.unchanged += 1
        if same and not self._plan.fresh:
            self._kept.add(article.id)
            if not corpus.corrected(article.id):
                return
            self._checked.add(article.id)
        yield article

    def _is_known(self, origin: Origin) -> bool:
        """Whether the index holds an article as it was read now."""
        old = self._old.get(origin.article)
        # Without the hash of its text it was written before copies were told.
        return old is not None and old.text != "" and old == origin._replace(text=old.text)

    def _write(self, prepared: Prepared) -> None:
        if prepared.article in self._old and not self._plan.fresh:
            self._outdated.append(prepared.article)
        if prepared.documents:
            self._waiting.append(prepared)
        else:
            nothing = "nothing in it is indexed: it holds no more than title, byline and boilerplate"
            self._skip(prepared, prepared.problem or nothing)
        if sum(len(p.documents) for p in self._waiting) >= TOGETHER:
            self._flush()

    def _skip(self, prepared: Prepared, reason: str) -> None:
        self._tally.skipped.append(Skipped(prepared.path, f"article “{prepared.article}”: {reason}"))

    def _flush(self) -> None:
        """Give the engine what waits; an article that it refuses is reported, and the rest goes on."""
        if self._outdated:
            self._left -= self._writer.delete(self._outdated)
        waiting, self._waiting, self._outdated = self._waiting, [], []
        try:
            self._add(waiting)
        except ValueError:
            for prepared in waiting:
                try:
                    self._add([prepared])
                except ValueError as problem:
                    self._skip(prepared, f"cannot be kept: {problem}")

    def _add(self, many: Sequence[Prepared]) -> None:
        self._writer.add([document for prepared in many for document in prepared.documents])
        for prepared in many:
            (origin,) = prepared.documents[0].keywords("origin")
            self._new[prepared.article] = Origin.read(origin), prepared.path
            self._names.update(*(d.values[name] for d in prepared.documents for name in _PERSONAL))
            self._tally.paragraphs += len(prepared.documents)
            self._kept.add(prepared.article)
            self._tally.added += prepared.article not in self._old
            if self._progress:
                self._progress(Progress(self._tally.read, self._tally.paragraphs, prepared.path))

    def _gone(self) -> list[str]:
        """Articles of the index that the corpora read do not have any more."""
        fresh = self._plan.fresh
        return [a for a, o in self._old.items() if a not in self._kept and (fresh or self._is_read(o))]

    def _made(self, gone: Sequence[str]) -> Metadata:
        known = self._plan.made.namesakes
        others, titled = known.others | self._found.others, self._titled(known.titled)
        namesakes = replace(known, others=others, titled=titled)
        return replace(self._plan.made, namesakes=namesakes, copies=self._copies(gone))

    def _copies(self, gone: Sequence[str]) -> copies.Copies:
        """Which articles share a text after this build; those that are new are reported."""
        out = self._new.keys() | gone
        stay = [] if self._plan.fresh else [o for id, o in self._old.items() if id not in out]
        found = copies.among([*stay, *(origin for origin, _ in self._new.values())])
        for ids in found:
            first, *others = sorted(ids, key=self._new.__contains__)  # what was there before comes first
            for id in filter(self._new.__contains__, others):
                message = f"article “{id}” has the same text as “{first}”: both are searched and counted"
                self._tally.notes.append(Note(self._new[id][1], message))
        return found

    def _titled(self, known: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        """Whom "Ms Varga" may be. The names of old are asked only where such a name is new."""
        names = self._names
        if not self._plan.fresh and any(map(has_courtesy_title, names - known.keys())):
            with closing(self._engine.reader()) as reader:
                names = names.union(*(reader.values(name) for name in _PERSONAL))
        found = genders.titled(sorted(names | known.keys()))
        return {name: tuple(sorted({*known.get(name, ()), *holders})) for name, holders in found.items()}

    def _check(self) -> None:
        """Count in = count out, unless somebody else has committed since. Raises IndexDamagedError.

        A column that is nowhere is a slip in the settings: it is noted.
        """
        with closing(self._engine.reader()) as reader:
            held, generation = reader.size, reader.generation
            self._tally.notes += [
                Note(FILE_NAME, f"no article has the column “{name}”", "columns are keys of the articles")
                for name in reader.schema.columns
                if held and not reader.values(name)
            ]
        if generation != self._generation + 1:
            return
        expected = self._left + self._tally.paragraphs
        if held != expected:
            message = f"the index holds {held:,} paragraphs where {expected:,} were written"
            raise IndexDamagedError(message, "run: searchkit rebuild")

    def _report(self, removed: int) -> Report:
        tally = self._tally
        return Report(
            read=tally.read,
            added=tally.added,
            changed=len(self._kept & self._old.keys()) - tally.unchanged,
            unchanged=tally.unchanged,
            removed=removed,
            paragraphs=self._left + tally.paragraphs,
            skipped=tuple(tally.skipped),
            notes=tuple(tally.notes),
            applied=sum(self._found.applied.values()),
            unfit=tuple(tally.unfit),
        )
