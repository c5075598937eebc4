"""The cold start: CPU time of one search from the shell, beside bare imports of what it needs."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

from bench import processes, rows
from bench.collection import collection

TIMES = 15
QUERIES = ("economy", '"the United States"', "said:economy since:2000")


def measure(work: Path, size: int, corpora: Path) -> dict[str, Any]:
    """Median CPU milliseconds of bare imports and of searches in an index of `size` paragraphs."""
    index = _index(work, size, collection(size, work, corpora))
    python = sys.executable
    commands: dict[str, list[str]] = {
        "python -c pass": [python, "-c", "pass"],
        "python -c 'import click'": [python, "-c", "import click"],
        "python -c 'import numpy, click'": [python, "-c", "import numpy, click"],
        "searchkit --help": [python, "-m", "searchkit", "--help"],
    }
    for query in QUERIES:
        commands[f"searchkit search '{query}'"] = [
            python, "-m", "searchkit", "search", "--index", str(index), query,
        ]  # fmt: skip
    seconds = processes.interleaved(commands, TIMES, accepted=(0, 1))  # generated text has no such word: 1
    return {"rows": size, "cpu_ms": {name: round(value * 1e3, 1) for name, value in seconds.items()}}


def _index(work: Path, size: int, source: Path) -> Path:
    """An index made by the command itself, from rows as users have them."""
    corpus, index = work / f"start-{size:09}", work / f"start-{size:09}.index"
    for old in (corpus, index):
        shutil.rmtree(old, ignore_errors=True)
    corpus.mkdir(parents=True)
    with (corpus / "rows.jsonl").open("w", encoding="utf-8") as out:
        for row in rows.read(source, size):
            speaker = row.speakers[0] if row.speakers else ""
            values = {"article": row.article, "title": row.title, "date": row.date, "speaker": speaker}
            out.write(json.dumps(values | {"n": row.n, "text": row.text}, ensure_ascii=False) + "\n")
    command = [sys.executable, "-m", "searchkit", "index", str(corpus), "--index", str(index)]
    processes.cpu(command, accepted=(0, 3))
    return index
