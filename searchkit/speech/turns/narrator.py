"""Signs that a paragraph is nobody's turn: stage directions, breaks, and the narrator coming back."""

from __future__ import annotations

import re

from searchkit.names import agree, parse
from searchkit.patterns import lazy
from searchkit.records import Person
from searchkit.speech.labelwords import APPLAUSE
from searchkit.speech.lexicon import SAID_WORDS
from searchkit.speech.people.roster import Roster

# Heckles have brackets inside: (Zuruf der Abg. Varga [SPD])
_BRACKETED = lazy(r"^\s*\**[(\[<](?:[^()\[\]]|[(\[][^()\[\]]{0,80}[)\]]){0,400}[)\]>]\.?\**\s*$")
_SEVERAL = lazy(r"^\s*(?:[(\[][^()\[\]]{0,200}[)\]][\s.–—-]*)+$")
_BREAK = lazy(r"^\s*(?:[*_]{2})?\s*(?:[*•#~=_·–—-]\s*){3,}\s*$|^\s*\**\s*<\s*(?:…|\.\.\.)\s*>\s*\**\s*$")
_WORDS = lazy(r"[^\W\d_]+")
_CLOCK = lazy(r"^\s*\d{1,2}[:.]\d\d\s*(?:[AaPp]\.?\s?[Mm]\.?)?(?:\s+[A-Z]{2,4})?\s*$")
_END = lazy(
    r"^\W*(?:end(?:\s+\d{1,2}:\d\d.{0,20})?|to be continued|the end"
    r"|end of (?:the )?(?:transcript|interview|recording|briefing|excerpt)"
    r"|продолжение следует|далі буде|fortsetzung folgt|continuará|à suivre)\W*$",
    re.IGNORECASE,
)
# Lists of votes begin so in minutes; names follow that are nobody's words.
_VOTES = lazy(r"^\s*(?:Endgültiges Ergebnis|Abgegebene Stimmen|Résultat du vote|Votes cast)\b", re.IGNORECASE)

