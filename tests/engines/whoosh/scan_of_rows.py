"""What a query finds and scores, by a scan with numpy of all words of a collection: right and slow.

It knows nothing of segments, lists or codes, and can be waited for where the engine in memory cannot.  Texts
are plain words with a space between them; of the query language it knows what `Scan.mask` names, and words,
phrases, wildcards and what is said of these.  It remembers what it found of a leaf, so a name must always
stand for the same values.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from fnmatch import translate
from itertools import accumulate

import numpy as np

from searchkit.analysis import fold, stem
from searchkit.engines import bm25
from searchkit.engines.base import Order
from searchkit.query.nodes import (
    Absent,
    And,
    DateRange,
    Everything,
    Name,
    Not,
    Or,
    Phrase,
    Present,
    Said,
    Value,
    Wildcard,
    Word,
)

_FORMS = {
    "written": lambda word, lang: word,
    "folded": lambda word, lang: fold(word),
    "stemmed": lambda word, lang: stem(fold(word), lang),
}


class Scan:
    """Documents of one or more commits, in order, without those that were deleted."""

    def __init__(self, documents):
        self.documents = documents
        self.ids = [document.id for document in documents]
        self.langs = [next(iter(document.keywords("lang")), "") for document in documents]
        texts = [document.text("text").split() for document in documents]
        lengths = np.array([len(words) for words in texts], np.int64)
        self.lengths = lengths
        self.of = np.arange(len(texts)).repeat(lengths + 1)  # the document of each place; a gap behind each
        self.starts = np.cumsum(lengths + 1) - lengths - 1
        self.average = lengths.sum() / max(1, len(texts))
        self._forms = self._numbered(texts)
        self._speech = self._stretches(texts)
        days = [document.values.get("date") for document in documents]
        self.first = np.array([day.start.toordinal() if day else 0 for day in days], np.int64)
        self.last = np.array([day.last.toordinal() if day else 0 for day in days], np.int64)
        self._known = {}

    def page(self, query, order, offset, limit):
        """Exact total, ids and scores of a page."""
        found = self.mask(query).nonzero()[0]
        scores = self.scores(query)[found]
        first = self.first[found]
        keys = {
            Order.SCORE: -scores,
            Order.NEWEST: -first,
            Order.OLDEST: np.where(first == 0, 1 << 30, first),
            Order.DOCUMENT: np.zeros(len(found)),
        }[order]
        best = keys.argsort(kind="stable")[offset : offset + limit]
        return len(found), [(self.ids[i], float(s)) for i, s in zip(found[best], scores[best], strict=True)]

    def mask(self, query):
        """Which documents a query finds."""
        match query:
            case And():
                return np.logical_and.reduce([self.mask(child) for child in query.children])
            case Or():
                return np.logical_or.reduce([self.mask(child) for child in query.children])
            case Not():
                return ~self.mask(query.child)
            case Everything():
                return np.ones(len(self.ids), np.bool_)
            case Name():
                return self._holding(query.field, set(query.values).__contains__)
            case Value():
                wanted = query.value.casefold()
                return self._holding(query.field, lambda value: value.casefold() == wanted)
            case Present(field="date"):
                return self.first > 0
            case Present():
                return self._holding(query.field, bool)
            case Absent():
                return ~self.mask(Present(query.field))
            case DateRange():
                first = query.first.toordinal() if query.first else 1
                last = query.last.toordinal() if query.last else 1 << 30
                return (self.first >= first) & (self.last <= last)
        return self.leaf(query) > 0

    def scores(self, query):
        """Score of every document that the query finds; of others, anything."""
        scores = np.zeros(len(self.ids), np.float32)
        for leaf, counts in self._counting(query, np.ones(len(self.ids), np.bool_)):
            scores[counts] += self._part(leaf)[counts]
        return scores

    def leaf(self, leaf):
        """How often a leaf matches in every document."""
        return self._kept(leaf, lambda: np.bincount(self._places(leaf), minlength=len(self.ids)))

    def _counting(self, query, counts):
        match query:
            case And():
                for child in query.children:
                    yield from self._counting(child, counts)
            case Or():
                for child in query.children:
                    yield from self._counting(child, counts & self.mask(child))
            case Word() | Phrase() | Wildcard() | Said():
                yield query, counts

    def _part(self, leaf):
        if isinstance(leaf, Wildcard):
            return np.full(len(self.ids), bm25.CONSTANT, np.float32)
        tf = self.leaf(leaf).astype(np.float64)
        part = bm25.part(self._weight(leaf), tf, self.lengths.astype(np.float64), self.average)
        return part.astype(np.float32)

    def _weight(self, leaf):
        if isinstance(leaf, Said):
            return self._weight(leaf.child)
        if isinstance(leaf, Wildcard):
            return bm25.CONSTANT
        words = [leaf] if isinstance(leaf, Word) else [Phrase(w, exact=leaf.exact) for w in leaf.text.split()]
        holding = [int(np.count_nonzero(self.leaf(word))) for word in words]
        return sum(bm25.idf(len(self.ids), df) for df in holding)

    def _places(self, leaf):
        """The documents of all matches of a leaf."""
        if isinstance(leaf, Said):
            return self._said(leaf)
        return self.of[self._begins(leaf)]

    def _begins(self, leaf):
        """First places of all matches of a leaf of words."""
        if isinstance(leaf, Wildcard):
            return self._fitting(re.compile(translate(leaf.pattern.lower()))).nonzero()[0]
        words = leaf.text.split()
        stands = self._stands(words[0], leaf)
        for at, word in enumerate(words[1:], 1):
            stands = stands[: len(stands) - 1] & self._stands(word, leaf)[at:]
        return stands.nonzero()[0]

    def _stands(self, word, leaf):
        """At which places a word of a leaf stands."""
        if isinstance(leaf, Word) and not leaf.exact:
            found = np.zeros(len(self.of), np.bool_)
            for lang in self._kept("langs", lambda: set(self.langs)):
                stemmed = stem(fold(word), lang)
                found |= (self._forms["stemmed"][0] == self._number("stemmed", stemmed)) & self._in(lang)
            return found
        form = "written" if leaf.exact and word != fold(word) else "folded"
        wanted = word if form == "written" else fold(word)
        return self._forms[form][0] == self._number(form, wanted)

    def _fitting(self, pattern):
        places, numbers = self._forms["folded"]
        fits = np.zeros(len(numbers) + 1, np.bool_)  # the last is that of a gap, which is -1
        fits[:-1] = [bool(pattern.fullmatch(word)) for word in numbers]
        return fits[places]

    def _said(self, leaf):
        begins = self._begins(leaf.child)
        words = 1 if isinstance(leaf.child, Word | Wildcard) else len(leaf.child.text.split())
        first, last, speakers = self._speech
        by = {value for name in leaf.by for value in name.values}
        allowed = np.array([not by or speaker in by for speaker in speakers], np.bool_)
        low = begins.searchsorted(first[allowed])
        behind = np.maximum(low, begins.searchsorted(last[allowed] - words + 1, "right"))
        edges = np.bincount(low, minlength=len(begins) + 1) - np.bincount(behind, minlength=len(begins) + 1)
        return self.of[begins[edges.cumsum()[:-1] > 0]]

    def _numbered(self, texts):
        """For each form of a word its number at every place, and the numbers by form; gaps are -1."""
        known = {}
        gap = known.setdefault(("", ""), 0)
        asked = ((word, lang) for lang, words in zip(self.langs, texts, strict=True) for word in (*words, ""))
        at = np.array([known.setdefault(key, len(known)) if key[0] else gap for key in asked], np.int64)
        found = {}
        for form, of in _FORMS.items():
            numbers = {}
            own = [numbers.setdefault(of(word, lang), len(numbers)) for word, lang in list(known)[1:]]
            found[form] = np.array([-1, *own], np.int32).take(at), numbers
        return found

    def _stretches(self, texts):
        """First and last places of the words in each stretch of speech, in any order, and who speaks it."""
        first, last, speakers = [], [], []
        for document, words, begin in zip(self.documents, texts, self.starts.tolist(), strict=True):
            spans = [span for span in document.values.get("speech", ()) if span.kind != "author"]
            edges = list(accumulate((len(word) + 1 for word in words), initial=0)) if spans else []
            for span in spans:
                first.append(begin + bisect_left(edges, span.start))
                last.append(begin + bisect_right(edges, span.end + 1) - 2)
                speakers.append(span.speaker)
        return np.array(first, np.int64), np.array(last, np.int64), speakers

    def _number(self, form, word):
        return self._forms[form][1].get(word, -2)

    def _in(self, lang):
        return self._kept(("in", lang), lambda: np.array([own == lang for own in self.langs])[self.of])

    def _holders(self, field):
        """The documents of every value of a field."""
        holders = {}
        for at, document in enumerate(self.documents):
            for value in document.keywords(field):
                holders.setdefault(value, []).append(at)
        return holders

    def _holding(self, field, fits):
        """Documents with a value that fits."""
        holders = self._kept(("holders", field), lambda: self._holders(field))
        found = np.zeros(len(self.ids), np.bool_)
        for value in filter(fits, holders):
            found[holders[value]] = True
        return found

    def _kept(self, key, make):
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = make()
        return found
