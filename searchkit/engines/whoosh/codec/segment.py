"""A segment of a snapshot as Whoosh handles it, and what it asks of single documents."""

from __future__ import annotations

from typing import Any, NoReturn

import numpy as np

from searchkit.engines.whoosh.arrays import Ints
from searchkit.engines.whoosh.codec.stock import base
from searchkit.engines.whoosh.codec.terms import ArrayTerms
from searchkit.engines.whoosh.segments.snapshot import View
from searchkit.schema import FieldKind, Schema


class ArrayCodec(base.Codec):  # type: ignore[misc]
    """Whoosh's extension point for how segments are stored; for reading."""

    def terms_reader(self, storage: object, segment: ArraySegment) -> ArrayTerms:
        """Lexicon and postings."""
        return ArrayTerms(segment.view, segment.schema)

    def per_document_reader(self, storage: object, segment: ArraySegment) -> ArrayDocuments:
        """Deletions, lengths and stored values."""
        return ArrayDocuments(segment)

    def per_document_writer(self, storage: object, segment: object) -> NoReturn:
        """Raises: this is for reading only."""
        raise NotImplementedError("array segments are written by the engine's own writer")

    field_writer = per_document_writer

    def new_segment(self, storage: object, indexname: str) -> NoReturn:
        """Raises: this is for reading only."""
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
        """Raises: this is for reading only."""
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
