"""The query tree: what a reader asked, free of any engine.

Nodes are frozen; two trees are equal when they mean the same, whatever their place in the string (`span`
takes no part in comparisons).  `str(node)` is the canonical form and reads back to an equal tree.
What each node matches in one paragraph is defined in `searchkit.matching`.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import date
from typing import TypeAlias

Span: TypeAlias = tuple[int, int]  # character offsets into the query as typed


def _span() -> Span:
    return attribute(default=(0, 0), compare=False, repr=False)


class _Node:
    __slots__ = ()

    def __str__(self) -> str:
        from searchkit.query.canonical import render

        return render(self)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Word(_Node):
    """A bare word: matches its inflections. With `exact` (=May): as written, case and accents too."""

    text: str
    exact: bool = False
    field: str = "text"
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Wildcard(_Node):
    """tax*, wom?n: `*` any letters, `?` one letter, over folded forms; `exact` (=Tax*): written forms."""

    pattern: str
    exact: bool = False
    field: str = "text"
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Fuzzy(_Node):
    """starmer~1: folded forms at most `distance` (0 to 2) letters off (Damerau-Levenshtein, OSA)."""

    text: str
    distance: int
    field: str = "text"
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Phrase(_Node):
    """Words in this order, next to each other: as they stand, any case (folded forms).

    `text` is what stood between the marks (it may hold wildcards; an escaped `*` or `?` is a space in it,
    for as a mark it separates words).  `exact` compares written
    forms.  `slop` is Lucene's: so many moves in all, either order.  A quoted single word is a phrase too.
    """

    text: str
    slop: int = 0
    exact: bool = False
    field: str = "text"
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Near(_Node):
    """Both sides within `distance` positions; `ordered` (PRE): left before right.

    Sides are words, wildcards, fuzzy words, phrases, OR groups of these, or Near, all of one field.
    With `negated` (NOT NEAR): matches of the left side near which the right side has none; what matches
    is the left side alone.
    """

    left: Query
    right: Query
    distance: int
    ordered: bool = False
    negated: bool = False
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Said(_Node):
    """`child` (a leaf or Near) inside one stretch of speech attributed to somebody, not narration.

    A child of Everything (`said:*`) asks only that there is such a stretch.

    `by` are speakers' names, as typed, of whom one must be the speaker of that stretch: set by the
    reading from the `speaker:` conditions that stand beside it in one AND group. Empty: anybody.
    """

    child: Query
    by: tuple[Name, ...] = ()
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Name(_Node):
    """A personal field (speaker, mentions, by, source) holds somebody of this name.

    Before an engine sees it the index resolves `name` to stored `values`, all spellings of the persons
    it fits; a parser leaves it None.  `none` and `*` are Absent and Present, never a Name.
    """

    field: str
    name: str
    values: tuple[str, ...] | None = attribute(default=None, compare=False)
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Value(_Node):
    """A keyword field (role, lang, article, a user's column) holds exactly this value, case folded."""

    field: str
    value: str
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Present(_Node):
    """The field has some value: `speaker:*`."""

    field: str
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Absent(_Node):
    """The field has no value: `speaker:none`, `date:none`."""

    field: str
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class DateRange(_Node):
    """The paragraph's whole DateSpan lies in first..last, both days included; None leaves an end open.

    With `overlap` instead: it touches the range without lying in it (used for counting what was left
    out because its date is too coarse; the language has no form for it).
    """

    first: date | None
    last: date | None
    overlap: bool = False
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Everything(_Node):
    """`*`: every paragraph."""

    span: Span = _span()


@dataclass(frozen=True, slots=True)
class And(_Node):
    """All of them. Children are never And themselves (groups are flattened)."""

    children: tuple[Query, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Or(_Node):
    """At least one of them. Children are never Or themselves."""

    children: tuple[Query, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Not(_Node):
    """Not that."""

    child: Query
    span: Span = _span()


Leaf: TypeAlias = Word | Wildcard | Fuzzy | Phrase | Name | Value | Present | Absent | DateRange | Everything
Query: TypeAlias = Leaf | Near | Said | And | Or | Not
