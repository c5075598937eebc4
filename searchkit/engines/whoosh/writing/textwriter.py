"""Writing a text field from its words: lexicon, stream of classes, lists of postings.

What lists there are is known only when all words are; so words wait in blocks of rows.  Each block is then
inverted by itself and its lists kept away, and in the end the lists of all blocks are put behind each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from searchkit.engines.whoosh.arrays import Array, Ints, distinct, joined, narrow, row_starts, steps
from searchkit.engines.whoosh.files.container import ContainerWriter
from searchkit.engines.whoosh.files.scratch import Kept, Scratch
from searchkit.engines.whoosh.files.strings import pack
from searchkit.engines.whoosh.segments.columns import Arrays
from searchkit.engines.whoosh.segments.forms import Forms, Keys, lay_out
from searchkit.engines.whoosh.segments.stream import StreamWriter, choose, spread
from searchkit.engines.whoosh.writing.inversion import invert, without_repeats
from searchkit.engines.whoosh.writing.listwriter import Scoring, made_arrays
from searchkit.engines.whoosh.writing.runs import Run, write_lists

Beside = tuple[Ints, Ints, Ints]  # lists, positions, widths of occurrences


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows: length and language of each; words; place, width and word of the tokens beside them."""

    first_row: int
    lengths: Ints
    languages: Array
    words: Kept
    beside: tuple[Kept, ...]

    def tokens(self, several: bool) -> Tokens:
        """Its words in memory; with their languages where there are several."""
        row = np.arange(len(self.lengths), dtype=np.uint32).repeat(self.lengths)
        at, width, word = (kept.whole() for kept in self.beside)
        language = self.languages.take(row) if several else None
        return Tokens(self.words.whole(), row, language, at, width, word)


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens of a block: words with their rows and languages (None: all of one), tokens beside them."""

    words: Array
    row: Array
    language: Array | None
    beside_at: Array
    beside_width: Array
    beside_word: Array

    def in_language(self, number: int) -> tuple[Array, Array]:
        """The words of one language, and the tokens beside them."""
        if self.language is None:
            return self.words, self.beside_word
        beside = self.language.take(self.beside_at)
        return self.words[self.language == number], self.beside_word[beside == number]


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
    classes, classed = choose(keys.folded, counts)
    forms = lay_out(keys, used, languages, classed, counts)
    writer.arrays(pack(f"{name}.lexicon", forms.entries, ordered=True))
    writer.arrays({f"{name}.positions": narrow(lengths), f"{name}.lists": narrow(forms.lists)})
    stream = StreamWriter(writer, name, classes, int(lengths.sum()) + len(lengths))
    scoring = Scoring.of(lengths)
    df, occurrences = np.zeros(forms.count, np.int64), np.zeros(forms.count, np.int64)
    runs: list[Run] = []
    besides: list[Beside] = []
    base = 0
    for block in blocks:
        tokens = block.tokens(len(languages) > 1)
        classed_words = classed.take(keys.folded_of.take(tokens.words))
        stream.put(*spread(block.lengths, classed_words, keys.capital.take(tokens.words)))
        found = _occurrences(forms, keys, tokens)
        inverted = invert(found.stored, forms.stored, block.lengths)
        df += np.concatenate([steps(inverted.first), found.made_df])
        occurrences += np.concatenate([steps(inverted.begun), found.made_occurrences])
        runs.append(Run.of(inverted, block.first_row, block.lengths, scoring.coder, scratch))
        besides.append((found.beside[0], found.beside[1] + base, found.beside[2]))
        base += int(row_starts(block.lengths)[-1])
    stream.finish()
    lists, positions, widths = (joined([beside[i] for beside in besides]) for i in range(3))
    order = np.lexsort((widths, positions, lists))
    writer.arrays(beside_arrays(name, lists[order], positions[order], widths[order]))
    writer.arrays(made_arrays(name, forms.derivation, df, occurrences))
    stored = df[: forms.stored], occurrences[: forms.stored]
    write_lists(writer, name, runs, stored, len(lengths), scoring)


def _count(blocks: Sequence[Block], keys: Keys, languages: int) -> tuple[Ints, list[Array]]:
    """How often each written form is a word, and which occur at all, by language."""
    size = len(keys.written)
    words = np.zeros(size, np.int64)
    used = [np.zeros(size, np.bool_) for _ in range(languages)]
    for block in blocks:
        tokens = block.tokens(languages > 1)
        for number in range(languages):
            of_words, beside = tokens.in_language(number)
            counts = np.bincount(of_words, minlength=size)
            words += counts
            used[number] |= (counts > 0) | (np.bincount(beside, minlength=size) > 0)
    return words, used


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Those of a block: of the stored lists as list << 32 | position, in any order; how many postings and
    occurrences the made lists have; and all that stands beside the words."""

    stored: npt.NDArray[np.uint64]
    made_df: Ints
    made_occurrences: Ints
    beside: Beside


