"""Collections of any size: real paragraphs where there are some, changed copies beyond, else generated.

Real paragraphs are English rows of the corpora folder (JSONL in xz, one row a paragraph), articles in a
seeded order, so that a small collection is a fair sample of a large one: the first n rows of the same
file.  Past their end they come again with seeded changes: every tenth word replaced by one drawn from
the collection itself, years moved, some speakers exchanged.  So vocabulary, lengths and frequencies stay
as real text has them, and no paragraph stands there twice.
"""

from __future__ import annotations

import json
import lzma
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from bench import rows
from bench.generator import generate
from bench.rows import Row, Spoken

SEED = 20
ENGLISH = ("us-presidents", "ungd", "ua-addresses-en", "whitehouse")
CHANGED = 0.1  # share of words that a copy replaces
QUOTED = 0.25  # share of paragraphs in which somebody else is quoted


@dataclass(frozen=True, slots=True)
class Source:
    """What tells the first `rows` rows of a collection from others; kept with what was measured of them."""

    kind: str  # real or generated
    rows: int
    digest: str


def source_of(path: Path, size: int) -> Source:
    """The first `size` rows of a collection's file: the same in a longer file that begins with them."""
    return Source(path.stem.partition("-")[0], size, rows.digest(path, size))


def collection(size: int, folder: Path, corpora: Path) -> Path:
    """A file of at least `size` rows in `folder`, made if there is none yet of these corpora."""
    texts = [corpora / f"{name}.jsonl.xz" for name in ENGLISH]
    real = all(text.exists() for text in texts)
    kind = "-".join(["real", *(rows.digest(text)[:4] for text in texts)]) if real else "generated"
    for path in sorted(folder.glob(f"{kind}-*.jsonl")):
        if int(path.stem.rpartition("-")[2]) >= size:
            return path
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{kind}-{size:09}.jsonl"
    rows.write(path, islice(_real(corpora), size) if real else generate(size, SEED))
    return path


def _real(corpora: Path) -> Iterator[Row]:
    """Endless: the real rows, then changed copies of them, each copy changed otherwise."""
    articles = [article for name in ENGLISH for article in _articles(corpora / f"{name}.jsonl.xz")]
    random.Random(SEED).shuffle(articles)
    speakers = [row["speaker"] for article in articles for row in article if row["speaker"]]
    words = [word for article in articles[:1_000] for row in article for word in row["text"].split()]
    copy = 0
    while True:
        rng = random.Random(SEED + copy)
        for article in articles:
            for row in article:
                yield _row(row if copy == 0 else _changed(row, rng, words, speakers), copy, rng, speakers)
        copy += 1


def _articles(path: Path) -> list[list[dict[str, str]]]:
    grouped: dict[str, list[dict[str, str]]] = {}
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            grouped.setdefault(row["article"], []).append(row)
    # Short ids, as files in a folder have; those of the sources are whole addresses.
    return [
        [row | {"article": f"{path.name.partition('.')[0]}/{number:05}"} for row in article]
        for number, article in enumerate(grouped.values())
    ]


def _changed(
    row: dict[str, str], rng: random.Random, words: list[str], speakers: list[str]
) -> dict[str, str]:
    text = row["text"].split(" ")
    for _ in range(max(1, int(len(text) * CHANGED))):
        text[rng.randrange(len(text))] = rng.choice(words)
    year = int(row["date"][:4]) + rng.randint(-3, 3)
    rest = row["date"][4:].replace("-02-29", "-02-28")
    speaker = rng.choice(speakers) if row["speaker"] and rng.random() < 0.3 else row["speaker"]
    return row | {"text": " ".join(text), "date": f"{year:04}{rest}", "speaker": speaker}


def _row(row: dict[str, str], copy: int, rng: random.Random, speakers: list[str]) -> Row:
    article = f"{row['article']}~{copy}" if copy else row["article"]
    n = int(row["n"])
    speech = _speech(row["text"], row["speaker"], rng, speakers)
    made = Row(
        f"{article}#{n}",
        article,
        n,
        row["title"],
        row["url"],
        row["corpus"],
        row["date"],
        row["text"],
        speech,
    )
    return replace(made, mentions=(rng.choice(speakers),)) if rng.random() < 0.2 else made


def _speech(text: str, speaker: str, rng: random.Random, speakers: list[str]) -> tuple[Spoken, ...]:
    """The whole paragraph is its speaker's turn; in some a stretch of whole words quotes somebody else."""
    turn: tuple[Spoken, ...] = ((0, len(text), speaker, "turn"),) if speaker else ()
    middle = text.find(" ", len(text) // 2)
    if middle < 0 or rng.random() >= QUOTED:
        return turn
    return (*turn, (middle + 1, len(text), rng.choice(speakers), "direct"))
