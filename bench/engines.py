"""The comparison at one size: build, open, ask; everything that was measured as plain values."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench import machine, queries, rows
from bench.asks import Ask
from bench.building import build, opening
from bench.collection import Source, collection, source_of
from bench.duel import duel
from bench.peers import asked, limit, missing, peers
from bench.peers.base import Session


def able(modules: Sequence[str], size: int) -> tuple[list[str], dict[str, str]]:
    """Modules that are indexed at this size, and why the others are not."""
    reasons = {module: missing(module) for module in modules}
    slow = [module for module in modules if size > limit(module).indexed]
    reasons |= {module: f"too slow beyond {limit(module).indexed:,} paragraphs" for module in slow}
    return [m for m, why in reasons.items() if not why], {m: why for m, why in reasons.items() if why}


@dataclass(frozen=True, slots=True)
class Plan:
    """Timed rounds after the first, asks in a class and a turn, part of the names of the classes wanted."""

    rounds: int
    asks: int
    turn: int
    only: str = ""
    reuse: bool = False  # take indexes that are there, with the figures of their building


def compare(modules: Sequence[str], size: int, work: Path, corpora: Path, plan: Plan) -> dict[str, Any]:
    """Everything measured at one size."""
    running, left_out = able(modules, size)
    path = collection(size, work, corpora)
    source = source_of(path, size)
    load = [machine.load()]
    indexes = {module: work / f"{size:09}" / module for module in running}
    built = {}
    for module in running:
        built[module] = figures_of_building(module, path, source, indexes[module], plan.reuse)
    classes = queries.classes(queries.sample(rows.read(path, min(size, queries.SAMPLE))))
    first = classes["term, in 3-30 %"][0]
    asked_too = asked(running, size)
    opened = {
        module: asdict(opening(module, indexes[module], first)) for module in asked_too if module != "lucene"
    }
    chosen = {name: asks[: plan.asks] for name, asks in classes.items() if plan.only in name}
    answers = _answers(asked_too, indexes, chosen, plan)
    return {
        "size": size,
        "turn": plan.turn,
        "commit": machine.commit(),
        "collection": source.kind,
        "text_bytes": sum(len(row.text.encode()) for row in rows.read(path, size)),
        "left_out": left_out,
        "versions": {module: peers(module)[0].version() for module in running},
        "load": [*load, machine.load()],
        "build": built,
        "open": opened,
        "queries": answers,
    }


def figures_of_building(module: str, path: Path, source: Source, index: Path, reuse: bool) -> dict[str, Any]:
    """Figures of building the index from the rows of `path`; they are kept beside it.

    With `reuse` those of an index that is there, if it was made of the same rows; searchkit's own only if
    this commit built it, too: nothing else may be measured as this one's.
    """
    kept = index.with_suffix(".json")
    found: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8")) if reuse and kept.exists() else {}
    if found and not (why := _unfit(found, module, source)):
        return found
    say(f"{source.rows:,}: indexing with {module}" + (f": {why}" if found else ""))
    kept.unlink(missing_ok=True)  # if this is broken off, what is left there is no index
    made_of = {"commit": machine.commit(), "source": asdict(source)}
    found = asdict(build(module, path, source.rows, index)) | made_of
    kept.write_text(json.dumps(found), encoding="utf-8")
    return found


def _unfit(found: dict[str, Any], module: str, source: Source) -> str:
    """Why the index with these figures may not stand for one made now; "" if it may."""
    if "source" not in found:
        return "of what the one that is there was made is not known"
    if found["source"] != asdict(source):
        return "the one that is there was made of other text"
    if module == "searchkit" and found["commit"] != machine.commit():
        return "the one that is there was made by another commit"
    return ""


def _answers(
    running: list[str], indexes: dict[str, Path], asked: dict[str, list[Ask]], plan: Plan
) -> dict[str, Any]:
    sessions: dict[str, Session] = {}
    for module in running:
        for peer in peers(module):
            sessions[peer.name] = peer.open(indexes[module], check=False)
    answers = {}
    for name, asks in asked.items():
        say(f"asking: {name}")
        found = duel(sessions, asks, plan.rounds, plan.turn)
        answers[name] = {peer: a.to_json() for peer, a in found.items()}
    for session in sessions.values():
        session.close()
    return answers


def say(what: str) -> None:
    """Progress, on standard error."""
    print(what, file=sys.stderr, flush=True)
