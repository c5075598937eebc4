"""Files -> articles: which reader reads what, and ids that no two articles share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from searchkit.articles import files
from searchkit.articles.dating import doubts
from searchkit.articles.files import File
from searchkit.articles.report import Note, Skipped, skipped
from searchkit.config import Config
from searchkit.errors import ArticleError, MissingExtraError
from searchkit.records import Article

Reader = Callable[[File, Config], Iterator[Article | Note | Skipped]]

# Extension -> the module and the function that read such files; a module is loaded for its first file.
READERS: dict[str, tuple[str, str]] = {
    ".txt": ("plain", "read"),
    ".text": ("plain", "read"),
    ".md": ("markdown", "read"),
    ".markdown": ("markdown", "read"),
    ".jsonl": ("jsonl", "read"),
    ".ndjson": ("jsonl", "read"),
    ".json": ("jsonl", "read_json"),
    ".csv": ("table", "read"),
    ".tsv": ("table", "read"),
    ".xml": ("tei", "read"),
    ".pdf": ("pdf", "read"),
    ".html": ("webpage", "read"),
    ".htm": ("webpage", "read"),
    ".xhtml": ("webpage", "read"),
    ".shtml": ("webpage", "read"),
    ".php": ("webpage", "read"),  # pages saved under the name of the program that made them
    ".asp": ("webpage", "read"),
    ".aspx": ("webpage", "read"),
}


def read(
    paths: str | Path | Iterable[str | Path], config: Config | None = None
) -> Iterator[Article | Note | Skipped]:
    """Every article below the paths, one at a time, in the same order on every machine.

    Beside the articles come `Skipped` (one that should be there and is not) and `Note` (a file left
    out by rule, a date not taken or doubtful, an id changed).  Nothing is raised for a bad file, and
    nothing is passed over without one of these.  Ids are paths below the given folder, or the given ids;
    where two articles claim one, the later gets `~2`.
    """
    config = config or Config()
    seen: dict[str, int] = {}
    given = [paths] if isinstance(paths, str | Path) else paths
    for found in files.find(list(map(Path, given)), config.exclude):
        if not isinstance(found, File):
            yield found
            continue
        for item in _read_file(found, config):
            if isinstance(item, Article):
                named = _unique(item, seen)
                if named is not item:
                    message = f"the id “{item.id}” is taken; this article is “{named.id}”"
                    yield Note(found.place, message)
                yield from doubts(named, found.place)
                yield named
            else:
                yield item


def _read_file(file: File, config: Config) -> Iterator[Article | Note | Skipped]:
    home = READERS.get(file.kind)
    if home is None:
        known = " ".join(sorted(READERS))
        yield Skipped(
            file.place, f"no reader for “{file.kind or 'a file without extension'}”", f"read are {known}"
        )
        return
    reader: Reader = getattr(import_module(f"searchkit.articles.{home[0]}"), home[1])
    try:
        yield from reader(file, config)
    except (ArticleError, MissingExtraError) as problem:
        yield skipped(file.place, problem)


def _unique(article: Article, seen: dict[str, int]) -> Article:
    """The article under an id that none before it has."""
    count = seen.get(article.id, 0) + 1
    seen[article.id] = count
    if count == 1:
        return article
    name = f"{article.id}~{count}"
    while name in seen:
        count += 1
        name = f"{article.id}~{count}"
    seen[article.id] = count
    seen[name] = 1
    return replace(article, id=name)
