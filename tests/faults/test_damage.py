"""Guarantee 3: no change of a file gives a wrong answer; it gives an error with the file and the remedy."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from history import articles, document

from searchkit.engines.base import Bucket, Order, Reader
from searchkit.engines.whoosh import create_engine, open_engine
from searchkit.engines.whoosh.files.container import PAGE
from searchkit.errors import IndexDamagedError, StoreError
from searchkit.query.nodes import (
    Absent,
    And,
    Everything,
    Fuzzy,
    Name,
    Near,
    Not,
    Or,
    Phrase,
    Said,
    Wildcard,
    Word,
)

HARBOUR, TIDE = Word("harbour"), Word("tide")

# One of every way in which a search reads a segment.
ASKS: tuple[Callable[[Reader], object], ...] = (
    lambda r: r.size,
    lambda r: r.search(HARBOUR),
    lambda r: r.search(And((HARBOUR, Not(TIDE))), limit=50),
    lambda r: r.search(Or((HARBOUR, TIDE)), order=Order.NEWEST),
    lambda r: r.search(Phrase("harbour tide"), limit=50),
    lambda r: r.search(Phrase("harbour tide", slop=3)),
    lambda r: r.search(Word("Harbour", exact=True)),
    lambda r: r.count(Near(HARBOUR, TIDE, 4)),
    lambda r: r.count(Said(HARBOUR)),
    lambda r: r.count(Said(HARBOUR, (Name("speaker", "varga", ("Anna Varga",)),))),
    lambda r: r.count(Wildcard("har*")),
    lambda r: r.count(Fuzzy("harbor", 1)),
    lambda r: r.count(Absent("date")),
    lambda r: r.count(Word("winter", field="title")),
    lambda r: r.counts(Everything(), "speaker"),
    lambda r: r.counts(HARBOUR, Bucket.YEAR),
    lambda r: r.matches(Phrase("harbour tide"), "kept1#0"),
    lambda r: [(d.id, dict(d.values)) for d in r.fetch(["kept1#0", "kept2#3"])],
    lambda r: r.values("article"),
    lambda r: r.words("t"),
    lambda r: list(r.every(Name("speaker", "orlo", ("Tom Orlo",)))),
)


def answers(path: Path) -> Iterator[object]:
    """Every question's answer, or the error it met."""
    try:
        engine = open_engine(path)
        reader = engine.reader()
    except StoreError as error:
        yield from [error] * len(ASKS)
        return
    for ask in ASKS:
        try:
            yield ask(reader)
        except StoreError as error:
            yield error


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three segments, two with deletions, one of many pages."""
    path = tmp_path_factory.mktemp("whole") / "index"
    engine = create_engine(path)
    batches = (
        [document(f"big{n}", m, words=40) for n in range(120) for m in range(20)] + articles("kept1"),
        articles("kept2", "gone1", "gone2", paragraphs=8),
        articles("kept3", paragraphs=8) + articles("late"),
    )
    for batch in batches:
        with engine.writer() as writer:
            writer.add(batch)
            writer.commit({"n": "1"})
    with engine.writer() as writer:
        writer.delete(["gone1", "big3", "big4"])
        writer.commit({"n": "2"})
    assert len(list(path.glob("*.seg"))) == 3
    assert len(list(path.glob("*.del"))) == 2
    assert max(file.stat().st_size for file in path.glob("*.seg")) > 2 * PAGE
    return path


@pytest.fixture(scope="module")
def right(whole: Path) -> list[object]:
    found = list(answers(whole))
    assert not any(isinstance(answer, StoreError) for answer in found)
    return found


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "index"))


def flip(data: bytearray, chance: random.Random) -> None:
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def garble(data: bytearray, chance: random.Random) -> None:
    begin = chance.randrange(len(data))
    data[begin : begin + 64] = chance.randbytes(len(data[begin : begin + 64]))


def zero(data: bytearray, chance: random.Random) -> None:
    size = chance.choice([1, 16, 512, 4096])
    begin = chance.randrange(len(data)) // size * size
    data[begin : begin + size] = bytes(len(data[begin : begin + size]))


def truncate(data: bytearray, chance: random.Random) -> None:
    del data[chance.choice([0, 1, chance.randrange(len(data)), len(data) - 1]) :]


def lengthen(data: bytearray, chance: random.Random) -> None:
    data += chance.choice([b"\0", data[: chance.randrange(1, len(data))], chance.randbytes(100)])


def cut_out(data: bytearray, chance: random.Random) -> None:
    begin = chance.randrange(len(data))
    del data[begin : begin + chance.choice([1, 8, 64, 4096])]


KINDS = (flip, garble, zero, truncate, lengthen, cut_out)


@pytest.mark.parametrize("harm", KINDS, ids=lambda harm: harm.__name__)
@pytest.mark.parametrize("suffix", ["seg", "del", "json"])
def test_no_change_of_a_file_gives_a_wrong_answer(copy, right, trials, figures, harm, suffix):
    chance = random.Random(f"{harm.__name__}/{suffix}")
    seen = {"changed": 0, "told_when_opened_or_asked": 0, "told_by_verify": 0, "wrong": 0}
    for _ in range(trials(6, 1000)):
        file = chance.choice(sorted(copy.glob(f"*.{suffix}")))
        before = file.read_bytes()
        data = bytearray(before)
        harm(data, chance)
        if data == before:
            continue
        file.write_bytes(data)
        seen["changed"] += 1
        seen["told_when_opened_or_asked"] += told(copy, file, right)
        check_verify(copy, file)
        seen["told_by_verify"] += 1
        file.write_bytes(before)
    figures(**seen)
    assert list(answers(copy)) == right


def told(path: Path, file: Path, right: list[object]) -> bool:
    """Every answer is right or an error that names the file and the remedy; whether there was one."""
    errors = 0
    for answer, expected in zip(answers(path), right, strict=True):
        if isinstance(answer, StoreError):
            check_error(answer, file)
            errors += 1
        else:
            assert answer == expected
    return errors > 0


def check_error(error: StoreError, file: Path) -> None:
    assert isinstance(error, IndexDamagedError)
    assert str(file) in error.message
    assert "searchkit rebuild" in error.hint


def check_verify(path: Path, file: Path) -> None:
    try:
        (problem,) = open_engine(path).verify()
    except IndexDamagedError as error:
        check_error(error, file)
    else:
        assert str(file) in problem


def test_a_file_in_the_place_of_another_is_known(copy, right, figures):
    tried = 0
    for suffix in ("seg", "del"):
        files = sorted(copy.glob(f"*.{suffix}"))
        for one in files:
            for other in files:
                if one != other:
                    before = one.read_bytes()
                    one.write_bytes(other.read_bytes())
                    assert told(copy, one, right)
                    check_verify(copy, one)
                    one.write_bytes(before)
                    tried += 1
    figures(swapped=tried, wrong=0)


def test_a_missing_file_is_known(copy, right):
    for file in sorted(copy.glob("*.seg")) + sorted(copy.glob("*.del")):
        before = file.read_bytes()
        file.unlink()
        assert told(copy, file, right)
        check_verify(copy, file)
        file.write_bytes(before)


def test_two_segments_of_one_size_cannot_be_taken_for_each_other(tmp_path):
    engine = create_engine(tmp_path / "index")
    for name in ("one", "two"):
        with engine.writer() as writer:
            writer.add([document(name, 0), document(name, 1)])
            writer.commit()
    engine.close()
    one, two = sorted((tmp_path / "index").glob("*.seg"))
    a, b = one.read_bytes(), two.read_bytes()
    one.write_bytes(b)
    two.write_bytes(a)
    with pytest.raises(IndexDamagedError):
        open_engine(tmp_path / "index").reader()


def test_the_table_of_an_earlier_commit_under_a_later_name_is_known(tmp_path):
    path = tmp_path / "index"
    engine = create_engine(path)
    tables = []
    for name in ("one", "two"):
        with engine.writer() as writer:
            writer.add(articles(name))
            writer.commit()
        (table,) = path.glob("toc-*.json")
        tables.append(table.read_bytes())
    table.write_bytes(tables[0])
    with pytest.raises(IndexDamagedError, match=table.name):
        open_engine(path)


def test_a_segment_that_ends_in_an_empty_array_is_whole(tmp_path):
    engine = create_engine(tmp_path / "index")
    with engine.writer() as writer:
        writer.add([document("a", 0)])
        writer.commit()
    with engine.writer() as writer:
        writer.delete(["a"])
        writer.add([type(document("b", 0))("b#0", {"text": "", "lang": ("en",)})])
        writer.commit()
    assert engine.verify() == []


def test_damage_is_found_only_where_it_is_asked_for_and_verify_finds_it_all(copy, right):
    """The compromise: what nobody asks for is not read, so an answer that needs nothing damaged is given."""
    (big,) = [file for file in copy.glob("*.seg") if file.stat().st_size > 2 * PAGE]
    data = bytearray(big.read_bytes())
    data[PAGE + 5] ^= 1
    big.write_bytes(data)
    outcomes = [isinstance(answer, StoreError) for answer in answers(copy)]
    assert not all(outcomes)
    assert told(copy, big, right)
    check_verify(copy, big)
