"""Exit codes and streams, whatever happens."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from searchkit import errors
from searchkit.cli import group, streams


def test_done_nothing_and_wrong_usage(library, run):
    assert run("search", "sanctions").code == 0
    assert run("search", "zeppelin").code == 1
    assert run("search", "(sanctions").code == 2
    assert run("search", "sanctions", "--nonsense").code == 2
    assert run("show", "interviews/varga-2021#99").code == 1


def test_no_index_is_wrong_usage_with_the_remedy(run):
    refused = run("search", "sanctions")
    assert refused.code == 2
    assert "searchkit index" in refused.err


def test_the_index_is_found_by_option_then_environment_then_here(library, run, monkeypatch, home):
    (home / "index").rename(home / "elsewhere")
    assert run("count", "sanctions").code == 2
    assert run("count", "sanctions", "--index", "elsewhere").code == 0
    monkeypatch.setenv("SEARCHKIT_INDEX", "elsewhere")
    assert run("count", "sanctions").code == 0


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.IndexLockedError("locked by another"), 4),
        (errors.IndexDamagedError("a file is damaged"), 4),
        (errors.IndexVersionError("another version"), 4),
        (errors.IndexWriteError("disk full"), 4),
        (errors.NoIndexError("none here"), 2),
        (errors.ConfigError("wrong settings"), 2),
        (errors.MissingExtraError("needs a package"), 2),
        (KeyboardInterrupt(), 130),
        (streams.ClosedPipeError(), 141),
        (streams.OutputError("No space left on device"), 74),
        (BrokenPipeError(), 70),  # of another pipe than ours
        (RuntimeError("a slip of ours"), 70),
    ],
)
def test_every_failure_has_its_code(run, monkeypatch, error, code):
    def fail(*_args, **_options):
        raise error

    monkeypatch.setattr("searchkit.cli.status.open_index", fail)
    outcome = run("status")
    assert outcome.code == code
    assert outcome.out == ""
    if isinstance(error, errors.SearchkitError):
        assert f"error: {error.message}" in outcome.err
    if code == 70:
        assert type(error).__name__ in outcome.err


def test_a_closed_pipe_ends_quietly_with_141():
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as stdout:
        child = subprocess.run(
            [sys.executable, "-m", "searchkit", "explain", "--json", "tax"],
            stdout=stdout,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (child.returncode, child.stderr) == (141, b"")


def test_skipped_inputs_are_reported_with_exit_code_3(corpus, run):
    (corpus / "broken.jsonl").write_text("{not json\n", encoding="utf-8")
    outcome = run("index", "corpus")
    assert outcome.code == 3
    assert "skipped:" in outcome.err
    assert "broken.jsonl" in outcome.err
    assert "2 articles read" in outcome.out


def test_an_unknown_command_is_met_with_the_nearest(run):
    refused = run("serach", "tax")
    assert (refused.code, refused.out) == (2, "")
    assert "did you mean search ?" in refused.err
    assert "searchkit search brexit" in run("brexit").err


def test_formats_exclude_each_other(run):
    assert run("explain", "--json", "--csv", "tax").code == 2


def test_no_arguments_print_the_help_and_fail(run):
    outcome = run()
    assert outcome.code == 2
    assert "Commands:" in outcome.err


def test_the_version_is_that_of_the_package(run):
    assert run("--version").out.startswith("searchkit, version ") or run("--version").out.startswith(
        "searchkit "
    )


def test_help_imports_no_command_and_no_engine():
    script = (
        "import sys; from searchkit.cli.entry import main; main(['--help']);"
        "allowed = ('searchkit.cli', 'searchkit.errors', 'searchkit.harmless', 'searchkit.patterns');"
        "loaded = [m for m in sys.modules if m in ('numpy', 'whoosh') or m.startswith('searchkit.')];"
        "sys.exit(' '.join(m for m in loaded if not m.startswith(allowed)) or 0)"
    )
    child = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert child.stderr == ""
    assert child.returncode == 0


def test_explaining_a_query_loads_no_engine():
    script = (
        "import sys; from searchkit.cli.entry import main; main(['explain', 'tax']);"
        "sys.exit(' '.join(m for m in ('numpy', 'whoosh', 'searchkit.engines') if m in sys.modules) or 0)"
    )
    child = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (child.stderr, child.stdout) == ("", "tax\n")


def test_every_command_listed_is_there():
    for name in group.COMMANDS:
        command = group.searchkit.get_command(None, name)
        assert command is not None
        assert command.help


def test_colour_choice_of_an_error_is_heard(run):
    assert "\x1b[" in run("status", "--color", "always").err
    assert "\x1b[" not in run("status", "--color=never").err


def test_main_gives_its_code_to_the_shell_and_all_that_was_written():
    command = [sys.executable, "-m", "searchkit", "explain"]
    wrong = subprocess.run([*command, "("], capture_output=True, text=True, check=False)
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert wrong.stderr.startswith("error")
    long = " OR ".join(f"word{number}" for number in range(200))
    right = subprocess.run([*command, long], capture_output=True, text=True, check=False)
    assert (right.returncode, right.stderr) == (0, "")
    assert right.stdout.endswith("word199\n")
