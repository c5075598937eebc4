"""The command: which parts run, at which sizes, and where the results go."""

from __future__ import annotations

import argparse
import json
import traceback
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import attribution, commits, labelled, machine, plot, queries, readme, report, rows, start
from bench.check import cross_check
from bench.collection import collection, source_of
from bench.duel import TURN
from bench.engines import Plan, able, compare, say
from bench.peers import MODULES
from bench.peers import asked as asked_at

HERE = Path(__file__).parent
SHARED = HERE.parent.parent / "shared"
SIZES = ("10k", "100k", "1M")
QUICK = 2_000  # rows
QUICK_PEERS = ("searchkit", "tantivy", "fts5")
QUICK_ASKS = 10
CHECKED = 5_000
STARTED = 100_000
PARTS = ("engines", "check", "start", "commits", "attribution", "labelled")
SOURCES = "sources"  # of what each result of a run was measured


def main(arguments: list[str]) -> int:
    """Run what was asked for; 1 if engines found different things or a part broke off."""
    asked = _parser().parse_args(arguments)
    asked.out.mkdir(parents=True, exist_ok=True)
    asked.peers = asked.peers or (QUICK_PEERS if asked.quick else MODULES)
    broken = [] if asked.report else [part for part in asked.parts or PARTS if not _measure(part, asked)]
    _report(asked.out, asked.quick or asked.no_plot)
    if asked.readme:
        attributed = _load(asked.out / "attribution.json") or []
        readme.update(asked.readme, asked.out, _sized(asked.out), attributed)
    say(f"results: {asked.out}" + "".join(f"; broken off: {part}" for part in broken))
    return int(bool(broken) or _disagreed(asked.out))


def _measure(part: str, asked: argparse.Namespace) -> bool:
    """Run one part; the others go on if it fails."""
    say(f"== {part}")
    if part == "engines" or not (asked.out / "machine.json").exists():
        _write(asked.out, "machine", machine.facts())
    try:
        _PARTS[part](asked)
    except Exception:
        traceback.print_exc()
        return False
    return True


def _parser() -> argparse.ArgumentParser:
    today = datetime.now(UTC).date().isoformat()
    parser = argparse.ArgumentParser("python -m bench", description="Measure searchkit beside its peers.")
    parser.add_argument("parts", nargs="*", metavar="PART", choices=(*PARTS, []), help=", ".join(PARTS))
    parser.add_argument("--size", action="append", help="10k, 100k, 1M or a number; may be repeated")
    parser.add_argument("--peers", nargs="+", choices=MODULES, default=[])
    parser.add_argument("--only", default="", help="only classes of queries whose name holds this")
    parser.add_argument("--rounds", type=int, default=3, help="timed rounds after the first")
    parser.add_argument("--turn", type=int, default=TURN, help="asks that an engine answers in a turn")
    parser.add_argument("--quick", action="store_true", help="small and once: does everything still run?")
    parser.add_argument("--out", type=Path, default=HERE / "runs" / today, help="folder of the results")
    parser.add_argument("--work", type=Path, default=HERE / ".work", help="folder of collections and indexes")
    parser.add_argument("--corpora", type=Path, default=SHARED / "corpora", help="folder of real paragraphs")
    parser.add_argument(
        "--gold", type=Path, default=SHARED / "attribution", help="folder of attribution gold"
    )
    parser.add_argument("--report", action="store_true", help="only write tables and pictures anew")
    parser.add_argument("--reuse", action="store_true", help="take indexes of the same text that are there")
    parser.add_argument(
        "--resume", action="store_true", help="the same, and leave out what was measured of it already"
    )
    parser.add_argument("--readme", type=Path, help="write the table of this run into a README")
    parser.add_argument("--no-plot", action="store_true", help="no pictures")
    return parser


def _sizes(asked: argparse.Namespace) -> list[int]:
    if asked.quick:
        return [QUICK]
    units = {"k": 1_000, "m": 1_000_000}
    sizes = asked.size or SIZES
    return [int(s[:-1]) * units[s[-1].lower()] if s[-1].lower() in units else int(s) for s in sizes]


