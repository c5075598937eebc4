"""`searchkit rebuild`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from searchkit.cli import building


@click.command()
@click.argument("paths", metavar="[PATH...]", nargs=-1, type=click.Path(path_type=Path))
@building.build_options
def command(paths: tuple[Path, ...], index_path: Path, **given: Any) -> int:
    """Build the index anew, from the paths it was made from or from those given.

    \b
      searchkit rebuild
      searchkit rebuild corpus/ --index archive/

    The old index answers until the new one is complete.
    """

    def build(progress: Any) -> Any:
        from searchkit import index

        return index.rebuild(
            index_path,
            paths=paths or None,
            config=given["config"],
            processes=given["processes"],
            wait=given["wait"],
            progress=progress,
        )

    return building.run(build, given)
