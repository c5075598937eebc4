"""The worked examples of the language, where they lie beside the project."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from searchkit import query

CASES = Path(__file__).parents[3] / "shared" / "query_cases.json"


@pytest.fixture(scope="module")
def cases() -> dict:
    if not CASES.exists():
        pytest.skip(f"no worked examples at {CASES}")
    return json.loads(CASES.read_text(encoding="utf-8"))


def test_all_worked_examples_are_read_as_they_say(cases: dict):
    today = date.fromisoformat(cases["today"])
    for case in cases["reads"]:
        reading = query.parse(case["query"], today=today)
        assert (reading.read_as, bool(reading.notes)) == (case["read_as"], case["note"]), case
        assert query.parse(reading.read_as, today=today).query == reading.query


def test_all_worked_failures_fail_with_their_code(cases: dict):
    today = date.fromisoformat(cases["today"])
    for case in cases["fails"]:
        with pytest.raises(query.QueryError) as caught:
            query.parse(case["query"], today=today)
        assert caught.value.code == case["code"], case
        if case["hint"] and case["code"] != "unknown-field":
            assert caught.value.hint == case["hint"]
