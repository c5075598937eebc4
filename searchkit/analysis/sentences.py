"""Where sentences end, well enough to cut a snippet there, in the languages of the stemmers and more.

Rules only: where it is not sure that a sentence ends (an initial, an abbreviation that names are written
behind, an ordinal) it does not, for a sentence too long does less harm than one torn in two.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from searchkit.patterns import lazy

# Abbreviations that names are written behind, folded, without their full stop.  Those that small letters
# follow (e.g., etc., usw., т.е.) need no list.
_BEFORE_NAMES = frozenset(
    """
    adm amb brig bros capt cllr cmdr col corp cpl dept dr dra fr ft gen gov hon hr inc jr lt ltd maj messrs
    mlle mm mme mr mrs ms mt mus pres prof rep reps rev rt sen sens sgt sig sr sra srta st ste supt vs
    frl ing lic arq dott avv dhr mevr drs hab ks np tzw ul mgr phdr
    г гг гр св им ул пр просп пл пос обл рис т тов товарищ см проф акад доц ім вул обл напр пор
    """.split()
)
# And those that numbers are written behind, which may be words of their own ("No. 5", "No. Never.").
_BEFORE_NUMBERS = frozenset(
    """
    abs apr art aug bd cap ch dec feb fig jan jul jun kap mar no nos nov nr num núm oct okt p para párr pp pág
    sec sept sep str tel vol гл п р ред рис с ст стор стр таб тел
    """.split()
)

_CLOSERS = "\"'»”“’›)\\]}」』】）〕〉》"
_OPENERS = "\"'«„“”‘’‚‹([{¿¡–—―-「『【（ \t\n\u00a0"
_END = lazy(  # with all before it in which no sentence can end; without a named group it is no end
    r"[^.!?…।؟۔։॥。！？｡\n]*+(?:"
    rf"(?<![.!?…])(?P<stop>[.!?…]++)[{_CLOSERS}]*+(?=\s)"  # Latin and its kin: a space must follow
    rf"|(?<![।؟۔։॥])(?P<bar>[।؟۔։।॥]++[{_CLOSERS}]*+(?=\s))"
    r"|(?P<full>[。！？｡]++[」』”’）】〕〉》]*+)"
    r"|(?P<gap>(?=\n[^\S\n]*+\n))"  # an empty line
    r"|[\S\n]|\Z)"  # the end, too: else a text without any sign would be tried from each of its places
)
_BEFORE = lazy(r"[^\W_]+(?:[.’'][^\W_]+)*\Z")
_OPENED = lazy(f"[^{re.escape(_OPENERS)}]")
_LOOK_BACK = 24  # no abbreviation is longer
_NOT_SPACE = lazy(r"\S")
_FIRST_MARK = "\u0300"


def sentences(text: str, begin: int = 0) -> Iterator[tuple[int, int]]:
    """[start, end) of each sentence, without space around it; together they hold all that is not space.

    From `begin` on, which stands in a sentence behind a space, only the rest of that one and what follows.
    """
    start = following = _after_space(text, begin)
    for m in _END.finditer(text, begin):
        if m.lastgroup is None or m.end() <= start or not _ends(text, m):
            continue
        if m.end() > following:  # else it stands in space already passed over
            following = _after_space(text, m.end())
        if not combines(text, following):
            yield start, start + len(text[start : m.end()].rstrip())
            start = following
    if start < len(text):
        yield start, len(text.rstrip())


def combines(text: str, at: int) -> bool:
    """Whether the character there is combined with the one before it, so that no cut may divide them."""
    return at < len(text) and text[at] >= _FIRST_MARK and unicodedata.category(text[at])[0] == "M"


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
    at = m.start("stop")
    low = max(0, at - _LOOK_BACK)
    before = _BEFORE.search(text, max(low, text.rfind(" ", low, at) + 1), at)
    word = before.group() if before else ""
    if not word:
        return True
    if len(word) == 1 or "." in word or (word.isdecimal() and len(word) == 2):
        return False  # an initial, an acronym, an ordinal
    listed = word.lower() in (_BEFORE_NUMBERS if behind.isdecimal() else _BEFORE_NAMES)
    return not listed


def _first_sign(text: str, at: int) -> str:
    """The first character at or behind `at` that is not an opening mark or space; "" at the end."""
    m = _OPENED.search(text, at)
    return m.group() if m else ""
