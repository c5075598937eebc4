"""The engines compared must be asked the same, or the comparison says nothing."""

from dataclasses import replace

import pytest

from bench import queries, rows
from bench.asks import Ask, Form, Task
from bench.check import plain
from bench.duel import duel
from bench.engines import able
from bench.generator import generate
from bench.peers import asked, missing, peers

SIZE = 400


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    path = tmp_path_factory.mktemp("rows") / "rows.jsonl"
    rows.write(path, generate(SIZE, seed=6))
    return path


def session(name, batch, path, *, check):
    if reason := missing(name):
        pytest.skip(reason)
    peer = peers(name)[0]
    peer.build([peer.documents(batch, check)], path, check)
    return peer.open(path, check)


@pytest.mark.parametrize("name", ["tantivy", "fts5"])
def test_a_peer_and_searchkit_find_the_same_paragraphs_on_one_analysis(name, source, tmp_path):
    batch = list(plain(source, SIZE))
    (tmp_path / "ours").mkdir()
    (tmp_path / "theirs").mkdir()
    ours = session("searchkit", batch, tmp_path / "ours", check=True)
    theirs = session(name, batch, tmp_path / "theirs", check=True)
    compared = 0
    for asks in queries.classes(queries.sample(batch)).values():
        for ask in asks[:8]:
            if (run := theirs.prepare(ask)) is not None:
                found = ours.found(ask)
                assert theirs.found(ask) == found, ask
                assert run() == ours.prepare(ask)() == len(found), ask
                compared += 1
    assert compared > 100
    ours.close()
    theirs.close()


def test_words_said_by_somebody_are_found_only_inside_their_speech(source, tmp_path):
    batch = list(rows.read(source, SIZE))
    opened = session("searchkit", batch, tmp_path, check=False)
    row = next(row for row in batch if row.speech)
    word, speaker = row.text.split()[0].lower(), row.speakers[0]
    assert row.id in opened.found(Ask((word,), said=True, speaker=speaker))
    silent = next(row for row in batch if not row.speech)
    assert silent.id not in opened.found(Ask((silent.text.split()[0].lower(),), said=True))
    opened.close()


def test_stock_whoosh_is_indexed_at_a_hundred_thousand_and_asked_at_ten():
    modules = ["searchkit", "whoosh_stock", "whoosh_forms"]
    assert asked(modules, 10_000) == ["searchkit", "whoosh_stock"]
    assert asked(modules, 100_000) == ["searchkit"]
    _, left_out = able(modules, 100_000)
    assert "whoosh_stock" not in left_out
    assert left_out["whoosh_forms"] == "too slow beyond 10,000 paragraphs"
    assert "whoosh_stock" in able(modules, 1_000_000)[1]


class Counting:
    """A session whose answers take a second of CPU time each, as it says."""

    warmups = 1

    def __init__(self):
        self.asked = []

    def prepare(self, ask):
        if ask.form is Form.FUZZY:
            return None
        return lambda: self.asked.append(ask) or 3

    def measure(self, run):
        return 1.0, run()


def test_engines_answer_in_turn_and_stop_when_their_budget_is_spent(monkeypatch):
    monkeypatch.setattr("bench.duel.BUDGET", 12.0)
    sessions = {"a": Counting(), "b": Counting()}
    asks = [Ask((word,)) for word in ("one", "two", "three")]
    answers = duel(sessions, asks, rounds=2)
    assert answers["a"].totals == [3, 3, 3]
    assert answers["a"].later == [[1.0, 1.0]] * 3
    many = [replace(asks[0], task=task, speaker=str(i)) for i in range(30) for task in Task]
    assert len(duel(sessions, many, rounds=1)["a"].first) == 12


def test_every_engine_answers_a_turn_of_asks_before_the_next_one_does(monkeypatch):
    monkeypatch.setattr("bench.duel.BUDGET", 100.0)
    order = []

    class Noting(Counting):
        def measure(self, run):
            found = run()
            order.append((self, self.asked[-1].words[0]))
            return 1.0, found

    a, b = Noting(), Noting()
    duel({"a": a, "b": b}, [Ask((word,)) for word in ("one", "two", "three")], rounds=1, turn=2)
    first = [(a, "one"), (a, "two"), (b, "one"), (b, "two"), (b, "three"), (a, "three")]
    second = [(b, "one"), (b, "two"), (a, "one"), (a, "two"), (a, "three"), (b, "three")]
    assert order == first + second


def test_an_engine_without_such_queries_is_left_out():
    assert duel({"a": Counting()}, [Ask(("one",), Form.FUZZY)], rounds=1) == {}


def test_whoosh_with_three_forms_holds_each_word_as_written_folded_and_stemmed(source, tmp_path):
    opened = session("whoosh_forms", list(rows.read(source, SIZE)), tmp_path, check=False)
    held = {name for name, _ in opened._index.schema.items()}
    assert {f"text{form}" for form in ("", "_written", "_folded")} <= held
    with opened._index.reader() as reader:
        written = {term for field, term in reader.all_terms() if field == "text_written"}
        folded = {term for field, term in reader.all_terms() if field == "text_folded"}
    opened.close()
    assert {term.lower() for term in written} == folded != written
