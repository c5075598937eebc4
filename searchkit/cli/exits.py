"""Exit codes of the command line."""

from __future__ import annotations

from enum import IntEnum

from searchkit.errors import NoIndexError, SearchkitError, StoreError, UnknownIdError


class Exit(IntEnum):
    """What the shell is told."""

    DONE = 0  # found, or done
    NOTHING = 1  # nothing found
    USAGE = 2  # wrong usage, query or settings, or no index
    SKIPPED = 3  # finished, but some inputs were skipped
    STORE = 4  # the index is locked, damaged, of another version, or cannot be written
    FAULT = 70  # our fault
    OUTPUT = 74  # the output cannot be written: a full disk
    INTERRUPTED = 130  # Ctrl-C
    CLOSED_PIPE = 141  # whoever read our output has gone


def exit_of(error: SearchkitError) -> Exit:
    """The code for an error of ours."""
    if isinstance(error, UnknownIdError):
        return Exit.NOTHING
    if isinstance(error, StoreError) and not isinstance(error, NoIndexError):
        return Exit.STORE
    return Exit.USAGE
