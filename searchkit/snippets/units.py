"""What a snippet is put together of: sentences, and words of sentences that are too long for it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from searchkit.analysis.sentences import combines, sentences
from searchkit.matching import Span, Words
from searchkit.patterns import lazy

_SPACE = lazy(r"\s+")


def sentences_near(text: str, matches: Sequence[Span], length: int) -> list[Span]:
    """The sentences that a snippet can reach, of the first perhaps only the end. No match crosses an end."""
    return _uncut(_sentences(text, matches, length), matches)


def word_around(text: str, words: Words, sentence: Span, match: Span) -> Span:
    """The words of a sentence that hold a match, and all that no space divides from them."""
    start, end = match
    low, high = sentence
    joints = words.joints
    while start > low and not _begins(text, start, joints):
        start -= 1
    end = _end_of_word(text, end, high)
    for joint in joints[bisect_left(joints, match[1]) : bisect_left(joints, end)]:
        if not combines(text, joint):
            return start, joint
    return start, end


def words_before(
    text: str, words: Words, sentence: Span, shown: Span, matches: Sequence[Span], length: int
) -> list[Span]:
    """What stands in a sentence before what is shown, cut between words as far as a snippet can reach."""
    begin, end = sentence[0], shown[0]
    low = _begin_of_word(text, min(max(shown[1] - length, begin), end), begin)
    far = [(begin, low)] if begin < low else []
    return _uncut(far + _cut_between_words(text, words, low, end), _inside(matches, begin, end))


def words_behind(
    text: str, words: Words, sentence: Span, shown: Span, matches: Sequence[Span], length: int
) -> list[Span]:
    """What stands in a sentence behind what is shown, cut between words as far as a snippet can reach."""
    begin, end = shown[1], sentence[1]
    high = _end_of_word(text, min(max(shown[0] + length, begin), end), end)
    far = [(high, end)] if high < end else []
    return _uncut(_cut_between_words(text, words, begin, high) + far, _inside(matches, begin, end))


def _sentences(text: str, matches: Sequence[Span], length: int) -> list[Span]:
    """The sentences that a snippet can reach; of the first perhaps only the end."""
    first, last = (matches[0][0], matches[-1][1]) if matches else (0, 0)
    begin = _begin_of_word(text, first - length, 0) if first > length else 0
    found: list[Span] = []
    for sentence in sentences(text, begin):
        if found and sentence[0] > max(last, found[0][0]) + length:
            break
        found.append(sentence)
    return found


def _inside(matches: Sequence[Span], begin: int, end: int) -> Sequence[Span]:
    return matches[bisect_left(matches, (begin,)) : bisect_left(matches, (end,))]


def _uncut(parts: list[Span], matches: Sequence[Span]) -> list[Span]:
    """The parts, those put together that a match goes over."""
    if len(parts) < 2:
        return parts
    starts = [start for start, _ in parts]
    kept: list[Span] = []
    begun = 0  # the first part not kept yet
    for start, end in matches:
        first, last = bisect_right(starts, start) - 1, bisect_left(starts, end) - 1
        if first < last:
            if first >= begun:
                kept += parts[begun:first]
                kept.append(parts[first])
            kept[-1] = (kept[-1][0], parts[last][1])
            begun = last + 1
    return kept + parts[begun:] if kept else parts


def _begins(text: str, at: int, joints: Sequence[int]) -> bool:
    """Whether a text may be cut before a character: behind space, or between words that nothing divides."""
    if text[at - 1].isspace():
        return not text[at].isspace() and (text[at - 2 : at - 1].isspace() or not combines(text, at))
    place = bisect_left(joints, at)
    return place < len(joints) and joints[place] == at and not combines(text, at)


def _begin_of_word(text: str, at: int, low: int) -> int:
    """The last place up to `at` at which a word begins behind a space; `low` if there is none behind it."""
    while at > low and (not text[at - 1].isspace() or text[at].isspace() or combines(text, at)):
        at -= 1
    return at


def _end_of_word(text: str, at: int, high: int) -> int:
    """The first space from `at` on that ends a word; `high` if there is none before it."""
    for space in _SPACE.finditer(text, at, high):
        begin, behind = space.span()
        if behind - begin > 1 or not combines(text, behind):
            return begin
    return high


def _cut_between_words(text: str, words: Words, start: int, end: int) -> list[Span]:
    """A stretch of text cut at its spaces, and between words that no space divides (Chinese, Thai)."""
    cuts = [
        (at, behind)
        for at, behind in (space.span() for space in _SPACE.finditer(text, start, end))
        if behind - at > 1 or not combines(text, behind)
    ]
    joints = words.joints
    if joints:
        between = joints[bisect_right(joints, start) : bisect_left(joints, end)]
        cuts = sorted(cuts + [(joint, joint) for joint in between if not combines(text, joint)])
    starts, ends = [start, *(behind for _, behind in cuts)], [*(at for at, _ in cuts), end]
    return [part for part in zip(starts, ends, strict=True) if part[0] < part[1]]
