"""The long form of the fault tests: `python -m tests.faults [pytest's arguments]`.

Runs everything in this folder as often as the guarantees ask, and writes what was tried and seen to
bench/runs/<date>/faults.json.  On a memory disk (--basetemp=/dev/shm/faults) it takes half the time.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


def main() -> int:
    """Run the tests; returns pytest's exit code."""
    place = ROOT / "bench" / "runs" / datetime.now(UTC).date().isoformat() / "faults.json"
    place.parent.mkdir(parents=True, exist_ok=True)
    os.environ["SEARCHKIT_FAULTS"] = "long"
    os.environ["SEARCHKIT_FAULTS_FIGURES"] = str(place)
    code = pytest.main([str(Path(__file__).parent), "-q", "--durations=10", *sys.argv[1:]])
    sys.stdout.write(f"figures: {place}\n")
    return int(code)


sys.exit(main())
