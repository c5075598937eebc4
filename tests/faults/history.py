"""Short lives of an index: every kind of commit, and what must be in it after each."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import searchkit as sk
from searchkit.dates import parse
from searchkit.engines.whoosh import Engine, create_engine, open_engine
from searchkit.errors import NoIndexError
from searchkit.query.nodes import Everything
from searchkit.schema import Document, Schema, Speech

LONG = os.environ.get("SEARCHKIT_FAULTS") == "long"  # see conftest.py

State = dict[str, str]  # id -> text: what an index holds
Step = Callable[[Engine, State], State]  # one commit; returns what must be in the index after it

_WORDS = "harbour tide treaty ally council vote ferry winter border customs salt pledge quorum".split()


def document(article: str, n: int, seed: int = 0, words: int = 12) -> Document:
    """A made-up paragraph with something in every kind of field."""
    chance = random.Random(f"{article}#{n}/{seed}")
    text = " ".join(chance.choices(_WORDS, k=words))
    return Document(
        f"{article}#{n}",
        {
            "text": text,
            "title": f"On {chance.choice(_WORDS)}",
            "speaker": (chance.choice(["Anna Varga", "Tom Orlo"]),),
            "speech": (Speech(0, len(text) // 2, "Anna Varga", "direct"),),
            "lang": ("en",),
            "article": (article,),
            "n": n,
            "date": parse(f"20{chance.randint(16, 25)}-0{chance.randint(1, 9)}"),
        },
    )


def articles(*names: str, seed: int = 0, paragraphs: int = 6) -> list[Document]:
    """Whole articles."""
    return [document(name, n, seed) for name in names for n in range(paragraphs)]


def contents(documents: list[Document]) -> State:
    """What an index of these documents holds."""
    return {document.id: document.text() for document in documents}


def _changed(delete: tuple[str, ...], added: list[Document]) -> Step:
    def step(engine: Engine, state: State) -> State:
        writer = engine.writer(wait=5.0)
        writer.delete(delete)
        writer.add(added)
        writer.commit({"n": str(len(state))})
        left = {id: text for id, text in state.items() if id.rpartition("#")[0] not in delete}
        return left | contents(added)

    return step


def _rebuilt(documents: list[Document]) -> Step:
    def step(engine: Engine, _state: State) -> State:
        writer = engine.writer(wait=5.0, fresh=True, schema=Schema().with_columns(["desk"]))
        writer.add(documents)
        writer.commit()
        return contents(documents)

    return step


def _optimised(engine: Engine, state: State) -> State:
    engine.optimise(wait=5.0)
    return state


STEPS: tuple[Step, ...] = (
    _changed((), articles("a", "b")),
    _changed(("a",), articles("a", "c", seed=1)),
    *(_changed((), articles(f"small{i}")) for i in range(7)),  # the last one brings a merge
    _changed(("b", "c"), []),
    _optimised,
    _rebuilt(articles("a", "d", "e", seed=2)),
    _changed(("d",), articles("f")),
)


def live(path: Path, acknowledge: Callable[[int], None]) -> Iterator[State]:
    """Make every commit in turn; yields what must be there after each, when it was acknowledged."""
    engine = create_engine(path)
    state: State = {}
    acknowledge(0)
    yield state
    for number, step in enumerate(STEPS, start=1):
        state = step(engine, state)
        acknowledge(number)
        yield state
    engine.close()


def states(path: Path) -> list[State]:
    """What must be there after 0, 1, 2 ... acknowledged commits."""
    return list(live(path, lambda _: None))


Act = Callable[[Path], object]  # one acknowledged change of the index at a path, in a process of its own


def _act(step: Step) -> Act:
    return lambda path: step(open_engine(path), {})


def _corpus(folder: Path, day: int) -> Path:
    """Three articles: one that stays, one that changes, one a day."""
    folder.mkdir(exist_ok=True)
    texts = {"stays": "nobody asks why", "changes": f"it is day {day}", f"day{day}": "the ferry sails"}
    for name, text in texts.items():
        said = f"“The tide turns and {text},” said Anna Varga.\n"
        (folder / f"{name}.txt").write_text(f"Title {name}\n\n{said}", encoding="utf-8")
    return folder


def _built(path: Path, day: int) -> None:
    corpus = _corpus(path.parent.with_name("corpus"), day)
    (corpus / f"day{day - 1}.txt").unlink(missing_ok=True)
    sk.build(corpus, path, processes=1)


LIVES: dict[str, tuple[Act, ...]] = {
    "engine": (lambda path: create_engine(path).close(), *map(_act, STEPS)),
    "corpus": (
        lambda path: _built(path, 1),
        lambda path: _built(path, 2),
        lambda path: sk.rebuild(path, processes=1),
        lambda path: _built(path, 3),
    ),
}


def read(path: Path) -> State | None:
    """What an index holds, by every road to it; None where there is none."""
    try:
        engine = open_engine(path)
    except NoIndexError:
        return None
    reader = engine.reader()
    ids = list(reader.every(Everything()))
    found = contents(reader.fetch(ids))
    assert len(found) == len(ids) == reader.size == reader.count(Everything())
    assert engine.verify() == []
    reader.close()
    engine.close()
    return found


def leftovers(path: Path) -> set[str]:
    """Files that the current generation does not need."""
    from searchkit.engines.whoosh.files import toc
    from searchkit.engines.whoosh.files.storage import Storage

    storage = Storage(path)
    return set(storage.names()) - toc.read(storage).files - {"lock"}
