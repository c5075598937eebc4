"""The words of a vocabulary as the lexicon of a segment needs them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import islice
from operator import eq

import numpy as np

from searchkit.analysis.stems import stems
from searchkit.analysis.tokentable import Vocabulary
from searchkit.engines.whoosh.arrays import Ints, Mask
from searchkit.engines.whoosh.files.strings import decode, encode
from searchkit.engines.whoosh.segments.documents import numbered
from searchkit.engines.whoosh.segments.forms import capitalised, stem_beginning
from searchkit.numbering import numbering


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
        known[new] = numbered(self._stem_numbers, entries(stem_beginning(language), stems(forms, language)))
        self.stems += islice(self._stem_numbers, len(self.stems), None)
        return known[folded]


def entries(beginning: bytes, forms: Sequence[str]) -> list[bytes]:
    """The lexicon entries of forms."""
    return lines(beginning, forms).split(b"\n") if forms else []


def lines(beginning: bytes, forms: Sequence[str]) -> bytes:
    """The lexicon entries of some forms, a line each, all encoded at once: no form holds a line feed."""
    first = decode(beginning)
    return encode(first + ("\n" + first).join(forms))
