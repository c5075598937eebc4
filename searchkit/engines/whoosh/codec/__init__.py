"""The segments behind Whoosh's own extension point: its queries and matchers run on them as they are.

    searcher = codec.searcher(engine.reader())
    searcher.search(whoosh.query.Term("text", "treaty"))

Whoosh sees these fields: every text field (its terms are folded forms), `text.en` and so on for the stems of
a language, and every keyword field.  It reads only: segments are written by `writing`, a field at a time and
not a posting at a time, which is the whole difference in speed.
"""

from searchkit.engines.whoosh.codec.reading import index_reader, searcher
from searchkit.engines.whoosh.codec.schema import ArrayField

__all__ = ["ArrayField", "index_reader", "searcher"]
