"""Which language a text is in: by its script, then by the little words that every text has.

Small on purpose: it decides between the languages that stemmers exist for, on the first few thousand
characters, and says "und" (ISO 639-2, undetermined) where the words do not settle it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache

from searchkit.patterns import lazy

UNDETERMINED = "und"

LOOK = 3000  # characters
_PARAGRAPHS = 12  # that the characters are of
# Share of the commonest words, and how many times that of the second language: a text has them at every
# fourth place or so, a headline or a list of names has not.
_ENOUGH = (0.08, 1.15)
_CLEAR = (0.16, 2.0)  # for a third of the characters

# The commonest words that are not as common in a neighbour.
_WORDS = {
    "en": "the of and to in is that it was for with as on be by this have from not are but they which",
    "de": "der die das und ist nicht ein eine zu den mit von sich des auf für dem auch wir dass werden",
    "fr": "le la les des et est une que dans qui pour pas sur au plus par nous ce il vous avec être",
    "es": "de a el la los las que en y por una con para del se no lo su más como pero al este señor sus",
    "it": "il la che di non per una sono della con si le dei anche come più nel gli ha questo alla è",
    "pt": "o que não uma para com os do da em no na se por mais como dos ao as foi são também é",
    "nl": "de het een van en niet dat zijn voor met op aan te er ook maar wij ik deze worden bij naar",
    "pl": "się nie na że jest to jak do przez ale od po są które oraz tym będzie było tego dla ich",
    "cs": "se je na že to by jsem ale jak po které jsou bylo pro jeho tak jako nebo by má už také",
    "sv": "och att det som en är på för av med inte den till har ett om vi men jag de kan från",
    "da": "og at det er en til af på for ikke der den med som et har vi de jeg men han blev fra",
    "hu": "a az és hogy nem is egy ez meg csak de volt mint már ha vagy azt ezt lehet kell",
    "ro": "și de la în că nu este pe cu un mai din pentru care au fost sunt sau dar ca",
    "fi": "ja on ei se että oli hän mutta kun ovat olen tämä niin myös ole joka jos sen mitä",
    "tr": "bir ve bu da için ile çok daha olarak de ne gibi olan var ama kadar ben sonra değil",
    "ru": "и в не на что я с он как это по но они мы из у за от так же вы было его для бы",
    "uk": "і в не на що я з він як це та але вони ми за у від так же ви було його для до є",
    "bg": "и на да в се не за от че с по като са ще към това си след най един със бе",
    "sr": "и у је да на се за не од су са као или али то овај што може бити",
}

# Letters that only one of the languages with this script has.
_MARKS = {"uk": "іїєґ", "ru": "ыэъё", "sr": "јљњћђџ", "bg": ""}

_CYRILLIC = ("ru", "uk", "bg", "sr")

_SCRIPTS = (
    ("el", "Ͱ", "Ͽ"),
    ("he", "֐", "׿"),
    ("ar", "؀", "ۿ"),
    ("hi", "ऀ", "ॿ"),
    ("th", "฀", "๿"),
    ("ka", "Ⴀ", "ჿ"),
    ("hy", "԰", "֏"),
    ("ko", "가", "힯"),
    ("ja", "぀", "ヿ"),
    ("zh", "一", "鿿"),
)

# Letters from Greek on, said by what they are not: so it is compiled seven times as fast.
_NOT_LATIN = lazy(r"[^\x00-\u036f\u2000-\u2e7f\ufff0-\U0010ffff]")
_WORD = lazy(r"[^\W\d_]+")
_ASCII = bytes(range(128))
_LETTERS = bytes(code if chr(code).isalpha() and code < 128 else 0x20 for code in range(256))


def detect_in(paragraphs: Sequence[str]) -> str:
    """The language of the longest paragraphs: they are running text; short ones are names and buttons."""
    longest = sorted(paragraphs, key=len, reverse=True)[:_PARAGRAPHS]
    if len(longest) == _PARAGRAPHS:  # the beginnings of as many show it, nearly always
        found = _detect(_beginnings(longest, LOOK // 3), _CLEAR)
        if found != UNDETERMINED:
            return found
    return detect(_beginnings(longest, LOOK))


def _beginnings(texts: Sequence[str], characters: int) -> str:
    return "\n".join([text[: characters // _PARAGRAPHS] for text in texts])


def detect(text: str) -> str:
    """ISO 639-1 code, or "und"."""
    return _detect(text[:LOOK], _ENOUGH)


def _detect(text: str, enough: tuple[float, float]) -> str:
    sample = text.lower()
    # few in most languages: all that is asked of them is asked of these alone
    beyond = sample.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")
    words = _words(sample, beyond)
    if not words:
        return UNDETERMINED
    characters = Counter(_NOT_LATIN.findall(beyond))
    letters = len("".join(words)) if characters else 0
    for code, first, last in _SCRIPTS if characters else ():
        share = sum(n for c, n in characters.items() if first <= c <= last) / letters
        if share > (0.1 if code == "ja" else 0.4):
            return code
    cyrillic = sum(n for c, n in characters.items() if "Ѐ" <= c <= "ӿ") > 0.5 * letters
    return _by_words(characters, words, cyrillic, enough)


def _words(sample: str, beyond: str) -> list[str]:
    if _WORD.search(beyond):
        return _WORD.findall(sample)
    # quotation marks and dashes at most: the same words in half the time
    return sample.encode("ascii", "replace").translate(_LETTERS).decode().split()


def _by_words(characters: Counter[str], words: list[str], cyrillic: bool, enough: tuple[float, float]) -> str:
    vocabulary = _vocabulary()
    scores = dict.fromkeys((code for code in _WORDS if (code in _CYRILLIC) == cyrillic), 0.0)
    for word, count in Counter(filter(vocabulary.__contains__, words)).items():
        for code in vocabulary[word]:
            if code in scores:
                scores[code] += count / len(words)
    if cyrillic:
        for code, marks in _MARKS.items():
            scores[code] += 0.02 * min(10, sum(characters[c] for c in marks))
    (best, high), (_, second) = sorted(scores.items(), key=lambda item: -item[1])[:2]
    share, times = enough
    return best if high >= share and high > times * second else UNDETERMINED


@cache
def _vocabulary() -> dict[str, list[str]]:
    """Word -> the languages it is common in."""
    languages: dict[str, list[str]] = {}
    for code, words in _WORDS.items():
        for word in set(words.split()):
            languages.setdefault(word, []).append(code)
    return languages
