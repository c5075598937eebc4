"""A folder of made-up files, and what reading it gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from searchkit import articles
from searchkit.config import Config
from searchkit.records import Article


class Corpus:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.config = Config()

    def write(self, place: str, content: str | bytes) -> Path:
        path = self.folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def read(self) -> list:
        return list(articles.read(self.folder, self.config))

    def articles(self) -> list[Article]:
        return [item for item in self.read() if isinstance(item, Article)]

    def one(self, place: str, content: str | bytes) -> Article:
        self.write(place, content)
        found = self.read()
        assert len(found) == 1, found
        assert isinstance(found[0], Article), found
        return found[0]

    def skipped(self) -> dict[str, str]:
        return {i.place: i.reason for i in self.read() if isinstance(i, articles.Skipped)}

    def notes(self) -> dict[str, str]:
        return {i.place: i.message for i in self.read() if isinstance(i, articles.Note)}


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    folder = tmp_path / "corpus"
    folder.mkdir()
    return Corpus(folder)
