"""The file of weights and the arithmetic that reads it."""

import hashlib
import itertools
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from searchkit.speech.news import batch, features, model, tagger, weights, wordtypes
from searchkit.speech.news.labels import LABELS
from searchkit.speech.news.trees import LEAVES, Forest
from searchkit.speech.people import roster

WEIGHTS = files("searchkit.speech.news").joinpath("english.weights")
CARD = Path(__file__).parents[3] / "docs" / "attribution-model.md"


def test_the_weights_are_a_small_file():
    assert len(WEIGHTS.read_bytes()) < 5_000_000


def test_the_card_describes_the_weights_that_are_shipped():
    assert hashlib.sha256(WEIGHTS.read_bytes()).hexdigest() in CARD.read_text(encoding="utf-8")


def test_a_model_survives_being_written_and_read(tmp_path):
    loaded = model.english()
    loaded.save(tmp_path / "again.weights")
    again = model.load(tmp_path / "again.weights")
    assert again.thresholds == loaded.thresholds
    assert again.lexicon.cues == loaded.lexicon.cues
    assert np.array_equal(again.tagger.weights, loaded.tagger.weights)


def test_a_words_scores_are_the_sums_of_the_weights_of_all_of_its_features():
    loaded = model.english()
    rosters = [
        roster.build(["\u201cIt is late,\u201d said Ana Hale, who leaves.", "Hale, 41, told the Post so."]),
        roster.build(["According to him, the ferry sank; nobody was hurt."]),
    ]
    own = batch.gather(rosters, [r.names() for r in rosters], [(), ()], wordtypes.WordTypes(loaded.lexicon))
    rows = np.stack(list(features.hashed(features.columns(own))), 1)
    sums = loaded.tagger.weights[rows].astype(np.int64).sum(1)[:, :LABELS]
    scores = loaded.tagger.scores(own)
    assert np.allclose(scores[own.places], (sums * loaded.tagger.scale)[own.places], rtol=1e-5)


def test_weights_of_another_format_are_refused(tmp_path):
    arrays = weights.read(Path(str(WEIGHTS)))
    arrays["format"] = np.array(model.FORMAT + 1)
    weights.write(tmp_path / "other.weights", arrays)
    with pytest.raises(ValueError, match="format"):
        model.load(tmp_path / "other.weights")


def test_a_file_of_something_else_is_no_file_of_weights(tmp_path):
    path = tmp_path / "other.weights"
    path.write_bytes(b"PK" * 100)
    with pytest.raises(ValueError, match="no file of weights"):
        weights.read(path)


def test_arrays_are_read_as_they_were_written_and_cannot_be_changed(tmp_path):
    arrays = {
        "one": np.arange(7, dtype=np.int16).reshape(7, 1),
        "scale": np.array(0.5),
        "none": np.zeros((0, 3)),
    }
    weights.write(tmp_path / "a.weights", arrays)
    read = weights.read(tmp_path / "a.weights")
    assert {name: array.tolist() for name, array in read.items()} == {
        n: a.tolist() for n, a in arrays.items()
    }
    assert [array.dtype for array in read.values()] == [array.dtype for array in arrays.values()]
    with pytest.raises(ValueError, match="read-only"):
        read["one"][0] = 1


def test_a_row_gets_the_leaf_that_its_answers_lead_to():
    # column 0 above 5? then column 1 above 2? else column 1 above 7? Four leaves; and a tree of one node.
    forest = Forest(
        feature=np.array([[0, 1], [1, 0], [1, 0]], np.int16),
        threshold=np.array([[5, 0], [7, np.inf], [2, np.inf]], np.float32),
        left=np.array([[0b0011, 0b01], [0b0001, 0], [0b0100, 0]], np.uint16),
        value=np.pad(np.array([[1, 2, 3, 4], [0.5, 0.25, 0, 0]], np.float32), ((0, 0), (0, LEAVES - 4))),
        bias=-2.0,
    )
    rows = np.array([[5, 7], [5, 8], [6, 2], [6, 3], [5, -1]], np.float32)
    odds = np.array([1.25, 2.25, 3.25, 4.25, 1.5]) - 2
    assert forest(rows) == pytest.approx(1 / (1 + np.exp(-odds)), abs=1e-6)
    assert forest(rows[:0]).shape == (0,)


def test_a_forest_scores_as_the_trained_trees_do():
    pytest.importorskip("sklearn", reason="the trees are trained with scikit-learn")
    from training import forest

    random = np.random.default_rng(1)
    rows = random.normal(size=(700, 5)).astype(np.float32)
    truth = rows[:, 0] * rows[:, 1] + rows[:, 2] > 0.2
    trained = forest.trees(rows, truth, np.ones(len(rows)), max_iter=9)
    expected = trained.predict_proba(rows)[:, 1]
    assert forest.flatten(trained)(rows) == pytest.approx(expected, abs=1e-5)


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
