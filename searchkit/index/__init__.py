"""What users hold: build an index, open it, ask it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from searchkit.index.hits import Hit
from searchkit.index.opened import Index, open_index
from searchkit.index.reading import Conditions
from searchkit.index.results import (
    CountResult,
    CountsResult,
    Explained,
    SearchResult,
    Shown,
    Speaker,
    Speakers,
    Status,
    Verified,
)

if TYPE_CHECKING:
    from searchkit.index.building import build, rebuild
    from searchkit.index.reports import Progress, Report

__all__ = [
    "Conditions",
    "CountResult",
    "CountsResult",
    "Explained",
    "Hit",
    "Index",
    "Progress",
    "Report",
    "SearchResult",
    "Shown",
    "Speaker",
    "Speakers",
    "Status",
    "Verified",
    "build",
    "open_index",
    "rebuild",
]

# A search must not wait for what only a build needs.
_LATER = {"build": "building", "rebuild": "building", "Progress": "reports", "Report": "reports"}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
