"""Guarantee 5: without the right to read or write, or without a free handle: the error is clear."""

from __future__ import annotations

import os
import resource
from collections.abc import Callable
from pathlib import Path

from children import in_child
from history import read
from mergeable import base, change

from searchkit.engines.whoosh import open_engine
from searchkit.errors import SearchkitError, StoreError

NOBODY = 65534


def _as_nobody(act: Callable[..., object], *args: object) -> None:
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    act(*args)


def _write(path: Path) -> None:
    with open_engine(path).writer() as writer:
        change(writer)
        writer.commit()


def open_to_all(path: Path) -> None:
    """Let another user reach a folder of the test's."""
    for folder in (path, *path.parents):
        if folder.stat().st_uid == os.geteuid() and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o055)


def test_who_may_not_write_is_told_and_can_still_search(tmp_path):
    path = tmp_path / "index"
    before = base(path)
    open_to_all(path)
    path.chmod(0o555)
    try:
        kind, message, hint = in_child(_as_nobody, _write, path)
        assert kind == "IndexWriteError"
        assert "permission" in hint.casefold() + message.casefold()
        assert in_child(_as_nobody, read, path)[0] == ""
    finally:
        path.chmod(0o755)
    assert read(path) == before


def test_who_may_not_read_is_told_and_not_that_there_is_no_index(tmp_path):
    path = tmp_path / "index"
    base(path)
    open_to_all(path)
    for hidden in (path, *path.glob("*.seg"), *path.glob("toc-*")):
        mode = hidden.stat().st_mode
        hidden.chmod(0)
        kind, message, hint = in_child(_as_nobody, read, path)
        hidden.chmod(mode)
        assert kind == "StoreError"
        assert "cannot be read: Permission denied" in message
        assert "permissions" in hint


def _open_with_few_handles(path: Path) -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    taken = []
    while True:
        try:
            taken.append(os.open(os.devnull, os.O_RDONLY))
        except OSError:
            break
    errors = []
    for act in (read, _write):
        try:
            act(path)
        except SearchkitError as error:
            errors.append(error)
    for handle in taken:
        os.close(handle)
    assert [type(error) for error in errors] == [StoreError, StoreError]
    assert all("ulimit -n" in error.hint for error in errors)
    assert read(path)
    _write(path)


def test_too_many_open_files_is_told_and_over_when_some_are_closed(tmp_path):
    path = tmp_path / "index"
    base(path)
    assert in_child(_open_with_few_handles, path) == ["", "", ""]
