"""From a folder to articles: nothing lost, nothing passed over in silence, nothing that hurts."""

import os
import socket
import subprocess
import sys
import tempfile
from contextlib import chdir
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit import articles
from searchkit.config import Config
from searchkit.records import Article

# Bytes that look like the formats often enough to get inside their readers.
_PIECES = (
    "---\n",
    "title: x\n",
    "# A\n",
    "**a** ",
    "<p>",
    "</p>",
    "<article>",
    "<TEI>",
    "<u who='#a'>",
    "</u>",
)
_ROWS = ('{"text": "a", "n": 1}\n', '{"id": "a", "paragraphs": ["b"]}\n', "id,text\n", "a,b\n", '"', "[", "]")
_WORDS = ("Q: Why?\n", "By Anna Varga\n", "15 Sept 2021\n", "\n\n", "No.", "é", "\x85", "<!--", "&amp;", "\r")
_MARKUP = st.lists(st.sampled_from(_PIECES + _ROWS + _WORDS), max_size=30).map(lambda p: "".join(p).encode())

TEXT = "The title\n\nThe minister said on Monday that the pact was dead, and nobody in the house laughed.\n"


def test_ids_are_places_in_the_corpus_and_the_order_is_that_of_names(corpus):
    for place in ("b.txt", "a/z.txt", "a/b.md", "c.txt"):
        corpus.write(place, TEXT)
    assert [a.id for a in corpus.articles()] == ["a/b", "a/z", "b", "c"]


def test_the_same_bytes_have_the_same_digest_and_others_another(corpus):
    corpus.write("a.txt", TEXT)
    corpus.write("b.txt", TEXT)
    corpus.write("c.txt", TEXT + "More.\n")
    a, b, c = (x.digest for x in corpus.articles())
    assert a == b != c


def test_a_setting_that_changes_what_is_read_changes_the_digest(corpus):
    before = corpus.one("a.txt", TEXT).digest
    corpus.config = Config(date_order="DMY")
    assert corpus.articles()[0].digest != before
    corpus.config = Config(exclude=("other*",))
    assert corpus.articles()[0].digest == before


def test_two_files_that_claim_one_id_get_two_and_it_is_said(corpus):
    corpus.write("a.md", TEXT)
    corpus.write("a.txt", TEXT)
    assert [a.id for a in corpus.articles()] == ["a", "a~2"]
    assert corpus.notes() == {"a.txt": "the id “a” is taken; this article is “a~2”"}


def test_a_single_file_can_be_read_and_a_missing_one_is_reported(corpus):
    path = corpus.write("sub/a.txt", TEXT)
    assert [a.id for a in articles.read(path)] == ["a"]
    (missing,) = articles.read(corpus.folder / "none.txt")
    assert missing.reason == "cannot be opened (no such file or directory)"


def test_what_is_left_out_by_rule_is_noted_and_not_counted_as_skipped(corpus):
    settings = ("searchkit.toml", "2021/searchkit.toml")
    for place in ("README.md", "LICENSE", ".hidden.txt", ".git/config", *settings, "drafts/x.txt"):
        corpus.write(place, TEXT)
    corpus.config = Config(exclude=("drafts/*",))
    assert corpus.skipped() == {}
    assert corpus.notes() == {
        ".git": "left out: hidden",
        ".hidden.txt": "left out: hidden",
        "LICENSE": "left out: describes the folder, not an article",
        "README.md": "left out: describes the folder, not an article",
        "drafts/x.txt": "left out: excluded by “drafts/*”",
        "searchkit.toml": "settings of searchkit, not an article",
        "2021/searchkit.toml": "left out: settings hold only at the top of a corpus",
    }


@pytest.mark.parametrize("name", ["photo.jpg", "paper.docx", "noextension", "x.exe.gz"])
def test_a_type_that_nobody_reads_is_reported(corpus, name):
    corpus.write(name, TEXT)
    assert "no reader for" in corpus.skipped()[name]


