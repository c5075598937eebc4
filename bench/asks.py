"""What is asked, before any engine's own form of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Form(StrEnum):
    """How the words of an ask stand together."""

    ANY = "any"  # at least one of them
    ALL = "all"  # all of them; a single word too
    PHRASE = "phrase"  # next to each other, in this order
    PREFIX = "prefix"  # one word's beginning
    FUZZY = "fuzzy"  # one letter off
    NONE = "none"  # no words, only conditions


class Task(StrEnum):
    """What is wanted of the paragraphs found. The exact total is always part of it."""

    TOP = "top"  # ids of the best ten
    NEWEST = "newest"  # ids of the latest ten
    SNIPPETS = "snippets"  # the best ten with their snippets
    YEARS = "years"  # how many in each year


@dataclass(frozen=True, slots=True)
class Ask:
    """One query: words in a form, conditions beside it, and what is wanted."""

    words: tuple[str, ...]
    form: Form = Form.ALL
    task: Task = Task.TOP
    speaker: str = ""
    years: tuple[int, int] | None = None  # first and last
    said: bool = False  # the words stand inside somebody's speech (the speaker's, where one is named)
