"""Which engines there are to test, short ways to use one, and documents to use it with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from searchkit.dates import parse
from searchkit.engines import memory, whoosh
from searchkit.engines.base import Engine, Feature
from searchkit.query.nodes import Name
from searchkit.schema import Document, Schema, Speech

CREATE: dict[str, Callable[[Path, Schema], Engine]] = {
    "memory": lambda path, schema: memory.Engine(schema),
    "whoosh": whoosh.create_engine,
}
OPEN: dict[str, Callable[[Path], Engine]] = {"whoosh": whoosh.open_engine}


def commit(engine: Engine, documents: list[Document] = (), delete: tuple[str, ...] = ()) -> None:
    """One commit: first deletions, then additions."""
    writer = engine.writer()
    writer.delete(delete)
    writer.add(documents)
    writer.commit()


def need(engine: Engine, feature: Feature) -> None:
    """Skip a test that asks for what the engine declares it cannot do."""
    if feature not in engine.features:
        pytest.skip(f"the engine does not declare the feature “{feature}”")


def doc(id, text="", **values):
    """A document in English, unless it says otherwise."""
    values.setdefault("lang", ("en",))
    return Document(id, {"text": text, **values})


def dated(id, written, text="treaty"):
    """A document of this date; "" for none."""
    return doc(id, text, date=parse(written) if written else None)


def ids(reader, query, **options):
    """The page of a search, ids alone."""
    return [hit.id for hit in reader.search(query, **options).hits]


def bm25(n, df, tf, dl, average):
    """Robertson and Zaragoza's formula, with Lucene's idf, written out once more."""
    idf = np.log(1 + (n - df + 0.5) / (df + 0.5))
    return float(np.float32(idf * tf * 2.2 / (tf + 1.2 * (1 - 0.75 + 0.75 * dl / average))))


def scores(reader, query):
    return {hit.id: hit.score for hit in reader.search(query, limit=100).hits}


SPEECH = [
    doc(
        "a#0",
        "We need peace, said Varga. We need peace now, said Dorn. No peace, he wrote.",
        # 0                         27                            57
        speaker=("Anna Varga", "Ivan Dorn"),
        speech=(
            Speech(0, 13, "Anna Varga", "direct"),
            Speech(27, 44, "Ivan Dorn", "indirect"),
            Speech(57, 76, "Jo Writer", "author"),
        ),
        source=("The Lantern",),
    ),
    doc("a#1", "Peace.", role=("title",), by=("Jo Writer",)),
    doc("a#2", "Anna: peace, peace!", speaker=("Anna Varga",), speech=(Speech(6, 19, "Anna Varga", "turn"),)),
    doc("a#3", "…", speaker=("Anna Varga",), speech=(Speech(0, 1, "Anna Varga", "turn"),)),
]
ANNA = Name("speaker", "varga", ("Anna Varga", "A. Varga"))
IVAN = Name("speaker", "dorn", ("Ivan Dorn",))
NOBODY = Name("speaker", "nobody", ())

DATED = [
    dated("a#0", "2021"),
    dated("a#1", "2021-06"),
    dated("a#2", "2021-06-30"),
    dated("a#3", ""),
    dated("a#4", "2021-W26"),  # 28 June to 4 July
    dated("a#5", "2020-02-29"),
    dated("a#6", "2021-Q2"),
    dated("a#7", "2021-06-30"),
]
