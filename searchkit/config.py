"""`searchkit.toml`: what a user says about a corpus. Everything in it is optional.

    date-order = "DMY"               # or "MDY": how 03/04/2021 is to be read
    columns = ["party", "topic"]     # own metadata that become fields of the query language
    exclude = ["drafts/*", "*.bak"]  # files left out, as patterns of paths below the corpus
    source = "The Tarvin Courier"    # publication of articles that name none
    lang = "en"                      # language of articles that name none
    encoding = "cp1251"              # of files that are neither Unicode nor declare one

    [fields]                         # keys of your front matter, JSONL, CSV -> what they hold
    text = "body"
    author = ["written_by", "editor"]

A key that does not exist is an error with the nearest one named: a slip must not change silently
what is read.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from searchkit.dates import ORDERS
from searchkit.errors import ConfigError
from searchkit.patterns import lazy

if TYPE_CHECKING:
    from searchkit.schema import Schema

FILE_NAME = "searchkit.toml"

# What a column of a file may hold, and the spellings known without being told. Spellings are compared
# without case, hyphens and underscores: date_published, datePublished and "Date published" are one.
KNOWN_KEYS: Mapping[str, tuple[str, ...]] = {
    "id": ("article", "article_id", "id"),
    "title": ("title", "headline"),
    "text": ("text", "body", "content", "paragraph"),
    "paragraphs": ("paragraphs",),
    "speaker": ("speaker",),
    "author": ("author", "authors", "byline", "by", "creator"),
    "date": (
        "date",
        "published",
        "date_published",
        "publication_date",
        "published_time",
        "published_at",
        "pub_date",
    ),
    "source": ("publisher", "publication", "outlet", "newspaper", "source"),
    "url": ("url", "link", "source_url", "permalink", "canonical"),
    "lang": ("lang", "language"),
    "n": ("n", "paragraph_index", "paragraph_number"),
}


def plain_key(key: str) -> str:
    """A key without case, hyphens, underscores and spaces: how keys are compared."""
    return _plain_key(key) if len(key) <= _KEY_CHARS else _plain_key.__wrapped__(key)


_KEY_CHARS = 64  # of a key worth to be remembered: a hostile file may have ever new ones


@lru_cache(maxsize=1024)
def _plain_key(key: str) -> str:
    return re.sub(r"[\W_]+", "", key.casefold())


@dataclass(frozen=True, slots=True)
class Config:
    """Settings of one corpus; the defaults are those of a corpus without a `searchkit.toml`."""

    date_order: str | None = None
    columns: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    source: str = ""
    lang: str = ""
    encoding: str = ""
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    path: Path | None = None

    @property
    def schema(self) -> Schema:
        """The built-in fields and the columns."""
        from searchkit.schema import Schema  # who only reads articles has no use for fields

        return Schema().with_columns(self.columns)

    @property
    def keys(self) -> Mapping[str, str]:
        """Compared form of a key -> what it holds, best key first.

        What the user maps replaces the known spellings of that field.
        """
        return _keys(tuple(sorted((name, keys) for name, keys in self.fields.items())))

    @property
    def fingerprint(self) -> bytes:
        """Changes whenever the same bytes would be read as another article."""
        settings = (
            self.date_order,
            self.columns,
            self.source,
            self.lang,
            self.encoding,
            sorted(self.fields.items()),
        )
        return blake2b(repr(settings).encode(), digest_size=8).digest()


@cache
def _keys(mapped: tuple[tuple[str, tuple[str, ...]], ...]) -> Mapping[str, str]:
    given = {plain_key(k): name for name, keys in mapped for k in keys}
    told = {name for name, _ in mapped}
    known = {plain_key(k): name for name, keys in KNOWN_KEYS.items() if name not in told for k in keys}
    return given | {k: name for k, name in known.items() if k not in given}


def find(corpus: Path) -> Path | None:
    """`searchkit.toml` in the corpus, or beside it; None where there is neither."""
    folder = corpus if corpus.is_dir() else corpus.parent
    for place in (folder, folder.resolve().parent):
        if (place / FILE_NAME).is_file():
            return place / FILE_NAME
    return None


def load(path: Path | None) -> Config:
    """Read one file; None gives the defaults. Raises ConfigError."""
    return Config() if path is None else _Reader(path).read(read_toml(path))


_TOML_BYTES = 4 * 2**20
_QUOTED = lazy(r'"(?:[^"\\\n]|\\.)*"?|\'[^\'\n]*\'?|#.*')  # also without end: never read twice
_MANY_DOTS = lazy(r"(?:\.[^.=\[\]{},\n]*){20}")  # a key of so many parts costs their number squared
_COLUMNS = 200  # each is a field of every paragraph


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of a file that comes with a corpus, perhaps from somebody else. Raises ConfigError."""
    import tomllib  # loaded only where there is such a file

    try:
        if path.stat().st_size > _TOML_BYTES or not path.is_file():
            raise ConfigError(f"{path}: not a file of at most {_TOML_BYTES >> 20} MB")
        text = path.read_text(encoding="utf-8")
        if _MANY_DOTS.search(_QUOTED.sub("", text)):
            raise ConfigError(f"{path}: not TOML: a key of more than 20 parts", "see https://toml.io")
        return tomllib.loads(text)
    except OSError as problem:
        raise ConfigError(f"{path}: cannot be read ({problem.strerror})") from None
    except (ValueError, RecursionError) as problem:  # of TOML, of UTF-8, of numbers too large
        raise ConfigError(f"{path}: not TOML: {problem}", "see https://toml.io") from None