@pytest.mark.parametrize("content", [b"", b"\n \n\t\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_reported(corpus, content):
    corpus.write("a.txt", content)
    assert corpus.skipped() == {"a.txt": "holds no text"}


def test_a_folder_full_of_traps_gives_its_one_article(corpus):
    corpus.write("good.txt", TEXT)
    corpus.write("nul.txt", b"text \0 text")
    corpus.write("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" * 50)
    corpus.write("broken.txt", "Die Größe – des Bündnisses für Österreich.".encode() + b"\xc3\x28")
    corpus.write("bomb.md", "---\na: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n---\nText.\n")
    corpus.write("huge.jsonl", b'{"text": "' + b"x" * 2_000_000 + b'"}\n')
    os.mkfifo(corpus.folder / "pipe.txt")
    (corpus.folder / "loop").symlink_to(corpus.folder)
    (corpus.folder / "again.txt").symlink_to("good.txt")
    (corpus.folder / "outside.txt").symlink_to("/etc/hostname")
    (corpus.folder / "gone.txt").symlink_to("nowhere")
    with socket.socket(socket.AF_UNIX) as plug, chdir(corpus.folder):  # its path may have 100 characters
        plug.bind("plug.txt")
    with (corpus.folder / "sparse.txt").open("wb") as sparse:
        sparse.truncate(10 * 2**30)
    with (corpus.folder / "sparse.jsonl").open("wb") as sparse:
        sparse.truncate(10 * 2**30)
    assert [a.id for a in corpus.articles()] == ["good"]
    skipped = corpus.skipped()
    reasons = {
        "again.txt": "is a link",
        "bomb.md": "aliases are not read",
        "broken.txt": "UTF-8 with bytes that are none",
        "gone.txt": "is a link",
        "huge.jsonl:1": "a paragraph of 2,000,000 characters",
        "loop": "is a link",
        "nul.txt": "NUL",
        "outside.txt": "is a link",
        "picture.txt": "",
        "pipe.txt": "a FIFO",
        "plug.txt": "a socket",
        "sparse.jsonl:1": "a line of more than 16 MiB",
        "sparse.txt": "is larger than 16 MiB",
    }
    assert set(skipped) == set(reasons)
    for place, reason in reasons.items():
        assert reason in skipped[place]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_reported(corpus):
    corpus.write("a.txt", TEXT).chmod(0)
    assert corpus.skipped() == {"a.txt": "cannot be opened (permission denied)"}


def test_a_name_that_is_not_unicode_is_reported_readably(corpus):
    try:
        (corpus.folder / os.fsdecode(b"caf\xe9.txt")).write_text(TEXT)
    except OSError:
        pytest.skip("this file system takes Unicode names only")
    assert corpus.skipped() == {"caf\\xe9.txt": "its name is not valid Unicode"}


def test_names_are_the_same_whatever_form_of_unicode_the_file_system_keeps(corpus):
    corpus.write("Größe.txt".encode().decode(), TEXT)
    assert corpus.articles()[0].id == "Größe"


_PEAK = """
import resource, sys
from pathlib import Path
from searchkit import articles
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for item in articles.read(Path(sys.argv[1])):
    print(type(item).__name__)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "unit", "size"),
    [
        ("paragraph.txt", b"word ", 50),
        ("lines.txt", b"a\n", 16),
        ("lines.md", b"a\n\n", 16),
        ("tags.html", b"<b>", 15),
        ("paragraphs.html", b"<p>a", 15),
        ("rows.jsonl", b'{"id":"a","text":"x"}\n', 24),
    ],
)
def test_memory_is_bounded_whatever_a_file_holds(corpus, name, unit, size):
    corpus.write(name, unit * (size * 2**20 // len(unit)))
    command = [sys.executable, "-c", _PEAK, str(corpus.folder)]
    *_, peak = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert int(peak) < 600


def test_folders_nested_by_the_thousand_are_walked(corpus):
    deepest = corpus.folder
    for _ in range(1200):
        deepest = deepest / "d"
        deepest.mkdir()
    (deepest / "a.txt").write_text(TEXT)
    skipped = corpus.skipped()
    (deepest / "a.txt").unlink()
    os.removedirs(deepest)  # pytest would recurse into it
    (reason,) = skipped.values()
    assert reason.startswith("its id has 2,401 characters")


def test_articles_come_one_at_a_time(corpus):
    for i in range(5):
        corpus.write(f"{i}.txt", TEXT)
    stream = articles.read(corpus.folder)
    assert isinstance(next(stream), Article)
    corpus.write("4.txt", TEXT.replace("dead", "alive"))
    assert "alive" in list(stream)[-1].paragraphs[1].text


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(articles.READERS)), st.binary(max_size=400) | _MARKUP)
def test_no_bytes_in_any_format_do_more_than_be_read_or_reported(kind, data):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{kind}"
        path.write_bytes(data)
        found = list(articles.read(path))
    assert found
    for article in (item for item in found if isinstance(item, Article)):
        assert article.paragraphs
        assert all(p.text == p.text.strip() and p.text for p in article.paragraphs)
        assert len({p.n for p in article.paragraphs}) == len(article.paragraphs)
