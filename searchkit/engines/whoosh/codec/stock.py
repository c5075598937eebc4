"""What is taken from Whoosh: the only module that imports it."""

from __future__ import annotations

import warnings

with warnings.catch_warnings():  # Whoosh 2.7.4 is older than what Python warns of today
    warnings.simplefilter("ignore")
    from whoosh import fields, formats
    from whoosh.codec import base
    from whoosh.matching import ListMatcher
    from whoosh.reading import MultiReader, SegmentReader, TermInfo, TermNotFound
    from whoosh.scoring import BM25F
    from whoosh.searching import Searcher

__all__ = [
    "BM25F",
    "ListMatcher",
    "MultiReader",
    "Searcher",
    "SegmentReader",
    "TermInfo",
    "TermNotFound",
    "base",
    "fields",
    "formats",
]
