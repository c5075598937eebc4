"""The segments behind Whoosh's own extension point: its queries and matchers run on them as they are.

    searcher = codec.searcher(engine.reader())
    searcher.search(whoosh.query.Term("text", "treaty"))

Whoosh sees these fields: every text field (its terms are folded forms), `text.en` and so on for the stems of
a language, and every keyword field.  It reads only: segments are written by `writer`, a field at a time and
not a posting at a time, which is the whole difference in speed.  This is the only module that imports Whoosh.
"""

from __future__ import annotations

import warnings
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any, NoReturn

import numpy as np

from searchkit.engines import bm25
from searchkit.engines.whoosh.arrays import Ints, offsets
from searchkit.engines.whoosh.searching.evaluation import documents_of
from searchkit.engines.whoosh.searching.reader import Reader
from searchkit.engines.whoosh.segments.columns import decode
from searchkit.engines.whoosh.segments.forms import FOLDED, STEM
from searchkit.engines.whoosh.segments.snapshot import View
from searchkit.schema import FieldKind, Schema

with warnings.catch_warnings():  # Whoosh 2.7.4 is older than what Python warns of today
    warnings.simplefilter("ignore")
    from whoosh import fields, formats
    from whoosh.codec import base
    from whoosh.matching import ListMatcher
    from whoosh.reading import MultiReader, SegmentReader, TermInfo, TermNotFound
    from whoosh.scoring import BM25F
    from whoosh.searching import Searcher


def searcher(reader: Reader) -> Searcher:
    """A Whoosh searcher over the snapshot of a reader, weighing as this engine does."""
    return Searcher(index_reader(reader), weighting=BM25F(B=bm25.B, K1=bm25.K1))


def index_reader(reader: Reader) -> SegmentReader | MultiReader:
    """A Whoosh index reader over the snapshot of a reader. Document numbers are the snapshot's own."""
    views = reader.views
    languages = sorted({language for view in views for language in view.segment.languages})
    schema = whoosh_schema(reader.schema, languages)
    readers = [SegmentReader(None, schema, ArraySegment(view, reader.schema)) for view in views]
    return readers[0] if len(readers) == 1 else MultiReader(readers, reader.generation)


def whoosh_schema(schema: Schema, languages: Sequence[str]) -> fields.Schema:
    """The fields that Whoosh sees."""
    made = fields.Schema(id=fields.STORED())
    for field in schema:
        if field.kind is FieldKind.TEXT:
            for name in (field.name, *(f"{field.name}.{language}" for language in languages)):
                made.add(name, ArrayField(formats.Positions()))
        elif field.kind is FieldKind.KEYWORD:
            made.add(field.name, ArrayField(formats.Existence()))
        else:
            made.add(field.name, fields.STORED())
    return made


class ArrayField(fields.FieldType):  # type: ignore[misc]
    """A field whose postings are arrays. A stock Whoosh writer fails on it at once."""

    def __init__(self, format: formats.Format) -> None:
        super().__init__(format, None, scorable=isinstance(format, formats.Positions))

    def index(self, value: object, **_: object) -> NoReturn:
        """Raises: arrays are written by the engine's own writer."""
        raise NotImplementedError("open the index with searchkit.engines.whoosh to write to it")


class ArrayCodec(base.Codec):  # type: ignore[misc]
    """Whoosh's extension point for how segments are stored; for reading."""

    def terms_reader(self, storage: object, segment: ArraySegment) -> ArrayTerms:
        """Lexicon and postings."""
        return ArrayTerms(segment)

    def per_document_reader(self, storage: object, segment: ArraySegment) -> ArrayDocuments:
        """Deletions, lengths and stored values."""
        return ArrayDocuments(segment)

    def per_document_writer(self, storage: object, segment: object) -> NoReturn:
        """Raises: see the module."""
        raise NotImplementedError("array segments are written by the engine's own writer")

    field_writer = per_document_writer

    def new_segment(self, storage: object, indexname: str) -> NoReturn:
        """Raises: see the module."""
        raise NotImplementedError("array segments are written by the engine's own writer")


