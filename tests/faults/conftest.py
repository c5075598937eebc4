"""How hard the fault tests try, and where they write down what they saw.

By themselves they run in a short form.  `python -m tests.faults` runs the long one and keeps the figures.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from history import LONG

from searchkit.engines.whoosh.files.toc import FORMAT_VERSION

Figures = Callable[..., None]


@pytest.fixture
def trials() -> Callable[[int, int], int]:
    """How many trials of a kind: the first number, or in the long form the second."""
    return lambda short, long: long if LONG else short


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> Figures:
    """Write down what a test saw: figures(tried=…, survived=…). In the long form it is kept at once."""

    def write(**seen: object) -> None:
        place = Path(os.environ.get("SEARCHKIT_FAULTS_FIGURES", os.devnull))
        if place.suffix != ".json":
            return
        now = datetime.now(UTC).isoformat(timespec="minutes")
        kept = json.loads(place.read_text(encoding="utf-8")) if place.exists() else {}
        kept[request.node.name] = {"at": now, "format": FORMAT_VERSION, **seen}
        both = json.dumps(dict(sorted(kept.items())), indent=1, ensure_ascii=False)
        place.write_text(both + "\n", encoding="utf-8")

    return write
