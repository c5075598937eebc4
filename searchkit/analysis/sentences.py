"""Where sentences end, well enough to cut a snippet there, in the languages of the stemmers and more.

Rules only: where it is not sure that a sentence ends (an initial, an abbreviation that names are written
behind, an ordinal) it does not, for a sentence too long does less harm than one torn in two.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

# Abbreviations with a capital or a number behind them inside a sentence, folded, without their full stop.
# Those that small letters follow (e.g., etc., usw., т.е.) need no list.
_ABBREVIATIONS = frozenset(
    """
    adm amb art aug brig bros capt cllr cmdr co col corp cpl dec dept dr dra feb fig fr ft gen gov hon hr
    inc jan jr jul jun lt ltd maj mar md messrs mlle mm mme mr mrs ms mt mus no nos nov oct para pp pres prof
    rep reps res rev rt sec secy sen sens sept sep sgt sig sr sra srta st ste supt vol vs
    abs bd frl nr str tel ud uds núm pág ing lic arq dott avv on dhr mevr drs hab ks np tzw ul mgr phdr
    г гг гр св им ул пр просп пл пос обл р рис стр т тов товарищ ст см проф акад доц руб млн млрд тыс
    ім вул просп обл напр проф акад вид пор чл
    """.split()
)

_CLOSERS = "\"'»”“’›)\\]}」』】）〕〉》"
_OPENERS = "\"'«„“”‘’‚‹([{¿¡–—―-「『【（ \t\n\u00a0"
_END = re.compile(
    rf"(?<![.!?…])(?P<stop>[.!?…]++)[{_CLOSERS}]*+(?=\s)"  # Latin and its kin: a space must follow
    rf"|[।؟۔։።॥]++[{_CLOSERS}]*+(?=\s)"
    r"|[。！？｡]++[」』”’）】〕〉》]*+"
    r"|(?=\n[^\S\n]*+\n)"  # an empty line
)
_BEFORE = re.compile(r"[^\W_]+(?:[.’'][^\W_]+)*\Z")
_LOOK_BACK = 24  # no abbreviation is longer
_NOT_SPACE = re.compile(r"\S")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """[start, end) of each sentence, without space around it; together they hold all that is not space."""
    start = _after_space(text, 0)
    for m in _END.finditer(text):
        following = _after_space(text, m.end())
        if m.end() > start and _ends(text, m) and not combines(text, following):
            yield start, m.end()
            start = following
    if start < len(text):
        yield start, len(text.rstrip())


def combines(text: str, at: int) -> bool:
    """Whether the character there is combined with the one before it, so that no cut may divide them."""
    return at < len(text) and unicodedata.category(text[at])[0] == "M"


def _after_space(text: str, at: int) -> int:
    m = _NOT_SPACE.search(text, at)
    return m.start() if m else len(text)


def _ends(text: str, m: re.Match[str]) -> bool:
    stop = m["stop"]
    if stop is None:
        return True
    behind = _first_sign(text, m.end())
    if behind.islower():
        return False
    if stop != ".":
        return True
    before = _BEFORE.search(text, max(0, m.start() - _LOOK_BACK), m.start())
    word = before.group() if before else ""
    short = len(word) <= 1 or (word.isdecimal() and len(word) <= 2) or "." in word
    return not word or not (short or word.lower() in _ABBREVIATIONS)


def _first_sign(text: str, at: int) -> str:
    """The first character at or behind `at` that is not an opening mark or space; "" at the end."""
    m = _opened().search(text, at)
    return m.group() if m else ""


@cache
def _opened() -> re.Pattern[str]:
    return re.compile(f"[^{re.escape(_OPENERS)}]")
