"""From sources to spans: which words are whose, by which cue, direct or reported.

Places are words of the whole batch, so that its columns serve every paragraph as they are.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from searchkit.records import Attribution, Kind, Person
from searchkit.speech.news.batch import Floats, Ints
from searchkit.speech.news.wordtypes import EDGE
from searchkit.speech.tokens import Tokens

# What a sentence boundary between words and their source counts, in words.
_SENTENCE_STEP = 20
# What a sure cue between words and their source counts against that.
_TIE = 10
# What it counts to give words to a speaker who is not named in the paragraph.
_ABSENT = 25
_DIRECT, _INDIRECT = Kind.DIRECT, Kind.INDIRECT  # a member of an enumeration takes long to look up


@dataclass(slots=True)  # a frozen one takes three times as long to make, and there are many
class Source:
    """Somebody who speaks in the paragraph, `direct` in quotation marks.

    [first, last) are the words that say so; first -1: none do.
    """

    person: Person
    first: int
    last: int
    method: str
    confidence: float
    direct: bool = False


class Piece(NamedTuple):
    """Words [first, last) that are somebody's, all in or all out of quotation marks."""

    first: int
    last: int
    quoted: bool


@dataclass(slots=True)
class Columns:
    """What spans look at in the n words of a batch.

    sentence         [n] rising;  sentence_starts its first word, by sentence
    solid            [n + 1] number of words before it that are more than punctuation
    signs            [n] what each word is as a sign (`wordtypes`)
    cue              [n] chance to be a cue
    likely_cues      places of likely cues, rising
    unquoted         of them those out of quotation marks;  chances theirs
    cue_bounds       by sentence: its cues are unquoted[cue_bounds[s] : cue_bounds[s + 1]]
    """

    sentence: Ints
    sentence_starts: list[int]
    solid: Ints
    signs: bytes
    cue: Floats
    likely_cues: list[int]
    unquoted: list[int]
    chances: list[float]
    cue_bounds: list[int]


@dataclass(slots=True)
class Paragraph:
    """Words [start, end) of the batch: paragraph `number` of `tokens`, whose words stand `shift` further on.

    pieces  runs of words that somebody says, cut where a quotation or a sentence begins or ends
    """

    columns: Columns
    tokens: Tokens
    text: str
    start: int
    end: int
    shift: int
    number: int
    pieces: Sequence[Piece]

    def sentence_of(self, word: int) -> tuple[int, int]:
        """The words [first, last) of the sentence of a word."""
        starts, number = self.columns.sentence_starts, int(self.columns.sentence[word])
        last = starts[number + 1] if number + 1 < len(starts) else self.end
        return starts[number], min(last, self.end)

    def opens_sentence(self, word: int) -> bool:
        """Whether a sentence begins with the word."""
        return self.sentence_of(word)[0] == word

    def speaks(self, first: int, last: int) -> bool:
        """Whether there is more than punctuation in words [first, last)."""
        return bool(self.columns.solid[last] > self.columns.solid[first])

    def words(self, first: int, last: int) -> list[str]:
        """Words [first, last) as printed."""
        tokens, shift = self.tokens, self.shift
        return list(map(tokens.table.words.__getitem__, tokens.ids[first + shift : last + shift]))

    def word(self, place: int) -> str:
        """One word as printed."""
        return self.tokens.word(place + self.shift)

    def characters(self, first: int, last: int) -> tuple[int, int]:
        """Start of the first and end of the last of words [first, last), in the text."""
        return self.tokens.characters(first + self.shift, last + self.shift)

    def printed(self, first: int, last: int) -> str:
        """The text of words [first, last)."""
        start, end = self.characters(first, last)
        return self.text[start:end]


def attributions(paragraph: Paragraph, sources: Sequence[Source]) -> tuple[Attribution, ...]:
    """The spans of each source, in reading order. Every source has one at least."""
    found: list[Attribution] = []
    for source, pieces in _shares(paragraph, sources):
        cue = _cue(paragraph, source.first) if source.first >= 0 else None
        for piece in pieces if len(pieces) == 1 else _joined(pieces, source, paragraph):
            start, end = _trimmed(piece, paragraph)
            kind = _DIRECT if source.direct and piece.quoted else _INDIRECT
            shown = _cue(paragraph, piece.first) if cue is None else cue
            row = Attribution(source.person, start, end, kind, shown, source.method, source.confidence)
            found.append(row)
    return tuple(sorted(found, key=_place) if len(found) > 1 else found)


