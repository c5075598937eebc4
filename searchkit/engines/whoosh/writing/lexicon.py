"""The lexicon of a new segment: its entries in order, and the list of postings that each has."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from searchkit.analysis.chunktable import BEHIND, read_keys
from searchkit.engines.whoosh.arrays import Array, Ints
from searchkit.engines.whoosh.files.strings import Packed
from searchkit.engines.whoosh.segments.derivation import Derivation, in_order, made_of
from searchkit.engines.whoosh.segments.forms import FOLDED, WRITTEN
from searchkit.engines.whoosh.writing.keys import Keys, lines


@dataclass(frozen=True, slots=True)
class Forms:
    """The lexicon of one field in one segment, and the way from words of the vocabulary to lists.

    Lists [0, stored) are stored, those behind them are made.  A map gives -1 where a form needs no list of
    its own, because another form's list is the same.
    """

    entries: Packed  # sorted
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
    stem, stem_entries = _in_order(stem, Packed.of([keys.stems[i] for i in stem.tolist()]))
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
    lexicon = Packed.joined([folded_entries, stem_entries, written_entries])
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


def _by_entry(numbers: Ints, beginning: bytes, forms: list[str]) -> tuple[Ints, Packed]:
    """Numbers of forms and their lexicon entries, in the order of these."""
    some = [forms[i] for i in numbers.tolist()]
    return _in_order(numbers, Packed.of_lines(lines(beginning, some)) if some else Packed.of([]))


def _in_order(numbers: Ints, own: Packed) -> tuple[Ints, Packed]:
    """Numbers and their lexicon entries, in the order of these."""
    # By their first sixteen bytes, as two numbers (zeros behind the shorter ones), which leaves few alike.
    heads = read_keys(own.raw + BEHIND, own.ends[:-1], np.diff(own.ends), 2).byteswap()
    order = np.lexsort(heads[::-1])
    heads = heads.take(order, axis=1)
    same = (heads[:, 1:] == heads[:, :-1]).all(axis=0)
    alike = np.flatnonzero(np.append(same, False) | np.append(False, same))
    whole = dict(zip(order[alike].tolist(), own.several(order[alike]), strict=True))
    order[alike] = sorted(whole, key=whole.__getitem__)
    return numbers[order], own.take(order)


def _sole(pair_stem: Ints, pair_folded: Ints, stems: int, folded: int) -> Ints:
    """The class of each folded form that is the only form of its only class, else -1."""
    forms = np.bincount(pair_stem, minlength=stems)
    classes = np.bincount(pair_folded, minlength=folded)
    sole = np.full(folded, -1, np.int64)
    alone = (forms[pair_stem] == 1) & (classes[pair_folded] == 1)
    sole[pair_folded[alone]] = pair_stem[alone]
    return sole
