"""The stages of training, each on predictions of the one before that were made out of fold.

tagger → spots (is it a source?) → readings (whom does the pronoun mean?) → pairs (does this person
speak here?), direct (inside quotation marks?) and speaks (does anybody?).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from searchkit.speech.news import batch as batches
from searchkit.speech.news import candidates, cast, features, resolution, spots, tagger, wording, wordtypes
from searchkit.speech.news.batch import Batch, Ints
from searchkit.speech.news.labels import LABELS
from searchkit.speech.people import namelists, roster
from searchkit.speech.people.roster import Roster
from training import crf, data, forest, lexicon, logistic, measure
from training.data import TrainingArticle

Floats = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]

FOLDS = 5
# A pronoun whose reference the annotation only guessed teaches this much of a sure one.
_GUESS_WEIGHT = 0.3
SMALL = {"max_iter": 80, "learning_rate": 0.12}


@dataclass(slots=True)
class Corpus:
    """Articles with everything that does not depend on weights."""

    articles: Sequence[TrainingArticle]
    rosters: list[Roster]
    lexicon: wordtypes.Lexicon
    batch: Batch
    names: list[tuple[str, ...]]
    fold: Ints  # by article
    row_fold: Ints = field(init=False)

    def __post_init__(self) -> None:
        self.row_fold = self.fold[self.batch.article]


def prepare(articles: Sequence[TrainingArticle], words: wordtypes.Lexicon | None = None) -> Corpus:
    """Rosters, words and tokens of the articles; the lexicon is learned if none is given."""
    rosters = [roster.build(article.paragraphs, article.title) for article in articles]
    if words is None:
        words = wordtypes.Lexicon(
            frozenset(lexicon.vocabulary(articles)),
            lexicon.cues(articles),
            namelists.english(),
        )
    names = [item.names() for item in rosters]
    batch = batches.gather(rosters, names, [()] * len(rosters), wordtypes.WordTypes(words))
    return Corpus(
        articles=articles,
        rosters=rosters,
        lexicon=words,
        batch=batch,
        names=names,
        fold=np.arange(len(articles)) % FOLDS,
    )


def labels(corpus: Corpus) -> Ints:
    """[n] the gold label of each token."""
    result = np.zeros(len(corpus.batch.table), np.int64)
    for number, (article, people) in enumerate(zip(corpus.articles, corpus.rosters, strict=True)):
        own = data.token_labels(article, people.tokens)
        bounds = people.tokens.bounds
        for row in np.flatnonzero(corpus.batch.article == number).tolist():
            p, start = int(corpus.batch.paragraph[row]), int(corpus.batch.starts[row])
            result[start : start + bounds[p + 1] - bounds[p]] = own[bounds[p] : bounds[p + 1]]
    return result


def hashed_features(batch: Batch) -> npt.NDArray[np.uint32]:
    """[n, templates] all features of all tokens."""
    return np.stack(list(features.hashed(features.columns(batch))), 1)


def crossfit_tagger(
    corpus: Corpus, hashed: npt.NDArray[np.uint32], truth: Ints, settings: crf.Settings
) -> Floats:
    """[n, LABELS] posteriors from taggers that did not see the article."""
    starts, lengths = tagger.pieces(corpus.batch)
    fold = corpus.row_fold[corpus.batch.row[starts]]
    scores = np.zeros((len(hashed), LABELS), np.float32)
    result = np.zeros_like(scores)
    for number in range(FOLDS):
        held = fold == number
        model = crf.fit(hashed, truth, starts[~held], lengths[~held], settings)
        tokens = _tokens(starts[held], lengths[held])
        weights = model.weights[:, :LABELS].astype(np.float32) * np.float32(model.scale)
        for at in range(0, len(tokens), 20_000):
            part = tokens[at : at + 20_000]
            scores[part] = weights[hashed[part]].sum(1)
        found = tagger.marginals(scores, starts[held], lengths[held], model.transitions, model.initial)
        result[tokens] = found[tokens]
    return result


def full_tagger(
    corpus: Corpus, hashed: npt.NDArray[np.uint32], truth: Ints, settings: crf.Settings
) -> tagger.Tagger:
    """The tagger of all articles."""
    return crf.fit(hashed, truth, *tagger.pieces(corpus.batch), settings)


def _tokens(starts: Ints, lengths: Ints) -> Ints:
    return np.concatenate([np.arange(a, a + n) for a, n in zip(starts, lengths, strict=True)])


def spot_truth(corpus: Corpus, found: spots.Spots) -> tuple[Bools, list[data.Link | None]]:
    """[m] whether a spot is the source of speech by a person, and the attribution it is one of."""
    truth = np.zeros(len(found.first), bool)
    links: list[data.Link | None] = [None] * len(found.first)
    spans: dict[int, list[tuple[int, int, data.Link]]] = {}
    for number, article in enumerate(corpus.articles):
        spans[number] = [
            (start, end, link)
            for link in article.links
            if link.hard and link.kind == "person"
            for start, end in link.source
        ]
    rows = corpus.batch
    for m, (first, last, row) in enumerate(
        zip(found.first.tolist(), found.last.tolist(), found.row.tolist(), strict=True)
    ):
        number, p = int(rows.article[row]), int(rows.paragraph[row])
        article = corpus.articles[number]
        offsets = corpus.rosters[number].tokens.offsets(p)
        at = first - int(rows.starts[row])
        start = article.starts[p] + offsets[at][0]
        end = article.starts[p] + offsets[at + last - first - 1][1]
        for a, b, link in spans[number]:
            if a < end and start < b:
                named = found.person[m] < 0 or any(
                    measure.same(corpus.names[number][found.person[m]], name) for name in link.names
                )
                if named:
                    truth[m] = True
                    links[m] = link
                    break
    return truth, links


def reading_truth(
    corpus: Corpus,
    found: spots.Spots,
    links: Sequence[data.Link | None],
    read: resolution.Readings,
) -> tuple[Bools, npt.NDArray[np.float64]]:
    """[p] whether a pronoun means the person, and how much that is worth as a lesson."""
    truth = np.zeros(len(read.spot), bool)
    weight = np.zeros(len(read.spot))
    article = corpus.batch.article[found.row]
    for i, (spot, person) in enumerate(zip(read.spot.tolist(), read.person.tolist(), strict=True)):
        link = links[spot]
        if link is None or not link.names:
            continue
        name = corpus.names[int(article[spot])][person]
        truth[i] = any(measure.same(name, gold) for gold in link.names)
        weight[i] = 1.0 if link.sure else _GUESS_WEIGHT
    return truth, weight


@dataclass(slots=True)
class PairTruth:
    """[q] whether the person speaks, speaks directly; weight 0 where optional or only guessed."""

    speaks: Bools
    direct: Bools
    weight: npt.NDArray[np.float64]


def pair_truth(corpus: Corpus, found: candidates.Pairs) -> PairTruth:
    """The truth about each pair."""
    count = len(found.row)
    result = PairTruth(np.zeros(count, bool), np.zeros(count, bool), np.ones(count))
    for i, (row, person) in enumerate(zip(found.row.tolist(), found.person.tolist(), strict=True)):
        article = int(corpus.batch.article[row])
        gold = corpus.articles[article].gold[int(corpus.batch.paragraph[row])]
        name = corpus.names[article][person]
        result.speaks[i] = any(measure.same(name, g) for g in gold.speakers)
        result.direct[i] = any(measure.same(name, g) for g in gold.direct)
        if not result.speaks[i] and measure.is_neutral(gold, name):
            result.weight[i] = 0.0
        elif gold.unsure:
            result.weight[i] = _GUESS_WEIGHT
    return result


def row_truth(corpus: Corpus) -> tuple[Bools, npt.NDArray[np.float64]]:
    """[r] whether anybody speaks; weight 0 where that is neither here nor there."""
    rows = corpus.batch
    gold = [
        corpus.articles[a].gold[p]
        for a, p in zip(rows.article.tolist(), rows.paragraph.tolist(), strict=True)
    ]
    return (
        np.array([row.speaks for row in gold]),
        np.array([0.0 if row.maybe else 1.0 for row in gold]),
    )


@dataclass(slots=True)
class Stages:
    """Everything found out of fold on the way to the pairs."""

    posteriors: Floats
    facts: Floats
    spots: spots.Spots
    spot_features: Floats
    wording_rows: npt.NDArray[np.uint32]
    spot_truth: Bools
    source: Floats
    readings: resolution.Readings
    reading_truth: Bools
    reading_weight: npt.NDArray[np.float64]
    share: Floats
    pairs: candidates.Pairs
    pair_truth: PairTruth


def stages(corpus: Corpus, posteriors: Floats) -> Stages:
    """Run all stages out of fold, on posteriors that are out of fold themselves."""
    batch = corpus.batch
    found = spots.find(batch)
    rows = spots.features(batch, posteriors, found, spots.sentences(batch, posteriors))
    truth, links = spot_truth(corpus, found)
    fold = corpus.row_fold // 2
    wording_rows = wording.hashed(batch, posteriors, found)
    odds = logistic.crossfit(wording_rows, truth, ~found.quoted, fold[found.row])
    rows = np.concatenate([rows, odds[:, None]], 1)
    source = (
        forest.crossfit(rows, truth, (~found.quoted).astype(float), fold[found.row], **SMALL) * ~found.quoted
    )
    read = resolution.readings(batch, found, source, corpus.rosters, corpus.names)
    right, weight = reading_truth(corpus, found, links, read)
    chance = forest.crossfit(read.features, right, weight, fold[found.row[read.spot]], **SMALL)
    share = resolution.shares(read, chance)
    facts = candidates.row_facts(batch, posteriors)
    people = cast.assemble(corpus.rosters, corpus.names)
    pairs = candidates.pairs(batch, facts, found, rows, source, read, share, people)
    return Stages(
        posteriors, facts, found, rows, wording_rows, truth, source, read, right, weight, share, pairs,
        pair_truth(corpus, pairs),
    )  # fmt: skip


def names_above(corpus: Corpus, pairs: candidates.Pairs, chance: Floats, least: float) -> list[list[str]]:
    """Per row the persons whose chance is above `least`, likeliest first."""
    result: list[list[str]] = [[] for _ in range(len(corpus.batch.starts))]
    for i in np.argsort(-chance, kind="stable").tolist():
        if chance[i] > least:
            row = int(pairs.row[i])
            result[row].append(corpus.names[int(corpus.batch.article[row])][int(pairs.person[i])])
    return result


def row_gold(corpus: Corpus) -> list[data.Gold]:
    """The gold of each row of the batch."""
    rows = corpus.batch
    return [
        corpus.articles[a].gold[p]
        for a, p in zip(rows.article.tolist(), rows.paragraph.tolist(), strict=True)
    ]
