"""Folding: the form of a word in which case, accents and typography no longer count."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

# Letters that Unicode does not decompose but that readers type without their stroke or ligature.
_UNDECOMPOSED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
_APOSTROPHES = str.maketrans("’ʼ＇", "'''")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")

# Soft hyphen, zero-width and direction marks, variation selectors: inside a word they are not part of it.
IGNORABLE = (
    "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef"
)


@cache
def _ignorable() -> re.Pattern[str]:
    return re.compile(f"[{IGNORABLE}¬]")


@cache
def _diacritics() -> re.Pattern[str]:
    # й, ї, ў are letters, not accented и, і, у; vowel signs of Indic scripts are not diacritics.
    # U+0640 only stretches an Arabic word; ¬ comes here as the compatibility form of its full-width twin.
    return re.compile(
        "(?<=[иИуУ])(\u0306)|(?<=[іІ])(\u0308)|[\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u065f\u0670¬]"
    )


def plain(word: str) -> str:
    """`word` as written, in NFC, without ignorable characters and with straight apostrophes."""
    if word.isascii():
        return word
    return _ignorable().sub("", unicodedata.normalize("NFC", word)).translate(_APOSTROPHES)


def fold(word: str) -> str:
    """Full case folding, compatibility forms, apostrophes, diacritics and thousands commas folded."""
    if word.isascii():
        folded = word.lower()
    elif _by_letter().fullmatch(word):
        folded = word.translate(_LETTERS)
    else:
        folded = _fold(word)
    return _THOUSANDS.sub("", folded) if "," in folded else folded


def _fold(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", plain(word))
    kept = _diacritics().sub(lambda m: m.group(1) or m.group(2) or "", decomposed)
    word = unicodedata.normalize("NFKC", kept).casefold().translate(_UNDECOMPOSED)
    return unicodedata.normalize("NFC", word).translate(_APOSTROPHES)


@cache
def _by_letter() -> re.Pattern[str]:
    """Words of which every character folds by itself: ASCII, Latin letters in one piece, apostrophes."""
    return re.compile("[\\x00-\\x7f\u00c0-\u024f’ʼ＇]+")


class _Letters(dict[int, str]):
    """What characters fold to by themselves, found when first asked for."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold(chr(code))
        return folded


_LETTERS = _Letters()
