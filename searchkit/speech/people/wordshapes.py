"""What a word looks like: capital, capitals only, title, function word. One bit mask a word."""

from __future__ import annotations

from searchkit.remembered import Remembered
from searchkit.speech.people.wordlists import (
    BREAKS,
    CALENDAR,
    FUNCTION_WORDS,
    HEADING_SMALL_WORDS,
    PARTICLES,
    ROLES,
    SHORT_TITLES,
    TITLES,
)

CAPITAL = 1
ALL_CAPITALS = 2
TITLE = 4
FUNCTION = 8
LOWER = 16
LETTERS = 32
DATE = 64
PARTICLE = 128  # a small word inside names
SMALL = 256  # written small in headings
ROLE = 512  # a role noun, or the short title of one
BREAK = 1024  # behind it a capital letter says nothing


def _bits(*lists: tuple[int, frozenset[str]]) -> dict[str, int]:
    """Word -> the bits of all lists it is in."""
    found: dict[str, int] = {}
    for bit, words in lists:
        for word in words:
            found[word] = found.get(word, 0) | bit
    return found


# By lower case without a final dot; by lower case; by either; and as printed, case and all.
_BARE = _bits((TITLE, TITLES), (ROLE, ROLES.union(SHORT_TITLES)))
_LOWER = _bits((FUNCTION, FUNCTION_WORDS), (DATE, CALENDAR))
_PLAIN = {word: _BARE.get(word, 0) | _LOWER.get(word, 0) for word in (*_BARE, *_LOWER)}
_PRINTED = _bits((PARTICLE, PARTICLES), (SMALL, HEADING_SMALL_WORDS), (BREAK, BREAKS))
# Words in small letters, which most are.
_SMALL_WORDS = {
    word: LETTERS | LOWER | _PLAIN.get(word, 0) | _PRINTED.get(word, 0) for word in (*_PLAIN, *_PRINTED)
}


class _Memo(Remembered[str, int]):
    """Word -> mask, worked out when first asked for."""

    def __missing__(self, word: str) -> int:
        return self.keep(word, shape_of(word, word.lower()))


_memo = _Memo(1 << 17)


def shape(word: str) -> int:
    """The bit mask of `word`; its title, role and function bits look through case and a final dot."""
    return _memo[word]


def shape_of(word: str, lowered: str) -> int:
    """The same of a word whose lower case is at hand, worked out anew."""
    if word.islower() and word.isalpha():
        return _SMALL_WORDS.get(word, LETTERS | LOWER)
    mask = 0
    first = word[0]
    if first.isalpha():
        mask = LETTERS
        if first.isupper():
            mask |= CAPITAL
            if len(word) > 1 and word.isupper() and "." not in word:
                mask |= ALL_CAPITALS
        else:
            mask |= LOWER
    mask |= _PRINTED.get(word, 0)
    if "." not in lowered and "\u2019" not in lowered:
        return mask | _PLAIN.get(lowered, 0)
    return mask | _BARE.get(lowered.strip("."), 0) | _LOWER.get(lowered.replace("\u2019", "'"), 0)
