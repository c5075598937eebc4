"""From the shell and back: every outcome as an exit code, and never a traceback for a user's slip."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from searchkit.cli import streams
from searchkit.cli.exits import Exit, exit_of
from searchkit.cli.group import searchkit
from searchkit.cli.problems import show_error
from searchkit.cli.screen import Screen
from searchkit.errors import SearchkitError
from searchkit.harmless import clean


def main(args: Sequence[str] | None = None) -> int:
    """Run one command line; returns its exit code."""
    try:
        with streams.guarded():
            return _run(args)
    except streams.ClosedPipeError:
        return Exit.CLOSED_PIPE
    except streams.OutputError as error:
        with streams.guarded():
            Screen.of("auto").problem("error:", f"the output cannot be written: {error}")
        return Exit.OUTPUT


def _run(args: Sequence[str] | None) -> int:
    try:
        done = searchkit.main(args=args, prog_name="searchkit", standalone_mode=False)
        return int(done or Exit.DONE)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return Exit.USAGE
    except click.ClickException as error:
        _show_usage(error)
        return Exit.USAGE
    except (click.Abort, KeyboardInterrupt):
        return Exit.INTERRUPTED
    except SearchkitError as error:
        show_error(_screen(args), error)
        return exit_of(error)
    except (streams.ClosedPipeError, streams.OutputError):
        raise
    except Exception as error:
        _show_fault(error)
        return Exit.FAULT


def _screen(args: Sequence[str] | None) -> Screen:
    """Errors come without their command's options: --color is looked up among the arguments."""
    words = list(sys.argv[1:] if args is None else args)
    choice = "auto"
    for word, value in zip(words, [*words[1:], ""], strict=True):
        if word in ("--color=always", "--color=never"):
            choice = word.partition("=")[2]
        elif word == "--color" and value in ("always", "never"):
            choice = value
    return Screen.of(choice)


def _show_usage(error: click.ClickException) -> None:
    context = getattr(error, "ctx", None)
    if context is not None:
        click.echo(context.get_usage(), err=True)
    lines = error.format_message().splitlines() or [""]
    click.echo("\n".join(["error: " + clean(lines[0]), *map(_indented, lines[1:])]), err=True)
    if context is not None:
        click.echo(f"  hint: {context.command_path} --help tells more", err=True)


def _indented(line: str) -> str:
    return "  " + clean(line).strip()


def _show_fault(error: Exception) -> None:
    import traceback

    for line in "".join(traceback.format_exception(error)).splitlines():
        click.echo(clean(line), err=True)
    click.echo("error: this is our fault, not yours; please report it with the lines above", err=True)
