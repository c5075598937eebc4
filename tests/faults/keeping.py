"""Keeps an index as this version writes it: later versions must read it as it was, or refuse it by name.

`python -m tests.faults keep` after every change of the format, the schema or the analysis that is released.
What was kept before is never changed and never removed.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from history import read

import searchkit as sk
from searchkit.engines.whoosh import open_engine
from searchkit.engines.whoosh.files import toc

FIXTURES = Path(__file__).parent / "fixtures"
CORPUS = FIXTURES / "corpus"
QUERIES = (
    "tide",
    '"no escort" OR "an escort"',
    "speaker:varga",
    "said:tide speaker:varga",
    "ferr*",
    "harbor~1",
    "date:2021..2022",
    "title:harbour",
    "=The NEAR/3 ferry",
    "NOT tide",
)


def kept() -> Iterator[Path]:
    """The folder of every index that was kept."""
    return (place for place in sorted(FIXTURES.iterdir()) if (place / "answers.json").exists())


def versions(place: Path) -> dict[str, int]:
    """Which rules an index was written by."""
    (table,) = (place / "index").glob("toc-*.json")
    found: dict[str, int] = json.loads(table.read_bytes().partition(b"\n")[2])["versions"]
    return found


def keep() -> Path:
    """Write an index and its answers to a folder named by its versions; what is there already stays."""
    for place in kept():
        if versions(place) == toc.VERSIONS:
            return place
    place = FIXTURES / "-".join(f"{name}{number}" for name, number in toc.VERSIONS.items())
    place.mkdir()
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        sk.build(CORPUS, index, processes=1)
        with open_engine(index).writer() as writer:
            writer.commit({**writer.metadata, "corpora": '[["/corpus", ""]]'})  # not where it happens to lie
        (index / "lock").unlink(missing_ok=True)
        shutil.copytree(index, place / "index")
    answers = {"queries": answers_of(place / "index"), "texts": read(place / "index")}
    text = json.dumps(answers, indent=1, ensure_ascii=False)
    (place / "answers.json").write_text(text + "\n", encoding="utf-8")
    return place


def answers_of(index: Path) -> dict[str, list[str]]:
    """What an index answers: query -> ids."""
    with sk.open_index(index) as opened:
        return {query: [hit.id for hit in opened.every(query)] for query in QUERIES}
