"""Full-text search for political commentary: who said what, and when, with exact snippets.

    import searchkit as sk

    sk.build("corpus/", "index/")
    with sk.open_index("index/") as index:
        for hit in index.search('speaker:"Anna Varga" "no allies" date:2021..'):
            print(hit.date, hit.speakers, hit.snippet.marked("**"))

build, rebuild              corpora -> index
open_index                  index -> Index: search, count, counts, every, show, speakers, explain ...
read_articles, attribute    articles and who speaks in them, without an index
parse_query                 a query's tree, canonical form and notes, without an index
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from searchkit.articles import read as read_articles
    from searchkit.dates import DateSpan
    from searchkit.errors import (
        ArticleError,
        ConfigError,
        IndexDamagedError,
        IndexLockedError,
        IndexVersionError,
        IndexWriteError,
        MissingExtraError,
        NoIndexError,
        ProcessKilledError,
        QueryError,
        SearchkitError,
        StoreError,
        UnknownIdError,
    )
    from searchkit.index import (
        Hit,
        Index,
        Report,
        SearchResult,
        build,
        open_index,
        rebuild,
        verify,
    )
    from searchkit.query import Note
    from searchkit.query import parse as parse_query
    from searchkit.records import Article, Attribution, Paragraph, Person
    from searchkit.snippets import Snippet
    from searchkit.speech import attribute, attribute_all

# Public name -> the module it lives in, and its name there: imported when first used, so that
# `import searchkit` costs nothing and a search never waits for what only a build needs.
_HOMES = {
    "read_articles": ("searchkit.articles", "read"),
    "DateSpan": ("searchkit.dates", "DateSpan"),
    **{
        name: ("searchkit.errors", name)
        for name in (
            "ArticleError",
            "ConfigError",
            "IndexDamagedError",
            "IndexLockedError",
            "IndexVersionError",
            "IndexWriteError",
            "MissingExtraError",
            "NoIndexError",
            "ProcessKilledError",
            "QueryError",
            "SearchkitError",
            "StoreError",
            "UnknownIdError",
        )
    },
    **{
        name: ("searchkit.index", name)
        for name in ("Hit", "Index", "Report", "SearchResult", "build", "open_index", "rebuild", "verify")
    },
    "Note": ("searchkit.query", "Note"),
    "parse_query": ("searchkit.query", "parse"),
    **{name: ("searchkit.records", name) for name in ("Article", "Attribution", "Paragraph", "Person")},
    "Snippet": ("searchkit.snippets", "Snippet"),
    "attribute": ("searchkit.speech", "attribute"),
    "attribute_all": ("searchkit.speech", "attribute_all"),
}

__all__ = [
    "Article",
    "ArticleError",
    "Attribution",
    "ConfigError",
    "DateSpan",
    "Hit",
    "Index",
    "IndexDamagedError",
    "IndexLockedError",
    "IndexVersionError",
    "IndexWriteError",
    "MissingExtraError",
    "NoIndexError",
    "Note",
    "Paragraph",
    "Person",
    "ProcessKilledError",
    "QueryError",
    "Report",
    "SearchResult",
    "SearchkitError",
    "Snippet",
    "StoreError",
    "UnknownIdError",
    "attribute",
    "attribute_all",
    "build",
    "open_index",
    "parse_query",
    "read_articles",
    "rebuild",
    "verify",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("searchkit")
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, attribute_name = _HOMES[name]
    return getattr(import_module(module), attribute_name)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
