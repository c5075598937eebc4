"""A small corpus of invented people, and the command line run inside the test's own folder."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from searchkit.cli.entry import main


@dataclass(frozen=True)
class Outcome:
    """What a command line left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)

    @property
    def rows(self) -> list:
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Outcome]

INTERVIEW = """\
---
title: "The Tarvin interview"
date: 2021-09-15
author: Mira Holt
source: The Tarvin Courier
---

Anna Varga, the foreign minister of Tarvin, spoke to the Courier about collective security.

MIRA HOLT: Does the pact still hold?

ANNA VARGA: Collective security holds as long as we hold together. We have no allies by accident.

MIRA HOLT: And the sanctions?

ANNA VARGA: Sanctions are a door, not a wall.

MIRA HOLT: Will you sign?

ANNA VARGA: We will sign when the parliament has voted, and not a day before it.

MIRA HOLT: Thank you, minister.
"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with no settings from outside."""
    for name in ("SEARCHKIT_INDEX", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run one command line."""

    def run(*args: str) -> Outcome:
        capsys.readouterr()
        code = main(list(args))
        captured = capsys.readouterr()
        return Outcome(code, captured.out, captured.err)

    return run


@pytest.fixture
def corpus(home: Path) -> Path:
    """Two articles: an interview and a column."""
    folder = home / "corpus"
    (folder / "interviews").mkdir(parents=True)
    (folder / "interviews" / "varga-2021.md").write_text(INTERVIEW, encoding="utf-8")
    column = {
        "id": "columns/ally",
        "title": "An ally is an ally",
        "date": "2022",
        "author": "Tom Orlo",
        "source": "The Weekly Ferry",
        "text": "No ally of Tarvin has ever asked for so much.\n\nThe allies will ask again.",
    }
    (folder / "column.jsonl").write_text(json.dumps(column) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def library(corpus: Path, run: Run) -> Path:
    """The corpus, indexed in ./index."""
    assert run("index", str(corpus)).code == 0
    return corpus
