"""Features of a token for the tagger: templates over words, names, quotation state and cues.

A feature is the hash of a template's number and its columns' values, and is itself the row of the
weight table, so no dictionary of features is kept (Weinberger et al. 2009, feature hashing).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from searchkit.speech.news.batch import Batch
from searchkit.speech.news.wordtypes import (
    CLASS,
    CUE_LEVEL,
    STEM,
    SUFFIX,
    WORD,
)

BITS = 19
SIZE = 1 << BITS

Column = npt.NDArray[np.uint32]

# Columns: w word, c class, s suffix and shape, m stem, n class or, within a person's name, which part;
# state: quotation, name; lw/lm/ld the nearest cue word to the left, its stem, its distance, r.. right.
# An offset looks that many tokens away.
TEMPLATES: tuple[tuple[str, ...], ...] = (
    ("w",), ("w-1",), ("w+1",), ("w-2",), ("w+2",), ("w-3",), ("w+3",), ("s",),
    ("n", "marks"), ("n-1", "state"), ("n+1", "state"), ("w-1", "w"), ("w", "w+1"),
    ("n-1", "n", "n+1"), ("n-2", "n-1", "n"), ("n", "n+1", "n+2"),
    ("state", "position", "heading"),
    ("lw", "state"), ("rw", "state"), ("lw", "ld", "name"), ("rw", "rd", "name"),
    ("ld", "rd", "state", "level"), ("w", "state", "heading"), ("c", "lw"), ("c", "rw"),
    ("n-3", "n-2", "n-1"), ("n+1", "n+2", "n+3"), ("n", "n+4"), ("n", "n-4"),
    ("ld", "n-1", "state"), ("rd", "n+1", "state"), ("c-1", "lw", "ld"),
    ("m", "state"), ("m-1", "name"), ("m+1", "name"), ("lm", "state"), ("rm", "state"),
    ("m", "n-1"), ("span", "state"), ("span", "rw"), ("span", "lw"), ("span", "w-1"),
)  # fmt: skip

_WORD_COLUMNS = {"w": WORD, "s": SUFFIX}
# Numbers of the templates that are of one word alone; each as (number, its offset).
WORD_TEMPLATES = tuple(
    (number, int(template[0][1:] or 0))
    for number, template in enumerate(TEMPLATES, 1)
    if len(template) == 1 and template[0][0] in _WORD_COLUMNS
)
_OF_WORDS = tuple(number for number, _ in WORD_TEMPLATES)
# Numbers of the templates of columns that stay the same from a word to the next most of the time.
_STEADY = ("lw", "rw", "lm", "rm", "state", "span")
RUN_TEMPLATES = tuple(
    number for number, template in enumerate(TEMPLATES, 1) if not set(template).difference(_STEADY)
)
# Numbers of all others.
PAIR_TEMPLATES = tuple(
    number for number in range(1, len(TEMPLATES) + 1) if number not in _OF_WORDS + RUN_TEMPLATES
)

# Distance to a cue in words -> bucket; 13 is "none in the sentence".
_DISTANCE = np.array([0, 1, 2, 3, 4, 4, 5, 5, 6, 6, 6, 6, 7, 8], np.uint32)
_NONE = 13
# Words of the quotation a token is in -> bucket. Short ones are often no speech.
_SPAN = np.array([0, 1, 2, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 5, 5, 6], np.uint32)

_M1 = np.uint32(0x9E3779B1)
_M2 = np.uint32(0x85EBCA6B)
_M3 = np.uint32(0xC2B2AE35)


def hashed(
    columns: Mapping[str, Column], numbers: Sequence[int] = range(1, len(TEMPLATES) + 1)
) -> Iterator[npt.NDArray[np.uint32]]:
    """For each of the templates with these numbers the rows of the weight table, one a token.

    `columns` are those of a batch.
    """
    shifted = _Shifted(columns)
    for number in numbers:
        first, *others = TEMPLATES[number - 1]
        yield mix(number, shifted.begun(first), [shifted[name] for name in others])


def runs(columns: Mapping[str, Column]) -> npt.NDArray[np.int64]:
    """Where the columns of `RUN_TEMPLATES` change: the first tokens of the runs in which they do not."""
    changes = np.zeros(len(columns["state"]), bool)
    changes[:1] = True
    for name in _STEADY:
        changes[1:] |= columns[name][1:] != columns[name][:-1]
    return np.flatnonzero(changes)


def word_features(table: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """[WORD_TEMPLATES, words] the rows of the weight table for words, given by their own rows."""
    first = {letter: begin(table[:, column]) for letter, column in _WORD_COLUMNS.items()}
    return np.stack([mix(number, first[TEMPLATES[number - 1][0][0]], []) for number in _OF_WORDS])


class _Shifted(dict[str, Column]):
    """Columns by name; of one with an offset its values so many tokens away."""

    def __init__(self, columns: Mapping[str, Column]) -> None:
        super().__init__(columns)
        self._begun: dict[str, Column] = {}

    def __missing__(self, name: str) -> Column:
        base, sign, size = name.partition("+" if "+" in name else "-")
        self[name] = shift(self[base], int(sign + size))
        return self[name]

    def begun(self, name: str) -> Column:
        """The column as the first of a template."""
        found = self._begun.get(name)
        if found is None:
            found = self._begun[name] = begin(self[name])
        return found


def begin(column: Column) -> Column:
    """The hash of a template's first column, for `mix` to go on with."""
    value = column * _M1
    value ^= value >> np.uint32(15)
    return value


