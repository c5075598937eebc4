"""Documents of one segment that hold all of some words: the rarest word first, the others looked up in it."""

from __future__ import annotations

from collections.abc import Sequence

from searchkit.engines.whoosh.arrays import Array, Ints
from searchkit.engines.whoosh.searching.opened import Opened
from searchkit.engines.whoosh.searching.pruning import Held
from searchkit.engines.whoosh.searching.scratch import Marks
from searchkit.engines.whoosh.segments.postings import SEARCHED, nonzero

_FEWER = 8  # so many times fewer documents are searched for one by one

Codes = dict[int, Array]  # by the place of the word in the query


def of_all(words: Sequence[Opened], base: Ints | None = None) -> Held:
    """Documents that hold all words; of `base` only (in order), where it is given."""
    order = sorted(range(len(words)), key=lambda i: words[i].df)
    codes: Codes = {}
    if base is None:
        rarest = order.pop(0)
        if words[rarest].dense:
            return _of_all_dense(words)
        base, codes = words[rarest].postings.rows(), {rarest: words[rarest].postings.codes}
    documents, present = base, None
    for i in order:
        if present is not None:
            some = nonzero(present)
            documents, codes = documents.take(some), {j: own.take(some) for j, own in codes.items()}
        codes, present = _joined(documents, codes, i, words[i])
    mask = None if present is None else present != 0
    return Held(documents, [codes[i] for i in range(len(words))], mask)


def _joined(documents: Ints, codes: Codes, i: int, word: Opened) -> tuple[Codes, Array]:
    """Codes of all words so far and of one more; and those of this one, 0 where it misses."""
    postings = word.postings
    if word.dense:
        here = postings.codes.take(documents)
    elif len(documents) * _FEWER < word.df or word.df <= SEARCHED:
        here = word.codes_at(documents)
    else:
        with Marks(word.scale.lists) as marked:
            marked.put(postings.rows(), postings.codes)
            here = marked.bytes.take(documents)
    return {**codes, i: here}, here


def _of_all_dense(words: Sequence[Opened]) -> Held:
    codes = [word.postings.codes for word in words]
    present = codes[0] != 0
    for own in codes[1:]:
        present &= own != 0
    return Held(None, codes, present)
