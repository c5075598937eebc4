"""The collections and asks of the benchmark."""

from dataclasses import replace
from itertools import islice

import pytest

from bench import queries, rows
from bench.asks import Form
from bench.generator import generate


def test_the_same_seed_makes_the_same_collection():
    assert list(generate(300, seed=4)) == list(generate(300, seed=4))
    assert list(generate(300, seed=4)) != list(generate(300, seed=5))


def test_generated_words_are_as_unevenly_spread_as_those_of_a_language():
    made = list(generate(500, seed=1))
    drawn = queries.sample(made)
    shares = sorted((share for share, _ in drawn.words), reverse=True)
    assert shares[0] > 0.5
    assert shares[len(shares) // 2] < 0.02
    assert len({word for row in made for word in row.text.split()}) > 3_000


def test_rows_come_back_as_they_were_written(tmp_path):
    made = list(generate(50, seed=2))
    assert rows.write(tmp_path / "rows.jsonl", made) == 50
    assert list(rows.read(tmp_path / "rows.jsonl")) == made
    assert list(rows.read(tmp_path / "rows.jsonl", 7)) == made[:7]


def test_a_date_without_a_day_begins_on_its_first():
    (row,) = islice(generate(1, seed=2), 1)
    assert replace(row, date="1950").day == 1950_01_01
    assert replace(row, date="1950-03-04").day == 1950_03_04


@pytest.fixture(scope="module")
def made():
    return list(generate(1_000, seed=3))


@pytest.fixture(scope="module")
def asked(made):
    return queries.classes(queries.sample(made))


def test_every_class_has_fifty_asks_and_its_phrases_stand_in_the_text(made, asked):
    texts = [row.text.lower().replace(".", "") for row in made]
    for name, asks in asked.items():
        assert len(asks) == queries.COUNT, name
        for ask in asks[:3]:
            if ask.form is Form.PHRASE:
                assert any(" ".join(ask.words) in text for text in texts)


def test_a_class_and_its_twin_ask_for_the_same_words(asked):
    for name, twin in queries.TWINS.items():
        assert [a.words for a in asked[name]] == [a.words for a in asked[twin]]
