"""A paragraph by its id, with its neighbours in the article."""

from __future__ import annotations

from searchkit.engines.base import Reader
from searchkit.errors import UnknownIdError
from searchkit.index.about import Shown
from searchkit.index.hits import hit
from searchkit.query.nodes import Value

_OFFERED = 3  # ids a hint names


def show(reader: Reader, id: str, context: int) -> Shown:
    """The paragraph and up to `context` indexed ones on each side. Raises UnknownIdError."""
    if context < 0:
        raise ValueError(f"context must be 0 or more, not {context}")
    article, _, number = id.rpartition("#")
    ids = paragraphs(reader, article) if article else []
    if id not in ids:
        raise _unknown(reader, id, article or number, ids)
    place = ids.index(id)
    first = max(0, place - context)
    shown = [hit(d, reader.schema) for d in reader.fetch(ids[first : place + context + 1])]
    middle = place - first
    return Shown(shown[middle], tuple(shown[:middle]), tuple(shown[middle + 1 :]))


def paragraphs(reader: Reader, article: str) -> list[str]:
    """Ids of an article's paragraphs, in order."""
    # Values are compared case-folded; ids are not.
    found = reader.every(Value("article", article))
    return [id for id in found if id.rpartition("#")[0] == article]


def _unknown(reader: Reader, id: str, article: str, ids: list[str]) -> UnknownIdError:
    ids = ids or paragraphs(reader, article)
    if ids:
        last = ids[-1].rpartition("#")[2]
        hint = f"its paragraphs run from {ids[0]} to #{last} (titles, bylines and the like may be left out)"
        return UnknownIdError(f"no paragraph “{id}” in the article “{article}”", hint)
    import difflib

    near = difflib.get_close_matches(article, reader.values("article"), n=_OFFERED, cutoff=0.6)
    hint = f"did you mean an article of {', '.join(near)} ?" if near else ""
    return UnknownIdError(f"no article “{article}” in this index", hint)
