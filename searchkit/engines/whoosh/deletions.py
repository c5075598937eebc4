"""Which documents of a segment are deleted: a bit each, in a file of its own, with a CRC-32 before it."""

from __future__ import annotations

import zlib

import numpy as np

from searchkit.engines.whoosh.arrays import Mask
from searchkit.engines.whoosh.storage import Storage
from searchkit.errors import IndexDamagedError


def write(storage: Storage, name: str, live: Mask) -> None:
    """Write the deletions of a segment."""
    bits = np.packbits(~live).tobytes()
    storage.write(name, zlib.crc32(bits).to_bytes(4, "little") + bits)


def read(storage: Storage, name: str, documents: int) -> Mask:
    """Which documents live. Raises FileNotFoundError, IndexDamagedError."""
    data = storage.read(name)
    checksum, bits = data[:4], data[4:]
    if zlib.crc32(bits).to_bytes(4, "little") != checksum or len(bits) != -(-documents // 8):
        raise IndexDamagedError(
            f"{storage.path / name} does not hold what was written to it",
            "searchkit rebuild makes the index anew from the articles",
        )
    live: Mask = np.unpackbits(np.frombuffer(bits, np.uint8), count=documents) == 0
    return live
