"""Cutting texts into pieces where the pattern of words surely ends one, on their UTF-8, with numpy.

Spaces part words.  A sign that is never part of a longer word is a piece by itself, and so is the full stop
of a sentence; what is doubtful (a comma before a digit, the full stop of "Mr.") stays in its piece, which the
pattern reads.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

# With their full stop they are one word.
ABBREVIATIONS = tuple(
    "Mr Mrs Ms Dr Sen Sens Rep Reps Gov Gen Lt Col Rev Prof Jr Sr St Sgt Capt Maj Adm Hon".split()
)
_LONGEST = max(map(len, ABBREVIATIONS))
BEFORE = _LONGEST + 1  # spaces that a text has before it here

_INSIDE, _SIGN, _COMMA, _STOP, _LEAD, _MAY_BE_DIGIT, _SMALL = 1, 2, 4, 8, 16, 32, 64
_SIGNS = frozenset(b';:?!()[]{}"*')
# “ ” ‘ – — … have the same two bytes before these.
_LEADS, _THIRD = b"\xe2\x80", b"\x9c\x9d\x98\x93\x94\xa6"


def _byte_classes() -> bytes:
    classes = bytearray(256)
    for code in range(256):
        ch = chr(code)
        classes[code] = (
            _INSIDE * (ch != " ")
            | _SIGN * (code in _SIGNS)
            | _COMMA * (ch == ",")
            | _STOP * (ch == ".")
            | _LEAD * (code == _LEADS[0])
            | _MAY_BE_DIGIT * (code >= 128 or ch.isdigit())
            | _SMALL * ("a" <= ch <= "z")
        )
    return bytes(classes)


_CLASSES = _byte_classes()
_IS_THIRD = np.isin(np.arange(256), np.frombuffer(_THIRD, np.uint8))


def piece_bounds(raw: bytes) -> tuple[Ints, Ints]:
    """Starts and lengths, in bytes, of the pieces of UTF-8 `raw`.

    `raw` begins with BEFORE spaces and ends with three, so that every byte has its neighbours.
    """
    classes = np.frombuffer(raw.translate(_CLASSES), np.uint8)
    inside = (classes & _INSIDE).view(np.bool_)
    edges = np.zeros(len(raw), np.bool_)
    np.not_equal(inside[1:], inside[:-1], out=edges[1:])
    _part_signs(np.frombuffer(raw, np.uint8), classes, edges)
    at = np.flatnonzero(edges)
    begins = np.flatnonzero(inside.take(at))
    starts = at.take(begins)
    return starts, at.take(begins + 1) - starts


def _part_signs(
    data: npt.NDArray[np.uint8], classes: npt.NDArray[np.uint8], edges: npt.NDArray[np.bool_]
) -> None:
    """Mark where signs begin and end that are pieces by themselves."""
    places = np.flatnonzero(classes & (_SIGN | _COMMA | _STOP | _LEAD))
    kinds = classes.take(places)
    commas = places[kinds & _COMMA > 0]
    commas = commas[classes.take(commas + 1) & _MAY_BE_DIGIT == 0]
    leads = places[kinds & _LEAD > 0]
    leads = leads[(data.take(leads + 1) == _LEADS[1]) & _IS_THIRD.take(data.take(leads + 2))]
    for signs, size in ((places[kinds & _SIGN > 0], 1), (commas, 1), (leads, len(_LEADS) + 1)):
        edges[signs] = edges[signs + size] = True
    # Behind so many small letters stands no abbreviation, all of which begin with a capital, and no initial.
    stops = places[kinds & _STOP > 0]
    small = edges.take(stops + 1)
    for back in range(1, _LONGEST + 1):
        small &= classes.take(stops - back) & _SMALL > 0
    edges[stops[small]] = True
