"""The long form of the fault tests: `python -m tests.faults [pytest's arguments]`.

Runs everything in this folder as often as the guarantees ask, and writes what was tried and seen to
bench/runs/<date>/faults.json, each figure as soon as it is there: a part (`-k kills`) can be run again by
itself.  On a memory disk (--basetemp=/dev/shm/faults) it takes half the time.

`python -m tests.faults keep` keeps an index of the present format for all later versions: see keeping.py.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


def main(args: list[str]) -> int:
    """Run the tests; returns pytest's exit code."""
    if args == ["keep"]:
        sys.path.insert(0, str(HERE))
        import keeping

        sys.stdout.write(f"kept: {keeping.keep()}\n")
        return 0
    place = ROOT / "bench" / "runs" / datetime.now(UTC).date().isoformat() / "faults.json"
    place = Path(os.environ.setdefault("SEARCHKIT_FAULTS_FIGURES", str(place)))
    place.parent.mkdir(parents=True, exist_ok=True)
    os.environ["SEARCHKIT_FAULTS"] = "long"
    patient = ["-o", "faulthandler_timeout=7200"]
    code = pytest.main([str(HERE), "-q", "--durations=10", *patient, *args])
    sys.stdout.write(f"figures: {place}\n")
    return int(code)


sys.exit(main(sys.argv[1:]))
