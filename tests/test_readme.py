"""The README keeps its word: its commands run, and print what it says."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
ELLIPSIS = "…"  # a line that stands for others; inside a line, what may change


def blocks(kind: str, text: str = TEXT) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def sessions() -> list[tuple[str, list[str]]]:
    """Each command of the console blocks, with the lines it is said to print."""
    found: list[tuple[str, list[str]]] = []
    for line in (line for block in blocks("console") for line in block.splitlines()):
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif line.strip() != ELLIPSIS:
            found[-1][1].append(line)
    return found


def is_printed(line: str, printed: list[str]) -> bool:
    pattern = re.compile(".*".join(map(re.escape, line.split(ELLIPSIS))))
    return line in printed or any(pattern.fullmatch(other) for other in printed)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with the sample corpus, in which the commands follow each other."""
    path = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "corpus", path / "corpus")
    return path


def run(arguments: list[str], folder: Path) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-W", "error", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "PATH": ""},
    )


def test_the_console_examples_print_what_they_are_said_to(folder):
    assert len(sessions()) >= 11
    for command, lines in sessions():
        program, *arguments = shlex.split(command)
        assert program == "searchkit"
        done = run(["-m", "searchkit", *arguments], folder)
        printed = (done.stdout + done.stderr).splitlines()
        assert done.returncode == (2 if any("error[" in line for line in lines) else 0), (
            command,
            done.stderr,
        )
        assert [line for line in lines if not is_printed(line, printed)] == [], (command, printed)


def test_every_command_has_its_example():
    from searchkit.cli.group import COMMANDS

    assert {shlex.split(command)[1] for command, _ in sessions()} == set(COMMANDS)


def test_the_python_example_runs(folder):
    (code,) = blocks("python")
    done = run(["-c", code], folder)
    assert done.returncode == 0, done.stderr
    assert 'speaker:"Anna Varga" AND ally AND date:2021-01-01..' in done.stdout


def test_the_python_manual_runs_from_top_to_bottom(folder):
    code = "".join(blocks("python", (ROOT / "docs" / "python.md").read_text(encoding="utf-8")))
    done = run(["-c", code], folder)
    assert done.returncode == 0, done.stderr
    assert "36 36 0 0 0 5" in done.stdout
    assert "no-speaker 0 13" in done.stdout
    assert "Anna Varga" in done.stdout


def test_the_two_commands_for_a_fresh_machine_are_one_line_each():
    commands = [line for block in blocks("sh") for line in block.splitlines()]
    assert len(commands) == 2
    assert all(command.startswith("python3 -m venv .venv && ") for command in commands)
    assert commands[1].endswith("pytest")


def test_the_links_of_the_readme_lead_somewhere():
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", TEXT):
        assert (ROOT / target).exists(), target
