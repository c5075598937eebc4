"""Guarantee 7: every query answers, or is refused, within its limits of time and memory."""

from __future__ import annotations

import json
import random
import resource
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from history import document

import searchkit as sk

TIMEOUT = 1.0  # seconds a query is given
GRACE = 4.0  # CPU seconds of one step between two looks at the clock and of snippets, on a slow machine
MEMORY_MB = 300  # all queries together may use so much more

SYLLABLES = [a + b for a in "bdklmn" for b in "aeiou"]
WORDS = "harbour tide treaty the of ally council U.S. C++ £5bn café Москва 不会屈服 l'Ukraine US&中国".split()
FIELDS = "speaker said mentions by source role lang article date since until title spekaer".split()
DATES = "2021 2021-06 2021-W26 2021-Q2 2019..2021 ..2020 none -30d 2021-13 2021-02-30 03/04/2021".split()
GLUE = [" ", " ", " AND ", " OR ", " NOT ", " NEAR/5 ", " PRE/3 ", " W/500 ", "|", "&&", " NOT NEAR/2 ", ""]
SIGNS = [*'"“”«»„()[]{}:*?~^-+!=\\/.,;\0\t\n\u200b\u202e\ud800', "~2", '"~500', "TO", "NEAR/", ">=", ".."]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sk.Index]:
    """3,000 paragraphs with 20,000 different words, in some of them one word over and over."""
    folder = tmp_path_factory.mktemp("queries")
    chance = random.Random(4)
    with (folder / "rows.jsonl").open("w", encoding="utf-8") as rows:
        for n in range(3000):
            rows.write(json.dumps(_row(n, chance)) + "\n")
    sk.build(folder / "rows.jsonl", folder / "index", processes=1)
    with sk.open_index(folder / "index") as opened:
        assert len(opened) == 3000
        yield opened


def _row(n: int, chance: random.Random) -> dict[str, object]:
    made_up = ["".join(chance.choices(SYLLABLES, k=4)) for _ in range(8)]
    words = [document(f"a{n}", 0).text(), *made_up, *chance.sample(WORDS, 3)]
    words.append("aaaa " * (400 if n % 500 == 0 else 2))
    return {
        "article": f"a{n // 20}",
        "n": n % 20,
        "text": " ".join(words),
        "speaker": chance.choice(["Anna Varga", "Tom Orlo", "Иван Дорн"]),
        "date": f"20{chance.randint(16, 25)}-0{chance.randint(1, 9)}-11",
        "lang": "en",
    }


def made_up(chance: random.Random, depth: int = 0) -> str:
    """A query put together by the grammar, and beyond it."""
    kind = chance.randrange(14 if depth < 6 else 8)
    word = chance.choice(WORDS) if chance.random() < 0.6 else "".join(chance.choices(SYLLABLES, k=3))
    match kind:
        case 0 | 1:
            return word
        case 2:
            return word[: chance.randint(1, 3)] + chance.choice(["*", "?*", "*a*", "??", "*?*?*"])
        case 3:
            return f"{word}~{chance.choice(['', 1, 2, 9])}"
        case 4:
            phrase = " ".join(chance.choices([*WORDS, "aaaa", "ba*", "*"], k=chance.randint(1, 9)))
            return f'"{phrase}"' + chance.choice(["", "", "~3", "~100", "~999999"])
        case 5:
            value = chance.choice([word, f'"{word}"', *DATES, "*", "none", ""])
            return f"{chance.choice(FIELDS)}:{value}"
        case 6:
            return "=" + word
        case 7:
            return "".join(chance.choices([*SIGNS, word, " "], k=chance.randint(1, 12)))
        case 8:
            return f"{chance.choice(FIELDS)}:({made_up(chance, depth + 1)})"
        case 9:
            return f"({made_up(chance, depth + 1)})"
        case _:
            parts = [made_up(chance, depth + 1) for _ in range(chance.randint(2, 4))]
            return "".join(part + chance.choice(GLUE) for part in parts)


def spoilt(query: str, chance: random.Random) -> str:
    """A query with something lost, doubled or put in, or any characters at all."""
    match chance.randrange(6):
        case 0 if query:
            at = chance.randrange(len(query))
            return query[:at] + query[at + 1 :]
        case 1:
            at = chance.randrange(len(query) + 1)
            return query[:at] + chance.choice(SIGNS) + query[at:]
        case 2 if chance.random() < 0.1:
            return query * chance.randint(2, 300)
        case 3 if chance.random() < 0.2:
            return "".join(chr(chance.randrange(0x110000)) for _ in range(chance.randint(1, 40)))
    return query


