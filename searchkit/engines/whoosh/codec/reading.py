"""Whoosh's readers and searchers over a snapshot of the engine."""

from __future__ import annotations

from searchkit.engines import bm25
from searchkit.engines.whoosh.codec.schema import whoosh_schema
from searchkit.engines.whoosh.codec.segment import ArraySegment
from searchkit.engines.whoosh.codec.stock import BM25F, MultiReader, Searcher, SegmentReader
from searchkit.engines.whoosh.searching.reader import Reader


def searcher(reader: Reader) -> Searcher:
    """A Whoosh searcher over the snapshot of a reader, weighing as this engine does."""
    return Searcher(index_reader(reader), weighting=BM25F(B=bm25.B, K1=bm25.K1))


def index_reader(reader: Reader) -> SegmentReader | MultiReader:
    """A Whoosh index reader over the snapshot of a reader. Document numbers are the snapshot's own."""
    views = reader.views
    languages = sorted({language for view in views for language in view.segment.languages})
    schema = whoosh_schema(reader.schema, languages)
    readers = [SegmentReader(None, schema, ArraySegment(view, reader.schema)) for view in views]
    return readers[0] if len(readers) == 1 else MultiReader(readers, reader.generation)
