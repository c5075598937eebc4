"""Labels inside a paragraph: "Q: And then? A: Nothing.", where a transcript was set as one block.

Only labels that the article uses at the beginnings of paragraphs, and the letter that answers a letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from searchkit.patterns import lazy
from searchkit.speech.labelwords import LETTER_PAIRS
from searchkit.speech.turns.labels import Ends, Holder, Label

_SIGNS = {Ends.COLON: ":", Ends.STOP: "."}
_ANSWERING = dict(reversed(LETTER_PAIRS))  # the first pair of each
MIN_TIMES = 2  # paragraphs that a name must open


class Inline:
    """The labels of one article, to be found inside its paragraphs."""

    def __init__(self, labels: Mapping[int, Label], texts: Mapping[int, str]) -> None:
        self.known: dict[str, Label] = {}
        times: dict[str, int] = {}
        for index, label in labels.items():
            sign = _SIGNS.get(label.ends)
            if sign is None or label.quoted:
                continue
            if len(label.printed) == 1:
                sign = "." if texts[index].lstrip(" *_")[1:2] == "." else ":"
                for letter, holder in _pair(label):
                    self._add(letter, sign, label._replace(printed=letter, holder=holder))
                continue
            times[label.printed] = times.get(label.printed, 0) + 1
            if times[label.printed] == MIN_TIMES:
                self._add(label.printed, sign, label)
        forms = "|".join(sorted((re.escape(form) for form in self.known), key=len, reverse=True))
        # behind the end of a sentence, and before what can begin one
        self._pattern = lazy(
            rf"(?<=[.?!…)\]”\"»])[ \xa0]+(?P<form>{forms})[ \xa0]+(?=[^\W_a-zа-я]|[…«“\"(\[–—¿¡])"
        )

    def _add(self, printed: str, sign: str, label: Label) -> None:
        self.known.setdefault(f"{printed}{sign}", label)

    def find(self, text: str, start: int) -> Iterator[tuple[int, Label]]:
        """Where each label of `text` behind `start` begins, and the label with the end that it has there."""
        for form in self.known:
            if text.find(form, start) >= 0:
                break
        else:
            return
        for match in self._pattern.finditer(text, start):
            yield match.start("form"), self.known[match["form"]]._replace(end=match.end())


def _pair(label: Label) -> list[tuple[str, Holder]]:
    """A letter, and the one that answers it."""
    answer = _ANSWERING.get(label.printed.lower(), "") if label.printed.isupper() else ""
    return [(label.printed, label.holder), *([(answer.upper(), Holder.ANSWER)] if answer else [])]
