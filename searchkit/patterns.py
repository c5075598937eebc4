"""Regular expressions that are compiled when they are first used.

A process that reads one file, or answers one search, needs few of the patterns of the modules it
loads, and to compile one costs as much as to load a small module.
"""

from __future__ import annotations

import re
from typing import Any, cast


class _Uncompiled:
    """Stands for a pattern, and answers as it does."""

    def __init__(self, source: str, flags: int) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        found = getattr(re.compile(self._source, self._flags), name)
        setattr(self, name, found)  # found at once from now on: as quick as the pattern's own
        return found


def lazy(source: str, flags: int = 0) -> re.Pattern[str]:
    """The pattern of `source`. Raises re.error at its first use, not here."""
    return cast("re.Pattern[str]", _Uncompiled(source, flags))
