"""What a source says about an article in so many words: front matter, columns, page metadata."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from searchkit.articles.bylines import authors_of
from searchkit.articles.limits import VALUE_CHARS
from searchkit.config import Config, plain_key
from searchkit.errors import ArticleError


@dataclass(slots=True)
class Metadata:
    """Given values, "" or empty where there is none. `dates` are as printed, best key first."""

    id: str = ""
    title: str = ""
    authors: tuple[str, ...] = ()
    dates: list[str] = field(default_factory=list)
    source: str = ""
    url: str = ""
    lang: str = ""
    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)


def check_values(meta: Metadata, place: str) -> None:
    """Raises ArticleError where a value is longer than `VALUE_CHARS`: the key is that of a text."""
    lists = (meta.authors, *meta.columns.values())
    for value in (meta.title, meta.source, meta.url, meta.lang, *(", ".join(values) for values in lists)):
        check_value(value, place)


def check_value(value: str, place: str) -> None:
    """Raises ArticleError where a value is longer than `VALUE_CHARS`."""
    if len(value) > VALUE_CHARS:
        message = f"a value of {len(value):,} characters in its metadata (at most {VALUE_CHARS:,})"
        raise ArticleError(place, message, f"it begins with “{value[:40]}”: say what that key holds")


def collect(table: Mapping[str, Any], config: Config) -> Metadata:
    """Metadata from a table with any of the known or configured keys."""
    plain = {plain_key(key): value for key, value in table.items() if isinstance(key, str)}
    known = [(name, plain[key]) for key, name in config.keys.items() if key in plain]  # best key first
    picked = _picked(known)
    return Metadata(
        id=_text(picked.get("id")),
        title=_text(picked.get("title")),
        authors=_authors(picked.get("author")),
        dates=[text for name, value in known if name == "date" and (text := _text(value))],
        source=_text(picked.get("source")),
        url=_text(picked.get("url")),
        lang=_text(picked.get("lang")),
        columns=_columns(plain, config.columns),
    )


def _picked(known: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Known field -> its value, from the best of its keys that holds something."""
    picked: dict[str, Any] = {}
    for name, value in known:
        if name not in picked and value not in (None, "", [], {}):
            picked[name] = value
    return picked


def _columns(plain: Mapping[str, Any], names: Sequence[str]) -> dict[str, tuple[str, ...]]:
    values = {name: tuple(_texts(plain.get(plain_key(name)))) for name in names}
    return {name: value for name, value in values.items() if value}


def _text(value: Any) -> str:
    """One line of text; of a list its first, of a table its name."""
    return next(iter(_texts(value)), "")


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        text = " ".join(value.split())
        return [text] if text else []
    if value is None or isinstance(value, bool):
        return [] if value is None else [str(value).lower()]
    if isinstance(value, Mapping):
        return _texts(value.get("name"))
    if isinstance(value, (list, tuple)):
        return [text for item in value for text in _texts(item)]
    return _texts(str(value))


def _authors(value: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for text in _texts(value) for name in authors_of(text)))
