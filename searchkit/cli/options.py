"""Options that several commands share, and what they make of what was typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

import click

from searchkit.cli import problems, shellwords
from searchkit.cli.exits import Exit
from searchkit.cli.screen import COLOURS, Screen
from searchkit.errors import QueryError

if TYPE_CHECKING:
    from searchkit.index import Index
    from searchkit.index.reading import Conditions

INDEX_VARIABLE = "SEARCHKIT_INDEX"
DEFAULT_INDEX = "index"

F = TypeVar("F", bound=Callable[..., Any])


def _day(_context: click.Context, _parameter: click.Parameter, value: str | None) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"“{value}” is not a day; write it as 2021-09-15") from None


index_option = click.option(
    "--index",
    "index_path",
    type=click.Path(path_type=Path),
    default=DEFAULT_INDEX,
    envvar=INDEX_VARIABLE,
    show_default=True,
    show_envvar=True,
    help="Where the index lies.",
)
color_option = click.option(
    "--color", type=click.Choice(COLOURS), default="auto", help="Colour; auto: on a terminal."
)
today_option = click.option(
    "--today",
    callback=_day,
    metavar="DAY",
    help='What "last month" and -30d count from, so that a search can be repeated.',
)
strict_option = click.option("--strict", is_flag=True, help="Refuse AND mixed with OR without brackets.")


def output_options(command: F) -> F:
    """--json, --jsonl, --csv (at most one), --color."""
    for option in (
        color_option,
        click.option("--csv", "as_csv", is_flag=True, help="CSV with a header line."),
        click.option("--jsonl", "as_jsonl", is_flag=True, help="One JSON object a line."),
        click.option("--json", "as_json", is_flag=True, help="One JSON document."),
    ):
        command = option(command)
    return command


def condition_options(command: F) -> F:
    """What may stand beside a query: --since, --until, --speaker, --source, --today, --strict, --timeout."""
    for option in (
        click.option(
            "--timeout",
            type=click.FloatRange(min=0, min_open=True),
            metavar="SECONDS",
            help="How long the query may take.  [default: 10]",
        ),
        strict_option,
        today_option,
        click.option("--source", multiple=True, metavar="NAME", help="Publication; several: any of them."),
        click.option("--speaker", multiple=True, metavar="NAME", help="Who speaks; several: any of them."),
        click.option("--until", metavar="DATE", help="On or before this date."),
        click.option("--since", metavar="DATE", help="On or after this date: 2021, 2021-09, -30d …"),
    ):
        command = option(command)
    return command


def conditions(given: dict[str, Any]) -> Conditions:
    """The keywords of a search, from the options typed."""
    names = ("since", "until", "speaker", "source", "today", "strict", "timeout")
    typed = {name: given[name] for name in names if given[name] not in (None, ())}
    return cast("Conditions", typed)


class Format(NamedTuple):
    """How results are printed: text, json, jsonl or csv."""

    name: str

    @classmethod
    def of(cls, given: dict[str, Any]) -> Format:
        """The one chosen. Raises UsageError for two."""
        chosen = [name for name in ("json", "jsonl", "csv") if given[f"as_{name}"]]
        if len(chosen) > 1:
            raise click.UsageError(f"--{chosen[0]} and --{chosen[1]} cannot be had at once.")
        return cls(chosen[0] if chosen else "text")


def open_index(path: Path) -> Index:
    """The index to ask. Raises StoreError's kinds."""
    from searchkit import index

    return index.open_index(path)


class QueryCommand(click.Command):
    """A command whose arguments are a query: reads what the shell did to it, and points at errors."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does; a word taken for an option is explained."""
        typed = list(args)
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            word = next((a for a in typed if a.startswith(error.option_name)), error.option_name)
            if word.startswith("--"):
                raise
            message, hint = shellwords.taken_for_option(ctx.info_name or "", word, self._query_words(typed))
            raise click.UsageError(f"{message}\n  hint: {hint}", ctx) from None

    def _query_words(self, args: list[str]) -> list[str]:
        """The arguments that are no options and no values of options."""
        valued = {
            name
            for parameter in self.params
            if isinstance(parameter, click.Option) and not parameter.is_flag
            for name in parameter.opts
        }
        words: list[str] = []
        skip = False
        for arg in args:
            if not skip and not arg.startswith("--"):
                words.append(arg)
            skip = not skip and arg in valued
        return words

    def invoke(self, ctx: click.Context) -> Any:
        """Run it; a query that cannot be read is shown with its place."""
        words = ctx.params.pop("words")
        query, note = shellwords.joined(ctx.info_name or "", words)
        ctx.params |= {"query": query, "shell_note": note}
        try:
            return super().invoke(ctx)
        except QueryError as error:
            problems.show_query_error(Screen.of(ctx.params["color"]), error, query)
            return Exit.USAGE


query_argument = click.argument("words", metavar="QUERY...", nargs=-1, required=True)
query_command = partial(click.command, cls=QueryCommand)


def asking(*own: Callable[[F], F]) -> Callable[[F], click.Command]:
    """A command that asks the index a query: its `own` options, then those that such commands share."""

    def made(command: F) -> click.Command:
        for option in (output_options, index_option, condition_options, *reversed(own), query_argument):
            command = option(command)
        asked: click.Command = query_command()(command)
        return asked

    return made
