"""Text to terms with offsets: one definition of what a word is."""

from searchkit.analysis.folding import fold
from searchkit.analysis.patterns import QueryWord, Slot, query_words
from searchkit.analysis.stems import stem, stem_language
from searchkit.analysis.tokens import (
    ANALYSIS_VERSION,
    UNICODE_VERSION,
    analyse_chunk,
    chunks,
    positions,
    tokenise,
)
from searchkit.analysis.words import Token, TokenKind

__all__ = [
    "ANALYSIS_VERSION",
    "UNICODE_VERSION",
    "QueryWord",
    "Slot",
    "Token",
    "TokenKind",
    "analyse_chunk",
    "chunks",
    "fold",
    "positions",
    "query_words",
    "stem",
    "stem_language",
    "tokenise",
]
