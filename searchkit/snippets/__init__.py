"""Snippets: the best piece of a paragraph, with exactly what matched marked in it.

Computed above the engines, from the stored text and `searchkit.matching`, so a mark is a true match
whichever engine found the paragraph: a phrase is marked as a whole, and its words are not marked where
they stand alone.  All offsets are characters of the paragraph, whose text is never changed.
"""

from searchkit.snippets.snippet import LENGTH, Piece, Snippet, snippet

__all__ = ["LENGTH", "Piece", "Snippet", "snippet"]
