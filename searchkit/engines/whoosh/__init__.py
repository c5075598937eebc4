"""The embedded engine: Whoosh with its segments kept as flat arrays in memory-mapped files.

`open_engine` and `create_engine` import numpy and never Whoosh itself: searching and indexing run on the
arrays alone.  `codec` puts the same segments behind Whoosh's own readers, so that its queries and matchers
work on them; it is the only room that imports Whoosh.
"""

from searchkit.engines.whoosh.engine import Engine, create_engine, new_engine, open_engine, replace_engine

__all__ = ["Engine", "create_engine", "new_engine", "open_engine", "replace_engine"]