def _place(row: Attribution) -> tuple[int, int]:
    return row.start, row.end


def _shares(paragraph: Paragraph, sources: Sequence[Source]) -> list[tuple[Source, list[Piece]]]:
    """Each source with the pieces it is nearest to, or else with what it may say."""
    shares: list[tuple[Source, list[Piece]]] = [(source, []) for source in sources]
    if len(shares) == 1:
        shares[0][1].extend(paragraph.pieces)
    else:
        for piece in paragraph.pieces:
            costs = [_cost(piece, source, paragraph) for source in sources]
            shares[costs.index(min(costs))][1].append(piece)
    for source, pieces in shares:
        if not pieces:
            pieces.append(_fallback(paragraph, source))
    return shares


def _cost(piece: Piece, source: Source, paragraph: Paragraph) -> float:
    """How far words are from a source that may own them; smaller is likelier."""
    if source.first < 0:
        return _ABSENT
    if source.last <= piece.first:
        low, high = source.last, piece.first
    elif source.first >= piece.last:
        low, high = piece.last, source.first
    else:
        return 2 * _SENTENCE_STEP
    columns = paragraph.columns
    steps = abs(int(columns.sentence[source.first]) - int(columns.sentence[piece.first]))
    if steps:
        return high - low + _SENTENCE_STEP * steps
    # A cue on the way ties them together.
    tie = float(columns.cue[low:high].max()) if high > low else 0.0
    return high - low - _TIE * tie


def _joined(pieces: list[Piece], source: Source, paragraph: Paragraph) -> list[Piece]:
    """Neighbouring pieces as one where only punctuation lies between.

    What is only reported takes the words it quotes with it ("that it was “no use” now").
    """
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if (
            last is not None
            and (last.quoted == piece.quoted or not source.direct)
            and not paragraph.speaks(last.last, piece.first)
        ):
            joined[-1] = Piece(last.first, piece.last, last.quoted)
        else:
            joined.append(piece)
    return joined


def _trimmed(piece: Piece, paragraph: Paragraph) -> tuple[int, int]:
    """Characters of a piece without the punctuation and quotation marks at its edges."""
    first, last, _ = piece
    signs = paragraph.columns.signs
    while first < last - 1 and signs[first] >= EDGE:
        first += 1
    while last - 1 > first and signs[last - 1] == EDGE:
        last -= 1
    return paragraph.characters(first, last)


def _fallback(paragraph: Paragraph, source: Source) -> Piece:
    """Where no content was seen: the longer side of the source's sentence, else the paragraph."""
    if source.first < 0:
        return Piece(paragraph.start, paragraph.end, False)
    first, last = paragraph.sentence_of(source.first)
    before, begin = Piece(first, source.first, False), source.last
    cue = _between(paragraph.columns.likely_cues, first, last)
    if cue and cue[0] >= source.last and cue[-1] + 1 < last:
        begin = cue[-1] + 1
    after = Piece(begin, last, False)
    longer = max((after, before), key=lambda piece: piece.last - piece.first)
    return longer if longer.last > longer.first else Piece(first, last, False)


def _between(places: list[int], first: int, last: int) -> list[int]:
    """Those of rising places that are in [first, last)."""
    begin = bisect_left(places, first)
    return places[begin : bisect_left(places, last, begin)]


def _cue(paragraph: Paragraph, near: int) -> str:
    """The likeliest cue of the sentence of a word, as printed."""
    columns = paragraph.columns
    number = int(columns.sentence[near])
    begin, end = columns.cue_bounds[number], columns.cue_bounds[number + 1]
    if end - begin < 2:
        return paragraph.word(columns.unquoted[begin]) if end > begin else ""
    places, chances = columns.unquoted, columns.chances
    first = last = max(range(begin, end), key=lambda n: chances[n] - 0.01 * abs(places[n] - near))
    while first > begin and places[first - 1] == places[first] - 1:
        first -= 1
    while last + 1 < end and places[last + 1] == places[last] + 1:
        last += 1
    return paragraph.printed(places[first], places[last] + 1)
