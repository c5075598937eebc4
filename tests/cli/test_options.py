"""No option is read and ignored."""

from __future__ import annotations

import json

import pytest

from searchkit import index, speech
from searchkit.index import preparing


@pytest.fixture
def two_sources(home, run):
    """Two speakers in two publications."""
    (home / "corpus").mkdir()
    rows = [
        {"article": "a", "n": 0, "speaker": "Anna Varga", "source": "The Ferry", "text": "The harbour tax."},
        {"article": "a", "n": 1, "speaker": "Anna Varga", "source": "The Ferry", "text": "A harbour tax."},
        {"article": "b", "n": 0, "speaker": "Tom Hale", "source": "The Owl", "text": "No harbour tax."},
    ]
    (home / "corpus" / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert run("index", "corpus").code == 0
    return home


def ids(outcome):
    return [row["id"] for row in outcome.rows]


@pytest.mark.parametrize("command", ["search", "count"])
def test_a_source_beside_the_query_narrows_it(two_sources, run, command):
    found = run(command, "tax", "--source", "The Owl", "--json").json
    assert found["total"] == 1
    assert 'source:"The Owl"' in found["read_as"]


@pytest.mark.parametrize("command", ["search", "count"])
def test_the_time_a_query_may_take_can_be_set(two_sources, run, command):
    refused = run(command, "tax", "--timeout", "0.000000001")
    assert refused.code == 2
    assert "error[timeout]" in refused.err


def test_speakers_come_in_pages(two_sources, run):
    assert [row["name"] for row in run("speakers", "--jsonl").rows] == ["Anna Varga", "Tom Hale"]
    assert [row["name"] for row in run("speakers", "--limit", "1", "--jsonl").rows] == ["Anna Varga"]
    assert [row["name"] for row in run("speakers", "--offset", "1", "--jsonl").rows] == ["Tom Hale"]
    every = run("speakers", "--limit", "1", "--all", "--jsonl").rows
    assert len(every) == 2


@pytest.mark.parametrize(("sort", "first"), [("document", "a#0"), ("newest", "a#0"), ("oldest", "a#0")])
def test_an_order_of_hits_can_be_chosen(two_sources, run, sort, first):
    assert ids(run("search", "tax", "--sort", sort, "--jsonl"))[0] == first


@pytest.mark.parametrize("command", [("index", "corpus"), ("rebuild",)])
def test_settings_from_elsewhere_are_those_that_count(two_sources, run, command):
    (two_sources / "other.toml").write_text('columns = ["party"]\nexclude = ["rows.jsonl"]\n')
    built = run(*command, "--config", "other.toml", "--json").json
    assert (built["read"], built["removed"]) == (0, 2)
    assert run("status", "--json").json["columns"] == ["party"]


def test_attribution_reads_with_settings_from_elsewhere(two_sources, run):
    (two_sources / "other.toml").write_text('[fields]\nspeaker = "said_by"\n')
    row = {"article": "c", "n": 0, "said_by": "Mira Holt", "text": "The harbour tax must fall, she thinks."}
    (two_sources / "c.jsonl").write_text(json.dumps(row) + "\n")
    assert run("attribute", "c.jsonl", "--config", "other.toml", "--jsonl").rows[0]["speakers"] == [
        "Mira Holt"
    ]


@pytest.mark.parametrize("command", [("index", "corpus"), ("rebuild",)])
def test_the_number_of_processes_is_the_one_that_was_given(two_sources, run, monkeypatch, command):
    seen = []
    whole = preparing.prepare
    monkeypatch.setattr(
        "searchkit.index.batch.prepare",
        lambda articles, work, found, processes: seen.append(processes) or whole(articles, work, found, 1),
    )
    assert run(*command, "--processes", "3").code == 0
    assert seen == [3]


def test_attribution_runs_in_the_number_of_processes_that_was_given(two_sources, run, monkeypatch):
    seen = []
    whole = speech.attribute_all
    monkeypatch.setattr(
        speech, "attribute_all", lambda articles, processes: seen.append(processes) or whole(articles)
    )
    assert run("attribute", "corpus/rows.jsonl", "--processes", "2").code == 0
    assert seen == [2]


def test_a_rebuild_reads_the_paths_that_are_named(two_sources, run):
    (two_sources / "new").mkdir()
    (two_sources / "new" / "c.txt").write_text("A talk\n\nThe harbour tax must fall, the town said.\n")
    assert run("rebuild", "new", "--json").json["read"] == 1
    with index.open_index(two_sources / "index") as opened:
        assert [corpus.rpartition("/")[2] for corpus in opened.status().corpora] == ["new"]


def test_who_is_not_the_speaker_is_written_down_as_such(two_sources, run):
    assert run("correct", "b#0", "--not", "Tom Hale", "--speaker", "Mira Holt").code == 0
    written = (two_sources / "corpus" / "corrections.toml").read_text()
    assert "[[not-speaker]]" in written
    assert 'is-not = "Tom Hale"' in written
    assert run("correct", "--apart", "Anna Varga", "Ann Varga").code == 0
    assert "[[apart]]" in (two_sources / "corpus" / "corrections.toml").read_text()