def _occurrences(forms: Forms, keys: Keys, tokens: Tokens) -> Occurrences:
    """Occurrences of all lists. Positions count one free number behind each row."""
    positions = np.arange(len(tokens.words), dtype=np.uint32)
    positions += tokens.row
    stored: list[Array] = []
    made: list[tuple[Array, Array]] = []
    besides: list[Beside] = []
    for of_words, of_beside in _lists_of(forms, keys, tokens):
        here = np.flatnonzero(of_beside >= 0)
        beside = without_repeats(of_beside[here], tokens.beside_at[here], tokens.beside_width[here], of_words)
        besides.append(beside)
        for lists, at in ((of_words, slice(None)), (beside[0], beside[1])):
            some = np.flatnonzero((lists >= 0) & (lists < forms.stored))
            stored.append(_keyed(*_chosen(lists, positions[at], some), 32, np.uint64))
            some = np.flatnonzero(lists >= forms.stored)
            made.append(_chosen(lists, tokens.row[at], some))
    lists, at, widths = (joined([beside[i] for beside in besides]) for i in range(3))
    in_lists, in_rows = (np.concatenate(columns) for columns in zip(*made, strict=True))
    sizes = _sizes(in_lists - forms.stored, in_rows, len(forms.derivation))
    return Occurrences(np.concatenate(stored), *sizes, (lists, positions.take(at).astype(np.int64), widths))


def _chosen(lists: Array, low: Array, some: Ints) -> tuple[Array, Array]:
    return (lists, low) if len(some) == len(lists) else (lists.take(some), low.take(some))


def _keyed(lists: Array, low: Array, bits: int, kind: type[np.uint32] | type[np.uint64]) -> Array:
    """list << bits | low."""
    key: Any = lists.astype(kind)
    key <<= kind(bits)
    key |= low
    found: Array = key
    return found


def _sizes(lists: Array, rows: Array, count: int) -> tuple[Ints, Ints]:
    """How many postings and occurrences each of `count` lists has."""
    bits = int(rows.max(initial=0)).bit_length()
    kind = np.uint32 if count << bits <= 1 << 32 else np.uint64  # half as much to sort
    key = _keyed(lists, rows, bits, kind)
    key.sort()
    df, occurrences = (
        np.bincount((some >> kind(bits)).astype(np.int64), minlength=count) for some in (distinct(key), key)
    )
    return df, occurrences


def _lists_of(forms: Forms, keys: Keys, tokens: Tokens) -> Iterator[tuple[Array, Array]]:
    """List of every word and of every token beside the words (-1: none), under each form."""
    folded, beside = keys.folded_of.take(tokens.words), keys.folded_of.take(tokens.beside_word)
    if tokens.language is None:
        yield forms.of_stem[0].take(folded), forms.of_stem[0].take(beside)
    else:
        of_stem = np.stack(forms.of_stem)
        yield of_stem[tokens.language, folded], of_stem[tokens.language.take(tokens.beside_at), beside]
    yield forms.of_folded.take(folded), forms.of_folded.take(beside)
    yield forms.of_written.take(tokens.words), forms.of_written.take(tokens.beside_word)


def beside_arrays(name: str, lists: Ints, positions: Ints, widths: Ints) -> Arrays:
    """Occurrences of joined and bare tokens, in order of their lists."""
    return {
        f"{name}.beside_lists": narrow(lists),
        f"{name}.beside_positions": narrow(positions),
        f"{name}.beside_widths": narrow(widths),
    }
