"""What a query may cost, and the errors of one that costs more; the same on every engine."""

from __future__ import annotations

import time
from collections.abc import Mapping

from searchkit.errors import QueryError

MAX_EXPANSIONS = 1024  # words of the collection that one wildcard or fuzzy word may stand for


def check_deadline(deadline: float | None) -> None:
    """Raises QueryError("timeout") past `deadline`, a value of time.monotonic()."""
    if deadline is not None and time.monotonic() > deadline:
        raise QueryError(
            "timeout",
            "the query takes too long and was stopped",
            0,
            0,
            hint="narrow it: rarer words, longer beginnings before *, a date or a speaker",
        )


def too_many_expansions(word: str, found: Mapping[str, int], span: tuple[int, int]) -> QueryError:
    """The error for a wildcard or fuzzy word that stands for all of `found` (word -> documents)."""
    commonest = sorted(found, key=lambda w: (-found[w], w))[:10]
    return QueryError(
        "too-many-expansions",
        f"“{word}” stands for {len(found):,} different words; {MAX_EXPANSIONS:,} is the limit. "
        f"The commonest are {', '.join(commonest)}",
        *span,
        hint="write more letters before the wildcard",
    )
