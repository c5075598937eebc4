"""The text as one byte a position: what word may stand there, for checking phrases.

The 191 commonest folded forms have a class of their own, 1 to 191; all others share 192 to 255 by a hash,
and a hit on those must be confirmed by their lists.  0 stands behind each row, so that nothing continues
from one row into the next.

Beside it stands a bit a position: whether the word is its folded form with a capital and nothing else.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from searchkit.engines.whoosh.arrays import Array, Mask
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
        return self._number.get(folded) or int(_shared([folded])[0])

    def is_exact(self, folded: bytes) -> bool:
        """Whether a form shares its class with no other."""
        return folded in self._number


def _shared(folded: Sequence[bytes]) -> Classed:
    """The classes of forms that share one with others."""
    hashes = np.fromiter(map(zlib.crc32, folded), np.uint32, len(folded))
    return (EXACT + 1 + hashes % _SHARED).astype(np.uint8)


def choose(folded: Sequence[bytes], counts: Array) -> tuple[Classes, Classed]:
    """Classes for folded forms that all occur, so often each, and that of each."""
    least = np.sort(counts)[-EXACT:][:1]  # of those that have a class of their own
    common = np.flatnonzero(counts >= least) if len(least) else np.zeros(0, np.int64)
    common = common[np.argsort(-counts[common], kind="stable")][:EXACT]
    found = _shared(folded)
    found[common] = np.arange(1, len(common) + 1)
    return Classes([folded[i] for i in common.tolist()]), found


class StreamWriter:
    """Writes classes, capitals and the stream of a text field, piece by piece, with its pad."""

    def __init__(self, writer: ContainerWriter, name: str, classes: Classes, size: int) -> None:
        writer.arrays(pack(f"{name}.exact", classes.exact))
        self._stream = writer.reserve(f"{name}.stream", np.uint8, size + PAD)
        self._capitals = writer.reserve(f"{name}.capitals", np.uint8, -(-(size + PAD) // 8))
        self._rest: Mask = np.zeros(0, np.bool_)  # bits that do not fill a byte yet

    def put(self, piece: Classed, capital: Mask) -> None:
        """The classes of further positions, and whether their words have a capital."""
        self._stream.put(piece)
        bits = np.concatenate([self._rest, capital])
        whole = len(bits) & ~7
        self._capitals.put(np.packbits(bits[:whole], bitorder="little"))
        self._rest = bits[whole:]

    def finish(self) -> None:
        """Write the pad."""
        self._stream.put(np.zeros(PAD, np.uint8))
        bits = np.concatenate([self._rest, np.zeros(PAD, np.bool_)])
        self._capitals.put(np.packbits(bits, bitorder="little"))