def _engines(asked: argparse.Namespace) -> None:
    sizes = _sizes(asked)
    collection(max(sizes), asked.work, asked.corpora)  # small collections are the beginning of large ones
    rounds, asks = (1, QUICK_ASKS) if asked.quick else (asked.rounds, queries.COUNT)
    plan = Plan(rounds, asks, asked.turn, asked.only, asked.reuse or asked.resume)
    for size in sizes:
        name, source = f"engines-{size:09}", _source(asked, size)
        if not _is_kept(asked, name, source):
            _keep(asked, name, source, compare(asked.peers, size, asked.work, asked.corpora, plan))


def _check(asked: argparse.Namespace) -> None:
    size = QUICK if asked.quick else CHECKED
    source = _source(asked, size)
    if not _is_kept(asked, "check", source):
        modules, _ = able(asked_at(asked.peers, size), size)
        checked = cross_check(modules, collection(size, asked.work, asked.corpora), size, asked.work)
        _keep(asked, "check", source, checked.to_json())


def _start(asked: argparse.Namespace) -> None:
    size = QUICK if asked.quick else STARTED
    source = _source(asked, size)
    if not _is_kept(asked, "start", source):
        _keep(asked, "start", source, start.measure(asked.work, size, asked.corpora))


def _commits(asked: argparse.Namespace) -> None:
    sizes = _sizes(asked)
    source = [_source(asked, size) for size in sizes]
    if not _is_kept(asked, "commits", source):
        modules, _ = able([p for p in asked_at(asked.peers, max(sizes)) if p != "lucene"], max(sizes))
        _keep(asked, "commits", source, commits.measure(modules, sizes, asked.work, asked.corpora))


def _attribution(asked: argparse.Namespace) -> None:
    source = _digests(file for pair in attribution.sets(asked.gold) for file in pair)
    if not _is_kept(asked, "attribution", source):
        _keep(asked, "attribution", source, attribution.measure(asked.gold))


def _labelled(asked: argparse.Namespace) -> None:
    count = QUICK if asked.quick else labelled.ROWS
    source = {"rows": count, **_digests(labelled.sources(asked.corpora))}
    if not _is_kept(asked, "labelled", source):
        _keep(asked, "labelled", source, labelled.measure(asked.corpora, asked.work / "labelled", count))


_PARTS: dict[str, Callable[[argparse.Namespace], None]] = {
    "engines": _engines,
    "check": _check,
    "start": _start,
    "commits": _commits,
    "attribution": _attribution,
    "labelled": _labelled,
}


def _source(asked: argparse.Namespace, size: int) -> dict[str, Any]:
    """Of which text something of this size is measured."""
    return asdict(source_of(collection(size, asked.work, asked.corpora), size))


def _digests(files: Iterable[Path]) -> dict[str, str]:
    return {file.name: rows.digest(file) for file in files}


def _is_kept(asked: argparse.Namespace, name: str, source: Any) -> bool:
    """Whether `--resume` leaves this out: it was measured already, of the same text."""
    if not (asked.resume and (asked.out / f"{name}.json").exists()):
        return False
    known = (_load(asked.out / f"{SOURCES}.json") or {}).get(name)
    if known == source:
        say(f"{name}: measured already")
        return True
    say(f"{name}: measured anew, what is kept is of {'other' if known else 'unknown'} text")
    return False


def _keep(asked: argparse.Namespace, name: str, source: Any, values: Any) -> None:
    """A result, and of what it was measured."""
    _write(asked.out, name, values)
    _write(asked.out, SOURCES, (_load(asked.out / f"{SOURCES}.json") or {}) | {name: source})


def _write(folder: Path, name: str, values: Any) -> None:
    text = json.dumps(values, ensure_ascii=False, indent=None)
    (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def _load(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def _sized(folder: Path) -> list[dict[str, Any]]:
    """What was measured of the engines, by rising size."""
    return [_load(path) for path in sorted(folder.glob("engines-*.json"))]


def _report(folder: Path, no_plot: bool) -> None:
    """Everything that a run's folder holds, as one page; and its pictures."""
    sizes = _sized(folder)
    pieces = [report.heading(_load(folder / "machine.json"))]
    for name, write in report.SECTIONS.items():
        if (values := _load(folder / f"{name}.json")) is not None:
            pieces.append(write(values))
    pieces.extend(report.engines(sized) for sized in reversed(sizes))
    (folder / "README.md").write_text("\n".join(pieces), encoding="utf-8")
    if sizes and not no_plot:
        plot.draw(sizes, folder)


def _disagreed(folder: Path) -> bool:
    checked = _load(folder / "check.json")
    return bool(checked and checked["differences"])
