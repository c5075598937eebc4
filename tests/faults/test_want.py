"""Guarantee 5: want of space or memory: the old state stays, the error is clear."""

from __future__ import annotations

import contextlib
import errno
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from children import in_child
from filesystem import operating
from history import articles, leftovers, read
from mergeable import base, change, next_state

from searchkit.engines.whoosh import open_engine
from searchkit.errors import IndexWriteError, StoreError


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str], dict[str, str]]:
    path = tmp_path_factory.mktemp("template") / "index"
    before = base(path)
    after = next_state(Path(shutil.copytree(path, path.with_name("after"))), change)
    return path, before, after


def failing_from(point: int, number: int, lasting: bool, seen: list[str]) -> Callable[..., Any]:
    """A hook: change number `point` fails, and where it lasts all further ones that need room."""

    def hook(name: str, args: tuple[Any, ...], call: Callable[[], Any]) -> Any:
        seen.append(name)
        late = len(seen) > point + 1
        needs_room = name in ("write", "pwrite", "fsync", "link", "mkdir")
        if len(seen) == point + 1 or (lasting and late and needs_room):
            if name == "close":
                call()
            raise OSError(number, os.strerror(number), str(args[0]))
        return call()

    return hook


@pytest.mark.parametrize("name", ["ENOSPC", "EDQUOT", "EIO", "EROFS", "EMFILE", "EACCES", "EFBIG"])
def test_an_error_at_any_file_operation_of_a_commit_leaves_the_old_state(
    template, tmp_path, trials, figures, name
):
    path, before, after = template
    seen: list[str] = []
    counted = Path(shutil.copytree(path, tmp_path / "counted"))
    with operating(failing_from(10**9, 0, False, seen)):
        next_state(counted, change)
    told = late = 0
    for point in points(seen, trials(0, 1 if name == "ENOSPC" else 9)):
        for lasting in (False, True):
            index = Path(shutil.copytree(path, tmp_path / f"{point}{lasting}"))
            failed = fails(index, getattr(errno, name), point, lasting)
            found = read(index)
            # What fails after the switch (the last flush, the removal of old files) cannot undo it.
            assert found == after or (failed and found == before)
            assert not (failed and found == after) or "link" in seen[: point + 1]
            if found == before:
                assert leftovers(index) == set() or seen[point] == "unlink"
            assert next_state(index, lambda writer: writer.add(articles("again")))
            assert leftovers(index) == set()
            told += failed
            late += found == after
            shutil.rmtree(index)
    figures(operations=len(seen), told=told, committed_nevertheless=late, lost=0)


