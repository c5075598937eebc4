"""The scorer of attributions: what counts as right, wrong, missed, and neither."""

import importlib.util
import json
import random
from pathlib import Path

import pytest

from bench.scorer import MEASURES, same, score


def scored(gold, predicted):
    return score([{"article": "a", "paragraph_index": 0, "speaks": True, **gold}], predicted)


def said_by(*names, **more):
    return [{"article": "a", "paragraph_index": 0, "speakers": list(names), **more}]


@pytest.mark.parametrize(
    ("given", "gold"),
    [
        ("Anna Varga", "Anna Varga"),
        ("Dr. Anna Varga", "anna varga"),
        ("A. Varga", "Anna Varga"),
        ("Bill Marten", "William Marten"),
        ("Yuliya Chernykh", "Yulia Chernyh"),
        ("Ana Várga's", "Ana Varga"),
        ("Anna Maria Varga", "Anna Varga"),
        ("Anna Varga", "Varga"),
    ],
)
def test_spellings_of_one_person_are_the_same(given, gold):
    assert same(given, gold)


@pytest.mark.parametrize(
    ("given", "gold"),
    [
        ("Anna Varga", "Ilona Varga"),
        ("Anna Varga", "Anna Vargas"),
        ("Varga", "Anna Varga"),
        ("", "Anna Varga"),
    ],
)
def test_different_people_and_bare_surnames_are_not(given, gold):
    assert not same(given, gold)


def test_a_bare_surname_is_enough_for_the_measure_of_surnames():
    scores = scored({"speakers": ["Anna Varga"]}, said_by("Varga"))
    assert scores.tallies["surname"].f1 == 100
    assert scores.tallies["who"].right == 0


def test_a_paragraph_without_a_prediction_counts_as_missed():
    scores = scored({"speakers": ["Anna Varga"]}, [])
    assert (scores.tallies["who"].missed, scores.tallies["speaks"].missed, scores.exact) == (1, 1, 0)


def test_somebody_unnamed_is_found_by_saying_that_another_speaks():
    assert scored({"speakers": []}, said_by(other=True)).tallies["speaks"].f1 == 100


def test_optional_people_are_neither_needed_nor_punished():
    gold = {"speakers": ["Anna Varga"], "optional": ["Piet Holm"]}
    for names in (("Anna Varga",), ("Anna Varga", "Piet Holm")):
        scores = scored(gold, said_by(*names))
        assert scores.tallies["who"].f1 == 100
        assert scores.exact == 1


def test_everybody_is_optional_in_a_row_that_is_not_certain():
    scores = scored({"speakers": ["Anna Varga"], "confidence": "likely"}, [])
    assert scores.tallies["who"].missed == 0
    assert scores.tallies["speaks"].missed == 0


def test_naming_the_author_is_no_error():
    scores = scored({"speaks": False, "speakers": [], "author": ["Piet Holm"]}, said_by("Piet Holm"))
    assert scores.tallies["who"].wrong == 0
    assert scores.tallies["speaks"].wrong == 0


def test_a_wrong_person_is_both_wrong_and_missed_and_named_among_the_errors():
    scores = scored({"speakers": ["Anna Varga"]}, said_by("Piet Holm"))
    assert (scores.tallies["who"].wrong, scores.tallies["who"].missed) == (1, 1)
    assert scores.errors == [("a", 0, ["Anna Varga"], ["Piet Holm"])]


def test_whoever_speaks_indirectly_is_no_error_of_direct_speech():
    gold = {"speakers": ["Anna Varga"], "direct": [], "has_quote": True}
    assert scored(gold, said_by("Anna Varga")).tallies["direct"].wrong == 0


SHARED = Path(__file__).parents[2].parent / "shared" / "attribution"


@pytest.mark.skipif(not (SHARED / "score.py").exists(), reason="the reference scorer is not here")
@pytest.mark.parametrize("name", ["interviews.gold", "polnear_dev.gold", "seeds_gold"])
def test_scores_equal_those_of_the_reference_scorer(name):
    spec = importlib.util.spec_from_file_location("reference_scorer", SHARED / "score.py")
    reference = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reference)
    lines = (SHARED / f"{name}.jsonl").read_text(encoding="utf-8").split("\n")
    gold = [json.loads(line) for line in lines if line]
    predicted = list(disturbed(gold, random.Random(3)))
    ours, theirs = score(gold, predicted).to_json(), reference.score(gold, predicted)
    for measure in MEASURES:
        assert ours[measure] == {key: theirs[measure][key] for key in ("P", "R", "F1")}
    assert (ours["exact"], ours["paragraphs"]) == (theirs["exact"], theirs["paragraphs"])


def disturbed(gold, rng):
    """Predictions with errors of every kind: people left out, added, cut to a surname, taken for another."""
    people = sorted({name for row in gold for name in row["speakers"]})
    for row in gold:
        names = [name for name in row["speakers"] + (row.get("optional") or []) if rng.random() < 0.8]
        names = [name.split()[-1] if rng.random() < 0.1 else name for name in names]
        names += [rng.choice(people)] * (rng.random() < 0.1) + (row.get("author") or []) * (
            rng.random() < 0.2
        )
        names += [org for org in row.get("orgs") or [] if rng.random() < 0.3]
        made = {"article": row["article"], "paragraph_index": row["paragraph_index"], "speakers": names}
        if rng.random() < 0.5:
            made["direct"] = [name for name in names if rng.random() < 0.7]
        if rng.random() < 0.9:
            yield made | {"other": rng.random() < 0.1}
