"""Guarantee 8: what others wrote reaches a terminal or a page as text, whatever it holds."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

import searchkit as sk

NASTY = "\x1b]0;owned\x07\x1b[31mred\x1b[0m \u202eback\u2069 \x9b2J \u200f \x7f\x08 <script>x</script> &amp;"
HARMFUL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f]")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index in which everything that can hold text of others holds the worst."""
    folder = tmp_path_factory.mktemp("output")
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "searchkit.toml").write_text('columns = ["desk"]\n', encoding="utf-8")
    rows = [
        {
            "article": f"a{n}", "n": n, "title": NASTY, "text": f"The tide {NASTY} turns.",
            "speaker": f"Anna {NASTY} Varga", "source": f"Courier {NASTY}", "author": f"Tom {NASTY}",
            "url": f"https://example.org/{NASTY}", "date": "2021-09-15", "lang": "en", "desk": NASTY,
        }
        for n in range(3)
    ]  # fmt: skip
    (corpus / f"rows{NASTY[:9]}\u202e.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (corpus / f"bad{NASTY[:9]}\u202e.jsonl").write_text("{", encoding="utf-8")
    (corpus / "corrections.toml").write_text("", encoding="utf-8")
    done = run(folder, "index", "corpus")
    assert done.returncode == 3, done.stderr
    harmless(done)
    return folder


def run(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "searchkit", *args],
        capture_output=True, check=False, cwd=folder, text=True, encoding="utf-8",
    )  # fmt: skip


def harmless(done: subprocess.CompletedProcess[str]) -> None:
    assert done.returncode in (0, 1, 2, 3), done.stderr
    assert not HARMFUL.search(done.stdout.replace("\t", ""))
    assert not HARMFUL.search(done.stderr.replace("\r", ""))


COMMANDS = [
    ("search", "tide"),
    ("search", "tide", "--json"),
    ("search", "tide", "--jsonl"),
    ("search", "tide", "--csv"),
    ("search", "speaker:nobody"),
    ("search", f"tide {NASTY}".replace("\x00", "")),
    ("count", "tide", "--by", "speaker"),
    ("count", "tide", "--by", "desk", "--csv"),
    ("speakers",),
    ("speakers", "--json"),
    ("status",),
    ("explain", "tide \u202e\x1b[31m"),
    ("search", "tide", "--context", "1", "--color", "never"),
    ("show", "a0#0"),
    ("show", "a0#0", "--why"),
    ("show", "a0#0", "--json"),
    ("show", "a0#0", "--csv"),
    ("show", f"\x1b[31m{NASTY}"),
    ("verify", "--index", "\x1b[31mnowhere"),
    ("index", "\x1b[31mnowhere\u202e"),
    ("attribute", "corpus"),
    ("attribute", "corpus", "--csv"),
    ("correct", "--same", "a\u202e", "b\x1b[31m"),
    ("search", "tide", "--limit", "\u202e\x1b[31m"),
    ("search", "tide", "--\u202e\x1b[31m"),
    ("\u202e\x1b[31m",),
]


@pytest.mark.parametrize(
    "command", COMMANDS, ids=lambda command: " ".join(command).encode("ascii", "replace")
)
def test_nothing_harmful_reaches_a_terminal(place, command):
    harmless(run(place, *command))


def test_json_and_csv_can_still_be_read_and_json_keeps_every_character(place):
    found = json.loads(run(place, "search", "tide", "--json").stdout)
    assert NASTY in found["hits"][0]["text"]
    rows = list(csv.DictReader(io.StringIO(run(place, "search", "tide", "--csv").stdout)))
    assert len(rows) == 3


FORMULAS = ("=HYPERLINK(1)", "+1+1", "-2+3|cmd", "@SUM(1)", "＝1", "\u202e=1", "\x1b[0m=1")


def test_no_cell_of_csv_is_a_formula_to_a_spreadsheet(tmp_path):
    rows = [
        {"article": f"{word}{n}", "n": 0, "title": word, "text": f"{word} the tide turns.", "speaker": word,
         "source": word, "author": word, "date": "2021-09-15", "lang": "en", "desk": word}
        for n, word in enumerate(FORMULAS)
    ]  # fmt: skip
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (tmp_path / "searchkit.toml").write_text('columns = ["desk"]\n', encoding="utf-8")
    assert run(tmp_path, "index", "rows.jsonl").returncode in (0, 3)
    cells = 0
    for command in (["search", "tide"], ["count", "tide", "--by", "desk"], ["speakers"]):
        for row in csv.reader(io.StringIO(run(tmp_path, *command, "--csv").stdout)):
            assert not [cell for cell in row if cell[:1] in set("=+-@＝＋－＠")]
            cells += sum(cell.startswith("'") for cell in row)
    assert cells > 20


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_a_snippet_for_a_page_holds_no_markup_but_its_marks_and_nothing_that_turns_the_text(place):
    with sk.open_index(place / "index") as index:
        for hit in index.search("tide"):
            page = _Page()
            page.feed(hit.snippet.html())
            page.close()
            assert set(page.tags) == {"mark"}
            assert "<script>" in page.text  # as words, not as markup
            assert not HARMFUL.search(page.text)
