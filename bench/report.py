"""Tables in Markdown from the raw numbers of a run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bench.figures import SHOWN, measured, pair, shown, times


def table(head: list[str], lines: list[list[str]]) -> str:
    """A Markdown table; the first column is text, the others numbers."""
    rule = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join("| " + " | ".join(line) + " |" for line in (head, rule, *lines)) + "\n"


def engines(sized: dict[str, Any]) -> str:
    """Indexing and queries at one size."""
    size, load = sized["size"], sized["load"]
    parts = [
        f"## {size:,} paragraphs\n",
        f"{sized['collection'].capitalize()} text, {sized['text_bytes'] / 1e6:,.0f} MB. "
        f"Load of the machine {load[0]} before, {load[1]} after.\n",
        _indexing(sized),
        _queries(sized),
        *_won_and_lost(sized),
    ]
    asked = measured(sized)
    parts += [
        f"{SHOWN[name]} was indexed, not asked.\n" for name in shown(sized["build"]) if name not in asked
    ]
    for name, reason in sized["left_out"].items():
        parts.append(f"{SHOWN.get(name, name)} did not run: {reason}.\n")
    return "\n".join(parts)


def _indexing(sized: dict[str, Any]) -> str:
    lines = []
    for name in shown(sized["build"]):
        built, opened = sized["build"][name], sized["open"].get(name)
        lines.append(
            [
                f"{SHOWN[name]} {sized['versions'][name]}",
                f"{built['rows'] / built['cpu']:,.0f}",
                f"{built['size'] / 1e6:,.1f}",
                f"{built['size'] / sized['text_bytes']:.2f}",
                f"{built['peak'] / 1e6:,.0f}",
                f"{opened['open'] * 1e3:.1f}" if opened else "",
                f"{opened['first'] * 1e3:.1f}" if opened else "",
            ]
        )
    head = [
        "",
        "paragraphs / CPU s",
        "MB on disk",
        "of the text",
        "MB memory",
        "open, ms",
        "first search, ms",
    ]
    return table(head, lines)


def _queries(sized: dict[str, Any]) -> str:
    names = measured(sized)
    lines = []
    for group, answers in sized["queries"].items():
        if not answers:
            continue
        all_times = {name: times(answers[name]) for name in names if name in answers}
        best = min(
            (t.p50 for t in all_times.values()),
        )
        line = [group]
        for name in names:
            line.append(_cell(all_times.get(name), best, max(t.asks for t in all_times.values())))
        lines.append([*line, _ratio(answers)])
    head = ["CPU ms, p50 (p95)", *(SHOWN[name] for name in names), "searchkit / tantivy"]
    return table(head, lines)


def _won_and_lost(sized: dict[str, Any]) -> list[str]:
    """One sentence a peer: in which classes searchkit is ahead, in which behind and how far."""
    sentences = []
    for peer in measured(sized):
        pairs = {
            group: pair(a, peer) for group, a in sized["queries"].items() if {"searchkit", peer} <= a.keys()
        }
        if peer != "searchkit" and pairs:
            lost = [
                f"{group} ({ours / theirs:.1f})" for group, (ours, theirs) in pairs.items() if ours > theirs
            ]
            ahead = f"{len(pairs) - len(lost)} of {len(pairs)}"
            behind = f"; behind (times its p50): {', '.join(lost)}" if lost else ""
            sentences.append(f"Against {SHOWN[peer]}: ahead in {ahead} classes{behind}.\n")
    return sentences


def _cell(figure: Any, best: float, asks: int) -> str:
    if figure is None:
        return "–"
    p50 = f"**{figure.p50:.3g}**" if figure.p50 <= best else f"{figure.p50:.3g}"
    fewer = f", {figure.asks} asks" if figure.asks < asks else ""
    return f"{p50} ({figure.p95:.3g}{fewer})"


def _ratio(answers: dict[str, Any]) -> str:
    """Ratio of the p50s, over the asks that both answered."""
    if "searchkit" not in answers or "tantivy" not in answers:
        return "–"
    ours, theirs = pair(answers, "tantivy")
    return f"{ours / theirs:.2f}"


def checked(result: dict[str, Any]) -> str:
    """The cross-check."""
    names = ", ".join(SHOWN.get(name, name) for name in result["engines"])
    lines = [
        "## Same answers\n",
        f"On one analysis of {result['rows']:,} paragraphs {names} found exactly the same paragraphs for "
        f"{result['agreed']} of {result['asks']} asks.\n",
    ]
    return "\n".join(lines + [f"- {difference}" for difference in result["differences"]])


def heading(machine: dict[str, Any] | None) -> str:
    """Title and machine."""
    if machine is None:
        return "# Measurements\n"
    return (
        f"# Measurements of {machine['time'][:10]}\n\n"
        f"{machine['processor']}, {machine['cores']} cores, {machine['system']}, "
        f"Python {machine['python']}; load {machine['load']} at the start; "
        f"commit {machine.get('commit') or 'unknown'}. "
        "CPU time throughout; compare inside a row only.\n"
    )


def start(result: dict[str, Any]) -> str:
    """The cold start."""
    bare = result["cpu_ms"]["python -c 'import numpy, click'"]
    lines = [[f"`{name}`", f"{ms:.0f}", f"{ms / bare:.2f}"] for name, ms in result["cpu_ms"].items()]
    head = ["", "CPU ms", "of the bare imports"]
    return f"## Cold start, index of {result['rows']:,} paragraphs\n\n" + table(head, lines)


def commits(result: list[dict[str, Any]]) -> str:
    """Commits of one article."""
    lines = [
        [
            f"{SHOWN.get(entry['engine'], entry['engine'])}, {entry['rows']:,}",
            *(f"{entry[key]:.1f}" for key in ("cpu_ms", "wall_ms", "slowest_wall_ms")),
        ]
        for entry in result
    ]
    head = ["into an index of", "CPU ms", "wall ms", "slowest, wall ms"]
    return "## Commit of one article of five paragraphs\n\n" + table(head, lines)


def attribution(result: list[dict[str, Any]]) -> str:
    """Attribution."""
    lines = []
    for entry in result:
        measures = (entry[name]["F1"] for name in ("who", "speaks", "direct"))
        speed = f"{entry['paragraphs_per_cpu_second']:,}"
        exact = f"{entry['exact']:.1f}"
        lines.append(
            [entry["set"], f"{entry['paragraphs']:,}", *(f"{f1:.1f}" for f1 in measures), exact, speed]
        )
    head = ["F1", "paragraphs", "who", "somebody speaks", "direct", "exact set", "paragraphs / CPU s"]
    return "## Attribution\n\n" + table(head, lines)


def labelled(result: list[dict[str, Any]]) -> str:
    """Transcripts made of corpora."""
    lines = [
        [f"{entry['corpus']}, {entry['layout']}", *(f"{entry[key]:,}" for key in ("right", "wrong", "lost"))]
        for entry in result
    ]
    head = ["speakers printed before their words", "right", "another", "nobody"]
    return "## Transcripts of the corpora, paragraphs\n\n" + table(head, lines)


SECTIONS: dict[str, Callable[[Any], str]] = {
    "check": checked,
    "start": start,
    "commits": commits,
    "attribution": attribution,
    "labelled": labelled,
}
