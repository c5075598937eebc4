"""What users hold: build an index, open it, ask it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from searchkit.index.about import Shown, Speaker, Speakers, Status, Verified
    from searchkit.index.building import build, rebuild
    from searchkit.index.checking import verify
    from searchkit.index.hits import Hit
    from searchkit.index.opened import Index, open_index
    from searchkit.index.reading import Conditions
    from searchkit.index.reports import Progress, Report
    from searchkit.index.results import CountResult, CountsResult, Explained, SearchResult

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
    "verify",
]

# Name -> its module here, imported when first used: a search must not wait for what a build needs.
_HOMES = {
    **dict.fromkeys(("Shown", "Speaker", "Speakers", "Status", "Verified"), "about"),
    **dict.fromkeys(("build", "rebuild"), "building"),
    "verify": "checking",
    "Hit": "hits",
    **dict.fromkeys(("Index", "open_index"), "opened"),
    "Conditions": "reading",
    **dict.fromkeys(("Progress", "Report"), "reports"),
    **dict.fromkeys(("CountResult", "CountsResult", "Explained", "SearchResult"), "results"),
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
