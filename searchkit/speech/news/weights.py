"""Named arrays in one file that is mapped, not read: a process pays only for what it looks at.

    8 bytes "skweight" | 8 bytes: length of the header, little-endian | header | arrays

The header is JSON, name -> [dtype, shape, offset behind the header]; every array begins at a multiple of 64
bytes. They are not compressed: unpacking took ten times as long as everything else of opening the model.
"""

from __future__ import annotations

import json
import math
import mmap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

_MAGIC = b"skweight"
_ALIGNED = 64

Array = npt.NDArray[Any]


def write(path: Path, arrays: Mapping[str, Array]) -> None:
    """Write the arrays; the same arrays give the same bytes."""
    places: dict[str, tuple[str, tuple[int, ...], int]] = {}
    parts: list[bytes] = []
    offset = 0
    for name, array in arrays.items():
        little = array.astype(array.dtype.newbyteorder("<"))
        places[name] = little.dtype.str, little.shape, offset
        parts.append(_padded(little.tobytes()))
        offset += len(parts[-1])
    header = json.dumps(places, separators=(",", ":")).encode()
    header += b" " * (-(len(_MAGIC) + 8 + len(header)) % _ALIGNED)
    path.write_bytes(b"".join([_MAGIC, len(header).to_bytes(8, "little"), header, *parts]))


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % _ALIGNED)


def read(path: Path) -> dict[str, Array]:
    """The arrays of a file, which cannot be written to. Raises ValueError if it is no file of weights."""
    with path.open("rb") as file:
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    begin = len(_MAGIC) + 8
    if data[: len(_MAGIC)] != _MAGIC:
        raise ValueError(f"{path}: no file of weights")
    begin += int.from_bytes(data[len(_MAGIC) : begin], "little")
    places = json.loads(data[len(_MAGIC) + 8 : begin])
    return {
        name: np.frombuffer(data, dtype, math.prod(shape), begin + offset).reshape(shape)
        for name, (dtype, shape, offset) in places.items()
    }
