"""What the printed words of a cue tell by themselves: the same few come again and again."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from searchkit.speech.lexicon import ACCORDING, HEARSAY, SPOKEN_OF, TOPIC, VERBS

NEGATION = frozenset(["not", "never"])


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue, judged. (No tuple: its fields are asked for oftener than it is made.)

    verb       its last verb of saying, as printed; "" if there is none
    lowered    the same in lower case
    negated    it says itself that nothing was said: "did not respond"
    according  it is "according to", or "in the words of"
    hearsay    it says what others say of its subject: "is said to be ill"
    spoken_of  it says that others speak of its subject: "was widely ridiculed for"
    topic      it names a subject, and not what was said of it
    """

    verb: str
    lowered: str
    negated: bool
    according: bool
    hearsay: bool
    spoken_of: bool
    topic: bool


@lru_cache(maxsize=4096)
def judged(cue: str) -> Cue:
    """What a cue tells, as printed."""
    several = " " in cue
    words = cue.split()
    verb = next((word for word in reversed(words) if word.lower() in VERBS), "")
    return Cue(
        verb=verb,
        lowered=verb.lower(),
        negated=not NEGATION.isdisjoint(words),
        according=cue[:1] in ("a", "A", "i", "I") and ACCORDING.match(cue + " ") is not None,
        hearsay=several and cue[:2] in ("is", "ar", "wa", "we") and HEARSAY.search(cue) is not None,
        spoken_of=several and SPOKEN_OF.search(cue) is not None,
        topic=TOPIC.search(cue) is not None,
    )
