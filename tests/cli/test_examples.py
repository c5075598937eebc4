"""Every command shows an example in its help, and every example works."""

from __future__ import annotations

import json
import shlex

import pytest

from searchkit.cli import group


def examples(name: str) -> list[list[str]]:
    help = group.searchkit.get_command(None, name).help
    return commands_in(help)


def commands_in(help: str) -> list[list[str]]:
    lines = [line.strip() for line in help.splitlines() if line.strip().startswith("searchkit ")]
    return [shlex.split(line.partition(" > ")[0])[1:] for line in lines]


@pytest.fixture
def shelf(library, home, run):
    """What the examples speak of."""
    (home / "columns").mkdir()
    row = {"id": "speech", "title": "A speech", "date": "2021", "text": "ANNA VARGA: No allies.\n\nThe ally."}
    (home / "speeches.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    (home / "articles.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    (home / "interview.txt").write_text("An interview\n\nANNA VARGA: No allies.\n", encoding="utf-8")
    (home / "columns" / "one.txt").write_text("A column\n\nNothing new in Tarvin.\n", encoding="utf-8")
    assert run("index", "speeches.jsonl", "columns", "--index", "archive").code == 0


@pytest.mark.parametrize("name", group.COMMANDS)
def test_every_example_of_a_command_works(shelf, run, name):
    assert examples(name)
    for example in examples(name):
        outcome = run(*example)
        assert outcome.code == 0, (example, outcome.err)
        assert outcome.out


@pytest.mark.parametrize("name", group.COMMANDS)
def test_every_command_explains_itself(run, name):
    outcome = run(name, "--help")
    assert outcome.code == 0
    assert outcome.out.startswith(f"Usage: searchkit {name}")
    assert f"searchkit {name}" in outcome.out.partition("\n\n")[2]


def test_the_examples_of_the_program_itself_work(shelf, run):
    found = commands_in(group.searchkit.help)
    assert found
    for example in found:
        assert run(*example).code == 0
