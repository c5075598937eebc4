"""The process's own streams: the closed ones replaced, and their failures told from all others."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from typing import Any, TextIO


class ClosedPipeError(Exception):
    """Whoever read our output has gone."""


class OutputError(Exception):
    """The output cannot be written, and why."""


@contextlib.contextmanager
def guarded() -> Iterator[None]:
    """Within, stdout raises ClosedPipeError and OutputError, and stderr never stops anything.

    What stderr says is beside the result: that nobody can read it any more is no reason to leave work undone.
    """
    _fill_gaps()
    out, err = sys.stdout, sys.stderr
    sys.stdout = _Guarded(out, _stop)
    sys.stderr = _Guarded(err, lambda _: _forget(err))
    try:
        yield
        sys.stdout.flush()
    except (ClosedPipeError, OutputError):
        _forget(out)
        raise
    finally:
        sys.stderr.flush()
        sys.stdout, sys.stderr = out, err


class _Guarded:
    """A text stream that hands its failures to `failed`."""

    def __init__(self, stream: TextIO, failed: Callable[[OSError], None]) -> None:
        self._stream = stream
        self._failed = failed
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:  # a locale without our characters must not stop a search
            reconfigure(errors="backslashreplace")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        """Write; the number of characters."""
        try:
            return self._stream.write(text)
        except OSError as error:
            self._failed(error)
        return len(text)

    def flush(self) -> None:
        """Flush."""
        try:
            self._stream.flush()
        except OSError as error:
            self._failed(error)


def _stop(error: OSError) -> None:
    if isinstance(error, BrokenPipeError):
        raise ClosedPipeError from None
    raise OutputError(error.strerror or str(error)) from None


def _fill_gaps() -> None:
    """Put the null device where a stream is closed.

    Otherwise a file of the index might get its number, and what was meant for a terminal be written to it.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free: this one
    for name, number in (("stdout", 1), ("stderr", 2)):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(number, "w", encoding="utf-8", closefd=False))


def _forget(stream: TextIO) -> None:
    """Python flushes its streams once more at exit, and would complain again."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
    except (OSError, ValueError):
        return  # no real stream, as in a test
