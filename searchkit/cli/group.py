"""The command `searchkit`: its commands by name, each imported when it is run."""

from __future__ import annotations

from importlib import import_module

import click

# Name -> what it does, as `searchkit --help` lists it. Each is `command` of the module of its name.
COMMANDS = {
    "index": "Read articles into the index; later runs read only what changed.",
    "rebuild": "Build the index anew beside the old one, then switch.",
    "search": "Find paragraphs, with what matched marked.",
    "count": "Count paragraphs, all or by speaker, source, month, year ...",
    "show": "One paragraph with its neighbours, and why this speaker.",
    "explain": "How a query is read, without any index.",
    "speakers": "Who speaks, under which spellings, how often and when.",
    "status": "What the index holds and how it was made.",
    "verify": "Check every byte of the index.",
    "correct": "Say who speaks where the index is wrong; kept through every rebuild.",
    "attribute": "Who speaks in files, paragraph by paragraph, without any index.",
}


class Commands(click.Group):
    """Imports a command's module when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order a user meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, or None."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"searchkit.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list, without importing a single command."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does; an unknown command is met with the nearest one."""
        name = args[0] if args else ""
        if name and name not in COMMANDS and not name.startswith("-"):
            ctx.fail(_unknown(name))
        return super().resolve_command(ctx, args)


def _unknown(name: str) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name.casefold(), COMMANDS, n=1)
    if close:
        return f"no command “{name}”; did you mean {close[0]} ?"
    return f"no command “{name}”; to search for it: searchkit search {name}"


@click.group(
    cls=Commands,
    context_settings={"max_content_width": 100},
    epilog="Each command explains itself: searchkit search --help",
)
@click.version_option(package_name="searchkit", message="%(prog)s %(version)s")
def searchkit() -> None:
    """Full-text search for political commentary: who said what, and when.

    \b
      searchkit index corpus/
      searchkit search '"collective security" date:2021'
    """
