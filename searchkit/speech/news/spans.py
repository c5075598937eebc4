"""From speakers of a paragraph to spans: which words are whose, by which cue, direct or reported."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from searchkit.records import Attribution, Kind, Person
from searchkit.speech.tokens import CLOSING, OPENING

_CUE = 0.3
# What a sentence boundary between words and their source counts, in words.
_SENTENCE_STEP = 20
# What a sure cue between words and their source counts against that.
_TIE = 10
# What it counts to give words to a speaker who is not named in the paragraph.
_ABSENT = 25
_EDGES = frozenset([",", ".", ";", ":", "-", "\u2014", "\u2013", OPENING, CLOSING])


@dataclass(frozen=True, slots=True)
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


@dataclass(slots=True)
class Piece:
    """Words [first, last) that are somebody's, all in or all out of quotation marks."""

    first: int
    last: int
    quoted: bool


@dataclass(frozen=True, slots=True)
class Words:
    """One paragraph, word by word.

    offsets   characters of its text;  sentence number of its sentence, rising
    solid     number of words before it that are more than punctuation, and one entry more
    quoted    it is inside quotation marks
    cue       chance to be a cue;  other chance to be a source that is no person
    pieces    runs of words that somebody says, cut where a quotation or a sentence begins or ends
    """

    text: str
    words: Sequence[str]
    offsets: Sequence[tuple[int, int]]
    sentence: Sequence[int]
    solid: Sequence[int]
    quoted: Sequence[int]
    cue: Sequence[float]
    other: Sequence[float]
    pieces: Sequence[Piece]

    def sentence_at(self, word: int) -> tuple[int, int]:
        """The words [first, last) of the sentence of a word."""
        number = self.sentence[word]
        return bisect_left(self.sentence, number), bisect_right(self.sentence, number)

    def speaks(self, first: int, last: int) -> bool:
        """Whether there is more than punctuation in words [first, last)."""
        return self.solid[last] > self.solid[first]


@dataclass(slots=True)
class _Share:
    """The pieces of one source."""

    source: Source
    pieces: list[Piece] = field(default_factory=list)


def attributions(words: Words, sources: Sequence[Source]) -> tuple[Attribution, ...]:
    """The spans of each source, in reading order. Every source has one at least."""
    if not sources:
        return ()
    shares = [_Share(source) for source in sources]
    for piece in words.pieces:
        cheapest = min(shares, key=lambda share: _cost(piece, share.source, words))
        cheapest.pieces.append(piece)
    found: list[Attribution] = []
    for share in shares:
        if not share.pieces:
            share.pieces.append(_fallback(words, share.source))
        for piece in _joined(share, words):
            start, end = _trimmed(piece, words)
            found.append(
                Attribution(
                    speaker=share.source.person,
                    start=start,
                    end=end,
                    kind=Kind.DIRECT if share.source.direct and piece.quoted else Kind.INDIRECT,
                    cue=_cue(words, share.source, piece),
                    method=share.source.method,
                    confidence=share.source.confidence,
                )
            )
    return tuple(sorted(found, key=lambda item: (item.start, item.end)))


def _cost(piece: Piece, source: Source, words: Words) -> float:
    """How far words are from a source that may own them; smaller is likelier."""
    if source.first < 0:
        return _ABSENT
    if source.last <= piece.first:
        low, high = source.last, piece.first
    elif source.first >= piece.last:
        low, high = piece.last, source.first
    else:
        return 2 * _SENTENCE_STEP
    steps = abs(words.sentence[source.first] - words.sentence[piece.first])
    if steps:
        return high - low + _SENTENCE_STEP * steps
    # A cue on the way ties them together.
    return high - low - _TIE * max(words.cue[low:high], default=0.0)


def _joined(share: _Share, words: Words) -> list[Piece]:
    """Neighbouring pieces as one where only punctuation lies between.

    What is only reported takes the words it quotes with it ("that it was “no use” now").
    """
    joined: list[Piece] = []
    for piece in share.pieces:
        last = joined[-1] if joined else None
        if (
            last is not None
            and (last.quoted == piece.quoted or not share.source.direct)
            and not words.speaks(last.last, piece.first)
        ):
            last.last = piece.last
        else:
            joined.append(Piece(piece.first, piece.last, piece.quoted))
    return joined


def _trimmed(piece: Piece, words: Words) -> tuple[int, int]:
    """Characters of a piece without the punctuation and quotation marks at its edges."""
    first, last = piece.first, piece.last
    while first < last - 1 and words.words[first] in _EDGES:
        first += 1
    while last - 1 > first and words.words[last - 1] in _EDGES - {"."}:
        last -= 1
    return words.offsets[first][0], words.offsets[last - 1][1]


def _fallback(words: Words, source: Source) -> Piece:
    """Where no content was seen: the longer side of the source's sentence, else the paragraph."""
    if source.first < 0:
        return Piece(0, len(words.words), False)
    first, last = words.sentence_at(source.first)
    before = Piece(first, source.first, False)
    after = Piece(source.last, last, False)
    cue = [i for i in range(first, last) if words.cue[i] > _CUE]
    if cue and cue[0] >= source.last and cue[-1] + 1 < after.last:
        after.first = cue[-1] + 1
    longer = max((after, before), key=lambda piece: piece.last - piece.first)
    return longer if longer.last > longer.first else Piece(first, last, False)


def _cue(words: Words, source: Source, piece: Piece) -> str:
    """The likeliest cue of the source's sentence, or of the piece's, as printed."""
    near = source.first if source.first >= 0 else piece.first
    low, high = words.sentence_at(near)
    likely = {i for i in range(low, high) if words.cue[i] > _CUE and not words.quoted[i]}
    if not likely:
        return ""
    first = last = max(likely, key=lambda i: words.cue[i] - 0.01 * abs(i - near))
    while first - 1 in likely:
        first -= 1
    while last + 1 in likely:
        last += 1
    return words.text[words.offsets[first][0] : words.offsets[last][1]]
