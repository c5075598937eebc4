"""Quotations and reported speech by rules, for prose in any language of the lexicon.

A verb of saying with a source attributes the quotations of its sentence, or its subordinate clause; a
quotation without a verb goes to the source of the sentence beside it only where it runs on.  Quoted single
words and titles of works are nobody's speech.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from searchkit.analysis.sentences import sentences
from searchkit.patterns import lazy
from searchkit.records import Attribution, Kind, Person, Sort
from searchkit.speech.lexicon import ACCORDING, AUXILIARIES, REPORTS
from searchkit.speech.people.roster import Roster
from searchkit.speech.prose import cuewords, dialogue, quotations
from searchkit.speech.prose.carrying import carried_on, open_at_end
from searchkit.speech.prose.cuewords import SAYING, CueWord
from searchkit.speech.prose.nounphrases import Source
from searchkit.speech.prose.offices import WORD
from searchkit.speech.prose.quotations import MASK, Quotation, has_words, mask
from searchkit.speech.prose.sources import Sources
from searchkit.speech.prose.unsaid import is_unsaid

_BY = lazy(r"\s+by\s+")  # "it was announced by the council that"
_CLAUSE_WORDS = 3  # of a clause that is reported
_OPINION = lazy(r"opinion|view|мнению|думку|Ansicht|juicio|avis", re.IGNORECASE)
_THAT = lazy(r"\s*(?:,\s*)?(?:[^.,;:]{0,110}?\s)?(?:that|что|що|dass|daß|que|як|как)\b", re.IGNORECASE)


class _Sentence(NamedTuple):
    start: int
    end: int


def attribute(
    texts: Sequence[str], roster: Roster, skip: Collection[int] = ()
) -> list[tuple[Attribution, ...]]:
    """Attributions of each paragraph, () for those in `skip`."""
    rules = Rules(texts, roster)
    found: list[tuple[Attribution, ...]] = []
    carried: Person | None = None
    for number, quoted in enumerate(rules.marks):
        if number in skip:
            found.append(())
            carried = None
            continue
        rows = [*carried_on(quoted, carried), *rules.paragraph(number)]
        found.append(tuple(sorted(rows, key=lambda row: row.start)))
        carried = open_at_end(quoted, found[-1], carried)
    return found


class Rules:
    """The rules on one article, a paragraph at a time; `sources` remembers who spoke."""

    def __init__(self, texts: Sequence[str], roster: Roster) -> None:
        self.texts = texts
        self.marks = quotations.find(texts)
        self.sources = Sources(texts, roster)

    def paragraph(self, number: int) -> list[Attribution]:
        """Attributions of one paragraph, in the order of its sentences."""
        text, quoted = self.texts[number], self.marks[number]
        return list(_Paragraph(number, text, quoted, self.sources).attributions())


def _is_behind_quotation(before: str) -> bool:
    """Whether nothing but auxiliaries stands between a quotation and the verb behind `before`."""
    if MASK not in before:
        return False
    return all(word.lower() in AUXILIARIES for word in WORD.findall(before.rpartition(MASK)[2]))


_LONGEST = 4_000  # characters of a sentence; a longer one is no prose, and its cost grows with the square


class _Cue(NamedTuple):
    """What attributes: its source, its words as printed, and where its clause [start, end) stands."""

    source: Source
    words: str
    start: int
    end: int


class _Paragraph:
    """One paragraph: its sentences, quotations and verbs of saying."""

    def __init__(self, number: int, text: str, quoted: Sequence[Quotation], sources: Sources) -> None:
        self.number = number
        self.text = text
        self.quoted = quoted
        self.starts = [q.start for q in quoted]
        self.whole = {q for q in quoted if quotations.is_sentence(text, q)}
        self.sources = sources
        self.masked = mask(text, quoted)
        self.cues = cuewords.find(self.masked, number, sources.roster.tokens)
        self.taken: set[int] = set()  # quotations that have a speaker, by start

    def attributions(self) -> Iterator[Attribution]:
        for quotation in self.quoted:
            yield from self._divided(quotation)
        if not self.cues and ":" not in self.masked:
            return
        previous: tuple[Source, str] | None = None
        for sentence in map(_Sentence._make, sentences(self.masked)):
            if sentence.end - sentence.start > _LONGEST:
                previous = None
                continue
            rows, source = self._sentence(sentence, previous)
            yield from rows
            previous = source

    def _divided(self, quoted: Quotation) -> Iterator[Attribution]:
        """«Words, — said Anna Varga. — More words»: the clause stands inside the marks."""
        text = self.text[quoted.start : quoted.end]
        if "—" not in text and "–" not in text:
            return
        inside = dialogue.clauses(text, self.number, self.sources.roster, quoted.start)
        if not inside or not (inside[0].speaker or inside[0].refers):
            return
        first = inside[0]
        source = self.sources.behind(self.number, self.text, first.start + len(first.verb), first.end)
        speaker = Person(first.speaker) if first.speaker else source.speaker if source else None
        if speaker is None:
            return
        self.taken.add(quoted.start)
        self.sources.spoke(speaker, self.number)
        for start, end in dialogue.words_around(self.text, quoted.start, quoted.end, inside):
            yield Attribution(speaker, start, end, Kind.DIRECT, first.verb, "cue", 0.9)

    def _sentence(
        self, sentence: _Sentence, previous: tuple[Source, str] | None
    ) -> tuple[list[Attribution], tuple[Source, str] | None]:
        """Attributions of one sentence, and its source for a quotation that follows."""
        cues = list(self._cues(sentence))
        rows: list[Attribution] = []
        for position, (source, cue, start, end) in enumerate(cues):
            limit = cues[position + 1][2] if position + 1 < len(cues) else sentence.end
            floor = cues[position - 1][3] if position else sentence.start
            rows += self._content(source, cue, start, end, floor, limit)
            self.sources.spoke(source.speaker, self.number)
        if cues:
            return rows, (cues[-1][0], cues[-1][1])
        own = self._quotations(sentence.start, sentence.end)
        whole = [q for q in own if q in self.whole]
        named = self._before_colon(sentence, whole)
        if named:
            self.sources.spoke(named.speaker, self.number)
            return [self._direct(named, ":", q, named.confidence) for q in whole], (named, ":")
        if whole and previous and self._all_quoted(sentence, whole):
            source, cue = previous
            rows += [self._direct(source, cue, q, 0.85) for q in whole]
            return rows, previous
        return rows, None

    def _before_colon(self, sentence: _Sentence, whole: list[Quotation]) -> Source | None:
        """ "Anna Varga put it like this: “…”": the one person, or office, before the colon."""
        if not whole or not self.text[sentence.start : whole[0].start - 1].rstrip().endswith(":"):
            return None
        begin, end = sentence.start, whole[0].start
        return self.sources.only_person(self.number, begin, end) or self.sources.opening_office(
            self.number, self.masked, begin, end
        )

    def _all_quoted(self, sentence: _Sentence, own: list[Quotation]) -> bool:
        return not has_words(self.masked, sentence.start, sentence.end, 1)

    def _cues(self, sentence: _Sentence) -> Iterator[_Cue]:
        """The attributing clauses of one sentence."""
        start, end = sentence
        words = [word for word in self.cues if start <= word.start < end]
        if any(word.is_according for word in words):
            yield from self._according(start, end)
        saying = self._saying(start, end) if any(word.is_saying for word in words) else None
        if saying:
            yield saying
        else:
            yield from self._said(start, end, [word for word in words if word.is_said])

    def _according(self, start: int, end: int) -> Iterator[_Cue]:
        for match in ACCORDING.finditer(self.masked, start, end):
            source = self.sources.named(self.number, self.masked, match.end(), end)
            if source and not (source.speaker.sort is Sort.UNNAMED and _OPINION.search(match[0])):
                stop = self.masked.find(",", source.end, end)
                yield _Cue(source, match[0].strip(), match.start(), source.end if stop < 0 else stop)

    def _saying(self, start: int, end: int) -> _Cue | None:
        """ "a saying by Anna Varga: “…”"."""
        saying = SAYING.search(self.masked, start, end)
        source = self.sources.named(self.number, self.masked, saying.end(), end) if saying else None
        if saying and source and self._quotations(source.end, end):
            return _Cue(source, saying[0].split()[0], saying.start(), source.end)
        return None

    def _said(self, start: int, end: int, verbs: Sequence[CueWord]) -> Iterator[_Cue]:
        """Verbs of saying, each with its source."""
        floor = start
        for verb in verbs:
            agent = _BY.match(self.masked, verb.end, end)
            if agent:
                source = self.sources.named(self.number, self.masked, agent.end(), end)
                if source:
                    yield _Cue(source, f"{verb.printed} by", verb.start, source.end)
                continue
            if is_unsaid(self.masked, start, verb.start):
                continue
            found = self._source(floor, verb, end)
            if found is None:
                continue
            yield _Cue(found, verb.printed, min(found.start, verb.start), max(found.end, verb.end))
            floor = verb.end

    def _source(self, floor: int, verb: CueWord, end: int) -> Source | None:
        """The source of a verb: behind it if it follows a quotation, else before it."""
        before = self.masked[floor : verb.start]
        first = not WORD.search(before)
        if first or before.rstrip().endswith((",", "–", "—", "-")) or _is_behind_quotation(before):
            source = self.sources.behind(self.number, self.masked, verb.end, end)
            if source:
                return source
        begin = max([floor, *(q.end for q in self.whole if q.end <= verb.start)])
        return self.sources.before(self.number, self.masked, begin, verb.start)

    def _content(
        self, source: Source, cue: str, start: int, end: int, floor: int, limit: int
    ) -> Iterator[Attribution]:
        """What the source says in its sentence: quotations, or the clause."""
        own = [q for q in self._quotations(floor, limit) if q.start not in self.taken]
        whole = [q for q in own if q in self.whole]
        if whole:  # “We are not short of beds,” she said, “we are short of hands.”
            whole += [q for q in own if q.start > whole[0].end and q not in whole and self._goes_on(q, end)]
        for quotation in whole:
            yield self._direct(source, cue, quotation, source.confidence)
        that = _THAT.match(self.masked, end)
        if not that and (whole or not (self._reports(cue) or self._quotes_at(own, end))):
            return
        span = self._clause(start, that.end() if that else end, floor, limit)
        if span and not any(span[0] <= q.start and q.end <= span[1] + 1 for q in whole):
            for quotation in own:
                if span[0] <= quotation.start < span[1]:
                    self.taken.add(quotation.start)
            yield Attribution(
                source.speaker, *span, Kind.INDIRECT, cue, source.method, source.confidence - 0.03
            )

    def _goes_on(self, quoted: Quotation, end: int) -> bool:
        """A second part of a quotation, behind the verb and a comma."""
        before = self.text[max(0, quoted.start - quotations.NEAR) : quoted.start].rstrip(' "“«„')
        if quoted.start < end or not before.endswith(","):
            return False
        return has_words(self.text, quoted.start, quoted.end, quotations.MIN_SENTENCE)

    @staticmethod
    def _reports(cue: str) -> bool:
        """Whether what follows is said without "that" or quotation marks."""
        return cue.lower() in REPORTS or bool(ACCORDING.fullmatch(cue + " "))

    @staticmethod
    def _quotes_at(own: Sequence[Quotation], end: int) -> bool:
        """A quotation right behind the verb: called it "a mistake"."""
        return any(end <= q.start <= end + 12 for q in own)

    def _clause(self, start: int, end: int, floor: int, limit: int) -> tuple[int, int] | None:
        """The reported clause: behind the attributing one, or before it if nothing follows."""
        for first, last in ((end, limit), (floor, start)):
            if has_words(self.text, first, last, _CLAUSE_WORDS):
                while first < last and not self.text[first].isalnum() and self.text[first] not in '"“«„':
                    first += 1
                return first, last
        return None

    def _direct(self, source: Source, cue: str, quoted: Quotation, confidence: float) -> Attribution:
        self.taken.add(quoted.start)
        return Attribution(
            source.speaker, quoted.start, quoted.end, Kind.DIRECT, cue, source.method, confidence
        )

    def _quotations(self, start: int, end: int) -> list[Quotation]:
        return list(self.quoted[bisect_left(self.starts, start) : bisect_left(self.starts, end)])
