"""The words of one chunk: what is cut out of it, and under which further forms each is found (`analyse`).

`tokens` says what chunks are, and what tokens there are for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, partial
from typing import NamedTuple, TypeAlias

from searchkit.analysis.folding import IGNORABLE, fold, plain
from searchkit.analysis.marks import MARKS

_UNSPACED = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"  # Chinese, Japanese
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e80-\u0edf\u1000-\u109f\u1780-\u17d3"  # Thai, Lao, Burmese, Khmer
)
_APOSTROPHE = "'’ʼ＇"
_APOSTROPHES = frozenset(_APOSTROPHE)
_HYPHEN = r"\-‐‑"  # inside a character class
_JOINTS = f"{_APOSTROPHE}.&_@,/"  # signs that can stand between letters of one word
_PREFIX = "#@$£€¥₽₴₺₹"
_POSSESSIVE = frozenset(sign + s for sign in _APOSTROPHE for s in "sS")
_L = r"[^\W\d_]"  # a letter


class TokenKind(StrEnum):
    """Why a token stands at its position."""

    WORD = "word"  # what was written there
    JOINED = "joined"  # a hyphenated word without its hyphens
    BARE = "bare"  # a word without its clitic or sign: Lavrov('s), (l')Ukraine, (#)MeToo, LGBT(+)


class Token(NamedTuple):
    """A term in its written and folded form, at positions [position, position + width)."""

    start: int
    end: int
    position: int
    width: int
    written: str
    folded: str
    kind: TokenKind


Analysis: TypeAlias = tuple[tuple[Token, ...], int]  # of a chunk: its tokens, its number of positions

# An enum looks its members up anew each time, and a named tuple is made by its own function: each takes as
# long as all else that is done for a token.
_WORD, _JOINED, _BARE = TokenKind.WORD, TokenKind.JOINED, TokenKind.BARE
token: Callable[[tuple[int, int, int, int, str, str, TokenKind]], Token] = partial(tuple.__new__, Token)


@cache
def _word(wildcards: bool) -> re.Pattern[str]:
    wild = "*?" if wildcards else ""
    sign = rf"[{MARKS}{IGNORABLE}{wild}]|(?<=\w)¬(?=\w)"
    c, run = rf"(?:[^\W_]|{sign})", rf"(?:[^\W_]++|{sign})++"
    possessive = rf"(?<={_L}\.{_L})\.[{_APOSTROPHE}](?=[sS](?!{c}))"  # of an acronym
    joint = rf"(?:[{_APOSTROPHE}{_HYPHEN}.&_@]|{possessive}|(?<=\d)[,/](?=\d))"
    return re.compile(rf"(?P<prefix>[{_PREFIX}]?)(?P<body>{run}(?:{joint}{run})*)(?P<suffix>\+*)")


@cache
def _hyphenated() -> re.Pattern[str]:
    return re.compile(rf"[^{_HYPHEN}]+")


@cache
def _piece(unspaced: bool) -> re.Pattern[str]:
    """Pieces of a part: acronyms, runs between dots (not 5.2), and characters of scripts without spaces.

    Without `unspaced`, for a part that holds no such character: these take ten milliseconds to compile.
    """
    behind = rf"\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u3099\u309a\uff9e\uff9f{IGNORABLE}"  # marks of one character
    apart = _UNSPACED if unspaced else ""
    inside = rf"(?:[^.{apart}]|(?<=\d)\.(?=\d))*"
    edge = rf"[^{_JOINTS}{apart}]"  # a joint beside a character of an unspaced script joins nothing
    single = rf"|[{apart}][{behind}]*" if apart else ""
    acronym = rf"(?:{_L}\.)+{_L}(?!{_L})(?:\.?[{_APOSTROPHE}][sS](?!\w))?"
    return re.compile(rf"{acronym}{single}|{edge}(?:{inside}{edge})?")


@cache
def _unspaced() -> list[tuple[str, str]]:
    """First and last character of each range of scripts without spaces, in order."""
    return sorted(re.findall("(.)-(.)", _UNSPACED))


def _is_unspaced(text: str) -> bool:
    """Whether a character of a text is of a script without spaces; no pattern is compiled to know it."""
    ranges = _unspaced()
    if max(text) < ranges[0][0]:
        return False
    return any(first <= sign <= last for sign in text for first, last in ranges)


@cache
def _acronym() -> re.Pattern[str]:
    return re.compile(rf"((?:{_L}\.)+{_L})\.?('[sS])?")


def _undotted(written: str) -> str:
    """An acronym without its dots: US for U.S, US's for U.S.'s; any other word as it is."""
    m = _acronym().fullmatch(written) if "." in written else None
    return m[1].replace(".", "") + (m[2] or "") if m else written


@cache
def _clitic() -> re.Pattern[str]:
    """English possessive behind, Romance elision before: what is left is a word of its own."""
    elided = "l|d|j|m|n|s|t|c|qu|jusqu|lorsqu|puisqu|dell|all|dall|nell|sull|un"
    a = f"[{_APOSTROPHE}]"
    return re.compile(rf"(?i)(?:(?P<before>(?:{elided}){a})|)(?P<stem>.{{2,}}?)(?P<behind>{a}s)?")


@cache
def _number() -> re.Pattern[str]:
    return re.compile(r"[0-9]++(?:[.,/][0-9]++)++")


def is_plain(text: str) -> bool:
    """Whether there is nothing in a text to look at: one word of ASCII letters and digits."""
    return text.isascii() and text.isalnum()


def _has_term(folded: str) -> bool:
    return folded[:1].isalnum() or any(ch.isalnum() for ch in folded)


@dataclass(slots=True)
class _Scan:
    """Tokens of one chunk as they are found; `position` is the next free one."""

    chunk: str
    tokens: list[Token]
    position: int = 0

    def put(self, start: int, end: int, written: str, at: int, width: int, kind: TokenKind) -> None:
        folded = fold(written)
        if _has_term(folded) or "*" in folded or "?" in folded:
            self.tokens.append(token((start, end, at, width, written, folded, kind)))

    def plain(self, start: int, word: str) -> None:
        """One word that `is_plain`: most are, and this is twenty times as fast."""
        end, at = start + len(word), self.position
        self.tokens.append(token((start, end, at, 1, word, word.lower(), _WORD)))
        self.position += 1

    def word(self, m: re.Match[str]) -> None:
        """All tokens of one word, hyphenated or not."""
        if is_plain(m.group()):
            self.plain(m.start(), m.group())
            return
        first, begun = self.position, len(self.tokens)
        signed = m["prefix"] or m["suffix"]
        parts = list(_hyphenated().finditer(m["body"]))
        single = len(parts) > 1  # each part is one word
        for part in parts:
            before = self.position
            if not signed and is_plain(part.group()):
                self.plain(m.start() + part.start(), part.group())
            else:
                self.part(m, part)
            single = single and self.position == before + 1
        if single:
            joined = "".join(t.written for t in self.tokens[begun:] if t.kind is _WORD)
            self.put(m.start(), m.end(), joined, first, len(parts), _JOINED)

    def part(self, m: re.Match[str], part: re.Match[str]) -> None:
        """The words between two hyphens; the first and the last of them with the signs of the whole."""
        begin = m.start("body")
        at = begin + part.start()
        for piece in _piece(_is_unspaced(part.group())).finditer(part.group()):
            lead = len(m["prefix"]) if at + piece.start() == begin else 0
            tail = len(m["suffix"]) if at + piece.end() == m.end("body") else 0
            self.piece(at + piece.start(), at + piece.end(), lead, tail)

    def piece(self, start: int, end: int, lead: int, tail: int) -> None:
        """One word at one position, with its signs (`lead` before, `tail` behind), and its bare forms."""
        text = self.chunk[start - lead : end + tail]
        if is_plain(text):
            self.plain(start, text)
            return
        written = _undotted(plain(text))
        before = len(self.tokens)
        self.put(start - lead, end + tail, written, self.position, 1, _WORD)
        if len(self.tokens) == before:
            return
        for bare_start, bare_end in self.bare(start, end, lead, tail):
            bare_end -= self.chunk[bare_end - 1] == "."  # U.S.'s
            bare = _undotted(plain(self.chunk[bare_start:bare_end]))
            self.put(bare_start, bare_end, bare, self.position, 1, _BARE)
        self.position += 1

    def bare(self, start: int, end: int, lead: int, tail: int) -> Iterator[tuple[int, int]]:
        """What a word is without its signs, and without its clitic, so that it is found by these too."""
        if lead:
            yield start, end + tail
        if tail:
            yield start, end
        if lead and tail:
            yield start - lead, end
        has_sign = not _APOSTROPHES.isdisjoint(self.chunk[start:end])
        clitic = _clitic().fullmatch(self.chunk, start, end) if has_sign else None
        if clitic and (clitic["before"] or clitic["behind"]):
            yield clitic.span("stem")
            if lead and not clitic["before"]:
                yield start - lead, clitic.end("stem")


def analyse(chunk: str, wildcards: bool = False) -> Analysis:
    """Tokens of one chunk, offsets and positions counted from its start, and its number of positions."""
    common = None if wildcards else _common(chunk)
    if common is not None:
        return common
    scan = _Scan(chunk, [])
    for m in _word(wildcards).finditer(chunk):
        scan.word(m)
    return tuple(scan.tokens), scan.position


def _common(chunk: str) -> Analysis | None:
    """The analysis of a chunk, if it is of a kind that most are: what `_Scan` finds, at once."""
    if is_plain(chunk):
        return (_whole(chunk, chunk.lower()),), 1
    if "-" in chunk:
        parts = chunk.split("-")
        return _joined(chunk, parts) if all(parts) and is_plain("".join(parts)) else None
    stem = chunk[:-2]
    if chunk[-2:] in _POSSESSIVE and len(stem) > 1 and is_plain(stem):
        written = f"{stem}'{chunk[-1]}"
        word = token((0, len(chunk), 0, 1, written, written.lower(), _WORD))
        return (word, token((0, len(stem), 0, 1, stem, stem.lower(), _BARE))), 1
    if _number().fullmatch(chunk):
        return (_whole(chunk, fold(chunk)),), 1
    if chunk[:1] in _PREFIX and (is_plain(bare := chunk[1:]) or _number().fullmatch(bare)):
        folded = fold(chunk)
        return (_whole(chunk, folded), token((1, len(chunk), 0, 1, bare, folded[1:], _BARE))), 1
    if chunk.isalpha() and not _is_special(chunk) and _has_term(folded := fold(chunk)):
        written = plain(chunk)
        return (token((0, len(chunk), 0, 1, written, folded, _WORD)),), 1
    return None


def _is_special(letters: str) -> bool:
    """Whether one of them is not simply part of a word: of an unspaced script, or an apostrophe."""
    return not _APOSTROPHES.isdisjoint(letters) or _is_unspaced(letters)


def _whole(chunk: str, folded: str) -> Token:
    """The token of a chunk that is one word, written as it stands there."""
    return token((0, len(chunk), 0, 1, chunk, folded, _WORD))


def _joined(chunk: str, parts: list[str]) -> Analysis:
    """Plain words with hyphens between them."""
    tokens: list[Token] = []
    start = 0
    for position, part in enumerate(parts):
        end = start + len(part)
        tokens.append(token((start, end, position, 1, part, part.lower(), _WORD)))
        start = end + 1
    written = "".join(parts)
    tokens.append(token((0, len(chunk), 0, len(parts), written, written.lower(), _JOINED)))
    return tuple(tokens), len(parts)
