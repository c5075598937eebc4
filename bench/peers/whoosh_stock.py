"""Stock Whoosh with its own codec, stemmer and matchers: what searchkit's engine started from.

Words go through its StemmingAnalyzer without stop words.  It is slow; run it on small collections.
With `forms` it gets what searchkit indexes of every word: as written, folded, stemmed, a field for each.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # 2.7.4 has invalid escapes in its sources
    from whoosh import analysis, fields, index, query, sorting
    from whoosh.index import FileIndex
    from whoosh.searching import Results

from bench.asks import Ask, Form, Task
from bench.peers.base import LIMIT, InProcess, Run, checked_words, years_as_days
from bench.rows import Row

WRITTEN = analysis.RegexTokenizer()
OTHER_FORMS = {"written": WRITTEN, "folded": WRITTEN | analysis.LowercaseFilter()}


def _schema(check: bool, forms: bool) -> fields.Schema:
    words = (
        analysis.SpaceSeparatedTokenizer() if check else analysis.StemmingAnalyzer(stoplist=None, minsize=1)
    )
    schema = fields.Schema(
        id=fields.ID(stored=True),
        text=fields.TEXT(analyzer=words, stored=True),
        title=fields.TEXT(analyzer=words, stored=True),
        speaker=fields.KEYWORD(stored=True),
        date=fields.NUMERIC(int, bits=32, stored=True, sortable=True),
    )
    if check:
        schema.add("stems", fields.TEXT(analyzer=words))
    for form, analyzer in OTHER_FORMS.items() if forms else ():
        for field in ("text", "title"):
            schema.add(f"{field}_{form}", fields.TEXT(analyzer=analyzer))
    return schema


class Session(InProcess):
    """An opened Whoosh index."""

    def __init__(self, path: Path, check: bool) -> None:
        self._index = index.open_dir(str(path))
        self._searcher, self._check = self._index.searcher(), check

    def prepare(self, ask: Ask) -> Run | None:
        """The task, ready to run."""
        if ask.said:
            return None
        asked = self._query(ask)
        match ask.task:
            case Task.NEWEST:
                return partial(self._search, asked, sortedby="date", reverse=True)
            case Task.YEARS:
                years = sorting.RangeFacet("date", 17_000_000, 22_000_000, 10_000)
                return partial(self._search, asked, groupedby={"years": years})
            case Task.SNIPPETS:
                return partial(self._snippets, asked)
        return partial(self._search, asked)

    def found(self, ask: Ask) -> frozenset[str] | None:
        """Ids of everything found."""
        if ask.said:
            return None
        return frozenset(_ids(self._searcher.search(self._query(ask), limit=None)))

    def close(self) -> None:
        """Close the index."""
        self._searcher.close()
        self._index.close()

    def _search(self, asked: query.Query, **options: Any) -> int:
        results = self._searcher.search(asked, limit=LIMIT, **options)
        _ids(results)
        return len(results)

    def _snippets(self, asked: query.Query) -> int:
        results = self._searcher.search(asked, limit=LIMIT)
        for hit in results:
            hit.highlights("text")
        return len(results)

    def _query(self, ask: Ask) -> query.Query:
        parts = [self._words(ask)] if ask.words else []
        if ask.speaker:
            parts.append(query.ConstantScoreQuery(query.Term("speaker", ask.speaker), 0.0))
        if ask.years:
            first, last = years_as_days(ask.years)
            parts.append(query.ConstantScoreQuery(query.NumericRange("date", first, last), 0.0))
        return parts[0] if len(parts) == 1 else query.And(parts)

    def _words(self, ask: Ask) -> query.Query:
        field, terms = checked_words(ask) if self._check else ("text", self._terms(ask))
        match ask.form:
            case Form.PHRASE if len(terms) > 1:
                return query.Phrase(field, list(terms))
            case Form.PREFIX:
                return query.Prefix(field, ask.words[0])
            case Form.FUZZY:
                return query.FuzzyTerm(field, terms[0], maxdist=1, prefixlength=0)
        leaves = [query.Term(field, term) for term in terms]
        if len(leaves) == 1:
            return leaves[0]
        return query.Or(leaves) if ask.form is Form.ANY else query.And(leaves)

    def _terms(self, ask: Ask) -> tuple[str, ...]:
        analyse = self._index.schema["text"].analyzer
        return tuple(token.text for word in ask.words for token in analyse(word))


def _ids(results: Results) -> list[str]:
    return [hit["id"] for hit in results]


@dataclass(frozen=True, slots=True)
class Whoosh:
    """The peer; with `forms`, all three forms of every word."""

    name: str = "whoosh_stock"
    forms: bool = False

    @property
    def index(self) -> str:
        """Its own."""
        return self.name

    def missing(self) -> str:
        """It is there if its package is."""
        return ""

    def version(self) -> str:
        """Version of Whoosh."""
        return version("whoosh")

    def documents(self, rows: list[Row], check: bool) -> list[dict[str, Any]]:
        """Values by field."""
        return [_values(row, check, self.forms) for row in rows]

    def build(self, batches: Iterable[list[dict[str, Any]]], path: Path, check: bool) -> None:
        """Index in one process."""
        self._write(index.create_in(str(path), _schema(check, self.forms)), batches)

    def append(self, rows: list[Row], path: Path) -> None:
        """Add rows and commit."""
        self._write(index.open_dir(str(path)), [self.documents(rows, check=False)])

    def open(self, path: Path, check: bool) -> Session:
        """Open for searching."""
        return Session(path, check)

    def _write(self, opened: FileIndex, batches: Iterable[list[dict[str, Any]]]) -> None:
        writer = opened.writer(limitmb=256)
        for batch in batches:
            for values in batch:
                writer.add_document(**values)
        writer.commit()
        opened.close()


def _values(row: Row, check: bool, forms: bool) -> dict[str, Any]:
    texts = {"text": row.text, "title": row.title}
    values = {"id": row.id, "date": row.day, "speaker": list(row.speakers), **texts}
    if check:
        values["stems"] = row.stems
    if forms:
        values |= {f"{field}_{form}": text for form in OTHER_FORMS for field, text in texts.items()}
    return values


PEERS = (Whoosh(),)
