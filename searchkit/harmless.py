"""Text of others made harmless for a terminal or a page.

Articles, titles, names and file names may hold escape sequences that recolour, retitle or rewrite a
terminal, and marks that turn the direction of what stands around them (CVE-2021-42574).  They are taken
out of text and CSV; in JSON, whose offsets must hold, they are written as \\u escapes.
"""

from __future__ import annotations

import re

from searchkit.patterns import lazy

_SEQUENCE = lazy(
    "(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor
    "|(?:\x1b\\]|\x9d)[^\x07\x1b\x9c]*(?:\x07|\x1b\\\\|\x9c)"  # OSC: title, links, clipboard
    "|\x1b[PX^_][^\x1b]*\x1b\\\\"  # DCS, SOS, PM, APC
    "|\x1b[ -/]*[0-~]"
)
_SPACES = lazy("[\t-\r\x1c-\x1f\x85\u2028\u2029]+")
_HARMFUL = "\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f\ufeff"
_CONTROL = lazy(f"[{_HARMFUL}]")
_FORMULA = "=+-@＝＋－＠"
_SURROGATE = lazy("[\ud800-\udfff]")
_NOT_IN_JSON = lazy(f"[{_HARMFUL}\u2028\u2029\ud800-\udfff]")


def clean(text: str) -> str:
    """`text` on one line, without escape sequences, control and direction characters."""
    if text.isascii() and text.isprintable():
        return text
    text = _SPACES.sub(" ", _SEQUENCE.sub("", text))
    return _SURROGATE.sub("\ufffd", _CONTROL.sub("", text))


def cell(text: str) -> str:
    """The same for a cell of CSV.

    A spreadsheet takes what begins with = + - or @ for a formula and runs it; an apostrophe says it is text.
    """
    text = clean(text)
    return "'" + text if text and text[0] in _FORMULA else text


def visible(text: str) -> str:
    """The same, character for character, so that places in it stay: harmful ones become U+FFFD."""
    text = re.sub("[\t\n\r]", " ", text)
    return _NOT_IN_JSON.sub("\ufffd", text)


def escape_json(dumped: str) -> str:
    """A JSON document with harmful characters inside its strings as escapes: the same value."""
    if dumped.isascii() and "\x7f" not in dumped:  # other control characters are escapes already
        return dumped
    if dumped.isprintable():  # nothing harmful is
        return dumped
    return _NOT_IN_JSON.sub(lambda m: "\n" if m[0] == "\n" else f"\\u{ord(m[0]):04x}", dumped)
