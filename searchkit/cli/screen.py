"""Where output goes: results to stdout, all else to stderr; colour where somebody will see it."""

from __future__ import annotations

import os
import sys
from typing import NamedTuple, TextIO

from searchkit.harmless import clean

COLOURS = ("auto", "always", "never")

_CODES = {"mark": "1;33", "strong": "1", "dim": "2", "error": "1;31", "hint": "36"}


def wants_colour(choice: str, stream: TextIO) -> bool:
    """--color, then NO_COLOR (no-color.org), then FORCE_COLOR, then whether it is a terminal."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


class Stream(NamedTuple):
    """One output stream. Text of others must go through `clean` before it comes here."""

    stream: TextIO
    coloured: bool

    def line(self, text: str = "") -> None:
        """Write one line."""
        self.stream.write(text + "\n")

    def style(self, name: str, text: str) -> str:
        """`text` in a style, where there is colour."""
        return f"\x1b[{_CODES[name]}m{text}\x1b[0m" if self.coloured and text else text


class Screen(NamedTuple):
    """The two streams of a command."""

    out: Stream
    err: Stream

    @classmethod
    def of(cls, colour: str) -> Screen:
        """The process's own streams, with the colour chosen by --color."""
        return cls(
            Stream(sys.stdout, wants_colour(colour, sys.stdout)),
            Stream(sys.stderr, wants_colour(colour, sys.stderr)),
        )

    def note(self, message: str) -> None:
        """Something to know, on stderr."""
        self.err.line(f"{self.err.style('hint', 'note:')} {clean(message)}")

    def problem(self, head: str, message: str, hint: str = "", detail: tuple[str, ...] = ()) -> None:
        """An error, with lines that show where, and the remedy."""
        self.err.line(f"{self.err.style('error', head)} {clean(message)}")
        for line in detail:
            self.err.line(f"  {line}")
        if hint:
            self.err.line(f"  {self.err.style('hint', 'hint:')} {clean(hint)}")
