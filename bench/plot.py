"""Two pictures of a run: what each class costs at the largest size, and how cost grows with size."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bench.figures import SHOWN, measured, times

COLOURS = {
    "searchkit": "#c1272d",
    "tantivy": "#1f77b4",
    "tantivy, bare": "#9ecae1",
    "fts5": "#7f7f7f",
    "lucene": "#e69f00",
    "whoosh_stock": "#2ca02c",
}


def draw(sizes: list[dict[str, Any]], folder: Path) -> list[Path]:
    """The pictures, as SVG and PNG."""
    import matplotlib as mpl

    mpl.use("Agg")
    mpl.rcParams["svg.hashsalt"] = "searchkit"  # the same numbers give the same file
    drawn = [(_classes(max(sizes, key=lambda sized: sized["size"])), "classes")]
    if len(sizes) > 1:
        drawn.append((_growth(sorted(sizes, key=lambda sized: sized["size"])), "growth"))
    paths = []
    for figure, name in drawn:
        for suffix in ("svg", "png"):
            path = folder / f"{name}.{suffix}"
            figure.savefig(path, dpi=110, metadata={"Date": None} if suffix == "svg" else None)
            paths.append(path)
    return paths


def _classes(sized: dict[str, Any]) -> Any:
    """One line a class, one dot an engine, at its p50; a thin line to its p95."""
    from matplotlib.figure import Figure

    groups = list(sized["queries"])
    figure = Figure(figsize=(10, 0.32 * len(groups) + 1.6), layout="constrained")
    axes = figure.add_subplot()
    for name in measured(sized):
        rows = [(i, times(a[name])) for i, a in enumerate(sized["queries"].values()) if name in a]
        y = [i for i, _ in rows]
        p50, p95 = [t.p50 for _, t in rows], [t.p95 for _, t in rows]
        axes.hlines(y, p50, p95, color=COLOURS[name], linewidth=0.8, alpha=0.5)
        axes.plot(p50, y, "o", color=COLOURS[name], markersize=6, label=SHOWN[name], zorder=3)
    axes.set_xscale("log")
    axes.set_yticks(range(len(groups)), groups)
    axes.invert_yaxis()
    axes.grid(axis="x", which="major", alpha=0.3)
    axes.set_xlabel("CPU milliseconds a query: p50 (dot) to p95 (line)")
    axes.set_title(f"{sized['size']:,} paragraphs, top ten and exact total")
    axes.legend(loc="lower right", frameon=True)
    return figure


def _growth(sizes: list[dict[str, Any]]) -> Any:
    """One small picture a class: p50 over the number of paragraphs."""
    from matplotlib.figure import Figure

    groups = list(sizes[-1]["queries"])
    columns = 5
    lines = -(-len(groups) // columns)
    figure = Figure(figsize=(2.5 * columns, 2.0 * lines + 0.5), layout="constrained")
    grid = figure.subplots(lines, columns, sharex=True, squeeze=False)
    for axes in grid.flat[len(groups) :]:
        axes.set_visible(False)
    for axes, group in zip(grid.flat, groups, strict=False):
        for name in COLOURS:
            points = [
                (s["size"], times(s["queries"][group][name]).p50) for s in sizes if _has(s, group, name)
            ]
            if points:
                x, y = zip(*points, strict=True)
                axes.plot(x, y, "o-", color=COLOURS[name], markersize=3, linewidth=1.2)
        _scale(axes, [sized["size"] for sized in sizes])
        axes.set_title(group, fontsize=8)
        axes.grid(alpha=0.25)
    names = [name for name in COLOURS if any(name in measured(sized) for sized in sizes)]
    handles = [grid.flat[0].plot([], [], "o-", color=COLOURS[name], label=SHOWN[name])[0] for name in names]
    figure.legend(handles=handles, loc="outside lower center", ncols=len(names), fontsize=9)
    figure.supylabel("CPU ms a query, p50", fontsize=9)
    return figure


def _scale(axes: Any, sizes: list[int]) -> None:
    """Both axes logarithmic; labels at the sizes measured, and few enough on the other not to overlap."""
    from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xticks(sizes, [f"{size:,}" for size in sizes])
    axes.xaxis.set_minor_locator(NullLocator())
    low, high = axes.get_ylim()
    axes.yaxis.set_major_locator(LogLocator(subs=(1.0,) if high > 30 * low else (1.0, 2.0, 5.0), numticks=6))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.yaxis.set_minor_locator(NullLocator())
    axes.tick_params(labelsize=7, labelbottom=True)


def _has(sized: dict[str, Any], group: str, name: str) -> bool:
    return name in sized["queries"].get(group, {})