WORST = {
    "10,000 prefixes": " OR ".join(f"{a}{b}{n}*" for a in SYLLABLES for b in SYLLABLES for n in range(12)),
    "400 prefixes": " OR ".join(f"{a}{b}*" for a in SYLLABLES for b in SYLLABLES)[:3_900],
    "a word of 1 MB": "x" * 1_000_000,
    "a phrase of 1 MB": '"' + "tide " * 200_000 + '"',
    "a phrase of all the room there is": '"' + "aaaa " * 780 + '"',
    "a loose phrase of all the room there is": '"' + "aaaa " * 780 + '"~500',
    "a loose phrase with a common word over and over": '"aaaa tide aaaa aaaa the"~100',
    "ten loose words of one kind": '"aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa"~50',
    "near upon near": "aaaa NEAR/500 aaaa NEAR/500 aaaa NEAR/500 aaaa NEAR/500 aaaa",
    "near without": "aaaa NOT NEAR/500 (aaaa OR tide) NOT NEAR/500 aaaa",
    "1,000 brackets": "(" * 1000 + "tide" + ")" * 1000,
    "1,000 nots": "NOT " * 900 + "tide",
    "39 levels of everything": "said:(" * 1 + "(aaaa OR (" * 18 + "tide" + "))" * 18 + ")",
    "a wildcard of stars": "ba" + "*a" * 1000,
    "stars and letters": "aa*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b",
    "question marks": "ba" + "?" * 3900,
    "everything not": "* NOT *",
    "fuzzy short words": " OR ".join(f"{s}~2" for s in SYLLABLES),
    "fuzzy and wild in a phrase": '"ba* be* bi* bo* bu* da* de*"~100',
    "500 words": " OR ".join(["tide"] * 500),
    "said of many": "said:(" + " OR ".join(["aaaa"] * 400) + ")",
    "a reversed range": "date:2021..2019",
    "the year 10000": "date:10000",
    "a bad expression": "tide[" + "(a+)+" * 500,
    "combining marks": "e" + "\u0301" * 3990,
    "joined words": "-".join(["ba"] * 1300),
    "joined words that stand nowhere": "-".join(f"ba{a}{b}" for a in SYLLABLES for b in SYLLABLES)[:3_900],
    "acronym": ".".join("ab" * 650),
    "a name of all the room there is": 'speaker:"' + "Anna " * 780 + '"',
    "dashes": "-" * 3999 + "a",
    "quotes": '"' * 4000,
    "a distance without a number": '"the tide"NEAR/',
}  # fmt: skip


def check(index: sk.Index, query: str) -> tuple[str, float]:
    """What became of a query, and CPU seconds it took."""
    start = time.process_time()
    try:
        found = index.search(query, limit=4, timeout=TIMEOUT)
        outcome = "answered"
        for hit in found:
            assert all(0 <= begin < end <= len(hit.text) for begin, end in hit.matches)
            str(hit.snippet)
    except sk.QueryError as error:
        outcome = error.code
        pointed = 0 <= error.start <= error.end <= len(query)
        assert error.message and pointed, query  # noqa: PT017, PT018 - an answer is as good
    taken = time.process_time() - start
    assert taken < TIMEOUT + GRACE, f"{taken:.1f} s: {query[:300]!r}"
    return outcome, taken


@pytest.mark.parametrize("query", WORST.values(), ids=WORST.keys())
def test_the_worst_that_anybody_thought_of_answers_or_is_refused_in_time(index, query):
    check(index, query)


@pytest.mark.parametrize("part", range(10))
def test_made_up_queries_answer_or_are_refused_in_time_and_memory(index, trials, figures, part):
    chance = random.Random(part)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    outcomes: dict[str, int] = {}
    slowest, longest = 0.0, ""
    tried = trials(40, 10_000)
    for _ in range(tried):
        query = spoilt(made_up(chance), chance)
        outcome, taken = check(index, query)
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
        slowest, longest = max((slowest, longest), (taken, query[:80]))
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert grown < MEMORY_MB
    figures(
        tried=tried,
        outcomes=dict(sorted(outcomes.items(), key=lambda pair: -pair[1])),
        slowest_cpu_s=round(slowest, 3),
        slowest=longest,
        memory_grown_mb=round(grown),
    )


def test_every_door_keeps_to_the_time_given(index):
    query = WORST["ten loose words of one kind"]
    for ask in (
        lambda: index.search(query, timeout=0.2),
        lambda: index.search(query, timeout=0.2, sort="newest"),
        lambda: index.count(query, timeout=0.2),
        lambda: index.counts(query, by="year", timeout=0.2),
        lambda: list(index.every(query, timeout=0.2)),
    ):
        start = time.process_time()
        try:
            ask()
        except sk.QueryError as error:
            assert error.code == "timeout"  # noqa: PT017 - an answer is as good
        assert time.process_time() - start < 0.2 + GRACE


def test_a_deadline_that_is_past_stops_every_query_that_reads_anything(index):
    with pytest.raises(sk.QueryError) as problem:
        index.search("harbour NEAR/5 tide", timeout=-1.0)
    assert problem.value.code == "timeout"


def test_an_index_is_whole_after_all_that(index):
    assert index.verify().problems == ()
    assert index.search("harbour").total > 0
    assert Path(index.path).is_dir()