def mix(number: int, begun: Column, parts: Sequence[Column], bits: int = BITS) -> npt.NDArray[np.uint32]:
    """Hash columns into rows of a table of 2**bits weights, by multiplication and xor-shift.

    `begun` is `begin` of the first column, `parts` are the others.
    """
    value = begun
    for part in parts:
        value = value ^ part
        value *= _M2
        value ^= value >> np.uint32(15)
    value = value + np.uint32((number * 0x27D4EB2F + 0x165667B1) & 0xFFFFFFFF)
    value *= _M3
    value ^= value >> np.uint32(13)
    value *= _M1
    value >>= np.uint32(32 - bits)
    return value


def shift(column: Column, offset: int) -> Column:
    """The value `offset` tokens away; 0 beyond the ends."""
    result = np.zeros_like(column)
    if offset > 0:
        result[:-offset] = column[offset:]
    else:
        result[-offset:] = column[:offset]
    return result


def columns(batch: Batch) -> dict[str, Column]:
    """The columns that templates are made of, one value a token."""
    table, quoted, name = batch.table, batch.quoted, batch.name
    word, kind = table[:, WORD], table[:, CLASS]
    in_name = name > 0
    with_quote = np.zeros(len(batch.starts), np.uint32)
    with_quote[batch.row[quoted > 0]] = 1
    state = (quoted + 2 * with_quote[batch.row]) * 4 + name
    index = np.arange(len(word))
    position = np.minimum(index - batch.sentence_starts[batch.sentence], 6)
    found = {
        "w": word,
        "c": kind,
        "s": table[:, SUFFIX],
        "m": table[:, STEM],
        "n": np.where(in_name, name, kind),
        "name": name + 4 * quoted,
        "state": state,
        "marks": shift(quoted, -1) * 4 + quoted * 2 + shift(quoted, 1),
        "position": position.astype(np.uint32),
        "heading": batch.heading[batch.row].astype(np.uint32),
        "level": table[:, CUE_LEVEL],
        "span": _SPAN[np.minimum(batch.quote_length, len(_SPAN) - 1)],
    }
    found |= _nearest_cues(batch, index)
    return {key: np.ascontiguousarray(column) for key, column in found.items()}


def _nearest_cues(batch: Batch, index: npt.NDArray[np.int64]) -> dict[str, Column]:
    """The nearest likely cue words of the sentence, outside quotation marks."""
    likely = (batch.table[:, CUE_LEVEL] >= 2) & (batch.quoted == 0)
    at = np.flatnonzero(likely)
    # The cues, and none at either end: in no sentence, and of the word 1.
    place = np.concatenate([[-1], at, [len(index)]])
    sentence = np.concatenate([[-1], batch.sentence[at], [-1]])
    none = np.ones(1, np.uint32)
    words, stems = (np.concatenate([none, batch.table[at, column], none]) for column in (WORD, STEM))
    right = np.cumsum(likely) + 1
    columns: dict[str, Column] = {}
    for side, cue in (("l", right - 1 - likely), ("r", right)):
        found = sentence.take(cue) == batch.sentence
        away = np.minimum(np.abs(index - place.take(cue)), 12)
        cue *= found
        columns[f"{side}w"] = words.take(cue)
        columns[f"{side}m"] = stems.take(cue)
        columns[f"{side}d"] = _DISTANCE.take(np.where(found, away, _NONE))
    return columns
