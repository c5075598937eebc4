"""A text field while a segment is built: rows of words as they come, inverted at the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from searchkit.analysis.vectorised import Batch, Chunker
from searchkit.engines.whoosh.arrays import Array, Ints, joined, narrow
from searchkit.engines.whoosh.files.container import ContainerWriter
from searchkit.engines.whoosh.files.strings import pack
from searchkit.engines.whoosh.segments.columns import Arrays
from searchkit.engines.whoosh.segments.documents import Documents
from searchkit.engines.whoosh.segments.forms import Forms, Keys, lay_out
from searchkit.engines.whoosh.segments.stored import Rows, StoredEncoder
from searchkit.engines.whoosh.segments.stream import choose, spread, write_stream
from searchkit.engines.whoosh.writing.inversion import Inverted, invert, without_repeats
from searchkit.engines.whoosh.writing.listwriter import ListWriter, ranges


class TextEncoder:
    """One text field. With `every`, each document has a row of its own (stretches of speech lie in it)."""

    def __init__(self, name: str, chunker: Chunker, every: bool) -> None:
        self.name = name
        self._chunker = chunker
        self._rows = Rows(every)
        self._stored = StoredEncoder(name)
        self._words: list[Array] = []
        self._lengths: list[Ints] = []
        self._beside: list[tuple[Ints, Ints, Array]] = []
        self._languages: list[int] = []
        self.positions = 0

    def add(self, documents: Documents, languages: Sequence[int]) -> Batch:
        """Take further documents; `languages` number what stems them. Returns the words of the new rows."""
        texts = documents.encoded(self.name)
        begun = self._rows.add(list(zip(texts, languages, strict=True)))
        texts = [texts[i] for i in begun]
        self._languages.extend([languages[i] for i in begun])
        self._stored.add(texts)
        batch = self._chunker.read(texts)
        position, width, word = batch.beside
        self._beside.append((position + self.positions, width, word))
        self._words.append(batch.words)
        self._lengths.append(batch.counts)
        self.positions += len(batch.words)
        return batch

    def write(self, writer: ContainerWriter, keys: Keys, languages: Sequence[str]) -> None:
        """Write rows, stored texts, lexicon and lists. `languages` are the names of the numbers given."""
        words = joined(self._words, np.int32)
        lengths = joined(self._lengths)
        row = np.arange(len(lengths), dtype=np.int32).repeat(lengths)
        language = None if len(languages) == 1 else np.array(self._languages, np.int8).take(row)
        at, width, word = (joined([b[i] for b in self._beside]) for i in range(3))
        tokens = _Tokens(words, row, language, at, width, word)
        name = self.name
        forms = lay_out(keys, tokens.used(len(keys.written), len(languages)), list(languages))
        arrays = self._rows.arrays(name) | self._stored.arrays()
        arrays |= pack(f"{name}.lexicon", forms.entries, ordered=True)
        arrays |= {f"{name}.positions": narrow(lengths), f"{name}.lists": narrow(forms.lists)}
        for key, array in arrays.items():
            writer.array(key, array)
        folded = keys.folded_of.take(words)
        classes, classed = choose(keys.folded, np.bincount(folded, minlength=len(keys.folded)))
        write_stream(writer, name, classes, [spread(classed.take(folded), lengths)])
        del folded
        _write_lists(writer, name, _invert(forms, keys, tokens, lengths), lengths)


@dataclass(frozen=True, slots=True)
class _Tokens:
    """All tokens of a field: words with their rows and languages (None: all of one), tokens beside them."""

    words: Array
    row: Array
    language: Array | None
    beside_at: Ints
    beside_width: Ints
    beside_word: Array

    def used(self, size: int, languages: int) -> list[Array]:
        """Which written forms occur, by language."""
        if self.language is None:
            counts = np.bincount(self.words, minlength=size) + np.bincount(self.beside_word, minlength=size)
            return [counts > 0]
        beside = self.language.take(self.beside_at)
        found = []
        for place in range(languages):
            some = self.words[self.language == place], self.beside_word[beside == place]
            found.append(np.bincount(some[0], minlength=size) + np.bincount(some[1], minlength=size) > 0)
        return found


def beside_arrays(name: str, lists: Ints, positions: Ints, widths: Ints) -> Arrays:
    """Occurrences of joined and bare tokens, in order of their lists."""
    return {
        f"{name}.beside_lists": narrow(lists),
        f"{name}.beside_positions": narrow(positions),
        f"{name}.beside_widths": narrow(widths),
    }


def _write_lists(writer: ContainerWriter, name: str, inverted: Inverted, lengths: Ints) -> None:
    beside = beside_arrays(name, inverted.beside_list, inverted.beside_position, inverted.beside_width)
    for key, array in beside.items():
        writer.array(key, array)
    lists = ListWriter(writer, name, np.diff(inverted.first), np.diff(inverted.begun), lengths)
    for begin, end in ranges(inverted.first):
        here = slice(inverted.first[begin], inverted.first[end])
        lists.postings(begin, end, inverted.rows[here], inverted.frequencies[here])
    lists.places(inverted.places)
    lists.finish()


def _invert(forms: Forms, keys: Keys, tokens: _Tokens, lengths: Ints) -> Inverted:
    """Occurrences of all lists: stems of all tokens, folded and written forms where they have lists."""
    positions = np.arange(len(tokens.words), dtype=np.uint32)
    positions += tokens.row.astype(np.uint32)  # one free number behind each row
    pairs: list[npt.NDArray[np.uint64]] = []
    besides: list[tuple[Ints, Ints, Ints]] = []
    for of_words, of_beside in _lists_of(forms, keys, tokens):
        has = np.flatnonzero(of_words >= 0)
        key = of_words.take(has).astype(np.uint64)
        key <<= np.uint64(32)
        key |= positions.take(has)
        pairs.append(key)
        here = np.flatnonzero(of_beside >= 0)
        besides.append(
            without_repeats(of_beside[here], tokens.beside_at[here], tokens.beside_width[here], of_words)
        )
    beside_list, at, beside_width = (joined([b[i] for b in besides]) for i in range(3))
    beside_position = positions.take(at).astype(np.int64)
    pairs.append(beside_list.astype(np.uint64) << np.uint64(32) | beside_position.astype(np.uint64))
    order = np.lexsort((beside_width, beside_position, beside_list))
    beside = (beside_list[order], beside_position[order], beside_width[order])
    return invert(np.concatenate(pairs), forms.count, lengths, beside)


def _lists_of(forms: Forms, keys: Keys, tokens: _Tokens) -> Iterator[tuple[Array, Array]]:
    """List of every word and of every token beside the words (-1: none), under each form."""
    folded, beside = keys.folded_of.take(tokens.words), keys.folded_of.take(tokens.beside_word)
    if tokens.language is None:
        yield forms.of_stem[0].take(folded), forms.of_stem[0].take(beside)
    else:
        of_stem = np.stack(forms.of_stem)
        yield of_stem[tokens.language, folded], of_stem[tokens.language.take(tokens.beside_at), beside]
    yield forms.of_folded.take(folded), forms.of_folded.take(beside)
    yield forms.of_written.take(tokens.words), forms.of_written.take(tokens.beside_word)
