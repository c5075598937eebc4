"""Everything searchkit raises on purpose, as one tree.

    SearchkitError
    ├── QueryError            the query cannot be read or is refused: code, message, span, hint
    ├── ConfigError           searchkit.toml, a field map or a corrections file is wrong
    ├── ArticleError          one file or row cannot be read: where, why (reported, then skipped)
    ├── UnknownIdError        no paragraph has this id
    ├── ProcessKilledError    a process at work was killed (want of memory); nothing was written
    ├── MissingExtraError     a format needs a package that is not installed: what to install
    └── StoreError            the index on disk cannot be used
        ├── NoIndexError      there is none at this place
        ├── IndexLockedError  another writer holds it
        ├── IndexDamagedError a file does not hold what was written
        ├── IndexVersionError written by another format, schema or analysis
        └── IndexWriteError   disk full, read-only, no permission: the old state is intact

Each error says what happened, where, and the remedy (`hint`).  Errors end at the border of the part
that knows them: an engine's own exceptions never leave `engines/`.
"""

from __future__ import annotations


class SearchkitError(Exception):
    """Base of the tree. `message` says what happened and where, `hint` the remedy (may be empty)."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class QueryError(SearchkitError):
    """A query that cannot be read, or that is refused.

    `code` is stable and documented; `start` and `end` are character offsets into the query.
    """

    def __init__(self, code: str, message: str, start: int, end: int, hint: str = "") -> None:
        super().__init__(message, hint)
        self.code = code
        self.start = start
        self.end = end


class ConfigError(SearchkitError):
    """A configuration, field map or corrections file is wrong."""


class ArticleError(SearchkitError):
    """One file, or one row of a file, cannot be read as an article. `place` is path or path:row."""

    def __init__(self, place: str, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.place = place


class UnknownIdError(SearchkitError):
    """No paragraph of the index has this id; `hint` names those that are like it."""


class ProcessKilledError(SearchkitError):
    """A process that worked on a part of the job was killed, perhaps for want of memory."""


class MissingExtraError(SearchkitError):
    """A package that only some users need is not installed; `hint` is the command that installs it."""


class StoreError(SearchkitError):
    """The index on disk cannot be used."""


class NoIndexError(StoreError):
    """There is no index at this place."""


class IndexLockedError(StoreError):
    """Another writer holds the index; the message names its process, host and start."""


class IndexDamagedError(StoreError):
    """A file of the index does not hold what was written; the message names the file."""


class IndexVersionError(StoreError):
    """The index was written by another format, schema or analysis version."""


class IndexWriteError(StoreError):
    """Writing failed (disk full, read-only, no permission); the committed state is intact."""