SETTINGS = ("columns", "date-order", "encoding", "exclude", "fields", "lang", "source")


class _Reader:
    """Turns a parsed table into a Config; every complaint names the file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self, table: dict[str, Any]) -> Config:
        """The Config. Raises ConfigError."""
        self._only(table, SETTINGS, "setting")
        config = Config(
            date_order=self._order(table.get("date-order")),
            columns=self._columns(table),
            exclude=self._texts(table, "exclude"),
            source=self._text(table, "source"),
            lang=self._lang(table),
            encoding=self._encoding(table),
            fields=self._fields(table.get("fields", {})),
            path=self.path,
        )
        try:
            _ = config.schema
        except ValueError as problem:
            raise self._wrong(f"columns: {problem}", "name the column otherwise") from None
        return config

    def _wrong(self, message: str, hint: str = "") -> ConfigError:
        return ConfigError(f"{self.path}: {message}", hint)

    def _only(self, table: dict[str, Any], known: tuple[str, ...], what: str) -> None:
        for key in table:
            if key not in known:
                import difflib

                near = difflib.get_close_matches(key.replace("_", "-"), known, n=1, cutoff=0.5)
                hint = f"did you mean {near[0]}?" if near else "known are " + ", ".join(known)
                raise self._wrong(f"no {what} “{key}”", hint)

    def _text(self, table: dict[str, Any], key: str) -> str:
        value = table.get(key, "")
        if not isinstance(value, str):
            raise self._wrong(f"{key} must be a text", f'as in {key} = "…"')
        return value

    def _texts(self, table: dict[str, Any], key: str) -> tuple[str, ...]:
        value = table.get(key, [])
        if isinstance(value, str):
            value = [value]
        if not isinstance(value, list) or not all(isinstance(v, str) and v for v in value):
            raise self._wrong(f"{key} must be a list of texts", f'as in {key} = ["…", "…"]')
        return tuple(value)

    def _columns(self, table: dict[str, Any]) -> tuple[str, ...]:
        names = self._texts(table, "columns")
        if len(names) > _COLUMNS:
            raise self._wrong(f"{len(names):,} columns (at most {_COLUMNS})", "name those that are searched")
        for name in names:
            if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
                hint = "small letters, digits and _ only: it becomes a field of the query language"
                raise self._wrong(f"“{name}” cannot be a column", hint)
        return names

    def _order(self, value: Any) -> str | None:
        if value is None:
            return None
        if value not in ORDERS:
            raise self._wrong(f"date-order must be one of {', '.join(ORDERS)}, not “{value}”")
        return str(value)

    def _lang(self, table: dict[str, Any]) -> str:
        lang = self._text(table, "lang").lower()
        if lang and not re.fullmatch(r"[a-z]{2,3}", lang):
            raise self._wrong(f"“{lang}” is not a language code", "as in lang = “en”")
        return lang

    def _encoding(self, table: dict[str, Any]) -> str:
        name = self._text(table, "encoding")
        try:
            return codecs.lookup(name).name if name else ""
        except LookupError:
            raise self._wrong(f"no encoding “{name}”", "as in utf-8, cp1252, koi8-r") from None

    def _fields(self, table: Any) -> dict[str, tuple[str, ...]]:
        if not isinstance(table, dict):
            raise self._wrong("fields must be a table", 'as in [fields] and text = "body"')
        self._only(table, tuple(KNOWN_KEYS), "field")
        return {name: self._texts(table, name) for name in table}
