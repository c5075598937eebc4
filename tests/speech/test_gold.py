"""Floors on a gold set of our own: invented people in all layouts. They only rise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from searchkit import speech
from searchkit.names import same_person
from searchkit.records import Article, Paragraph

GOLD = Path(__file__).parent / "gold"
_LINE = re.compile(r"(?P<role>\w+) \[(?P<who>[^\]]*)\] (?P<text>.*)")
MIN_PARAGRAPHS = 300
FLOORS = {"role": 99.9, "who": 99.9, "direct": 99.9, "speaks": 99.9}


@dataclass(frozen=True)
class Judged:
    """One line of the gold: [+Name] has the turn or is quoted, [Name] is reported, [~] some other speaks."""

    role: str
    speakers: tuple[str, ...]
    direct: tuple[str, ...]
    speaks: bool


def read_gold(path: Path) -> tuple[Article, list[Judged]]:
    head: dict[str, str] = {}
    paragraphs: list[Paragraph] = []
    judged: list[Judged] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            name, _, value = line[2:].partition(": ")
            head[name] = value
            continue
        match = _LINE.fullmatch(line)
        assert match, f"{path.name}: {line}"
        names = [n.strip() for n in match["who"].split(";") if n.strip()]
        persons = tuple(n.lstrip("+") for n in names if n != "~")
        direct = tuple(n[1:] for n in names if n.startswith("+"))
        judged.append(Judged(match["role"], persons, direct, bool(names)))
        role = match["role"] if match["role"] in ("title", "byline") else "narration"
        paragraphs.append(Paragraph(len(paragraphs), match["text"], role))
    authors = (head["author"],) if "author" in head else ()
    article = Article(path.stem, head["title"], tuple(paragraphs), authors, lang=head["lang"])
    return article, judged


def gold() -> Iterator[tuple[Article, list[Judged]]]:
    for path in sorted(GOLD.glob("*.txt")):
        yield read_gold(path)


def compare(names: list[str], wanted: tuple[str, ...]) -> tuple[int, int, int]:
    """Right, wrong, missed."""
    left = list(wanted)
    wrong = 0
    for name in names:
        found = next((w for w in left if w == name or same_person(w, name)), None)
        if found is None:
            wrong += 1
        else:
            left.remove(found)
    return len(wanted) - len(left), wrong, len(left)


def f1(right: int, wrong: int, missed: int) -> float:
    return 200 * right / max(1, 2 * right + wrong + missed)


def measure() -> tuple[dict[str, float], list[str]]:
    """Figures, and one line for every paragraph that is not wholly right."""
    tally = {key: [0, 0, 0] for key in ("who", "direct", "speaks")}
    roles = [0, 0]
    errors: list[str] = []
    articles = list(gold())
    done = speech.attribute_batch([article for article, _ in articles])
    for article, (_, judged) in zip(done, articles, strict=True):
        for row, want in zip(speech.rows(article), judged, strict=True):
            authors = set(article.authors)
            speakers = tuple(n for n in want.speakers if n not in authors)
            direct = tuple(n for n in want.direct if n not in authors)
            who = compare(row["speakers"], speakers)
            counts = {"who": who, "direct": compare(row["direct"], direct)}
            speaks = bool(row["speakers"]) or row["other"]
            wanted = bool(speakers) or (want.speaks and not want.speakers)
            counts["speaks"] = (
                int(speaks and wanted),
                int(speaks and not wanted),
                int(wanted and not speaks),
            )
            for key, values in counts.items():
                tally[key] = [a + b for a, b in zip(tally[key], values, strict=True)]
            roles[0] += row["role"] == want.role
            roles[1] += 1
            if row["role"] != want.role or any(v[1] or v[2] for v in counts.values()):
                place = f"{article.id}#{row['paragraph_index']}"
                text = article.paragraphs[row["paragraph_index"]].text[:70]
                errors.append(
                    f"{place}: {want.role} {want.speakers} got {row['role']} {row['speakers']}"
                    f"{' other' if row['other'] else ''} | {text}"
                )
    figures = {key: f1(*values) for key, values in tally.items()}
    figures["role"] = 100 * roles[0] / max(1, roles[1])
    return figures, errors


def test_the_gold_set_is_large_enough() -> None:
    assert sum(len(judged) for _, judged in gold()) >= MIN_PARAGRAPHS


def test_attribution_holds_its_floors_on_the_gold_set() -> None:
    figures, errors = measure()
    below = {key: figures[key] for key, floor in FLOORS.items() if figures[key] < floor}
    if below:
        pytest.fail(f"below the floor: {below}\n" + "\n".join(errors))
