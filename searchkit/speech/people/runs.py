"""Runs of capitalised words, where names stand, and which paragraphs look like a heading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from searchkit.speech.people.tokens import Tokens
from searchkit.speech.people.wordshapes import (
    BREAK,
    CAPITAL,
    FUNCTION,
    LETTERS,
    LOWER,
    PARTICLE,
    SMALL,
    TITLE,
)
from searchkit.speech.people.wordtable import Shapes

# A heading has fewer words than this, punctuation counted.
_HEADING_LENGTH = 40
_HEADING_SHARE = 0.55

Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
# First word, the one behind the last, paragraph; whether a title in small letters stands before it; whether
# its first capital says nothing, for a sentence begins there.
Run = tuple[int, int, int, bool, bool]


class Capitals(NamedTuple):
    """Where an article has capitalised words, in reading order.

    runs      those of two words and more
    singles   the words that stand alone: most only begin a sentence
    titled    those of them with a title in small letters before
    headings  per paragraph: it looks like a headline
    """

    runs: list[Run]
    singles: list[int]
    titled: list[int]
    headings: list[bool]


def capitals(articles: Sequence[Tokens]) -> Iterator[Capitals]:
    """The runs of each article: capitalised words, with a small one inside names between two of them.

    None goes beyond a quotation mark, which is a word of its own.
    """
    shapes = np.concatenate([np.zeros(0, np.uint16), *(tokens.shapes for tokens in articles)])
    begins = list(accumulate([len(tokens.ids) for tokens in articles], initial=0))
    numbers = list(accumulate([tokens.paragraphs for tokens in articles], initial=0))  # of first paragraphs
    own = zip(articles, begins, strict=False)
    edges = np.array([begin + bound for tokens, begin in own for bound in tokens.bounds[:-1]] + begins[-1:])
    headings = _headings(shapes, edges)
    opens = np.zeros(len(shapes) + 1, np.bool_)
    opens[edges] = True
    first, last = _runs(shapes, opens)
    before, opening = shapes.take(first - 1), opens.take(first)
    titled = (before & TITLE > 0) & ~opening
    opening |= before & BREAK > 0
    word, paragraph = (np.repeat(of[:-1], np.diff(first.searchsorted(begins))) for of in (begins, numbers))
    paragraph = edges.searchsorted(first, "right") - 1 - paragraph
    alone = last - first == 1
    runs = _parted((first - word, last - word, paragraph, titled, opening), ~alone, first, begins)
    singles = _parted((first - word,), alone, first, begins)
    titled_singles = _parted((first - word,), alone & titled, first, begins)
    own_headings = (headings[a:b] for a, b in pairwise(numbers))
    return map(Capitals, runs, singles, titled_singles, own_headings)


def _parted(
    columns: Sequence[npt.NDArray[Any]], which: Mask, first: Ints, begins: Sequence[int]
) -> Iterator[list[Any]]:
    """The rows of each article, of those runs that are asked for; of one column its values."""
    lists = [column[which].tolist() for column in columns]
    rows = list(zip(*lists, strict=True)) if len(lists) > 1 else lists[0]
    return (rows[a:b] for a, b in pairwise(first[which].searchsorted(begins).tolist()))


def _runs(shapes: Shapes, opens: Mask) -> tuple[Ints, Ints]:
    """First word of each run, and the word behind its last; `opens` is true where paragraphs begin."""
    inside = shapes & (CAPITAL | FUNCTION) == CAPITAL
    beside = np.zeros(len(shapes) + 2, np.bool_)  # by word: of the one before; two further: of the one behind
    beside[1:-1] = inside
    between = beside[:-2] & beside[2:] & ~(opens[:-1] | opens[1:])
    inside |= (shapes & PARTICLE > 0) & between
    beside[1:-1] = inside
    first = np.flatnonzero(inside & (opens[:-1] | ~beside[:-2]))
    last = np.flatnonzero(inside & (opens[1:] | ~beside[2:]))
    return first, last + 1


def _headings(shapes: Shapes, edges: Ints) -> list[bool]:
    """Of each paragraph whether all words but the small ones are capitalised, and more than half of all."""
    content = shapes & (LOWER | FUNCTION | SMALL) == LOWER
    capital = shapes & (CAPITAL | FUNCTION) == CAPITAL
    contents, capitalised, words = (
        np.diff(np.cumsum(np.append(False, of), dtype=np.int32).take(edges))
        for of in (content, capital, shapes & LETTERS > 0)
    )
    short = np.diff(edges) < _HEADING_LENGTH
    headings: list[bool] = (short & (contents == 0) & (capitalised > _HEADING_SHARE * words)).tolist()
    return headings
