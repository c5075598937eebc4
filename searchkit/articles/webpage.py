"""HTML pages: the article among the furniture.

The text comes from the part of the page that is marked as the article, or else from the whole page,
without navigation, forms and the like.  What the page says about it is read in page_metadata.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from searchkit.articles.assemble import assemble, origin_of
from searchkit.articles.decoding import decode
from searchkit.articles.files import File, read_bytes
from searchkit.articles.layout import Block, check_lines
from searchkit.articles.limits import LINES, TAGS
from searchkit.articles.markup import Tag, Text, tokens
from searchkit.articles.page_metadata import PageMetadata
from searchkit.articles.report import Note
from searchkit.config import Config
from searchkit.errors import ArticleError
from searchkit.patterns import lazy
from searchkit.records import Article

_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_BLOCKS = frozenset(
    "address article aside blockquote body br center dd details div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody td tfoot "
    "th thead tr ul".split()
)
_FURNITURE = frozenset(
    "nav footer aside form button select option svg object video audio canvas template dialog menu "
    "head".split()
)
_CAPTIONS = frozenset(("figcaption", "caption"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BOLD = frozenset(("b", "strong", *_HEADINGS))
# Elements that end where a sibling of theirs begins.
_CLOSES_ITSELF = frozenset(("p", "li", "dd", "dt", "tr", "td", "th", "option"))

# "complementary" is not among them: sites give it to the article itself.
_FURNITURE_ROLES = frozenset(("navigation", "banner", "contentinfo", "search", "dialog", "menu"))
_FURNITURE_CLASS = lazy(
    r"(?:^|[\s_-])(?:nav|navbar|menu|sidebar|footer|breadcrumbs?|share|sharing|social|related|newsletter"
    r"|cookies?|comments?|advert|ads?|promo|subscribe|paywall|hidden|tags|toolbar|pagination)(?:$|[\s_-])",
    re.IGNORECASE,
)
_DECK_CLASS = lazy(
    r"(?:^|[\s_-])(?:entry-summary|standfirst|deck|dek|subtitle|subheadline)(?:$|[\s_-])", re.IGNORECASE
)
_CAPTION_CLASS = lazy(
    r"(?:^|[\s_-])(?:caption|credits?|(?:media|player|photo|image)[_-]+(?:title|text|caption))(?:$|[\s_-])",
    re.IGNORECASE,
)
_BYLINE_CLASS = lazy(r"(?:^|[\s_-])(?:byline|author|authors)(?:$|[\s_-])", re.IGNORECASE)
_ARTICLE_CLASS = lazy(
    r"(?:^|\s)(?:entry-content|article-body|article__body|post-content|e-content|story-body)(?:$|\s)"
)
_DEEPEST = 300  # open elements; what is nested deeper counts as lying in the last of them


def read(file: File, config: Config) -> Iterator[Article | Note]:
    """The one article of a page. Raises ArticleError."""
    data = read_bytes(file)
    text = decode(data, file.place, declares=True, fallback=config.encoding)
    check_lines(text, file.place)
    page = _Page(text, file.place)
    page.read()
    origin = origin_of(file, data, config, "page metadata")
    yield from assemble(origin, page.said.metadata(page.heading(), config), page.blocks(), config)


@dataclass(slots=True)
class _Open:
    """An element that is open: whether it is furniture, and which container it lies in."""

    name: str
    furniture: bool
    container: int
    role: str
    bold: bool


@dataclass(slots=True)
class _Piece:
    """One block of text; `container` is the innermost element marked as an article."""

    container: int
    role: str
    text: list[str] = field(default_factory=list)
    start: int = -1
    bold: int = 0  # characters set in bold
    size: int = 0


class _Page:
    """One pass over the tokens; then the best container's pieces are the article."""

    def __init__(self, text: str, place: str) -> None:
        self._text, self._place = text, place
        self._stack = [_Open("", False, 0, "", False)]
        self._containers = 1  # 0 is the whole page
        self._parents = {0: 0}
        self._rank = {0: 0}
        self._pieces = [_Piece(0, "")]
        self.said = PageMetadata()

    def read(self) -> None:
        """Go through the page once."""
        json_script = False
        for number, token in enumerate(tokens(self._text)):
            if number > TAGS:
                raise ArticleError(self._place, f"has more than {TAGS:,} tags and texts")
            if isinstance(token, Text):
                if token.raw == "title":
                    self.said.read_title(token.text)
                elif token.raw == "script" and json_script:
                    self.said.read_linked(token.text)
                elif not token.raw:
                    self._add(token)
                continue
            if token.name == "script":
                json_script = "ld+json" in token.attributes.get("type", "")
            if token.closing:
                self._close(token.name)
            else:
                self.said.read_tag(token)
                self._open(token)

    # -- structure ------------------------------------------------------------------------------

    def _open(self, tag: Tag) -> None:
        if tag.name in _BLOCKS:
            self._break()
        if tag.name in _VOID:
            return
        if tag.name in _CLOSES_ITSELF and self._stack[-1].name == tag.name:
            self._stack.pop()
        if tag.name == "p" and self._stack[-1].name in ("p", *_HEADINGS):
            self._stack.pop()
        if len(self._stack) >= _DEEPEST:
            return
        above = self._stack[-1]
        self._stack.append(
            _Open(
                tag.name,
                above.furniture or (_is_furniture(tag) and not _is_source(tag, above)),
                self._container(tag, above.container),
                _role(tag) or above.role or self._banner(tag, above),
                above.bold or tag.name in _BOLD,
            )
        )
        if tag.name in _BLOCKS:
            self._break()

    @staticmethod
    def _banner(tag: Tag, above: _Open) -> str:
        """A header outside of any article is the site's; only the title in it is of use."""
        return "boilerplate" if tag.name == "header" and not above.container else ""

    def _close(self, name: str) -> None:
        if name in _BLOCKS:
            self._break()
        # An end tag that nothing opened is ignored; one that was left open closes what is inside.
        for depth in range(len(self._stack) - 1, max(0, len(self._stack) - 20), -1):
            if self._stack[depth].name == name:
                del self._stack[depth:]
                break
        if name in _BLOCKS:
            self._break()

    def _break(self) -> None:
        """Begin a new block."""
        top = self._stack[-1]
        if self._pieces[-1].text:
            if len(self._pieces) >= LINES:
                raise ArticleError(self._place, f"has more than {LINES:,} pieces of text")
            self._pieces.append(_Piece(top.container, top.role))

    def _container(self, tag: Tag, above: int) -> int:
        rank = _container_rank(tag)
        if not rank:
            return above
        number = self._containers
        self._containers += 1
        self._parents[number], self._rank[number] = above, rank
        return number

    def _add(self, token: Text) -> None:
        top, piece = self._stack[-1], self._pieces[-1]
        if top.furniture:
            return
        bare = token.text.strip()
        if not bare:
            if piece.text:
                piece.text.append(" ")
            return
        if piece.start < 0:
            piece.start = token.start + len(token.text) - len(token.text.lstrip())
            piece.container, piece.role = top.container, top.role
        piece.text.append(token.text)
        piece.size += len(bare)
        piece.bold += len(bare) if top.bold else 0

    # -- what is the article ----------------------------------------------------------------------

    def blocks(self) -> list[Block]:
        """Paragraphs of the article, and its headings."""
        best = self._best_container()
        inside = [p for p in self._pieces if p.size and self._within(p.container, best)]
        found: list[Block] = []
        line, place = 1, 0
        for piece in inside:
            line, place = line + self._text.count("\n", place, piece.start), piece.start
            text = re.sub(r"[ \t\r\n\f]+", " ", "".join(piece.text)).strip()
            found.append(Block(text, place, line, piece.role, bold=piece.bold >= 0.9 * piece.size))
        return found

    def heading(self) -> str:
        """The first heading that is a title, "" if there is none."""
        first = next((piece for piece in self._pieces if piece.role == "title" and piece.size), None)
        return " ".join("".join(first.text).split()) if first else ""

    def _best_container(self) -> int:
        """The container with the most text; of nested ones the inner one if little lies outside it."""
        own = dict.fromkeys(self._parents, 0)
        for piece in self._pieces:
            own[piece.container] += piece.size
        whole = own.copy()
        for number in sorted(self._parents, reverse=True):
            if number:
                whole[self._parents[number]] += whole[number]
        candidates = [n for n in self._parents if n and whole[n] >= 200]
        if not candidates:
            return 0
        # <article> goes before <main>: it has the title and the byline, and less furniture.
        return max(candidates, key=lambda n: (self._rank[n], whole[n]))

    def _within(self, container: int, wanted: int) -> bool:
        while container != wanted and container:
            container = self._parents[container]
        return container == wanted


