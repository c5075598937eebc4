"""Transcripts made of the corpora: their speakers are printed before their words again, then read back.

The rows of a corpus know who speaks, but not how a page says so; here they are set as pages set them, and
`searchkit attribute` must find the speaker of every paragraph.  It is no gold (who speaks was cut out by
rules, and memoranda have "SUBJECT:" lines that nobody speaks), but it is large, in several languages, and
shows what the gold sets are too small for: a surname that takes a wrong first name once in fifty articles.
"""

from __future__ import annotations

import json
import lzma
import random
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, product
from pathlib import Path
from typing import Any, NamedTuple

from bench import processes
from bench.scorer import same

SEED = 5
CORPORA = ("whitehouse", "ungd", "bundestag", "parlamint-es")
ROWS = 3_000  # of each corpus, in each layout
LONGEST = 400  # rows of an article; longer ones are cut there
_OWN_LABEL = re.compile(r"[^:]{0,70}\):(?:\s|$)")  # "Name (Party):" in a row that the rules cut too late
_BEHIND = re.compile(r"\s*(?:\([^)]*\)|,.*)")  # "Name (Place)", "Name, MD"
_UNNAMED = frozenset("q a question answer moderator the participant participants audience member".split())

Row = Mapping[str, str]
LAYOUTS: Mapping[str, Callable[[str, str], list[str]]] = {
    "Name: words": lambda name, text: [f"{name}: {text}"],
    "**Name:** words": lambda name, text: [f"**{name}:** {text}"],
    "NAME: words": lambda name, text: [f"{name.upper()}: {text}"],
    "Name, on its own line": lambda name, text: [name, text],
}


class Said(NamedTuple):
    """Who speaks in a paragraph, by the corpus; `others` are the other speakers of the article."""

    article: str
    paragraph_index: int
    speaker: str
    others: frozenset[str]


def measure(corpora: Path, work: Path, rows: int = ROWS) -> list[dict[str, Any]]:
    """Paragraphs whose speaker was found, was another, was lost; by corpus and layout."""
    work.mkdir(parents=True, exist_ok=True)
    found = []
    for source in sources(corpora):
        corpus = source.name.partition(".")[0]
        chosen = _chosen(source, rows)
        for number, layout in enumerate(LAYOUTS):
            path = work / f"{corpus}-{number}.articles.jsonl"
            judgements = list(judged(write(path, chosen, layout), _attributed(path)))
            counts = {what: judgements.count(what) for what in ("right", "wrong", "lost")}
            found.append({"corpus": corpus, "layout": layout, **counts})
    return found


def sources(corpora: Path) -> list[Path]:
    """The files of those corpora that are there."""
    files = (corpora / f"{corpus}.jsonl.xz" for corpus in CORPORA)
    return [file for file in files if file.exists()]


def _attributed(path: Path) -> list[dict[str, Any]]:
    printed = processes.cpu([sys.executable, "-m", "searchkit", "attribute", str(path), "--jsonl"])[1]
    return [json.loads(line) for line in printed.decode().split("\n") if line]


def _chosen(path: Path, rows: int) -> list[list[Row]]:
    """Articles in a seeded order, until they have enough rows."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        read = map(json.loads, lines)
        articles = [list(group)[:LONGEST] for _, group in groupby(read, lambda row: row["article"])]
    spoken = [article for article in articles if any(row["speaker"] for row in article)]
    random.Random(SEED).shuffle(spoken)
    chosen: list[list[Row]] = []
    while spoken and sum(map(len, chosen)) < rows:
        chosen.append(spoken.pop())
    return chosen


def write(path: Path, articles: Iterable[Sequence[Row]], layout: str) -> list[Said]:
    """Write the articles with their speakers printed; returns who speaks in each paragraph."""
    found: list[Said] = []
    with path.open("w", encoding="utf-8") as out:
        for number, rows in enumerate(articles):
            printed, said = _printed(f"{number:04}", rows, layout)
            article = {"id": f"{number:04}", "title": rows[0]["title"], "date": rows[0]["date"]}
            out.write(json.dumps({**article, "paragraphs": printed}, ensure_ascii=False) + "\n")
            found.extend(said)
    return found


def _printed(article: str, rows: Sequence[Row], layout: str) -> tuple[list[str], list[Said]]:
    """Paragraphs of an article, a label wherever another speaks than before."""
    speakers = {row["speaker"] for row in rows if row["speaker"]}
    printed: list[str] = []
    said: list[Said] = []
    before, sure = "", True
    for row in rows:
        speaker, text = row["speaker"], row["text"]
        new = bool(speaker) and speaker != before
        printed += LAYOUTS[layout](speaker, text) if new else [text]
        before, sure = speaker or before, (sure or new) and not _OWN_LABEL.match(text)
        if speaker and sure:
            others = frozenset(_bare(other) for other in speakers - {speaker} if _is_named(other))
            said.append(Said(article, len(printed) - 1, speaker, others))
    return printed, said


def judged(said: Iterable[Said], rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """For each paragraph "right", "wrong" or "lost".

    A speaker without a name (Q, THE PRESIDENT) is found by whatever name is not another's.
    """
    by_place = {(row["article"], row["paragraph_index"]): row["attributions"] for row in rows}
    for article, index, speaker, others in said:
        entries = by_place.get((article, index), ())
        given = [entry["speaker"] for entry in entries if entry["kind"] == "turn"]
        if not given:
            yield "lost"
        elif _is_among(given, [_bare(speaker)]) or not (_is_named(speaker) or _is_among(given, others)):
            yield "right"
        else:
            yield "wrong"


def _bare(name: str) -> str:
    return _BEHIND.sub("", name)


def _is_among(given: Iterable[str], names: Iterable[str]) -> bool:
    """Whether one of those given has the surname of one of these."""
    return any(same(one, name, surname=True) for one, name in product(given, names))


def _is_named(name: str) -> bool:
    return not _UNNAMED & set(name.lower().split())
