"""Properties: nothing crashes the parser, and the canonical form reads back to an equal tree."""

from __future__ import annotations

import json
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit import query
from searchkit.query import nodes
from searchkit.query.rewrite import joined, place_speakers
from searchkit.schema import ROLES

TODAY = date(2026, 11, 21)

texts = st.text(min_size=1, max_size=8).filter(
    lambda s: any(ch.isascii() and ch.isalnum() for ch in s) and not any(ch.isspace() for ch in s)
)
tricky = st.sampled_from(
    [
        "OR",
        "NEAR/5",
        "W/3",
        "-x",
        "=x",
        "a:b",
        "10:30",
        "x~1",
        "2021..2022",
        ">2021",
        "[x",
        "a&&b",
        '"x',
        "n\\x",
    ]
)


def outcome(text: str) -> query.Reading | query.QueryError:
    try:
        return query.parse(text, today=TODAY)
    except query.QueryError as error:
        return error


def readable(text: str) -> bool:
    """Whether a query may hold these characters at all."""
    found = outcome(f'"a {text.replace(chr(92), "").replace(chr(34), "")}"')
    return isinstance(found, query.Reading) or found.code != "control-char"


words = (texts | tricky).filter(readable)
wild = st.sampled_from(["tax*", "wom?n", "multi-ag*", "C++ab*"])
phrases = st.lists(
    words.map(lambda w: w.replace("*", "").replace("?", "")) | wild, min_size=1, max_size=3
).map(" ".join)
fields = st.sampled_from(["text", "title"])
days = st.dates(min_value=date(1, 1, 1), max_value=date(9998, 12, 31))


@st.composite
def ranges(draw: st.DrawFn) -> nodes.DateRange:
    first, last = sorted([draw(days), draw(days)])
    return draw(
        st.sampled_from(
            [nodes.DateRange(first, last), nodes.DateRange(first, None), nodes.DateRange(None, last)]
        )
    )


def positional(field: str) -> st.SearchStrategy[nodes.Query]:
    leaf = st.one_of(
        st.builds(nodes.Word, words, st.booleans(), st.just(field)),
        st.builds(nodes.Wildcard, wild, st.booleans(), st.just(field)),
        st.builds(nodes.Fuzzy, words, st.integers(0, 2), st.just(field)),
        st.builds(nodes.Phrase, phrases, st.integers(0, 500), st.booleans(), st.just(field)),
    )
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.builds(nodes.Near, inner, inner, st.integers(1, 500), st.booleans(), st.booleans()),
            st.lists(inner, min_size=2, max_size=3).map(lambda c: joined(nodes.Or, c, (0, 0))),
        ),
        max_leaves=4,
    )


names = (texts | tricky | st.sampled_from(["Anna Varga", "none", "O'Brien", "*"])).filter(
    lambda n: readable(n) and any(ch.isalnum() for ch in n)
)
heard = positional("text").filter(lambda t: not isinstance(t, nodes.Or)).map(nodes.Said)
conditions = st.one_of(
    st.builds(nodes.Name, st.sampled_from(["speaker", "mentions", "by", "source"]), names),
    st.builds(nodes.Value, st.just("role"), st.sampled_from(ROLES)),
    st.builds(nodes.Value, st.just("article"), names),
    st.builds(nodes.Present, st.sampled_from(["speaker", "title", "date"])),
    st.builds(nodes.Absent, st.sampled_from(["speaker", "role", "date"])),
    ranges(),
    st.just(nodes.Everything()),
)
trees = st.recursive(
    st.one_of(positional("text"), positional("title"), heard, conditions),
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=4).map(lambda c: joined(nodes.And, c, (0, 0))),
        st.lists(inner, min_size=2, max_size=4).map(lambda c: joined(nodes.Or, c, (0, 0))),
        inner.map(nodes.Not),
    ),
    max_leaves=6,
).map(place_speakers)


@given(trees)
def test_the_canonical_form_of_any_tree_reads_back_to_it(tree: nodes.Query):
    canonical = str(tree)
    reading = outcome(canonical)
    if isinstance(reading, query.QueryError):
        # A made-up tree may hold words without a searchable letter, which no query can.
        assert reading.code in ("no-word", "slow-wildcard"), canonical
        return
    assert reading.query == tree
    assert reading.read_as == canonical


PIECES = (
    'tax cut* "a b" ( ) OR AND NOT NEAR/5 PRE W/2 - + ! = ~ ~2 date: 2021 .. speaker: said: title: '
    "[ ] TO { } none * ? \\ “ ” „ « » ' | && -30d > since: role: question : & 不 é x"
).split()
pieces = st.sampled_from([*PIECES, " ", "  ", "\t", "\n"])


@given(st.text(max_size=60) | st.lists(pieces, max_size=14).map("".join))
def test_any_string_is_read_or_refused_and_what_is_read_reads_back(text: str):
    reading = outcome(text)
    if isinstance(reading, query.QueryError):
        assert 0 <= reading.start <= reading.end <= len(text)
        assert reading.start < reading.end or not text
        return
    again = query.parse(reading.read_as, today=TODAY)
    assert again.query == reading.query
    assert again.read_as == reading.read_as
    json.dumps(query.to_json(reading.query))
    for note in reading.notes:
        assert 0 <= note.start < note.end <= len(text)


HOSTILE = (
    '(|-|+|"|a |a OR |(a |a NEAR b |\\|[ |date:[|«a |*|a* |\'a |x:|ab~ |"a b"~5 |NOT |&|date:2021 '
    "|a-|不|a'|#|U.|1,|date:15 x "
).split("|")


@pytest.mark.parametrize("unit", [*HOSTILE, "|"])
def test_four_thousand_hostile_characters_take_no_seconds(unit: str):
    begun = time.process_time()
    found = outcome((unit * 4000)[:4000])
    assert isinstance(found, query.QueryError) or str(found.query)
    assert time.process_time() - begun < 4.0