def _container_rank(tag: Tag) -> int:
    """How surely an element holds the article: 0 it does not, 2 it is one, 1 it may be."""
    if tag.attributes.get("itemprop") == "articleBody" and tag.name != "meta":
        return 1
    if tag.name == "article" or tag.attributes.get("role") == "article":
        return 2
    if tag.name == "main" or tag.attributes.get("role") == "main":
        return 1
    return 1 if _ARTICLE_CLASS.search(tag.attributes.get("class", "")) else 0


def _is_furniture(tag: Tag) -> bool:
    if tag.name in _FURNITURE or "hidden" in tag.attributes:
        return True
    if tag.attributes.get("aria-hidden") == "true":
        return True
    if tag.name in ("article", "main", "body", "html") or tag.attributes.get("itemprop") == "articleBody":
        return False
    if tag.attributes.get("role") in _FURNITURE_ROLES:
        return True
    names = f"{tag.attributes.get('class', '')} {tag.attributes.get('id', '')}"
    return _FURNITURE_CLASS.search(names) is not None


def _is_source(tag: Tag, above: _Open) -> bool:
    """The foot of a block quotation says whose it is; that of a page is furniture."""
    return tag.name == "footer" and above.name == "blockquote"


def _role(tag: Tag) -> str:
    if tag.name in _CAPTIONS:
        return "boilerplate"
    item = tag.attributes.get("itemprop", "")
    if tag.name == "h1" or item in ("headline", "description"):
        return "title"
    names = tag.attributes.get("class", "")
    if tag.name in ("article", "main", "body") or not names:
        return ""
    if _DECK_CLASS.search(names):
        return "title"
    if _CAPTION_CLASS.search(names):
        return "boilerplate"
    return "byline" if item == "author" or _BYLINE_CLASS.search(names) else ""
