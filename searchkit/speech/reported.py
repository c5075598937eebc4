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
from searchkit.speech import dialogue, quotations
from searchkit.speech.lexicon import ACCORDING, AUXILIARIES, REPORTS, SAID_WORDS
from searchkit.speech.nounphrases import Source
from searchkit.speech.offices import WORD
from searchkit.speech.quotations import MASK, Quotation, mask
from searchkit.speech.roster import Roster
from searchkit.speech.sources import Sources
from searchkit.speech.unsaid import is_unsaid

SAYING = lazy(
    r"\b(?:saying|words|phrase|quote|dictum|statement|слова|фраза|слова|worte|wort|palabras|frase|mots|phrase)"
    r"\s+(?:by|of|from|von|de|d['’])\s+",
    re.IGNORECASE,
)
_BY = lazy(r"\s+by\s+")  # "it was announced by the council that"
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
        rows = [*_carried(quoted, carried), *rules.paragraph(number)]
        found.append(tuple(sorted(rows, key=lambda row: row.start)))
        carried = _runs_on(quoted, found[-1], carried)
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


def _carried(quoted: Sequence[Quotation], speaker: Person | None) -> Iterator[Attribution]:
    if speaker and quoted and quoted[0].opened_before:
        yield Attribution(speaker, quoted[0].start, quoted[0].end, Kind.DIRECT, "", "carried", 0.9)


def _runs_on(
    quoted: Sequence[Quotation], rows: Sequence[Attribution], carried: Person | None
) -> Person | None:
    """Whose quotation is open at the end of the paragraph."""
    if not quoted or not quoted[-1].runs_on:
        return None
    last = quoted[-1]
    for row in reversed(rows):
        if row.start <= last.start and row.end >= last.end:
            return row.speaker
    return rows[-1].speaker if rows else carried if last.opened_before else None


_LONGEST = 4_000  # characters of a sentence; a longer one is no prose, and its cost grows with the square


class _Paragraph:
    """One paragraph: its sentences, quotations and verbs of saying."""

    def __init__(self, number: int, text: str, quoted: Sequence[Quotation], sources: Sources) -> None:
        self.number = number
        self.text = text
        self.quoted = quoted
        self.starts = [q.start for q in quoted]
        self.ends = [q.end for q in quoted if quotations.is_sentence(text, q)]
        self.sources = sources
        self.masked = mask(text, quoted)
        self.taken: set[int] = set()  # quotations that have a speaker, by start

    def attributions(self) -> Iterator[Attribution]:
        for quotation in self.quoted:
            yield from self._divided(quotation)
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
        whole = [q for q in own if quotations.is_sentence(self.text, q)]
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
        rest = self.masked[sentence.start : sentence.end].replace(MASK, " ")
        return len(WORD.findall(rest)) == 0

    def _cues(self, sentence: _Sentence) -> Iterator[tuple[Source, str, int, int]]:
        """Source, cue as printed, and where the attributing clause begins and ends."""
        start, end = sentence.start, sentence.end
        for match in ACCORDING.finditer(self.masked, start, end):
            source = self.sources.named(self.number, self.masked, match.end(), end)
            if source and not (source.speaker.sort is Sort.UNNAMED and _OPINION.search(match[0])):
                stop = self.masked.find(",", source.end, end)
                yield source, match[0].strip(), match.start(), source.end if stop < 0 else stop
        saying = SAYING.search(self.masked, start, end)
        if saying:
            source = self.sources.named(self.number, self.masked, saying.end(), end)
            if source and self._quotations(source.end, end):
                yield source, saying[0].split()[0], saying.start(), source.end
                return
        floor = start
        for verb in self._verbs(start, end):
            agent = _BY.match(self.masked, verb.end(), end)
            if agent:
                source = self.sources.named(self.number, self.masked, agent.end(), end)
                if source:
                    yield source, f"{verb[0]} by", verb.start(), source.end
                continue
            if is_unsaid(self.masked, start, verb.start()):
                continue
            found = self._source(floor, verb, end)
            if found is None:
                continue
            yield found, verb[0], min(found.start, verb.start()), max(found.end, verb.end())
            floor = verb.end()

    def _verbs(self, start: int, end: int) -> list[re.Match[str]]:
        """The verbs of saying in [start, end); the words of most sentences need not be looked at singly."""
        words = WORD.findall(self.masked, start, end)
        if SAID_WORDS.isdisjoint(map(str.lower, words)):
            return []
        return [verb for verb in WORD.finditer(self.masked, start, end) if verb[0].lower() in SAID_WORDS]

    def _source(self, floor: int, verb: re.Match[str], end: int) -> Source | None:
        """The source of a verb: behind it if it follows a quotation, else before it."""
        before = self.masked[floor : verb.start()]
        between = WORD.findall(before.rpartition(MASK)[2])
        after_quotation = MASK in before and all(w.lower() in AUXILIARIES for w in between)
        first = not WORD.search(before)
        if after_quotation or first or before.rstrip().endswith((",", "–", "—", "-")):
            source = self.sources.behind(self.number, self.masked, verb.end(), end)
            if source:
                return source
        begin = max(
            [
                floor,
                *(
                    q.end
                    for q in self.quoted
                    if q.end <= verb.start() and quotations.is_sentence(self.text, q)
                ),
            ]
        )
        return self.sources.before(self.number, self.masked, begin, verb.start())

    def _content(
        self, source: Source, cue: str, start: int, end: int, floor: int, limit: int
    ) -> Iterator[Attribution]:
        """What the source says in its sentence: quotations, or the clause."""
        own = [q for q in self._quotations(floor, limit) if q.start not in self.taken]
        whole = [q for q in own if quotations.is_sentence(self.text, q)]
        if whole:  # “We are not short of beds,” she said, “we are short of hands.”
            whole += [q for q in own if q.start > whole[0].end and q not in whole and self._goes_on(q, end)]
        for quotation in whole:
            yield self._direct(source, cue, quotation, source.confidence)
        if whole and not _THAT.match(self.masked, end):
            return
        if not (self._reports(cue) or _THAT.match(self.masked, end) or self._quotes_at(own, end)):
            return
        span = self._clause(start, end, floor, limit)
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
        enough = len(WORD.findall(self.text[quoted.start : quoted.end])) >= quotations.MIN_SENTENCE
        return quoted.start >= end and before.endswith(",") and enough

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
        that = _THAT.match(self.masked, end)
        behind = (that.end() if that else end, limit)
        before = (floor, start)
        for first, last in (behind, before):
            words = WORD.findall(self.text[first:last])
            if len(words) >= 3:
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
