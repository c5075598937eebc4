"""Sources that stand beside their words in a form of their own, which the model does not know.

“We wait.” ― Anna Varga, Dorvik        the ministry agreed, and its chair, Anna Varga, said the fee would fall
and a quotation that fills its paragraph, with "— Anna Varga" alone in the next one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from searchkit.patterns import lazy
from searchkit.records import Attribution, Kind, Person
from searchkit.speech.people.mentions import Mention
from searchkit.speech.people.namelists import english
from searchkit.speech.prose.passage import Passage
from searchkit.speech.prose.quotations import MIN_SENTENCE, mask

_SIGNATURE = lazy(r"[”\"»“]?\s*(?:[―—–]|--?)\s*$")
_DASHES = ("―", "—", "–", "-")
_VERB_BEHIND = lazy(
    r",\s+(?P<verb>said|says|told\s+[^,.;]{3,40}?|added|wrote|warned|argued)\s+(?:that\s+)?(?=\w)"
)
_BEHIND_AND = lazy(
    r"(?:,|;|\u2014|\u2013)\s+(?:and|but|while)\s+(?:his|her|its|their|the)\s+[^,;.§]{2,60},\s+$"
)
_SENTENCE_END = lazy(r"[.!?](?=\s|$)|$")
_SIGNATURE_LINE = lazy(
    r"(?:[―—–]|--?)\s*(?P<name>(?:[A-Z][\w.’'-]*\s){1,3}[A-Z][\w’'-]+)(?:,\s[^.?!]{1,60}|\s\([^()]{1,40}\))?"
)
_BEFORE = 90  # characters before a name in which "and its chair, " stands
SIGNED, SECOND = 0.95, 0.88


def signed(passage: Passage, mentions: Sequence[Mention]) -> Iterator[Attribution]:
    """Quotations with a full name behind a dash, and the dash behind the closing mark."""
    text = passage.text
    for number, quoted in enumerate(passage.marks, 1):
        behind = text[quoted.end + 1 : quoted.end + 4].lstrip()
        if not behind.startswith(_DASHES):
            continue
        limit = passage.marks[number].start if number < len(passage.marks) else len(text)
        first = next((m for m in mentions if quoted.end < m.start < limit), None)
        if first is None or first.form != "full" or not _SIGNATURE.fullmatch(text, quoted.end, first.start):
            continue
        if len(text[quoted.start : quoted.end].split()) >= MIN_SENTENCE:
            yield Attribution(
                Person(first.name), quoted.start, quoted.end, Kind.DIRECT, behind[0], "cue", SIGNED
            )


def signed_below(passage: Passage, below: str) -> Attribution | None:
    """The one quotation that is the whole paragraph, where the paragraph below is its signature.

    A short line is a heading to the roster, so the name is read here: it has a given name that is known.
    """
    if len(passage.marks) != 1 or not below.startswith(_DASHES):
        return None
    match = _SIGNATURE_LINE.fullmatch(below)
    if match is None or not english().knows_given(match["name"].split()[0].lower()):
        return None
    (quoted,) = passage.marks
    outside = passage.text[: quoted.start] + passage.text[quoted.end :]
    if any(map(str.isalnum, outside)):
        return None
    return Attribution(Person(match["name"]), quoted.start, quoted.end, Kind.DIRECT, below[0], "cue", SIGNED)


def apposed(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Full names with a comma behind them, as those have that `seconds` finds."""
    return [m for m in mentions if m.form == "full" and text.startswith(", ", m.end)]


def seconds(passage: Passage, named: Sequence[Mention]) -> Iterator[Attribution]:
    """Who of the `apposed` says something behind ", and its chair,": a source beside the sentence's first."""
    masked = ""
    for mention in named:
        masked = masked or mask(passage.text, passage.marks)
        verb = _VERB_BEHIND.match(masked, mention.end)
        if verb is None or not _BEHIND_AND.search(masked, max(0, mention.start - _BEFORE), mention.start):
            continue
        end = _SENTENCE_END.search(masked, verb.end())
        stop = end.start() if end else len(masked)
        yield Attribution(
            Person(mention.name), verb.end(), stop, Kind.INDIRECT, verb["verb"].split()[0], "cue", SECOND
        )
