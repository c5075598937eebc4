"""What was worked out before, kept to be found at once, within bounds."""

from __future__ import annotations

from typing import TypeVar

Key = TypeVar("Key")
Found = TypeVar("Found")


class Remembered(dict[Key, Found]):
    """Things found, by what was asked for: at most `most` of them.

    When it is full all is forgotten: what is asked for often soon stands there again, and no order of use
    has to be kept. Threads may share it; the worst is that something is worked out twice.
    """

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def keep(self, key: Key, found: Found) -> Found:
        """Remember what was found, and give it back."""
        if len(self) >= self._most:
            self.clear()
        self[key] = found
        return found
