"""Many lists at once: all that a merge needs of them, and the rows of what a pattern stands for."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from searchkit.engines.whoosh.arrays import NONE, Array, Ints, distinct, locate, offsets, ragged, steps
from searchkit.engines.whoosh.segments.codes import OVERFLOW
from searchkit.engines.whoosh.segments.lists import SPARSE, Lists
from searchkit.engines.whoosh.segments.postings import Postings
from searchkit.engines.whoosh.segments.words import without_beside

_SMALL = 1 << 12  # postings of parents that are read together
_BITS = 32  # of a position, below the number of its list
_POSITION = (1 << _BITS) - 1


class Gathered(NamedTuple):
    """Several lists, one after the other: row and frequency of every posting, place of every occurrence in
    its row; `df` is the number of postings of each list."""

    rows: Ints
    frequencies: Ints
    places: Ints
    df: Ints


def gather(lists: Lists, numbers: Ints) -> Gathered:
    """Several lists."""
    made = numbers >= lists.stored
    if not made.any():
        return _stored(lists, numbers)
    some, of = np.unique(numbers[made], return_inverse=True)  # entries may share a list
    parts = _stored(lists, numbers[~made]), _made(lists, some)
    source = np.empty(len(numbers), np.int64)
    source[~made] = np.arange(len(numbers) - len(of))
    source[made] = of + (len(numbers) - len(of))
    rows, frequencies, places, df = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    first = offsets(df)
    at = ragged(first.take(source), df.take(source))
    begun = offsets(frequencies).take(first)
    occurrences = ragged(begun.take(source), steps(begun).take(source))
    return Gathered(rows.take(at), frequencies.take(at), places.take(occurrences), df.take(source))


def _stored(lists: Lists, numbers: Ints) -> Gathered:
    df = lists.df.take(numbers).astype(np.int64)
    rows = np.empty(int(df.sum()), np.int64)
    codes = np.empty(len(rows), np.uint8)
    first = offsets(df)
    lists.gather_sparse(numbers, df, first, rows, codes)
    for i in np.flatnonzero(lists.kinds.take(numbers) != SPARSE).tolist():
        postings = Postings(lists, int(numbers[i]))
        own = rows[first[i] : first[i + 1]] = postings.rows()
        codes[first[i] : first[i + 1]] = postings.own_codes(own)
    frequencies = lists.frequency_of.take(codes).astype(np.int64)
    often = np.flatnonzero(codes == OVERFLOW)
    if len(often):
        frequencies[often] = lists.often(numbers.repeat(df)[often], rows[often])
    begun = lists.begun.take(numbers).astype(np.int64)
    places = lists.places_at(ragged(begun, lists.begun.take(numbers + 1).astype(np.int64) - begun))
    return Gathered(rows, frequencies, places, df)


def _made(lists: Lists, numbers: Ints) -> Gathered:
    """Lists that are not stored, each once: every parent is read once for all its forms."""
    words, derivation, place = lists.words, lists.derivation, numbers - lists.stored
    parents, of = np.unique(derivation.parent.take(place), return_inverse=True)
    group, position = _words_of(lists, parents)
    cell = group << 8 | words.stream.take(position)
    wanted = of << 8 | derivation.word_class.take(place)
    capital = derivation.capital.take(place) != 0
    upper = np.flatnonzero(words.has_capital(position)) if capital.any() else np.zeros(0, np.int64)
    keys = [
        _keys(wanted, np.flatnonzero(~capital), cell, position),
        _keys(wanted, np.flatnonzero(capital), cell.take(upper), position.take(upper)),
    ]
    beside, _, count = words.gather_beside(numbers)
    keys.append(np.arange(len(numbers)).repeat(count) << _BITS | beside)
    key = np.sort(np.concatenate(keys))
    number, position = key >> _BITS, key & _POSITION
    row = words.row_of(position)
    new = np.ones(len(key), np.bool_)
    new[1:] = (np.diff(number) != 0) | (np.diff(row) != 0)
    at = np.flatnonzero(new)
    places = position - words.starts.take(row)
    df = np.bincount(number[at], minlength=len(numbers))
    return Gathered(row[at], np.diff(at, append=len(key)), places, df)


def _words_of(lists: Lists, numbers: Ints) -> tuple[Ints, Ints]:
    """Place of the list and position of every word (nothing that stands beside one) of stored lists."""
    found = _stored(lists, numbers)
    begun = offsets(found.frequencies).take(offsets(found.df))
    position = lists.words.starts.take(found.rows).repeat(found.frequencies) + found.places
    key = np.arange(len(numbers)).repeat(steps(begun)) << _BITS | position
    beside, _, count = lists.words.gather_beside(numbers)
    key = without_beside(key, np.arange(len(numbers)).repeat(count) << _BITS | beside)
    return key >> _BITS, key & _POSITION


def _keys(wanted: Ints, some: Ints, cell: Ints, position: Ints) -> Ints:
    """List and position, in one number, of the words that are in the cell of one of some lists."""
    some = some[np.argsort(wanted[some])]
    at, found = locate(wanted[some], cell)
    return some[at[found]] << _BITS | position[found] if len(some) else some


class Cover(NamedTuple):
    """What stands in the rows of all lists of a pattern together."""

    rows: list[npt.NDArray[np.uint32]]  # stretches of sparse lists, and what is stored nowhere
    others: list[Postings]  # all that is not sparse
    size: int  # bytes that are kept here


def rows_of(lists: Lists, numbers: tuple[int, ...]) -> npt.NDArray[np.uint32]:
    """Rows in which one of the lists stands, some of them several times, in no order."""
    cover = lists.covers.get(numbers)
    if cover is None:
        cover = _cover(lists, np.unique(np.array(numbers, np.int64)))
        lists.keep_cover(numbers, cover)
    rows: list[Array] = [NONE, *cover.rows, *(postings.rows() for postings in cover.others)]
    return np.concatenate(rows, dtype=np.uint32, casting="unsafe")  # no row is too large for it


def _cover(lists: Lists, numbers: Ints) -> Cover:
    """What covers some lists, given in order."""
    first = int(numbers.searchsorted(lists.stored))
    stored, made = _with_stems(lists, numbers[:first], numbers[first:])
    sparse = lists.kinds.take(stored) == SPARSE
    small = lists.df.take(lists.derivation.parent.take(made - lists.stored)) <= _SMALL
    kept = [distinct(np.sort(_made(lists, made[small]).rows))]
    others = [Postings(lists, number) for number in [*stored[~sparse].tolist(), *made[~small].tolist()]]
    kept += [postings.rows() for postings in others if postings.kind == SPARSE]
    others = [postings for postings in others if postings.kind != SPARSE]
    size = sum(rows.nbytes for rows in kept) + sum(p.codes.nbytes for p in others if p.in_memory)
    narrow = [rows.astype(np.uint32) for rows in kept]
    return Cover([rows for rows in lists.sparse_rows(stored[sparse]) + narrow if len(rows)], others, size)


def _with_stems(lists: Lists, stored: Ints, made: Ints) -> tuple[Ints, Ints]:
    """The lists, stored and made, with those of stems in place of those of all their forms."""
    derivation = lists.derivation
    place = made - lists.stored
    folded = place[derivation.capital.take(place) == 0]
    if not len(folded):
        return stored, made
    parents, first = np.unique(derivation.parent.take(folded), return_index=True)
    count = np.diff(first, append=len(folded))  # made lists stand in order of their parents
    whole = parents[(count == derivation.made_forms(parents)) & derivation.has_all_kin(parents, stored)]
    if not len(whole):
        return stored, made
    rest = np.isin(derivation.parent.take(place), whole, invert=True) | (derivation.capital.take(place) != 0)
    return np.union1d(stored, whole), made[rest]
