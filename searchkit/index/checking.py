"""Whether an index is what was written: for one that can be opened, and one that cannot."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from searchkit.errors import IndexDamagedError
from searchkit.index.about import Verified
from searchkit.index.loading import open_engine, verify_engine


def verify(path: Path | str, engine: str = "whoosh") -> Verified:
    """Check every byte of the index at a path against its checksums.

    Damage is in the answer, whatever it prevents.  Raises NoIndexError, IndexVersionError, and StoreError
    where files cannot be read at all.
    """
    try:
        problems = verify_engine(engine, Path(path))
        if problems:
            return Verified(0, tuple(problems))
        with closing(open_engine(engine, Path(path)).reader()) as reader:
            return Verified(reader.size, ())
    except IndexDamagedError as problem:
        return Verified(0, (problem.message,))
