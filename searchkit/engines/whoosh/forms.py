"""The lexicon of a field: which forms of words stand in it, and which of them share one list of postings.

Every token is found under three forms, which are entries of one sorted lexicon and cannot collide:

    f<folded>              quoted words, patterns, fuzzy words
    s<language>NUL<stem>   bare words, by the language that stems the document
    w<written>             =Words; left out where the word is written as it folds

Most classes of inflection hold one folded form, and many folded forms one written form (names): then the
postings are the same, and the entries share one list.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from searchkit.analysis.stems import stem
from searchkit.analysis.vectorised import Vocabulary
from searchkit.engines.whoosh.arrays import Array, Ints
from searchkit.engines.whoosh.columns import encode

FOLDED, STEM, WRITTEN = b"f", b"s", b"w"


def folded_key(folded: str) -> bytes:
    """Lexicon entry of a folded form."""
    return FOLDED + encode(folded)


def stem_key(folded: str, language: str) -> bytes:
    """Lexicon entry of the inflections of a word in a language that `stem_language` gives."""
    return b"%s%s\0%s" % (STEM, language.encode(), encode(stem(folded, language)))


def written_key(written: str) -> bytes:
    """Lexicon entry of a written form that differs from its folded form."""
    return WRITTEN + encode(written)


@dataclass(frozen=True, slots=True)
class Forms:
    """The lexicon of one field in one segment, and the way from words of the vocabulary to lists.

    A map gives -1 where a form needs no list of its own, because another form's list is the same.
    """

    entries: list[bytes]  # sorted
    lists: Ints  # list of each entry
    count: int  # number of lists
    of_stem: Array  # (language, folded number) -> list
    of_folded: Array  # folded number -> list of its own, or -1
    of_written: Array  # written number -> list of its own, or -1
    any_folded: Array  # folded number -> the list that holds it, its own or a shared one


def lay_out(vocabulary: Vocabulary, folded_of: Array, used: list[Array], languages: list[str]) -> Forms:
    """Lists for the written forms that occur. `used[i]`: which of them occur in documents of languages[i]."""
    written_names, folded_names = list(vocabulary.written), list(vocabulary.folded)
    stems: dict[bytes, int] = {}
    pair_stem: list[int] = []
    pair_folded: list[int] = []
    of_stem = np.full((len(languages), len(folded_names)), -1, np.int64)
    for place, language in enumerate(languages):
        for folded in np.unique(folded_of[np.flatnonzero(used[place])]).tolist():
            number = stems.setdefault(stem_key(folded_names[folded], language), len(stems))
            of_stem[place, folded] = number
            pair_stem.append(number)
            pair_folded.append(folded)
    sole_stem = _sole(
        np.array(pair_stem, np.int64), np.array(pair_folded, np.int64), len(stems), len(folded_names)
    )

    occurring = np.flatnonzero(np.logical_or.reduce(used)) if used else np.zeros(0, np.int64)
    plain = np.array([written_names[w] == folded_names[folded_of[w]] for w in occurring.tolist()], np.bool_)
    per_folded = np.bincount(folded_of[occurring], minlength=len(folded_names))
    odd = occurring[~plain] if len(occurring) else occurring
    keyed = [(folded_key(folded_names[f]), 0, f) for f in np.flatnonzero(per_folded).tolist()]
    keyed += [(key, 1, number) for key, number in stems.items()]
    keyed += [(written_key(written_names[w]), 2, w) for w in odd.tolist()]
    keyed.sort()

    own: tuple[list[int], list[int], dict[int, int]] = ([-1] * len(folded_names), [-1] * len(stems), {})
    count = 0
    for _, form, number in keyed:
        if form == 0 and sole_stem[number] >= 0:
            continue
        if form == 2 and per_folded[folded_of[number]] == 1:
            continue
        own[form][number] = count
        count += 1
    stem_list = np.array(own[1], np.int64)
    of_folded = np.array(own[0], np.int64)
    any_folded = of_folded.copy()
    shared = np.flatnonzero(sole_stem >= 0)
    any_folded[shared] = stem_list[sole_stem[shared]]
    of_written = np.full(len(written_names), -1, np.int64)
    of_written[list(own[2].keys())] = list(own[2].values())
    any_written = np.where(of_written >= 0, of_written, any_folded[folded_of])
    by_form = (any_folded.tolist(), stem_list.tolist(), any_written.tolist())
    lists = np.array([by_form[form][number] for _, form, number in keyed], np.int64)
    return Forms(
        [key for key, _, _ in keyed],
        lists,
        count,
        np.where(of_stem >= 0, stem_list.take(np.maximum(of_stem, 0)) if len(stems) else -1, -1),
        of_folded,
        of_written,
        any_folded,
    )


def _sole(pair_stem: Ints, pair_folded: Ints, stems: int, folded: int) -> Ints:
    """The class of each folded form that is the only form of its only class, else -1."""
    forms = np.bincount(pair_stem, minlength=stems)
    classes = np.bincount(pair_folded, minlength=folded)
    sole = np.full(folded, -1, np.int64)
    alone = (forms[pair_stem] == 1) & (classes[pair_folded] == 1)
    sole[pair_folded[alone]] = pair_stem[alone]
    return sole