class ArraySegment(base.Segment):  # type: ignore[misc]
    """A segment of a snapshot as Whoosh handles it."""

    def __init__(self, view: View, schema: Schema) -> None:
        super().__init__("searchkit")
        self.view = view
        self.schema = schema
        live = np.zeros(0, np.bool_) if view.live is None else view.live
        self._deleted = frozenset(np.flatnonzero(~live).tolist())

    def codec(self) -> ArrayCodec:
        """How it is stored."""
        return ArrayCodec()

    def doc_count_all(self) -> int:
        """Documents, deleted ones too."""
        return self.view.segment.documents

    def doc_count(self) -> int:
        """Live documents."""
        return self.view.size

    def deleted_count(self) -> int:
        """Deleted documents."""
        return len(self._deleted)

    def deleted_docs(self) -> frozenset[int]:
        """Numbers of the deleted documents."""
        return self._deleted

    def is_deleted(self, docnum: int) -> bool:
        """Whether a document is deleted."""
        return docnum in self._deleted

    def delete_document(self, docnum: int, delete: bool = True) -> NoReturn:
        """Raises: see the module."""
        raise NotImplementedError("documents are deleted by the engine's own writer")


class ArrayDocuments(base.PerDocumentReader):  # type: ignore[misc]
    """What Whoosh asks of single documents."""

    def __init__(self, segment: ArraySegment) -> None:
        self._segment = segment
        self._arrays = segment.view.segment
        self._texts = {field.name for field in segment.schema.of_kind(FieldKind.TEXT)}

    def doc_count(self) -> int:
        """Live documents."""
        return self._segment.doc_count()

    def doc_count_all(self) -> int:
        """Documents, deleted ones too."""
        return self._segment.doc_count_all()

    def has_deletions(self) -> bool:
        """Whether any document is deleted."""
        return self._segment.deleted_count() > 0

    def is_deleted(self, docnum: int) -> bool:
        """Whether a document is deleted."""
        return self._segment.is_deleted(docnum)

    def deleted_docs(self) -> frozenset[int]:
        """Numbers of the deleted documents."""
        return self._segment.deleted_docs()

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """Positions of a text field in a document."""
        lengths = self._lengths(fieldname, np.array([docnum]))
        return int(lengths[0]) if len(lengths) else default

    def field_length(self, fieldname: str) -> int:
        """Positions of a text field in all documents."""
        return int(self._all_lengths(fieldname).sum())

    def min_field_length(self, fieldname: str) -> int:
        """Positions of its shortest document."""
        return int(self._all_lengths(fieldname).min(initial=0))

    def max_field_length(self, fieldname: str) -> int:
        """Positions of its longest document."""
        return int(self._all_lengths(fieldname).max(initial=0))

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """The values of a document, and its id."""
        document = self._arrays.document(docnum, self._segment.schema)
        return {"id": document.id, **document.values}

    def _all_lengths(self, fieldname: str) -> Ints:
        return self._lengths(fieldname, np.arange(self.doc_count_all()))

    def _lengths(self, fieldname: str, documents: Ints) -> Ints:
        name = fieldname.partition(".")[0]
        return self._segment.view.lengths(name, documents) if name in self._texts else documents[:0]


