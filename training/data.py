"""The training data: articles with the spans of their attributions, and what is to be learned.

A data directory holds `polnear_train.articles.jsonl.xz` (one article a row: id, paragraphs, persons)
and `polnear_train.spans.jsonl.xz` (the same articles' full text with source, cue and content spans of
every attribution and the resolved names of its source).
"""

from __future__ import annotations

import json
import lzma
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from searchkit.speech.news.labels import Label
from searchkit.speech.people.tokens import Tokens

Span = tuple[int, int]

# Sources that are nobody's speech in the sense of the task: the author, "you", a quotation of itself.
_NOT_SOURCES = frozenset(["author", "selfquote", "generic"])


@dataclass(frozen=True, slots=True)
class Link:
    """One annotated attribution: spans in the article's text.

    kind     person, org, unnamed or none
    names    resolved canonical names of its source
    sure     the resolution of its source is not a guess
    modes    paragraph -> direct, indirect or mixed
    hard     it is speech (or a quotation), not a mere thought
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    kind: str
    how: str
    names: tuple[str, ...]
    sure: bool
    modes: dict[int, str]
    hard: bool


@dataclass(slots=True)
class Gold:
    """What is true of one paragraph: required and optional persons, and whether anybody speaks.

    unsure  persons whose name rests on a guess
    """

    speaks: bool = False
    maybe: bool = False
    speakers: list[str] = field(default_factory=list)
    optional: list[str] = field(default_factory=list)
    direct: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    unsure: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class TrainingArticle:
    """An article, its attributions, and its gold by paragraph."""

    id: str
    title: str
    paragraphs: tuple[str, ...]
    starts: tuple[int, ...]  # offset of each paragraph in the text that spans refer to
    persons: tuple[str, ...]
    links: tuple[Link, ...]
    gold: tuple[Gold, ...]


def load(directory: Path, split: str = "polnear_train") -> list[TrainingArticle]:
    """All articles of a split, in the order of its file."""
    spans = {row["article"]: row for row in _rows(directory / f"{split}.spans.jsonl.xz")}
    return [_article(row, spans[row["article"]]) for row in _rows(directory / f"{split}.articles.jsonl.xz")]


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _article(row: dict[str, Any], spans: dict[str, Any]) -> TrainingArticle:
    links = tuple(_link(item) for item in spans["attrs"])
    return TrainingArticle(
        id=row["article"],
        title=row.get("title") or "",
        paragraphs=tuple(row["paragraphs"]),
        starts=tuple(start for start, _ in spans["paras"]),
        persons=tuple(row.get("persons") or ()),
        links=links,
        gold=tuple(_gold(len(row["paragraphs"]), links)),
    )


def _link(item: dict[str, Any]) -> Link:
    modes = {int(n): mode for n, mode in item["paras"].items()}
    indirect = all(mode == "indirect" for mode in modes.values())
    return Link(
        source=tuple((a, b) for a, b in item["S"]),
        cue=tuple((a, b) for a, b in item["C"]),
        content=tuple((a, b) for a, b in item["T"]),
        kind=item["rk"],
        how=item["how"],
        names=tuple(item["names"]),
        sure=not item["unc"] and not item["how"].endswith("?"),
        modes=modes,
        hard=not (item["kind"] == "thought" and indirect),
    )


def _gold(paragraphs: int, links: Sequence[Link]) -> list[Gold]:
    rows = [Gold() for _ in range(paragraphs)]
    modes: list[dict[str, str]] = [{} for _ in rows]
    for link in links:
        if link.kind in _NOT_SOURCES:
            continue
        for n, mode in link.modes.items():
            row = rows[n]
            soft = mode == "indirect" and (not link.hard or link.kind == "none")
            row.maybe |= soft
            row.speaks |= not soft
            if link.kind != "person":
                row.others.extend(link.names)
                continue
            for name in link.names:
                (row.optional if soft else row.speakers).append(name)
                if not soft:
                    if not link.sure and name not in modes[n]:
                        row.unsure.add(name)
                    elif link.sure:
                        row.unsure.discard(name)
                    if mode == "direct" or name not in modes[n]:
                        modes[n][name] = mode
    for row, mode_of in zip(rows, modes, strict=True):
        row.speakers = list(dict.fromkeys(row.speakers))
        row.optional = [x for x in dict.fromkeys(row.optional) if x not in row.speakers]
        row.maybe = row.maybe and not row.speaks
        row.direct = [x for x in row.speakers if mode_of.get(x) == "direct"]
    return rows


def token_labels(article: TrainingArticle, tokens: Tokens) -> list[int]:
    """One label a token. Sources overwrite content, cues overwrite both."""
    starts: list[int] = []
    ends: list[int] = []
    for n in range(tokens.paragraphs):
        base = article.starts[n]
        for start, end in tokens.offsets(n):
            starts.append(base + start)
            ends.append(base + end)
    labels = [int(Label.OUTSIDE)] * len(starts)

    def put(spans: Sequence[Span], label: Label) -> None:
        for start, end in spans:
            i = max(0, bisect_right(starts, start) - 1)
            while i < len(starts) and starts[i] < end:
                if ends[i] > start:
                    labels[i] = int(label)
                i += 1

    for link in article.links:
        put(link.content, Label.CONTENT)
    for link in article.links:
        person = Label.PERSON if link.kind == "person" else Label.OTHER
        put(link.source, person if link.hard else Label.SOFT_SOURCE)
    for link in article.links:
        put(link.cue, Label.CUE if link.hard else Label.SOFT_CUE)
    return labels
