"""What a word looks like: capital, capitals only, title, function word. One bit mask a word."""

from __future__ import annotations

from searchkit.speech.wordlists import (
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

_LISTED = (
    (FUNCTION, FUNCTION_WORDS),
    (DATE, CALENDAR),
)
# Of the word as printed, case and all.
_PRINTED = (
    (PARTICLE, PARTICLES),
    (SMALL, HEADING_SMALL_WORDS),
)
_ROLES = ROLES.union(SHORT_TITLES)


class _Memo(dict[str, int]):
    """Word -> mask, worked out when first asked for."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _MEMO_WORDS:
            self.clear()
        mask = self[word] = shape_of(word, word.lower())
        return mask


_MEMO_WORDS = 1 << 17
_memo = _Memo()


def shape(word: str) -> int:
    """The bit mask of `word`; its title, role and function bits look through case and a final dot."""
    return _memo[word]


def shape_of(word: str, lowered: str) -> int:
    """The same of a word whose lower case is at hand, worked out anew."""
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
    bare = lowered.strip(".")
    if bare in TITLES:
        mask |= TITLE
    if bare in _ROLES:
        mask |= ROLE
    plain = lowered.replace("\u2019", "'")
    for bit, words in _LISTED:
        if plain in words:
            mask |= bit
    for bit, words in _PRINTED:
        if word in words:
            mask |= bit
    return mask
