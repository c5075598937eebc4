"""The lexicon of a field: which forms of words stand in it, and which of them share one list of postings.

Every token is found under three forms, which are entries of one sorted lexicon and cannot collide:

    f<folded>              quoted words, patterns, fuzzy words
    s<language>NUL<stem>   bare words, by the language that stems the document
    w<written>             =Words; left out where the word is written as it folds

Most classes of inflection hold one folded form, and many folded forms one written form (names): then the
postings are the same, and the entries share one list.  Most other lists are not stored but made when asked
for (`derivation`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from operator import eq
from typing import TYPE_CHECKING

import numpy as np

from searchkit.analysis.stems import stem, stems
from searchkit.engines.whoosh.arrays import Array, Ints, Mask
from searchkit.engines.whoosh.files.strings import decode, encode
from searchkit.engines.whoosh.segments.derivation import Derivation, in_order, made_of
from searchkit.engines.whoosh.segments.documents import numbered
from searchkit.numbering import numbering

if TYPE_CHECKING:  # a search does not wait for what writing needs
    from searchkit.analysis.tokentable import Vocabulary

FOLDED, STEM, WRITTEN = b"f", b"s", b"w"


def folded_key(folded: str) -> bytes:
    """Lexicon entry of a folded form."""
    return FOLDED + encode(folded)


def stem_key(folded: str, language: str) -> bytes:
    """Lexicon entry of the inflections of a word in a language that `stem_language` gives."""
    return _stem_beginning(language) + encode(stem(folded, language))


def _stem_beginning(language: str) -> bytes:
    return STEM + language.encode() + b"\0"


def written_key(written: str) -> bytes:
    """Lexicon entry of a written form that differs from its folded form."""
    return WRITTEN + encode(written)


def capitalised(folded: str) -> str:
    """A folded form with a capital: the one written form that a bit in the stream tells."""
    return folded[:1].upper() + folded[1:]


class Keys:
    """What a vocabulary's words are found under, made once a word; numbers are those of the vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary: Vocabulary | None = vocabulary
        self.folded: list[str] = []
        self.written: list[str] = []
        self.stems: list[bytes] = []  # lexicon entries
        self._stem_numbers: defaultdict[bytes, int] = numbering()
        self._stem_of: dict[str, Ints] = {}  # by language: stem of each folded form, -1 where not asked yet
        self.folded_of = np.zeros(0, np.int32)
        self.plain: Mask = np.zeros(0, np.bool_)  # which written forms are written as they fold
        self.capital: Mask = np.zeros(0, np.bool_)  # which others differ from that by a capital only

    def update(self) -> None:
        """Take in what the vocabulary has learned."""
        if self._vocabulary is None:
            return
        written = list(islice(self._vocabulary.written, len(self.written), None))
        self.folded += islice(self._vocabulary.folded, len(self.folded), None)
        self.folded_of = self._vocabulary.folded_of()
        new = self.folded_of[len(self.written) :]
        self.written += written
        as_folded = list(map(self.folded.__getitem__, new.tolist()))
        plain = np.fromiter(map(eq, written, as_folded), np.bool_, len(written))
        capital = np.zeros(len(written), np.bool_)
        others = np.flatnonzero(~plain)
        capital[others] = [written[i] == capitalised(as_folded[i]) for i in others.tolist()]
        self.plain = np.concatenate([self.plain, plain])
        self.capital = np.concatenate([self.capital, capital])

    def settle(self) -> None:
        """The same, for the last time: the vocabulary, which is large, is let go."""
        self.update()
        self._vocabulary = None

    def stem_of(self, language: str, folded: Ints) -> Ints:
        """Number of the stem of each of these folded forms."""
        known = self._stem_of.get(language, np.zeros(0, np.int64))
        if len(known) < len(self.folded):
            known = np.concatenate([known, np.full(len(self.folded) - len(known), -1, np.int64)])
            self._stem_of[language] = known
        new = folded[known[folded] < 0]
        forms = [self.folded[number] for number in new.tolist()]
        known[new] = numbered(self._stem_numbers, entries(_stem_beginning(language), stems(forms, language)))
        self.stems += islice(self._stem_numbers, len(self.stems), None)
        return known[folded]


def entries(beginning: bytes, forms: Sequence[str]) -> list[bytes]:
    """The lexicon entries of forms, all encoded at once: no form holds a line feed."""
    if not forms:
        return []
    first = decode(beginning)
    return encode(first + ("\n" + first).join(forms)).split(b"\n")


@dataclass(frozen=True, slots=True)
class Forms:
    """The lexicon of one field in one segment, and the way from words of the vocabulary to lists.

    Lists [0, stored) are stored, those behind them are made.  A map gives -1 where a form needs no list of
    its own, because another form's list is the same.
    """

    entries: list[bytes]  # sorted
    lists: Ints  # list of each entry
    stored: int
    derivation: Derivation
    of_stem: list[Array]  # by language: folded number -> list
    of_folded: Array  # folded number -> list of its own, or -1
    of_written: Array  # written number -> list of its own, or -1

    @property
    def count(self) -> int:
        """Number of lists, stored or not."""
        return self.stored + len(self.derivation)


