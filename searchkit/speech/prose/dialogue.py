"""Dialogue behind dashes: "– Words, – said Anna Varga. – More words."

A paragraph that begins with a dash is somebody's words; a clause between dashes, or behind the last one,
that begins with a verb of saying names the speaker.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from searchkit.names import parse
from searchkit.patterns import lazy
from searchkit.speech.lexicon import FEMALE, MALE, PRONOUNS, ROLE_NOUNS, SAID_WORDS
from searchkit.speech.people.mentions import Mention
from searchkit.speech.people.roster import Roster

_DASH = lazy(r"\s*(?:[–—―−]|--?(?=\s))\s*")
_CLAUSE = lazy(
    r"(?:[,.!?…»”\"]\s*(?:[–—―−]|--?(?=\s?[^\W\d_A-ZА-ЯІЇЄҐ]))\s*"  # a hyphen before a capital is a bullet
    r"|(?<=\w)\s[–—―](?=[^\W\d_A-Z]))"  # "—No —dijo la ministra—. Nunca."
    r"(?P<clause>[^–—―−]{3,400}?)(?=[.,…]*\s*[–—―−][.,;:?!]?(?:\s|$)|(?<![A-ZА-Я])(?<!\bSt)(?<!\bDr)(?<!\bMr)(?<!\bMrs)\.\s+[«“\"A-ZА-ЯІЇЄ]|[.…]?\s*$)"
)
_WORD = lazy(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NAME = lazy(
    r"[^\W\d_a-zа-яіїєґ][^\W\d_]+(?:['’-][^\W\d_]+)*(?:\s[^\W\d_]\.)?\s[^\W\d_a-zа-яіїєґ][^\W\d_]+(?:['’-][^\W\d_]+)*(?=\W*$)"
)
_INDEFINITE = lazy(
    r"\s+(?:an?|one|another|un[oae]?|eine?r?|один|одна|кто-то|хтось|хто)\s+[^\W\d_]+", re.IGNORECASE
)
_NOUN_ALONE = lazy(r"\s+(?!\w*(?:ly|mente?|[oоe])\b)[^\W\d_A-ZА-ЯІЇЄҐ]\w{2,}[ .]*")  # but "– he said softly."
_DASHES = " \xa0–—―−-"
_BETWEEN = _DASHES + ".,…"
MAX_SUBJECT = 16  # words before the verb that a subject and its apposition may have
VERB_WITHIN = 3  # words of a clause in which its verb must stand: "as the minister said"


class Clause(NamedTuple):
    """An attributing clause [start, end) of a paragraph; `verb` as printed.

    speaker   full name in it, "" where a pronoun or a noun stands for it
    refers    the pronoun or noun that does
    """

    start: int
    end: int
    verb: str
    speaker: str = ""
    refers: str = ""


def begins_with_dash(text: str) -> int:
    """Where the words begin behind a leading dash; 0: there is none."""
    match = _DASH.match(text)
    return match.end() if match else 0


def clauses(text: str, paragraph: int, roster: Roster, offset: int = 0) -> list[Clause]:
    """Attributing clauses of one paragraph, or of a piece of it that begins at `offset`, in order."""
    found: list[Clause] = []
    for match in _CLAUSE.finditer(text):
        clause = _read(match["clause"], match.start("clause") + offset, roster.of(paragraph))
        if clause:
            found.append(clause)
    return found


def _read(clause: str, offset: int, mentions: Sequence[Mention]) -> Clause | None:
    words = list(_WORD.finditer(clause))
    verb = next((w for w in words[:VERB_WITHIN] if w[0].lower() in SAID_WORDS), None)
    if verb is None:
        verb = _verb_behind_subject(clause, words)
    end = offset + len(clause)
    inside = [m for m in mentions if offset <= m.start and m.end <= end]
    if verb is None:
        verb = _verb_before_name(clause, offset, words, inside)
    if verb is None:
        return None
    speaker = _speaker(clause, offset, verb, inside)
    lowered = [w[0].lower() for w in words[:6]]
    refers = "" if speaker else next(filter(_is_known, lowered), "") or _somebody_else(clause, verb)
    return Clause(offset, end, verb[0], speaker, refers)


def _is_known(word: str) -> bool:
    """Whether a word may stand for somebody of whom the article has spoken."""
    return word in PRONOUNS or word in ROLE_NOUNS


def _somebody_else(clause: str, verb: re.Match[str]) -> str:
    """ "– asked a neighbour.", "– спросил сосед.", "– a boy shouted.": of whom nobody has spoken before."""
    behind = clause[verb.end() :]
    match = _INDEFINITE.match(behind) or _NOUN_ALONE.fullmatch(behind)
    match = match or _INDEFINITE.match(" " + clause[: verb.start()])
    return match[0].strip(" .") if match else ""


def _verb_behind_subject(clause: str, words: list[re.Match[str]]) -> re.Match[str] | None:
    """ "– the former envoy Anna Varga told “The Post”.": a verb directly behind a name."""
    for before, word in pairwise(words[:MAX_SUBJECT]):
        if word[0].lower() not in SAID_WORDS or not before[0][:1].isupper():
            continue
        if clause[before.end() : word.start()].strip(" ,") == "":
            return word
    return None


def _verb_before_name(
    clause: str, offset: int, words: list[re.Match[str]], inside: list[Mention]
) -> re.Match[str] | None:
    """ "– objects the envoy Anna Varga.": no verb that is known, but a small word, and a name at the end."""
    if not words or len(words) > MAX_SUBJECT or not words[0][0].islower():
        return None
    behind = offset + len(clause.rstrip(" .,…"))
    named = any(m.end == behind and parse(m.name).given for m in inside)
    return words[0] if named and "," not in clause[: words[0].end() + 1] else None


def _speaker(clause: str, offset: int, verb: re.Match[str], inside: list[Mention]) -> str:
    """The person who speaks: right behind the verb, else the last full name of the clause."""
    behind = offset + verb.end()
    for mention in inside:
        if 0 <= mention.start - behind <= 2 or 0 <= offset + verb.start() - mention.end <= 2:
            return mention.name
    subject = _NAME.search(clause[: verb.start()].rstrip(" ,"))
    if subject and verb.start() - subject.end() <= 2:
        return subject[0]
    full = [m for m in inside if parse(m.name).given]
    if full:
        return full[-1].name
    last = _NAME.search(clause.rstrip(" .,…"))
    if last:
        return last[0]
    return inside[-1].name if inside else ""


def words_around(text: str, start: int, end: int, found: Sequence[Clause]) -> list[tuple[int, int]]:
    """[start, end) without the clauses: what is spoken, without the dashes between."""
    spans: list[tuple[int, int]] = []
    for clause in (*found, Clause(end, end, "")):
        while start < clause.start and text[start] in _BETWEEN:
            start += 1
        last = clause.start
        while last > start and text[last - 1] in _DASHES:
            last -= 1
        if last > start:
            spans.append((start, last))
        start = clause.end
    return spans


def agrees(refers: str, gender: str) -> bool:
    """Whether a pronoun or noun may stand for a person of that gender ("" unknown)."""
    if refers and not _is_known(refers):
        return False
    if not gender or not refers:
        return True
    return not (refers in MALE and gender == "f") and not (refers in FEMALE and gender == "m")
