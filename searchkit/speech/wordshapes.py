"""What a word looks like: capital, capitals only, title, function word. One bit mask a word."""

from __future__ import annotations

from collections.abc import Sequence

from searchkit.speech.wordlists import CALENDAR, FUNCTION_WORDS, TITLES

CAPITAL = 1
ALL_CAPITALS = 2
TITLE = 4
FUNCTION = 8
LOWER = 16
LETTERS = 32
DATE = 64


class _Memo(dict[str, int]):
    """Word -> mask, worked out when first asked for."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _MEMO_WORDS:
            self.clear()
        mask = self[word] = _mask(word)
        return mask


_MEMO_WORDS = 1 << 17
_memo = _Memo()


def shape(word: str) -> int:
    """The bit mask of `word`; its title and function bits look through case and a final dot."""
    return _memo[word]


def shapes(words: Sequence[str]) -> list[int]:
    """The bit mask of each word."""
    return list(map(_memo.__getitem__, words))


def _mask(word: str) -> int:
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
    lower = word.lower().replace("\u2019", "'")
    if lower.strip(".") in TITLES:
        mask |= TITLE
    if lower in FUNCTION_WORDS:
        mask |= FUNCTION
    if lower in CALENDAR:
        mask |= DATE
    return mask
