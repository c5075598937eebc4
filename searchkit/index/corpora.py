"""The paths a build is given: each with its configuration and corrections."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from glob import escape
from hashlib import blake2b
from itertools import combinations
from pathlib import Path

from searchkit import config as configuration
from searchkit.config import Config
from searchkit.errors import ConfigError
from searchkit.index.metadata import Corpus, inside
from searchkit.records import Article
from searchkit.schema import Schema
from searchkit.speech import corrections
from searchkit.speech.corrections import Corrections


@dataclass(frozen=True, slots=True)
class OpenCorpus:
    """One path to read, with what its user says about it."""

    corpus: Corpus
    config: Config
    corrections: Corrections

    def config_without(self, index: str | Path | None) -> Config:
        """The settings to read with, where the files of an index may lie in the corpus."""
        here = Path(self.corpus.path)
        place = Path(index).resolve() if index is not None else None
        if place is None or place == here or not place.is_relative_to(here):
            return self.config
        pattern = escape(place.relative_to(here).as_posix()) + "/*"
        return replace(self.config, exclude=(*self.config.exclude, pattern))

    def corrected(self, article: str) -> bool:
        """Whether a correction by hand names the article."""
        return any(correction.article == article for correction in self.corrections.speakers)

    def digest(self, article: Article) -> str:
        """Changes whenever the article would be indexed otherwise: its bytes, settings, corrections."""
        own = [repr(c) for c in self.corrections.speakers if c.article == article.id]
        if not own:
            return article.digest
        return blake2b("\n".join([article.digest, *own]).encode(), digest_size=16).hexdigest()


def given_corpora(paths: Sequence[str | Path], config: str | Path | None) -> tuple[Corpus, ...]:
    """The corpora at paths. Raises ConfigError where one is not there, or lies inside another."""
    corpora: list[Corpus] = []
    for path in paths:
        if not is_there(Path(path)):
            # Not an empty corpus: a slip or a missing disk must not remove what was read from it.
            raise ConfigError(f"{path}: no such file or folder")
        corpora.append(Corpus(str(Path(path).resolve())))
    if not corpora:
        raise ConfigError("no path to read articles from was given")
    corpora = list(dict.fromkeys(corpora))
    for one, other in combinations(corpora, 2):
        for a, b in ((one, other), (other, one)):
            if inside(a.path, b.path):
                raise ConfigError(f"{a.path} lies inside {b.path}, which would be read twice")
    return with_settings(corpora, config)


def with_settings(corpora: Iterable[Corpus], config: str | Path | None) -> tuple[Corpus, ...]:
    """The corpora with one configuration file for all, where one is named."""
    if config is None:
        return tuple(corpora)
    named = str(Path(config).resolve())
    return tuple(replace(corpus, config=named) for corpus in corpora)


def is_there(path: Path) -> bool:
    """Whether a path exists. Raises ConfigError where that cannot be known."""
    try:
        return path.exists()
    except OSError as problem:
        raise ConfigError(f"{path}: cannot be opened ({problem.strerror})") from None


def check_place(index: str | Path, corpora: Iterable[Corpus]) -> None:
    """Raises ConfigError where an index would lie in the very folder of its articles."""
    if str(Path(index).resolve()) in [corpus.path for corpus in corpora]:
        hint = "name another folder for the index, as in --index archive/"
        raise ConfigError(f"{index} holds the articles; it cannot be the index too", hint)


def check_apart(added: Iterable[Corpus], known: Iterable[Corpus]) -> None:
    """Raises ConfigError where a path lies inside a corpus of the index: ids count from the corpus."""
    for corpus in added:
        for other in known:
            if corpus.path != other.path and inside(corpus.path, other.path):
                raise ConfigError(
                    f"{corpus.path} lies inside {other.path}, from which this index was built",
                    f"index {other.path} again: only what changed is read anew",
                )


def open_corpora(corpora: Iterable[Corpus]) -> tuple[OpenCorpus, ...]:
    """The corpora with their settings, read now. Raises ConfigError."""
    opened: list[OpenCorpus] = []
    for corpus in corpora:
        path = Path(corpus.path)
        if not is_there(path):
            raise ConfigError(
                f"{path}, from which this index was built, is not there any more",
                "name the paths to build from",
            )
        settings = Path(corpus.config) if corpus.config else configuration.find(path)
        by_hand = corrections.read(corrections_file(path))
        opened.append(OpenCorpus(corpus, configuration.load(settings), by_hand))
    return tuple(opened)


def corrections_file(corpus: Path) -> Path:
    """`corrections.toml` in the corpus, or beside it; where it would be made, if there is neither."""
    folder = corpus if corpus.is_dir() else corpus.parent
    for place in (folder, folder.parent):
        if (place / corrections.FILE_NAME).is_file():
            return place / corrections.FILE_NAME
    return folder / corrections.FILE_NAME


def schema_of(corpora: Iterable[OpenCorpus]) -> Schema:
    """The built-in fields and everybody's columns, in the order named."""
    return Schema().with_columns(dict.fromkeys(c for corpus in corpora for c in corpus.config.columns))


def date_order_of(corpora: Iterable[OpenCorpus]) -> str | None:
    """How queries read 03/04/2021: as all corpora do, or not at all."""
    orders = {corpus.config.date_order for corpus in corpora}
    return orders.pop() if len(orders) == 1 else None


def same_and_apart(
    corpora: Iterable[OpenCorpus],
) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    """Pairs of names that are one person, and pairs that are not, as corrected by hand."""
    same: list[tuple[str, str]] = []
    apart: list[tuple[str, str]] = []
    for corpus in corpora:
        for first, *others in corpus.corrections.same:
            same.extend((first, other) for other in others)
        for names in corpus.corrections.apart:
            apart.extend(combinations(names, 2))
    return tuple(same), tuple(apart)
