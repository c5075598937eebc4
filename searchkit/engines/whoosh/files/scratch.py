"""Arrays that wait to be written: in memory while they are small together, else in a file without a name.

So a segment of any size is built in bounded memory.  The file is never flushed, and gone with the process.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from searchkit.engines.whoosh.files import toc
from searchkit.engines.whoosh.files.storage import ScratchFile, Storage

Array = npt.NDArray[Any]

MEMORY = 1 << 25  # bytes that are kept in memory before a file is made


class Kept(NamedTuple):
    """One array that waits."""

    size: int  # elements
    dtype: np.dtype[Any]
    array: Array | None
    file: ScratchFile | None = None
    offset: int = 0

    def part(self, begin: int, end: int) -> Array:
        """Its elements [begin, end); not to be changed."""
        if self.file is None:
            assert self.array is not None
            return self.array[begin:end]
        width = self.dtype.itemsize
        raw = self.file.read(self.offset + begin * width, (end - begin) * width)
        return np.frombuffer(raw, self.dtype)

    def whole(self) -> Array:
        """All of it."""
        return self.part(0, self.size)


class Scratch:
    """Room for what waits. Close it when nothing does any more."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._file: ScratchFile | None = None
        self._size = 0

    def keep(self, array: Array) -> Kept:
        """Keep an array."""
        offset, self._size = self._size, self._size + array.nbytes
        if self._size <= MEMORY:
            return Kept(len(array), array.dtype, array)
        if self._file is None:
            self._file = self._storage.scratch(toc.passing_name())
        self._file.write(np.ascontiguousarray(array).data.cast("B"), offset)
        return Kept(len(array), array.dtype, None, self._file, offset)

    def close(self) -> None:
        """Forget everything."""
        if self._file is not None:
            self._file.close()
            self._file = None
