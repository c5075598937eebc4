"""Signs of turns besides labels: bold questions, dashes, and lists that are nobody's words."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from searchkit.patterns import lazy
from searchkit.records import Paragraph
from searchkit.speech.people.roster import Roster
from searchkit.speech.prose import dialogue
from searchkit.speech.prose.quotations import in_paragraph, mask
from searchkit.speech.turns.labels import Holder, Label
from searchkit.speech.turns.narrator import addresses, announces_interview, speaks_of_self

MIN_BOLD = 3
MIN_CALLED = 2  # questions that call somebody you
MIN_LIST, LIST_LINE = 4, 60
HEADING_WORDS = 6
_ITALIC_QUESTION = lazy(r"\*[^*]+\?\*|_[^_]+\?_")  # a narrator's lines in italics ask nothing
_NUMBERED = lazy(r"\s*(\d{1,2})[.)]\s.*\?\s*")
_ANSWERS = (Holder.PERSON, Holder.UNNAMED, Holder.ANSWER)


class Signs(NamedTuple):
    """What shows turns in one article: labels, and paragraphs that are bold questions, dashed, lists.

    headings  bold lines between the questions that ask nothing and are no sentences
    """

    labels: Mapping[int, Label]
    bold: frozenset[int]
    headings: frozenset[int]
    dashes: frozenset[int]
    listed: frozenset[int]


def find(
    paragraphs: Sequence[Paragraph],
    free: Collection[int],
    labels: Mapping[int, Label],
    roster: Roster,
    title: str = "",
) -> Signs | None:
    """The signs of an article, None where it has none: then it is no transcript."""
    texts = [p.text for p in paragraphs]
    bold = _bold_questions(paragraphs, free, labels)
    if not (labels or bold):
        bold = _numbered_questions(texts, free)
    if bold and not labels and not _answered(texts, free, bold, title):
        bold = frozenset()
    dashes = _dashes(texts, free, labels, roster)
    if not (labels or bold or dashes):
        return None
    listed = _lists(texts, [i for i in free if i not in labels and i not in bold])
    headings = frozenset(i for i in bold if _is_heading(texts[i]))
    last = max(bold - headings, default=0)
    headings = frozenset(i for i in headings if i < last)
    return Signs(labels, bold - headings, headings, dashes, listed)


def _is_heading(text: str) -> bool:
    """A few words in bold without a mark at their end: "The money"."""
    bare = text.strip(" *_")
    return bare[-1:].isalnum() and len(bare.split()) <= HEADING_WORDS


def _is_bold(paragraph: Paragraph) -> bool:
    text = paragraph.text.strip()
    if text.startswith("**") and text.endswith("**") and len(text) > 4 and "**" not in text[2:-2]:
        return True
    return paragraph.bold or _ITALIC_QUESTION.fullmatch(text) is not None


def _bold_questions(
    paragraphs: Sequence[Paragraph], free: Collection[int], labels: Mapping[int, Label]
) -> frozenset[int]:
    """Paragraphs wholly in bold, where enough of them ask or end as sentences do."""
    bold = [i for i in free if i not in labels and _is_bold(paragraphs[i])]
    if len(bold) < MIN_BOLD or len(bold) > 0.7 * len(free):
        return frozenset()
    ends = [paragraphs[i].text.strip(" *_")[-1:] for i in bold]
    asking = sum(end == "?" for end in ends)
    closed = sum(end in "?.!…" for end in ends if end)
    announced = any(announces_interview(paragraphs[i].text) for i in free if i < bold[0])
    if closed >= 0.6 * len(bold) and (announced or asking >= max(2, 0.3 * len(bold))):
        return frozenset(bold)
    return frozenset()


def _numbered_questions(texts: Sequence[str], free: Collection[int]) -> frozenset[int]:
    """ "1. What did you find?", and so on in order, each with something below it."""
    found = [(i, int(match[1])) for i in sorted(free) if (match := _NUMBERED.fullmatch(texts[i]))]
    numbers = [number for _, number in found]
    places = {i for i, _ in found}
    in_order = numbers == list(range(1, len(numbers) + 1))
    if len(found) < MIN_BOLD or not in_order or any(i + 1 in places or i + 1 >= len(texts) for i in places):
        return frozenset()
    return frozenset(places)


def _answered(texts: Sequence[str], free: Collection[int], asked: frozenset[int], title: str) -> bool:
    """Whether somebody answers the questions.

    An interview is announced, or an answer says I or we, or the questions call somebody you and what stands
    below does not.  Else they are the headings of an article that asks and explains.
    """
    first = min(asked)
    if announces_interview(title) or any(announces_interview(texts[i]) for i in free if i < first):
        return True
    answers = [texts[i] for i in free if i > first and i not in asked]
    if any(speaks_of_self(mask(text, in_paragraph(text))) for text in answers):
        return True
    called = sum(addresses(texts[i]) for i in asked)
    return called >= MIN_CALLED and 2 * called >= len(asked) and not any(map(addresses, answers))


def _dashes(
    texts: Sequence[str], free: Collection[int], labels: Mapping[int, Label], roster: Roster
) -> frozenset[int]:
    """Paragraphs that begin with a dash, where they are dialogue and not a list."""
    dashed = [i for i in free if i not in labels and dialogue.begins_with_dash(texts[i])]
    if not dashed:
        return frozenset()
    if any(label.holder in _ANSWERS for label in labels.values()):
        return frozenset()  # answers have labels: a dash is only a dash
    asked = any(label.holder in (Holder.OUTLET, Holder.QUESTION) for label in labels.values())
    named = any(dialogue.clauses(texts[i], i, roster) for i in dashed)
    asking = sum(texts[i].rstrip(' »”"').endswith("?") for i in dashed)
    replies = sum(b == a + 1 for a, b in itertools.pairwise(dashed))
    if asked or named or (asking >= 2 and replies >= 2):
        return frozenset(dashed)
    return frozenset()


def _lists(texts: Sequence[str], plain: Sequence[int]) -> frozenset[int]:
    """Short lines that end without a mark, several in a row: names of those who voted, contents."""
    found: set[int] = set()
    run: list[int] = []
    for index in plain:
        text = texts[index].rstrip()
        if len(text) > LIST_LINE or not (text[-1:].isalnum() or text.endswith(")")):
            run = []
            continue
        run = [*run, index] if run and run[-1] == index - 1 else [index]
        if len(run) >= MIN_LIST:
            found.update(run)
    return frozenset(found)
