"""TEI: parliamentary corpora (ParlaMint) and plays of speakers (`u who`, `sp`/`speaker`).

An utterance gives its speaker: the person that `who` points to, by the list of persons in the file or
in a file `*listPerson*.xml` beside it.  Stage directions are paragraphs of nobody.  Entities that a
file declares itself are refused, for they are how a few lines of XML become gigabytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from xml.parsers import expat

from searchkit.articles.assemble import Origin, assemble, hasher
from searchkit.articles.decoding import decode
from searchkit.articles.files import File, read_bytes
from searchkit.articles.layout import Block, check_lines
from searchkit.articles.limits import LINES
from searchkit.articles.metadata import Metadata
from searchkit.articles.report import Note
from searchkit.config import Config
from searchkit.errors import ArticleError
from searchkit.records import Article

_DEEPEST = 200  # open elements

# Elements that are a paragraph each; what else holds text inside them belongs to it.
_PARAGRAPHS = frozenset(("p", "seg", "ab", "l", "head"))
_DIRECTIONS = frozenset(("desc", "note", "stage"))
_XML_ID = "xml:id"


def read(file: File, config: Config) -> Iterator[Article | Note]:
    """The one article of a TEI file. Raises ArticleError."""
    digest = hasher(config)
    persons: dict[str, str] = {}
    for path in sorted(file.path.parent.glob("*listPerson*.xml")):
        if path != file.path and not path.is_symlink():
            listed, list_digest = _persons_in(path, path.stat().st_mtime_ns)
            persons |= listed
            digest.update(list_digest)
    data = read_bytes(file)
    digest.update(data)
    text = decode(data, file.place, declares=True, fallback=config.encoding)
    found = _parse(text, file.place, persons)
    if found.root == "listPerson":
        yield Note(file.place, "left out: a list of persons, used by the files beside it")
        return
    if found.root not in ("TEI", "TEI.2", "teiCorpus"):
        hint = "TEI is read; other XML can be given as JSONL or HTML"
        raise ArticleError(file.place, f"is XML of a kind that is not read (“{found.root}”)", hint)
    origin = Origin(file.place, file.place, file.id, digest.hexdigest(), "header", file.place)
    yield from assemble(origin, found.metadata(), found.blocks, config)


@lru_cache(maxsize=4)
def _persons_in(path: Path, changed: int) -> tuple[dict[str, str], bytes]:
    """Names by id of a list of persons, and the hash of its bytes. Raises ArticleError."""
    data = read_bytes(File(path, path.name, "", ".xml"))
    text = decode(data, path.name, declares=True)
    return _parse(text, path.name, {}).persons, blake2b(data).digest()


def _parse(text: str, place: str, persons: dict[str, str]) -> _Reader:
    check_lines(text, place)
    reader = _Reader(text, place, persons)
    reader.read()
    return reader


@dataclass(slots=True)
class _Part:
    """A paragraph while its text comes in."""

    element: str
    start: int
    line: int
    given: str | None
    text: list[str] = field(default_factory=list)


class _Reader:
    """One pass of an XML parser over the file."""

    def __init__(self, text: str, place: str, persons: dict[str, str]) -> None:
        self.root = ""
        self.blocks: list[Block] = []
        self.persons = dict(persons)
        self._bytes = text.encode()
        self._place = place
        self._path: list[str] = []
        self._parts: list[_Part] = []  # open ones; a direction may stand inside a paragraph
        self._held: list[Block] = []  # directions met inside a paragraph, to follow it
        self._speakers: list[str | None] = [None]
        self._person = ""
        self._name: list[str] = []
        self._fields: dict[str, list[str]] = {}
        self._lang = self._element_lang = ""
        self._counted = (0, 0)  # bytes, characters
        self._parser = expat.ParserCreate("utf-8")

    def read(self) -> None:
        """Parse. Raises ArticleError."""
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.EntityDeclHandler = self._refuse
        self._parser.buffer_text = True
        try:
            self._parser.Parse(self._bytes, True)
        except expat.ExpatError as problem:
            raise ArticleError(self._place, f"is not well-formed XML: {problem}") from None

    def _refuse(self, *_: object) -> None:
        raise ArticleError(self._place, "declares entities of its own, which are not read")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        self._path.append(name)
        if len(self._path) > _DEEPEST:
            raise ArticleError(self._place, "is nested too deeply")
        self._element_lang = attributes.get("xml:lang", "")
        if len(self._path) == 1:
            self.root, self._lang = name, self._element_lang
        elif name == "person":
            self._person, self._name = attributes.get(_XML_ID, ""), []
        elif name == "date" and "teiHeader" in self._path:
            self._remember(f"date {self._path[-2]}", attributes.get("when", ""))
        elif "teiHeader" not in self._path:
            self._start_text(name, attributes)

    def _start_text(self, name: str, attributes: dict[str, str]) -> None:
        if name in ("u", "sp"):
            who = attributes.get("who", "").split()
            self._speakers.append(self._known(who[0]) if who else "")
        elif name in _PARAGRAPHS and not self._parts:
            self._parts.append(self._part(name, self._speakers[-1]))
        elif name in _DIRECTIONS or name == "speaker":
            self._parts.append(self._part(name, ""))

    def _part(self, name: str, given: str | None) -> _Part:
        at = self._parser.CurrentByteIndex
        done, characters = self._counted
        characters += len(self._bytes[done:at].decode("utf-8", "ignore"))
        self._counted = at, characters
        return _Part(name, characters, self._parser.CurrentLineNumber, given)

    def _known(self, pointer: str) -> str:
        name = pointer.rpartition("#")[2]
        return self.persons.get(name, name)

    def _text(self, text: str) -> None:
        if self._parts:
            self._parts[-1].text.append(text)
        elif "persName" in self._path:
            self._name.append(text)
        elif "titleStmt" in self._path and self._path[-1] in ("title", "author"):
            self._remember(self._path[-1], text)
            self._remember(f"{self._path[-1]} {self._element_lang}", text)

    def _remember(self, key: str, value: str) -> None:
        if value.strip() and len(self._fields.setdefault(key, [])) < 100:
            self._fields[key].append(" ".join(value.split()))

    def _end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        self._path.pop()
        if name == "person" and self._person:
            self.persons.setdefault(self._person, " ".join(" ".join(self._name).split()))
            self._person = ""
        elif name in ("u", "sp") and len(self._speakers) > 1:
            self._speakers.pop()
        elif self._parts and self._parts[-1].element == name:
            self._finish(self._parts.pop())

    def _finish(self, part: _Part) -> None:
        text = " ".join("".join(part.text).split())
        if not text:
            return
        if part.element == "speaker":
            self._speakers[-1] = text.rstrip(".: ")
            return
        block = Block(text, part.start, part.line, "", part.element == "head", part.given)
        if self._parts:
            self._held.append(block)
            return
        self.blocks += [block, *self._held]
        self._held.clear()
        if len(self.blocks) > LINES:
            raise ArticleError(self._place, f"has more than {LINES:,} paragraphs")

    def metadata(self) -> Metadata:
        """Title, authors, date and language of the header; the date is that of the sitting."""
        titles = self._fields.get(f"title {self._lang}") or self._fields.get("title") or [""]
        found = (self._fields.get(f"date {place}") for place in ("setting", "bibl", "publicationStmt"))
        return Metadata(
            title=titles[0],
            authors=tuple(dict.fromkeys(self._fields.get("author", []))),
            dates=next((dates[:1] for dates in found if dates), []),
            lang=self._lang,
        )
