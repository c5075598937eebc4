"""What docs/corpus.md promises is what the code does."""

import re
import tomllib
from pathlib import Path

from searchkit import articles, config
from searchkit.articles import limits

TEXT = (Path(__file__).parents[2] / "docs" / "corpus.md").read_text(encoding="utf-8")


def row(first):
    return next(line for line in TEXT.splitlines() if line.startswith(f"| {first} |"))


def test_every_format_is_listed_and_no_other():
    table = TEXT.partition("## Formats")[2].partition("Each of them")[0]
    listed = [
        kind for line in table.splitlines() for kind in re.findall(r"`(\.\w+)`", line.partition(" | ")[0])
    ]
    assert sorted(listed) == sorted(articles.READERS)


def test_every_known_key_is_listed():
    for name, keys in config.KNOWN_KEYS.items():
        line = row({"n": "number", "paragraphs": "text"}.get(name, name))
        assert set(keys) <= set(re.findall(r"`(\w+)`", line)), name


def test_the_settings_shown_are_all_the_settings():
    shown = tomllib.loads(re.search(r"```toml\n(.*?)```", TEXT, re.DOTALL)[1])
    assert sorted(shown) == sorted(config.SETTINGS)


def test_the_limits_are_the_limits():
    assert f"{limits.FILE_BYTES // 2**20} MiB" in row("a file with one article, or one row")
    assert f"{limits.LINES:,}" in row("lines of an article")
    assert f"{limits.PARAGRAPH_CHARS:,}" in row("a paragraph")
    assert f"{limits.TAGS:,}" in row("tags of a page")
    assert f"{limits.FRONT_MATTER_CHARS:,}" in row("front matter")
    assert f"{limits.VALUE_CHARS:,}" in row("a title, an author, any value of metadata")
    assert f"{limits.ID_CHARS}" in row("an id")


def test_the_sample_corpus_is_read_whole():
    corpus = Path(__file__).parents[2] / "corpus"
    read = list(articles.read(corpus, config.load(config.find(corpus))))
    found = [item for item in read if not isinstance(item, (articles.Note, articles.Skipped))]
    assert not [item for item in read if isinstance(item, articles.Skipped)]
    assert len(found) >= 28
    years = {str(article.date)[:4] for article in found}
    assert years == {*map(str, range(2016, 2026)), "None"}
    assert {article.lang for article in found} == {"en", "de", "ru"}
