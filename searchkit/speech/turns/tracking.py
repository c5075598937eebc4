"""Turns of transcripts: labels, questions and answers, bold questions, dash dialogue.

One pass over an article finds what could be labels, a second decides which are, a third walks through the
paragraphs with one piece of state: who has the floor.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from searchkit.names import same_person
from searchkit.patterns import lazy
from searchkit.records import Paragraph, Person, Sort
from searchkit.speech.people.mentions import Mention
from searchkit.speech.turns import signs
from searchkit.speech.turns.acceptance import accept
from searchkit.speech.turns.floor import NARRATION, QUESTION, Floor, Turn
from searchkit.speech.turns.holders import Holders
from searchkit.speech.turns.labels import Holder, Label
from searchkit.speech.turns.narrator import announces_interview, is_break
from searchkit.speech.turns.openings import read
from searchkit.speech.turns.vocabulary import Vocabulary

_MODERATORS = lazy(
    r"\b(?:moderators (?:were|are)|moderator (?:was|is)|(?:moderated|hosted|put|asked) by|moderiert von"
    r"|moderado por|animé par|модератор\w*)\b",
    re.IGNORECASE,
)
# Shares of turns that ask: of an interviewer, of one who begins and asks, of all others, of the calmest.
ASKING, OPENING, QUIET, CALM = 0.6, 0.55, 0.3, 0.2


def read_labels(
    paragraphs: Sequence[Paragraph], free: Collection[int], words: Vocabulary
) -> dict[int, Label]:
    """Index of paragraph -> label, of those that are labels in this article."""
    possible = {}
    for index in free:
        label = read(paragraphs[index].text)
        if label:
            possible[index] = label
    return _with_initials(accept(possible, words)) if possible else {}


def _with_initials(labels: dict[int, Label]) -> dict[int, Label]:
    """ "MG:" is the outlet that is "Merrow Gazette:" above, and no person."""
    outlets = {
        _initials(label.name or label.printed): label for label in labels.values() if _is_outlet(label)
    }
    if not outlets:
        return labels
    meant = {
        index: outlets[label.printed]
        for index, label in labels.items()
        if label.printed in outlets and not _is_outlet(label)
    }
    return labels | {
        index: labels[index]._replace(name=outlet.name or outlet.printed, holder=Holder.OUTLET)
        for index, outlet in meant.items()
    }


def _is_outlet(label: Label) -> bool:
    return label.holder is Holder.OUTLET


def _initials(name: str) -> str:
    words = [word for word in name.split() if word.lower() != "the"]
    return "".join(word[0] for word in words if word[0].isupper()) if len(words) > 1 else ""


def track(
    paragraphs: Sequence[Paragraph],
    free: Collection[int],
    labels: Mapping[int, Label],
    holders: Holders,
    authors: Sequence[str] = (),
) -> dict[int, Turn]:
    """Index of paragraph -> turn, for the paragraphs that turns decide.

    free    paragraphs that are neither title nor boilerplate nor given a speaker by their source
    labels  from `read_labels`
    authors of the article: they ask, if they have a label, and are nobody's answer
    """
    roster, texts = holders.roster, holders.words.texts
    found = signs.find(paragraphs, free, labels, roster, holders.words.title)
    if found is None:
        return {}
    hosts = [
        *authors,
        *(m.name for i, p in enumerate(paragraphs) if p.role == "byline" for m in roster.of(i)),
        *(name for i in range(min(labels, default=0)) for name in _moderators(texts[i], roster.of(i))),
    ]
    floor = Floor(paragraphs, found, holders, hosts)
    # Reading takes a line of asterisks for furniture; here it parts the talk from what follows.
    breaks = (i for i, p in enumerate(paragraphs) if p.role == "boilerplate" and is_break(p.text))
    turns = {index: turn for index in sorted({*free, *breaks}) if (turn := floor.hear(index)) is not None}
    first = min(turns, default=0)
    introduced = (i for i in free if first - 2 <= i < first and announces_interview(texts[i]))
    turns = dict.fromkeys(introduced, Turn(NARRATION, None)) | turns
    return _name_interviewers(turns, texts, hosts)


def _moderators(text: str, mentions: Sequence[Mention]) -> Iterator[str]:
    """Whom an introduction names as those who ask: "The moderators were Anna Varga and Tom Hale."."""
    match = _MODERATORS.search(text)
    if match is None:
        return
    end = text.find(". ", match.end())
    for mention in mentions:
        if match.end() <= mention.start and (end < 0 or mention.end <= end):
            yield mention.name


def _name_interviewers(turns: dict[int, Turn], texts: Sequence[str], hosts: Sequence[str]) -> dict[int, Turn]:
    """Authors, and those who mostly ask beside others who do not, have the role question."""
    asks: dict[Person, list[bool]] = {}  # of each turn: whether a paragraph of it ends as a question
    for index, turn in turns.items():
        if turn.speaker is None or turn.speaker.sort is not Sort.PERSON:
            continue
        own = asks.setdefault(turn.speaker, [])
        if turn.method != "carried" or not own:
            own.append(False)
        own[-1] |= texts[index].rstrip(' *_»”"').endswith(("?", "？"))
    if len(asks) < 2:
        return turns
    share = {person: sum(own) / len(own) for person, own in asks.items()}
    asking = {p for p in asks if any(same_person(p.name, host) for host in hosts)}
    opener = next(iter(asks))
    calm = min(share.values()) <= CALM
    asking |= {p for p, part in share.items() if calm and part >= ASKING and len(asks[p]) > 1}
    others = max(part for person, part in share.items() if person != opener)
    if share[opener] >= OPENING and others <= QUIET and len(asks[opener]) > len(asks):
        asking.add(opener)  # who begins, and asks half the time, while nobody else asks
    return {
        index: turn._replace(role=QUESTION) if turn.speaker in asking else turn
        for index, turn in turns.items()
    }
