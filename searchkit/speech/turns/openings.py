"""How a paragraph may open with a label: name and colon, letter, title and full stop, a line of its own.

    NAME:   **Name:**   “SP”: –   Q   Q.   Q:   [00:12:31] Name:   1. Name (party):   "NAME: words
    Mr. VARGA. Words   The CHAIRMAN. Words   Name — Words   NAME, alone on its line

`read` says what a paragraph's beginning could be; whether it is a label at all, the whole article shows
(`acceptance`): a label comes again, or stands among others.
"""

from __future__ import annotations

import re

from searchkit.names import is_title
from searchkit.patterns import lazy
from searchkit.speech.labelwords import LETTER_PAIRS
from searchkit.speech.turns.labels import Ends, Holder, Label, judge

_COLON = lazy(
    r"\s*(?P<open>[*_]{1,3})?\s*(?P<label>[^\W_][^:：\n]{0,159}?|[\"“„«「][^:：\n]{1,159}?)"
    r"(?:\s*[\[(]\d{1,2}:\d\d(?::\d\d)?[\])])?"  # a time, as recordings have it
    r"\s*(?P<inner>[*_]{1,3})?\s*[:：]\s*(?P<outer>[*_]{1,3}(?!\S*[*_]{2}\s*$))?\s*",
)
_LETTER = lazy(
    r"\s*(?:[*_]{1,3})?(?P<letter>[^\W\d_])(?:[*_]{1,3})?(?:[.:]\s+|[ \xa0]{2,}|[ \xa0](?=[A-ZА-Я—–(]))"
)
# What stands before a label: [00:12:31], (0:45), 12:31 –
_CLOCK = lazy(r"\s*(?:[\[(]\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d{1,3})?[\])]|\d{1,2}:\d\d:\d\d)\s*(?:[–—-]\s)?")
# The number of an oral question: "3. Anna Varga (Dorvik North):"
_NUMBER = lazy(r"\s*\d{1,3}[.)]\s+(?=[^\W\d_a-z])")
# An initial before a surname is no letter of a pair: "A. Quill:", "П. С. Дорин:"; nor are those of a
# signature: "A. T. QUILL, Acting Secretary."
_INITIALS = lazy(
    r"\s*[*_]{0,3}(?:[^\W\d_]\.[ \xa0]?){1,2}[^\W\d_][\w’'-]+(?:[ \xa0][^\W\d_][\w’'-]+)?\s*[*_]{0,3}[:：]"
    r"|\s*(?:[A-ZА-Я]\.[ \xa0]?){2}[A-ZА-Я][\w’'-]+(?:,\s[^.!?]{0,80})?\.?\s*$"
    r"|\s*[*_]{0,3}(?:[^\W\d_]\.[ \xa0]?){2,3}[*_]{0,3}[:：]"
)
# Nor is an article before a crowd: "A VOICE:"
_CROWD = lazy(r"\s*[*_]{0,3}[AQ][ \xa0][A-Z][A-Z -]{2,40}[:：]")
_STOPPED = lazy(
    r"""\s*(?:(?P<printed>(?:M\.|MM\.|Mme|Mlle|Mr\.?|Mrs\.?|Ms\.?|Miss|Dr\.?|Sir|Lord|Lady|Baroness
            |(?:Vice[ ])?Chair(?:man|woman|person)?|Senator|Representative|Delegate|Congress(?:man|woman)
            |Secretary|Governor|Mayor|Ambassador|General|Admiral|Colonel|Judge|Justice|Professor|Commissioner
            |Director)[ \xa0]
        (?P<name>(?:[Ll][ea]\s[^\W\d_][\w’'-]+|[Ll]['’][^\W\d_][\w’'-]+|[^\W\d_a-zà-ÿ][\w’'-]+)
            (?:(?:[ \xa0](?:[^\W\d_]\.|d[eu]s?|v[ao]n|l[ae]|[^\W\d_a-zà-ÿ][\w’'-]+)){0,3}?
                [ \xa0][^\W\d_a-zà-ÿ][\w’'-]+)?)
        (?:[ ]of(?:[ ][A-Z][\w’'-]+){1,2})?(?:,\s(?P<role>[^.:]{3,120}?))?)
        |(?P<crowd>(?:Plusieurs|Un|Une)\s(?:députée?s?|voix|orateurs?)[^.:]{0,60}
            |(?:The|THE)\s(?i:(?:vice[ ]|acting[ ]|deputy[ ])?(?:president|chair(?:man|woman|person)?|speaker
                |witness|clerk|interpreter|secretary|governor|prime[ ]minister|presiding[ ]officer))
            (?:\spro\stempore)?))
        \.[ \xa0](?:[–—-]\s*)?(?=[^\W\d_a-zà-ÿ]|[…«“"(\[])""",
    re.VERBOSE,
)
_STOPPED_HEADS = (  # what these labels begin with: most paragraphs are spared the pattern
    "M. ", "M.\xa0", "MM.", "Mme", "Mlle", "Mr", "Mrs", "Ms", "Miss ", "Dr", "Sir ", "Lord ", "Lady ",
    "Baroness ", "Vice ", "Chair", "Senator ", "Repres", "Delegate ", "Congress", "Secretary ", "Governor ",
    "Mayor ", "Ambass",
    "General ", "Admiral ", "Colonel ", "Judge ", "Justice ", "Profess", "Commissioner ", "Director ",
    "Plusieurs ", "Un ", "Une ", "The ", "THE ",
)  # fmt: skip
_SUFFIXES = frozenset(("Jr", "Sr", "II", "III"))
_LETTERS = frozenset(letter for pair in LETTER_PAIRS for letter in pair)
_OPENING_MARKS = '"“„«'
_CLOSING_MARKS = frozenset('"”“»')
_DASH = lazy(
    r"\s*[*_]{0,3}(?P<label>[^\W\d_][^:—–\n]{1,70}?)[*_]{0,3}[ \xa0][—–][ \xa0]"
    r"(?=[^\W\d_a-zа-я]|[«“\"¿¡…(—–])"
)
_ALONE = lazy(
    r"\s*(?P<open>[*_]{1,3})?(?P<label>[^\W\d_][^:\n]{0,70}?)[*_]{0,3}"
    r"(?:\s+[\[(]?\d{1,2}:\d\d(?::\d\d)?[\])]?)?\s*"
)
_LONGEST_ALONE = 80


