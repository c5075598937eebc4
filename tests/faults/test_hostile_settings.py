"""Guarantee 6: settings and corrections may come with a corpus from elsewhere: refused in time, by name."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

import searchkit as sk

HOSTILE = {
    "lists in lists": "columns = " + "[" * 100_000,
    "tables in tables": "same = " + "{a=" * 100_000,
    "a number of 10,000 digits": "same = " + "9" * 10_000,
    "a key of 100,000 parts": "a" + ".a" * 100_000 + " = 1",
    "quoted parts": '"a"' + ' . "a"' * 100_000 + " = 1",
    "parts within a table": "same = {a" + ".a" * 100_000 + " = 1}",
    "30,000 columns": "columns = [" + ", ".join(f"'a{n}'" for n in range(30_000)) + "]",
    "marks without end": '[[same]]\nnames = ["' + '\\"' * 300_000,
    "quotes": "'" * 3_000_000,
    "dots": ". " * 1_500_000,
    "brackets": "[" * 3_000_000,
    "not UTF-8": "\udcff\udcfe",
    "five million signs": "#" * 5_000_000,
}  # fmt: skip


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.txt").write_text("Title\n\nThe tide turns at noon.\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", ["searchkit.toml", "corrections.toml"])
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_of_settings_is_an_error_that_names_it(corpus, tmp_path, name, text):
    (corpus / name).write_bytes(text.encode("utf-8", "surrogateescape"))
    start = time.process_time()
    with pytest.raises(sk.ConfigError, match=name) as problem:
        sk.build(corpus, tmp_path / "index", processes=1)
    assert time.process_time() - start < 3
    assert len(problem.value.message) < 1000


@pytest.mark.parametrize("name", ["searchkit.toml", "corrections.toml"])
def test_a_device_or_pipe_under_the_name_of_settings_is_not_read(corpus, tmp_path, name):
    for make in (lambda path: path.symlink_to("/dev/zero"), os.mkfifo):
        make(corpus / name)
        try:
            sk.build(corpus, tmp_path / "index", processes=1)
        except sk.ConfigError as problem:
            assert name in problem.message  # noqa: PT017 - leaving it out is as good
        (corpus / name).unlink()


def test_dots_in_texts_and_comments_are_no_key_of_many_parts(corpus, tmp_path):
    (corpus / "searchkit.toml").write_text(f'source = "{"." * 50}" # {"." * 50}\n', encoding="utf-8")
    assert sk.build(corpus, tmp_path / "index", processes=1).read == 1
