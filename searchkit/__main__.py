"""`python -m searchkit` and the command `searchkit`."""

from __future__ import annotations

import gc
import os
from typing import NoReturn

# Objects made before the youngest are looked through, and how many such rounds before older ones are.
# What a command makes are trees: looking for cycles in them took up to a tenth of its time.
_COLLECTIONS = (500_000, 2, 100)

# numpy's matrices are small here: a second thread would only spin, for a tenth of a second a start.
THREADS = {"OPENBLAS_NUM_THREADS": "1"}


def main() -> NoReturn:
    """Run the command line and leave with its exit code."""
    gc.set_threshold(*_COLLECTIONS)
    for name, number in THREADS.items():
        os.environ.setdefault(name, number)
    from searchkit.cli.entry import main as run

    # All is written and closed by then. To take every object down first, one by one, costs as much again
    # as a search, and a twentieth of a long run.
    os._exit(run())


if __name__ == "__main__":
    main()