def read(text: str) -> Label | None:
    """The label a paragraph may begin with, or None."""
    if text[:1].isalpha() or not text[:2].strip("[(")[:1].isdigit():
        return _read(text)
    clock = _CLOCK.match(text)
    before = clock or _NUMBER.match(text)
    if before is None:
        return _read(text)
    label = _read(text[before.end() :])
    if label is None or (
        clock is None and (label.holder is not Holder.PERSON or label.ends is not Ends.COLON)
    ):
        return None
    return label._replace(end=label.end + before.end())


def words_begin(text: str) -> int:
    """Where the words begin behind a time that a recording's paragraph opens with; 0: there is none."""
    clock = _CLOCK.match(text) if text[:2].strip("[(")[:1].isdigit() else None
    return clock.end() if clock else 0


def _read(text: str) -> Label | None:
    head = text[:16].lstrip(" *_")
    letter = None if head[1:2].isalnum() else _LETTER.match(text)
    if letter and letter["letter"].lower() in _LETTERS and not (_INITIALS.match(text) or _CROWD.match(text)):
        return _letter(letter["letter"], letter.end())
    if head.startswith(_STOPPED_HEADS):
        stopped = _stopped(text)
        if stopped:
            return stopped
    if len(text) <= _LONGEST_ALONE and (text[-1:].isalnum() or text[-1:] in "*_)]" or text[-2:-1].isupper()):
        alone = _alone(text)
        if alone:
            return alone
    colon = text.find(":", 0, 200)
    if colon >= 0 or text.find("：", 0, 60) >= 0:
        label = _before_colon(text)
        if label or colon < 0:
            return label
    before = text[: colon if 0 <= colon < _LONGEST_ALONE else _LONGEST_ALONE]
    return _before_dash(text) if " — " in before or " – " in before else None


def _before_colon(text: str) -> Label | None:
    match = _COLON.match(text)
    if match is None or text[match.end() :].startswith("//"):
        return None
    marked = bool(match["open"] and (match["inner"] or match["outer"]))
    printed = match["label"].strip()
    quoted = printed[0] in _OPENING_MARKS and _CLOSING_MARKS.isdisjoint(printed[1:])
    label = judge(printed[1:] if quoted else printed, marked)
    return label._replace(end=match.end(), quoted=quoted) if label else None


def _stopped(text: str) -> Label | None:
    """Labels that end with a full stop, as minutes print them: "Mr. VARGA. I ask", "M. Aubin. Oui"."""
    match = _STOPPED.match(text)
    if match is None:
        return None
    if match["crowd"]:
        crowd = match["crowd"]
        return Label(crowd, "", Holder.UNNAMED, match.end(), role=crowd, ends=Ends.STOP)
    if match["name"][:3].lower() in ("le ", "la ", "l’", "l'"):
        printed = match["printed"].replace("\xa0", " ")
        return Label(printed, "", Holder.UNNAMED, match.end(), role=match["name"], ends=Ends.STOP)
    name = match["name"]
    words = name.split()
    if all(map(is_title, words)) or (len(words) > 1 and is_title(words[-1])) or words[-1] in _SUFFIXES:
        return None  # "Mr President. We are ready.": an address; "Mr. Hale Jr. Said"
    role = match["role"] or ""
    return Label(match["printed"], name, Holder.PERSON, match.end(), role=role, ends=Ends.STOP)


def _letter(letter: str, end: int) -> Label:
    asks = any(letter.lower() == question for question, _ in LETTER_PAIRS)
    return Label(letter, "", Holder.QUESTION if asks else Holder.ANSWER, end)


def _alone(text: str) -> Label | None:
    """A name alone on its line, perhaps with the time that a recording gives."""
    match = _ALONE.fullmatch(text)
    label = _bare(match["label"].strip(), bool(match["open"])) if match else None
    return label._replace(end=len(text), ends=Ends.LINE) if label else None


def _before_dash(text: str) -> Label | None:
    match = _DASH.match(text)
    label = _bare(match["label"].strip(), False) if match else None
    return label._replace(end=match.end(), ends=Ends.DASH) if label and match else None


def _bare(printed: str, marked: bool) -> Label | None:
    """A label without a colon: capitals or bold, several words of a name, or who has no name."""
    if printed[-1:] in ".!?,;…" and not printed[:-1].isupper():
        return None
    label = judge(printed, marked)
    if label is None or label.phrase or label.holder is Holder.OUTLET:
        return None
    if label.holder is Holder.PERSON and not (label.sure or len(label.name.split()) > 1):
        return None
    return label
