"""Whether others call somebody by a name: what a speaker says of a Beau Biden does not make him one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from searchkit.patterns import lazy
from searchkit.speech.turns.labels import Label

_OF_ONESELF = lazy(r"\b(?:I['’]m|I am|[Mm]y name(?:['’]s| is)|[Tt]his is)\s[^.!?]{0,40}$")
_REACH = 60  # characters before a name in which one says that it is one's own


def is_told(name: str, label: Label, labels: Mapping[int, Label], texts: Sequence[str], title: str) -> bool:
    """Whether a full name stands in the title, or outside the turns of a label.

    Inside them it counts where the speaker gives it as his own, or where a paragraph begins with it, as a
    note on a speaker does.

    labels  by paragraph, those of the article
    """
    printed = (name, name.upper())
    if any(form in title for form in printed):
        return True
    own = False
    for index, text in enumerate(texts):
        if index in labels:
            own = labels[index].printed == label.printed
        place = max(map(text.find, printed))
        if place < 0:
            continue
        if not own or place == 0 or _OF_ONESELF.search(text, max(0, place - _REACH), place):
            return True
    return False
