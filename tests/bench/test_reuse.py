"""Indexes and figures that are kept are taken again only for the text that they were made of."""

import json
import lzma
from dataclasses import asdict
from itertools import islice

import pytest

from bench import cli, rows
from bench.building import Opened
from bench.collection import ENGLISH, SEED, collection, source_of
from bench.generator import generate

SIZE = 60


def corpora(folder, begin):
    """A folder of corpora as the real ones are set, with made-up rows from one on."""
    folder.mkdir()
    made = list(islice(generate(begin + SIZE, SEED), begin, None))
    for number, name in enumerate(ENGLISH):
        with lzma.open(folder / f"{name}.jsonl.xz", "wt", encoding="utf-8") as out:
            for row in made[number :: len(ENGLISH)]:
                values = asdict(row) | {"corpus": name, "speaker": row.speakers[0] if row.speakers else ""}
                out.write(json.dumps(values) + "\n")
    return folder


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Measures FTS5 on a few rows of a folder of corpora; returns what was said and the figures kept."""
    monkeypatch.setattr("bench.engines.opening", lambda *_: Opened(0.0, 0.0))
    fixed = f"engines --size {SIZE} --peers fts5 --only rare --rounds 1 --no-plot".split()

    def measured(texts, *options):
        places = {"--corpora": texts, "--work": tmp_path / "work", "--out": tmp_path / "out"}
        named = [str(part) for pair in places.items() for part in pair]
        assert cli.main([*fixed, *named, *options]) == 0
        kept = json.loads((tmp_path / "out" / f"engines-{SIZE:09}.json").read_text())
        return capsys.readouterr().err, kept

    return measured


def test_an_index_of_other_text_is_made_anew_and_that_is_said(run, tmp_path):
    here, there = corpora(tmp_path / "here", 0), corpora(tmp_path / "there", SIZE)
    said, of_here = run(here)
    assert f"{SIZE}: indexing with fts5\n" in said
    said, again = run(here, "--reuse")
    assert "indexing" not in said
    assert again["build"] == of_here["build"]
    said, of_there = run(there, "--reuse")
    assert "indexing with fts5: the one that is there was made of other text" in said
    assert of_there["text_bytes"] != of_here["text_bytes"]
    assert of_there["build"]["fts5"]["source"] != of_here["build"]["fts5"]["source"]
    said, generated = run(tmp_path / "nowhere", "--reuse")
    assert "indexing with fts5: the one that is there was made of other text" in said
    assert generated["collection"] == "generated"


def test_an_index_of_which_nothing_is_known_is_made_anew(run, tmp_path):
    run(tmp_path / "nowhere")
    record = tmp_path / "work" / f"{SIZE:09}" / "fts5.json"
    figures = json.loads(record.read_text())
    del figures["source"]
    record.write_text(json.dumps(figures))
    assert "indexing with fts5: of what the one that is there" in run(tmp_path / "nowhere", "--reuse")[0]


def test_an_index_whose_making_was_broken_off_is_not_taken(run, tmp_path, monkeypatch):
    here, there = corpora(tmp_path / "here", 0), corpora(tmp_path / "there", SIZE)
    run(here)
    with monkeypatch.context() as patched:
        patched.setattr("bench.engines.build", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            run(there, "--reuse")
    assert "indexing with fts5" in run(here, "--reuse")[0]


def test_a_run_goes_on_with_figures_of_the_same_text_only(run, tmp_path):
    here, there = corpora(tmp_path / "here", 0), corpora(tmp_path / "there", SIZE)
    of_here = run(here)[1]
    said, kept = run(here, "--resume")
    assert "measured already" in said
    assert kept == of_here
    said, of_there = run(there, "--resume")
    assert "measured anew, what is kept is of other text" in said
    assert of_there["text_bytes"] != of_here["text_bytes"]
    (tmp_path / "out" / "sources.json").unlink()
    assert "measured anew, what is kept is of unknown text" in run(there, "--resume")[0]


def test_a_collection_is_known_by_its_rows_not_by_the_length_of_its_file(tmp_path):
    short, long = tmp_path / "generated-50.jsonl", tmp_path / "generated-80.jsonl"
    made = list(generate(80, SEED))
    rows.write(short, made[:50])
    rows.write(long, made)
    assert source_of(short, 50) == source_of(long, 50) != source_of(long, 80)
    rows.write(short, islice(generate(80, SEED), 30, None))
    assert source_of(short, 50) != source_of(long, 50)


def test_rows_of_other_corpora_are_not_taken_for_those_of_these(tmp_path):
    here, there = corpora(tmp_path / "here", 0), corpora(tmp_path / "there", SIZE)
    work = tmp_path / "work"
    assert collection(20, work, here) == collection(10, work, here) != collection(10, work, there)
