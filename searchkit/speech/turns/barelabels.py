"""Labels without a colon: with a full stop, before a dash, on lines of their own. They must come again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from searchkit.names import parse
from searchkit.patterns import lazy
from searchkit.speech.turns.headings import ADDRESSING_SHARE, in_small_letters
from searchkit.speech.turns.labels import Ends, Holder, Label
from searchkit.speech.turns.narrator import speaks_to_somebody
from searchkit.speech.turns.vocabulary import Vocabulary

_TIME = lazy(r"\d:\d\d[\])]?\s*$")
MIN_STOPPED, MIN_RECURRING = 4, 4
CALLED_SHARE = 0.7  # of names that come once each on lines of their own, how many open words to somebody
MANY = 5  # full names, each before a speech, that need no office


def stopped(labels: Mapping[int, Label], letters: set[int]) -> set[int]:
    """Labels with a full stop: minutes of a parliament, where somebody speaks twice among others.

    Beside letters that ask one speaker is enough: "Q. Mr. President ...", "THE PRESIDENT. No."
    """
    counts = Counter(key_of(label) for label in labels.values())
    again = any(count > 1 for count in counts.values())
    return set(labels) if again and (letters or (len(counts) > 1 and len(labels) >= MIN_STOPPED)) else set()


def recurring(labels: Mapping[int, Label], words: Vocabulary, letters: set[int]) -> set[int]:
    """Names without a colon, alone on a line or before a dash: two must come again, one beside letters.

    What stands behind them has to be somebody's words: such names are headings of tables and guides too.
    A time on their line shows a recording.
    """
    texts, last = words.texts, len(words.texts) - 1
    behind = {i: i + 1 if label.ends is Ends.LINE else i for i, label in labels.items()}
    spoken = {
        i: label
        for i, label in labels.items()
        if (label.ends is Ends.DASH or (i < last and i + 1 not in labels))
        and not in_small_letters(label, words)
    }
    counts = Counter(key_of(label) for label in spoken.values())
    again = {key for key, count in counts.items() if count > 1}
    kept = {i for i, label in spoken.items() if key_of(label) in again}
    if len(again) < 2 and not letters:
        return _called(spoken, {i for i, label in spoken.items() if is_full(label)} | kept, behind, texts)
    if not again or len(kept | letters) < MIN_RECURRING:
        return set()
    addressing = sum(
        speaks_to_somebody(texts[behind[i]]) or asks(texts[behind[i]]) or bool(_TIME.search(texts[i]))
        for i in kept
    )
    if not letters and addressing < ADDRESSING_SHARE * len(kept):
        return set()
    # a guest who speaks once has a label of the same form as theirs
    capitals = all(spoken[i].printed.isupper() for i in kept)
    return kept | {i for i, label in spoken.items() if label.printed.isupper() == capitals and is_full(label)}


def _called(
    spoken: Mapping[int, Label], full: set[int], behind: Mapping[int, int], texts: Sequence[str]
) -> set[int]:
    """Full names that come once each, or beside a chair's, where nearly all open words to somebody."""
    if len({key_of(spoken[i]) for i in full}) < MANY:
        return set()
    addressing = {i for i in full if speaks_to_somebody(texts[behind[i]])}
    several = len({key_of(spoken[i]) for i in addressing}) >= MANY
    return full if several and len(addressing) >= CALLED_SHARE * len(full) else set()


def is_full(label: Label) -> bool:
    """Whether a label is sure by its form, or a name of several words."""
    return label.sure or (label.holder is Holder.PERSON and len(label.name.split()) > 1)


def asks(text: str) -> bool:
    """Whether a paragraph ends as questions do."""
    return text.rstrip(' *_»”"').endswith(("?", "？"))


def key_of(label: Label) -> str:
    """Labels of one holder share it: surname, or the printed words of a nameless one."""
    if label.holder is Holder.PERSON:
        return parse(label.name).surname or label.printed.lower()
    if label.holder is Holder.QUESTION:  # "Question (in French)"
        return label.role.lower() or label.printed.lower()
    return label.printed.lower()
