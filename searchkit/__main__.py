"""`python -m searchkit` and the command `searchkit`."""

from __future__ import annotations

import gc
import sys

# Objects made before the youngest are looked through, and how many such rounds before older ones are.
# What a command makes are trees: looking for cycles in them took up to a tenth of its time.
_COLLECTIONS = (50_000, 20, 100)


def main() -> None:
    """Run the command line and leave with its exit code."""
    gc.set_threshold(*_COLLECTIONS)
    from searchkit.cli.entry import main as run

    sys.exit(run())


if __name__ == "__main__":
    main()
