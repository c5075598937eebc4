"""Several processes build one index: what goes in comes out, in its order, or the batch fails."""

import gc

import pytest

from searchkit.engines import whoosh
from searchkit.engines.whoosh.files.storage import Storage
from searchkit.engines.whoosh.segments.documents import Documents
from searchkit.engines.whoosh.writing import parallel
from searchkit.errors import IndexWriteError
from searchkit.processes import in_order
from searchkit.query.nodes import Everything, Phrase, Word
from searchkit.schema import Document, Schema


def documents(count):
    return (
        Document(f"a{n // 7}#{n % 7}", {"text": f"the treaty number{n % 13} of Lavrov's", "lang": ("en",)})
        for n in range(count)
    )


def contents(engine):
    reader = engine.reader()
    hits = [reader.search(query, limit=20) for query in (Word("treaties"), Phrase("lavrov"), Word("number7"))]
    return list(reader.every(Everything())), hits


@pytest.fixture
def small_chunks(monkeypatch):
    monkeypatch.setattr(parallel, "BATCHES", 1)


def test_two_processes_write_what_one_writes(tmp_path, small_chunks):
    engines = []
    for processes in (1, 2):
        engine = whoosh.create_engine(tmp_path / str(processes))
        with engine.writer(processes=processes) as writer:
            assert writer.add(documents(100)) == 100
            writer.delete(["a0"])
            assert writer.add(Document(f"b#{n}", {"text": "treaty"}) for n in range(5000)) == 5000
            writer.commit()
        engines.append(engine)
    assert contents(engines[0]) == contents(engines[1])
    assert engines[1].verify() == []


def test_a_segment_that_lacks_documents_fails_the_batch(tmp_path, small_chunks, monkeypatch):
    engine = whoosh.create_engine(tmp_path)
    whole = parallel.SegmentBuilder.add
    monkeypatch.setattr(
        parallel.SegmentBuilder, "add", lambda self, some: whole(self, Documents(some.documents[1:]))
    )
    with engine.writer(processes=2) as writer, pytest.raises(IndexWriteError, match="nothing of this batch"):
        writer.add(documents(3000))
    assert engine.reader().size == 0
    assert not list(tmp_path.glob("*.seg"))


def collects(chunk):
    return chunk, gc.isenabled()


@pytest.mark.parametrize("makes_cycles", [True, False])
def test_processes_look_for_cycles_where_their_work_makes_any(makes_cycles):
    done = in_order(collects, range(5), 2, makes_cycles=makes_cycles)
    assert list(done) == [(chunk, makes_cycles) for chunk in range(5)]
    assert gc.isenabled()


def test_building_a_segment_leaves_no_cycle_of_objects_behind(tmp_path):
    work = parallel._Work(Storage(tmp_path), Schema())
    chunks = [parallel.Chunk(f"{n:016x}.seg", list(documents(3000))) for n in range(2)]
    work(chunks[0])  # what is made once, tables and patterns, may hold itself
    gc.collect()
    gc.disable()
    try:
        work(chunks[1])
        assert gc.collect() == 0
    finally:
        gc.enable()