# The narrator speaks of what was said, or of how it was said.
_OPENING = lazy(
    r"""^\s*(?:
    after\s+the\s+(?:conversation|interview|talk|broadcast|recording)\b
    | после\s+(?:беседы|интервью|разговора) | після\s+(?:бесіди|інтерв['’]ю|розмови)
    | nach\s+dem\s+(?:gespräch|interview) | después\s+de\s+la\s+(?:entrevista|conversación)
    | après\s+l['’]entretien
    | these\s+words | this\s+(?:opinion|view|answer|statement|position)\s+(?:of|by|is|was)
    | the\s+(?:expert|interlocutor|interviewee|politician|analyst|speaker|professor)\W
    | according\s+to\s+(?:the\s+expert|our\s+interlocutor) | as\s+the\s+expert
    | (?:let\s+us\s+)?recall\s+that | earlier,?\s+it\s+was\s+reported | meanwhile,
    | (?:(?:the|this)\s+)?(?:interview|conversation|transcript)\s+(?:was|has\s+been|by)
    | interview(?:ed)?\s+(?:conducted\s+)?by | (?:[^\W\d_]\S*\s){1,4}was\s+interviewed\s+by
    | (?:questions|answers)\s+were
    | the\s+(?:interview|conversation|briefing|meeting)\s+(?:ended|concluded|took)
    | эти\s+слова | эксперт\W | по\s+словам\s+эксперта | напомним | ранее\s+сообщалось
    | бесед(?:овал|у\s+вел) | интервью\s+(?:взял|вел|провел) | собеседник\W
    | ці\s+слова | нагадаємо | раніше\s+повідомлялося | розмовля(?:в|ла) | інтерв'ю\s+(?:взя|вів|вела)
    | das\s+(?:interview|gespräch)\s+(?:führte|wurde) | (?:die\s+)?fragen\s+stellte
    | propos\s+recueillis | entretien\s+réalisé | entrevista\s+realizada
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_INTERVIEW = lazy(
    r"\b(?:answer(?:ed|s)\s+(?:[\w’']+\s+){0,3}questions|interview(?:ed|s)?\b|spoke\s+(?:to|with)\b"
    r"|questions\s+(?:from|of)|интервью|ответил\w*\s+на\s+вопросы|поговорил\w*\s+с|інтерв['’]ю"
    r"|відпов\w+\s+на\s+(?:за)?питання|im\s+(?:interview|gespräch)|entrevista|entretien)",
    re.IGNORECASE,
)
_FIRST_PERSON = lazy(
    r"\b(?:I|I['’]\w+|my|me|we|our|us|я|мы|мне|мой|нас|наш|ми|мені|нам|ich|mich|mir|wir|uns|meine?[mnrs]?|unser\w*|yo|nos|nosotr[oa]s|nuestr[oa]s?|mis?|je|nous|notre|nos|mon|mes)\b",
    re.IGNORECASE,
)
_SECOND_PERSON = lazy(
    r"\b(?:you|your|yours|you['’]\w+|вы|вас|вам|ваш\w*|ви|вам|sie|ihnen|du|vous|votre|usted|ustedes|tú|señor|señora|señorías|gracias|merci|danke|спасибо|дякую)\b",
    re.IGNORECASE,
)
_GOES_ON = lazy(r"(?:,\s\d\d,|\s\(\d\d\))?\s(?=[^\W\d_A-ZÀ-ÞА-ЯІЇЄҐ])")
_INTERJECTING = lazy(r"(?:\S+\s){1,4}interjecting\s?[—–-]*\.?")
LONGEST_BREAK = 120
OPENS_WITHIN = 8  # characters that "Prof. " takes before a name that opens a paragraph
REACH = 40  # characters behind a name in which its verb of saying stands


def is_stage_direction(text: str) -> bool:
    """(Applause), [Laughter.], (Documents are signed.), Honourable members interjecting—"""
    text = text.strip(' "“”')  # in a transcript that an article quotes
    if "(" not in text[:8] and "[" not in text[:8] and "<" not in text[:8]:
        return _only_applause(text) or _INTERJECTING.fullmatch(text) is not None
    return bool(_BRACKETED.match(text) or _SEVERAL.match(text))


def _only_applause(text: str) -> bool:
    if len(text) > 60 or text.count(" ") > 4:
        return False
    words = [w.lower() for w in _WORDS.findall(text)]
    return 0 < len(words) <= 3 and all(w in APPLAUSE for w in words)


def is_break(text: str) -> bool:
    """A line that only parts: * * *, ———, <…>, 1:40 P.M., the head of a list of votes, the end."""
    if len(text) > LONGEST_BREAK:
        return False
    return bool(_BREAK.match(text) or _CLOCK.match(text) or _VOTES.match(text) or _END.match(text))


def announces_interview(text: str) -> bool:
    """ "X answered our questions", "An interview with X": questions and answers follow."""
    return len(text) < 600 and bool(_INTERVIEW.search(text))


def speaks_of_self(text: str) -> bool:
    """Whether somebody says I or we."""
    return " I " in text or bool(_FIRST_PERSON.search(text))


def addresses(text: str) -> bool:
    """Whether somebody is called you."""
    return bool(_SECOND_PERSON.search(text))


def speaks_to_somebody(text: str) -> bool:
    """Whether somebody says I or we, or calls somebody you."""
    return speaks_of_self(text) or addresses(text)


def has_verb_of_saying(text: str) -> bool:
    """Whether somebody is said to say something."""
    return any(word.lower() in SAID_WORDS for word in _WORDS.findall(text))


def tells_of(text: str, paragraph: int, speaker: Person, roster: Roster) -> bool:
    """Whether a narrator tells of who had the word: "Varga said", "Varga shrugs"."""
    return _speaks_of(text, paragraph, speaker, roster) or _opens_with(text, paragraph, speaker, roster)


def may_come_back(text: str) -> bool:
    """Whether a paragraph opens as a narrator would, and a speaker could: "Meanwhile,", "These words"."""
    return bool(_OPENING.match(text))


def _opens_with(text: str, paragraph: int, speaker: Person, roster: Roster) -> bool:
    """ "Varga shrugs.", "Anna Varga, 58, was captain.": it begins with the speaker's name, nobody says I."""
    first = next(iter(roster.of(paragraph)), None)
    if first is not None and first.start <= OPENS_WITHIN and _may_be(first.name, speaker.name):
        end = first.end
    else:  # a guest whom the title alone names in full
        surname = speaker.name.rpartition(" ")[2]
        end = len(surname) if " " in speaker.name and text.startswith(surname) else 0
    return end > 0 and _GOES_ON.match(text, end) is not None and not speaks_of_self(text)


def _may_be(mentioned: str, speaker: str) -> bool:
    """Whether a name is the speaker's or the surname alone, and not that of another Varga."""
    one, other = parse(mentioned), parse(speaker)
    return one.surname == other.surname and (not one.given or not other.given or agree(one, other))


def _speaks_of(text: str, paragraph: int, speaker: Person, roster: Roster) -> bool:
    """ "Varga said", "Varga also believes": the speaker in the third person, with a verb of saying."""
    for mention in roster.of(paragraph):
        if not _may_be(mention.name, speaker.name):
            continue
        behind = text[mention.end : mention.end + REACH].split()[:3]
        if any(word.strip(".,:;").lower() in SAID_WORDS for word in behind):
            return not _FIRST_PERSON.search(text[: mention.start])
    return False
