"""Stems by language: Snowball (Porter 2001), through PyStemmer.

A stem is a function of the folded form, so that a word written with and without its accents has one
stem.  Languages without a Snowball stemmer (Ukrainian, Chinese ...) are not stemmed: their stem is the
folded form itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

STEMMED_LANGUAGES = {
    "ar": "arabic",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nl": "dutch",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
}


def stem_language(lang: str) -> str:
    """The language whose stemmer serves `lang`: itself, or "" where words are not stemmed."""
    return lang if lang in STEMMED_LANGUAGES else ""


@cache
def _stemmer(lang: str) -> Any:
    from Stemmer import Stemmer

    # The vocabulary is stemmed once a word by callers; PyStemmer's own cache would only cost memory.
    return Stemmer(STEMMED_LANGUAGES[lang], 0)


def _has_stem(folded: str) -> bool:
    """Whether it is a word; those with digits or signs in them (5.2bn, #metoo, q&a) are their own stems."""
    return folded.isalpha() or folded.replace("'", "").isalpha()


def stem(folded: str, lang: str) -> str:
    """Stem of a folded form."""
    if lang not in STEMMED_LANGUAGES or not _has_stem(folded):
        return folded
    return _stemmer(lang).stemWord(folded) or folded


def stems(folded: Sequence[str], lang: str) -> list[str]:
    """The stems of many folded forms."""
    if lang not in STEMMED_LANGUAGES:
        return list(folded)
    asked = list(folded)
    for place, letters in enumerate(map(str.isalpha, folded)):
        if not letters and not _has_stem(folded[place]):
            asked[place] = ""
    words = _stemmer(lang).stemWords(asked)
    return [stemmed or form for stemmed, form in zip(words, folded, strict=True)]
