"""What a web page says about its article: JSON-LD, microdata, Open Graph, plain `meta` elements."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from searchkit.articles.markup import Tag
from searchkit.articles.metadata import Metadata, collect
from searchkit.config import Config, plain_key

_MOST = 1000  # entries kept; real pages have some fifty


class PageMetadata:
    """Collects as the page is read; the first of several equal keys counts."""

    def __init__(self) -> None:
        self._meta: dict[str, Any] = {}
        self._linked: list[Mapping[str, Any]] = []
        self._title = ""

    def read_tag(self, tag: Tag) -> None:
        """Take what a tag's attributes say."""
        attributes = tag.attributes
        item = attributes.get("itemprop", "")
        if tag.name == "meta":
            key = attributes.get("property") or attributes.get("name") or item
            self._remember(key, attributes.get("content", ""))
        elif tag.name == "time" and (item == "datePublished" or "pubdate" in attributes):
            self._remember("datePublished", attributes.get("datetime", ""))
        elif tag.name == "html":
            self._remember("html:lang", attributes.get("lang", ""))
        elif tag.name == "link" and attributes.get("rel") == "canonical":
            self._remember("canonical", attributes.get("href", ""))

    def read_title(self, text: str) -> None:
        """Take the content of the `title` element."""
        self._title = self._title or " ".join(text.split())

    def read_linked(self, text: str) -> None:
        """Take JSON-LD. Broken on many sites, and then left: other metadata say the same."""
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            return
        for thing in found if isinstance(found, list) else [found]:
            if isinstance(thing, dict) and len(self._linked) < _MOST:
                graph = thing.get("@graph")
                listed = graph if isinstance(graph, list) else [thing]
                self._linked += [t for t in listed if isinstance(t, dict)]

    def _remember(self, key: str, value: str) -> None:
        if key and value and len(self._meta) < _MOST:
            self._meta.setdefault(key.lower(), value)

    def metadata(self, heading: str, config: Config) -> Metadata:
        """Title, authors, date and so on, and the user's columns from `meta` elements.

        `heading` is the article's own heading in the page, "" if it has none.
        """
        linked = next((t for t in self._linked if "datePublished" in t or "headline" in t), {})
        site_free = re.split(r"\s+[|•·–—~]\s+", self._title)[0]
        address = self._first("canonical", "og:url")
        own = {plain_key(name) for name in config.columns}
        table = {
            **{key: value for key, value in self._meta.items() if plain_key(key) in own},
            "title": linked.get("headline") or self._first("og:title", "dc.title") or heading or site_free,
            "author": linked.get("author") or self._author(),
            "date": linked.get("datePublished")
            or self._first(
                "article:published_time", "datepublished", "dc.date", "date", "pubdate", "publish-date"
            ),
            "source": linked.get("publisher") or self._first("og:site_name"),
            "url": address if "://" in address else "",
            "lang": linked.get("inLanguage") or self._first("inlanguage", "html:lang"),
        }
        meta = collect(table, Config(columns=config.columns))
        meta.id = ""  # a file's id is its place
        return meta

    def _first(self, *keys: str) -> str:
        return next((self._meta[key] for key in keys if key in self._meta), "")

    def _author(self) -> str:
        """Open Graph allows an address where an author is expected."""
        named = (self._first(key) for key in ("author", "dc.creator", "article:author"))
        return next((name for name in named if name and "://" not in name), "")
