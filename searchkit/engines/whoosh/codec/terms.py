"""Lexicon and postings of a segment, as Whoosh walks them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from searchkit.engines.whoosh.arrays import Ints, offsets
from searchkit.engines.whoosh.codec.stock import ListMatcher, TermInfo, TermNotFound, base, fields, formats
from searchkit.engines.whoosh.files.strings import decode
from searchkit.engines.whoosh.searching.evaluation import documents_of
from searchkit.engines.whoosh.segments.forms import FOLDED, STEM
from searchkit.engines.whoosh.segments.snapshot import View
from searchkit.schema import FieldKind, Schema


class ArrayTerms(base.TermsReader):  # type: ignore[misc]
    """Lexicon and postings of a segment, by Whoosh's names of fields."""

    def __init__(self, view: View, schema: Schema) -> None:
        self._segment = view.segment
        self._view = view
        self._keywords = {field.name for field in schema.of_kind(FieldKind.KEYWORD)}
        texts = [field.name for field in schema.of_kind(FieldKind.TEXT)]
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
        places = (field.positions(number) - field.words.starts.take(rows).repeat(frequencies)).tolist()
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
