"""What the printed words of a cue tell by themselves: the same few come again and again."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from searchkit.speech.lexicon import ACCORDING, HEARSAY, SPOKEN_OF, TOPIC, VERBS


class Cue(NamedTuple):
    """A cue, judged.

    verb       its last verb of saying, as printed; "" if there is none
    according  it is "according to", or "in the words of"
    hearsay    it says what others say of its subject: "is said to be ill"
    spoken_of  it says that others speak of its subject: "was widely ridiculed for"
    topic      it names a subject, and not what was said of it
    """

    verb: str
    according: bool
    hearsay: bool
    spoken_of: bool
    topic: bool


@lru_cache(maxsize=4096)
def judged(cue: str) -> Cue:
    """What a cue tells, as printed."""
    several = " " in cue
    return Cue(
        verb=next((word for word in reversed(cue.split()) if word.lower() in VERBS), ""),
        according=cue[:1] in ("a", "A", "i", "I") and ACCORDING.match(cue + " ") is not None,
        hearsay=several and cue[:2] in ("is", "ar", "wa", "we") and HEARSAY.search(cue) is not None,
        spoken_of=several and SPOKEN_OF.search(cue) is not None,
        topic=TOPIC.search(cue) is not None,
    )
