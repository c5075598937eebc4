"""A text field while a segment is built: rows of words as they come, inverted at the end."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from searchkit.analysis.vectorised import Batch, Chunker
from searchkit.engines.whoosh.arrays import Array, Ints, joined, narrow
from searchkit.engines.whoosh.columns import Arrays, encode
from searchkit.engines.whoosh.container import ContainerWriter
from searchkit.engines.whoosh.forms import Forms, lay_out
from searchkit.engines.whoosh.inversion import Inverted, invert, without_repeats
from searchkit.engines.whoosh.lists import ListWriter, ranges
from searchkit.engines.whoosh.stored import Rows, StoredEncoder
from searchkit.engines.whoosh.stream import choose, spread, write_stream
from searchkit.engines.whoosh.strings import pack
from searchkit.schema import Document


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

    def add(self, documents: Sequence[Document], languages: Sequence[int]) -> Batch:
        """Take further documents; `languages` number what stems them. Returns the words of the new rows."""
        name = self.name
        texts = [document.values.get(name) or "" for document in documents]
        begun = self._rows.add(list(zip(texts, languages, strict=True)))
        texts = [texts[i] for i in begun]
        self._languages.extend([languages[i] for i in begun])
        self._stored.add([encode(text) for text in texts])
        batch = self._chunker(texts)
        position, width, word = batch.beside
        self._beside.append((position + self.positions, width, word))
        self._words.append(batch.words)
        self._lengths.append(batch.counts)
        self.positions += len(batch.words)
        return batch

    def write(self, writer: ContainerWriter, languages: Sequence[str]) -> None:
        """Write rows, stored texts, lexicon and lists. `languages` are the names of the numbers given."""
        words = joined(self._words, np.int32)
        lengths = joined(self._lengths)
        beside = tuple(joined([b[i] for b in self._beside]) for i in range(3))
        row = np.arange(len(lengths)).repeat(lengths)
        language = np.array(self._languages, np.int64).take(row)
        folded_of = self._chunker.vocabulary.folded_of()
        forms = self._forms(words, language, beside, folded_of, languages)
        name = self.name
        arrays = (
            self._rows.arrays(name)
            | self._stored.arrays()
            | pack(f"{name}.lexicon", forms.entries, ordered=True)
        )
        arrays |= {f"{name}.positions": narrow(lengths), f"{name}.lists": narrow(forms.lists)}
        inverted = _invert(forms, words, folded_of, row, language, lengths, beside)
        arrays |= beside_arrays(name, inverted.beside_list, inverted.beside_position, inverted.beside_width)
        for key, array in arrays.items():
            writer.array(key, array)
        _write_lists(writer, name, inverted, lengths)
        folded = folded_of.take(words)
        names = list(self._chunker.vocabulary.folded)
        classes, classed = choose(names, np.bincount(folded, minlength=len(names)))
        write_stream(writer, name, classes, [spread(classed.take(folded), lengths)])

    def _forms(
        self,
        words: Array,
        language: Ints,
        beside: tuple[Array, ...],
        folded_of: Array,
        languages: Sequence[str],
    ) -> Forms:
        size = len(folded_of)
        used = []
        for place in range(len(languages)):
            here = words if len(languages) == 1 else words[language == place]
            besides = beside[2] if len(languages) == 1 else beside[2][language.take(beside[0]) == place]
            used.append(np.bincount(here, minlength=size) + np.bincount(besides, minlength=size) > 0)
        return lay_out(self._chunker.vocabulary, folded_of, used, list(languages))


def beside_arrays(name: str, lists: Ints, positions: Ints, widths: Ints) -> Arrays:
    """Occurrences of joined and bare tokens, in order of their lists."""
    return {
        f"{name}.beside_lists": narrow(lists),
        f"{name}.beside_positions": narrow(positions),
        f"{name}.beside_widths": narrow(widths),
    }


def _write_lists(writer: ContainerWriter, name: str, inverted: Inverted, lengths: Ints) -> None:
    df, occurrences = np.diff(inverted.first), np.diff(inverted.begun)
    lists = ListWriter(writer, name, df, occurrences, lengths)
    for begin, end in ranges(inverted.first):
        here = slice(inverted.first[begin], inverted.first[end])
        lists.postings(begin, end, inverted.rows[here], inverted.frequencies[here])
    lists.places(inverted.places)
    lists.finish()


def _invert(
    forms: Forms,
    words: Array,
    folded_of: Array,
    row: Ints,
    language: Ints,
    lengths: Ints,
    beside: tuple[Array, ...],
) -> Inverted:
    """Occurrences of all lists: stems of all tokens, folded and written forms where they have lists."""
    folded = folded_of.take(words)
    positions = np.arange(len(words)) + row  # one free number behind each row
    at, width, written = beside
    folded_beside = folded_of.take(written)
    maps = (
        (forms.of_stem[language, folded], forms.of_stem[language.take(at), folded_beside]),
        (forms.of_folded.take(folded), forms.of_folded.take(folded_beside)),
        (forms.of_written.take(words), forms.of_written.take(written)),
    )
    lists, places, besides = [], [], []
    for of_words, of_beside in maps:
        has = np.flatnonzero(of_words >= 0)
        lists.append(of_words[has])
        places.append(positions[has])
        here = np.flatnonzero(of_beside >= 0)
        besides.append(without_repeats(of_beside[here], at[here], width[here], of_words))
    beside_list, beside_at, beside_width = (joined([b[i] for b in besides]) for i in range(3))
    beside_position = positions.take(beside_at)
    order = np.lexsort((beside_width, beside_position, beside_list))
    return invert(
        joined([*lists, beside_list]),
        joined([*places, beside_position]),
        forms.count,
        lengths,
        (beside_list[order], beside_position[order], beside_width[order]),
    )
