"""How far a build is: one line on stderr, only where a person is watching."""

from __future__ import annotations

import time
from types import TracebackType
from typing import TYPE_CHECKING

from searchkit.cli.screen import Stream
from searchkit.harmless import clean

if TYPE_CHECKING:
    from searchkit.index.reports import Progress

_EVERY = 0.1  # seconds between redraws
_WIDTH = 78


class ProgressLine:
    """Redrawn in place while a build runs, and wiped at its end."""

    def __init__(self, err: Stream) -> None:
        self._err = err
        self._shown = err.stream.isatty()
        self._next = 0.0

    def __enter__(self) -> ProgressLine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:
            self._draw("")

    def __call__(self, progress: Progress) -> None:
        """Show it, unless the line was drawn a moment ago."""
        if self._shown and time.monotonic() >= self._next:
            self._next = time.monotonic() + _EVERY
            counts = f"{progress.articles:,} articles, {progress.paragraphs:,} paragraphs"
            self._draw(f"{counts}: {clean(progress.place)}"[:_WIDTH])

    def _draw(self, text: str) -> None:
        self._err.stream.write(f"\r{text}\x1b[K")
        self._err.stream.flush()