class ArrayTerms(base.TermsReader):  # type: ignore[misc]
    """Lexicon and postings of a segment, by Whoosh's names of fields."""

    def __init__(self, segment: ArraySegment) -> None:
        self._segment = segment.view.segment
        self._view = segment.view
        self._keywords = {field.name for field in segment.schema.of_kind(FieldKind.KEYWORD)}
        texts = [field.name for field in segment.schema.of_kind(FieldKind.TEXT)]
        self._prefixes = dict.fromkeys(texts, FOLDED)
        for language in self._segment.languages:
            self._prefixes |= {f"{name}.{language}": b"%s%s\0" % (STEM, language.encode()) for name in texts}

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._number(*term) >= 0

    def indexed_field_names(self) -> list[str]:
        """Names of the fields that have terms."""
        return sorted([*self._prefixes, *self._keywords])

    def cursor(self, fieldname: str, fieldobj: fields.FieldType) -> ArrayCursor:
        """Walks the terms of a field."""
        return ArrayCursor(self._terms(fieldname), fieldobj)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """Every term, by field."""
        return ((name, term) for name in self.indexed_field_names() for term in self._terms(name))

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """Terms from one on, in order."""
        return (term for term in self.terms() if term >= (fieldname, prefix))

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Every term with what is known of it."""
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Terms from one on with what is known of them."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """Frequencies and bounds of a term. Raises KeyError where there is none."""
        documents, frequencies, _ = self._postings(fieldname, text)
        lengths = np.ones(1, np.int64)
        if fieldname in self._prefixes:
            lengths = self._view.lengths(fieldname.partition(".")[0], documents)
        return TermInfo(
            float(frequencies.sum()),
            len(documents),
            int(lengths.min()),
            int(lengths.max()),
            float(frequencies.max()),
            int(documents[0]),
            int(documents[-1]),
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        """Occurrences of a term; 0 where there is none."""
        return float(self.term_info(fieldname, text).weight()) if (fieldname, text) in self else 0.0

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """Documents that hold a term."""
        return len(self._postings(fieldname, text)[0]) if (fieldname, text) in self else 0

    def matcher(
        self, fieldname: str, text: bytes, format_: formats.Format, scorer: object = None
    ) -> ArrayMatcher:
        """Walks the documents of a term. Raises TermNotFound."""
        try:
            documents, frequencies, positions = self._postings(fieldname, text)
        except KeyError as error:
            raise TermNotFound(str(error)) from None
        info = self.term_info(fieldname, text)
        return ArrayMatcher(documents, frequencies, positions, format_, scorer, (fieldname, text), info)

    def _terms(self, fieldname: str) -> list[bytes]:
        prefix = self._prefixes.get(fieldname)
        if prefix is None:
            return list(self._segment.keyword(fieldname).values) if fieldname in self._keywords else []
        lexicon = self._segment.text(fieldname.partition(".")[0]).lexicon
        return [entry[len(prefix) :] for entry in lexicon.range(*lexicon.beginning_with(prefix))]

    def _number(self, fieldname: str, text: bytes) -> int:
        """List of a text's term, or code of a keyword; -1 where there is none."""
        prefix = self._prefixes.get(fieldname)
        if prefix is not None:
            return self._segment.text(fieldname.partition(".")[0]).find(prefix + text)
        return self._segment.keyword(fieldname).values.find(text) if fieldname in self._keywords else -1

    def _postings(self, fieldname: str, text: bytes) -> tuple[Ints, Ints, list[list[int]] | None]:
        """Documents, frequencies, and for text the positions in each."""
        number = self._number(fieldname, text)
        if number < 0:
            raise KeyError(f"{fieldname}:{decode(text)}")
        if fieldname in self._keywords:
            documents = self._segment.keyword(fieldname).holders(number).astype(np.int64)
            return documents, np.ones(len(documents), np.int64), None
        field = self._segment.text(fieldname.partition(".")[0])
        rows, frequencies = field.postings(number)
        places = (field.positions(number) - field.starts.take(rows).repeat(frequencies)).tolist()
        ends = offsets(frequencies).tolist()
        by_row = {
            row: places[begin:end] for row, begin, end in zip(rows.tolist(), ends, ends[1:], strict=False)
        }
        found = documents_of(field, rows, frequencies)
        positions = [by_row[field.rows.row(document)] for document in found.documents.tolist()]
        return found.documents, found.frequencies, positions


class ArrayMatcher(ListMatcher):  # type: ignore[misc]
    """Documents of a term, with its positions in each where it is a word."""

    def __init__(
        self,
        documents: Ints,
        frequencies: Ints,
        positions: list[list[int]] | None,
        format_: formats.Format,
        scorer: object,
        term: tuple[str, bytes],
        info: TermInfo,
    ) -> None:
        weights = frequencies.astype(np.float64).tolist()
        super().__init__(documents.tolist(), weights, None, format_, scorer, term=term, terminfo=info)
        self._arguments = (documents, frequencies, positions, format_, scorer, term, info)
        self._positions = positions

    def copy(self) -> ArrayMatcher:
        """Another one at the same place."""
        other = type(self)(*self._arguments)
        other._i = self._i
        return other

    def value_as(self, astype: str) -> Any:
        """Frequency or positions in the document it stands at."""
        if astype == "positions" and self._positions is not None:
            return self._positions[self._i]
        if astype in ("frequency", "weight"):
            return self.weight()
        raise ValueError(f"no {astype} are kept for {self.term()}")


class ArrayCursor(base.FieldCursor):  # type: ignore[misc]
    """Walks the terms of one field, in order."""

    def __init__(self, terms: Sequence[bytes], fieldobj: fields.FieldType) -> None:
        self._terms = terms
        self._field = fieldobj
        self._at = 0

    def is_valid(self) -> bool:
        """Whether it stands at a term."""
        return self._at < len(self._terms)

    def text(self) -> Any:
        """The term it stands at, or None."""
        return self._field.from_bytes(self._terms[self._at]) if self.is_valid() else None

    def first(self) -> Any:
        """Go to the first term."""
        self._at = 0
        return self.text()

    def next(self) -> Any:
        """Go to the next term."""
        self._at += 1
        return self.text()

    def find(self, term: bytes | str) -> Any:
        """Go to the first term that is not less."""
        wanted = term if isinstance(term, bytes) else self._field.to_bytes(term)
        self._at = bisect_left(self._terms, wanted)
        return self.text()

    def term_info(self) -> None:
        """Nothing: the terms reader knows."""
