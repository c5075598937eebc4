"""A collection out of nothing but a seed, for machines without real text.

Words are made of syllables; how often each comes follows Zipf and Mandelbrot, so that common and rare
words stand to each other as in English.  Nobody real speaks in it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

import numpy as np

from bench.rows import Row

VOCABULARY = 60_000
SPEAKERS = 2_000
_ONSETS = "b br c ch d dr f g gr h j k l m n p pl r s st t tr v w z".split()
_NUCLEI = "a e i o u ai ea ou".split()
_CODAS = ["", "", "", "n", "r", "l", "s", "t", "m", "nd", "rt"]


@cache
def _words(seed: int, count: int) -> tuple[str, ...]:
    """Distinct words; commoner ones come first and are shorter."""
    rng = random.Random(seed)
    seen: dict[str, None] = {}
    while len(seen) < count:
        syllables = 1 + (len(seen) > 200) + (len(seen) > 8_000 and rng.random() < 0.6)
        made = (rng.choice(_ONSETS) + rng.choice(_NUCLEI) + rng.choice(_CODAS) for _ in range(syllables))
        seen.setdefault("".join(made))
    return tuple(seen)


def _zipf(count: int, shift: float = 2.7, exponent: float = 1.07) -> np.ndarray:
    """Cumulative chances of ranks 1..count, after Zipf and Mandelbrot."""
    weights = 1.0 / (np.arange(1, count + 1) + shift) ** exponent
    return np.cumsum(weights / weights.sum())


def _sentences(words: list[str]) -> str:
    pieces = [words[i : i + 14] for i in range(0, len(words), 14)]
    return " ".join(" ".join(piece).capitalize() + "." for piece in pieces)


def generate(size: int, seed: int) -> Iterator[Row]:
    """`size` paragraphs in articles of 5 to 40, without end of variety and the same for the same seed."""
    rng, numbers = random.Random(seed), np.random.default_rng(seed)
    vocabulary, names = _words(seed, VOCABULARY), _words(seed + 1, SPEAKERS)
    speakers = [f"{names[-i].capitalize()} {name.capitalize()}" for i, name in enumerate(names, 1)]
    chances, talk = _zipf(VOCABULARY), _zipf(SPEAKERS)
    made = article = 0
    while made < size:
        article += 1
        day = date(1990, 1, 1) + timedelta(days=rng.randrange(36 * 365))
        cast = [speakers[i] for i in np.searchsorted(talk, numbers.random(3))]
        title = _sentences([vocabulary[i] for i in np.searchsorted(chances, numbers.random(7))])
        for n in range(min(rng.randint(5, 40), size - made)):
            length = max(3, int(rng.lognormvariate(3.8, 0.6)))
            words = [vocabulary[i] for i in np.searchsorted(chances, numbers.random(length))]
            text = _sentences(words)
            speaker = rng.choice([*cast, ""])
            speech = ((0, len(text), speaker, "turn"),) if speaker else ()
            yield Row(
                f"g{article}#{n}",
                f"g{article}",
                n,
                title,
                "",
                f"Paper {article % 20}",
                str(day),
                text,
                speech,
            )
            made += 1
