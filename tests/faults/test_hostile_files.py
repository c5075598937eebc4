"""Guarantee 6: whatever lies in a corpus or an index is data: it runs nothing and costs its share."""

from __future__ import annotations

import ast
import json
import os
import pickle
import random
import resource
import shutil
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any

import pytest
from history import articles
from hostile import GOOD, hostile

import searchkit
from searchkit.engines.whoosh import create_engine, open_engine
from searchkit.engines.whoosh.files.container import Container, ContainerWriter
from searchkit.engines.whoosh.files.storage import Storage
from searchkit.errors import SearchkitError
from searchkit.index.metadata import Metadata
from searchkit.query.nodes import Everything


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One good article, and everything that might hurt."""
    folder = tmp_path_factory.mktemp("hostile") / "corpus"
    folder.mkdir()
    for name, data in hostile().items():
        (folder / name).write_bytes(data)
    (folder / "good.txt").write_text(GOOD, encoding="utf-8")
    (folder / "loop").symlink_to(folder)
    (folder / "secret.txt").symlink_to("/etc/passwd")
    (folder / "round.txt").symlink_to(folder / "round.txt")
    os.mkfifo(folder / "pipe.txt")
    for name in ("sparse.txt", "sparse.jsonl", "sparse.csv", "sparse.html"):
        with (folder / name).open("wb") as file:
            file.truncate(10 << 30)
    with open(os.fsencode(folder) + b"/\xff\xfename.txt", "wb") as file:  # noqa: PTH123 - no Unicode name
        file.write(GOOD.encode())
    (folder / "\x1b[31mred\u202e\n.txt").write_text(GOOD, encoding="utf-8")
    if os.geteuid() == 0:
        os.mknod(folder / "zero.txt", 0o600 | 0o020000, os.makedev(1, 5))
    return folder


@pytest.fixture(scope="module")
def built(corpus: Path) -> tuple[Path, dict[str, Any], str, float]:
    """The index of it: where, the report, what was said, and the most memory used in MB."""
    place = corpus.parent / "index"
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    done = subprocess.run(
        [sys.executable, "-m", "searchkit", "index", str(corpus), "--index", str(place), "--json"],
        capture_output=True, text=True, timeout=900, check=False, cwd=corpus.parent,
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    assert done.returncode == 3, done.stderr[-3000:]
    return place, json.loads(done.stdout), done.stderr, max(before, after) / 1024


def test_hostile_files_are_reported_and_the_rest_is_indexed(built, figures):
    place, report, err, memory = built
    with searchkit.open_index(place) as index:
        assert [hit.article for hit in index.search('"yield nothing"') if hit.article == "good"]
        assert index.verify().problems == ()
        kept = {hit.article for hit in index.every("*")}
    told = {entry["place"].partition(":")[0] for entry in report["skipped"] + report["notes"]}
    named = {name.partition(".")[0] for name in told} | {name.partition(".")[0] for name in kept}
    silent = [name for name in hostile() if name.partition(".")[0] not in named | {"s", "x", "n"}]
    figures(files=len(hostile()), skipped=len(report["skipped"]), memory_mb=round(memory), silent=silent)
    assert not [name for name in silent if not name.startswith(("up", "absolute", "long-id", "many-keys"))]
    assert "Traceback" not in err


def test_memory_stays_within_a_small_multiple_of_what_one_file_may_be(built):
    assert built[3] < 2000


def test_special_files_and_links_are_never_opened(built):
    places = {entry["place"] for entry in built[1]["skipped"]}
    assert {"loop", "secret.txt", "round.txt", "pipe.txt", "sparse.txt"} <= places
    with searchkit.open_index(built[0]) as index:
        assert not list(index.every("root"))


def test_no_file_of_a_corpus_ran_anything(built, corpus):
    assert not list(corpus.parent.rglob("pwned"))


def test_no_name_or_text_of_a_file_reaches_the_terminal_as_it_is(built):
    assert "\x1b" not in built[2]
    assert "\u202e" not in built[2]


# An index from elsewhere ---------------------------------------------------------------------------------


class _Code:
    def __reduce__(self) -> tuple[Any, ...]:
        return (os.system, ("touch pwned",))


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    engine = create_engine(tmp_path / "index")
    with engine.writer() as writer:
        writer.add(articles("a", "b"))
        writer.commit(Metadata().write())
    return tmp_path / "index"


def ask(path: Path) -> int:
    reader = open_engine(path).reader()
    ids = list(reader.every(Everything()))
    reader.values("speaker")
    return len(reader.fetch(ids))


@pytest.mark.parametrize("suffix", ["json", "seg", "lock"])
def test_a_pickle_in_the_place_of_any_file_runs_nothing(index, tmp_path, suffix):
    for file in index.glob(f"*{suffix}*"):
        file.write_bytes(pickle.dumps(_Code()))
    (index / "_MAIN_1.toc").write_bytes(pickle.dumps(_Code()))
    if suffix == "lock":
        assert ask(index) == 12
    else:
        with pytest.raises(SearchkitError):
            ask(index)
    assert not list(tmp_path.rglob("pwned"))


def test_special_files_in_the_place_of_ours_are_not_waited_for(index):
    for file in (*index.glob("toc-*"), *index.glob("*.seg")):
        data = file.read_bytes()
        file.unlink()
        os.mkfifo(file)
        with pytest.raises(SearchkitError):
            ask(index)
        file.unlink()
        file.symlink_to("/dev/zero")
        with pytest.raises(SearchkitError):
            ask(index)
        file.unlink()
        file.write_bytes(data)
    assert ask(index) == 12


def sealed(content: object) -> bytes:
    body = json.dumps(content).encode()
    return b"%08x\n" % zlib.crc32(body) + body


STRANGE = [
    None, -1, 10**30, 1.5, "", "../../etc/passwd", "x" * 10_000, [], [[]], {}, True, float("nan")
]  # fmt: skip


def test_a_table_with_good_checksum_and_strange_values_is_refused(index):
    """Every value of the table replaced by every strange one."""
    (table,) = index.glob("toc-*.json")
    content = json.loads(table.read_bytes().partition(b"\n")[2])
    for key in [*content, *(f"segments/{name}" for name in content["segments"][0])]:
        for value in STRANGE:
            changed = json.loads(json.dumps(content))
            if "/" in key:
                changed["segments"][0][key.partition("/")[2]] = value
            else:
                changed[key] = value
            table.write_bytes(sealed(changed))
            try:
                assert ask(index) in (0, 12)
            except SearchkitError as error:
                assert str(index) in error.message  # noqa: PT017 - an answer is as good


def rewritten(path: Path, name: str, changed: Any) -> None:
    """The segment with one of its arrays changed, and all checksums good."""
    storage = Storage(path.parent)
    container = Container(storage, path.name)
    meta, arrays = container.meta, {key: container.array(key).copy() for key in container.names}
    path.unlink()
    with storage.create(path.name) as file:
        writer = ContainerWriter(file)
        for key, array in arrays.items():
            writer.array(key, changed(array) if key == name else array)
        writer.finish(meta)


def test_a_segment_made_to_mislead_runs_nothing_and_takes_no_time(index, tmp_path, trials, figures):
    """Checksums are no signatures: such a segment may answer wrongly or fail, and no more than that."""
    (file,) = index.glob("*.seg")
    before, chance = file.read_bytes(), random.Random(3)
    names = sorted(Container(Storage(index), file.name).names)
    failed = 0
    (table,) = index.glob("toc-*.json")
    content = json.loads(table.read_bytes().partition(b"\n")[2])
    for _ in range(trials(40, 2000)):
        file.write_bytes(before)
        name = chance.choice(names)
        rewritten(file, name, lambda array: _garbled(array, chance))
        content["segments"][0]["size"] = file.stat().st_size
        table.write_bytes(sealed(content))
        try:
            ask(index)
        except Exception:
            failed += 1
    figures(made=trials(40, 2000), failed=failed, ran_code=0)
    assert not list(tmp_path.rglob("pwned"))


def _garbled(array: Any, chance: random.Random) -> Any:
    if len(array):
        raw = array.view("u1")
        for _ in range(3):
            raw[chance.randrange(len(raw))] = chance.randrange(256)
    return array


# The sources ----------------------------------------------------------------------------------------------

_NEVER = {"pickle", "cPickle", "marshal", "shelve", "dill", "cloudpickle", "joblib", "code", "runpy"}
_CALLS = {"eval", "exec", "compile", "__import__"}


def test_nothing_in_searchkit_can_turn_data_into_code():
    """Pipes between a build and its own workers are multiprocessing's."""
    for path in Path(searchkit.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                assert not _NEVER & {alias.name.partition(".")[0] for alias in node.names}, path
            elif isinstance(node, ast.ImportFrom):
                assert (node.module or "").partition(".")[0] not in _NEVER, path
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in _CALLS, path
            elif isinstance(node, ast.Attribute):
                assert node.attr not in ("unsafe_load", "full_load", "load_all"), path
            elif isinstance(node, ast.keyword):
                allowed = isinstance(node.value, ast.Constant) and node.value.value is False
                assert allowed or node.arg not in ("allow_pickle", "shell"), path


_WATCHED = """
import sys
import searchkit as sk, searchkit.index.opened, searchkit.engines.whoosh, searchkit.index.unknown
with sk.open_index(sys.argv[1]) as index:
    index.count("tide")
met = []
sys.addaudithook(lambda event, args: met.append(event) if event in
    ("pickle.find_class", "os.system", "subprocess.Popen", "os.exec", "ctypes.dlopen") else None)
with sk.open_index(sys.argv[1]) as index:
    index.count('"tide turns" OR harbo~1 OR har*')
    index.verify()
    index.status()
print(met)
"""


def test_opening_and_asking_unpickles_nothing_and_starts_nothing(index):
    done = subprocess.run(
        [sys.executable, "-c", _WATCHED, str(shutil.copytree(index, index.with_name("copy")))],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout.strip() == "[]", done.stderr
