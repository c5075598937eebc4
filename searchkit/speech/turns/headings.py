"""What looks like a label and is none: headings, greetings, lists, parties before their votes."""

from __future__ import annotations

from collections.abc import Mapping

from searchkit.names import is_title, skeleton
from searchkit.patterns import lazy
from searchkit.speech.labelwords import PARTICIPANTS, VOCATIVES
from searchkit.speech.turns.labels import Ends, Holder, Label
from searchkit.speech.turns.narrator import speaks_to_somebody
from searchkit.speech.turns.vocabulary import Vocabulary

_WORD = lazy(r"[^\W\d_]+(?:[-?][^\W\d_]+)*")  # "Da?delen" has lost a letter
_BRACKETS = lazy(r"\([^()]*\)")
ADDRESSING_SHARE = 0.3  # of what stands behind names that bold or no colon marks, how much says I or you
LIST_LINE = 100


def greets(label: Label, index: int, words: Vocabulary) -> bool:
    """ "Mr. President:" alone on its line, where labels stand before words: whom a speech turns to."""
    if label.ends is not Ends.COLON or label.name or opens_words(label, index, words):
        return False
    return label.printed.partition(" ")[0].lower() in VOCATIVES


def opens_words(label: Label, index: int, words: Vocabulary) -> bool:
    """Whether what a label opens stands on its line."""
    return label.ends is Ends.COLON and bool(words.texts[index][label.end :].strip(" *_"))


def opens_list(label: Label, index: int, words: Vocabulary) -> bool:
    """ "Participants:" and names behind or below it: without a mark at their end they are nobody's speech."""
    rest = words.texts[index][label.end :].strip()
    if rest:
        named = label.printed.lower() in PARTICIPANTS and ("," in rest or ";" in rest)
        return named and not rest.endswith((".", "!", "?", "…"))
    below = [text.strip() for text in words.texts[index + 1 : index + 3]]
    return len(below) == 2 and all(len(text) <= LIST_LINE and text[-1:].isalnum() for text in below)


def is_party(label: Label, words: Vocabulary) -> bool:
    """ "SPD:" before a list of votes: an acronym, however often it comes."""
    if label.holder is not Holder.PERSON or not label.name.isupper() or " " in label.printed:
        return False
    return len(label.name) <= 5 and words.is_acronym(label.name)


def headings_in_bold(labels: Mapping[int, Label], words: Vocabulary) -> set[int]:
    """Labels that bold or italics alone make sure, where too few of them stand before I or you."""
    marked = {i for i, label in labels.items() if _is_marked(label)}
    spoken = sum(speaks_to_somebody(words.texts[i][labels[i].end :]) for i in marked)
    return marked if spoken < ADDRESSING_SHARE * len(marked) else set()


def _is_marked(label: Label) -> bool:
    """Whether bold or italics alone make a label of a name sure."""
    printed = label.printed
    named = label.sure and label.holder is Holder.PERSON
    return named and not (shouts(printed) or is_title(printed.split()[0]))


def is_spoken(index: int, label: Label, words: Vocabulary) -> bool:
    """Whether the words behind a label, or the paragraphs below it, say I or you."""
    first, *below = words.texts[index : index + 3]
    return speaks_to_somebody(" ".join((first[label.end :], *below)))


def in_small_letters(label: Label, words: Vocabulary) -> bool:
    """Whether half of the label's words are ordinary ones of the article: then it is a heading."""
    own = [w for w in _WORD.findall(label.name) if len(w) > 2]
    if own and 2 * sum(map(words.in_small_letters, own)) >= len(own):
        return True
    if len(own) == 1 and label.holder is Holder.PERSON and own[0].isupper():
        return words.is_acronym(own[0])
    return not own and label.holder is Holder.PERSON and not skeleton(label.name)


def shouts(printed: str) -> bool:
    """Whether a label is in capitals, but for the "c" of "McNABB" and what stands in brackets."""
    letters = [char for char in _BRACKETS.sub("", printed) if char.isalpha()]
    return sum(map(str.isupper, letters)) > 0.8 * len(letters)
