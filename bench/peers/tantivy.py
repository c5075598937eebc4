"""Tantivy (Rust) through tantivy-py, with one indexing thread.

It is given text, title, speaker and date; words are lower-cased, freed of accents and stemmed by its own
English stemmer, no stop words.  The date is a fast field of numbers yyyymmdd, so that ranges, order and
counts by year take its quickest road.  A second peer, "bare", asks the
same index for no more than the addresses of the best: no exact total, which lets it skip, and no ids.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

import tantivy

from bench.asks import Ask, Form, Task
from bench.peers.base import LIMIT, InProcess, Run, checked_words, years_as_days
from bench.rows import Row

HEAP = 256_000_000  # bytes the writer may fill before it writes a segment


def _schema(check: bool) -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("text", stored=True, tokenizer_name="words")
    builder.add_text_field("title", stored=True, tokenizer_name="words")
    builder.add_text_field("speaker", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("date", stored=True, indexed=True, fast=True)
    if check:
        builder.add_text_field("stems", tokenizer_name="words")
    return builder.build()


def _analyser(check: bool) -> tantivy.TextAnalyzer:
    if check:
        return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for step in (tantivy.Filter.lowercase(), tantivy.Filter.ascii_fold(), tantivy.Filter.stemmer("english")):
        builder = builder.filter(step)
    return builder.build()


def _index(path: Path, check: bool) -> tantivy.Index:
    fresh = not any(path.iterdir())
    index = tantivy.Index(_schema(check), path=str(path)) if fresh else tantivy.Index.open(str(path))
    index.register_tokenizer("words", _analyser(check))
    return index


def _document(row: Row, check: bool) -> tantivy.Document:
    document = tantivy.Document()
    document.add_text("id", row.id)
    document.add_text("text", row.text)
    document.add_text("title", row.title)
    for speaker in row.speakers:
        document.add_text("speaker", speaker)
    document.add_integer("date", row.day)
    if check:
        document.add_text("stems", row.stems)
    return document


class Session(InProcess):
    """An opened tantivy index."""

    def __init__(self, path: Path, check: bool, bare: bool) -> None:
        self._index = _index(path, check)
        self._analyser, self._check, self._bare = _analyser(check), check, bare
        self._searcher = self._index.searcher()

    def prepare(self, ask: Ask) -> Run | None:
        """The task, ready to run."""
        if ask.said or (ask.task is Task.YEARS and self._bare):
            return None
        query = self._query(ask)
        match ask.task:
            case Task.TOP:
                return partial(self._top, query)
            case Task.NEWEST:
                return partial(self._top, query, order_by_field="date", order=tantivy.Order.Desc)
            case Task.SNIPPETS:
                return partial(self._snippets, query)
            case Task.YEARS:
                return partial(self._years, query)

    def found(self, ask: Ask) -> frozenset[str] | None:
        """Ids of everything found."""
        if ask.said:
            return None
        result = self._searcher.search(self._query(ask), limit=max(1, self._searcher.num_docs))
        return frozenset(self._ids(result))

    def close(self) -> None:
        """Let go of the index."""
        del self._searcher, self._index

    def _top(self, query: tantivy.Query, **order: Any) -> int:
        result = self._searcher.search(query, limit=LIMIT, count=not self._bare, **order)
        if not self._bare:
            self._ids(result)
        return int(result.count or len(result.hits))

    def _ids(self, result: tantivy.SearchResult) -> list[str]:
        return [self._searcher.doc(address)["id"][0] for _, address in result.hits]

    def _snippets(self, query: tantivy.Query) -> int:
        result = self._searcher.search(query, limit=LIMIT, count=not self._bare)
        maker = tantivy.SnippetGenerator.create(self._searcher, query, self._index.schema, "text")
        for _, address in result.hits:
            maker.snippet_from_doc(self._searcher.doc(address)).to_html()
        return int(result.count or len(result.hits))

    def _years(self, query: tantivy.Query) -> int:
        by_year = {"years": {"histogram": {"field": "date", "interval": 10_000, "min_doc_count": 1}}}
        buckets = self._searcher.aggregate(query, by_year)["years"]["buckets"]
        return int(sum(bucket["doc_count"] for bucket in buckets))

    def _query(self, ask: Ask) -> tantivy.Query:
        parts = [self._words(ask)] if ask.words else []
        schema = self._index.schema
        if ask.speaker:
            parts.append(tantivy.Query.term_query(schema, "speaker", ask.speaker, "basic"))
        if ask.years:
            first, last = years_as_days(ask.years)
            parts.append(tantivy.Query.range_query(schema, "date", tantivy.FieldType.Integer, first, last))
        if len(parts) == 1:
            return parts[0]
        # Conditions take no part in the score, as in every other engine here.
        conditions = [tantivy.Query.const_score_query(part, 0.0) for part in parts[1:]]
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, part) for part in (parts[0], *conditions)])

    def _words(self, ask: Ask) -> tantivy.Query:
        schema = self._index.schema
        field, terms = checked_words(ask) if self._check else ("text", self._terms(ask))
        match ask.form:
            case Form.PHRASE if len(terms) > 1:
                return tantivy.Query.phrase_query(schema, field, list(terms))
            case Form.PREFIX:
                return tantivy.Query.regex_query(schema, field, f"{ask.words[0]}.*")
            case Form.FUZZY:
                return tantivy.Query.fuzzy_term_query(schema, field, terms[0], distance=1)
        queries = [tantivy.Query.term_query(schema, field, term) for term in terms]
        if len(queries) == 1:
            return queries[0]
        occur = tantivy.Occur.Should if ask.form is Form.ANY else tantivy.Occur.Must
        return tantivy.Query.boolean_query([(occur, query) for query in queries])

    def _terms(self, ask: Ask) -> tuple[str, ...]:
        return tuple(term for word in ask.words for term in self._analyser.analyze(word))


class Tantivy:
    """The peer; not `bare` it gives the exact number of hits and ids, as searchkit always does."""

    index = "tantivy"

    def __init__(self, name: str, bare: bool) -> None:
        self.name = name
        self._bare = bare

    def missing(self) -> str:
        """It is there if its package is."""
        return ""

    def version(self) -> str:
        """Version of tantivy-py."""
        from importlib.metadata import version

        return version("tantivy")

    def documents(self, rows: list[Row], check: bool) -> list[tantivy.Document]:
        """Its own documents."""
        return [_document(row, check) for row in rows]

    def build(self, batches: Iterable[list[tantivy.Document]], path: Path, check: bool) -> None:
        """Index with one thread; merges are waited for."""
        writer = _index(path, check).writer(heap_size=HEAP, num_threads=1)
        for batch in batches:
            for document in batch:
                writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()

    def append(self, rows: list[Row], path: Path) -> None:
        """Add rows and commit."""
        writer = _index(path, check=False).writer(heap_size=HEAP, num_threads=1)
        for document in self.documents(rows, check=False):
            writer.add_document(document)
        writer.commit()

    def open(self, path: Path, check: bool) -> Session:
        """Open for searching."""
        return Session(path, check, self._bare)


PEERS = (Tantivy("tantivy", bare=False), Tantivy("tantivy, bare", bare=True))
