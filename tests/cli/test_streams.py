"""Streams that are full, closed or left: the work is done, the code says what happened, nothing breaks."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

FULL = Path("/dev/full")
COMMAND = f'"{sys.executable}" -m searchkit'

needs_full = pytest.mark.skipif(not FULL.exists(), reason="/dev/full is a device of Linux")


def shell(line: str) -> subprocess.CompletedProcess[str]:
    """A command line with redirections; `searchkit` is the command."""
    return subprocess.run(
        ["sh", "-c", line.replace("searchkit", COMMAND)], capture_output=True, text=True, check=False
    )


@needs_full
@pytest.mark.parametrize("command", ["explain tax", "explain tax --json", "--help", "explain --help"])
def test_output_to_a_full_disk_is_an_error_in_one_line_and_74(command):
    done = shell(f"searchkit {command} > /dev/full")
    assert done.returncode == 74
    assert done.stderr == "error: the output cannot be written: No space left on device\n"


@needs_full
@pytest.mark.parametrize("err", ["2>/dev/full", "2>&-"])
def test_notes_that_nobody_can_read_change_neither_result_nor_code(err):
    assert shell(f"searchkit explain '(' {err}").returncode == 2
    done = shell(f"searchkit explain tax {err}")
    assert (done.returncode, done.stdout, done.stderr) == (0, "tax\n", "")


def test_closed_streams_leave_the_exit_code():
    assert shell("searchkit explain tax >&-").returncode == 0
    assert shell("searchkit explain tax <&- >&- 2>&-").returncode == 0
    assert shell("searchkit explain '(' <&- >&- 2>&-").returncode == 2


def test_no_file_that_is_written_gets_the_number_of_a_closed_stream():
    """Or a warning of the interpreter would be written into the index."""
    script = "import os; from searchkit.cli.streams import guarded\nwith guarded(): os._exit(os.dup(0))"
    line = f'"{sys.executable}" -c "{script}" <&- >&- 2>&-'
    assert subprocess.run(["sh", "-c", line], check=False).returncode == 3


@needs_full
def test_an_index_is_built_whether_or_not_anybody_can_read_the_report(tmp_path):
    (tmp_path / "a.txt").write_text("Title\n\nThe tide turns at noon.\n", encoding="utf-8")
    for number, out in enumerate(("> /dev/full", ">&- 2>&-", "2>&1 | true")):
        place = tmp_path / f"index{number}"
        shell(f"searchkit index --processes 1 --index '{place}' '{tmp_path / 'a.txt'}' {out}")
        assert shell(f"searchkit count tide --index '{place}'").stdout.startswith("1")
