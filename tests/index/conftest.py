"""A corpus on disk with an index over it, on each engine."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest

from searchkit.engines import memory, whoosh
from searchkit.engines.base import Engine
from searchkit.index import Index, Report, building, planning
from searchkit.index.corpora import given_corpora, open_corpora, schema_of
from searchkit.schema import Schema

Row = tuple[str, str]  # speaker ("" nobody) and words


@dataclass
class Desk:
    """A folder of articles beside an index; `create` makes a new collection."""

    corpus: Path
    create: Callable[[Schema], Engine]
    engine: Engine = field(init=False)

    def __post_init__(self) -> None:
        self.engine = self.create(schema_of(open_corpora(given_corpora([self.corpus], None))))

    def write(self, name: str, *rows: Row, **meta: object) -> Path:
        """One article of given speakers, as JSONL."""
        path = self.corpus / f"{name}.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = [
            {"article": name, "lang": "en", "n": n, "speaker": who, "text": text, **meta}
            for n, (who, text) in enumerate(rows)
        ]
        path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        return path

    def update(self, *paths: Path, **options: object) -> Report:
        """What `build` does."""
        given = given_corpora(paths or [self.corpus], None)
        return building.run(self.engine, lambda m: planning.update(m, given, self.engine.schema), **options)

    def rebuild(self, **options: object) -> Report:
        """What `rebuild` does."""
        return building.run(self.engine, lambda m: planning.anew(m, m.corpora), **options)

    def fresh(self) -> "Desk":
        """Another index over the same corpus, not yet built."""
        return Desk(self.corpus, self.create)

    def open(self) -> Index:
        """The index as users hold it."""
        return Index(self.engine, self.corpus.parent)


@pytest.fixture(params=["memory", "whoosh"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Desk:
    """An empty corpus and index."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    numbers = count()

    def create(schema: Schema) -> Engine:
        if request.param == "memory":
            return memory.Engine(schema)
        return whoosh.create_engine(tmp_path / f"index{next(numbers)}", schema)

    return Desk(corpus, create)


@pytest.fixture
def ids():
    """Ids of all paragraphs found, in the order of the documents."""

    def found(index: Index, query: str = "*", **conditions: object) -> list[str]:
        return [hit.id for hit in index.every(query, **conditions)]

    return found


@pytest.fixture
def index(desk):
    """Three articles: two dated to the day, one to the year, one not at all."""
    desk.write(
        "talks",
        ("Anna Varga", "We yield nothing to the harbour lobby."),
        ("Tom Hale", "The harbour tax must fall."),
        ("", "The hall fell silent."),
        ("Anna Varga", "The harbour tax stays."),
        date="2021-09-15",
        title="Talks in Ostrava",
        source="The Northern Post",
        author="Petr Klima",
        url="https://post.example/talks",
    )
    desk.write(
        "debate",
        ("VARGA", "Nothing will be yielded."),
        ("Heidi Hale", "My husband speaks for himself."),
        date="2022-03-01",
        source="Evening Post",
    )
    desk.write("essay", ("A. Varga", "A harbour is a promise."), date="2021")
    desk.write("scrap", ("Tom Hale", "No harbour, no town."))
    desk.update()
    return desk.open()
