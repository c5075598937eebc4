"""Made-up collections and queries for property tests, small and full of what goes wrong.

Words come from a short list, so that queries meet them often: hyphens, acronyms, clitics, signs, numbers,
several alphabets, accents, unspaced scripts, composed and decomposed forms.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from random import Random

from hypothesis import strategies as st

from searchkit.dates import parse
from searchkit.query.nodes import (
    Absent,
    And,
    DateRange,
    Everything,
    Fuzzy,
    Name,
    Near,
    Not,
    Or,
    Phrase,
    Present,
    Said,
    Value,
    Wildcard,
    Word,
)
from searchkit.schema import ROLES, Document, Schema, Speech

COMMON = ["tax", "cut", "the", "of", "a"]
WORDS = [
    *COMMON * 3,
    *"taxes Tax TAX cuts cutting ally allies May may to be".split(),
    *"multi-agent multiagent agent state-of-the-art re‑elect U.S. US us".split(),
    *"Lavrov Lavrov's Lavrov’s l'Ukraine Ukraine don't".split(),
    *"#MeToo MeToo @tax $5 £5.2bn 5.2bn 1,000 1000 9/11 C++ Q&A COVID-19".split(),
    *"café cafe cafe\u0301 Straße strasse Bäume Baum İstanbul".split(),
    *"Москва Москвы й и ёлка елка Ελλάδα ελλαδα وزير שלום".split(),
    *"不会屈服 屈服 不 ไทย 대통령 tax不cut".split(),
    *["ta\u00adx", "cu\u200bt", "🙂", "—", "tax-", "-cut", "'tax'", "cut.", "..."],
]
PATTERNS = ["ta*", "t?x", "c*t", "al*", "*", "??", "mul*-agent", "1*", "Мос*", "Ta*", "?", "l*u*", "*x*"]
SPEAKERS = ["Anna Varga", "A. Varga", "Иван Дорн", "The Council"]
DATES = [None, "2020", "2021", "2021-Q2", "2021-06", "2021-W26", "2021-06-30", "2021-07-01", "2020-02-29"]
LANGS = [*[("en",)] * 3, ("de",), ("ru",), ("fr",), ("uk",), ("zh",), ("xx",), ("EN",), ("ru", "en"), ()]
SCHEMA = Schema().with_columns(["desk"])

anything = st.text(st.characters(codec="utf-8"), max_size=4)
words = st.integers(0, 19).flatmap(lambda n: anything if n == 19 else st.sampled_from(WORDS))
separators = st.sampled_from([" ", " ", " ", ", ", ". ", "-", "\n", "  ", "/", ".", "'"])
distances = st.sampled_from([1, 1, 2, 2, 3, 5, 20])
days = st.sampled_from(
    [None, *(date(2020 + m // 12, m % 12 + 1, d) for m in range(0, 24, 3) for d in (1, 30))]
)
keywords = st.lists(st.sampled_from(SPEAKERS), max_size=2, unique=True).map(tuple)


@st.composite
def texts(draw, max_words=9):
    parts = draw(st.lists(st.tuples(words, separators), max_size=max_words))
    return "".join(word + separator for word, separator in parts)


@st.composite
def speech(draw, text):
    """Stretches of speech, between any two characters: they may overlap, and cut words."""
    spots = st.integers(0, len(text))
    spans = draw(st.lists(st.tuples(spots, spots), max_size=3))
    kinds = st.sampled_from(["turn", "direct", "indirect", "author"])
    return tuple(Speech(min(a, b), max(a, b), draw(st.sampled_from(SPEAKERS)), draw(kinds)) for a, b in spans)


@st.composite
def documents(draw, id="a#0", max_words=9):
    text = draw(texts(max_words))
    written = draw(st.sampled_from(DATES))
    values = {
        "text": text,
        "title": draw(st.one_of(st.just(""), texts(3))),
        "speech": draw(speech(text)),
        "speaker": draw(keywords),
        "mentions": draw(keywords),
        "role": (draw(st.sampled_from(ROLES)),),
        "lang": draw(st.sampled_from(LANGS)),
        "date": parse(written) if written else None,
        "desk": draw(st.sampled_from([(), ("East",), ("east", "West")])),
    }
    return Document(id, values)


@dataclass(frozen=True)
class Batch:
    """One commit: deletions, then additions; afterwards the segments may be merged."""

    delete: tuple[str, ...]
    add: tuple[Document, ...]
    merge: bool


@st.composite
def collections(draw, max_batches=4, max_documents=4):
    """Commits one after the other. Articles are a, b, c ...; a deleted one may be added again."""
    batches: list[Batch] = []
    present: set[str] = set()
    for _ in range(draw(st.integers(1, max_batches))):
        gone = draw(st.lists(st.sampled_from("abcd"), max_size=2, unique=True))
        present -= {id for id in present if id.rpartition("#")[0] in gone}
        names = [f"{a}#{n}" for a in "abcd" for n in range(3)]
        fresh = [id for id in names if id not in present]
        new = draw(st.lists(st.sampled_from(fresh), max_size=max_documents, unique=True)) if fresh else []
        added = tuple(draw(documents(id)) for id in new)
        present |= set(new)
        batches.append(Batch(tuple(gone), added, draw(st.booleans())))
    return batches


@st.composite
def long_collections(draw, documents=300):
    """Two to four commits of many documents, words as uneven as in real text; a tenth deleted again."""
    rng = Random(draw(st.integers(0, 2**32)))  # a whole document less would not make it easier to read
    weights = [1 / (i + 3) for i in range(len(WORDS))]

    def text():
        return " ".join(rng.choices(WORDS, weights, k=rng.choice([0, 2, 5, 10, 10, 40, 150])))

    def document(n):
        body = text()
        spots = sorted(rng.randrange(len(body) + 1) for _ in range(2))
        speaker = rng.choice(SPEAKERS)
        written = rng.choice(DATES)
        values = {
            "text": body,
            "title": " ".join(rng.choices(WORDS, weights, k=rng.randrange(4))),
            "speech": (Speech(*spots, speaker, rng.choice(["turn", "author"])),),
            "speaker": tuple(rng.sample(SPEAKERS, rng.randrange(3))),
            "lang": (rng.choice(["en", "en", "ru"]),),
            "date": parse(written) if written else None,
        }
        return Document(f"{n % 20}#{n}", values)

    whole = [document(n) for n in range(documents)]
    cuts = sorted(rng.sample(range(1, documents), rng.randrange(1, 4)))
    batches = [whole[a:b] for a, b in pairwise([0, *cuts, documents])]
    gone = [str(rng.randrange(20)) for _ in range(2)]
    return [
        *(Batch((), tuple(batch), False) for batch in batches),
        Batch(tuple(gone), (), rng.random() < 0.2),
    ]


@st.composite
def phrases(draw, max_words=3):
    """What may stand between quotation marks: words, now and then with a pattern."""
    part = st.one_of(words, words, words, st.sampled_from(PATTERNS))
    parts = draw(st.lists(part, min_size=1, max_size=max_words))
    return draw(st.sampled_from([" ", " ", "-"])).join(parts)


@st.composite
def leaves(draw, field="text"):
    """Words, wildcards, fuzzy words and phrases."""
    kind = draw(st.sampled_from([Word, Word, Phrase, Phrase, Phrase, Wildcard, Fuzzy]))
    exact = draw(st.sampled_from([False, False, True]))
    if kind is Word:
        return Word(draw(words), exact, field)
    if kind is Wildcard:
        return Wildcard(draw(st.sampled_from(PATTERNS)), exact, field)
    if kind is Fuzzy:
        return Fuzzy(draw(words), draw(st.integers(0, 2)), field)
    return Phrase(draw(phrases()), draw(st.one_of(st.just(0), distances)), exact, field)


@st.composite
def nears(draw, field="text", depth=2):
    """Near, of leaves, OR groups of leaves, and Near."""

    def side():
        kind = draw(st.sampled_from(["leaf", "leaf", "leaf", "or", "near"]))
        if kind == "or":
            return Or(tuple(draw(st.lists(leaves(field), min_size=2, max_size=3))))
        return draw(nears(field, depth - 1) if kind == "near" and depth > 1 else leaves(field))

    unusual = st.sampled_from([False, False, True])
    return Near(side(), side(), draw(distances), draw(unusual), draw(unusual))


names = st.builds(
    Name,
    st.sampled_from(["speaker", "mentions"]),
    st.just("somebody"),
    st.lists(st.sampled_from([*SPEAKERS, "Nobody"]), max_size=2, unique=True).map(tuple),
)


@st.composite
def said(draw):
    """Words that somebody speaks, or that somebody speaks at all."""
    child = draw(st.one_of(leaves(), leaves(), nears(), st.just(Everything())))
    return Said(child, tuple(draw(st.lists(names, max_size=2))))


@st.composite
def text_leaves(draw):
    """All leaves that words are looked for by, in the text or the title."""
    field = draw(st.sampled_from(["text", "text", "text", "title"]))
    return draw(st.one_of(leaves(field), leaves(field), nears(field), said()))


has = st.sampled_from(["speaker", "text", "title", "date", "desk", "speech", "lang"])
plain = st.one_of(
    names,
    st.builds(Value, st.sampled_from(["role", "lang", "desk"]), st.sampled_from(["east", "EN", "quote"])),
    st.builds(Present, has),
    st.builds(Absent, has),
    st.builds(DateRange, days, days, st.booleans()),
    st.just(Everything()),
)


@st.composite
def queries(draw, depth=3):
    """Whole trees."""
    kind = draw(st.sampled_from(["leaf", "leaf", "plain", "and", "or", "not"]))
    if depth == 1 or kind == "leaf":
        return draw(text_leaves())
    if kind == "plain":
        return draw(plain)
    if kind == "not":
        return Not(draw(queries(depth - 1)))
    children = tuple(draw(st.lists(queries(depth - 1), min_size=2, max_size=3)))
    return And(children) if kind == "and" else Or(children)
