"""Writing a text field from its words: lexicon, stream of classes, lists of postings.

What lists there are is known only when all words are; so words wait in blocks of rows.  Each block is then
inverted by itself and its lists kept away, and in the end the lists of all blocks are put behind each other.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from searchkit.engines.whoosh.arrays import Array, Ints, joined, narrow, steps
from searchkit.engines.whoosh.files.container import ContainerWriter
from searchkit.engines.whoosh.files.scratch import Scratch
from searchkit.engines.whoosh.segments.stream import Classes, StreamWriter, choose
from searchkit.engines.whoosh.writing import inversion
from searchkit.engines.whoosh.writing.blocks import Block
from searchkit.engines.whoosh.writing.inversion import Addresses, invert
from searchkit.engines.whoosh.writing.keys import Keys, entries
from searchkit.engines.whoosh.writing.lexicon import Forms, lay_out
from searchkit.engines.whoosh.writing.listwriter import Scoring, made_arrays
from searchkit.engines.whoosh.writing.occurrences import Beside, Tables
from searchkit.engines.whoosh.writing.runs import Run, write_lists


def write_text(
    writer: ContainerWriter,
    name: str,
    blocks: Sequence[Block],
    keys: Keys,
    languages: list[str],
    scratch: Scratch,
) -> None:
    """Write lengths, lexicon, stream and lists. `languages` are the names of the numbers in the blocks."""
    lengths = joined([block.lengths for block in blocks])
    words, used = _count(blocks, keys, len(languages))
    counts = np.bincount(keys.folded_of, words, len(keys.folded)).astype(np.int64)
    classes, classed = _classes(keys, counts)
    forms = lay_out(keys, used, languages, classed, counts)
    writer.arrays(forms.entries.arrays(f"{name}.lexicon", ordered=True))
    writer.arrays({f"{name}.positions": narrow(lengths), f"{name}.lists": narrow(forms.lists)})
    stream = StreamWriter(writer, name, classes, int(lengths.sum()) + len(lengths))
    tables, sizes = Tables.of(forms, keys, classed), _Sizes(forms, keys, words, counts)
    scoring = Scoring.of(lengths)
    runs: list[Run] = []
    besides: list[Beside] = []
    base = 0
    for block in blocks:
        found, beside = _occurrences(block, tables, len(keys.written), stream, sizes)
        inverted = invert(*found)
        sizes.add_stored(inverted.lists, steps(inverted.first), steps(inverted.begun))
        runs.append(Run.of(inverted, block.first_row, block.lengths, scoring.coder, scratch))
        besides.append(beside._replace(positions=beside.positions + base))
        base += block.positions
    stream.finish()
    writer.arrays(Beside.of(besides).arrays(name))
    writer.arrays(made_arrays(name, forms.derivation, sizes.df, sizes.occurrences))
    write_lists(writer, name, runs, sizes.of_stored, len(lengths), scoring)


def _count(blocks: Sequence[Block], keys: Keys, languages: int) -> tuple[Ints, list[Array]]:
    """How often each written form is a word, and which occur at all, by language."""
    size = len(keys.written)
    words = np.zeros(languages * size, np.int64)
    used = np.zeros(languages * size, np.bool_)
    for block in blocks:
        tokens = block.tokens(size)
        words += np.bincount(tokens.spoken, minlength=len(words))
        used[tokens.beside_spoken] = True
    words[::size] = 0  # between rows
    used |= words > 0
    return words.reshape(languages, size).sum(axis=0), list(used.reshape(languages, size))


def _classes(keys: Keys, counts: Ints) -> tuple[Classes, Array]:
    """Classes for the stream, and that of each folded form that occurs; `counts` is how often each does."""
    occurring = np.flatnonzero(counts)
    forms = entries(b"", [keys.folded[number] for number in occurring.tolist()])
    classed = np.zeros(len(counts), np.uint8)
    classes, classed[occurring] = choose(forms, counts[occurring])
    return classes, classed


def _occurrences(
    block: Block, tables: Tables, vocabulary: int, stream: StreamWriter, sizes: _Sizes
) -> tuple[tuple[inversion.Keys, int], Beside]:
    """What `invert` takes for a block, and what stands beside its words; writes its part of the stream and
    counts its made lists."""
    tokens, addresses = block.tokens(vocabulary), Addresses.by(block.lengths)
    marks = tables.marks.take(tokens.words)
    stream.put(*tables.stream(marks))
    beside = tables.beside(tokens)
    sizes.add_made(*tables.made_postings(tokens, marks, addresses.rows, beside), beside.lists)
    return (tables.stored_keys(tokens, marks, addresses, beside), addresses.place_bits), beside


class _Sizes:
    """How many postings and occurrences each list has, while blocks are counted."""

    def __init__(self, forms: Forms, keys: Keys, words: Ints, counts: Ints) -> None:
        self._stored = forms.stored
        self.df = np.zeros(forms.count, np.int64)
        self.occurrences = np.zeros(forms.count, np.int64)
        for lists, number in ((forms.of_folded, counts), (forms.of_written, words)):
            made = np.flatnonzero(lists >= forms.stored)
            self.occurrences[lists[made]] = number[made]

    @property
    def of_stored(self) -> tuple[Ints, Ints]:
        """Postings and occurrences of the lists that are stored."""
        return self.df[: self._stored], self.occurrences[: self._stored]

    def add_stored(self, lists: Ints, df: Ints, occurrences: Ints) -> None:
        """Count stored lists of a block, each once."""
        self.df[lists] += df
        self.occurrences[lists] += occurrences

    def add_made(self, lists: Ints, df: Ints, beside: Ints) -> None:
        """Count made lists of a block, each once, numbered among themselves; and lists beside its words."""
        self.df[self._stored + lists] += df
        np.add.at(self.occurrences, beside[beside >= self._stored], 1)
