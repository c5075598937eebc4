"""Which documents of a segment are deleted: a bit each, in a file of its own, with a CRC-32 before it.

The checksum is of the file's name and the bits, so that one file does not pass for another.
"""

from __future__ import annotations

import zlib

import numpy as np

from searchkit.engines.whoosh.arrays import Mask
from searchkit.engines.whoosh.files.storage import Storage, damaged


def write(storage: Storage, name: str, live: Mask) -> None:
    """Write the deletions of a segment."""
    bits = np.packbits(~live).tobytes()
    storage.write(name, _checksum(name, bits) + bits)


def read(storage: Storage, name: str, documents: int) -> Mask:
    """Which documents live. Raises FileNotFoundError, IndexDamagedError."""
    data = storage.read(name)
    checksum, bits = data[:4], data[4:]
    if checksum != _checksum(name, bits) or len(bits) != -(-documents // 8):
        raise damaged(storage.path / name)
    live: Mask = np.unpackbits(np.frombuffer(bits, np.uint8), count=documents) == 0
    return live


def _checksum(name: str, bits: bytes) -> bytes:
    return zlib.crc32(bits, zlib.crc32(name.encode())).to_bytes(4, "little")
