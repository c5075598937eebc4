"""The file of weights and the arithmetic that reads it."""

import hashlib
import itertools
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from searchkit.speech.news import model, tagger
from searchkit.speech.news.labels import LABELS
from searchkit.speech.news.trees import Forest

WEIGHTS = files("searchkit.speech.news").joinpath("english.npz")
CARD = Path(__file__).parents[3] / "docs" / "attribution-model.md"


def test_the_weights_are_a_small_file():
    assert len(WEIGHTS.read_bytes()) < 3_000_000


def test_the_card_describes_the_weights_that_are_shipped():
    assert hashlib.sha256(WEIGHTS.read_bytes()).hexdigest() in CARD.read_text(encoding="utf-8")


def test_a_model_survives_being_written_and_read(tmp_path):
    loaded = model.english()
    loaded.save(tmp_path / "again.npz")
    again = model.load(tmp_path / "again.npz")
    assert again.thresholds == loaded.thresholds
    assert again.lexicon.cues == loaded.lexicon.cues
    assert np.array_equal(again.tagger.weights, loaded.tagger.weights)


def test_weights_of_another_format_are_refused(tmp_path):
    with np.load(WEIGHTS, allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    arrays["format"] = np.array(model.FORMAT + 1)
    np.savez(tmp_path / "other.npz", **arrays)
    with pytest.raises(ValueError, match="format"):
        model.load(tmp_path / "other.npz")


def test_a_forest_scores_rows_as_walking_its_trees_one_by_one_does():
    forest = model.english().forests["speaks"]
    rows = np.random.default_rng(1).uniform(-1, 8, (50, int(forest.feature.max()) + 1))
    rows = rows.astype(np.float32)
    expected = [1 / (1 + np.exp(-_odds(forest, row))) for row in rows]
    assert forest(rows) == pytest.approx(expected, abs=1e-5)


def _odds(forest: Forest, row):
    total = forest.bias
    for tree in range(len(forest.feature)):
        node = 0
        while True:
            right = row[forest.feature[tree, node]] > forest.threshold[tree, node]
            following = int(forest.children[tree, node, int(right)])
            if following == node:
                break
            node = following
        total += float(forest.value[tree, node])
    return total


def test_posteriors_are_those_of_summing_over_all_sequences_of_labels():
    random = np.random.default_rng(2)
    scores = random.normal(size=(4, LABELS)).astype(np.float32)
    transitions = random.normal(size=(LABELS, LABELS)).astype(np.float32)
    initial = random.normal(size=LABELS).astype(np.float32)
    starts, lengths = np.array([0, 3]), np.array([3, 1])
    found = tagger.marginals(scores, starts, lengths, transitions, initial)
    expected = np.zeros((3, LABELS))
    for path in itertools.product(range(LABELS), repeat=3):
        odds = initial[path[0]] + sum(scores[t, k] for t, k in enumerate(path))
        odds += sum(transitions[a, b] for a, b in itertools.pairwise(path))
        for t, k in enumerate(path):
            expected[t, k] += np.exp(odds)
    expected /= expected.sum(1, keepdims=True)
    assert found[:3] == pytest.approx(expected, abs=1e-4)
    assert found[3].sum() == pytest.approx(1, abs=1e-5)
