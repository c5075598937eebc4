"""What the words of a label name: a person, with title and office taken off, an outlet, or somebody unnamed.

NAME   Name Surname   MR. X   Minister of Y Name Surname   Dr. X (party)   Name, office
"Outlet" newspaper   “SP”   Question   Вопрос   SENIOR OFFICIAL   THE PRESIDENT
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from itertools import dropwhile, pairwise
from typing import NamedTuple

from searchkit.names import is_title
from searchkit.patterns import lazy
from searchkit.speech.labelwords import (
    ANSWER_LABELS,
    OUTLET_ENDINGS,
    OUTLET_WORDS,
    QUESTION_LABELS,
    SENTENCE_WORDS,
    THING_LABELS,
    UNNAMED_WORDS,
)
from searchkit.speech.lexicon import ORGANISATION_WORDS, ROLE_NOUNS


class Holder(StrEnum):
    """Whom a label names."""

    PERSON = "person"
    OUTLET = "outlet"
    QUESTION = "question"  # somebody who asks, without a name
    ANSWER = "answer"  # the one who is asked: "A:"
    UNNAMED = "unnamed"  # "SENIOR OFFICIAL", "THE PRESIDENT"


class Ends(StrEnum):
    """What parts a label from the words spoken. Only a colon is a sign by itself."""

    COLON = ":"
    STOP = "."  # "Mr. VARGA. I ask"
    DASH = "—"  # "Anna Varga — I ask"
    LINE = "line"  # the words stand below


class Label(NamedTuple):
    """One possible label.

    printed  as printed, without markup and colon
    name     the name in it, without office and title ("Vladimir Putin", "PSAKI"); "" if it has none
    holder   whom it names
    end      where the words spoken begin
    sure     whether its form alone makes it a label among others (capitals, title, markup, quotes)
    phrase   it has an office in lower-case words before the name ("head of the bank Anna Varga")
    role     the office as printed, where there is one
    ends     what stands behind it
    quoted   it stands behind an opening quotation mark: a transcript that an article quotes
    """

    printed: str
    name: str
    holder: Holder
    end: int
    sure: bool = False
    phrase: bool = False
    role: str = ""
    ends: Ends = Ends.COLON
    quoted: bool = False


_QUOTED = lazy(r"^[\"“„«「](?P<name>[^\"”“»」]{1,60})[\"”“»」]\s*(?P<rest>[^\"“«]{0,40})$")
_HONORARY = lazy(r"\bh\.\s?c\.\s(?:mult\.\s)?")  # "Dr. h. c. Jens Albers"
_PARENTHESIS = lazy(r"\s*[(\[]([^)\]]*)[)\]]")
# A "?" between letters is one of another encoding that was lost: "Da?delen".
_SENTENCE_END = lazy(
    r"[!;…]|\?(?![^\W\d_])|(?<![A-ZА-ЯІЇЄ])(?<!\b[A-Za-z][a-z])(?<!\b[A-ZА-Я][a-zа-я]{2})\.\s"
)
# Whom a speech greets, between commas; a "senior fellow" and the "Friends of the Rivers" are no such thing.
_SALUTATION = lazy(
    r"""(?:(?:and|und|y|et|і|и)\s)?(?:(?:ladies|gentlemen|countrymen|excellencies|dear|liebe|sehr\sgeehrte|meine
        |mesdames|messieurs|chers|señoras|señores|уважаемые|дорогие|шановні|дорогі
        |your|mr|mrs|ms|madam|madame|mister|members\sof)\b.*
        |fellow[-\s]\w+s|(?:distinguished\s)?(?:friends|colleagues|citizens|delegates|comrades))""",
    re.VERBOSE,
)
# "Mr. President, distinguished ladies and gentlemen:": greeted, and nobody's label
_GREETED = lazy(
    r"(?:,|\band\b|\bund\b|\by\b|\bet\b)\s+(?:(?:dear|distinguished|esteemed|honou?rable|my)\s+)?(?:ladies|gentlemen"
    r"|excellenc(?:y|ies)|fellow[-\s]\w+s|friends|colleagues|delegates|comrades|damen|herren|kolleg(?:inn)?en"
    r"|señor[ae]s|mesdames|messieurs)\b",
    re.IGNORECASE,
)
_ROMAN = lazy(r"^[IVXLC]+$")
_CASELESS = (  # first and last of each run
    ("\u0590", "\u06ff"),
    ("\u0900", "\u0dff"),
    ("\u3040", "\u30ff"),
    ("\u3400", "\u9fff"),
    ("\uac00", "\ud7af"),
)
_IDEOGRAPHS = "\u3040"
_SMALL = frozenset(
    """
    of the and for de von van der den del la le los las du des di da bin al el to in on at a an dos das y e
    und für im am zu zur et и по при в на та з у
    """.split()
)
# A heading, and no speaker: "A word about children:", "Help for workers:".
_ABOUT = frozenset("about for on to with against among around regarding".split())
_PREPOSITIONS = frozenset("in on at to for of für im am zu zur по при в на".split())
_NO_PART = frozenset(("of", "and", "the", "for", "in", "on", "to", "at"))
# Who is told apart by a number: "Speaker 1", "Caller #2"; "Question 1" heads what is asked.
_NUMBERED = (UNNAMED_WORDS | QUESTION_LABELS) - {"question", "вопрос", "питання", "frage", "pregunta"}
_CAPITAL_ARTICLES = frozenset(("DIE", "DER", "DAS", "LES", "LOS", "LAS"))
_ARTICLES = frozenset(("the", "el", "la", "le"))
_PARTICLES = frozenset(("von", "de", "van", "der", "bin", "al"))
MAX_NAME_WORDS, MAX_NAME_PARTS = 6, 5
MAX_PHRASE_WORDS = 24
MAX_SMALL = 1  # words in small letters before an office: "former Finance Minister"
MAX_SMALL_UNTITLED = 4  # and before a name, where no office is known: "a neighbour of his"


def is_caseless(name: str) -> bool:
    """Whether a name is of a script without capitals, where small letters tell nothing."""
    return name[:1] > "\u058f" and any(first <= name[0] <= last for first, last in _CASELESS)


@lru_cache(maxsize=4096)
def judge(printed: str, marked: bool) -> Label | None:
    """What the words before a colon are; the end is not known here, so that each is judged once."""
    quoted = _QUOTED.match(printed)
    if quoted:
        rest = quoted["rest"].lower().split()
        if not rest or any(word.strip(".,") in OUTLET_WORDS for word in rest):
            return Label(printed, quoted["name"].strip(), Holder.OUTLET, 0, sure=True)
        return None
    role = "; ".join(m[1] for m in _PARENTHESIS.finditer(printed))
    bare = _HONORARY.sub("", _PARENTHESIS.sub("", printed)).strip(" *_–—-")
    words = bare.split()
    if not words or len(words) > MAX_PHRASE_WORDS:
        return None
    if is_caseless(bare):
        if len(bare) > (12 if bare[0] >= _IDEOGRAPHS else 30) or len(words) > 4:
            return None
        holder = Holder.QUESTION if bare in QUESTION_LABELS else Holder.PERSON
        holder = Holder.ANSWER if bare in ANSWER_LABELS else holder
        return Label(printed, bare, holder, 0, sure=marked or holder is not Holder.PERSON)
    first = words[0].lower().strip(".,").removesuffix("’s").removesuffix("'s")
    if first in THING_LABELS and (len(words) == 1 or not is_title(words[0])):  # "First Lady Jill Hale"
        return None
    generic = _generic(words)
    if generic:
        return Label(printed, "", generic, 0, sure=True, role=bare)
    if _SENTENCE_END.search(bare) or any(w.lower().strip(",") in SENTENCE_WORDS for w in words):
        return None
    if _GREETED.search(bare):
        return None
    return _person(printed, bare, words, marked, role)


def _generic(words: list[str]) -> Holder | None:
    """Labels without a name: Question, Moderator, SENIOR OFFICIAL, THE PRESIDENT, "X newspaper"."""
    lowered = [w.lower().strip(".,") for w in words]
    if len(words) > 1 and lowered[-1].strip("#").isdigit() and lowered[-2] in _NUMBERED:
        return Holder.QUESTION if lowered[-2] in QUESTION_LABELS else Holder.UNNAMED
    if len(words) <= 4 and lowered[0] in QUESTION_LABELS | {"unidentified"} and not _names_follow(words):
        return Holder.QUESTION
    if len(words) == 1 and lowered[0] in ANSWER_LABELS:
        return Holder.ANSWER
    if (
        lowered[-1] in QUESTION_LABELS
        and len(words) <= 4
        and all(w in _SMALL or w in UNNAMED_WORDS for w in lowered[:-1])
    ):
        return Holder.QUESTION
    capitals = all(w[:1].isupper() or w in _SMALL for w in words[:-1])
    if lowered[-1] in OUTLET_WORDS and 1 < len(words) <= 6 and words[0][:1].isupper() and capitals:
        return Holder.OUTLET
    if capitals and len(words) <= 4 and lowered[-1].endswith(OUTLET_ENDINGS) and words[-1][:1].isupper():
        return Holder.OUTLET
    if len(words) == 1 and lowered[0].endswith(("journalist", "reporter", "correspondent")):
        return Holder.QUESTION
    if lowered[-1] in UNNAMED_WORDS and len(words) <= 5 and _ABOUT.isdisjoint(lowered):
        return Holder.UNNAMED
    if len(words) <= 6 and all(is_title(w) or w.lower() in _SMALL for w in words) and len(words[-1]) > 3:
        return Holder.UNNAMED
    return None


def _names_follow(words: list[str]) -> bool:
    return len(words) > 1 and words[1][:1].isupper() and not words[1].isupper()


def _person(printed: str, bare: str, words: list[str], marked: bool, role: str) -> Label | None:
    """A label with a name: its words begin with capitals, or it is an office and ends with a name."""
    head, comma, tail = bare.partition(",")
    if comma and _is_name(head.split()):
        if _addresses(tail):
            return None
        name = " ".join(_untitled(head.split()))
        titled = is_title(head.split()[0]) and name != head
        return Label(printed, name, Holder.PERSON, 0, marked or titled or bare.isupper(), role=tail.strip())
    if comma and tail[:2].strip().islower():
        words = head.split()
    if role and _is_office(words) and _is_name(role.split()):
        return Label(printed, role, Holder.PERSON, 0, sure=True, role=bare)  # El señor MINISTRO (X)
    if _is_name(words):
        titled = is_title(words[0]) and len(words) > 1
        capitals = bare.upper() == bare and not _ROMAN.match(bare)
        name = " ".join(_untitled(words))
        return Label(printed, name, Holder.PERSON, 0, marked or titled or capitals, role=role)
    if words[0].endswith("ing") and not is_title(words[0]):  # "Curbing the Misuse of Harbour Fees:"
        return None
    run = _last_run(words) if bare.count(",") < 2 else []
    if not run or len(run) == len(words) or not _introduces(words[: len(words) - len(run)]):
        return None
    return Label(printed, " ".join(run), Holder.PERSON, 0, marked, phrase=True, role=role)


def _addresses(tail: str) -> bool:
    """Whether a name goes on as the beginning of a speech: "Senator Hale, Gentlemen, Fellow-Citizens:"."""
    return any(_SALUTATION.fullmatch(item.strip()) for item in tail.lower().split(","))


def _is_office(words: list[str]) -> bool:
    """Titles, and what they are of, without a name: "La señora MINISTRA DE HACIENDA"."""
    rest = list(dropwhile(lambda w: is_title(w) or w.lower() in _ARTICLES, words))
    return len(rest) < len(words) and (not rest or rest[0].lower() in _SMALL)


def _untitled(words: list[str]) -> list[str]:
    start = 0
    while start < len(words) - 1 and (is_title(words[start]) or _is_article(words[start])):
        start += 1
    return words[start:]


def _is_article(word: str) -> bool:
    """Before an office; "Des" is a given name."""
    return word.lower() == "the" or word in ("der", "die", "des")


def _is_name(words: list[str]) -> bool:
    """Whether all words could be parts of a name with its titles."""
    capitals = sum(word.lower() not in _SMALL for word in words)
    if not 1 <= capitals <= MAX_NAME_WORDS or len(words) > MAX_NAME_WORDS + 2 or not words[-1][:1].isalpha():
        return False
    if len(words) > 1 and words[0].lower() in _PREPOSITIONS:  # "In the Gulf:"
        return False
    if (
        any("/" in w or "&" in w for w in words)
        or _has_article(words)
        or (words[0] in _CAPITAL_ARTICLES and len(words) < 3)
    ):
        return False
    if not all(_capital(w) or w.lower() in _SMALL for w in words) or not _capital(words[-1]):
        return False
    rest = _untitled(words)
    return sum(w.lower() not in _SMALL for w in rest) <= MAX_NAME_PARTS and not any(
        is_title(w) or w.lower() in ORGANISATION_WORDS or w.lower() in _NO_PART for w in rest
    )


def _has_article(words: list[str]) -> bool:
    """German "der" that is no part of "von der": an office or a thing, no name."""
    return any(b == "der" and a.lower() not in ("von", "van") for a, b in pairwise(words))


def _capital(word: str) -> bool:
    letter = word.lstrip("'’\"“(")[:1]
    return letter.isupper() or (word[:2] in ("d'", "d’", "al") and word[2:3] in "-'’" + word[2:3].upper())


def _introduces(before: list[str]) -> bool:
    """Whether words before a name tell who that is: an office, or few words; no clause that ends with it."""
    office = next((n for n, w in enumerate(before) if is_title(w) or w.lower() in ROLE_NOUNS), None)
    small = sum(not word[0].isupper() for word in before[:office])
    return small <= (MAX_SMALL_UNTITLED if office is None else MAX_SMALL)


def _last_run(words: list[str]) -> list[str]:
    """The name at the end of an office: "head of the bank Anna Varga", "Finance Minister Varga"."""
    start = len(words)
    while start > 0 and (_capital(words[start - 1]) or words[start - 1].lower() in _PARTICLES):
        if words[start - 1].endswith(",") or is_title(words[start - 1]):
            break
        start -= 1
    run = words[start:]
    if not _CAPITAL_ARTICLES.isdisjoint(run) or _has_article(run):
        return []
    titled = start > 0 and is_title(words[start - 1])
    while len(run) > 1 and (not _capital(run[0]) or run[0].lower() in ORGANISATION_WORDS):
        run = run[1:]
    caps = sum(w.isupper() and len(w) > 1 for w in words)
    if caps < len(words):  # in a label not all in capitals, CNBC is no name
        while len(run) > 2 and run[0].isupper() and len(run[0]) > 2 and "." not in run[0]:
            run = run[1:]
    if words[len(words) - len(run) - 1].lower() == "the" and len(run) < 3:
        return []  # "Moving on to the United Kingdom:", "In the Gulf:"
    return run if len(run) >= 2 or (run and titled) else []
