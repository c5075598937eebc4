"""Whether confidence means what it says: of attributions given at 0.9, nine in ten should be right.

python -m bench.calibration FOLDER      # of NAME.articles.jsonl with NAME.gold.jsonl, as bench.attribution
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from bench.attribution import sets
from bench.scorer import same
from searchkit import articles, speech
from searchkit.records import Article

FLOORS = (0.97, 0.9, 0.8, 0.7, 0.6, 0.0)


def judged(
    gold: Iterable[Mapping[str, Any]], rows: Iterable[Mapping[str, Any]]
) -> Iterator[tuple[str, float, bool]]:
    """Method, confidence, and whether it is right, of each person's attribution that gold is sure about."""
    by_place = {(g["article"], g["paragraph_index"]): g for g in gold}
    for row in rows:
        wanted = by_place.get((row["article"], row["paragraph_index"]))
        if wanted is None or wanted.get("confidence", "certain") != "certain":
            continue
        for entry in row["attributions"]:
            if entry["sort"] != "person" or entry["kind"] == "author":
                continue
            name = entry["speaker"]
            if any(same(name, optional) for optional in wanted.get("optional") or ()):
                continue
            right = any(same(name, speaker) for speaker in wanted.get("speakers") or ())
            yield entry["method"], entry["confidence"], right


def table(found: Iterable[tuple[str, float, bool]]) -> list[str]:
    """Markdown: one line for each band of confidence, one for each method."""
    bands: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    methods: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for method, confidence, right in found:
        floor = next(f for f in FLOORS if confidence >= f)
        bands[f"{floor:.2f} and more"].append((confidence, right))
        methods[method].append((confidence, right))
    lines = ["| | attributions | said | right |", "|---|---|---|---|"]
    for groups, order in ((bands, sorted(bands, reverse=True)), (methods, sorted(methods))):
        for key in order:
            group = groups[key]
            said = sum(c for c, _ in group) / len(group)
            held = sum(was for _, was in group) / len(group)
            lines.append(f"| {key} | {len(group)} | {100 * said:.1f} % | {100 * held:.1f} % |")
    return lines


def main(folder: Path) -> None:
    """Prints the table of each set in the folder."""
    for path, gold in sets(folder):
        read = (item for item in articles.read(path) if isinstance(item, Article))
        rows = [row for article in speech.attribute_all(read) for row in speech.rows(article)]
        wanted = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines() if line.strip()]
        print(f"\n{path.name.partition('.')[0]}\n")
        print("\n".join(table(judged(wanted, rows))))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
