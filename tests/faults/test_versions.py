"""Guarantee 9: an index of other rules is refused by name; those of earlier releases are kept."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zlib
from pathlib import Path

import keeping
import pytest
from history import read
from keeping import CORPUS

import searchkit as sk
from searchkit.engines.whoosh.files import toc
from searchkit.errors import IndexVersionError


def change_version(place: Path, name: str, to: object) -> None:
    (table,) = place.glob("toc-*.json")
    content = json.loads(table.read_bytes().partition(b"\n")[2])
    if to is None:
        del content["versions"][name]
    else:
        content["versions"][name] = to
    body = json.dumps(content).encode()
    table.write_bytes(b"%08x\n" % zlib.crc32(body) + body)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    sk.build(CORPUS, tmp_path / "index")
    return tmp_path / "index"


def run(*args: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "searchkit", *map(str, args)], capture_output=True, check=False, text=True
    )


@pytest.mark.parametrize("name", sorted(toc.VERSIONS))
@pytest.mark.parametrize("to", [0, 2**40, "1", None])
def test_another_version_of_anything_is_refused_by_its_name_with_the_remedy(place, name, to):
    change_version(place, name, to)
    with pytest.raises(IndexVersionError, match=f"{name} version") as problem:
        sk.open_index(place)
    assert "searchkit rebuild" in problem.value.hint
    with pytest.raises(IndexVersionError):
        sk.verify(place)


def test_every_command_on_an_index_of_another_version_says_so_and_a_rebuild_mends_it(place):
    change_version(place, "format", 99)
    for command in (["search", "tide"], ["verify"], ["status"], ["index", CORPUS], ["count", "tide"]):
        done = run(*command, "--index", place)
        assert done.returncode == 4
        assert "format version 99" in done.stderr
        assert "searchkit rebuild" in done.stderr
    assert run("rebuild", "--index", place).returncode == 0
    assert run("verify", "--index", place).returncode == 0


@pytest.mark.parametrize("suffix", ["json", "seg"])
def test_commands_on_a_damaged_index_exit_with_4_the_file_and_the_remedy(place, suffix):
    (file,) = place.glob(f"*.{suffix}")
    data = bytearray(file.read_bytes())
    data[len(data) // 3] ^= 4
    file.write_bytes(data)
    for command in (["search", "tide"], ["verify"]):
        done = run(*command, "--index", place)
        assert done.returncode == 4, done.stderr
        assert file.name in done.stderr
        assert "searchkit rebuild" in done.stderr
    assert run("rebuild", CORPUS, "--index", place).returncode == 0
    assert run("verify", "--index", place).returncode == 0


def test_a_rebuild_that_fails_leaves_even_a_damaged_index_as_it_was(place, tmp_path):
    (table,) = place.glob("toc-*.json")
    table.write_bytes(table.read_bytes()[:-5])
    before = {file.name: file.read_bytes() for file in place.iterdir() if file.name != "lock"}
    bad = tmp_path / "bad.toml"
    bad.write_text("no = [", encoding="utf-8")
    with pytest.raises(sk.ConfigError):
        sk.rebuild(place, paths=[CORPUS], config=bad)
    assert {file.name: file.read_bytes() for file in place.iterdir() if file.name != "lock"} == before


KEPT = list(keeping.kept())


@pytest.mark.parametrize("fixture", KEPT, ids=lambda place: place.name)
def test_an_index_of_an_earlier_release_is_read_as_it_was_or_refused_by_name(tmp_path, fixture):
    """Kept for ever. `answers.json` holds what it answered when it was written."""
    place = Path(shutil.copytree(fixture / "index", tmp_path / "index"))
    kept = json.loads((fixture / "answers.json").read_text(encoding="utf-8"))
    if keeping.versions(fixture) != toc.VERSIONS:
        with pytest.raises(IndexVersionError, match=r"(format|schema|analysis) version") as problem:
            sk.open_index(place)
        assert "searchkit rebuild" in problem.value.hint
        return
    with sk.open_index(place) as index:
        assert index.verify().problems == ()
        for query, ids in kept["queries"].items():
            assert [hit.id for hit in index.every(query)] == ids
    assert read(place) == kept["texts"]


@pytest.mark.parametrize("fixture", KEPT, ids=lambda place: place.name)
def test_the_remedy_that_is_named_mends_an_index_of_any_earlier_release(tmp_path, fixture):
    place = Path(shutil.copytree(fixture / "index", tmp_path / "index"))
    done = run("rebuild", CORPUS, "--index", place)
    assert done.returncode == 0, done.stderr
    kept = json.loads((fixture / "answers.json").read_text(encoding="utf-8"))
    assert read(place) == kept["texts"]


def test_an_index_of_the_present_format_is_kept():
    """Whoever changes the format, the schema or the analysis keeps one: python -m tests.faults keep."""
    assert toc.VERSIONS in [keeping.versions(place) for place in KEPT]
    assert len(KEPT) == len({str(keeping.versions(place)) for place in KEPT})
