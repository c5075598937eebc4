"""`searchkit attribute FILE...`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from searchkit.cli import output
from searchkit.cli.exits import Exit
from searchkit.cli.options import Format, output_options
from searchkit.cli.screen import Screen, Stream
from searchkit.harmless import clean

if TYPE_CHECKING:
    from searchkit.articles import Skipped
    from searchkit.config import Config
    from searchkit.records import Article


@click.command()
@click.argument("paths", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--config", "config_path", type=click.Path(path_type=Path), help="A searchkit.toml for them.")
@click.option(
    "--processes", type=click.IntRange(min=1), default=1, show_default=True, help="How many at once."
)
@output_options
def command(paths: tuple[Path, ...], config_path: Path | None, processes: int, **given: Any) -> int:
    """Who speaks in files, one row a paragraph; needs no index.

    \b
      searchkit attribute interview.txt
      searchkit attribute articles.jsonl --jsonl > rows.jsonl
    """
    screen, format = Screen.of(given["color"]), Format.of(given)
    skipped: list[Skipped] = []
    articles = _attributed(screen, paths, config_path, processes, skipped)
    output.emit(
        screen,
        format,
        document=lambda: _document(articles),
        rows=lambda: (row for article in articles for row in _rows(article)),
        text=lambda out: _write(out, articles),
    )
    return Exit.SKIPPED if skipped else Exit.DONE


def _attributed(
    screen: Screen, paths: tuple[Path, ...], config: Path | None, processes: int, skipped: list[Skipped]
) -> Iterator[Article]:
    """The articles of all files, attributed; what is skipped is said and kept in `skipped`."""
    from searchkit import speech

    for path in paths:
        readable = _articles(screen, path, _settings(path, config), skipped)
        yield from speech.attribute_all(readable, processes=processes)


def _settings(path: Path, config: Path | None) -> Config:
    from searchkit import config as configuration
    from searchkit.errors import ConfigError

    if not path.exists():
        raise ConfigError(f"{path}: no such file or folder")
    return configuration.load(config or configuration.find(path))


def _articles(screen: Screen, path: Path, config: Config, skipped: list[Skipped]) -> Iterator[Article]:
    from searchkit.articles import Note, Skipped, read

    for item in read(path, config):
        if isinstance(item, Skipped):
            skipped.append(item)
            screen.problem("skipped:", f"{item.place}: {item.reason}", item.hint)
        elif isinstance(item, Note):
            screen.note(f"{item.place}: {item.message}")
        else:
            yield item


def _document(articles: Iterator[Article]) -> dict[str, Any]:
    from searchkit.schema import JSON_VERSION

    return {"version": JSON_VERSION, "rows": [row for article in articles for row in _rows(article)]}


def _rows(article: Article) -> Iterator[dict[str, Any]]:
    from searchkit import speech

    return speech.rows(article)


def _write(out: Stream, articles: Iterator[Article]) -> None:
    for article in articles:
        out.line(out.style("strong", clean(f"{article.id}: {article.title}")))
        for paragraph in article.paragraphs:
            names = dict.fromkeys(row.speaker.name or "somebody unnamed" for row in paragraph.attributions)
            who = f"{', '.join(names)}: " if names else ""
            head = out.style("dim", f"#{paragraph.n} {clean(paragraph.role)}")
            out.line(f"  {head} {out.style('mark', clean(who))}{clean(paragraph.text)}")
        out.line()
