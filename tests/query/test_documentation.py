"""The description of the language is run: its examples, its codes, its notes."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from searchkit import query
from searchkit.query import surprises
from searchkit.query.errors import CODES

TEXT = (Path(__file__).parents[2] / "docs" / "query-language.md").read_text(encoding="utf-8")


def table(heading: str) -> list[tuple[str, str]]:
    section = TEXT.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (.+) \| (.+) \|$", section, re.MULTILINE)
    return [(left.strip("`"), right.strip("`")) for left, right in rows[1:]]


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [row for heading in ("Words", "Together", "Fields", "Dates") for row in table(heading)],
)
def test_an_example_reads_as_described(typed: str, read_as: str):
    assert query.parse(typed, today=date(2026, 11, 21)).read_as == read_as


def test_every_code_is_described_and_no_other():
    assert [code for code, _ in table("Errors")] == list(CODES)


def test_every_note_is_described_and_no_other():
    sources = Path(surprises.__file__).read_text(encoding="utf-8")
    sources += Path(query.reading.__file__).read_text(encoding="utf-8")
    given = set(re.findall(r'Note\(\s*"([a-z-]+)"', sources))
    assert {code for code, _ in table("Notes")} == given


def test_every_note_of_an_index_is_described_and_no_other():
    package = Path(query.__file__).parents[1]
    given = {
        code
        for folder in ("index", "cli")
        for path in (package / folder).glob("*.py")
        for code in re.findall(
            r'Note\(\s*"([a-z-]+)"|^ +\("([a-z-]+)", _\w+, ', path.read_text(encoding="utf-8"), re.M
        )
    }
    assert {code for code, _ in table("Notes of an index")} == {one or other for one, other in given}
