"""Bytes -> text, in any encoding that scraped files have.

In this order: a byte order mark; UTF-8; UTF-16 that shows in its zero bytes; the charset that the
file declares; the encoding from the configuration; a guess.  A guess is made only between encodings
that tell themselves apart by the text they give.  A file that is UTF-8 but for a few bytes is damaged,
not in another encoding, and is refused: a quotation with wrong letters is a wrong quotation.
"""

from __future__ import annotations

import codecs
import re

from searchkit.articles.language import detect
from searchkit.errors import ArticleError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Everybody writes cp1252 and calls it Latin-1 (WHATWG Encoding Standard, section 4.2).
_CALLED_OTHERWISE = {"iso8859-1": "cp1252", "ascii": "cp1252"}

_CYRILLIC = ("cp1251", "koi8-u", "iso8859-5", "cp866", "mac-cyrillic")
_CENTRAL = ("cp1250", "iso8859-2")
_CENTRAL_LANGUAGES = frozenset({"pl", "cs", "sk", "hu", "hr", "sl", "ro"})

_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""")

# A sample is enough to tell an encoding; then the whole file must agree with it.
_SAMPLE = 2**16


def decode(data: bytes, place: str, *, declares: bool = False, fallback: str = "") -> str:
    """The text, without its byte order mark; line ends stay as they are.

    `declares` is true for formats whose head may name a charset (HTML, XML), `fallback` is the
    configured encoding. Raises ArticleError where the bytes are no text.
    """
    encoding = encoding_of(data, place, fallback, declares=declares)
    try:
        text = data.decode(encoding).removeprefix("\ufeff")
    except (UnicodeDecodeError, LookupError) as problem:
        raise ArticleError(place, f"cannot be decoded: {problem}") from None
    if reason := check(text):
        raise ArticleError(place, reason)
    return text


def encoding_of(data: bytes, place: str, fallback: str = "", *, declares: bool = False) -> str:
    """The encoding that the bytes are in, by the rules above. Raises ArticleError."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as problem:
        broken = problem
    else:
        return _wide(data) or "utf-8"  # ASCII in UTF-16 is valid UTF-8, with NULs
    encoding = _wide(data) or (_declared(data) if declares else "") or fallback
    if encoding and encoding != "utf-8":
        return encoding
    if _damaged_utf8(data):
        line = data.count(b"\n", 0, broken.start) + 1
        raise ArticleError(
            place,
            f"is UTF-8 with bytes that are none, first in line {line} (byte {broken.start})",
            'mend the file, or set encoding = "…" in searchkit.toml if it is in another one',
        )
    return _guess(data, place)


def check(text: str) -> str:
    """What makes a text unusable: "" if nothing does, else the reason."""
    if "\0" in text:
        return "holds NUL characters: not a text"
    try:
        text.encode()
    except UnicodeEncodeError:
        return "holds half characters (lone surrogates)"
    return ""


def _wide(data: bytes) -> str:
    """UTF-16 without its mark: of Western text every other byte is zero."""
    head = data[:2000]
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if half and odd > 0.6 * half and even < 0.1 * half:
        return "utf-16-le"
    if half and even > 0.6 * half and odd < 0.1 * half:
        return "utf-16-be"
    return ""


def _declared(data: bytes) -> str:
    """The charset named in the head of an HTML or XML file, if Python knows it."""
    match = _DECLARED.search(data[:4096])
    if match is None:
        return ""
    try:
        name = codecs.lookup(match[1].decode("ascii")).name
    except LookupError:
        return ""
    return _CALLED_OTHERWISE.get(name, name)


def _damaged_utf8(data: bytes) -> bool:
    """At least as many well-formed multi-byte characters as stray high bytes."""
    text = data.decode("utf-8", "replace")
    bad = text.count("�")
    good = sum(c > "\x7f" for c in text) - bad
    return good >= bad > 0


def _guess(data: bytes, place: str) -> str:
    if b"\0" in data[:_SAMPLE]:
        raise ArticleError(place, "holds NUL characters: not a text")
    sample = data[:_SAMPLE]
    if sum(b > 0x7F for b in sample) < 0.02 * len(sample):
        # Few in the first lines: look at the lines that have them.
        sample = b"\n".join(line for line in data.split(b"\n") if not line.isascii())[:_SAMPLE]
    letters = sum(b > 0x7F or chr(b).isalpha() for b in sample)
    high = sum(b > 0x7F for b in sample)
    if high > 0.4 * letters:
        return _guess_dense(sample, place)
    if detect(data[:_SAMPLE].decode("cp1252", "replace")) in _CENTRAL_LANGUAGES:
        return max(_CENTRAL, key=lambda encoding: _inner_letters(sample, encoding))
    try:
        data.decode("cp1252")
    except UnicodeDecodeError:
        return "latin-1"
    return "cp1252"


def _guess_dense(sample: bytes, place: str) -> str:
    """Most letters are high bytes: Cyrillic, or something that only statistics can tell."""
    best = max(_CYRILLIC, key=lambda encoding: _cyrillic_score(sample, encoding))
    if _cyrillic_score(sample, best) > 0.35:
        return best
    from charset_normalizer import from_bytes  # slow to import; few files come here

    match = from_bytes(sample).best()
    if match is None:
        hint = 'save it as UTF-8, or set encoding = "…" in searchkit.toml'
        raise ArticleError(place, "is in no encoding that can be told", hint)
    return match.encoding


def _cyrillic_score(sample: bytes, encoding: str) -> float:
    """Share of the commonest small letters: about 0.6 in Russian and Ukrainian, small by accident."""
    text = sample.decode(encoding, "replace")
    high = sum(c > "\x7f" for c in text)
    return sum(text.count(c) for c in "оеаинтслврі") / max(1, high)


def _inner_letters(sample: bytes, encoding: str) -> int:
    """High bytes that are letters behind letters, less those that are signs there."""
    text = sample.decode(encoding, "replace")
    inner = re.findall(r"(?<=[a-z])[^\x00-\x7f]", text)
    return sum(1 if c.isalpha() else -1 for c in inner)
