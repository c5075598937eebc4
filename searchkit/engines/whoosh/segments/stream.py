"""The text as one byte a position: what word may stand there, for checking phrases.

The 191 commonest folded forms have a class of their own, 1 to 191; all others share 192 to 255 by a hash,
and a hit on those must be confirmed by their lists.  0 stands behind each row, so that nothing continues
from one row into the next.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from searchkit.engines.whoosh.arrays import Array, Ints
from searchkit.engines.whoosh.files.container import ContainerWriter
from searchkit.engines.whoosh.files.strings import pack

Classed = npt.NDArray[np.uint8]

EXACT = 191
_SHARED = 64
PAD = 64  # zeros behind the last position


class Classes:
    """The classes of one segment: its commonest folded forms, from the commonest on."""

    def __init__(self, exact: Sequence[bytes]) -> None:
        self.exact = list(exact)
        self._number = {form: i for i, form in enumerate(exact, 1)}

    def of(self, folded: bytes) -> int:
        """Class of a folded form."""
        return self._number.get(folded) or EXACT + 1 + zlib.crc32(folded) % _SHARED

    def is_exact(self, folded: bytes) -> bool:
        """Whether a form shares its class with no other."""
        return folded in self._number


def choose(keys: Sequence[bytes], counts: Array) -> tuple[Classes, Classed]:
    """Classes for folded forms (by lexicon entries) that occur so often, and that of each."""
    occurring = np.flatnonzero(counts)
    order = occurring[np.argsort(-counts[occurring], kind="stable")]
    classes = Classes([keys[i][1:] for i in order[:EXACT].tolist()])
    found = np.zeros(len(keys), np.uint8)
    found[occurring] = [classes.of(keys[i][1:]) for i in occurring.tolist()]
    return classes, found


def spread(classed: Classed, lengths: Ints) -> Classed:
    """Classes of words, row by row, with the 0 behind each row."""
    stream = np.zeros(len(classed) + len(lengths), np.uint8)
    stream[np.arange(len(classed)) + np.arange(len(lengths)).repeat(lengths)] = classed
    return stream


class StreamWriter:
    """Writes classes and the stream of a text field, piece by piece, with its pad."""

    def __init__(self, writer: ContainerWriter, name: str, classes: Classes, size: int) -> None:
        writer.arrays(pack(f"{name}.exact", classes.exact))
        self._stream = writer.reserve(f"{name}.stream", np.uint8, size + PAD)

    def put(self, piece: Classed) -> None:
        """The classes of further rows."""
        self._stream.put(piece)

    def finish(self) -> None:
        """Write the pad."""
        self._stream.put(np.zeros(PAD, np.uint8))
