"""Train the attribution model: `python -m training DATA [--out FILE] [--names FILE]`.

DATA is a directory with polnear_train.articles.jsonl.xz and polnear_train.spans.jsonl.xz. Prints the
figures of every stage, measured out of fold. Nothing of the text is kept in the model but word lists,
weights and counts.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import Any

import numpy as np

import searchkit.speech
from searchkit.speech.news.model import Model, Thresholds
from searchkit.speech.people import namelists
from training import crf, data, forest, lexicon, logistic, measure, stages
from training.stages import Bools, Floats

_PACKAGE = Path(searchkit.speech.__file__).parent
# Every tenth article, from this one on, is only ever looked at with a finished model.
_HELD_OUT = 3
_EVERY = 10
# Thresholds whose F1 differ by less are equally good.
_AS_GOOD = 0.05


def main() -> None:
    """Train names, tagger and forests, and write the weights."""
    parser = argparse.ArgumentParser(prog="training", description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, default=_PACKAGE / "news" / "english.weights")
    parser.add_argument("--names", type=Path, default=_PACKAGE / "people" / "names.json")
    parser.add_argument("--hold-out", action="store_true", help="leave a tenth out and score it")
    options = parser.parse_args()
    articles = data.load(options.data)
    held = [a for i, a in enumerate(articles) if i % _EVERY == _HELD_OUT]
    if options.hold_out:
        articles = [a for i, a in enumerate(articles) if i % _EVERY != _HELD_OUT]
    write_names(articles, options.names)
    model = train(articles)
    model.save(options.out)
    _say(f"wrote {options.out}: {options.out.stat().st_size:,} bytes")
    if options.hold_out:
        evaluate(model, held)


def write_names(articles: list[data.TrainingArticle], path: Path) -> None:
    """Learn the name lists, twice: the second time with genders that need the first."""
    lists = lexicon.names(articles, lexicon.Census.load())
    path.write_text(_json(lists), encoding="utf-8")
    namelists.english.cache_clear()
    lists["gender"] |= lexicon.titled_gender(articles)
    path.write_text(_json(lists), encoding="utf-8")
    namelists.english.cache_clear()


def _json(lists: dict[str, Any]) -> str:
    return json.dumps(lexicon.grouped(lists), ensure_ascii=False, separators=(",", ":")) + "\n"


def train(articles: list[data.TrainingArticle], posteriors: Path | None = None) -> Model:
    """The model of these articles. `posteriors` keeps out-of-fold posteriors between runs."""
    corpus = stages.prepare(articles)
    truth = stages.labels(corpus)
    hashed = stages.hashed_features(corpus.batch)
    settings = crf.Settings()
    _say(f"{len(articles)} articles, {len(truth):,} tokens, {hashed.shape[1]} features a token")
    if posteriors is not None and posteriors.exists():
        found = np.load(posteriors)
    else:
        found = stages.crossfit_tagger(corpus, hashed, truth, settings)
        if posteriors is not None:
            np.save(posteriors, found)
    tagged = found.sum(1) > 0
    right = found[tagged].argmax(1) == truth[tagged]
    _say(f"tagger: {100 * right.mean():.1f} % of tokens right out of fold")
    final = stages.full_tagger(corpus, hashed, truth, settings)
    del hashed
    out = stages.stages(corpus, found)
    gold = stages.row_gold(corpus)
    fold = corpus.row_fold[out.pairs.row] // 2
    pair = out.pair_truth
    chance = forest.crossfit(out.pairs.features, pair.speaks, pair.weight, fold)
    f1 = {
        least: measure.who(gold, stages.names_above(corpus, out.pairs, chance, least)).f1
        for least in (0.34, 0.36, 0.38, 0.4, 0.42, 0.44)
    }
    person = _strictest(f1)
    found_names = stages.names_above(corpus, out.pairs, chance, person)
    _say(f"who: {measure.who(gold, found_names)} at {person}")
    counted = pair.weight > 0
    for low, high, count, share in measure.calibration(chance[counted], pair.speaks[counted]):
        _say(f"  {low:.2f}-{high:.2f}: {count} pairs, {100 * share:.1f} % right")
    likely = (chance > 0.2) & counted
    direct = forest.crossfit(
        out.pairs.features, pair.direct & pair.speaks, likely * 1.0, fold, **stages.SMALL
    )
    direct_at = _best(pair.direct[likely & (chance > person)], direct[likely & (chance > person)])
    speaks, weight = stages.row_truth(corpus)
    somebody = forest.crossfit(out.facts, speaks, weight, corpus.row_fold, **stages.SMALL)
    speaks_at = _best(speaks[weight > 0], somebody[weight > 0])
    _say(f"speaks: {measure.yes_no(speaks[weight > 0], somebody[weight > 0] > speaks_at)}")
    forests = {
        "source": forest.fit(out.spot_features, out.spot_truth, (~out.spots.quoted) * 1.0, **stages.SMALL),
        "reading": forest.fit(out.readings.features, out.reading_truth, out.reading_weight, **stages.SMALL),
        "pair": forest.fit(out.pairs.features, pair.speaks, pair.weight),
        "direct": forest.fit(out.pairs.features, pair.direct & pair.speaks, likely * 1.0, **stages.SMALL),
        "speaks": forest.fit(out.facts, speaks, weight, **stages.SMALL),
    }
    words = logistic.fit(out.wording_rows[~out.spots.quoted], out.spot_truth[~out.spots.quoted])
    return Model(corpus.lexicon, final, words, forests, Thresholds(person, direct_at, speaks_at))


def _best(truth: Bools, chance: Floats) -> float:
    """The threshold with the best F1."""
    tried = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55)
    return _strictest({least: measure.yes_no(truth, chance > least).f1 for least in tried})


def _strictest(f1: dict[float, float]) -> float:
    """The highest threshold as good as the best: the wrong person is worse than nobody."""
    best = max(f1.values())
    return max(least for least, value in f1.items() if value > best - _AS_GOOD)


def evaluate(model: Model, articles: list[data.TrainingArticle]) -> None:
    """Score the finished model on articles it never saw."""
    corpus = stages.prepare(articles, model.lexicon)
    found = model.read(corpus.rosters, [()] * len(articles))
    names = stages.names_above(corpus, found.pairs, found.chance, model.thresholds.person)
    _say(f"held out, who: {measure.who(stages.row_gold(corpus), names)}")
    truth, weight = stages.row_truth(corpus)
    said = found.speaks > model.thresholds.speaks
    _say(f"held out, speaks: {measure.yes_no(truth[weight > 0], said[weight > 0])}")


def _say(text: str) -> None:
    print(f"{time.process_time():6.0f} s  {text}", flush=True)


if __name__ == "__main__":
    main()
