"""A corpus on disk with an index over it, on an engine of each kind."""

import json
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from searchkit.engines import memory
from searchkit.index import Index, Report, building, planning
from searchkit.index.corpora import given_corpora, open_corpora, schema_of
from searchkit.schema import Schema

Row = tuple[str, str]  # speaker ("" nobody) and words


@dataclass
class Desk:
    """A folder of articles beside an index in memory."""

    corpus: Path
    engine: memory.Engine = field(default_factory=lambda: memory.Engine(Schema()))

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
        """What `build` does, on the engine in memory."""
        given = given_corpora(paths or [self.corpus], None)
        return building.run(self.engine, lambda m: planning.update(m, given, self.engine.schema), **options)

    def rebuild(self, **options: object) -> Report:
        """What `rebuild` does."""
        return building.run(self.engine, lambda m: planning.anew(m, m.corpora), **options)

    def fresh(self) -> "Desk":
        """Another index over the same corpus, not yet built."""
        return Desk(self.corpus, memory.Engine(schema_of(open_corpora(given_corpora([self.corpus], None)))))

    def open(self) -> Index:
        """The index as users hold it."""
        return Index(self.engine, self.corpus.parent, "memory")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An empty corpus and index."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    return Desk(corpus)


@pytest.fixture
def ids():
    """Ids of all paragraphs found, in the order of the documents."""

    def found(index: Index, query: str = "*", **conditions: object) -> list[str]:
        return [hit.id for hit in index.every(query, **conditions)]

    return found
