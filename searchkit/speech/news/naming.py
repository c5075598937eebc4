"""What an organisation or an unnamed source is called: the noun phrase in the words that the tagger marked.

The tagger marks words one by one: "A senior official in the secretariat, who", "laughed and".  The name is
the first noun phrase among them, as printed; where there is none, the source stays without a name.
"""

from __future__ import annotations

from collections.abc import Sequence

from searchkit.records import Sort
from searchkit.speech.lexicon import SAID_WORDS, UNNAMED_PLURALS
from searchkit.speech.people.tokens import CLOSING, OPENING
from searchkit.speech.people.wordlists import ROLES
from searchkit.speech.people.wordshapes import CAPITAL, DATE, FUNCTION, LETTERS, TITLE, shape

_SURE_CUE, _LISTED_CUE = (
    0.3,
    0.05,
)  # a word, a verb of saying this likely to be the cue is no part of the name
_ARTICLES = frozenset("a an the".split())
_POSSESSIVES = frozenset("his her its their our my your this these those".split())
_DETERMINERS = _ARTICLES | _POSSESSIVES
_AUTHORS = frozenset("i we".split())
# No name goes on behind one of these.
_ENDS = frozenset(
    """
    who which that whose whom where when why how because while if although though since unless until whether
    as is are was were be been being has have had do does did will would can could should may might must
    want wants wanted expect expects expected not never also then now even too still just only once again ago
    first recently initially briefly meanwhile however instead
    """.split()
)
_PREPOSITIONS = frozenset(
    """
    of in on at by for from to with without about over under among against between into after before during
    despite across behind near through within
    """.split()
)
_CONJUNCTIONS = frozenset("and or but nor yet so both either neither than plus".split())
_LINKED = _PREPOSITIONS | _CONJUNCTIONS
_LINKS = _LINKED | _ENDS
_OPENERS = _LINKED | _ARTICLES
_SMALL = _LINKS | _DETERMINERS
_BEFORE_DETERMINERS = _LINKED | frozenset("all both half not many what such".split())
# Words that name nobody: alone they are no name.
_PRONOUNS = frozenset("it they them he she him her this that these those there what one you".split())
_STOPS = frozenset([",", ".", ";", ":", "(", ")", "[", "]", "-", "–", "—", "―", "--", OPENING, CLOSING])
_PARTISANS = frozenset(
    "democrats republicans conservatives liberals libertarians democrat republican".split()
)
_PEOPLE = (
    ROLES
    | UNNAMED_PLURALS
    | frozenset(
        """
        everybody everyone many others several some
        advocates allies ambassadors attorneys candidates citizens colleagues commentators conservatives
        delegates democrats deputies doctors donors employees executives families fans farmers fishermen
        followers friends generals governments governors governor's half herders insiders investigators judges
        lawyers leaders liberals libertarians loyalists majority man mayors members men ministers mothers
        neighbours number nurses officers operatives organizers owners parents participants patients person
        pilots players police pollsters professors progressives prosecutors protesters readers republicans
        rest researchers respondents rivals sailors scholars senators soldiers staff staffers strategists
        students surrogates teachers three two users veterans viewers villagers voter volunteers witness
        witnesses woman women workers
        """.split()
    )
)


def noun_phrase(words: Sequence[str], cue: Sequence[float], first: int, last: int) -> tuple[int, int] | None:
    """The words [first, last) that name the source among those marked; None where none do.

    words, cue  of the paragraph: as printed, and the chance of each to be a verb of saying
    """
    while first < last and not _can_begin(words, cue, first):
        first += 1
    first = _restarted(words, first, last)
    stop = first
    while stop < last and not _cuts(words, cue, stop, first):
        stop += 1
    while stop > first and _is_small(words[stop - 1]):
        stop -= 1
    phrase = words[first:stop]
    if _holds_noun(phrase) or (len(phrase) == 1 and phrase[0].lower() in _AUTHORS):
        return first, stop
    return None


def _holds_noun(phrase: Sequence[str]) -> bool:
    """Whether a phrase names something; of single words only capitals, plurals and words for people do."""
    if len(phrase) == 1 and not (phrase[0][0].isupper() or phrase[0].endswith("s") or phrase[0] in _PEOPLE):
        return False
    return any(shape(w) & LETTERS and not (_is_small(w) or w.lower() in _PRONOUNS) for w in phrase)


def _can_begin(words: Sequence[str], cue: Sequence[float], at: int) -> bool:
    word = words[at].lower()
    if not words[at][0].isalnum() or word in _LINKS:
        return False
    return cue[at] <= _SURE_CUE or words[at][0].isupper()


def _restarted(words: Sequence[str], first: int, last: int) -> int:
    """ "Kastrograd a newspaper", "Five years ago I": where another phrase begins right behind a first one."""
    for at in range(first + 1, last):
        word = words[at].lower()
        if words[at] in _STOPS or words[at - 1].lower() in _OPENERS:
            break
        if word in ("a", "an") or (word in _AUTHORS and words[at - 1].lower() in _ENDS):
            return at
    return first


def _cuts(words: Sequence[str], cue: Sequence[float], at: int, first: int) -> bool:
    """Whether the name ends before this word."""
    word = words[at]
    if word in _STOPS or word.lower() in _ENDS:
        return True
    if at == first:
        return False
    if word in _DETERMINERS and words[at - 1].lower() not in _BEFORE_DETERMINERS:
        return True  # "her office | the two women"
    verb = cue[at] > (_LISTED_CUE if word in SAID_WORDS else _SURE_CUE) and not word[0].isupper()
    return word.lower() in _AUTHORS or (verb and _holds_noun(words[first:at]))


def _is_small(word: str) -> bool:
    return word.lower() in _SMALL or not word[0].isalnum()


def sort_of(phrase: Sequence[str], opens: bool) -> Sort:
    """An organisation has a name (a capital that is no title); people called by a noun are unnamed.

    `opens`: the phrase opens a sentence, so that its first capital tells nothing.
    """
    head = _head(phrase)
    proper = head[:1].isupper() and head.lower() not in _PARTISANS and not (opens and head == phrase[0])
    if head.lower() in _PEOPLE and not proper:
        return Sort.UNNAMED
    for place, word in enumerate(phrase):
        mask = shape(word)
        if mask & CAPITAL and not mask & (FUNCTION | TITLE | DATE) and not (opens and place == 0):
            return Sort.ORGANISATION
    return Sort.UNNAMED


def _head(phrase: Sequence[str]) -> str:
    """The noun of the phrase: its last word before "of the House", "familiar with", "released Monday"."""
    head = ""
    for word in phrase:
        if word.lower() in _LINKED or (head.lower() in _PEOPLE and not word[0].isupper()):
            break
        head = word
    return head
