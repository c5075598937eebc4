"""The trained model as one file, and its evaluation on a batch of articles."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from searchkit.processes import keep_temporaries
from searchkit.speech.news import batch as batches
from searchkit.speech.news import candidates, cast, resolution, spots, weights, wording
from searchkit.speech.news.batch import Batch
from searchkit.speech.news.candidates import Pairs
from searchkit.speech.news.spots import Floats, Spots
from searchkit.speech.news.tagger import Tagger
from searchkit.speech.news.trees import Forest
from searchkit.speech.news.wording import Wording
from searchkit.speech.news.wordtypes import Lexicon, WordTypes
from searchkit.speech.people import namelists
from searchkit.speech.people.roster import Roster

# Raised whenever features or the file's layout change; weights of another version are refused.
FORMAT = 3
FORESTS = ("source", "reading", "pair", "direct", "speaks")


class Thresholds(NamedTuple):
    """Least chances at which a person, direct speech, or any speaker at all is reported."""

    person: float
    direct: float
    speaks: float


class Findings(NamedTuple):
    """What the model makes of a batch.

    posteriors  [n, labels];  spots, pairs  as found
    chance      [q] that the pair's person speaks in the row;  direct [q] that it is in quotation marks
    speaks      [r] chance that anybody speaks in the row
    """

    batch: Batch
    names: list[tuple[str, ...]]
    posteriors: Floats
    spots: Spots
    pairs: Pairs
    chance: Floats
    direct: Floats
    speaks: Floats


class Model:
    """Tagger, forests, lexicon and thresholds."""

    def __init__(
        self,
        lexicon: Lexicon,
        tagger: Tagger,
        words: Wording,
        forests: Mapping[str, Forest],
        thresholds: Thresholds,
    ) -> None:
        self.lexicon = lexicon
        self.tagger = tagger
        self.wording = words
        self.forests = forests
        self.thresholds = thresholds
        self._types = WordTypes(lexicon)

    def read(self, rosters: Sequence[Roster], skip: Sequence[Collection[int]]) -> Findings:
        """Evaluate everything on the paragraphs of some articles that are not skipped."""
        names = [roster.names() for roster in rosters]
        batch = batches.gather(rosters, names, skip, self._types)
        posteriors = self.tagger.posteriors(batch)
        found = spots.find(batch)
        rows = spots.features(batch, posteriors, found, spots.sentences(batch, posteriors))
        odds = self.wording(wording.hashed(batch, posteriors, found))
        rows = np.concatenate([rows, odds[:, None]], 1)
        source = np.zeros(len(rows), np.float32)
        source[~found.quoted] = self.forests["source"](rows[~found.quoted])
        read = resolution.readings(batch, found, source, rosters, names)
        share = resolution.shares(read, self.forests["reading"](read.features))
        facts = candidates.row_facts(batch, posteriors)
        people = cast.assemble(rosters, names)
        pairs = candidates.pairs(batch, facts, found, rows, source, read, share, people)
        chance = self.forests["pair"](pairs.features)
        direct = np.zeros_like(chance)
        likely = chance > self.thresholds.person
        direct[likely] = self.forests["direct"](pairs.features[likely])
        return Findings(batch, names, posteriors, found, pairs, chance, direct, self.forests["speaks"](facts))

    def save(self, path: Path) -> None:
        """Write the model (see `weights`); the same model gives the same bytes."""
        words = {
            "vocabulary": sorted(self.lexicon.vocabulary),
            "cues": dict(sorted(self.lexicon.cues.items())),
        }
        text = json.dumps(words, ensure_ascii=False, separators=(",", ":")).encode()
        arrays: dict[str, npt.NDArray[Any]] = {
            "format": np.array(FORMAT),
            "lexicon": np.frombuffer(text, np.uint8),
            "tagger.weights": self.tagger.weights,
            "tagger.scale": np.array(self.tagger.scale),
            "tagger.transitions": self.tagger.transitions,
            "tagger.initial": self.tagger.initial,
            "wording.weights": self.wording.weights,
            "wording.line": np.array([self.wording.scale, self.wording.bias]),
            "thresholds": np.array([self.thresholds.person, self.thresholds.direct, self.thresholds.speaks]),
        }
        for name in FORESTS:
            arrays |= self.forests[name].arrays(name)
        weights.write(path, arrays)


def load(path: Path) -> Model:
    """The model in a file. Raises ValueError if it is of another format."""
    arrays = weights.read(path)
    if int(arrays["format"]) != FORMAT:
        raise ValueError(f"{path}: weights of format {int(arrays['format'])}, not {FORMAT}")
    listed = json.loads(arrays["lexicon"].tobytes())
    lexicon = Lexicon(
        vocabulary=frozenset(listed["vocabulary"]),
        cues=listed["cues"],
        names=namelists.english(),
    )
    tagger = Tagger(
        weights=arrays["tagger.weights"],
        scale=float(arrays["tagger.scale"]),
        transitions=arrays["tagger.transitions"],
        initial=arrays["tagger.initial"],
    )
    forests = {name: Forest.read(arrays, name) for name in FORESTS}
    words = Wording(arrays["wording.weights"], *arrays["wording.line"].tolist())
    return Model(lexicon, tagger, words, forests, Thresholds(*arrays["thresholds"].tolist()))


@cache
def english() -> Model:
    """The model that comes with the package, read once a process."""
    keep_temporaries()  # it works on arrays of some hundred paragraphs at a time
    return load(Path(__file__).with_name("english.weights"))
