"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any


def facts() -> dict[str, Any]:
    """The version measured, processor, cores, system, Python, load, and the time now."""
    return {
        "time": datetime.now(UTC).isoformat(timespec="minutes"),
        "commit": commit(),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "system": platform.system(),
        "python": platform.python_version(),
        "load": load(),
    }


def commit() -> str:
    """The commit that is checked out, with "+" where the package has changes beside it; "" without git."""
    here = Path(__file__).parent.parent
    head, changes = (_git(here, *words) for words in (("rev-parse", "--short=12", "HEAD"), _CHANGES))
    return head + "+" * bool(head and changes)


_CHANGES = ("status", "--porcelain", "--", "searchkit", "bench/*.py")


def _git(folder: Path, *words: str) -> str:
    try:
        done = subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()


def load() -> float:
    """Processes that wanted a core, on average over the last minute."""
    return round(os.getloadavg()[0], 2)


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown"
    )
