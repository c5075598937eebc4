"""Folding of names: what is left when case, accents, script and spelling variants are taken away.

`fold` keeps the spelling (Zyuganov, zyuganov; Зюганов, zyuganov).  `skeleton` also takes away what
transliteration varies (Zyuganov and Zuyganov, Sergei and Sergey, Gorbachyov and Gorbachev, Schulz and
Schultz stay apart only where a reader would keep them apart).
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from searchkit.patterns import lazy

_CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґўјљњћђџ",
        "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya i yi ye g u j "
        "lj nj c dj dz".replace("_", "").split(" "),
        strict=True,
    )
)
_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρσςτυφχψω",
        "a v g d e z i th i k l m n x o p r s s t y f ch ps o".split(),
        strict=True,
    )
)
# Letters that have no decomposition; apostrophes and soft signs are nothing.
_LATIN = dict(zip("łøđðþıæœħ", ["l", "o", "d", "d", "th", "i", "ae", "oe", "h"], strict=True))
_NOTHING = dict.fromkeys("'’ʼ`´ʹ", "")
_LETTERS = str.maketrans(_CYRILLIC | _GREEK | _LATIN | _NOTHING)
_UKRAINIAN = lazy("[іїєґ]")
_MARKS = lazy(r"[\u0300-\u036f]")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case, Latin letters, no accents or apostrophes: "Müller" muller, "Зюганов" zyuganov."""
    # Compatibility forms first: a mathematical 𝘈 has no lower case of its own.
    lowered = (text if text.isascii() else unicodedata.normalize("NFKC", text)).casefold()
    if lowered.isascii():
        return lowered.replace("'", "").replace("`", "")
    if _UKRAINIAN.search(lowered):
        lowered = lowered.replace("г", "h")
    # Letters first: й and ї would lose their marks to the decomposition.
    letters = unicodedata.normalize("NFC", lowered).translate(_LETTERS)
    return _MARKS.sub("", unicodedata.normalize("NFKD", letters))


_VARIANTS = {
    "schtsch": "shch", "shch": "shch", "tsch": "ch", "tch": "ch", "sch": "sh", "kh": "h",
    "tz": "ts", "ks": "x", "ck": "k", "ph": "f", "w": "v", "ue": "u", "oe": "o", "ae": "a",
}  # fmt: skip
_VARIANT = lazy("|".join(sorted(_VARIANTS, key=len, reverse=True)))
_SOFT = lazy("[ijy]+")
_IU = lazy("iu|ui")
_VOWEL_IE = lazy(r"(^|[aeou])ie")
_IEV = lazy(r"(?:i[eo]|(?<=[cs]h)o)v(a?)$")
_DOUBLE = lazy(r"(.)\1+")
_NO_LETTER = lazy(r"[\W_]+")


@lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """What all spellings of one word of a name share. Takes it folded or not."""
    text = fold(word)
    if not text.isalpha():
        text = _NO_LETTER.sub("", text)
    text = _VARIANT.sub(lambda m: _VARIANTS[m[0]], text)
    # To look for a letter is cheaper than to try a pattern, and most words have none of these.
    if "j" in text or "y" in text or "ii" in text:
        text = _SOFT.sub("i", text)
    if "iu" in text or "ui" in text:
        text = _IU.sub("u", text)
    if "ie" in text:
        text = _VOWEL_IE.sub(r"\1e", text)
    if text.endswith(("v", "va")):
        text = _IEV.sub(r"ev\1", text)
    return _DOUBLE.sub(r"\1", text)
