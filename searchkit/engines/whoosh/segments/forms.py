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
from typing import TYPE_CHECKING

import numpy as np

from searchkit.analysis.stems import stem
from searchkit.engines.whoosh.arrays import Array, Ints, Mask
from searchkit.engines.whoosh.segments.columns import encode

if TYPE_CHECKING:  # a search does not wait for what writing needs
    from searchkit.analysis.tokentable import Vocabulary

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


class Keys:
    """Lexicon entries of a vocabulary, made once a word; numbers are those of the vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self.folded: list[bytes] = []
        self.written: list[bytes] = []
        self.stems: list[bytes] = []
        self._stem_numbers: dict[bytes, int] = {}
        self._stem_of: dict[str, Ints] = {}  # by language: stem of each folded form, -1 where not asked yet
        self.folded_of = np.zeros(0, np.int32)
        self.plain: Mask = np.zeros(0, np.bool_)  # which written forms are written as they fold

    def update(self) -> None:
        """Take in what the vocabulary has learned."""
        written, folded = list(self._vocabulary.written), list(self._vocabulary.folded)
        self.folded += map(folded_key, folded[len(self.folded) :])
        old = len(self.written)
        self.written += map(written_key, written[old:])
        self.folded_of = self._vocabulary.folded_of()
        plain = [written[i] == folded[f] for i, f in enumerate(self.folded_of[old:].tolist(), old)]
        self.plain = np.concatenate([self.plain, np.array(plain, np.bool_)])

    def stem_of(self, language: str, folded: Ints) -> Ints:
        """Number of the stem of each of these folded forms."""
        known = self._stem_of.get(language, np.zeros(0, np.int64))
        if len(known) < len(self.folded):
            known = np.concatenate([known, np.full(len(self.folded) - len(known), -1, np.int64)])
            self._stem_of[language] = known
        for number in folded[known[folded] < 0].tolist():
            key = stem_key(self.folded[number][1:].decode("utf-8", "surrogatepass"), language)
            known[number] = self._stem_numbers.setdefault(key, len(self.stems))
            if known[number] == len(self.stems):
                self.stems.append(key)
        return known[folded]


@dataclass(frozen=True, slots=True)
class Forms:
    """The lexicon of one field in one segment, and the way from words of the vocabulary to lists.

    A map gives -1 where a form needs no list of its own, because another form's list is the same.
    """

    entries: list[bytes]  # sorted
    lists: Ints  # list of each entry
    count: int  # number of lists
    of_stem: list[Array]  # by language: folded number -> list
    of_folded: Array  # folded number -> list of its own, or -1
    of_written: Array  # written number -> list of its own, or -1


def lay_out(keys: Keys, used: list[Array], languages: list[str]) -> Forms:
    """Lists for the written forms that occur; used[i]: which of them do in documents of languages[i]."""
    by_language = [np.unique(keys.folded_of[np.flatnonzero(some)]).astype(np.int64) for some in used]
    stems = [keys.stem_of(lang, some) for lang, some in zip(languages, by_language, strict=True)]
    sole = _sole(np.concatenate(stems), np.concatenate(by_language), len(keys.stems), len(keys.folded))

    written = np.flatnonzero(np.logical_or.reduce(used))
    per_folded = np.bincount(keys.folded_of[written], minlength=len(keys.folded))
    folded = _by_key(np.flatnonzero(per_folded), keys.folded)
    stem = _by_key(np.unique(np.concatenate(stems)), keys.stems)
    written = _by_key(written[~keys.plain[written]], keys.written)

    # Lists are numbered in the order of the entries that own them: folded forms, stems, written forms.
    owns = sole[folded] < 0
    of_folded = np.full(len(keys.folded), -1, np.int64)
    of_folded[folded[owns]] = np.arange(int(owns.sum()))
    count = int(owns.sum())
    stem_list = np.full(len(keys.stems) + 1, -1, np.int64)  # [-1]: no stem
    stem_list[stem] = np.arange(count, count + len(stem))
    count += len(stem)
    any_folded = np.where(sole >= 0, stem_list[sole], of_folded)
    owns = per_folded[keys.folded_of[written]] > 1
    of_written = np.full(len(keys.written), -1, np.int64)
    of_written[written[owns]] = np.arange(count, count + int(owns.sum()))
    count += int(owns.sum())
    any_written = np.where(owns, of_written[written], any_folded[keys.folded_of[written]])
    of_stem = [np.full(len(keys.folded), -1, np.int64) for _ in languages]
    for lists, some, numbers in zip(of_stem, by_language, stems, strict=True):
        lists[some] = stem_list[numbers]
    entries = [keys.folded[i] for i in folded.tolist()] + [keys.stems[i] for i in stem.tolist()]
    entries += [keys.written[i] for i in written.tolist()]
    lists = np.concatenate([any_folded[folded], stem_list[stem], any_written])
    return Forms(entries, lists, count, of_stem, of_folded, of_written)


def _by_key(numbers: Ints, keys: list[bytes]) -> Ints:
    return np.array(sorted(numbers.tolist(), key=keys.__getitem__), np.int64)


def _sole(pair_stem: Ints, pair_folded: Ints, stems: int, folded: int) -> Ints:
    """The class of each folded form that is the only form of its only class, else -1."""
    forms = np.bincount(pair_stem, minlength=stems)
    classes = np.bincount(pair_folded, minlength=folded)
    sole = np.full(folded, -1, np.int64)
    alone = (forms[pair_stem] == 1) & (classes[pair_folded] == 1)
    sole[pair_folded[alone]] = pair_stem[alone]
    return sole
