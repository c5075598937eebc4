"""The ledger read back: rows for evaluation, and why an attribution was made, in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from searchkit.names import same_person
from searchkit.records import Article, Attribution, Kind, Paragraph, Sort


def rows(article: Article) -> Iterator[dict[str, Any]]:
    """One row a paragraph, for JSON.

    article, paragraph_index, role
    speakers      persons other than the article's authors whose words stand here, in order
    direct        those of them who are quoted directly, or have the turn
    other         an organisation or somebody unnamed speaks here
    attributions  the ledger
    """
    author, reported, person = Kind.AUTHOR, Kind.INDIRECT, Sort.PERSON  # see `prose`
    authors: dict[str, bool] = {}  # name -> whether it is an author's
    for paragraph in article.paragraphs:
        speakers: dict[str, None] = {}
        direct: dict[str, None] = {}
        other = False
        for speaker, _, _, kind, _, _, _ in paragraph.attributions:
            if kind is author:
                continue
            if speaker.sort is not person:
                other = True
                continue
            name = speaker.name
            own = authors.get(name)
            if own is None:
                own = authors[name] = any(same_person(name, one) for one in article.authors)
            if not own:
                speakers[name] = None
                if kind is not reported:
                    direct[name] = None
        yield {
            "article": article.id,
            "paragraph_index": paragraph.n,
            "role": paragraph.role,
            "speakers": list(speakers),
            "direct": list(direct),
            "other": other,
            "attributions": [row.to_json() for row in paragraph.attributions],
        }


_WHY = {
    "carried": "the turn or quotation of {speaker} began before and goes on here",
    "given": "the source itself names {speaker} for this paragraph",
    "byline": "nobody else speaks here, and the byline names {speaker}",
    "correction": "a correction by hand says it is {speaker}",
}


def why(attribution: Attribution, paragraph: Paragraph) -> str:
    """The reason for one attribution, as a person would give it, with the words it is about."""
    speaker, cue = attribution.speaker.name or "somebody unnamed", attribution.cue
    text = _WHY.get(attribution.method, "").format(speaker=speaker)
    if attribution.method == "label" and cue:
        text = f"the label “{cue}” gives {speaker} the word"
    elif attribution.method == "label":
        text = f"the paragraph answers a question put to {speaker}"
    elif attribution.method == "dash":
        named = f", and “{cue}” names {speaker}" if cue.strip("–—- ") else f", and {speaker} has the word"
        text = f"the paragraph is dialogue behind a dash{named}"
    elif attribution.method == "cue":
        text = f"“{cue}” has {speaker} as its source"
    elif attribution.method == "pronoun":
        text = f"“{cue}” has a pronoun or an office as its source that stands for {speaker}"
    elif attribution.method == "role":
        text = f"“{cue}” has an office as its source, and the office is {speaker}’s"
    elif attribution.method == "model":
        said = f"“{cue}” has {speaker} as its source" if cue else f"{speaker} is the likely source"
        text = f"by the words around it, {said}"
    spoken = paragraph.text[attribution.start : attribution.end].strip()
    shown = f": “{_cut(spoken)}”" if spoken else ""
    return f"{text} ({_certainty(attribution.confidence)}){shown}"


def _certainty(confidence: float) -> str:
    """A chance in words, with the figure."""
    for floor, word in ((0.97, "certain"), (0.9, "very likely"), (0.75, "likely")):
        if confidence >= floor:
            return f"{word}, {confidence:.2f}"
    return f"uncertain, {confidence:.2f}"


def _cut(text: str, size: int = 80) -> str:
    """The beginning of a text, ended at a word."""
    if len(text) <= size:
        return text
    return text[:size].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + " …"
