"""`searchkit index PATH...`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from searchkit.cli import building


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@building.build_options
def command(paths: tuple[Path, ...], index_path: Path, **given: Any) -> int:
    """Read the articles in files and folders into the index; made where there is none.

    \b
      searchkit index corpus/
      searchkit index speeches.jsonl columns/ --index archive/

    Later runs read only what is new or changed, and remove what is gone. What cannot be read is listed
    with its reason, the rest goes on, and the exit code is 3.
    """

    def build(progress: Any) -> Any:
        from searchkit import index

        return index.build(
            paths,
            index_path,
            config=given["config"],
            processes=given["processes"],
            wait=given["wait"],
            progress=progress,
        )

    return building.run(build, given)
