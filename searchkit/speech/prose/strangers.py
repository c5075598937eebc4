"""Somebody without a name whom a paragraph introduces: "she" behind "A woman of 29" is no known person."""

from __future__ import annotations

from collections.abc import Sequence

from searchkit.patterns import lazy
from searchkit.records import Attribution, Person, Sort
from searchkit.speech.people.mentions import Mention
from searchkit.speech.prose.passage import Passage

_ARTICLES = ("A", "An", "One", "Another")
_STRANGER = lazy(
    rf"(?:^|[.!?][”\"]?\s)(?:{'|'.join(_ARTICLES)})\s"
    r"(?:[\w’'-]+\s){0,4}?(?:woman|man|girl|boy|mother|father|voter|resident|student|teacher|worker|neighbou?r|farmer|driver|passenger|doctor|nurse|lawyer|soldier|refugee|protester"
    r"|demonstrator|supporter|delegate|waitress|waiter|shopkeeper|businessman|businesswoman|veteran|retiree"
    r"|pensioner|caller|villager|witness|tourist|fisherman|engineer|trader)\b"
)
SOMEBODY = Person("", sort=Sort.UNNAMED)


def without_strangers(
    rows: list[Attribution], passage: Passage, mentions: Sequence[Mention]
) -> list[Attribution]:
    """The rows, with somebody in place of a person whom their pronoun cannot mean."""
    if not [row for row in rows if row.method == "pronoun"] or not _may_introduce(passage.text):
        return rows
    return [row._replace(speaker=SOMEBODY) if _is_stranger(row, passage, mentions) else row for row in rows]


def _may_introduce(text: str) -> bool:
    """A quick look for what `_STRANGER` begins with."""
    return any(f"{article} " in text for article in _ARTICLES)


def _is_stranger(row: Attribution, passage: Passage, mentions: Sequence[Mention]) -> bool:
    """Whether the pronoun of a row means somebody whom the paragraph has introduced without a name.

    The person whom the row has instead is not named in the paragraph before its cue.
    """
    if row.method != "pronoun" or row.speaker.sort is not Sort.PERSON:
        return False
    text = passage.text
    place = passage.nearest(row.cue.rstrip(":,"), row.start, row.end, len(text)) if row.cue else None
    if place is None:
        return False
    strangers = [match.start() for match in _STRANGER.finditer(text, 0, place)]
    return bool(strangers) and not any(
        mention.name == row.speaker.name and mention.start < place for mention in mentions
    )
