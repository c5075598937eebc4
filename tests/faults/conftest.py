"""How hard the fault tests try, and where they write down what they saw.

By themselves they run in a short form.  `python -m tests.faults` runs the long one and keeps the figures.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from history import LONG

_FIGURES: dict[str, dict[str, object]] = {}

Figures = Callable[..., None]


@pytest.fixture
def trials() -> Callable[[int, int], int]:
    """How many trials of a kind: the first number, or in the long form the second."""
    return lambda short, long: long if LONG else short


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> Figures:
    """Write down what a test saw: figures(tried=…, survived=…)."""

    def write(**seen: object) -> None:
        _FIGURES[request.node.name] = seen

    return write


def pytest_sessionfinish() -> None:
    """Keep the figures where the long form asks for them; those of tests that did not run now stay."""
    place = Path(os.environ.get("SEARCHKIT_FAULTS_FIGURES", os.devnull))
    if _FIGURES and place.suffix == ".json":
        before = json.loads(place.read_text(encoding="utf-8")) if place.exists() else {}
        both = json.dumps(before | _FIGURES, indent=1, ensure_ascii=False)
        place.write_text(both + "\n", encoding="utf-8")