def points(seen: list[str], every: int) -> list[int]:
    """Each operation, but of the many writes `every` so manyth; 0: three of all."""
    if not every:
        return [len(seen) // 5, len(seen) // 2, seen.index("link")]
    writes = [n for n, name in enumerate(seen) if name == "pwrite"]
    return sorted([*(n for n, name in enumerate(seen) if name != "pwrite"), *writes[::every]])


def fails(index: Path, number: int, point: int, lasting: bool) -> bool:
    """Whether a commit fails with one error of ours when its operation `point` fails."""
    with operating(failing_from(point, number, lasting, [])):
        try:
            with open_engine(index).writer() as writer:
                change(writer)
                writer.commit()
        except StoreError as error:
            assert str(index) in error.message  # noqa: PT017 - some errors stop nothing
            return bool(error.hint)
    return False


def _commit_with_file_limit(path: Path, bytes_: int) -> None:
    import signal

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
    with open_engine(path).writer() as writer:
        writer.add(articles("big", paragraphs=200))
        writer.commit()


def test_a_quota_on_the_size_of_files_is_told_and_leaves_the_old_state(tmp_path):
    path = tmp_path / "index"
    before = base(path)
    kind, message, hint = in_child(_commit_with_file_limit, path, 20_000)
    assert kind == "IndexWriteError"
    assert "what was committed before is intact" in message
    assert "free some space" in hint
    assert read(path) == before
    assert leftovers(path) == set()


@pytest.fixture
def small_disk(tmp_path: Path):
    """A real file system of 1 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("mounting a small disk needs root")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def fill_up(ballast: Path) -> None:
    """Take all the room there is."""
    with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"x" * 4096)


def test_a_full_disk_leaves_the_old_state_and_nothing_behind_and_works_again_when_freed(small_disk):
    path = small_disk / "index"
    before = base(path)
    ballast = small_disk / "ballast"
    fill_up(ballast)
    names = set(path.iterdir())
    for _ in range(3):
        with pytest.raises(IndexWriteError, match="No space left") as problem:
            next_state(path, lambda writer: writer.add(articles("big", paragraphs=100)))
        assert "free some space" in problem.value.hint
        assert read(path) == before
        assert set(path.iterdir()) == names
    ballast.unlink()
    assert next_state(path, change) != before


def test_a_disk_that_is_full_after_any_number_of_pages_leaves_the_old_state(small_disk, trials, figures):
    """The real thing, at every place where room can run out: a page more is left each time."""
    path = small_disk / "index"
    before = base(path)
    ballast = small_disk / "ballast"
    free = tried = 0
    while True:
        fill_up(ballast)
        os.truncate(ballast, max(0, ballast.stat().st_size - free * 4096))
        try:
            after = next_state(path, change)
            break
        except IndexWriteError as error:
            assert "free some space" in error.hint  # noqa: PT017 - one of them must work
        assert read(path) == before
        assert leftovers(path) == set()
        free, tried = free + trials(8, 1), tried + 1
    assert after != before
    assert tried > 1
    figures(times_full=tried, pages_needed=free, lost=0)


def test_without_links_on_the_file_system_a_commit_is_still_one_step(tmp_path, monkeypatch):
    def link(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", link)
    path = tmp_path / "index"
    before = base(path)
    assert next_state(path, change) != before
    assert leftovers(path) == set()


def test_an_interrupt_right_after_the_switch_does_not_take_its_files_away(tmp_path, template, monkeypatch):
    template_path, _, after = template
    path = Path(shutil.copytree(template_path, tmp_path / "index"))
    real = os.link

    def link(*args: Any) -> None:
        real(*args)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, open_engine(path).writer() as writer:
        change(writer)
        patch.setattr(os, "link", link)
        with pytest.raises(KeyboardInterrupt):
            writer.commit()
    assert read(path) == after
    next_state(path, lambda writer: writer.add(articles("again")))
    assert leftovers(path) == set()


_HUNGRY = """
import resource, sys
import searchkit.cli.entry, searchkit.index.building, searchkit.engines.whoosh.writing.writer
import searchkit.speech.news, searchkit.index.preparing, zstandard
with open("/proc/self/statm") as file:
    used = int(file.read().split()[0]) * resource.getpagesize()
limit = used + int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
sys.exit(searchkit.cli.entry.main(sys.argv[2:]))
"""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="reads /proc")
@pytest.mark.parametrize("room", [6 << 20, 12 << 20, 24 << 20])
def test_want_of_memory_while_building_is_told_and_leaves_the_old_state(tmp_path, room):
    place, corpus = tmp_path / "index", tmp_path / "corpus"
    before = base(place)
    corpus.mkdir()
    for n in range(40):
        text = "\n\n".join(f"“The tide of day {n} turns,” said Anna Varga, {n * m}." for m in range(300))
        (corpus / f"{n}.txt").write_text(f"Title\n\n{text}\n", encoding="utf-8")
    command = ["index", "--processes", "1", "--index", str(place), str(corpus)]
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-c", _HUNGRY, str(room), *command],
        capture_output=True, text=True, check=False, env=environment,
    )  # fmt: skip
    assert done.returncode in (2, 4), done.stderr
    assert "memory" in done.stderr
    assert "Traceback" not in done.stderr
    assert read(place) == before
    assert leftovers(place) == set()
