"""Cutting texts into chunks on their UTF-8, a whole batch at once: what `tokens.chunks` finds, with numpy.

Every byte is a letter of a chunk or not by itself, but for those of signs: they are few, and each is looked
at with its neighbours.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from searchkit.analysis.tokens import SEPARATORS

Ints = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]

_LETTER, _DIGIT = 1, 2
# Signs, by what puts them into a chunk; _LEAD: the first byte of a separator beyond ASCII.
_JOINT, _COMMA, _PREFIX, _PLUS, _LEAD = 4, 8, 16, 32, 64
_SEPARATORS = [separator.encode() for separator in SEPARATORS]
_LONGEST = max(map(len, _SEPARATORS))


def _byte_classes() -> bytes:
    classes = bytearray(256)
    for code in range(256):
        ch = chr(code)
        classes[code] = (
            _LETTER * (code >= 128 or ch.isalnum())
            | _DIGIT * (code < 128 and ch.isdigit())
            | _JOINT * (ch in "'.&_@-")
            | _COMMA * (ch in ",/")
            | _PREFIX * (ch in "#@$")
            | _PLUS * (ch == "+")
            | _LEAD * any(separator[0] == code for separator in _SEPARATORS)
        )
    return bytes(classes)


_CLASSES = _byte_classes()


def chunk_bounds(raw: bytes) -> tuple[Ints, Ints]:
    """Starts and lengths, in bytes, of the chunks of UTF-8 `raw`: what `tokens.chunks` finds.

    `raw` begins with two spaces and ends with two, so that every byte has its neighbours.
    """
    data = np.frombuffer(raw, np.uint8)
    classes = np.frombuffer(bytearray(raw.translate(_CLASSES)), np.uint8)
    signs = np.flatnonzero(classes > (_LETTER | _DIGIT))
    _clear_separators(data, classes, signs)
    inside = (classes & _LETTER).view(np.bool_)
    inside[_within(data, classes, signs)] = True
    changes = np.zeros(len(inside), np.bool_)
    np.not_equal(inside[1:], inside[:-1], out=changes[1:])
    edges = np.flatnonzero(changes)
    starts = edges[0::2]
    return starts, edges[1::2] - starts


def _clear_separators(data: Bytes, classes: Bytes, signs: Ints) -> None:
    """The bytes of separators beyond ASCII are no letters."""
    leads = signs[classes.take(signs) >= _LEAD]
    if not len(leads):
        return
    code = np.zeros(len(leads), np.int32)  # the bytes from each of them on, as one number
    for size in range(1, _LONGEST + 1):
        code <<= 8
        code |= data.take(leads + (size - 1))
        wanted = [int.from_bytes(separator, "big") for separator in _SEPARATORS if len(separator) == size]
        if wanted:
            found = leads[np.isin(code, wanted)]
            for i in range(size):
                classes[found + i] = 0


def _within(data: Bytes, classes: Bytes, signs: Ints) -> Ints:
    """Those of the signs that are part of a chunk."""
    sign, before, behind = classes.take(signs), classes.take(signs - 1), classes.take(signs + 1)
    earlier = classes.take(signs - 2)
    both = before & behind
    # Shifted so that the class of each bit stands where _LETTER does.
    part = (sign >> 2) & both  # _JOINT between letters
    part |= (sign >> 3) & (both >> 1)  # _COMMA between digits
    part |= (sign >> 4) & behind  # _PREFIX before a letter
    part |= (sign >> 5) & (before | ((before >> 5) & earlier))  # _PLUS behind a letter, or behind such a one
    inner = signs[(part & _LETTER).view(np.bool_)]
    # A dot and an apostrophe between letters (U.S.'s).
    pair = (earlier & behind & _LETTER).view(np.bool_)
    marks = signs[pair & (data.take(signs) == ord("'")) & (data.take(signs - 1) == ord("."))]
    return np.concatenate([inner, marks, marks - 1]) if len(marks) else inner
