"""An index on disk, through the functions users call: kept, refused, mended."""

import gc
import json
import zlib
from pathlib import Path

import pytest

import searchkit as sk


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text("Harbour talks\n\n“We yield nothing,” said Anna Varga.\n")
    (corpus / "b.md").write_text("---\ntitle: Tides\ndate: 2021-09-15\n---\n\nThe tide turns at noon.\n")
    return corpus


@pytest.fixture
def place(corpus: Path, tmp_path: Path) -> Path:
    """Where an index of the corpus lies."""
    sk.build(corpus, tmp_path / "index")
    return tmp_path / "index"


def found(place: Path, query: str) -> list[str]:
    with sk.open_index(place) as index:
        return [hit.id.partition("#")[0] for hit in index.search(query)]


def test_what_was_built_is_found_when_opened(place):
    assert found(place, '"yield nothing" speaker:varga') == ["a"]
    assert found(place, "tide date:2021") == ["b"]


def test_where_there_is_no_index_the_error_says_how_to_build_one(tmp_path):
    with pytest.raises(sk.NoIndexError) as problem:
        sk.open_index(tmp_path / "nothing")
    assert "searchkit index" in problem.value.hint


def test_status_and_verify_tell_of_the_files(place):
    with sk.open_index(place) as index:
        assert index.status().size_bytes > 0
        assert index.verify().problems == ()


def damage(place: Path, suffix: str) -> Path:
    """Change one byte in the middle of a file."""
    path = next(p for p in sorted(place.iterdir()) if p.name.endswith(suffix))
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)
    return path


def test_verify_names_a_damaged_file(place):
    path = damage(place, ".seg")
    with sk.open_index(place) as index:
        (problem,) = index.verify().problems
    assert path.name in problem


def damage_checksum(place: Path) -> None:
    (path,) = place.glob("toc-*.json")
    _, _, body = path.read_bytes().partition(b"\n")
    path.write_bytes(b"00000000\n" + body)


@pytest.mark.parametrize("harm", [lambda place: damage(place, ".seg"), damage_checksum])
def test_a_damaged_index_is_rebuilt_without_naming_the_corpus(place, harm):
    harm(place)
    sk.rebuild(place)
    assert found(place, "tide") == ["b"]
    with sk.open_index(place) as index:
        assert index.verify().problems == ()


def of_another_version(place: Path) -> None:
    (path,) = place.glob("toc-*.json")
    content = json.loads(path.read_bytes().partition(b"\n")[2])
    content["versions"]["analysis"] = 0
    body = json.dumps(content).encode()
    path.write_bytes(b"%08x\n" % zlib.crc32(body) + body)


def test_an_index_of_another_version_is_refused_with_what_mends_it(place, corpus):
    of_another_version(place)
    for use in (lambda: sk.open_index(place), lambda: sk.build(corpus, place)):
        with pytest.raises(sk.IndexVersionError) as problem:
            use()
        assert "searchkit rebuild" in problem.value.hint
    sk.rebuild(place)
    assert found(place, "tide") == ["b"]


def test_an_index_that_forgot_its_corpus_is_rebuilt_from_paths(place, corpus):
    for path in place.glob("toc-*.json"):
        path.write_bytes(b"nothing left")
    with pytest.raises(sk.ConfigError) as problem:
        sk.rebuild(place)
    assert "PATH" in problem.value.hint
    sk.rebuild(place, paths=[corpus])
    assert found(place, "tide") == ["b"]


def test_files_of_others_in_the_folder_of_an_index_are_left_alone(place, corpus):
    (place / "README.md").write_text("ours\n")
    of_another_version(place)
    sk.rebuild(place)
    sk.build(corpus, place)
    assert (place / "README.md").read_text() == "ours\n"


def test_an_engine_that_there_is_not_is_refused(corpus, tmp_path):
    with pytest.raises(sk.ConfigError, match="no engine “lucene”"):
        sk.build(corpus, tmp_path / "index", engine="lucene")


def test_an_index_inside_its_corpus_is_no_article(corpus):
    sk.build(corpus, corpus / "index")
    report = sk.build(corpus, corpus / "index")
    assert (report.read, report.unchanged, report.skipped) == (2, 2, ())
    with pytest.raises(sk.ConfigError, match="cannot be the index too"):
        sk.build(corpus, corpus)


def mapped(place: Path) -> int:
    """How many files of an index this process holds open."""
    handles = Path("/proc/self/fd")
    return sum(str(h.readlink()).startswith(str(place)) for h in handles.iterdir() if h.is_symlink())


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="there is no /proc that lists open files")
@pytest.mark.parametrize(
    "query", ["tide", '"tide turns"', "tide OR noon", "said:nothing", "tid*", "speaker:varga"]
)
def test_an_index_that_is_closed_lets_go_of_its_files_at_once(place, query):
    gc.disable()  # not some time later, when garbage is collected
    try:
        with sk.open_index(place) as index:
            index.search(query)
            assert mapped(place) > 0
        del index
        assert mapped(place) == 0
    finally:
        gc.enable()
