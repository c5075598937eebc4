"""A paragraph as text for a reader: found by a search, or shown with its neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.cli.output import MARK
from searchkit.cli.screen import Stream
from searchkit.harmless import clean

if TYPE_CHECKING:
    from searchkit.index.hits import Hit

_INDENT = "    "


def heading(out: Stream, hit: Hit) -> str:
    """Title — publication, date."""
    where = ", ".join(filter(None, [hit.source, str(hit.date) if hit.date else "undated"]))
    return f"{out.style('strong', clean(hit.title or hit.article))} — {clean(where)}"


def speaking(hit: Hit) -> str:
    """Who speaks, and what the paragraph is."""
    return clean(f"{', '.join(hit.speakers) or 'nobody known'} ({hit.role})")


def marked(out: Stream, hit: Hit) -> str:
    """The snippet, what matched in colour or between marks."""
    if hit.snippet is None:
        return clean(hit.text)
    pieces = []
    for text, is_match in hit.snippet.pieces:
        shown = clean(text)
        if is_match and out.coloured:
            shown = out.style("mark", shown)
        elif is_match:
            shown = f"{MARK}{shown}{MARK}"
        pieces.append(shown)
    before = "… " if hit.snippet.cut_before else ""
    return before + "".join(pieces) + (" …" if hit.snippet.cut_after else "")


def write_hit(out: Stream, hit: Hit, before: tuple[Hit, ...] = (), after: tuple[Hit, ...] = ()) -> None:
    """One result, with neighbours where they were asked for."""
    out.line(f"{hit.rank:>2}. {heading(out, hit)}")
    out.line(_INDENT + speaking(hit))
    for other in before:
        write_neighbour(out, other)
    out.line(_INDENT + marked(out, hit))
    for other in after:
        write_neighbour(out, other)
    out.line(_INDENT + out.style("dim", clean(f"{hit.id}  {hit.path}:{hit.line}")))
    out.line()


def write_neighbour(out: Stream, hit: Hit) -> None:
    """A paragraph beside the one in question."""
    speakers = f"{', '.join(hit.speakers)}: " if hit.speakers else ""
    out.line(_INDENT + out.style("dim", clean(f"#{hit.n} {speakers}{hit.text}")))