def lay_out(keys: Keys, used: list[Array], languages: list[str], classed: Array, counts: Ints) -> Forms:
    """Lists for the written forms that occur; used[i]: which of them do in documents of languages[i].

    `classed` is the class of each folded form in the stream, `counts` how often it occurs.
    """
    by_language = [_occurring(keys.folded_of[np.flatnonzero(some)]) for some in used]
    stems = [keys.stem_of(lang, some) for lang, some in zip(languages, by_language, strict=True)]
    pair_stem, pair_folded = np.concatenate(stems), np.concatenate(by_language)
    sole = _sole(pair_stem, pair_folded, len(keys.stems), len(keys.folded))
    of_stem = np.bincount(pair_stem, counts[pair_folded], len(keys.stems)).astype(np.int64)
    part_of = made_of(pair_folded, pair_stem, classed, counts, of_stem)

    written = np.flatnonzero(np.logical_or.reduce(used))
    per_folded = np.bincount(keys.folded_of[written], minlength=len(keys.folded))
    folded, folded_entries = _by_entry(np.flatnonzero(per_folded), FOLDED, keys.folded)
    stem = _occurring(pair_stem)
    stem, stem_entries = _in_order(stem, [keys.stems[i] for i in stem.tolist()])
    written, written_entries = _by_entry(written[~keys.plain[written]], WRITTEN, keys.written)

    # Lists are numbered in the order of the entries that own them: folded forms, stems, written forms.
    own = folded[sole[folded] < 0]
    kept, made = own[part_of[own] < 0], own[part_of[own] >= 0]
    own = written[per_folded[keys.folded_of[written]] > 1]
    kept_written, made_written = own[~keys.capital[own]], own[keys.capital[own]]
    of_folded, stem_list, of_written = _numbered(
        (kept, len(keys.folded)), (stem, len(keys.stems) + 1), (kept_written, len(keys.written))
    )
    stored = len(kept) + len(stem) + len(kept_written)
    kin = np.flatnonzero(of_folded[pair_folded] >= 0)
    kin = kin[np.argsort(stem_list[pair_stem[kin]], kind="stable")]
    kin_list, kin_stem = of_folded[pair_folded[kin]], stem_list[pair_stem[kin]]

    any_folded = np.where(sole >= 0, stem_list[sole], of_folded)
    holding = np.where(part_of >= 0, stem_list[part_of], any_folded)  # stored list that holds each form
    of_made = np.concatenate([made, keys.folded_of[made_written]])
    capital = np.arange(len(of_made)) >= len(made)
    place, columns = in_order(holding[of_made], classed[of_made], capital)
    of_folded[made], of_written[made_written] = np.split(stored + place, [len(made)])
    any_folded[made] = of_folded[made]
    any_written = np.where(of_written[written] >= 0, of_written[written], any_folded[keys.folded_of[written]])

    lists_of_stems = [np.full(len(keys.folded), -1, np.int64) for _ in languages]
    for lists, some, numbers in zip(lists_of_stems, by_language, stems, strict=True):
        lists[some] = stem_list[numbers]
    lexicon = folded_entries + stem_entries + written_entries
    lists = np.concatenate([any_folded[folded], stem_list[stem], any_written])
    derivation = Derivation(*columns, kin_list, kin_stem)
    return Forms(lexicon, lists, stored, derivation, lists_of_stems, of_folded, of_written)


def _occurring(numbers: Array) -> Ints:
    """Small numbers, each once, in order: ten times as fast as numpy's `unique`."""
    return np.flatnonzero(np.bincount(numbers))


def _numbered(*owners: tuple[Ints, int]) -> list[Ints]:
    """Maps of given sizes that number what owns a list, one after the other; -1 for all else."""
    maps: list[Ints] = []
    count = 0
    for own, size in owners:
        numbers = np.full(size, -1, np.int64)
        numbers[own] = np.arange(count, count + len(own))
        maps.append(numbers)
        count += len(own)
    return maps


def _by_entry(numbers: Ints, beginning: bytes, forms: list[str]) -> tuple[Ints, list[bytes]]:
    """Numbers of forms and their lexicon entries, in the order of these."""
    return _in_order(numbers, entries(beginning, [forms[i] for i in numbers.tolist()]))


def _in_order(numbers: Ints, own: list[bytes]) -> tuple[Ints, list[bytes]]:
    """Numbers and their lexicon entries, in the order of these."""
    # By their first sixteen bytes, as two numbers (zeros behind the shorter ones), which leaves few alike.
    heads = np.array(own, "S16").view(">u8").astype(np.uint64).reshape(-1, 2)
    order = np.lexsort((heads[:, 1], heads[:, 0]))
    same = (heads[order[1:]] == heads[order[:-1]]).all(axis=1)
    alike = np.flatnonzero(np.append(same, False) | np.append(False, same))
    order[alike] = sorted(order[alike].tolist(), key=own.__getitem__)
    return numbers[order], [own[i] for i in order.tolist()]


def _sole(pair_stem: Ints, pair_folded: Ints, stems: int, folded: int) -> Ints:
    """The class of each folded form that is the only form of its only class, else -1."""
    forms = np.bincount(pair_stem, minlength=stems)
    classes = np.bincount(pair_folded, minlength=folded)
    sole = np.full(folded, -1, np.int64)
    alone = (forms[pair_stem] == 1) & (classes[pair_folded] == 1)
    sole[pair_folded[alone]] = pair_stem[alone]
    return sole
