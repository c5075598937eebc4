"""The description of the command line says what is there."""

from __future__ import annotations

import re
from pathlib import Path

from searchkit.cli.exits import Exit
from searchkit.cli.group import COMMANDS

TEXT = (Path(__file__).parents[2] / "docs" / "command-line.md").read_text(encoding="utf-8")


def first_column(head: str) -> list[str]:
    table = TEXT.partition(f"| {head} |")[2].partition("\n\n")[0]
    return [cell.strip("`") for cell in re.findall(r"^\| (\S+) \|", table, re.MULTILINE)]


def test_every_command_is_described_in_the_order_of_the_help():
    assert first_column("command") == list(COMMANDS)


def test_every_exit_code_is_described():
    assert first_column("code") == [str(int(code)) for code in Exit]


def test_every_key_of_a_hit_is_described(library, run):
    hit = run("search", "sanctions", "--json").json["hits"][0]
    assert first_column("key of a hit") == list(hit)


ASKED = {
    "count": ("sanctions", "--by", "year"),
    "show": ("interviews/varga-2021#1",),
    "speakers": (),
    "status": (),
    "verify": (),
    "index": ("corpus",),
}


def test_every_key_of_the_other_answers_is_described(library, run):
    for command, arguments in ASKED.items():
        described = re.search(rf"^\| `{command}` \| (`.*) \|$", TEXT, re.MULTILINE)[1]
        printed = run(command, *arguments, "--json").json
        missing = [key for key in printed if f"`{key}`" not in described]
        assert missing == ["version"], command


def test_the_shell_example_is_read_as_it_is_meant(library, run):
    line = next(line for line in TEXT.splitlines() if line.startswith("searchkit search"))
    query = re.search("'(.*)'", line)
    assert (
        run("explain", query[1]).out == '"collective security" AND speaker:"Anna Varga" AND NOT sanctions\n'
    )
