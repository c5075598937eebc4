"""The table of a run that the project's README shows, written between two marks in it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bench.figures import SHOWN, pair, shown, times
from bench.report import table

ENGINES, ATTRIBUTION = "engines", "attribution"
PEERS = ("searchkit", "tantivy", "fts5", "lucene")
PICTURES = (("classes", "CPU time by class of query"), ("growth", "How cost grows with the collection"))
# Who speaks, F1 on PolNeAR's development part: the best published tool, and a reader against the others.
PUBLISHED, READER = 62.9, 95


def marks(name: str) -> tuple[str, str]:
    """Between what the README has a part of the run."""
    return f"<!-- {name}: written by `python -m bench --readme` -->", f"<!-- end of {name} -->"


def update(path: Path, run: Path, sizes: list[dict[str, Any]], attributed: list[dict[str, Any]]) -> None:
    """Put a run into the README at `path`: the table of its largest size, and its figures of attribution.

    Raises ValueError where the README has no place for one that there is.
    """
    text = path.read_text(encoding="utf-8")
    if sizes:
        text = _placed(text, ENGINES, piece(sizes, Path(os.path.relpath(run, path.parent)).as_posix()))
    if scores := {entry["set"]: entry["who"]["F1"] for entry in attributed}:
        text = _placed(text, ATTRIBUTION, _scores(scores))
    path.write_text(text, encoding="utf-8")


def _placed(text: str, name: str, written: str) -> str:
    begin, end = marks(name)
    between = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    if not between.search(text):
        raise ValueError(f"there is no place for the {name}: {begin} … {end}")
    return between.sub(lambda _: f"{begin}\n{written}{end}", text)


def _scores(who: dict[str, float]) -> str:
    return (
        f"F1 of the speakers found, paragraph by paragraph: {who['interviews']:.1f} on interviews, "
        f"{who['polnear_dev']:.1f} on campaign\n"
        f"news (PolNeAR dev; the best published tool reaches {PUBLISHED}, one human reader {READER}).\n"
    )


def piece(sizes: list[dict[str, Any]], folder: str) -> str:
    """Sentences, table and pictures of the largest size; `folder` is the run's, as the README links to it."""
    sized = sizes[-1]
    names = [name for name in shown(sized["build"]) if name in PEERS]
    asked = {group: answers for group, answers in sized["queries"].items() if _answered(answers, names)}
    head = [f"{sized['size']:,} paragraphs; p50, CPU ms", *(SHOWN[name] for name in names)]
    lines = [[group, *_cells([_p50(answers, name) for name in names])] for group, answers in asked.items()]
    parts = [_ahead(asked, names[1:]), table(head, [*lines, *_indexing(sized, names)]), *_stock(sizes)]
    parts += [f"![{title}]({folder}/{name}.svg)\n" for name, title in PICTURES]
    commit = sized.get("commit") or "unknown"
    page = f"[{folder}]({folder}/README.md)"
    parts.append(f"p95, other sizes, stock Whoosh and raw numbers, measured at commit {commit}: {page}.\n")
    return "\n".join(parts)


def _answered(answers: dict[str, Any], names: list[str]) -> bool:
    """Whether searchkit and at least one peer have such a query."""
    return "searchkit" in answers and any(name in answers for name in names[1:])


def _p50(answers: dict[str, Any], name: str) -> float | None:
    return times(answers[name]).p50 if name in answers else None


def _ahead(asked: dict[str, Any], peers: list[str]) -> str:
    """In how many classes searchkit is faster, over the asks that both answered."""
    counts = []
    for name in peers:
        pairs = [pair(answers, name) for answers in asked.values() if name in answers]
        counts.append(f"{SHOWN[name]} in {sum(ours < theirs for ours, theirs in pairs)} of {len(pairs)}")
    return f"At p50 searchkit is ahead of {', of '.join(counts)} classes of queries.\n"


def _indexing(sized: dict[str, Any], names: list[str]) -> list[list[str]]:
    built = [sized["build"][name] for name in names]
    rates = [figure["rows"] / figure["cpu"] for figure in built]
    sizes = [figure["size"] / sized["text_bytes"] for figure in built]
    memory = [figure["peak"] / 1e6 for figure in built]
    return [
        ["indexing, paragraphs a CPU second", *_cells(rates, max)],
        ["size on disk, of the text's bytes", *_cells(sizes)],
        ["memory while indexing, MB", *_cells(memory)],
    ]


def _stock(sizes: list[dict[str, Any]]) -> list[str]:
    """How much faster than stock Whoosh searchkit indexes, at the largest size that both were given."""
    both = ("searchkit", "whoosh_stock")
    for sized in reversed(sizes):
        if set(both) <= sized["build"].keys():
            ours, theirs = (sized["build"][name]["rows"] / sized["build"][name]["cpu"] for name in both)
            return [
                f"Of {sized['size']:,} paragraphs stock Whoosh, with text and title stemmed, speaker\n"
                f"and date, indexes {theirs:,.0f} a CPU second; searchkit {ours:,.0f}: "
                f"{ours / theirs:.0f} times as many.\n"
            ]
    return []


def _cells(values: Sequence[float | None], best: Callable[..., float] = min) -> list[str]:
    """Figures of one line, the best in bold; a dash where an engine has no such query."""
    foremost = best(value for value in values if value is not None)
    return ["–" if value is None else _cell(value, bold=value == foremost) for value in values]


def _cell(value: float, *, bold: bool) -> str:
    text = f"{value:,.0f}" if value >= 100 else f"{value:.2g}" if value < 10 else f"{value:.0f}"
    return f"**{text}**" if bold else text
